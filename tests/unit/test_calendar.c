// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "display/calendar.h"

static void known_moments_have_their_dates(void **state)
{
    (void)state;
    struct calendar c = calendar_make(INT64_C(1795315320000), 420); /* 02.42 UTC */
    assert_true(c.year == 2026 && c.month == 11 && c.day == 22 && c.weekday == 7);
    assert_true(c.hour == 9 && c.minute == 42);
    c = calendar_make(INT64_C(1709226000000), 420); /* the day after 29 February */
    assert_true(c.year == 2024 && c.month == 3 && c.day == 1 && c.weekday == 5 && c.hour == 0);
    c = calendar_make(0, 0);
    assert_true(c.year == 1970 && c.month == 1 && c.day == 1 && c.weekday == 4);
    c = calendar_make(0, -60);
    assert_true(c.year == 1969 && c.month == 12 && c.day == 31 && c.weekday == 3 && c.hour == 23);
}

static void every_day_follows_the_one_before(void **state)
{
    (void)state;
    struct calendar before = calendar_make(0, 0);
    for (int64_t day = 1; day < 100000; day++) {
        struct calendar c = calendar_make(day * 86400000, 0);
        assert_int_equal(c.weekday, before.weekday % 7 + 1);
        assert_true(c.day == before.day + 1 || (c.day == 1 && before.day >= 28));
        assert_true(c.day != 1 || c.month == before.month % 12 + 1);
        before = c;
    }
}

static void days_and_months_have_names_in_both_languages(void **state)
{
    (void)state;
    assert_string_equal(calendar_weekday_id(1), "Senin");
    assert_string_equal(calendar_weekday_en(7), "Sunday");
    assert_string_equal(calendar_month_id(11), "November");
    assert_string_equal(calendar_month_id(8), "Agustus");
    assert_string_equal(calendar_month_en(12), "December");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_moments_have_their_dates),
        cmocka_unit_test(every_day_follows_the_one_before),
        cmocka_unit_test(days_and_months_have_names_in_both_languages),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
