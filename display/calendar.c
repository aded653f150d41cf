// SPDX-License-Identifier: MIT
#include "display/calendar.h"

/* Howard Hinnant's civil_from_days: days since 1970-01-01 to the Gregorian date. */
struct calendar calendar_make(int64_t utc_ms, int offset_min)
{
    int64_t minutes = utc_ms / 60000 + offset_min;
    int64_t days = (minutes >= 0 ? minutes : minutes - 1439) / 1440;
    int64_t of_day = minutes - days * 1440;
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t doe = shifted - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    struct calendar c;
    c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
    c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
    c.year = (int)(yoe + era * 400 + (c.month <= 2));
    c.weekday = (int)(((days + 3) % 7 + 7) % 7) + 1; /* 1970-01-01 was a Thursday */
    c.hour = (int)(of_day / 60);
    c.minute = (int)(of_day % 60);
    return c;
}

const char *calendar_weekday_id(int weekday)
{
    static const char *const names[] = {"Senin", "Selasa", "Rabu",  "Kamis",
                                        "Jumat", "Sabtu",  "Minggu"};
    return names[weekday - 1];
}

const char *calendar_weekday_en(int weekday)
{
    static const char *const names[] = {"Monday", "Tuesday",  "Wednesday", "Thursday",
                                        "Friday", "Saturday", "Sunday"};
    return names[weekday - 1];
}

const char *calendar_month_id(int month)
{
    static const char *const names[] = {"Januari",   "Februari", "Maret",    "April",
                                        "Mei",       "Juni",     "Juli",     "Agustus",
                                        "September", "Oktober",  "November", "Desember"};
    return names[month - 1];
}

const char *calendar_month_en(int month)
{
    static const char *const names[] = {"January",   "February", "March",    "April",
                                        "May",       "June",     "July",     "August",
                                        "September", "October",  "November", "December"};
    return names[month - 1];
}
