// SPDX-License-Identifier: MIT
/* Planned hours of a desk: "08:00-12:00 13:00-15:00". */
#include <string.h>

#include "firmware/content_parts.h"

enum {
    SPAN_CHARACTERS = sizeof "08:00-12:00" - 1,
    /* Room for more spans than may be, so that the fault is their number. */
    DAY_CHARACTERS = 2 * CONTENT_SPANS_MAX * (SPAN_CHARACTERS + 1),
    DAY_MIN = 24 * 60,
};

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* "08:00" at text[5]; -1 for anything else. */
static int minutes_at(const char *text)
{
    const bool shaped = is_digit(text[0]) && is_digit(text[1]) && text[2] == ':' &&
                        is_digit(text[3]) && is_digit(text[4]);
    if (!shaped)
        return -1;
    const int hour = (text[0] - '0') * 10 + text[1] - '0';
    const int minute = (text[3] - '0') * 10 + text[4] - '0';
    return minute < 60 && hour * 60 + minute <= DAY_MIN ? hour * 60 + minute : -1;
}

/* The span in `bytes` of text, behind those that duty has. */
static bool add_span(const struct node *day, const char *text, size_t bytes,
                     struct content_duty *duty)
{
    const bool shaped = bytes == SPAN_CHARACTERS && text[5] == '-';
    const int from = shaped ? minutes_at(text) : -1, to = shaped ? minutes_at(text + 6) : -1;
    const int count = duty->span_count, before = count > 0 ? duty->span[count - 1].to_min : -1;
    if (from < 0 || to < 0)
        node_fault(day, "\"%.*s\" is no span of time; write for example 08:00-12:00 13:00-15:00",
                   (int)bytes, text);
    else if (from >= to)
        node_fault(day, "%.*s ends before it begins", (int)bytes, text);
    else if (from == before)
        node_fault(day, "%.*s begins where the span before it ends; write them as one", (int)bytes,
                   text);
    else if (from < before)
        node_fault(day, "%.*s begins before the span before it has ended", (int)bytes, text);
    else if (count == CONTENT_SPANS_MAX)
        node_fault(day, "has more than %d spans", CONTENT_SPANS_MAX);
    else {
        duty->span[count].from_min = (int16_t)from;
        duty->span[count].to_min = (int16_t)to;
        duty->span_count++;
        return true;
    }
    return false;
}

static void read_day(const struct node *day, struct content_duty *duty)
{
    char text[DAY_CHARACTERS + 1];
    if (!day->value || json_is_null(day->value) ||
        !node_text(day, 1, DAY_CHARACTERS, text, sizeof text))
        return;
    const char *at = text;
    for (;;) {
        const size_t bytes = strcspn(at, " ");
        if (!add_span(day, at, bytes, duty) || !at[bytes])
            return;
        at += bytes + 1;
    }
}

void content_parts_duty(const struct node *hours, struct content_desk *desk)
{
    const char *const *days = content_parts_days();
    if (!hours->value || !node_object(hours, days))
        return;
    desk->planned = true;
    for (int i = 0; days[i]; i++) {
        const struct node day = node_member(hours, days[i]);
        read_day(&day, &desk->duty[i]);
    }
}
