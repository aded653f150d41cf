// SPDX-License-Identifier: MIT
#include "firmware/forecast/attendance.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdlib.h>

enum { HOUR_MS = 3600000, MINUTE_MS = 60000 };

struct office {
    struct queue queue;
    struct duty_plan plan, expected;
};

/* Desk 1 is planned for 8 to 12 and 13 to 16, desk 2 for 8 to 12; today is a Monday in 1970. */
static int set_up(void **state)
{
    struct office *office = calloc(1, sizeof *office);
    if (!office)
        return -1;
    queue_init(&office->queue);
    office->queue.day = 19700105;
    office->plan.count = 2;
    for (int i = 0; i < 2; i++) {
        struct duty *duty = &office->plan.duty[i];
        duty->desk = (uint16_t)(i + 1);
        duty->span_count = 2 - i;
        for (int k = 0; k < duty->span_count; k++) {
            duty->span[k].from_ms = k ? 13 * HOUR_MS : 8 * HOUR_MS;
            duty->span[k].to_ms = k ? 16 * HOUR_MS : 12 * HOUR_MS;
        }
    }
    *state = office;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static void desk(struct office *office, enum event_kind kind, uint16_t number, int64_t at_ms)
{
    struct event event = {.kind = kind, .day = 19700105, .desk = number, .at_utc_ms = at_ms};
    assert_true(queue_apply(&office->queue, &event));
}

static int spans(struct office *office, uint16_t number, int64_t at_ms)
{
    attendance_expect(&office->plan, &office->queue, at_ms, ATTENDANCE_LATE_MS, &office->expected);
    for (int i = 0; i < office->expected.count; i++)
        if (office->expected.duty[i].desk == number)
            return office->expected.duty[i].span_count;
    return 0;
}

static void before_and_shortly_after_its_hours_begin_a_desk_is_expected(void **state)
{
    assert_int_equal(spans(*state, 1, 7 * HOUR_MS), 2);
    assert_int_equal(spans(*state, 1, 8 * HOUR_MS + 15 * MINUTE_MS), 2);
}

static void who_never_came_is_not_expected_on_that_day(void **state)
{
    assert_int_equal(spans(*state, 1, 8 * HOUR_MS + 21 * MINUTE_MS), 0);
    assert_int_equal(spans(*state, 1, 12 * HOUR_MS + 30 * MINUTE_MS), 0);
    assert_int_equal(spans(*state, 2, 11 * HOUR_MS), 0);
}

static void who_comes_late_is_believed_again(void **state)
{
    desk(*state, EV_DESK_OPENED, 1, 9 * HOUR_MS);
    assert_int_equal(spans(*state, 1, 9 * HOUR_MS), 2);
    assert_int_equal(spans(*state, 1, 12 * HOUR_MS), 2);
}

static void who_has_closed_comes_back_for_the_next_hours_only(void **state)
{
    desk(*state, EV_DESK_OPENED, 1, 8 * HOUR_MS);
    desk(*state, EV_DESK_CLOSED, 1, 10 * HOUR_MS);
    assert_int_equal(spans(*state, 1, 10 * HOUR_MS + 5 * MINUTE_MS), 2);
    assert_int_equal(spans(*state, 1, 10 * HOUR_MS + 30 * MINUTE_MS), 1);
    assert_int_equal(spans(*state, 1, 13 * HOUR_MS + 5 * MINUTE_MS), 2);
    assert_int_equal(spans(*state, 1, 13 * HOUR_MS + 30 * MINUTE_MS), 0);
}

static void a_pause_is_no_absence(void **state)
{
    desk(*state, EV_DESK_OPENED, 1, 8 * HOUR_MS);
    desk(*state, EV_DESK_PAUSED, 1, 9 * HOUR_MS);
    assert_int_equal(spans(*state, 1, 10 * HOUR_MS), 2);
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(before_and_shortly_after_its_hours_begin_a_desk_is_expected),
        TEST(who_never_came_is_not_expected_on_that_day),
        TEST(who_comes_late_is_believed_again),
        TEST(who_has_closed_comes_back_for_the_next_hours_only),
        TEST(a_pause_is_no_absence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
