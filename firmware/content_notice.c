// SPDX-License-Identifier: MIT
/* Notices of the board and until when they are shown. */
#include <stdio.h>
#include <string.h>

#include "firmware/content_parts.h"

enum { NOTICE_CHARACTERS = 120, UNTIL_CHARACTERS = sizeof "2026-11-22T15:00" - 1 };

static int days_of_month(int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return DAYS[month - 1] + (month == 2 && leap);
}

static bool parse_until(const char *text, struct content_notice *notice)
{
    static const char SHAPE[] = "0000-00-00T00:00";
    int year, month, date, hour, minute;
    for (size_t i = 0; i < sizeof SHAPE; i++) /* the 0 at the end, too */
        if (SHAPE[i] == '0' ? text[i] < '0' || text[i] > '9' : text[i] != SHAPE[i])
            return false;
    if (sscanf(text, "%4d-%2d-%2dT%2d:%2d", &year, &month, &date, &hour, &minute) != 5)
        return false;
    if (year < 2000 || month < 1 || month > 12 || date < 1 || date > days_of_month(year, month) ||
        hour > 23 || minute > 59)
        return false;
    notice->until_day = year * 10000 + month * 100 + date;
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
