// SPDX-License-Identifier: MIT
#include "firmware/forecast/quantile.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SAMPLES = 3000 };

static uint32_t seed;

static float draw(void)
{
    seed = seed * 1664525U + 1013904223U;
    return (float)(seed >> 8) / 16777216.0F;
}

static struct quantile_sample *make_samples(void)
{
    struct quantile_sample *samples = calloc(SAMPLES, sizeof *samples);
    assert_non_null(samples);
    seed = 11;
    for (int n = 0; n < SAMPLES; n++) {
        samples[n].x[FEATURE_QUEUE] = 600 * draw();
        samples[n].x[FEATURE_LES] = 600 * draw();
        samples[n].x[FEATURE_STEP] = 100;
        /* evenly spread between one and three times the queue */
        samples[n].wait_s = samples[n].x[FEATURE_QUEUE] * (1 + 2 * draw());
    }
    return samples;
}

static void each_line_has_its_share_of_the_waits_below_it(void **state)
{
    (void)state;
    struct quantile_model model = {0};
    struct quantile_sample *samples = make_samples();
    int below[QUANTILES] = {0};
    quantile_fit(&model, samples, SAMPLES, NULL, NULL, 1);
    for (int n = 0; n < SAMPLES; n++) {
        float out_s[QUANTILES];
        quantile_read(&model, samples[n].x, out_s);
        for (int q = 0; q < QUANTILES; q++)
            below[q] += samples[n].wait_s <= out_s[q];
    }
    for (int q = 0; q < QUANTILES; q++)
        assert_true(fabsf((float)below[q] / SAMPLES - quantile_levels[q]) < 0.05F);
    assert_true(fabsf(model.level[1][FEATURE_QUEUE] - 2) < 0.15F);
    assert_true(fabsf(model.level[1][FEATURE_LES]) < 0.1F);
    free(samples);
}

static void few_samples_leave_the_prior_and_many_overrule_it(void **state)
{
    (void)state;
    struct quantile_model model = {0}, prior = {0};
    struct quantile_sample *samples = make_samples();
    for (int q = 0; q < QUANTILES; q++)
        prior.level[q][FEATURE_LES] = 1;
    quantile_fit(&model, samples, 0, NULL, &prior, 100);
    assert_true(model.level[1][FEATURE_LES] == 1);
    quantile_fit(&model, samples, 3, NULL, &prior, 100);
    assert_true(model.level[1][FEATURE_LES] > 0.8F);
    quantile_fit(&model, samples, SAMPLES, NULL, &prior, 100);
    assert_true(model.level[1][FEATURE_LES] < 0.3F);
    free(samples);
}

/* An input that never varies, or one twice, must not blow the solution up. */
static void equal_inputs_share_the_work(void **state)
{
    (void)state;
    struct quantile_model model = {0};
    struct quantile_sample *samples = make_samples();
    for (int n = 0; n < SAMPLES; n++)
        samples[n].x[FEATURE_BRANCH] = samples[n].x[FEATURE_QUEUE];
    quantile_fit(&model, samples, SAMPLES, NULL, NULL, 10);
    float sum = model.level[1][FEATURE_BRANCH] + model.level[1][FEATURE_QUEUE];
    assert_true(fabsf(sum - 2) < 0.2F);
    assert_true(fabsf(model.level[1][FEATURE_BRANCH]) < 3);
    free(samples);
}

static void the_ring_keeps_the_last_ones(void **state)
{
    (void)state;
    struct quantile_ring *ring = calloc(1, sizeof *ring);
    float x[FEATURE_COUNT] = {0};
    assert_non_null(ring);
    for (int n = 0; n < QUANTILE_SAMPLES + 5; n++)
        quantile_keep(ring, x, (float)n);
    assert_int_equal(ring->count, QUANTILE_SAMPLES);
    assert_int_equal((int)ring->sample[4].wait_s, QUANTILE_SAMPLES + 4);
    assert_int_equal((int)ring->sample[5].wait_s, 5);
    free(ring);
}

/* The simulation knows the wait, the network does not. */
static void the_prior_of_a_branch_leans_on_who_knows(void **state)
{
    struct quantile_sample *samples = make_samples();
    struct quantile_model prior = {0}, center;
    (void)state;
    for (int q = 0; q < QUANTILES; q++)
        prior.level[q][FEATURE_NET_10 + q] = 1;
    for (int n = 0; n < SAMPLES; n++)
        for (int q = 0; q < QUANTILES; q++) {
            samples[n].x[FEATURE_SIM_10 + q] =
                samples[n].x[FEATURE_QUEUE] * (1 + 2 * quantile_levels[q]);
            samples[n].x[FEATURE_NET_10 + q] = 600;
        }
    quantile_center(samples, SAMPLES, &prior, &center);
    for (int q = 0; q < QUANTILES; q++) {
        assert_true(center.level[q][FEATURE_SIM_10 + q] > 0.9F);
        assert_true(center.level[q][FEATURE_NET_10 + q] < 0.1F);
    }
    quantile_center(samples, 10, &prior, &center); /* ten waits are no reason */
    assert_true(center.level[1][FEATURE_SIM_50] < 0.2F);
    free(samples);
}

static void of_two_models_the_better_one_is_believed_after_a_night(void **state)
{
    struct quantile_mix mix;
    const float first_s[QUANTILES] = {100, 300, 500}, second_s[QUANTILES] = {200, 600, 1000};
    float out_s[QUANTILES];
    (void)state;
    quantile_mix_init(&mix);
    quantile_mix_read(&mix, first_s, second_s, out_s);
    assert_float_equal(out_s[1], 450, 0.01);
    for (int n = 0; n < 100; n++)
        quantile_mix_learn(&mix, first_s, second_s, (float)(n * 6));
    quantile_mix_read(&mix, first_s, second_s, out_s);
    assert_float_equal(out_s[1], 450, 0.01); /* not before */
    quantile_mix_night(&mix);
    quantile_mix_read(&mix, first_s, second_s, out_s);
    assert_float_equal(out_s[1], 300, 0.01);
    for (int n = 0; n < 4000; n++)
        quantile_mix_learn(&mix, first_s, second_s, (float)(n % 100 * 12));
    quantile_mix_night(&mix);
    quantile_mix_read(&mix, first_s, second_s, out_s);
    assert_float_equal(out_s[1], 600, 0.01);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_line_has_its_share_of_the_waits_below_it),
        cmocka_unit_test(few_samples_leave_the_prior_and_many_overrule_it),
        cmocka_unit_test(equal_inputs_share_the_work),
        cmocka_unit_test(the_ring_keeps_the_last_ones),
        cmocka_unit_test(the_prior_of_a_branch_leans_on_who_knows),
        cmocka_unit_test(of_two_models_the_better_one_is_believed_after_a_night),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
