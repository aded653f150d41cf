// SPDX-License-Identifier: MIT
/* Notices of the board and until when they are shown. */
#include <stdio.h>
#include <string.h>

#include "firmware/content_parts.h"
#include "firmware/date.h"

enum { NOTICE_CHARACTERS = 120, UNTIL_CHARACTERS = sizeof "2026-11-22T15:00" - 1 };

static bool parse_until(const char *text, struct content_notice *notice)
{
    static const char SHAPE[] = "T00:00";
    int hour, minute;
    const int32_t day = date_parse(text);
    if (day == 0)
        return false;
    text += DATE_CHARACTERS;
    for (size_t i = 0; i < sizeof SHAPE; i++) /* the 0 at the end, too */
        if (SHAPE[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != SHAPE[i])
            return false;
    if (sscanf(text, "T%2d:%2d", &hour, &minute) != 2 || hour > 23 || minute > 59)
        return false;
    notice->until_day = day;
    notice->until_min = hour * 60 + minute;
    return true;
}

static void read_until(const struct node *until, struct content_notice *notice)
{
    char text[UNTIL_CHARACTERS + 1];
    if (!until->value || json_is_null(until->value))
        return;
    if (node_text(until, 1, UNTIL_CHARACTERS, text, sizeof text) && !parse_until(text, notice))
        node_fault(until, "is no local time; write for example 2026-11-22T15:00");
}

void content_parts_notices(const struct node *notices, struct content *content)
{
    static const char *const KEYS[] = {"id", "en", "until", NULL};
    const size_t count = node_items(notices, 0, CONTENT_NOTICES_MAX);
    for (size_t i = 0; i < count; i++) {
        const struct node notice = node_item(notices, i);
        struct content_notice *out = &content->notice[content->notice_count++];
        if (!node_object(&notice, KEYS))
            continue;
        const struct node id = node_member(&notice, "id"), en = node_member(&notice, "en");
        const struct node until = node_member(&notice, "until");
        node_text(&id, 1, NOTICE_CHARACTERS, out->text_id, sizeof out->text_id);
        node_text(&en, 0, NOTICE_CHARACTERS, out->text_en, sizeof out->text_en);
        read_until(&until, out);
    }
}

bool content_notice_shown(const struct content_notice *notice, int32_t day, int minute)
{
    if (notice->until_day == 0 || day < notice->until_day)
        return true;
    return day == notice->until_day && minute < notice->until_min;
}
