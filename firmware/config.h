// SPDX-License-Identifier: MIT
/* loket.conf: hardware and addresses (INI). Everything an admin tunes stands in the
 * branch document (content.h). */
#ifndef LOKET_CONFIG_H
#define LOKET_CONFIG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    CONFIG_PATH_BYTES = 256,
    CONFIG_LINES_MAX = 64,
    CONFIG_ERROR_BYTES = 512,
    GPIO_LINE_MAX = 511
};

enum buttons_driver { BUTTONS_NONE, BUTTONS_GPIOD, BUTTONS_SIM };
enum line_bias { BIAS_PULL_UP, BIAS_PULL_DOWN, BIAS_DISABLED };

enum line_action {
    LINE_TAKE,      /* service */
    LINE_PRIORITY,  /* arms the next take */
    LINE_HELP,      /* a visitor asks for staff */
    LINE_DESK_NEXT, /* desk */
    LINE_DESK_RECALL,
    LINE_DESK_NO_SHOW,
    LINE_DESK_FINISH,
    LINE_DESK_PAUSE,
    LINE_DESK_HELP
};

struct config_line {
    int line; /* offset on the chip */
    enum line_action action;
    char service;  /* LINE_TAKE */
    uint16_t desk; /* LINE_DESK_* */
    int row;       /* where loket.conf says so, 1 = its first line */
};

enum printer_driver { PRINTER_NONE, PRINTER_SERIAL, PRINTER_SIM, PRINTER_FILE };
enum printer_flow { FLOW_RTSCTS, FLOW_XONXOFF, FLOW_NONE };

struct config {
    char data_dir[CONFIG_PATH_BYTES];
    char content[CONFIG_PATH_BYTES];

    enum buttons_driver buttons_driver;
    char chip[CONFIG_PATH_BYTES];
    char buttons_path[CONFIG_PATH_BYTES]; /* sim: FIFO */
    enum line_bias bias;
    bool active_low;
    int debounce_ms; /* 1..1000 */
    struct config_line line[CONFIG_LINES_MAX];
    int line_count;
    struct config_line lamp[CONFIG_LINES_MAX];
    int lamp_count;

    enum printer_driver printer_driver;
    char port[CONFIG_PATH_BYTES]; /* serial: device; sim: directory; file: path */
    int baud;
    enum printer_flow flow;
    char profile[32]; /* a row of escpos_profile_find */
    int width_dots;   /* 0 = the profile's */

    char listen[64];  /* "HOST:PORT", "" = Unix socket only */
    char socket[108]; /* "" = none */
    char tls_cert[CONFIG_PATH_BYTES], tls_key[CONFIG_PATH_BYTES];
    int connections, connections_per_address; /* at once; the latter over TCP only */
    char console[CONFIG_PATH_BYTES]; /* folder of its files, "" = where they are installed */
};

/* Reads `path`. False with "FILE:LINE: what is wrong and what to do" in error for an
 * unreadable file, an unknown section or key, a doubled key, a bad value, or a line
 * used twice (as button or lamp). Missing keys keep their defaults (assets/loket.conf
 * names them). Knows nothing of the branch document: see config_check_content. */
bool config_load(const char *path, struct config *config, char error[CONFIG_ERROR_BYTES]);
/* The same from memory; `name` stands in messages. */
bool config_parse(const char *name, const char *text, struct config *config,
                  char error[CONFIG_ERROR_BYTES]);

struct content;
/* Every service and desk that a line names exists in the branch document. `path` only
 * stands in the message. list: a sentence for each line that names one which does not. */
typedef void (*config_text_fn)(void *context, const char *text);
void config_list_content(const char *path, const struct config *config,
                         const struct content *content, config_text_fn each, void *context);
bool config_check_content(const char *path, const struct config *config,
                          const struct content *content, char error[CONFIG_ERROR_BYTES]);

#endif
