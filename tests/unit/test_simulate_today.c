// SPDX-License-Identifier: MIT
/* The simulation and today's factor: it is learned from visits that have ended, those that go on
 * have a say, too. */
#include "firmware/forecast/simulate.h"

#include <math.h>
#include <stdlib.h>

#include "tests/unit/hall.h"

enum { DESKS = 3, MEAN_S = 600, ENDED = 30 };

struct today {
    struct hall hall;
    struct pace pace;
    struct simulation simulation;
    struct simulate_result result;
};

/* Everybody is busy with visitors called just now, six more wait. */
static int open_today(void **state)
{
    struct today *today = *state = calloc(1, sizeof *today);
    assert_non_null(today);
    hall_open(&today->hall);
    pace_init(&today->pace);
    today->pace.midnight_ms = today->hall.now_ms - 8 * 3600000;
    for (int i = 0; i < LETTERS; i++)
        curve_lognormal(&today->pace.service[i], MEAN_S, 0.7);
    for (int i = 0; i < DESKS + 6; i++)
        hall_take(&today->hall, 'A', LANE_REGULAR);
    for (uint16_t desk = 1; desk <= DESKS; desk++)
        hall_next(&today->hall, desk);
    return 0;
}

static int close_today(void **state)
{
    free(*state);
    return 0;
}

/* Mean wait of the last in the queue, when today's factor rests on so many visits. */
static double wait_s(struct today *today, double weight)
{
    struct simulate_input input = {.queue = &today->hall.queue,
                                   .rules = &today->hall.rules,
                                   .pace = &today->pace,
                                   .now_ms = today->hall.now_ms,
                                   .seed = 7,
                                   .paths = SIMULATE_PATHS};
    today->pace.speed_weight = (float)weight;
    simulate_run(&today->simulation, &input, &today->result);
    return (double)today->result.waiting[today->result.waiting_count - 1].wait.mean_s;
}

static void visitors_called_just_now_say_nothing(void **state)
{
    struct today *today = *state;
    double without_s = wait_s(today, 0);
    assert_true(fabs(wait_s(today, ENDED) - without_s) < 0.001 * without_s);
}

static void visits_that_last_long_already_make_a_slower_day(void **state)
{
    struct today *today = *state;
    hall_wait_min(&today->hall, 20); /* twice the mean: the three last 2.4 times it, or longer */
    double without_s = wait_s(today, 0), with_s = wait_s(today, ENDED);
    assert_true(with_s > 1.05 * without_s);
    assert_true(with_s < 1.25 * without_s);
}

static void the_more_has_ended_the_less_they_say(void **state)
{
    struct today *today = *state;
    hall_wait_min(&today->hall, 20);
    assert_true(wait_s(today, 10) > wait_s(today, 100));
    assert_true(wait_s(today, 100) > wait_s(today, 0));
}

static void a_visit_beyond_all_that_is_known_counts_three_times_at_most(void **state)
{
    struct today *today = *state;
    hall_wait_min(&today->hall, 5 * 60);
    assert_true(wait_s(today, ENDED) < 1.35 * wait_s(today, 0));
}

#define TODAY(f) cmocka_unit_test_setup_teardown(f, open_today, close_today)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TODAY(visitors_called_just_now_say_nothing),
        TODAY(visits_that_last_long_already_make_a_slower_day),
        TODAY(the_more_has_ended_the_less_they_say),
        TODAY(a_visit_beyond_all_that_is_known_counts_three_times_at_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
