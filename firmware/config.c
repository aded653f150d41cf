// SPDX-License-Identifier: MIT
#include "firmware/config.h"

#include <errno.h>
#include <ini.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/escpos.h"
#include "firmware/config_line.h"

enum { REASON_BYTES = 224, FILE_BYTES_MAX = 65536, KEYS_MAX = 24 };

struct parse {
    const char *rest; /* of the text, from the next row on */
    int row;          /* handed out last, 1 = the first */
    struct config config;
    char printer_port[CONFIG_PATH_BYTES], printer_path[CONFIG_PATH_BYTES];
    int key_row[KEYS_MAX];          /* where a key of KEYS stands, 0 = nowhere */
    int pin_row[GPIO_LINE_MAX + 1]; /* where a line of the chip is used */
    int refused_row;                /* first refusal, 0 = none; -1 = the file as a whole */
    char reason[REASON_BYTES];
};

enum key_kind { KEY_TEXT, KEY_NUMBER, KEY_CHOICE, KEY_YES_NO };

struct key {
    const char *section, *name;
    enum key_kind kind;
    size_t offset;         /* in struct parse */
    int bytes;             /* of a text */
    int low, high;         /* of a number */
    const char *choice[5]; /* in the order of the enum it stands for */
};

#define AT(member) offsetof(struct parse, member)
#define TEXT(member) KEY_TEXT, AT(member), (int)sizeof((struct parse *)0)->member
static const struct key KEYS[] = {
    {"branch", "data_dir", TEXT(config.data_dir), 0, 0, {0}},
    {"branch", "content", TEXT(config.content), 0, 0, {0}},
    {"buttons", "driver", KEY_CHOICE, AT(config.buttons_driver), 0, 0, 0, {"none", "gpiod", "sim"}},
    {"buttons", "chip", TEXT(config.chip), 0, 0, {0}},
    {"buttons", "path", TEXT(config.buttons_path), 0, 0, {0}},
    {"buttons", "bias", KEY_CHOICE, AT(config.bias), 0, 0, 0, {"pull-up", "pull-down", "disabled"}},
    {"buttons", "active_low", KEY_YES_NO, AT(config.active_low), 0, 0, 0, {"no", "yes"}},
    {"buttons", "debounce_ms", KEY_NUMBER, AT(config.debounce_ms), 0, 1, 1000, {0}},
    {"printer",
     "driver",
     KEY_CHOICE,
     AT(config.printer_driver),
     0,
     0,
     0,
     {"none", "serial", "sim", "file"}},
    {"printer", "port", TEXT(printer_port), 0, 0, {0}},
    {"printer", "path", TEXT(printer_path), 0, 0, {0}},
    {"printer", "baud", KEY_NUMBER, AT(config.baud), 0, 300, 921600, {0}},
    {"printer", "flow", KEY_CHOICE, AT(config.flow), 0, 0, 0, {"rtscts", "xonxoff", "none"}},
    {"printer", "profile", TEXT(config.profile), 0, 0, {0}},
    {"printer", "width_dots", KEY_NUMBER, AT(config.width_dots), 0, 0, 2000, {0}},
    {"http", "listen", TEXT(config.listen), 0, 0, {0}},
    {"http", "socket", TEXT(config.socket), 0, 0, {0}},
    {"http", "tls_cert", TEXT(config.tls_cert), 0, 0, {0}},
    {"http", "tls_key", TEXT(config.tls_key), 0, 0, {0}},
    {"http", "console", TEXT(config.console), 0, 0, {0}},
    {"http", "connections", KEY_NUMBER, AT(config.connections), 0, 8, 400, {0}},
    {"http",
     "connections_per_address",
     KEY_NUMBER,
     AT(config.connections_per_address),
     0,
     4,
     400,
     {0}},
};
#undef TEXT
#undef AT
enum { KEYS_COUNT = sizeof KEYS / sizeof KEYS[0] };
_Static_assert((int)KEYS_COUNT <= (int)KEYS_MAX, "every key has a row");

