// SPDX-License-Identifier: MIT
/* What a visitor is told, and how it is rounded. */
#include <math.h>

#include "tests/unit/office.h"

static const struct wait_range never = {.mean_s = SIMULATE_NEVER_S,
                                        .least_s = SIMULATE_NEVER_S,
                                        .p10_s = SIMULATE_NEVER_S,
                                        .p50_s = SIMULATE_NEVER_S,
                                        .p90_s = SIMULATE_NEVER_S};

static void assert_rounded(double p50_min, double p90_min, double least_min, int low, int high)
{
    uint16_t low_min = 1, high_min = 1;
    outlook_round(p50_min * 60, p90_min * 60, least_min * 60, &low_min, &high_min);
    assert_int_equal(low_min, low);
    assert_int_equal(high_min, high);
}

static void minutes_are_rounded_for_people(void **state)
{
    (void)state;
    assert_rounded(0, 0, 0, 0, 5);
    assert_rounded(0, 4, 0, 0, 5);
    assert_rounded(4, 4, 0, 0, 5);
    assert_rounded(5, 5, 0, 0, 5);
    assert_rounded(5, 5.01, 0, 0, 10);
    assert_rounded(7, 12, 0, 5, 15);
    assert_rounded(12, 14, 0, 0, 15); /* all of it within one step */
    assert_rounded(25, 40, 0, 25, 40);
    assert_rounded(29.9, 40.1, 0, 25, 45);
    assert_rounded(45, 60, 0, 45, 60);
    assert_rounded(58, 61, 0, 55, 70);
    assert_rounded(60, 75, 0, 60, 80);
    assert_rounded(69, 101, 0, 60, 110);
    assert_rounded(100, 120, 0, 100, 120);
    assert_rounded(119, 121, 0, 110, 150);
    assert_rounded(149, 151, 0, 120, 180);
    assert_rounded(1, 7 * 1440, 0, 0, 7 * 1440);
}

static void no_low_figure_below_what_is_certain(void **state)
{
    (void)state;
    assert_rounded(19, 40, 17.9, 17, 40);
    assert_rounded(19, 40, 3, 15, 40);
    assert_rounded(10, 12, 33, 0, 35); /* the certain beats the forecast, upwards only */
    assert_rounded(89, 150, 86, 86, 150);
}

static void what_is_no_number_of_minutes_is_bounded(void **state)
{
    (void)state;
    assert_rounded(-5, -3, -1, 0, 5);
    assert_rounded(0.0 / 0.0, 0.0 / 0.0, 0.0 / 0.0, 0, 5);
    assert_rounded(1e12, 1e12, 0, 0, 7 * 1440);
    assert_rounded(40, 20, 0, 0, 40);
}

/* Whatever the figures: low <= P50, high >= P90, and they are ascending. */
static void every_range_is_true_to_its_forecast(void **state)
{
    (void)state;
    for (int p50_s = 0; p50_s < 4 * 3600; p50_s += 37)
        for (int wider_s = 0; wider_s < 7200; wider_s += 211) {
            uint16_t low_min, high_min;
            int least_s = p50_s / 3;
            outlook_round(p50_s, p50_s + wider_s, least_s, &low_min, &high_min);
            assert_true(low_min * 60 <= p50_s);
            assert_true(low_min == 0 || low_min >= least_s / 60);
            assert_true(high_min * 60 >= p50_s + wider_s);
            assert_true(low_min < high_min);
        }
}

static void nothing_is_promised_before_the_day_begins(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    assert_true(office_ask(o, 'A', &half_an_hour, 0).known);
    outlook_init(&o->outlook);
    struct promise promise = office_ask(o, 'A', &half_an_hour, 0);
    assert_false(promise.known);
    assert_int_equal(promise.p90_s, 0);
    free(o);
}

static void a_free_desk_needs_no_promise(void **state)
{
    (void)state;
    struct office *o = office_open();
    assert_false(office_ask(o, 'A', &half_an_hour, 0).known);
    office_make_busy(o);
    assert_true(office_ask(o, 'A', &half_an_hour, 0).known);
    assert_false(office_ask(o, 'X', &half_an_hour, 0).known); /* nobody offers that */
    office_act(o, (struct command){.kind = CMD_FINISH, .desk = 2});
    assert_false(office_ask(o, 'A', &half_an_hour, 0).known);
    office_take(o, 'B'); /* somebody stands in front again */
    assert_true(office_ask(o, 'A', &half_an_hour, 0).known);
    free(o);
}

static void nobody_on_duty_is_no_promise_unless_somebody_will_come(void **state)
{
    (void)state;
    struct office *o = office_open();
    for (uint16_t desk = 1; desk <= 2; desk++)
        office_act(o, (struct command){.kind = CMD_DESK_CLOSE, .desk = desk});
    assert_false(office_ask(o, 'A', NULL, 0).known);
    assert_false(office_ask(o, 'A', &never, 0).known);
    assert_true(office_ask(o, 'A', &half_an_hour, 0).known);
    office_act(o, (struct command){.kind = CMD_DESK_OPEN, .desk = 3});
    office_take(o, 'C');
    office_next(o, 3);
    assert_false(office_ask(o, 'A', NULL, 0).known); /* the third desk serves C alone */
    assert_true(office_ask(o, 'C', NULL, 0).known);
    free(o);
}

