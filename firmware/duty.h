// SPDX-License-Identifier: MIT
/* The desks' planned hours of the branch document as a plan of duty for one day. Pure. */
#ifndef LOKET_DUTY_H
#define LOKET_DUTY_H

#include "firmware/content.h"
#include "firmware/forecast/pace.h"

/* Of the day yyyymmdd that begins at `midnight_ms` (UTC). One duty for each desk of the document;
 * without spans where nothing is planned for it, where the plan leaves this day out, and on a
 * holiday. False, and no duties, when the document plans no desk at all. */
bool duty_planned(const struct content *content, int32_t day, int64_t midnight_ms,
                  struct duty_plan *plan);

#endif
