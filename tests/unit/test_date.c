// SPDX-License-Identifier: MIT
#include "firmware/date.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

#include <cmocka.h>

static void dates_that_exist_are_read(void **state)
{
    (void)state;
    assert_int_equal(date_parse("2026-12-25"), 20261225);
    assert_int_equal(date_parse("2026-12-25T10:00"), 20261225); /* what follows is not its own */
    assert_int_equal(date_parse("2028-02-29"), 20280229);
    assert_int_equal(date_parse("2000-02-29"), 20000229);
    static const char *const wrong[] = {"",           "2026",       "2026-12-2",  "2026-02-29",
                                        "2100-02-29", "2026-04-31", "2026-00-10", "2026-13-10",
                                        "2026-12-00", "2026/12/25", "1999-12-31", "+026-12-25",
                                        "2026-12- 5", "25-12-2026", "2026-1-225"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        if (date_parse(wrong[i]) != 0)
            fail_msg("%s was taken", wrong[i]);
}

/* 2000-01-01 was a Saturday; 400 years are 146097 days and a whole number of weeks. */
static void every_day_follows_the_one_before(void **state)
{
    (void)state;
    int32_t day = 20000101;
    int weekday = 5, days = 0;
    for (; day != 24000101; days++, day = date_next(day), weekday = (weekday + 1) % 7) {
        char text[DATE_CHARACTERS + 8];
        snprintf(text, sizeof text, "%04d-%02d-%02d", (int)day / 10000, (int)day / 100 % 100,
                 (int)day % 100);
        assert_int_equal(date_parse(text), day);
        assert_int_equal(date_weekday(day), weekday);
    }
    assert_int_equal(days, 146097);
    assert_int_equal(date_weekday(20261122), 6); /* a Sunday */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dates_that_exist_are_read),
        cmocka_unit_test(every_day_follows_the_one_before),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
