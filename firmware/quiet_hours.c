// SPDX-License-Identifier: MIT
#include "firmware/quiet_hours.h"

#include <string.h>
#include <time.h>

#include "firmware/clock.h"

enum { DAY_S = 86400, NOON_S = DAY_S / 2 };

/* Noon of that date as if the branch were in UTC. */
static int64_t noon_s(int32_t day)
{
    struct tm when = {
        .tm_year = day / 10000 - 1900, .tm_mon = day / 100 % 100 - 1, .tm_mday = day % 100};
    return (int64_t)timegm(&when) + NOON_S;
}

static int32_t day_at(int64_t at_s)
{
    const time_t second = (time_t)at_s;
    struct tm when = {0};
    gmtime_r(&second, &when);
    return (int32_t)((when.tm_year + 1900) * 10000 + (when.tm_mon + 1) * 100 + when.tm_mday);
}

/* The first day of this calendar, 1970-01-01, was a Thursday. */
static int weekday_at(int64_t at_s)
{
    return (int)((at_s / DAY_S + 3) % 7);
}

enum journal_fault quiet_hours_count(struct journal *journal, const struct content *content,
                                     int32_t day, struct quiet_hours *quiet)
{
    const int64_t today_s = noon_s(day);
    memset(quiet, 0, sizeof *quiet);
    quiet->day = day;
    quiet->weekday = weekday_at(today_s);
    for (int week = 1; week <= QUIET_WEEKS; week++) {
        const int64_t then_s = today_s - (int64_t)week * 7 * DAY_S;
        int visitors[24] = {0}, all = 0;
        if (content_holiday(content, day_at(then_s)))
            continue; /* whoever came was an exception */
        const enum journal_fault fault = journal_visitors_by_hour(
            journal, day_at(then_s), clock_utc_offset_min(then_s * 1000), visitors);
        if (fault != JOURNAL_OK) {
            quiet->days = 0;
            return fault;
        }
        for (int hour = 0; hour < 24; hour++) {
            quiet->visitors[hour] += visitors[hour];
            all += visitors[hour];
        }
        quiet->days += all > 0;
    }
    return JOURNAL_OK;
}

bool quiet_hours_known(const struct quiet_hours *quiet)
{
    return quiet->days >= QUIET_DAYS_LEAST;
}