static void set_defaults(struct parse *parse)
{
    parse->config = (struct config){
        .data_dir = "/var/lib/loket",
        .content = "/usr/share/loket/branch/jambi.json",
        .buttons_driver = BUTTONS_NONE,
        .chip = "/dev/gpiochip0",
        .bias = BIAS_PULL_UP,
        .active_low = true,
        .debounce_ms = 20,
        .printer_driver = PRINTER_NONE,
        .baud = 19200,
        .flow = FLOW_RTSCTS,
        .profile = "epson-tm",
        .listen = "127.0.0.1:8080",
        .socket = "/run/loket/loket.sock",
        .connections = 256,
        .connections_per_address = 64,
    };
}

/* Keeps the refusal that stands first in the file. Returns false, for the caller to pass on. */
__attribute__((format(printf, 3, 4))) static bool refuse(struct parse *parse, int row,
                                                         const char *format, ...)
{
    if (parse->refused_row != 0 && parse->refused_row <= row)
        return false;
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(parse->reason, sizeof parse->reason, format, arguments);
    va_end(arguments);
    parse->refused_row = row;
    return false;
}

/* One row per call, as fgets does it, so that parse->row is the row inih looks at. Rows
 * begin without blanks: inih would take an indented one for a continuation. */
static char *next_row(char *buffer, int bytes, void *stream)
{
    struct parse *parse = stream;
    if (*parse->rest == 0)
        return NULL;
    const size_t whole = strcspn(parse->rest, "\n");
    const size_t blank = strspn(parse->rest, " \t");
    const char *row = parse->rest + blank;
    size_t length = whole - blank;
    parse->rest += whole + (parse->rest[whole] == '\n');
    parse->row++;
    if (length + 2 > (size_t)bytes) {
        if (*row != ';' && *row != '#')
            refuse(parse, parse->row, "the line is longer than %d characters; shorten it",
                   bytes - 2);
        length = 0;
    }
    memcpy(buffer, row, length);
    buffer[length] = '\n';
    buffer[length + 1] = 0;
    return buffer;
}

static bool set_text(struct parse *parse, const struct key *key, const char *value)
{
    char *text = (char *)parse + key->offset;
    if (strlen(value) >= (size_t)key->bytes)
        return refuse(parse, parse->row, "%s is too long; use at most %d characters", key->name,
                      key->bytes - 1);
    snprintf(text, (size_t)key->bytes, "%s", value);
    return true;
}

static bool set_number(struct parse *parse, const struct key *key, const char *value)
{
    char *end;
    errno = 0;
    const long number = strtol(value, &end, 10);
    if (end == value || *end || errno || number < key->low || number > key->high)
        return refuse(parse, parse->row, "%s = \"%.40s\" is no number from %d to %d; correct it",
                      key->name, value, key->low, key->high);
    const int small = (int)number;
    memcpy((char *)parse + key->offset, &small, sizeof small);
    return true;
}

static int choice_index(const struct key *key, const char *value)
{
    for (int i = 0; key->choice[i]; i++)
        if (strcmp(key->choice[i], value) == 0)
            return i;
    return -1;
}

static bool refuse_choice(struct parse *parse, const struct key *key, const char *value)
{
    char list[80] = "";
    for (int i = 0; key->choice[i]; i++) {
        const size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s%s", i ? ", " : "", key->choice[i]);
    }
    return refuse(parse, parse->row, "%s = \"%.40s\" is unknown; write one of: %s", key->name,
                  value, list);
}

static bool set_key(struct parse *parse, const struct key *key, const char *value)
{
    const int choice = choice_index(key, value);
    const bool yes = choice == 1;
    switch (key->kind) {
    case KEY_TEXT:
        return set_text(parse, key, value);
    case KEY_NUMBER:
        return set_number(parse, key, value);
    case KEY_CHOICE:
        if (choice < 0)
            return refuse_choice(parse, key, value);
        memcpy((char *)parse + key->offset, &choice, sizeof choice);
        return true;
    case KEY_YES_NO:
        if (choice < 0)
            return refuse_choice(parse, key, value);
        memcpy((char *)parse + key->offset, &yes, sizeof yes);
        return true;
    }
    return false;
}

