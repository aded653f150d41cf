// SPDX-License-Identifier: MIT
/* A short day whose figures are counted by hand. */
#include "firmware/day_report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MIN_MS = 60000, OFFSET_MIN = 420 };
static const int64_t EIGHT_MS = 1795395600000; /* 2026-11-23 08:00 in Jambi */

static struct day_report report;

static int begin(void **state)
{
    (void)state;
    day_report_begin(&report, OFFSET_MIN);
    return 0;
}

static struct event at(enum event_kind kind, int minute, char letter, int number, int desk)
{
    return (struct event){.kind = kind,
                          .at_utc_ms = EIGHT_MS + (int64_t)minute * MIN_MS,
                          .day = 20261123,
                          .ticket = {letter, (uint16_t)number},
                          .service = letter,
                          .desk = (uint16_t)desk};
}

static void happen(enum event_kind kind, int minute, char letter, int number, int desk)
{
    struct event event = at(kind, minute, letter, number, desk);
    day_report_add(&report, &event);
}

static void finish(int minute, char letter, int number, int desk, enum outcome outcome)
{
    struct event event = at(EV_TICKET_FINISHED, minute, letter, number, desk);
    event.outcome = outcome;
    day_report_add(&report, &event);
}

/* A-001 waits 10 min and is served 20; A-002 does not come; B-001 waits 55, is served until the
 * end; B-002 comes at ten and is never called. */
static void live_through_a_morning(void)
{
    happen(EV_DAY_STARTED, 0, 0, 0, 0);
    happen(EV_DESK_OPENED, 0, 0, 0, 1);
    happen(EV_TICKET_ISSUED, 0, 'A', 1, 0);
    happen(EV_TICKET_ISSUED, 5, 'A', 2, 0);
    happen(EV_TICKET_ISSUED, 10, 'B', 1, 0);
    happen(EV_TICKET_CALLED, 10, 'A', 1, 1);
    finish(30, 'A', 1, 1, OUTCOME_MISSING_PAPERS);
    happen(EV_TICKET_CALLED, 35, 'A', 2, 2);
    happen(EV_TICKET_ABSENT, 40, 'A', 2, 2);
    happen(EV_TICKET_CALLED, 65, 'B', 1, 1);
    happen(EV_TICKET_ISSUED, 120, 'B', 2, 0);
}

static void services_and_total_agree(void **state)
{
    (void)state;
    live_through_a_morning();
    day_report_end(&report, 0);
    const struct day_figures *a = &report.of[0], *b = &report.of[1], *all = &report.total;
    assert_int_equal(a->issued, 2);
    assert_int_equal(a->called, 2);
    assert_int_equal(a->served, 1);
    assert_int_equal(a->missing_papers, 1);
    assert_int_equal(a->no_show, 1);
    assert_int_equal(a->wait_sum_ms, 40 * MIN_MS);
    assert_int_equal(a->wait_max_ms, 30 * MIN_MS);
    assert_int_equal(b->issued, 2);
    assert_int_equal(b->called, 1);
    assert_int_equal(b->wait_sum_ms, 55 * MIN_MS);
    assert_int_equal(all->issued, 4);
    assert_int_equal(all->called, 3);
    assert_int_equal(all->wait_sum_ms, 95 * MIN_MS);
    assert_int_equal(all->wait_max_ms, 55 * MIN_MS);
}

static void hours_are_local_and_a_wait_belongs_to_the_hour_of_its_call(void **state)
{
    (void)state;
    int first, last;
    assert_false(day_report_span(&report, &first, &last));
    live_through_a_morning();
    day_report_end(&report, 0);
    assert_true(day_report_span(&report, &first, &last));
    assert_int_equal(first, 8);
    assert_int_equal(last, 10);
    assert_int_equal(report.hour[8].issued, 3);
    assert_int_equal(report.hour[8].called, 2);
    assert_int_equal(report.hour[8].no_show, 1);
    assert_int_equal(report.hour[8].wait_sum_ms, 40 * MIN_MS);
    assert_int_equal(report.hour[9].issued, 0);
    assert_int_equal(report.hour[9].called, 1);
    assert_int_equal(report.hour[9].wait_sum_ms, 55 * MIN_MS);
    assert_int_equal(report.hour[10].issued, 1);
}

static void a_desk_is_busy_from_a_call_to_its_end(void **state)
{
    (void)state;
    live_through_a_morning();
    day_report_end(&report, EIGHT_MS + 75 * (int64_t)MIN_MS);
    assert_int_equal(report.desk_count, 2);
    assert_int_equal(report.desk[0].number, 1);
    assert_int_equal(report.desk[0].served, 1);
    assert_int_equal(report.desk[0].busy_ms, (20 + 10) * MIN_MS); /* B-001 sits there now */
    assert_int_equal(report.desk[1].number, 2);
    assert_int_equal(report.desk[1].no_show, 1);
    assert_int_equal(report.desk[1].busy_ms, 5 * MIN_MS);
}

