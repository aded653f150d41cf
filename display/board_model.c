// SPDX-License-Identifier: MIT
#include "display/board_model.h"

#include <stdio.h>
#include <string.h>

#include "display/json_read.h"

static const int64_t utc_ms_max = INT64_C(253402300799000); /* the end of the year 9999 */

/* null means "not known yet" for every number of the board that may be null. */
static int read_nullable(struct json_reader *reader, json_t *object, const char *where,
                         const char *key)
{
    if (json_is_null(json_object_get(object, key))) {
        return -1;
    }
    return (int)json_read_integer(reader, object, where, key, 0, 9999);
}

static uint32_t read_colour(struct json_reader *reader, json_t *object, const char *where)
{
    char text[8] = "";
    json_read_text(reader, object, where, "colour", text, sizeof text);
    uint32_t colour = 0;
    bool good = strlen(text) == 7 && text[0] == '#';
    for (int i = 1; good && i < 7; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *at = strchr(digits, text[i] >= 'A' && text[i] <= 'F' ? text[i] + 32 : text[i]);
        good = at != NULL;
        colour = colour * 16 + (good ? (uint32_t)(at - digits) : 0);
    }
    if (!good) {
        json_read_fail(reader, "%s.colour: #RRGGBB is needed", where);
    }
    return colour;
}

static void read_call(struct json_reader *reader, json_t *json, const char *where,
                      struct wall_call *call)
{
    call->seq = json_read_integer(reader, json, where, "seq", 1, INT64_MAX);
    json_read_text(reader, json, where, "ticket", call->ticket, sizeof call->ticket);
    call->desk = (int)json_read_integer(reader, json, where, "desk", 1, 9999);
    call->recall = json_read_bool(reader, json, where, "recall");
    call->at_utc_ms = json_read_integer(reader, json, where, "at_utc_ms", 0, INT64_MAX / 4);
}

static void read_desk(struct json_reader *reader, json_t *json, const char *where,
                      struct wall_desk *desk)
{
    static const char *const states[] = {"open", "paused", "closed"};
    static const char *const directions[] = {"none", "left", "right", "straight", "up"};
    static const char *const shapes[] = {"circle",  "square",  "triangle",
                                         "diamond", "hexagon", "pentagon"};
    desk->number = (int)json_read_integer(reader, json, where, "desk", 1, 9999);
    desk->state =
        (enum wall_desk_state)json_read_known_word(reader, json, where, "state", states, 3);
    json_read_text(reader, json, where, "serving", desk->serving, sizeof desk->serving);
    desk->help = json_is_true(json_object_get(json, "help"));
    desk->direction =
        (enum wall_direction)json_read_known_word(reader, json, where, "direction", directions, 5);
    desk->shape = (enum wall_shape)json_read_known_word(reader, json, where, "shape", shapes, 6);
    desk->colour = read_colour(reader, json, where);
}

static void read_service(struct json_reader *reader, json_t *json, const char *where,
                         struct wall_service *service)
{
    json_read_text(reader, json, where, "service", service->letter, sizeof service->letter);
    json_read_text(reader, json, where, "name_id", service->name_id, sizeof service->name_id);
    json_read_text(reader, json, where, "name_en", service->name_en, sizeof service->name_en);
    service->waiting = (int)json_read_integer(reader, json, where, "waiting", 0, 9999);
    service->ahead = (int)json_read_integer(reader, json, where, "ahead", 0, 9999);
    service->free = json_read_bool(reader, json, where, "free");
    service->last_wait_min = read_nullable(reader, json, where, "last_wait_min");
    service->low_min = service->high_min = -1;
    json_t *wait = json_object_get(json, "wait");
    if (wait && !json_is_null(wait)) {
        service->low_min = read_nullable(reader, wait, where, "low_min");
        service->high_min = read_nullable(reader, wait, where, "high_min");
    }
    service->late = json_object_get(json, "late") && json_read_bool(reader, json, where, "late");
    json_t *desks = json_read_need(reader, json, where, "desks", JSON_ARRAY);
    size_t count = json_array_size(desks);
    for (size_t i = 0; i < count && i < WALL_DESKS_MAX; i++) {
        json_t *number = json_array_get(desks, i);
        if (!json_is_integer(number) || json_integer_value(number) < 1 ||
            json_integer_value(number) > 9999) {
            json_read_fail(reader, "%s.desks[%zu]: a desk number is needed", where, i);
            return;
        }
        service->desk[service->desk_count++] = (int)json_integer_value(number);
    }
}

static void read_notice(struct json_reader *reader, json_t *json, const char *where,
                        struct wall_notice *notice)
{
    json_read_text(reader, json, where, "id", notice->text_id, sizeof notice->text_id);
    json_read_text(reader, json, where, "en", notice->text_en, sizeof notice->text_en);
}

enum list { LIST_CALLS, LIST_DESKS, LIST_SERVICES, LIST_NOTICES };

