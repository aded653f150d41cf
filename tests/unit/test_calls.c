// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "display/calls.h"

/* The board's list when the calls first..last have been made, newest first. */
static int board_list(struct wall_call list[WALL_CALLS_MAX], int first, int last)
{
    int count = 0;
    for (int seq = last; seq >= first && count < WALL_CALLS_MAX; seq--) {
        list[count] = (struct wall_call){.seq = seq, .desk = 1};
        snprintf(list[count].ticket, sizeof list[count].ticket, "A-%03d", seq % 1000);
        count++;
    }
    return count;
}

static void take(struct calls *calls, int first, int last, int64_t now_ms)
{
    struct wall_call list[WALL_CALLS_MAX];
    calls_take(calls, list, board_list(list, first, last), now_ms, 0);
    calls_advance(calls, now_ms, CALLS_HOLD_MS);
}

static int64_t on_stage(const struct calls *calls)
{
    return calls_stage(calls) ? calls_stage(calls)->seq : 0;
}

static void a_wall_that_starts_at_noon_shows_the_newest_call_at_once(void **state)
{
    (void)state;
    struct calls calls = {0};
    assert_null(calls_stage(&calls));
    take(&calls, 1, 60, 5000);
    assert_int_equal(on_stage(&calls), 60);
    assert_false(calls.live); /* it was spoken long ago */
    assert_true(calls_due_ms(&calls, CALLS_HOLD_MS) == INT64_MAX);
}

static void calls_missed_while_the_line_was_dead_are_listed_but_not_spoken(void **state)
{
    (void)state;
    struct calls calls = {0};
    struct wall_call list[WALL_CALLS_MAX];
    take(&calls, 1, 1, 0);
    int count = board_list(list, 1, 5); /* 2 to 5 were called meanwhile */
    for (int i = 0; i < count; i++) {
        list[i].at_utc_ms = list[i].seq * 60000;
    }
    calls_take(&calls, list, count, 300000, 4 * 60000);
    assert_true(calls_advance(&calls, 300000, CALLS_HOLD_MS));
    assert_int_equal(on_stage(&calls), 4); /* 4 and 5 are fresh */
    assert_true(calls.live);
    assert_int_equal(calls.pending_count, 1);
    calls = (struct calls){.started = true, .last_seq = 1};
    calls_take(&calls, list, count, 900000, 10 * 60000);
    assert_int_equal(on_stage(&calls), 5); /* nobody walks to a desk for an hour-old call */
    assert_false(calls.live);
    assert_int_equal(calls.pending_count, 0);
}

static void two_calls_close_together_are_both_shown_in_order(void **state)
{
    (void)state;
    struct calls calls = {0};
    take(&calls, 1, 1, 0);
    take(&calls, 1, 3, 10000); /* desks 1 and 2 pressed "next" within one board */
    assert_int_equal(on_stage(&calls), 2);
    assert_int_equal(calls_due_ms(&calls, CALLS_HOLD_MS), 14000);
    assert_false(calls_advance(&calls, 13999, CALLS_HOLD_MS));
    assert_int_equal(on_stage(&calls), 2);
    assert_true(calls_advance(&calls, 14000, CALLS_HOLD_MS));
    assert_int_equal(on_stage(&calls), 3);
    assert_false(calls_advance(&calls, 99999, CALLS_HOLD_MS));
    assert_int_equal(on_stage(&calls), 3);
}

static void a_call_during_the_hold_waits_its_turn(void **state)
{
    (void)state;
    struct calls calls = {0};
    take(&calls, 1, 1, 0);
    take(&calls, 1, 2, 10000);
    take(&calls, 1, 3, 11000);
    take(&calls, 1, 3, 12000); /* the same board again changes nothing */
    assert_int_equal(on_stage(&calls), 2);
    take(&calls, 1, 4, 14500);
    assert_int_equal(on_stage(&calls), 3);
    assert_true(calls_advance(&calls, 18500, CALLS_HOLD_MS));
    assert_int_equal(on_stage(&calls), 4);
}

static void a_recall_comes_to_the_stage_as_a_recall(void **state)
{
    (void)state;
    struct calls calls = {0};
    take(&calls, 1, 1, 0);
    struct wall_call list[2] = {{.seq = 2, .ticket = "A-001", .desk = 1, .recall = true},
                                {.seq = 1, .ticket = "A-001", .desk = 1}};
    calls_take(&calls, list, 2, 10000, 0);
    calls_advance(&calls, 10000, CALLS_HOLD_MS);
    assert_true(calls_stage(&calls)->recall);
}

static void a_new_day_clears_the_stage_and_begins_again(void **state)
{
    (void)state;
    struct calls calls = {0};
    take(&calls, 1, 80, 0);
    calls_take(&calls, NULL, 0, 1000, 0);
    assert_null(calls_stage(&calls));
    take(&calls, 81, 81, 2000);
    assert_int_equal(on_stage(&calls), 81);
    take(&calls, 1, 3, 9000); /* a restored journal that counts from one */
    assert_int_equal(on_stage(&calls), 3);
}

static void a_flood_never_overflows_and_ends_at_the_newest(void **state)
{
    (void)state;
    struct calls calls = {0};
    take(&calls, 1, 1, 0);
    int64_t now_ms = 0;
    for (int seq = 2; seq <= 200; seq++) {
        take(&calls, 1, seq, ++now_ms);
        assert_true(calls.pending_count <= CALLS_PENDING_MAX);
    }
    int64_t before = on_stage(&calls);
    while (calls_due_ms(&calls, CALLS_HOLD_MS) != INT64_MAX) {
        now_ms = calls_due_ms(&calls, CALLS_HOLD_MS);
        assert_true(calls_advance(&calls, now_ms, CALLS_HOLD_MS));
        assert_true(on_stage(&calls) > before);
        before = on_stage(&calls);
    }
    assert_int_equal(before, 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wall_that_starts_at_noon_shows_the_newest_call_at_once),
        cmocka_unit_test(calls_missed_while_the_line_was_dead_are_listed_but_not_spoken),
        cmocka_unit_test(two_calls_close_together_are_both_shown_in_order),
        cmocka_unit_test(a_call_during_the_hold_waits_its_turn),
        cmocka_unit_test(a_recall_comes_to_the_stage_as_a_recall),
        cmocka_unit_test(a_new_day_clears_the_stage_and_begins_again),
        cmocka_unit_test(a_flood_never_overflows_and_ends_at_the_newest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
