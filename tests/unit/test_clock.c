// SPDX-License-Identifier: MIT
#include "firmware/clock.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

/* 2026-11-22 00:00:00 in Jakarta (UTC+7): 2026-11-21 17:00:00 UTC. */
static const int64_t MIDNIGHT_MS = 1795280400000;
enum { MINUTE_MS = 60000, HOUR_MS = 3600000 };

static int in_jakarta(void **state)
{
    (void)state;
    setenv("TZ", "Asia/Jakarta", 1);
    tzset();
    return 0;
}

static void the_day_changes_at_local_midnight(void **state)
{
    (void)state;
    assert_int_equal(clock_day(MIDNIGHT_MS - 1), 20261121);
    assert_int_equal(clock_day(MIDNIGHT_MS), 20261122);
    assert_int_equal(clock_day(MIDNIGHT_MS + 24 * HOUR_MS - 1), 20261122);
    assert_int_equal(clock_day(MIDNIGHT_MS + 24 * HOUR_MS), 20261123);
}

static void utc_midnight_is_an_ordinary_morning(void **state)
{
    (void)state;
    const int64_t utc_midnight_ms = MIDNIGHT_MS + 7 * HOUR_MS;
    assert_int_equal(clock_day(utc_midnight_ms - 1), clock_day(utc_midnight_ms));
    assert_int_equal(clock_minute_of_day(utc_midnight_ms), 7 * 60);
}

static void the_year_changes_at_local_midnight(void **state)
{
    (void)state;
    const int64_t new_year_ms = 1798736400000; /* 2026-12-31 17:00:00 UTC */
    assert_int_equal(clock_day(new_year_ms - 1), 20261231);
    assert_int_equal(clock_day(new_year_ms), 20270101);
}

static void minutes_run_from_0_to_1439(void **state)
{
    (void)state;
    assert_int_equal(clock_minute_of_day(MIDNIGHT_MS), 0);
    assert_int_equal(clock_minute_of_day(MIDNIGHT_MS + MINUTE_MS - 1), 0);
    assert_int_equal(clock_minute_of_day(MIDNIGHT_MS - 1), 1439);
}

static void weeks_begin_on_monday(void **state)
{
    (void)state;
    assert_int_equal(clock_weekday(MIDNIGHT_MS), 6);                /* a Sunday */
    assert_int_equal(clock_weekday(MIDNIGHT_MS + 24 * HOUR_MS), 0); /* Monday */
    assert_int_equal(clock_weekday(MIDNIGHT_MS - 1), 5);
}

static void a_local_minute_is_found_from_any_time_of_its_day(void **state)
{
    (void)state;
    const int64_t eight_ms = MIDNIGHT_MS + 8 * HOUR_MS;
    assert_int_equal(clock_local_minute_utc_ms(MIDNIGHT_MS, 480), eight_ms);
    assert_int_equal(clock_local_minute_utc_ms(MIDNIGHT_MS + 24 * HOUR_MS - 1, 480), eight_ms);
    assert_int_equal(clock_local_minute_utc_ms(eight_ms, 0), MIDNIGHT_MS);
    assert_int_equal(clock_local_minute_utc_ms(eight_ms, 1440), MIDNIGHT_MS + 24 * HOUR_MS);
}

static void a_day_begins_at_its_local_midnight(void **state)
{
    (void)state;
    assert_int_equal(clock_midnight_utc_ms(20261122), MIDNIGHT_MS);
    assert_int_equal(clock_midnight_utc_ms(20261121), MIDNIGHT_MS - 24 * HOUR_MS);
    assert_int_equal(clock_day(clock_midnight_utc_ms(20270101)), 20270101);
}

static void local_time_is_written_and_short_buffers_stay_safe(void **state)
{
    (void)state;
    char text[32], tiny[4];
    clock_format(MIDNIGHT_MS + 9 * HOUR_MS + 42 * MINUTE_MS, "%d-%m-%Y %H.%M", text, sizeof text);
    assert_string_equal(text, "22-11-2026 09.42");
    clock_format(MIDNIGHT_MS, "%d-%m-%Y", tiny, sizeof tiny);
    assert_string_equal(tiny, "");
    assert_int_equal(clock_utc_offset_min(MIDNIGHT_MS), 420);
}

static void times_before_1970_round_down(void **state)
{
    (void)state;
    assert_int_equal(clock_minute_of_day(-1), clock_minute_of_day(-MINUTE_MS));
}

static void a_real_branch_follows_the_wall_clock(void **state)
{
    (void)state;
    struct clock_source clock;
    clock_start(&clock, 0, 1);
    const int64_t wall_ms = (int64_t)time(NULL) * 1000;
    const int64_t branch_ms = clock_utc_ms(&clock);
    assert_true(branch_ms >= wall_ms - 1000 && branch_ms <= wall_ms + 2000);
}

static void a_branch_in_a_box_starts_when_told_and_runs_fast(void **state)
{
    (void)state;
    struct clock_source clock;
    clock_start(&clock, MIDNIGHT_MS, 60);
    clock.origin_mono_ms -= 1000; /* one real second ago */
    const int64_t branch_ms = clock_utc_ms(&clock);
    assert_true(branch_ms >= MIDNIGHT_MS + MINUTE_MS && branch_ms < MIDNIGHT_MS + 10 * MINUTE_MS);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_day_changes_at_local_midnight),
        cmocka_unit_test(utc_midnight_is_an_ordinary_morning),
        cmocka_unit_test(the_year_changes_at_local_midnight),
        cmocka_unit_test(minutes_run_from_0_to_1439),
        cmocka_unit_test(weeks_begin_on_monday),
        cmocka_unit_test(a_local_minute_is_found_from_any_time_of_its_day),
        cmocka_unit_test(a_day_begins_at_its_local_midnight),
        cmocka_unit_test(local_time_is_written_and_short_buffers_stay_safe),
        cmocka_unit_test(times_before_1970_round_down),
        cmocka_unit_test(a_real_branch_follows_the_wall_clock),
        cmocka_unit_test(a_branch_in_a_box_starts_when_told_and_runs_fast),
    };
    return cmocka_run_group_tests(tests, in_jakarta, NULL);
}
