// SPDX-License-Identifier: MIT
/* Branch time: the one place where the daemon reads a clock. Real time, or for the
 * branch in a box a start and a speed. */
#ifndef LOKET_CLOCK_H
#define LOKET_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

struct clock_source {
    int speed;              /* branch seconds per real second, 1 = real time */
    int64_t start_utc_ms;   /* branch time at start, 0 = real time */
    int64_t origin_mono_ms; /* monotonic time at start */
};

void clock_start(struct clock_source *clock, int64_t start_utc_ms, int speed);
int64_t clock_utc_ms(const struct clock_source *clock);
int64_t clock_mono_ms(void);
int64_t clock_mono_us(void);

/* Local calendar of the branch (process time zone, set once in main). */
int32_t clock_day(int64_t utc_ms);       /* yyyymmdd */
int clock_minute_of_day(int64_t utc_ms); /* 0..1439 */
int clock_weekday(int64_t utc_ms);       /* 0 = Monday */
int64_t clock_local_minute_utc_ms(int64_t utc_ms,
                                  int minute); /* that minute of the same local day */
int64_t clock_midnight_utc_ms(int32_t day);    /* that begins the local day yyyymmdd */
void clock_format(int64_t utc_ms, const char *strftime_format, char *text, int bytes);
int clock_utc_offset_min(int64_t utc_ms);

#endif
