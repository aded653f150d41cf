// SPDX-License-Identifier: MIT
#include "firmware/forecast/track.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

static int set_up(void **state)
{
    struct track *track = calloc(1, sizeof *track);
    if (!track)
        return -1;
    track_init(track);
    track_new_day(track, 20250301);
    *state = track;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static void who_leaves_the_middle_of_the_queue_leaves_the_others_in_order(void **state)
{
    struct track *track = *state;
    for (uint32_t key = 1; key <= 5; key++)
        track_arrive(track, 3, key, 0, false, 1000 + key);
    track_leave(track, track_find(track, 3, 3));
    track_leave(track, track_find(track, 3, 1));
    track_leave(track, track_find(track, 3, 5));
    assert_int_equal(track->service[3].waiting, 2);
    assert_null(track_find(track, 3, 3));
    assert_int_equal(track->ticket[track->service[3].head].key, 2);
    assert_int_equal(track->ticket[track->service[3].tail].key, 4);
    assert_true(track->service[3].arrive_sum_s == 2006);
    assert_null(track_find(track, 2, 4));
}

static void a_full_hall_refuses_and_recovers(void **state)
{
    struct track *track = *state;
    for (uint32_t key = 1; key <= TRACK_WAITING_MAX; key++)
        assert_non_null(track_arrive(track, 0, key, 0, false, 1));
    assert_null(track_arrive(track, 0, 99999, 0, false, 1));
    track_leave(track, track_find(track, 0, 7));
    assert_non_null(track_arrive(track, 0, 99999, 0, false, 1));
}

static void time_counts_only_while_somebody_waits(void **state)
{
    struct track *track = *state;
    track_advance(track, 0, 1000);
    track_advance(track, 0, 2000);
    assert_true(track->service[0].today.desk_s == 0);
    track_arrive(track, 0, 1, 0, false, 2000);
    track_advance(track, 0, 2300);
    assert_true(track->service[0].today.desk_s == 300);
    track->service[0].desks = 3;
    track_advance(track, 0, 2400);
    assert_true(track->service[0].today.desk_s == 600);
}

static void a_wait_of_nobody_ahead_counts_only_where_desks_have_names(void **state)
{
    struct track *track = *state;
    struct track_ticket *first = track_arrive(track, 0, 1, 0, false, 1);
    struct track_ticket *second = track_arrive(track, 0, 2, 0, false, 1);
    struct track_ticket *third = track_arrive(track, 0, 3, 0, true, 1);
    assert_false(track_delayed(track, first, 100));
    assert_true(track_delayed(track, second, 0));
    assert_false(track_delayed(track, third, 100));
    track_serve(track, 0, 9, 4, 2);
    assert_true(track_delayed(track, first, 100));
    assert_false(track_delayed(track, first, 0.4));
}

static void desks_open_pause_and_close(void **state)
{
    struct track *track = *state;
    track->named = true;
    track_desk_open(track, 1, true);
    track_desk_open(track, 1, true);
    track_desk_open(track, 2, true);
    assert_int_equal(track->open, 2);
    track_desk_pause(track, 2, true);
    track_desk_pause(track, 2, true);
    assert_int_equal(track->open, 1);
    track_desk_pause(track, 2, false);
    track_desk_open(track, 1, false);
    assert_int_equal(track->open, 1);
    track_desk_open(track, 3, false);
    assert_int_equal(track->open, 1);
}

static void a_forgotten_finish_is_not_believed(void **state)
{
    struct track *track = *state;
    track_serve(track, 0, 1, 1, 1000);
    track_end(track, 0, 1, true, 1300);
    track_serve(track, 0, 2, 1, 2000);
    track_end(track, 0, 2, true, 2000 + 6 * 3600);
    assert_true(track->service[0].serves == 1 && track->service[0].serve_sum_s == 300);
    assert_int_equal(track->busy, 0);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(who_leaves_the_middle_of_the_queue_leaves_the_others_in_order),
        TEST(a_full_hall_refuses_and_recovers),
        TEST(time_counts_only_while_somebody_waits),
        TEST(a_wait_of_nobody_ahead_counts_only_where_desks_have_names),
        TEST(desks_open_pause_and_close),
        TEST(a_forgotten_finish_is_not_believed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