static int read_list(struct json_reader *reader, json_t *root, enum list list,
                     struct wall_board *board)
{
    static const char *const keys[] = {"calls", "desks", "services", "notices"};
    static const size_t limits[] = {WALL_CALLS_MAX, WALL_DESKS_MAX, WALL_SERVICES_MAX,
                                    WALL_NOTICES_MAX};
    json_t *array = json_read_need(reader, root, "board", keys[list], JSON_ARRAY);
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

static void read_kiosk(struct json_reader *reader, json_t *root, struct wall_board *board)
{
    static const char *const states[] = {"ready",      "closed",  "paper_out",
                                         "cover_open", "cutter",  "printer_offline",
                                         "disk_full",  "journal", "stopping"};
    json_t *kiosk = json_read_need(reader, root, "board", "kiosk", JSON_OBJECT);
    int state = json_read_word(reader, kiosk, "kiosk", "state", states, 9);
    board->kiosk = state < 0 ? WALL_KIOSK_OTHER : (enum wall_kiosk_state)state;
    json_read_text(reader, kiosk, "kiosk", "message_id", board->message_id,
                   sizeof board->message_id);
    json_read_text(reader, kiosk, "kiosk", "message_en", board->message_en,
                   sizeof board->message_en);
    board->noted =
        json_object_get(kiosk, "noted") && json_read_bool(reader, kiosk, "kiosk", "noted");
    board->help = json_read_bool(reader, kiosk, "kiosk", "help");
    json_t *opens = json_object_get(kiosk, "opens_utc_ms");
    if (opens && !json_is_null(opens)) {
        board->opens_utc_ms =
            json_read_integer(reader, kiosk, "kiosk", "opens_utc_ms", 0, utc_ms_max);
    }
}

static int optional_int(struct json_reader *reader, json_t *object, const char *where,
                        const char *key, int low, int high, int otherwise)
{
    return json_object_get(object, key)
               ? (int)json_read_integer(reader, object, where, key, low, high)
               : otherwise;
}

static double optional_number(struct json_reader *reader, json_t *object, const char *where,
                              const char *key, double low, double high, double otherwise)
{
    return json_object_get(object, key) ? json_read_number(reader, object, where, key, low, high)
                                        : otherwise;
}

static json_t *optional_object(struct json_reader *reader, json_t *object, const char *where,
                               const char *key)
{
    return json_object_get(object, key) ? json_read_need(reader, object, where, key, JSON_OBJECT)
                                        : NULL;
}

static void read_wall(struct json_reader *reader, json_t *root, struct wall_settings *wall)
{
    static const char *const styles[] = {"digits", "cardinal"};
    static const char place[] = "wall.voice";
    json_t *json = optional_object(reader, root, "board", "wall");
    wall->viewing_distance_m =
        optional_number(reader, json, "wall", "viewing_distance_m", 0.5, 50, 5);
    wall->screen_inch = optional_number(reader, json, "wall", "screen_inch", 5, 200, 43);
    wall->idle_after_s = optional_int(reader, json, "wall", "idle_after_s", 0, 86400, 45);
    wall->page_s = optional_int(reader, json, "wall", "page_s", 5, 120, 14);
    json_t *voice = optional_object(reader, json, "wall", "voice");
    wall->number_style =
        json_object_get(voice, "style")
            ? (enum wall_number_style)json_read_known_word(reader, voice, place, "style", styles, 2)
            : WALL_NUMBER_DIGITS;
    wall->english =
        json_object_get(voice, "english") && json_read_bool(reader, voice, place, "english");
    wall->repeat = optional_int(reader, voice, place, "repeat", 1, 3, 2);
    wall->volume_percent = optional_int(reader, voice, place, "volume_percent", 0, 100, 80);
}

static void read_board(struct json_reader *reader, json_t *root, struct wall_board *board)
{
    json_read_integer(reader, root, "board", "schema", 1, 1);
    json_t *clock = json_read_need(reader, root, "board", "clock", JSON_OBJECT);
    board->utc_ms = json_read_integer(reader, clock, "clock", "utc_ms", 0, utc_ms_max);
    board->utc_offset_min =
        (int)json_read_integer(reader, clock, "clock", "utc_offset_min", -24 * 60, 24 * 60);
    board->speed = (int)json_read_integer(reader, clock, "clock", "speed", 1, 100000);
    json_t *branch = json_read_need(reader, root, "board", "branch", JSON_OBJECT);
    json_read_text(reader, branch, "branch", "name", board->branch_name, sizeof board->branch_name);
    json_read_text(reader, branch, "branch", "line_id", board->line_id, sizeof board->line_id);
    json_read_text(reader, branch, "branch", "line_en", board->line_en, sizeof board->line_en);
    read_kiosk(reader, root, board);
    read_wall(reader, root, &board->wall);
    board->call_count = read_list(reader, root, LIST_CALLS, board);
    board->desk_count = read_list(reader, root, LIST_DESKS, board);
    board->service_count = read_list(reader, root, LIST_SERVICES, board);
    board->notice_count = read_list(reader, root, LIST_NOTICES, board);
}

bool board_model_parse(const char *json, size_t bytes, struct wall_board *board,
                       char reason[WALL_REASON_BYTES])
{
    struct json_reader reader = {.reason = reason};
    json_t *root = json_read_document(&reader, json, bytes, "board");
    if (!root) {
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
