// SPDX-License-Identifier: MIT
#include "display/board_model.h"

#include <jansson.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct reader {
    char *reason;
    bool bad;
};

static void fail(struct reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fail(struct reader *reader, const char *format, ...)
{
    if (reader->bad) {
        return; /* the first fault is the useful one */
    }
    reader->bad = true;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reader->reason, WALL_REASON_BYTES, format, arguments);
    va_end(arguments);
}

static json_t *need(struct reader *reader, json_t *object, const char *where, const char *key,
                    json_type type)
{
    static const char *const names[] = {
        [JSON_OBJECT] = "an object", [JSON_ARRAY] = "a list",
        [JSON_STRING] = "a text",    [JSON_INTEGER] = "a whole number",
        [JSON_REAL] = "a number",    [JSON_TRUE] = "true",
        [JSON_FALSE] = "false",      [JSON_NULL] = "null",
    };
    json_t *value = json_object_get(object, key);
    if (value && json_typeof(value) == type) {
        return value;
    }
    fail(reader, "%s.%s: %s, %s is needed", where, key, value ? "wrong type" : "missing",
         names[type]);
    return NULL;
}

static int64_t read_integer(struct reader *reader, json_t *object, const char *where,
                            const char *key, int64_t low, int64_t high)
{
    json_t *value = need(reader, object, where, key, JSON_INTEGER);
    int64_t number = json_integer_value(value);
    if (value && (number < low || number > high)) {
        fail(reader, "%s.%s: out of range", where, key);
    }
    return value && number >= low && number <= high ? number : low;
}

/* null means "not known yet" for every number of the board that may be null. */
static int read_nullable(struct reader *reader, json_t *object, const char *where, const char *key)
{
    if (json_is_null(json_object_get(object, key))) {
        return -1;
    }
    return (int)read_integer(reader, object, where, key, 0, 9999);
}

static bool read_bool(struct reader *reader, json_t *object, const char *where, const char *key)
{
    json_t *value = json_object_get(object, key);
    if (!json_is_boolean(value)) {
        fail(reader, "%s.%s: true or false is needed", where, key);
    }
    return json_is_true(value);
}

static void copy_text(const char *from, char *to, size_t bytes)
{
    size_t length = strlen(from);
    if (length >= bytes) {
        length = bytes - 1;
        while (length > 0 && ((unsigned char)from[length] & 0xC0) == 0x80) {
            length--; /* never half a character */
        }
    }
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)from[i];
        to[i] = c < 0x20 || c == 0x7F ? ' ' : from[i];
    }
    to[length] = '\0';
}

static void read_text(struct reader *reader, json_t *object, const char *where, const char *key,
                      char *to, size_t bytes)
{
    json_t *value = need(reader, object, where, key, JSON_STRING);
    if (value) {
        copy_text(json_string_value(value), to, bytes);
    }
}

/* Index of the key's word in words[count], or -1. */
static int read_word(struct reader *reader, json_t *object, const char *where, const char *key,
                     const char *const words[], int count)
{
    json_t *value = need(reader, object, where, key, JSON_STRING);
    for (int i = 0; value && i < count; i++) {
        if (strcmp(json_string_value(value), words[i]) == 0) {
            return i;
        }
    }
    return -1;
}

static int read_known_word(struct reader *reader, json_t *object, const char *where,
                           const char *key, const char *const words[], int count)
{
    int word = read_word(reader, object, where, key, words, count);
    if (word < 0) {
        fail(reader, "%s.%s: unknown word", where, key);
        return 0;
    }
    return word;
}

static uint32_t read_colour(struct reader *reader, json_t *object, const char *where)
{
    char text[8] = "";
    read_text(reader, object, where, "colour", text, sizeof text);
    uint32_t colour = 0;
    bool good = strlen(text) == 7 && text[0] == '#';
    for (int i = 1; good && i < 7; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *at = strchr(digits, text[i] >= 'A' && text[i] <= 'F' ? text[i] + 32 : text[i]);
        good = at != NULL;
        colour = colour * 16 + (good ? (uint32_t)(at - digits) : 0);
    }
    if (!good) {
        fail(reader, "%s.colour: #RRGGBB is needed", where);
    }
    return colour;
}

