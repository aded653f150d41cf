// SPDX-License-Identifier: MIT
#include "firmware/config_line.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/core/types.h"

static const struct {
    const char *word;
    enum line_action action;
} DESK_ACTIONS[] = {
    {"next", LINE_DESK_NEXT},     {"recall", LINE_DESK_RECALL}, {"no-show", LINE_DESK_NO_SHOW},
    {"finish", LINE_DESK_FINISH}, {"pause", LINE_DESK_PAUSE},   {"help", LINE_DESK_HELP},
};

static int small_number(const char *digits, int highest)
{
    const size_t length = strlen(digits);
    if (length < 1 || length > 4 || strspn(digits, "0123456789") != length)
        return -1;
    const long number = strtol(digits, NULL, 10);
    return number <= highest ? (int)number : -1;
}

int config_line_number(const char *digits)
{
    return small_number(digits, GPIO_LINE_MAX);
}

static bool is_service(const char *word)
{
    return strlen(word) == 1 && word[0] >= 'A' && word[0] <= 'Z' && !strchr("IOQ", word[0]);
}

static bool parse_take(const char *service, struct config_line *line, char *reason)
{
    if (!is_service(service)) {
        snprintf(reason, CONFIG_LINE_REASON_BYTES,
                 "\"%.20s\" is no service; write take and a letter A to Z without I, O, Q",
                 service);
        return false;
    }
    line->action = LINE_TAKE;
    line->service = service[0];
    return true;
}

static bool parse_desk(const char *number, const char *word, struct config_line *line, char *reason)
{
    const int desk = small_number(number, DESK_NUMBER_MAX);
    if (desk < 1) {
        snprintf(reason, CONFIG_LINE_REASON_BYTES,
                 "\"%.20s\" is no desk; write desk, a number 1 to %d and an action", number,
                 DESK_NUMBER_MAX);
        return false;
    }
    for (size_t i = 0; i < sizeof DESK_ACTIONS / sizeof DESK_ACTIONS[0]; i++) {
        if (strcmp(word, DESK_ACTIONS[i].word) == 0) {
            line->action = DESK_ACTIONS[i].action;
            line->desk = (uint16_t)desk;
            return true;
        }
    }
    snprintf(reason, CONFIG_LINE_REASON_BYTES,
             "\"%.20s\" is no action of a desk; write next, recall, no-show, finish, pause or help",
             word);
    return false;
}

bool config_line_parse(const char *value, struct config_line *line,
                       char reason[CONFIG_LINE_REASON_BYTES])
{
    char first[24] = "", second[24] = "", third[24] = "", rest[2];
    const int words = sscanf(value, "%23s %23s %23s %1s", first, second, third, rest);

    if (words == 2 && strcmp(first, "take") == 0)
        return parse_take(second, line, reason);
    if (words == 3 && strcmp(first, "desk") == 0)
        return parse_desk(second, third, line, reason);
    if (words == 1 && strcmp(first, "priority") == 0) {
        line->action = LINE_PRIORITY;
        return true;
    }
    if (words == 1 && strcmp(first, "help") == 0) {
        line->action = LINE_HELP;
        return true;
    }
    snprintf(reason, CONFIG_LINE_REASON_BYTES,
             "\"%.40s\" is no action; write take A, priority, help or desk 1 next", value);
    return false;
}

void config_line_format(const struct config_line *line, char text[CONFIG_LINE_TEXT_BYTES])
{
    const char *word = line->action == LINE_PRIORITY ? "priority" : "help";
    if (line->action == LINE_TAKE)
        snprintf(text, CONFIG_LINE_TEXT_BYTES, "take %c", line->service);
    else
        snprintf(text, CONFIG_LINE_TEXT_BYTES, "%s", word);
    for (size_t i = 0; i < sizeof DESK_ACTIONS / sizeof DESK_ACTIONS[0]; i++)
        if (DESK_ACTIONS[i].action == line->action)
            snprintf(text, CONFIG_LINE_TEXT_BYTES, "desk %u %s", (unsigned)line->desk,
                     DESK_ACTIONS[i].word);
}
