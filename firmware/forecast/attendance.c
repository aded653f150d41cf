// SPDX-License-Identifier: MIT
#include "firmware/forecast/attendance.h"

#include <stddef.h>

/* From the next span on; the present one is lost. */
static void skip_span(struct duty *duty, int64_t now_ms)
{
    int kept = 0;
    for (int i = 0; i < duty->span_count; i++)
        if (now_ms < duty->span[i].from_ms)
            duty->span[kept++] = duty->span[i];
    duty->span_count = kept;
}

/* Missing since then in hours that are its own; INT64_MAX = is not missing. */
static int64_t missing_since(const struct duty *duty, const struct desk *desk, int64_t now_ms)
{
    if (desk && desk->state != DESK_CLOSED)
        return INT64_MAX;
    for (int i = 0; i < duty->span_count; i++)
        if (now_ms >= duty->span[i].from_ms && (desk == NULL || now_ms < duty->span[i].to_ms))
            return desk && desk->since_ms > duty->span[i].from_ms ? desk->since_ms
                                                                  : duty->span[i].from_ms;
    return INT64_MAX;
}

void attendance_expect(const struct duty_plan *plan, const struct queue *queue, int64_t now_ms,
                       int64_t late_ms, struct duty_plan *expected)
{
    *expected = *plan;
    expected->count = 0;
    for (int i = 0; i < plan->count; i++) {
        struct duty *duty = &expected->duty[expected->count];
        const struct desk *desk = queue_desk(queue, plan->duty[i].desk);
        int64_t since_ms = missing_since(&plan->duty[i], desk, now_ms);
        *duty = plan->duty[i];
        bool missing = since_ms != INT64_MAX && now_ms - since_ms > late_ms;
        if (missing && desk)
            skip_span(duty, now_ms);
        expected->count += !missing || (desk && duty->span_count > 0);
    }
}
