// SPDX-License-Identifier: MIT
/* How many visitors came in each hour on days of one weekday: when it is quiet. */
#ifndef LOKET_QUIET_HOURS_H
#define LOKET_QUIET_HOURS_H

#include "firmware/content.h"
#include "firmware/journal.h"

enum { QUIET_WEEKS = 8, QUIET_DAYS_LEAST = 3 };

struct quiet_hours {
    int32_t day;      /* what was counted is for this business day, yyyymmdd; 0 = nothing */
    int weekday;      /* of that day, 0 = Monday */
    int days;         /* so many days with tickets were counted, 0 to QUIET_WEEKS */
    int visitors[24]; /* who took a number on those days, by local hour */
};

/* Counts the days of the same weekday in the 8 weeks before `day`, holidays of the document left
 * out. On a fault of the journal *quiet holds the day and no figures. A few ms; the process time
 * zone is the branch's. */
enum journal_fault quiet_hours_count(struct journal *journal, const struct content *content,
                                     int32_t day, struct quiet_hours *quiet);
/* Whether so many days were counted that a mean says something. */
bool quiet_hours_known(const struct quiet_hours *quiet);

#endif