static void read_call(struct reader *reader, json_t *json, const char *where,
                      struct wall_call *call)
{
    call->seq = read_integer(reader, json, where, "seq", 1, INT64_MAX);
    read_text(reader, json, where, "ticket", call->ticket, sizeof call->ticket);
    call->desk = (int)read_integer(reader, json, where, "desk", 1, 9999);
    call->recall = read_bool(reader, json, where, "recall");
    call->at_utc_ms = read_integer(reader, json, where, "at_utc_ms", 0, INT64_MAX / 4);
}

static void read_desk(struct reader *reader, json_t *json, const char *where,
                      struct wall_desk *desk)
{
    static const char *const states[] = {"open", "paused", "closed"};
    static const char *const directions[] = {"none", "left", "right", "straight", "up"};
    static const char *const shapes[] = {"circle",  "square",  "triangle",
                                         "diamond", "hexagon", "pentagon"};
    desk->number = (int)read_integer(reader, json, where, "desk", 1, 9999);
    desk->state = (enum wall_desk_state)read_known_word(reader, json, where, "state", states, 3);
    read_text(reader, json, where, "serving", desk->serving, sizeof desk->serving);
    desk->help = json_is_true(json_object_get(json, "help"));
    desk->direction =
        (enum wall_direction)read_known_word(reader, json, where, "direction", directions, 5);
    desk->shape = (enum wall_shape)read_known_word(reader, json, where, "shape", shapes, 6);
    desk->colour = read_colour(reader, json, where);
}

static void read_service(struct reader *reader, json_t *json, const char *where,
                         struct wall_service *service)
{
    read_text(reader, json, where, "service", service->letter, sizeof service->letter);
    read_text(reader, json, where, "name_id", service->name_id, sizeof service->name_id);
    read_text(reader, json, where, "name_en", service->name_en, sizeof service->name_en);
    service->waiting = (int)read_integer(reader, json, where, "waiting", 0, 9999);
    service->ahead = (int)read_integer(reader, json, where, "ahead", 0, 9999);
    service->free = read_bool(reader, json, where, "free");
    service->last_wait_min = read_nullable(reader, json, where, "last_wait_min");
    service->low_min = service->high_min = -1;
    json_t *wait = json_object_get(json, "wait");
    if (wait && !json_is_null(wait)) {
        service->low_min = read_nullable(reader, wait, where, "low_min");
        service->high_min = read_nullable(reader, wait, where, "high_min");
    }
    json_t *desks = need(reader, json, where, "desks", JSON_ARRAY);
    size_t count = json_array_size(desks);
    for (size_t i = 0; i < count && i < WALL_DESKS_MAX; i++) {
        json_t *number = json_array_get(desks, i);
        if (!json_is_integer(number) || json_integer_value(number) < 1 ||
            json_integer_value(number) > 9999) {
            fail(reader, "%s.desks[%zu]: a desk number is needed", where, i);
            return;
        }
        service->desk[service->desk_count++] = (int)json_integer_value(number);
    }
}

static void read_notice(struct reader *reader, json_t *json, const char *where,
                        struct wall_notice *notice)
{
    read_text(reader, json, where, "id", notice->text_id, sizeof notice->text_id);
    read_text(reader, json, where, "en", notice->text_en, sizeof notice->text_en);
}

enum list { LIST_CALLS, LIST_DESKS, LIST_SERVICES, LIST_NOTICES };