static void a_past_day_counts_only_what_has_ended(void **state)
{
    (void)state;
    live_through_a_morning();
    day_report_end(&report, 0);
    assert_int_equal(report.desk[0].busy_ms, 20 * MIN_MS);
}

static void who_is_passed_on_has_left_the_desk(void **state)
{
    (void)state;
    happen(EV_TICKET_ISSUED, 0, 'A', 1, 0);
    happen(EV_TICKET_ISSUED, 0, 'A', 2, 0);
    happen(EV_TICKET_CALLED, 10, 'A', 1, 3);
    happen(EV_TICKET_PARKED, 15, 'A', 1, 3);
    happen(EV_TICKET_CALLED, 20, 'A', 2, 3);
    happen(EV_TICKET_TRANSFERRED, 28, 'A', 2, 1); /* to desk 1 */
    happen(EV_TICKET_CALLED, 30, 'A', 1, 1);      /* a second call is no second wait */
    finish(40, 'A', 1, 1, OUTCOME_LEFT);
    day_report_end(&report, 0);
    assert_int_equal(report.total.called, 2);
    assert_int_equal(report.total.wait_sum_ms, 30 * MIN_MS);
    assert_int_equal(report.total.left, 1);
    assert_int_equal(report.desk[0].busy_ms, 10 * MIN_MS); /* desk 1 */
    assert_int_equal(report.desk[0].served, 0);            /* who left was not served */
    assert_int_equal(report.desk[1].busy_ms, (5 + 8) * MIN_MS);
}

static void every_ticket_is_there_in_the_order_of_its_issue(void **state)
{
    (void)state;
    live_through_a_morning();
    day_report_end(&report, 0);
    assert_int_equal(report.tickets, 4);
    assert_int_equal(report.order[2].letter, 'B');
    const struct day_visit *visit = day_report_visit(&report, report.order[0]);
    assert_int_equal(visit->issued_ms, EIGHT_MS);
    assert_int_equal(visit->called_ms, EIGHT_MS + 10 * MIN_MS);
    assert_int_equal(visit->ended_ms, EIGHT_MS + 30 * MIN_MS);
    assert_int_equal(visit->desk, 1);
    assert_int_equal(visit->ending, VISIT_FINISHED);
    assert_int_equal(visit->outcome, OUTCOME_MISSING_PAPERS);
    visit = day_report_visit(&report, (struct ticket_no){'A', 2});
    assert_int_equal(visit->ending, VISIT_ABSENT);
    assert_null(day_report_visit(&report, (struct ticket_no){'K', 1}));
    assert_null(day_report_visit(&report, (struct ticket_no){'A', 1000}));
}

static void who_comes_back_is_open_again(void **state)
{
    (void)state;
    live_through_a_morning();
    struct event back = at(EV_TICKET_RETURNED, 50, 'A', 2, 0);
    back.lane = LANE_RETURN;
    day_report_add(&report, &back);
    const struct day_visit *visit = day_report_visit(&report, (struct ticket_no){'A', 2});
    assert_int_equal(visit->ending, VISIT_OPEN);
    assert_int_equal(visit->lane, LANE_RETURN);
    assert_int_equal(visit->ended_ms, 0);
}

static void more_desks_than_a_branch_has_do_no_harm(void **state)
{
    (void)state;
    for (int i = 0; i < DESKS_MAX + 5; i++) {
        happen(EV_TICKET_ISSUED, 0, 'A', i + 1, 0);
        happen(EV_TICKET_CALLED, 1, 'A', i + 1, 2 * (DESKS_MAX + 5 - i));
        finish(2, 'A', i + 1, 2 * (DESKS_MAX + 5 - i), OUTCOME_DONE);
    }
    day_report_end(&report, 0);
    assert_int_equal(report.desk_count, DESKS_MAX);
    int served = 0;
    for (int i = 0; i < report.desk_count; i++)
        served += report.desk[i].served;
    assert_int_equal(served, DESKS_MAX + 5);
}

#define TEST(name) cmocka_unit_test_setup(name, begin)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(services_and_total_agree),
        TEST(hours_are_local_and_a_wait_belongs_to_the_hour_of_its_call),
        TEST(a_desk_is_busy_from_a_call_to_its_end),
        TEST(a_past_day_counts_only_what_has_ended),
        TEST(who_is_passed_on_has_left_the_desk),
        TEST(every_ticket_is_there_in_the_order_of_its_issue),
        TEST(who_comes_back_is_open_again),
        TEST(more_desks_than_a_branch_has_do_no_harm),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
