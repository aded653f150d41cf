// SPDX-License-Identifier: MIT
/* Dates of the branch: UTC milliseconds and its offset -> day, month, hour, with their names. Pure.
 */
#ifndef LOKET_DISPLAY_CALENDAR_H
#define LOKET_DISPLAY_CALENDAR_H

#include <stdint.h>

struct calendar {
    int year, month, day; /* 1..12, 1..31 */
    int weekday;          /* 1 = Monday .. 7 = Sunday */
    int hour, minute;
};

struct calendar calendar_make(int64_t utc_ms, int offset_min);
/* Day and month of any value in range. */
const char *calendar_weekday_id(int weekday);
const char *calendar_weekday_en(int weekday);
const char *calendar_month_id(int month);
const char *calendar_month_en(int month);

#endif
