// SPDX-License-Identifier: MIT
#include "firmware/date.h"

#include <stdbool.h>
#include <stddef.h>

static int days_of_month(int year, int month)
{
    static const int DAYS[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    const bool leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return DAYS[month - 1] + (month == 2 && leap);
}

int32_t date_parse(const char *text)
{
    static const char SHAPE[] = "0000-00-00";
    int32_t day = 0;
    for (size_t i = 0; i < DATE_CHARACTERS; i++) {
        const bool digit = SHAPE[i] == '0';
        if (digit ? text[i] < '0' || text[i] > '9' : text[i] != SHAPE[i])
            return 0;
        if (digit)
            day = day * 10 + (text[i] - '0');
    }
    const int year = day / 10000, month = day / 100 % 100, date = day % 100;
    const bool exists = year >= 2000 && month >= 1 && month <= 12 && date >= 1 &&
                        date <= days_of_month(year, month);
    return exists ? day : 0;
}

int32_t date_next(int32_t day)
{
    const int year = day / 10000, month = day / 100 % 100;
    if (day % 100 < days_of_month(year, month))
        return day + 1;
    return month < 12 ? year * 10000 + (month + 1) * 100 + 1 : (year + 1) * 10000 + 101;
}

/* Counted in years that begin in March, so that 29 February is a year's last day. */
int date_weekday(int32_t day)
{
    static const int BEFORE[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4}; /* days of earlier months */
    const int month = day / 100 % 100, year = day / 10000 - (month < 3);
    return (year + year / 4 - year / 100 + year / 400 + BEFORE[month - 1] + day % 100 + 6) % 7;
}
