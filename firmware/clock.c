// SPDX-License-Identifier: MIT
#include "firmware/clock.h"

#include <time.h>

static int64_t read_ms(clockid_t id)
{
    struct timespec now;
    clock_gettime(id, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

void clock_start(struct clock_source *clock, int64_t start_utc_ms, int speed)
{
    clock->speed = speed > 1 ? speed : 1;
    clock->start_utc_ms = start_utc_ms;
    /* A branch that runs faster than the world needs a moment when they were the same. */
    if (clock->speed > 1 && start_utc_ms == 0)
        clock->start_utc_ms = read_ms(CLOCK_REALTIME);
    clock->origin_mono_ms = clock_mono_ms();
}

int64_t clock_utc_ms(const struct clock_source *clock)
{
    if (clock->start_utc_ms == 0)
        return read_ms(CLOCK_REALTIME);
    return clock->start_utc_ms + (clock_mono_ms() - clock->origin_mono_ms) * clock->speed;
}

int64_t clock_mono_ms(void)
{
    return read_ms(CLOCK_MONOTONIC);
}

int64_t clock_mono_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

static struct tm local(int64_t utc_ms)
{
    const time_t second = (time_t)(utc_ms / 1000 - (utc_ms % 1000 < 0));
    struct tm when = {0};
    localtime_r(&second, &when);
    return when;
}

int32_t clock_day(int64_t utc_ms)
{
    const struct tm when = local(utc_ms);
    return (int32_t)((when.tm_year + 1900) * 10000 + (when.tm_mon + 1) * 100 + when.tm_mday);
}

int clock_minute_of_day(int64_t utc_ms)
{
    const struct tm when = local(utc_ms);
    return when.tm_hour * 60 + when.tm_min;
}

int clock_weekday(int64_t utc_ms)
{
    return (local(utc_ms).tm_wday + 6) % 7;
}

int64_t clock_local_minute_utc_ms(int64_t utc_ms, int minute)
{
    struct tm when = local(utc_ms);
    when.tm_hour = 0;
    when.tm_min = minute;
    when.tm_sec = 0;
    when.tm_isdst = -1;
    return (int64_t)mktime(&when) * 1000;
}

int64_t clock_midnight_utc_ms(int32_t day)
{
    struct tm when = {.tm_year = day / 10000 - 1900,
                      .tm_mon = day / 100 % 100 - 1,
                      .tm_mday = day % 100,
                      .tm_isdst = -1};
    return (int64_t)mktime(&when) * 1000;
}

void clock_format(int64_t utc_ms, const char *strftime_format, char *text, int bytes)
{
    const struct tm when = local(utc_ms);
    if (bytes <= 0)
        return;
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    if (strftime(text, (size_t)bytes, strftime_format, &when) == 0)
        text[0] = 0;
#pragma GCC diagnostic pop
}

int clock_utc_offset_min(int64_t utc_ms)
{
    return (int)(local(utc_ms).tm_gmtoff / 60);
}
