// SPDX-License-Identifier: MIT
/* Days of the calendar as numbers yyyymmdd, without a time zone. Pure. */
#ifndef LOKET_DATE_H
#define LOKET_DATE_H

#include <stdint.h>

enum { DATE_CHARACTERS = sizeof "2026-11-22" - 1 };

/* The date that text begins with, like 2026-11-22; 0 = there is none in the years from 2000 on. */
int32_t date_parse(const char *text);
/* Of a day that there is: the day after it; its weekday, 0 = Monday. */
int32_t date_next(int32_t day);
int date_weekday(int32_t day);

#endif
