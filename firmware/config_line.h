// SPDX-License-Identifier: MIT
/* The values of `line.N` and `lamp.N` in loket.conf. Pure. */
#ifndef LOKET_CONFIG_LINE_H
#define LOKET_CONFIG_LINE_H

#include "firmware/config.h"

enum { CONFIG_LINE_REASON_BYTES = 160 };

/* "17" of "line.17": 0..GPIO_LINE_MAX, or -1. */
int config_line_number(const char *digits);
/* Reads an action ("take A", "desk 1 next") into line->action, service and desk. False
 * with what is wrong and what to write instead. */
bool config_line_parse(const char *value, struct config_line *line,
                       char reason[CONFIG_LINE_REASON_BYTES]);
/* The same words back: "take A", "desk 1 next". */
enum { CONFIG_LINE_TEXT_BYTES = 24 };
void config_line_format(const struct config_line *line, char text[CONFIG_LINE_TEXT_BYTES]);

#endif
