// SPDX-License-Identifier: MIT
#include "firmware/forecast/calibrate.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

static uint32_t seed;

static float draw(void)
{
    seed = seed * 1664525U + 1013904223U;
    return (float)(seed >> 8) / 16777216.0F;
}

/* A regression whose interval is far too narrow: days of 100 waits; the share of the last ten
 * days' waits that stayed below the P90. */
static double coverage(float middle_s, float spread_s)
{
    struct calibrate *calibrate = calloc(1, sizeof *calibrate);
    assert_non_null(calibrate);
    int covered = 0;
    seed = 3;
    for (int n = 0; n < 3000; n++) {
        float raw_s[3] = {middle_s - 5, middle_s, middle_s + 5}, given_s[3];
        float wait_s = middle_s + spread_s * (2 * draw() - 1);
        calibrate_apply(calibrate, raw_s, given_s);
        assert_true(0 <= given_s[0] && given_s[0] <= given_s[1] && given_s[1] <= given_s[2]);
        covered += n >= 2000 && wait_s <= given_s[2];
        calibrate_learn(calibrate, raw_s, wait_s);
        if (n % 100 == 99)
            calibrate_refit(calibrate);
    }
    free(calibrate);
    return covered / 1000.0;
}

static void a_regression_that_is_too_sure_is_widened_until_it_keeps_its_word(void **state)
{
    (void)state;
    const float middles_s[] = {200, 800, 2000, 5000};
    for (int i = 0; i < 4; i++) {
        double covered = coverage(middles_s[i], 0.5F * middles_s[i]);
        assert_true(covered > 0.87 && covered < 0.94);
    }
}

static void without_experience_the_regression_is_believed_but_put_in_order(void **state)
{
    (void)state;
    struct calibrate *calibrate = calloc(1, sizeof *calibrate);
    assert_non_null(calibrate);
    const float crossed_s[3] = {90, 60, 30};
    float out_s[3];
    calibrate_apply(calibrate, crossed_s, out_s);
    assert_true(out_s[0] == 60 && out_s[1] == 60 && out_s[2] == 60);
    const float negative_s[3] = {-90, -60, 30};
    calibrate_apply(calibrate, negative_s, out_s);
    assert_true(out_s[0] == 0 && out_s[1] == 0 && out_s[2] == 30);
    free(calibrate);
}

static void classes_do_not_disturb_each_other(void **state)
{
    (void)state;
    struct calibrate *calibrate = calloc(1, sizeof *calibrate);
    assert_non_null(calibrate);
    const float short_s[3] = {50, 100, 200}, long_s[3] = {3000, 4000, 5000};
    float before_s[3], after_s[3];
    calibrate_apply(calibrate, short_s, before_s);
    for (int n = 0; n < 200; n++)
        calibrate_learn(calibrate, long_s, 9000);
    calibrate_refit(calibrate);
    calibrate_apply(calibrate, short_s, after_s);
    assert_true(before_s[2] == after_s[2]);
    calibrate_apply(calibrate, long_s, after_s);
    assert_true(after_s[2] > 7000);
    free(calibrate);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_regression_that_is_too_sure_is_widened_until_it_keeps_its_word),
        cmocka_unit_test(without_experience_the_regression_is_believed_but_put_in_order),
        cmocka_unit_test(classes_do_not_disturb_each_other),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
