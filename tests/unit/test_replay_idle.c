// SPDX-License-Identifier: MIT
#include "firmware/ctl/replay_idle.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

static void nothing_known_is_a_curve_all_the_same(void **state)
{
    struct replay_idle idle;
    struct curve curve;
    (void)state;
    replay_idle_init(&idle);
    replay_idle_curve(&idle, &curve);
    assert_true(curve.at_s[0] > 0);
    for (int i = 1; i < CURVE_POINTS; i++)
        assert_true(curve.at_s[i] > curve.at_s[i - 1]);
}

/* Four of five desks call after 5 s, the fifth after ten minutes. */
static void two_kinds_of_absence_are_told_apart(void **state)
{
    struct replay_idle idle;
    struct curve curve;
    (void)state;
    replay_idle_init(&idle);
    for (int i = 0; i < 1000; i++) {
        double age_s = i % 5 ? 4 : 600;
        replay_idle_expose(&idle, 0, age_s);
        replay_idle_call(&idle, age_s);
    }
    replay_idle_curve(&idle, &curve);
    assert_true(curve_draw(&curve, 0.5) < 10);
    assert_true(curve_draw(&curve, 0.9) > 320);
    assert_true(curve_rest(&curve, 60, 0.5) > 200); /* who has been away for a minute stays away */
}

static void old_days_fade(void **state)
{
    struct replay_idle idle;
    struct curve before, after;
    (void)state;
    replay_idle_init(&idle);
    for (int i = 0; i < 100; i++) {
        replay_idle_expose(&idle, 0, 1000);
        replay_idle_call(&idle, 1000);
    }
    replay_idle_curve(&idle, &before);
    for (int day = 0; day < 60; day++)
        replay_idle_day(&idle);
    for (int i = 0; i < 100; i++) {
        replay_idle_expose(&idle, 0, 30);
        replay_idle_call(&idle, 30);
    }
    replay_idle_curve(&idle, &after);
    assert_true(curve_draw(&after, 0.5) < 0.1 * curve_draw(&before, 0.5));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_known_is_a_curve_all_the_same),
        cmocka_unit_test(two_kinds_of_absence_are_told_apart),
        cmocka_unit_test(old_days_fade),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