static bool claim_pin(struct parse *parse, const char *digits, int *pin)
{
    *pin = config_line_number(digits);
    if (*pin < 0)
        return refuse(parse, parse->row, "\"%.20s\" is no line of a GPIO chip; write 0 to %d",
                      digits, GPIO_LINE_MAX);
    if (parse->pin_row[*pin])
        return refuse(parse, parse->row,
                      "line %d is used already, in row %d; give every button and lamp its own",
                      *pin, parse->pin_row[*pin]);
    parse->pin_row[*pin] = parse->row;
    return true;
}

static bool add_line(struct parse *parse, const char *digits, const char *value, bool is_lamp)
{
    struct config *config = &parse->config;
    struct config_line line = {.row = parse->row};
    char reason[CONFIG_LINE_REASON_BYTES];
    int *count = is_lamp ? &config->lamp_count : &config->line_count;

    if (!claim_pin(parse, digits, &line.line))
        return false;
    if (!config_line_parse(value, &line, reason))
        return refuse(parse, parse->row, "%s", reason);
    if (is_lamp && line.action != LINE_TAKE)
        return refuse(parse, parse->row, "a lamp stands beside a take button; write take A");
    if (*count == CONFIG_LINES_MAX)
        return refuse(parse, parse->row, "more than %d of them; remove some", CONFIG_LINES_MAX);
    (is_lamp ? config->lamp : config->line)[(*count)++] = line;
    return true;
}

static bool set_in(struct parse *parse, const char *section, const char *name, const char *value)
{
    if (strcmp(section, "buttons") == 0 && strncmp(name, "line.", 5) == 0)
        return add_line(parse, name + 5, value, false);
    if (strcmp(section, "buttons") == 0 && strncmp(name, "lamp.", 5) == 0)
        return add_line(parse, name + 5, value, true);
    bool known_section = false;
    for (int i = 0; i < KEYS_COUNT; i++) {
        if (strcmp(section, KEYS[i].section) != 0)
            continue;
        known_section = true;
        if (strcmp(name, KEYS[i].name) != 0)
            continue;
        if (parse->key_row[i])
            return refuse(parse, parse->row, "%s stands here again, first in row %d; keep one",
                          name, parse->key_row[i]);
        parse->key_row[i] = parse->row;
        return set_key(parse, &KEYS[i], value);
    }
    if (!section[0])
        return refuse(parse, parse->row, "\"%.40s\" stands before the first [section]; move it",
                      name);
    if (!known_section)
        return refuse(parse, parse->row,
                      "unknown section [%.40s]; there are [branch], [buttons], [printer], [http]",
                      section);
    return refuse(parse, parse->row, "unknown key \"%.40s\" in [%.40s]; correct or remove it", name,
                  section);
}

static int on_pair(void *user, const char *section, const char *name, const char *value)
{
    return set_in(user, section, name, value ? value : "");
}

/* Where a key stands, -1 (the file as a whole) when it was left out. */
static int row_of(const struct parse *parse, const char *section, const char *name)
{
    for (int i = 0; i < KEYS_COUNT; i++)
        if (strcmp(KEYS[i].section, section) == 0 && strcmp(KEYS[i].name, name) == 0 &&
            parse->key_row[i])
            return parse->key_row[i];
    return -1;
}

static bool check_printer(struct parse *parse)
{
    struct config *config = &parse->config;
    const bool by_port = config->printer_driver == PRINTER_SERIAL;
    const char *chosen = by_port ? parse->printer_port : parse->printer_path;

    snprintf(config->port, sizeof config->port, "%s", chosen);
    if (config->printer_driver != PRINTER_NONE && !chosen[0])
        return refuse(parse, row_of(parse, "printer", "driver"),
                      "this printer driver needs %s under [printer]; add it",
                      by_port ? "port = DEVICE (ls /dev/serial/by-id)" : "path = PLACE");
    if (!escpos_profile_find(config->profile))
        return refuse(parse, row_of(parse, "printer", "profile"),
                      "printer profile \"%s\" is unknown; take one that the README lists",
                      config->profile);
    return true;
}

