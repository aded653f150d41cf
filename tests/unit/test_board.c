// SPDX-License-Identifier: MIT
#include "firmware/core/board.h"

#include <stdlib.h>

#include "tests/unit/hall.h"

static void the_board_shows_calls_newest_first_with_their_desks(void **state)
{
    (void)state;
    struct hall *hall = malloc(sizeof *hall);
    struct board board;
    hall_open(hall);
    for (int i = 0; i < 20; i++) {
        hall_take(hall, 'A', LANE_REGULAR);
        hall_next(hall, (uint16_t)(1 + i % 2));
    }
    board_make(&hall->queue, &hall->rules, &board);
    assert_int_equal(board.call_count, CALLS_KEPT);
    assert_ticket(board.call[0].ticket, 'A', 20);
    assert_int_equal(board.call[0].seq, 20);
    assert_int_equal(board.call[0].desk, 2);
    assert_ticket(board.call[15].ticket, 'A', 5);
    free(hall);
}

static void a_service_shows_who_waits_and_which_open_desks_serve_it(void **state)
{
    (void)state;
    struct hall *hall = malloc(sizeof *hall);
    struct board board;
    hall_open(hall);
    hall_desk(hall, CMD_DESK_PAUSE, 2);
    hall_take(hall, 'C', LANE_REGULAR);
    hall_take(hall, 'C', LANE_REGULAR);
    hall_wait_min(hall, 12);
    hall_next(hall, 3);
    board_make(&hall->queue, &hall->rules, &board);
    assert_int_equal(board.service_count, 3);
    const struct board_service *c = &board.service[2];
    assert_int_equal(c->letter, 'C');
    assert_int_equal(c->waiting, 1);
    assert_int_equal(c->last_wait_min, 12);
    assert_int_equal(c->desk_count, 2);
    assert_int_equal(c->desk[0], 1);
    assert_int_equal(c->desk[1], 3);
    assert_int_equal(board.service[0].last_wait_min, -1);
    assert_int_equal(board.desk[1].state, DESK_PAUSED);
    assert_ticket(board.desk[2].serving, 'C', 1);
    free(hall);
}

static void an_empty_letter_is_not_free_while_others_wait_for_the_same_desks(void **state)
{
    (void)state;
    struct hall *hall = malloc(sizeof *hall);
    struct board board;
    hall_open(hall);
    board_make(&hall->queue, &hall->rules, &board);
    assert_true(board.service[0].free);
    hall_take(hall, 'B', LANE_REGULAR);
    board_make(&hall->queue, &hall->rules, &board);
    assert_int_equal(board.service[0].waiting, 0);
    assert_int_equal(board.service[0].ahead, 1);
    assert_false(board.service[0].free);
    hall_next(hall, 1);
    hall_take(hall, 'B', LANE_REGULAR);
    hall_next(hall, 2);
    board_make(&hall->queue, &hall->rules, &board);
    assert_int_equal(board.service[0].ahead, 0);
    assert_false(board.service[0].free); /* both desks are busy */
    assert_true(board.service[2].free);  /* desk 3 serves C and is idle */
    free(hall);
}

static void waits_stand_on_the_board_only_when_they_are_said(void **state)
{
    (void)state;
    struct hall *hall = malloc(sizeof *hall);
    struct board board;
    struct promise promise = {
        .known = true, .said = true, .late = true, .low_min = 0, .high_min = 10};
    hall_open(hall);
    board_make(&hall->queue, &hall->rules, &board);
    const struct board_service *a = &board.service[0], *b = &board.service[1];
    assert_int_equal(a->low_min, -1);
    assert_int_equal(a->high_min, -1);
    assert_false(a->late);
    board_promise(&board, 'B', &promise);
    assert_int_equal(a->low_min, -1);
    assert_int_equal(b->low_min, 0);
    assert_int_equal(b->high_min, 10);
    assert_true(b->late);
    board_promise(&board, 'Z', &promise); /* there is no such service */
    board_make(&hall->queue, &hall->rules, &board);
    promise.known = false;
    board_promise(&board, 'B', &promise);
    assert_int_equal(b->low_min, -1);
    assert_false(b->late);
    free(hall);
}

static void coming_too_late_is_told_even_when_minutes_are_not(void **state)
{
    (void)state;
    struct hall *hall = malloc(sizeof *hall);
    struct board board;
    struct promise promise = {.known = true, .late = true, .low_min = 150, .high_min = 210};
    hall_open(hall);
    board_make(&hall->queue, &hall->rules, &board);
    board_promise(&board, 'A', &promise);
    assert_int_equal(board.service[0].low_min, -1);
    assert_int_equal(board.service[0].high_min, -1);
    assert_true(board.service[0].late);
    free(hall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_board_shows_calls_newest_first_with_their_desks),
        cmocka_unit_test(a_service_shows_who_waits_and_which_open_desks_serve_it),
        cmocka_unit_test(an_empty_letter_is_not_free_while_others_wait_for_the_same_desks),
        cmocka_unit_test(waits_stand_on_the_board_only_when_they_are_said),
        cmocka_unit_test(coming_too_late_is_told_even_when_minutes_are_not),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