static void a_promise_is_ascending_and_says_what_it_was_read_from(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    for (int i = 0; i < 5; i++)
        office_take(o, 'A');
    struct promise p = office_ask(o, 'A', &half_an_hour, 0);
    assert_true(p.known);
    assert_false(p.late);
    assert_true(0 <= p.p10_s && p.p10_s <= p.p50_s && p.p50_s <= p.p90_s);
    assert_true(p.p50_s > 300 && p.p90_s < 3 * 3600);
    assert_int_equal(p.sim10_s, 900);
    assert_int_equal(p.sim50_s, 1700);
    assert_int_equal(p.sim90_s, 3000);
    assert_true(p.queue_s > 0 && p.les_s >= 0 && p.mean_s > 0);
    assert_true(p.low_min * 60 <= p.p50_s && p.high_min * 60 >= p.p90_s);
    struct promise alone = office_ask(o, 'A', NULL, 0);
    assert_true(alone.known);
    assert_true(alone.sim10_s < 0);
    assert_int_equal(alone.queue_s, p.queue_s);
    free(o);
}

static void earn_trust(struct office *o)
{
    struct promise kept = {.known = true, .p90_s = 3600};
    for (int i = 0; i < LEDGER_LEAST; i++)
        ledger_add(&o->outlook.ledger, 20261123, 'A', &kept, 600);
    assert_true(ledger_trusted(&o->outlook.ledger));
}

/* The seconds in a fact are whole ones: the bounds are rounded outwards. */
static void whole_seconds_keep_the_bounds(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    for (int i = 0; i < 40; i++) {
        struct wait_range range = half_an_hour;
        range.p90_s += (float)(i * 61);
        struct promise p = office_ask(o, 'A', &range, 0);
        struct feature_hint hint = {true, range.p10_s, range.p50_s, range.p90_s};
        struct forecast_wait exact;
        forecast_ask(&o->outlook.forecast, 0, FORECAST_REGULAR,
                     (double)(o->hall.now_ms - o->midnight_ms) / 1000, &hint, &exact);
        assert_int_equal(p.p10_s, (int)exact.p10_s);
        assert_int_equal(p.p50_s, lroundf(exact.p50_s));
        assert_int_equal(p.p90_s, (int)ceilf(exact.p90_s));
    }
    free(o);
}

static void it_is_told_only_while_the_ledger_is_trusted(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    assert_false(office_ask(o, 'A', &half_an_hour, 0).said);
    earn_trust(o);
    assert_true(office_ask(o, 'A', &half_an_hour, 0).said);
    struct wait_range unsure = half_an_hour; /* more than one path in ten has no turn */
    unsure.p90_s = SIMULATE_NEVER_S;
    unsure.served = 0.85F;
    struct promise p = office_ask(o, 'A', &unsure, 0);
    assert_true(p.known);
    assert_false(p.said);
    assert_int_equal(p.sim90_s, 2500); /* no twelve hours for the regression to trip over */
    assert_true(p.p90_s < 3 * 3600);
    free(o);
}

static void it_warns_who_may_not_be_served_before_closing(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    struct promise p = office_ask(o, 'A', &half_an_hour, 0);
    int64_t upper_ms = o->hall.now_ms + p.p90_s * INT64_C(1000);
    assert_false(p.late);
    assert_false(office_ask(o, 'A', &half_an_hour, upper_ms).late);
    assert_true(office_ask(o, 'A', &half_an_hour, upper_ms - 1).late);
    struct wait_range unsure = half_an_hour;
    unsure.served = 0.89F;
    assert_false(office_ask(o, 'A', &unsure, 0).late); /* closing time not known */
    assert_true(office_ask(o, 'A', &unsure, upper_ms + 7200000).late);
    p = office_ask(o, 'A', &never, upper_ms + 7200000); /* a desk is open, but goes home before */
    assert_true(p.known && p.late && !p.said);
    assert_true(p.sim10_s < 0);
    free(o);
}

static void asking_leaves_no_trace(void **state)
{
    (void)state;
    struct office *o = office_open();
    struct outlook *before = malloc(sizeof *before);
    assert_non_null(before);
    office_make_busy(o);
    office_take(o, 'B');
    office_wait_s(o, 100);
    *before = o->outlook;
    for (char letter = 'A'; letter <= 'C'; letter++)
        office_ask(o, letter, &half_an_hour, 0);
    assert_memory_equal(before, &o->outlook, sizeof *before);
    free(before);
    free(o);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(minutes_are_rounded_for_people),
        cmocka_unit_test(no_low_figure_below_what_is_certain),
        cmocka_unit_test(what_is_no_number_of_minutes_is_bounded),
        cmocka_unit_test(every_range_is_true_to_its_forecast),
        cmocka_unit_test(nothing_is_promised_before_the_day_begins),
        cmocka_unit_test(a_free_desk_needs_no_promise),
        cmocka_unit_test(nobody_on_duty_is_no_promise_unless_somebody_will_come),
        cmocka_unit_test(a_promise_is_ascending_and_says_what_it_was_read_from),
        cmocka_unit_test(whole_seconds_keep_the_bounds),
        cmocka_unit_test(it_is_told_only_while_the_ledger_is_trusted),
        cmocka_unit_test(it_warns_who_may_not_be_served_before_closing),
        cmocka_unit_test(asking_leaves_no_trace),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