static bool listen_ok(const char *listen)
{
    const char *colon = strrchr(listen, ':');
    if (!colon || colon == listen)
        return false;
    const size_t digits = strlen(colon + 1);
    if (digits < 1 || digits > 5 || strspn(colon + 1, "0123456789") != digits)
        return false;
    const bool bracketed = listen[0] == '[' && colon[-1] == ']';
    return strtol(colon + 1, NULL, 10) <= 65535 && (bracketed || strchr(listen, ':') == colon);
}

static bool check_http(struct parse *parse)
{
    const struct config *config = &parse->config;
    if (config->listen[0] && !listen_ok(config->listen))
        return refuse(parse, row_of(parse, "http", "listen"),
                      "listen = \"%s\" is no HOST:PORT; write 127.0.0.1:8080, or nothing for none",
                      config->listen);
    if (!config->listen[0] && !config->socket[0])
        return refuse(parse, row_of(parse, "http", "listen"),
                      "listen and socket are both empty, nobody could call; set one of them");
    if (!config->tls_cert[0] != !config->tls_key[0])
        return refuse(parse, row_of(parse, "http", config->tls_cert[0] ? "tls_cert" : "tls_key"),
                      "tls_cert and tls_key go together; add the other or remove this one");
    return true;
}

static bool check_whole(struct parse *parse)
{
    const struct config *config = &parse->config;
    if (!config->data_dir[0])
        return refuse(parse, row_of(parse, "branch", "data_dir"),
                      "data_dir is empty; write a folder, for example /var/lib/loket");
    if (config->buttons_driver == BUTTONS_SIM && !config->buttons_path[0])
        return refuse(parse, row_of(parse, "buttons", "driver"),
                      "driver = sim needs path = FIFO under [buttons]; add it");
    if (config->buttons_driver == BUTTONS_GPIOD && !config->chip[0])
        return refuse(parse, row_of(parse, "buttons", "chip"),
                      "chip is empty; write a GPIO chip, for example /dev/gpiochip0");
    return check_printer(parse) && check_http(parse);
}

static void explain(const struct parse *parse, const char *name, char error[CONFIG_ERROR_BYTES])
{
    if (parse->refused_row > 0)
        snprintf(error, CONFIG_ERROR_BYTES, "%.240s:%d: %s", name, parse->refused_row,
                 parse->reason);
    else
        snprintf(error, CONFIG_ERROR_BYTES, "%.240s: %s", name, parse->reason);
}

bool config_parse(const char *name, const char *text, struct config *config,
                  char error[CONFIG_ERROR_BYTES])
{
    struct parse parse = {.rest = text};
    error[0] = 0;
    set_defaults(&parse);
    const int bad_row = ini_parse_stream(next_row, &parse, on_pair, &parse);
    if (bad_row > 0)
        refuse(&parse, bad_row, "neither [section] nor key = value; correct or remove the line");
    if (bad_row < 0)
        refuse(&parse, -1, "out of memory");
    if (parse.refused_row == 0)
        check_whole(&parse);
    if (parse.refused_row == 0) {
        *config = parse.config;
        return true;
    }
    explain(&parse, name, error);
    return false;
}

static bool read_file(const char *path, char *text, size_t bytes, char error[CONFIG_ERROR_BYTES])
{
    FILE *file = fopen(path, "re");
    if (!file) {
        snprintf(error, CONFIG_ERROR_BYTES, "%.240s: %s; check the name and its permissions", path,
                 strerror(errno));
        return false;
    }
    const size_t got = fread(text, 1, bytes, file);
    const bool failed = ferror(file);
    fclose(file);
    if (failed || got == bytes || memchr(text, 0, got)) {
        snprintf(error, CONFIG_ERROR_BYTES, "%.240s: %s; give the loket.conf of this branch", path,
                 failed ? "cannot be read" : "is no text of less than 64 KiB");
        return false;
    }
    text[got] = 0;
    return true;
}

bool config_load(const char *path, struct config *config, char error[CONFIG_ERROR_BYTES])
{
    char *text = malloc(FILE_BYTES_MAX);
    if (!text) {
        snprintf(error, CONFIG_ERROR_BYTES, "out of memory");
        return false;
    }
    const bool loaded =
        read_file(path, text, FILE_BYTES_MAX, error) && config_parse(path, text, config, error);
    free(text);
    return loaded;
}
