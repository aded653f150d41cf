// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/sim/visitors.h"

enum { DAY = 400, MS_PER_MIN = 60000 };
static const int64_t opens_utc_ms = 1795309200000;

static struct visitors *day_of(uint64_t seed, int count)
{
    struct branch branch = {.seed = seed, .visitors_per_day = count};
    branch.config.line_count = 3;
    branch.config.line[0] = (struct config_line){.line = 4, .action = LINE_TAKE, .service = 'A'};
    branch.config.line[1] = (struct config_line){.line = 5, .action = LINE_PRIORITY};
    branch.config.line[2] = (struct config_line){.line = 6, .action = LINE_TAKE, .service = 'B'};
    struct visitors *visitors = malloc(sizeof *visitors);
    assert_non_null(visitors);
    visitors_init(visitors, &branch);
    visitors_plan(visitors, count, opens_utc_ms);
    return visitors;
}

static int arrivals(const struct visitors *visitors, int from_min, int to_min)
{
    int count = 0;
    for (int i = 0; i < visitors->count; i++) {
        int64_t minute = (visitors->visit[i].at_utc_ms - opens_utc_ms) / MS_PER_MIN;
        count += minute >= from_min && minute < to_min;
    }
    return count;
}

static void the_take_buttons_come_from_the_panel(void **state)
{
    (void)state;
    struct visitors *visitors = day_of(1, 1);
    assert_int_equal(visitors->take_count, 2);
    assert_int_equal(visitors->take_line[1], 6);
    assert_int_equal(visitors->take_service[1], 'B');
    free(visitors);
}

static void the_same_seed_is_the_same_day(void **state)
{
    (void)state;
    struct visitors *one = day_of(7, DAY), *same = day_of(7, DAY), *other = day_of(8, DAY);
    int moved = 0;
    for (int i = 0; i < DAY; i++) {
        assert_int_equal(one->visit[i].at_utc_ms, same->visit[i].at_utc_ms);
        assert_int_equal(one->visit[i].kind, same->visit[i].kind);
        moved += one->visit[i].at_utc_ms != other->visit[i].at_utc_ms;
    }
    assert_true(moved > DAY / 2);
    free(one);
    free(same);
    free(other);
}

static void visitors_come_in_the_order_of_time_between_opening_and_closing(void **state)
{
    (void)state;
    struct visitors *visitors = day_of(3, DAY);
    assert_int_equal(visitors->count, DAY);
    assert_int_equal(arrivals(visitors, 0, 7 * 60), DAY);
    for (int i = 1; i < DAY; i++)
        assert_true(visitors->visit[i].at_utc_ms >= visitors->visit[i - 1].at_utc_ms);
    free(visitors);
}

static void a_crowd_waits_before_the_door_and_the_rest_peaks_in_the_morning(void **state)
{
    (void)state;
    struct visitors *visitors = day_of(3, 2000);
    int crowd = arrivals(visitors, 0, 10);
    assert_in_range(crowd, 2000 * 22 / 100, 2000 * 29 / 100);
    int nine = arrivals(visitors, 40, 100), noon = arrivals(visitors, 210, 270),
        last = arrivals(visitors, 360, 420);
    assert_true(nine > 2 * noon);
    assert_true(noon > last);
    assert_true(last > 0);
    free(visitors);
}

static void more_visitors_than_the_plan_holds_are_cut_off(void **state)
{
    (void)state;
    struct visitors *visitors = day_of(3, VISITORS_MAX + 1);
    assert_int_equal(visitors->count, VISITORS_MAX);
    free(visitors);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_take_buttons_come_from_the_panel),
        cmocka_unit_test(the_same_seed_is_the_same_day),
        cmocka_unit_test(visitors_come_in_the_order_of_time_between_opening_and_closing),
        cmocka_unit_test(a_crowd_waits_before_the_door_and_the_rest_peaks_in_the_morning),
        cmocka_unit_test(more_visitors_than_the_plan_holds_are_cut_off),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