static int read_list(struct reader *reader, json_t *root, enum list list, struct wall_board *board)
{
    static const char *const keys[] = {"calls", "desks", "services", "notices"};
    static const size_t limits[] = {WALL_CALLS_MAX, WALL_DESKS_MAX, WALL_SERVICES_MAX,
                                    WALL_NOTICES_MAX};
    json_t *array = need(reader, root, "board", keys[list], JSON_ARRAY);
    size_t count = json_array_size(array) < limits[list] ? json_array_size(array) : limits[list];
    for (size_t i = 0; i < count && !reader->bad; i++) {
        char where[32];
        snprintf(where, sizeof where, "%s[%zu]", keys[list], i);
        json_t *json = json_array_get(array, i);
        switch (list) {
        case LIST_CALLS:
            read_call(reader, json, where, &board->call[i]);
            break;
        case LIST_DESKS:
            read_desk(reader, json, where, &board->desk[i]);
            break;
        case LIST_SERVICES:
            read_service(reader, json, where, &board->service[i]);
            break;
        case LIST_NOTICES:
            read_notice(reader, json, where, &board->notice[i]);
            break;
        }
    }
    return (int)count;
}

static void read_kiosk(struct reader *reader, json_t *root, struct wall_board *board)
{
    static const char *const states[] = {"ready",      "closed",  "paper_out",
                                         "cover_open", "cutter",  "printer_offline",
                                         "disk_full",  "journal", "stopping"};
    json_t *kiosk = need(reader, root, "board", "kiosk", JSON_OBJECT);
    int state = read_word(reader, kiosk, "kiosk", "state", states, 9);
    board->kiosk = state < 0 ? WALL_KIOSK_OTHER : (enum wall_kiosk_state)state;
    read_text(reader, kiosk, "kiosk", "message_id", board->message_id, sizeof board->message_id);
    read_text(reader, kiosk, "kiosk", "message_en", board->message_en, sizeof board->message_en);
    board->help = read_bool(reader, kiosk, "kiosk", "help");
}

static void read_board(struct reader *reader, json_t *root, struct wall_board *board)
{
    read_integer(reader, root, "board", "schema", 1, 1);
    json_t *clock = need(reader, root, "board", "clock", JSON_OBJECT);
    board->utc_ms = read_integer(reader, clock, "clock", "utc_ms", 0, INT64_C(253402300799000));
    board->utc_offset_min =
        (int)read_integer(reader, clock, "clock", "utc_offset_min", -24 * 60, 24 * 60);
    board->speed = (int)read_integer(reader, clock, "clock", "speed", 1, 100000);
    json_t *branch = need(reader, root, "board", "branch", JSON_OBJECT);
    read_text(reader, branch, "branch", "name", board->branch_name, sizeof board->branch_name);
    read_text(reader, branch, "branch", "line_id", board->line_id, sizeof board->line_id);
    read_text(reader, branch, "branch", "line_en", board->line_en, sizeof board->line_en);
    read_kiosk(reader, root, board);
    board->call_count = read_list(reader, root, LIST_CALLS, board);
    board->desk_count = read_list(reader, root, LIST_DESKS, board);
    board->service_count = read_list(reader, root, LIST_SERVICES, board);
    board->notice_count = read_list(reader, root, LIST_NOTICES, board);
}

bool board_model_parse(const char *json, size_t bytes, struct wall_board *board,
                       char reason[WALL_REASON_BYTES])
{
    struct reader reader = {.reason = reason};
    reason[0] = '\0';
    if (bytes > WALL_JSON_BYTES_MAX) {
        fail(&reader, "the board is larger than %d bytes", WALL_JSON_BYTES_MAX);
        return false;
    }
    json_error_t error;
    json_t *root = json_loadb(json, bytes, JSON_REJECT_DUPLICATES, &error);
    if (!root) {
        fail(&reader, "not JSON at byte %d: %.100s", error.position, error.text);
        return false;
    }
    struct wall_board fresh = {0};
    read_board(&reader, root, &fresh);
    json_decref(root);
    if (!reader.bad) {
        *board = fresh;
    }
    return !reader.bad;
}

const struct wall_desk *board_model_desk(const struct wall_board *board, int number)
{
    for (int i = 0; i < board->desk_count; i++) {
        if (board->desk[i].number == number) {
            return &board->desk[i];
        }
    }
    return NULL;
}
