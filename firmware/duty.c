// SPDX-License-Identifier: MIT
#include "firmware/duty.h"

#include <string.h>

#include "firmware/date.h"

enum { MINUTE_MS = 60000 };

static void add_spans(const struct content_duty *from, int64_t midnight_ms, struct duty *duty)
{
    for (int i = 0; i < from->span_count; i++) {
        int64_t from_ms = midnight_ms + (int64_t)from->span[i].from_min * MINUTE_MS;
        int64_t to_ms = midnight_ms + (int64_t)from->span[i].to_min * MINUTE_MS;
        int last = duty->span_count - 1;
        if (last >= 0 && duty->span[last].to_ms >= from_ms) {
            duty->span[last].to_ms = to_ms; /* no break between the two */
        } else if (duty->span_count < SPANS_MAX) {
            duty->span[duty->span_count].from_ms = from_ms;
            duty->span[duty->span_count++].to_ms = to_ms;
        }
    }
}

bool duty_planned(const struct content *content, int32_t day, int64_t midnight_ms,
                  struct duty_plan *plan)
{
    bool any = false, holiday = content_holiday(content, day) != NULL;
    memset(plan, 0, sizeof *plan);
    plan->serves_out = true; /* who is inside at the end of the day is served */
    for (int i = 0; i < content->desk_count; i++)
        any = any || content->desk[i].planned;
    for (int i = 0; any && i < content->desk_count; i++) {
        const struct content_desk *desk = &content->desk[i];
        struct duty *duty = &plan->duty[plan->count++];
        duty->desk = desk->number;
        if (desk->planned && !holiday)
            add_spans(&desk->duty[date_weekday(day)], midnight_ms, duty);
    }
    return any;
}
