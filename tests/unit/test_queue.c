// SPDX-License-Identifier: MIT
#include "firmware/core/queue.h"

#include <stdlib.h>

#include "tests/unit/hall.h"

static int set_up(void **state)
{
    struct hall *hall = malloc(sizeof *hall);
    hall_open(hall);
    *state = hall;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static void numbers_start_at_one_for_each_service(void **state)
{
    struct hall *hall = *state;
    assert_ticket(hall_take(hall, 'A', LANE_REGULAR), 'A', 1);
    assert_ticket(hall_take(hall, 'B', LANE_REGULAR), 'B', 1);
    assert_ticket(hall_take(hall, 'A', LANE_PRIORITY), 'A', 2);
    assert_int_equal(queue_waiting(&hall->queue, 'A'), 2);
    assert_int_equal(queue_waiting(&hall->queue, 0), 3);
}

static void an_unknown_service_or_desk_or_ticket_is_refused(void **state)
{
    struct hall *hall = *state;
    assert_int_equal(hall_do(hall, (struct command){.kind = CMD_TAKE, .service = 'Z'}),
                     REFUSED_UNKNOWN_SERVICE);
    assert_int_equal(hall_do(hall, (struct command){.kind = CMD_TAKE, .service = '?'}),
                     REFUSED_UNKNOWN_SERVICE);
    assert_int_equal(hall_desk(hall, CMD_NEXT, 9), REFUSED_UNKNOWN_DESK);
    assert_int_equal(hall_ticket(hall, CMD_UNPARK, (struct ticket_no){'A', 1}),
                     REFUSED_UNKNOWN_TICKET);
    assert_int_equal(hall->decision.count, 0);
}

static void two_desks_never_get_the_same_visitor(void **state)
{
    struct hall *hall = *state;
    hall_take(hall, 'A', LANE_REGULAR);
    hall_take(hall, 'A', LANE_REGULAR);
    assert_ticket(hall_next(hall, 1), 'A', 1);
    assert_ticket(hall_next(hall, 2), 'A', 2);
    assert_int_equal(queue_waiting(&hall->queue, 0), 0);
}

static void next_finishes_the_visitor_at_the_desk(void **state)
{
    struct hall *hall = *state;
    struct ticket_no first = hall_take(hall, 'A', LANE_REGULAR);
    hall_take(hall, 'A', LANE_REGULAR);
    hall_next(hall, 1);
    assert_ticket(hall_next(hall, 1), 'A', 2);
    assert_int_equal(hall_find(hall, first)->state, TICKET_DONE);
    assert_ticket(hall_next(hall, 1), 0, 0); /* the last one finished, nobody called */
    assert_int_equal(hall_desk(hall, CMD_NEXT, 1), REFUSED_NOBODY_WAITING);
}

static void a_closed_or_paused_desk_calls_nobody(void **state)
{
    struct hall *hall = *state;
    hall_take(hall, 'A', LANE_REGULAR);
    hall_desk(hall, CMD_DESK_PAUSE, 1);
    hall_desk(hall, CMD_DESK_CLOSE, 2);
    assert_int_equal(hall_desk(hall, CMD_NEXT, 1), REFUSED_DESK_PAUSED);
    assert_int_equal(hall_desk(hall, CMD_NEXT, 2), REFUSED_DESK_CLOSED);
    assert_int_equal(hall_desk(hall, CMD_DESK_PAUSE, 2), REFUSED_DESK_CLOSED);
    assert_int_equal(hall_desk(hall, CMD_DESK_CLOSE, 2), REFUSED_ALREADY);
    assert_int_equal(hall_desk(hall, CMD_DESK_OPEN, 1), REFUSED_NOT);
    assert_ticket(hall_next(hall, 1), 'A', 1);
}

static void closing_a_desk_finishes_its_visitor(void **state)
{
    struct hall *hall = *state;
    struct ticket_no ticket = hall_take(hall, 'A', LANE_REGULAR);
    hall_next(hall, 1);
    assert_int_equal(hall_desk(hall, CMD_DESK_CLOSE, 1), REFUSED_NOT);
    assert_int_equal(hall_find(hall, ticket)->state, TICKET_DONE);
}

static void a_recall_has_a_pause_and_a_limit(void **state)
{
    struct hall *hall = *state;
    hall_take(hall, 'A', LANE_REGULAR);
    assert_int_equal(hall_desk(hall, CMD_RECALL, 1), REFUSED_DESK_IDLE);
    hall_next(hall, 1);
    assert_int_equal(hall_desk(hall, CMD_RECALL, 1), REFUSED_RECALL_TOO_SOON);
    for (int i = 0; i < 2; i++) {
        hall_wait_min(hall, 1);
        assert_int_equal(hall_desk(hall, CMD_RECALL, 1), REFUSED_NOT);
    }
    hall_wait_min(hall, 1);
    assert_int_equal(hall_desk(hall, CMD_RECALL, 1), REFUSED_RECALL_TOO_OFTEN);
    assert_int_equal(hall->queue.calls, 3);
}

static void an_absent_visitor_may_come_back_for_a_while(void **state)
{
    struct hall *hall = *state;
    struct ticket_no late = hall_take(hall, 'A', LANE_REGULAR);
    hall_take(hall, 'B', LANE_REGULAR);
    hall_next(hall, 1);
    assert_int_equal(hall_desk(hall, CMD_NO_SHOW, 1), REFUSED_NOT);
    assert_int_equal(hall_find(hall, late)->state, TICKET_ABSENT);
    hall_wait_min(hall, 14);
    assert_int_equal(hall_ticket(hall, CMD_RETURN, late), REFUSED_NOT);
    assert_int_equal(hall_find(hall, late)->lane, LANE_RETURN);
    assert_ticket(hall_next(hall, 1), 'B', 1); /* a place behind those who stayed */
    assert_ticket(hall_next(hall, 1), 'A', 1);
    hall_desk(hall, CMD_NO_SHOW, 1);
    hall_wait_min(hall, 16);
    assert_int_equal(hall_ticket(hall, CMD_RETURN, late), REFUSED_TOO_LATE);
}

static void a_transfer_keeps_the_arrival_time(void **state)
{
    struct hall *hall = *state;
    struct ticket_no first = hall_take(hall, 'A', LANE_REGULAR);
    hall_wait_min(hall, 1);
    hall_take(hall, 'C', LANE_REGULAR);
    hall_next(hall, 1);
    struct command transfer = {.kind = CMD_TRANSFER, .ticket = first, .service = 'C', .desk = 3};
    assert_int_equal(hall_do(hall, transfer), REFUSED_NOT);
    assert_int_equal(hall_do(hall, transfer), REFUSED_ALREADY);
    assert_ticket(hall_next(hall, 2), 'C', 1); /* it waits for desk 3 alone */
    assert_ticket(hall_next(hall, 3), 'A', 1);
}

static void a_transfer_to_a_desk_without_that_service_is_refused(void **state)
{
    struct hall *hall = *state;
    struct ticket_no ticket = hall_take(hall, 'A', LANE_REGULAR);
    struct command transfer = {.kind = CMD_TRANSFER, .ticket = ticket, .service = 'B', .desk = 3};
    assert_int_equal(hall_do(hall, transfer), REFUSED_WRONG_SERVICE);
}

static void nobody_waits_for_a_desk_that_went_home(void **state)
{
    struct hall *hall = *state;
    struct ticket_no ticket = hall_take(hall, 'A', LANE_REGULAR);
    hall_do(hall,
            (struct command){.kind = CMD_TRANSFER, .ticket = ticket, .service = 'C', .desk = 3});
    hall_desk(hall, CMD_DESK_CLOSE, 3);
    assert_ticket(hall_next(hall, 1), 'A', 1);
}

static void a_parked_visitor_gets_the_old_place_back(void **state)
{
    struct hall *hall = *state;
    struct ticket_no first = hall_take(hall, 'A', LANE_REGULAR);
    hall_take(hall, 'A', LANE_REGULAR);
    hall_next(hall, 1);
    assert_int_equal(hall_desk(hall, CMD_PARK, 1), REFUSED_NOT);
    assert_int_equal(hall_ticket(hall, CMD_UNPARK, first), REFUSED_NOT);
    assert_int_equal(hall_ticket(hall, CMD_UNPARK, first), REFUSED_WRONG_STATE);
    assert_ticket(hall_next(hall, 1), 'A', 1);
}

static void calling_a_given_number_is_recorded_as_out_of_order(void **state)
{
    struct hall *hall = *state;
    hall_take(hall, 'A', LANE_REGULAR);
    struct ticket_no second = hall_take(hall, 'A', LANE_REGULAR);
    struct command call = {.kind = CMD_CALL, .desk = 1, .ticket = second};
    assert_int_equal(hall_do(hall, call), REFUSED_NOT);
    assert_true(hall->decision.event[0].out_of_order);
    assert_int_equal(hall_do(hall, call), REFUSED_WRONG_STATE); /* she is at the desk already */
}

static void a_closed_kiosk_issues_nothing_but_serves_those_inside(void **state)
{
    struct hall *hall = *state;
    hall_take(hall, 'A', LANE_REGULAR);
    struct command close = {.kind = CMD_KIOSK_CLOSE, .note = "Sampai besok"};
    assert_int_equal(hall_do(hall, close), REFUSED_NOT);
    assert_int_equal(hall_do(hall, close), REFUSED_ALREADY);
    assert_int_equal(hall_do(hall, (struct command){.kind = CMD_TAKE, .service = 'A'}),
                     REFUSED_KIOSK_CLOSED);
    assert_ticket(hall_next(hall, 1), 'A', 1);
}

static void caps_hold_per_service_per_day_and_for_the_hall(void **state)
{
    struct hall *hall = *state;
    struct command take = {.kind = CMD_TAKE, .service = 'A'};
    hall->rules.service[0].daily_cap = 2;
    hall->rules.daily_cap = 4;
    hall->rules.waiting_cap = 3;
    hall_take(hall, 'A', LANE_REGULAR);
    hall_take(hall, 'A', LANE_REGULAR);
    assert_int_equal(hall_do(hall, take), REFUSED_SERVICE_FULL);
    take.service = 'B';
    hall_take(hall, 'B', LANE_REGULAR);
    assert_int_equal(hall_do(hall, take), REFUSED_QUEUE_FULL);
    hall_next(hall, 1);
    hall_take(hall, 'B', LANE_REGULAR);
    hall_next(hall, 2);
    assert_int_equal(hall_do(hall, take), REFUSED_DAY_FULL);
}

static void a_new_day_starts_at_one_and_an_old_day_never_again(void **state)
{
    struct hall *hall = *state;
    hall_take(hall, 'A', LANE_REGULAR);
    assert_int_equal(hall_do(hall, (struct command){.kind = CMD_DAY_START, .day = 20261124}), 0);
    assert_int_equal(hall_do(hall, (struct command){.kind = CMD_DAY_START, .day = 20261123}),
                     REFUSED_OLD_DAY);
    assert_int_equal(queue_waiting(&hall->queue, 0), 0);
    assert_int_equal(hall_do(hall, (struct command){.kind = CMD_KIOSK_OPEN}), REFUSED_NOT);
    assert_ticket(hall_take(hall, 'A', LANE_REGULAR), 'A', 1);
}

static void time_never_runs_backwards(void **state)
{
    struct hall *hall = *state;
    struct ticket_no first = hall_take(hall, 'A', LANE_REGULAR);
    int64_t before = hall->now_ms;
    hall->now_ms -= 3600000;
    struct ticket_no second = hall_take(hall, 'A', LANE_REGULAR);
    assert_int_equal(hall_find(hall, second)->issued_at_ms, before);
    assert_int_equal(hall_find(hall, first)->issued_at_ms, before);
}

static void the_paper_of_a_ticket_is_followed_to_its_end(void **state)
{
    struct hall *hall = *state;
    struct ticket_no ticket = hall_take(hall, 'A', LANE_REGULAR);
    assert_int_equal(hall_find(hall, ticket)->slip, SLIP_WANTED);
    assert_int_equal(hall_ticket(hall, CMD_SLIP_PRINTED, ticket), REFUSED_WRONG_STATE);
    assert_int_equal(hall_ticket(hall, CMD_SLIP_SENT, ticket), REFUSED_NOT);
    assert_int_equal(hall_ticket(hall, CMD_SLIP_SENT, ticket), REFUSED_NOT); /* tried again */
    assert_int_equal(hall_find(hall, ticket)->slips_sent, 2);
    assert_int_equal(hall_ticket(hall, CMD_SLIP_PRINTED, ticket), REFUSED_NOT);
    assert_int_equal(hall_find(hall, ticket)->slip, SLIP_PRINTED);
    assert_int_equal(hall_ticket(hall, CMD_REPRINT, ticket), REFUSED_NOT);
    assert_int_equal(hall_find(hall, ticket)->slip, SLIP_WANTED);
}

static void help_is_asked_once_and_answered_once(void **state)
{
    struct hall *hall = *state;
    assert_int_equal(hall_desk(hall, CMD_HELP, 0), REFUSED_NOT);
    assert_int_equal(hall_desk(hall, CMD_HELP, 0), REFUSED_ALREADY);
    assert_true(hall->queue.kiosk_help);
    assert_int_equal(hall_desk(hall, CMD_HELP_ANSWER, 0), REFUSED_NOT);
    assert_int_equal(hall_desk(hall, CMD_HELP, 2), REFUSED_NOT);
    assert_true(queue_desk(&hall->queue, 2)->help);
    assert_false(hall->queue.kiosk_help);
}

static void facts_that_contradict_the_day_are_not_applied(void **state)
{
    struct hall *hall = *state;
    struct ticket_no ticket = hall_take(hall, 'A', LANE_REGULAR);
    struct event issued_twice = {
        .kind = EV_TICKET_ISSUED, .day = 20261123, .ticket = ticket, .service = 'A'};
    assert_false(queue_apply(&hall->queue, &issued_twice));
    struct event gap = issued_twice;
    gap.ticket.number = 3;
    assert_false(queue_apply(&hall->queue, &gap));
    struct event wrong_day = {.kind = EV_HELP_ASKED, .day = 20261122};
    assert_false(queue_apply(&hall->queue, &wrong_day));
    struct event not_served = {
        .kind = EV_TICKET_FINISHED, .day = 20261123, .ticket = ticket, .desk = 1};
    assert_false(queue_apply(&hall->queue, &not_served));
}

static void people_ahead_are_all_who_share_a_desk(void **state)
{
    struct hall *hall = *state;
    hall_take(hall, 'A', LANE_REGULAR);
    hall_take(hall, 'B', LANE_REGULAR);
    struct ticket_no mine = hall_take(hall, 'B', LANE_REGULAR);
    hall_take(hall, 'B', LANE_REGULAR);
    assert_int_equal(queue_ahead(&hall->queue, &hall->rules, queue_find(&hall->queue, mine)), 2);
    hall->rules.desk[0].services = service_bit('A');
    hall->rules.desk[1].services = service_bit('B');
    assert_int_equal(queue_ahead(&hall->queue, &hall->rules, queue_find(&hall->queue, mine)), 1);
}

int main(void)
{
#define TEST(f) cmocka_unit_test_setup_teardown(f, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(numbers_start_at_one_for_each_service),
        TEST(an_unknown_service_or_desk_or_ticket_is_refused),
        TEST(two_desks_never_get_the_same_visitor),
        TEST(next_finishes_the_visitor_at_the_desk),
        TEST(a_closed_or_paused_desk_calls_nobody),
        TEST(closing_a_desk_finishes_its_visitor),
        TEST(a_recall_has_a_pause_and_a_limit),
        TEST(an_absent_visitor_may_come_back_for_a_while),
        TEST(a_transfer_keeps_the_arrival_time),
        TEST(a_transfer_to_a_desk_without_that_service_is_refused),
        TEST(nobody_waits_for_a_desk_that_went_home),
        TEST(a_parked_visitor_gets_the_old_place_back),
        TEST(calling_a_given_number_is_recorded_as_out_of_order),
        TEST(a_closed_kiosk_issues_nothing_but_serves_those_inside),
        TEST(caps_hold_per_service_per_day_and_for_the_hall),
        TEST(a_new_day_starts_at_one_and_an_old_day_never_again),
        TEST(time_never_runs_backwards),
        TEST(the_paper_of_a_ticket_is_followed_to_its_end),
        TEST(help_is_asked_once_and_answered_once),
        TEST(facts_that_contradict_the_day_are_not_applied),
        TEST(people_ahead_are_all_who_share_a_desk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
