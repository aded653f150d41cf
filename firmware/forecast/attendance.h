// SPDX-License-Identifier: MIT
/* Whom the plan of duty still promises. A plan is a promise: a desk that has not come
 * some time after its hours began stays away, for the day when it has not been there at
 * all, else until its next span; should it come after all, that fact beats the plan anyway.
 * Pure. */
#ifndef LOKET_FORECAST_ATTENDANCE_H
#define LOKET_FORECAST_ATTENDANCE_H

#include "firmware/core/queue.h"
#include "firmware/forecast/pace.h"

enum { ATTENDANCE_LATE_MS = 20 * 60000 }; /* that time, where desks say when they open */

/* What of `plan` is to be expected from now_ms on, the queue being as it is. */
void attendance_expect(const struct duty_plan *plan, const struct queue *queue, int64_t now_ms,
                       int64_t late_ms, struct duty_plan *expected);

#endif
