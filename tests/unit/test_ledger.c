// SPDX-License-Identifier: MIT
#include "firmware/forecast/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { DAY = 20261123, FOREVER = 99991231 };

static int set_up(void **state)
{
    struct ledger *ledger = malloc(sizeof *ledger);
    if (!ledger)
        return -1;
    memset(ledger, 0xA5, sizeof *ledger); /* what is not written must not be read */
    ledger_init(ledger);
    *state = ledger;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

/* 20 to 40 minutes, said as such. */
static struct promise usual(void)
{
    return (struct promise){.known = true,
                            .said = true,
                            .low_min = 20,
                            .high_min = 40,
                            .p10_s = 600,
                            .p50_s = 1200,
                            .p90_s = 2280,
                            .sim10_s = -1,
                            .les_s = 900,
                            .queue_s = 1800,
                            .mean_s = 1200};
}

static void keep(struct ledger *ledger, int times, double wait_s)
{
    struct promise promise = usual();
    for (int i = 0; i < times; i++)
        ledger_add(ledger, DAY, 'A', &promise, wait_s);
}

static struct ledger_sums sum(const struct ledger *ledger, int32_t first, int32_t last,
                              char service)
{
    struct ledger_sums sums;
    ledger_sum(ledger, first, last, service, &sums);
    return sums;
}

static void an_empty_ledger_trusts_nobody(void **state)
{
    struct ledger *ledger = *state;
    assert_false(ledger_trusted(ledger));
    assert_float_equal(ledger_coverage(ledger), -1, 0);
    assert_int_equal(sum(ledger, 0, FOREVER, 0).count, 0);
}

static void one_promise_is_scored_by_hand(void **state)
{
    struct ledger *ledger = *state;
    keep(ledger, 1, 1500);
    struct ledger_sums s = sum(ledger, DAY, DAY, 'A');
    assert_int_equal(s.count, 1);
    assert_int_equal(s.said, 1);
    assert_int_equal(s.kept, 1);
    assert_int_equal(s.within, 1);
    assert_int_equal(s.inside, 1);
    assert_float_equal(s.wait_s, 1500, 1e-9);
    assert_float_equal(s.absolute_s[LEDGER_OURS], 300, 1e-9);
    assert_float_equal(s.bias_s[LEDGER_OURS], -300, 1e-9);
    assert_float_equal(s.pinball50_s[LEDGER_OURS], 150, 1e-9);
    assert_float_equal(s.pinball90_s[LEDGER_OURS], 78, 1e-9); /* a tenth of 780 too many */
    assert_float_equal(s.absolute_s[LEDGER_LES], 600, 1e-9);
    assert_float_equal(s.bias_s[LEDGER_QUEUE], 300, 1e-9);
    assert_float_equal(s.absolute_s[LEDGER_MEAN], 300, 1e-9);
}

static void a_wait_beyond_the_figures_breaks_the_promise(void **state)
{
    struct ledger *ledger = *state;
    keep(ledger, 1, 2281); /* beyond P90, but within what was said */
    struct ledger_sums s = sum(ledger, DAY, DAY, 'A');
    assert_int_equal(s.within, 0);
    assert_int_equal(s.inside, 0);
    assert_int_equal(s.kept, 1);
    keep(ledger, 1, 2401);
    assert_int_equal(sum(ledger, DAY, DAY, 'A').kept, 1);
    keep(ledger, 1, 599); /* sooner than P10: kept, not foreseen */
    s = sum(ledger, DAY, DAY, 'A');
    assert_int_equal(s.kept, 2);
    assert_int_equal(s.within, 1);
    assert_int_equal(s.inside, 0);
    assert_float_equal(s.pinball90_s[LEDGER_OURS], 0.9 * 1 + 0.9 * 121 + 0.1 * 1681, 1e-6);
}

static void what_was_not_said_cannot_be_kept(void **state)
{
    struct ledger *ledger = *state;
    struct promise silent = usual();
    silent.said = false;
    ledger_add(ledger, DAY, 'A', &silent, 1500);
    struct ledger_sums s = sum(ledger, DAY, DAY, 'A');
    assert_int_equal(s.count, 1);
    assert_int_equal(s.within, 1);
    assert_int_equal(s.said, 0);
    assert_int_equal(s.kept, 0);
}

static void nonsense_is_not_written(void **state)
{
    struct ledger *ledger = *state;
    struct promise promise = usual(), none = {.known = false};
    ledger_add(ledger, DAY, 'A', &none, 100);
    ledger_add(ledger, DAY, '?', &promise, 100);
    ledger_add(ledger, DAY, 'A', &promise, -1);
    ledger_add(ledger, DAY, 'A', &promise, 0.0 / 0.0);
    assert_int_equal(ledger->day_count, 0);
    assert_float_equal(ledger_coverage(ledger), -1, 0);
}

static void trust_is_earned_by_twenty_promises(void **state)
{
    struct ledger *ledger = *state;
    keep(ledger, 4, 9999);
    keep(ledger, 15, 1500);
    assert_false(ledger_trusted(ledger)); /* nineteen */
    keep(ledger, 1, 1500);
    assert_true(ledger_trusted(ledger)); /* twenty, four fifths of them true */
    assert_float_equal(ledger_coverage(ledger), 0.8, 1e-9);
}

static void a_bad_start_earns_trust_later(void **state)
{
    struct ledger *ledger = *state;
    keep(ledger, 5, 9999);
    keep(ledger, 19, 1500);
    assert_false(ledger_trusted(ledger)); /* 19 of 24 */
    keep(ledger, 1, 1500);
    assert_true(ledger_trusted(ledger)); /* 20 of 25 */
}

static void trust_that_was_lost_is_harder_to_regain(void **state)
{
    struct ledger *ledger = *state;
    keep(ledger, 20, 1500);
    keep(ledger, 5, 9999);
    assert_true(ledger_trusted(ledger)); /* 20 of 25 */
    keep(ledger, 1, 9999);
    assert_false(ledger_trusted(ledger)); /* 20 of 26 */
    keep(ledger, 13, 1500);
    assert_true(ledger_coverage(ledger) > 0.84); /* 33 of 39 */
    assert_false(ledger_trusted(ledger));
    keep(ledger, 1, 1500); /* 34 of 40 */
    assert_true(ledger_trusted(ledger));
    keep(ledger, 2, 9999); /* 34 of 42: what was regained is lost below 0.8 again */
    assert_true(ledger_trusted(ledger));
    keep(ledger, 1, 9999);
    assert_false(ledger_trusted(ledger));
}

static void only_the_last_hundred_promises_count_for_trust(void **state)
{
    struct ledger *ledger = *state;
    keep(ledger, 300, 9999);
    assert_float_equal(ledger_coverage(ledger), 0, 0);
    keep(ledger, 79, 1500);
    assert_false(ledger_trusted(ledger));
    keep(ledger, 1, 1500);
    assert_true(ledger_trusted(ledger));
    keep(ledger, 20, 1500);
    assert_float_equal(ledger_coverage(ledger), 1, 0);
}

static void every_day_and_service_has_its_own_page(void **state)
{
    struct ledger *ledger = *state;
    struct promise promise = usual();
    for (int32_t day = DAY; day < DAY + 3; day++)
        for (char letter = 'A'; letter <= 'C'; letter++)
            for (int i = 0; i < letter - 'A' + 1; i++)
                ledger_add(ledger, day, letter, &promise, 1000);
    assert_int_equal(sum(ledger, DAY, DAY, 'B').count, 2);
    assert_int_equal(sum(ledger, DAY, DAY, 0).count, 6);
    assert_int_equal(sum(ledger, DAY + 1, FOREVER, 'C').count, 6);
    assert_int_equal(sum(ledger, DAY, DAY + 2, 0).count, 18);
    assert_float_equal(sum(ledger, DAY, DAY + 2, 0).wait_s, 18000, 1e-6);
    assert_int_equal(sum(ledger, DAY + 2, DAY, 0).count, 0);
    assert_int_equal(sum(ledger, DAY, DAY, 'Z').count, 0);
}

static void after_a_month_the_oldest_day_makes_room(void **state)
{
    struct ledger *ledger = *state;
    struct promise promise = usual();
    for (int32_t i = 0; i < 2 * LEDGER_DAYS; i++) {
        ledger_add(ledger, DAY + i, 'A', &promise, 1000 + i);
        assert_int_equal(sum(ledger, 0, FOREVER, 0).count, i < LEDGER_DAYS ? i + 1 : LEDGER_DAYS);
    }
    assert_int_equal(sum(ledger, 0, DAY + LEDGER_DAYS - 1, 0).count, 0);
    assert_float_equal(sum(ledger, DAY + LEDGER_DAYS, DAY + LEDGER_DAYS, 0).wait_s,
                       1000 + LEDGER_DAYS, 1e-9);
    assert_int_equal(ledger->day[0].day, DAY + LEDGER_DAYS);
}

static void a_clock_that_went_back_tears_no_page(void **state)
{
    struct ledger *ledger = *state;
    struct promise promise = usual();
    ledger_add(ledger, DAY + 1, 'A', &promise, 1000);
    ledger_add(ledger, DAY, 'A', &promise, 1000);
    assert_int_equal(ledger->day_count, 1);
    assert_int_equal(sum(ledger, DAY + 1, DAY + 1, 'A').count, 2);
}

/* The formulas are judged as fairly as ours: their P90 comes from their own misses. */
static void a_formula_learns_its_own_upper_figure(void **state)
{
    struct ledger *ledger = *state;
    struct promise promise = usual();
    promise.les_s = 600;
    for (int32_t day = 0; day < 12; day++)
        for (int i = 0; i < 60; i++) /* 10 min said; truly 5 min to 25 min, evenly */
            ledger_add(ledger, DAY + day, 'A', &promise, 300 + 20 * ((i * 37) % 60 + 0.5));
    struct ledger_sums s = sum(ledger, DAY + 11, DAY + 11, 'A');
    /* The true P90 is 1380: its loss would be 0.5 (0.1 x 1080 x 0.9 + 0.9 x 120 x 0.1) = 54 */
    assert_float_equal(s.pinball90_s[LEDGER_LES] / s.count, 54, 4);
    struct ledger_sums first = sum(ledger, DAY, DAY, 'A');
    assert_true(first.pinball90_s[LEDGER_LES] > 1.5 * s.pinball90_s[LEDGER_LES]);
}

static void a_formula_is_judged_before_it_learns(void **state)
{
    struct ledger *ledger = *state;
    struct promise promise = usual();
    promise.les_s = 0; /* "last wait: none", and then somebody waits two hours */
    ledger_add(ledger, DAY, 'A', &promise, 7200);
    struct ledger_sums s = sum(ledger, DAY, DAY, 'A');
    assert_float_equal(s.pinball90_s[LEDGER_LES], 0.9 * (7200 - 1800), 1e-3);
}

static void the_same_promises_give_the_same_bytes(void **state)
{
    struct ledger *ledger = *state, *again = malloc(sizeof *again);
    struct promise promise = usual();
    assert_non_null(again);
    memset(again, 0x5A, sizeof *again);
    ledger_init(again);
    for (int32_t i = 0; i < 4000; i++) {
        promise.queue_s = i % 977;
        ledger_add(ledger, DAY + i / 50, (char)('A' + i % 5), &promise, (i * 7919) % 3600);
        ledger_add(again, DAY + i / 50, (char)('A' + i % 5), &promise, (i * 7919) % 3600);
    }
    assert_memory_equal(ledger, again, sizeof *ledger);
    free(again);
}

int main(void)
{
#define STORY(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        STORY(an_empty_ledger_trusts_nobody),
        STORY(one_promise_is_scored_by_hand),
        STORY(a_wait_beyond_the_figures_breaks_the_promise),
        STORY(what_was_not_said_cannot_be_kept),
        STORY(nonsense_is_not_written),
        STORY(trust_is_earned_by_twenty_promises),
        STORY(a_bad_start_earns_trust_later),
        STORY(trust_that_was_lost_is_harder_to_regain),
        STORY(only_the_last_hundred_promises_count_for_trust),
        STORY(every_day_and_service_has_its_own_page),
        STORY(after_a_month_the_oldest_day_makes_room),
        STORY(a_clock_that_went_back_tears_no_page),
        STORY(a_formula_learns_its_own_upper_figure),
        STORY(a_formula_is_judged_before_it_learns),
        STORY(the_same_promises_give_the_same_bytes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
