// SPDX-License-Identifier: MIT
#include "firmware/forecast/network.h"

#include <math.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "firmware/forecast/priors.h"

static void fill(float *x, float scale)
{
    for (int i = 0; i < FEATURE_COUNT; i++)
        x[i] = scale * (300 + 40 * (float)i);
    x[FEATURE_ERROR] = -30 * scale;
    x[FEATURE_STEP] = 100 * scale;
}

static void ten_times_as_slow_a_branch_waits_ten_times_as_long(void **state)
{
    (void)state;
    float x[FEATURE_COUNT], slow[FEATURE_COUNT], out_s[3], slow_s[3];
    fill(x, 1);
    fill(slow, 10);
    network_read(&priors_factory.network, x, out_s);
    network_read(&priors_factory.network, slow, slow_s);
    for (int q = 0; q < 3; q++)
        assert_true(fabsf(slow_s[q] - 10 * out_s[q]) < 0.01F * slow_s[q]);
}

static void quantiles_are_in_order_and_finite_for_any_input(void **state)
{
    (void)state;
    const float values[] = {-1e6F, -1, 0, 1e-3F, 1, 60, 3600, 1e6F};
    for (int n = 0; n < 8 * FEATURE_COUNT; n++) {
        float x[FEATURE_COUNT], out_s[3];
        fill(x, 1);
        x[n / 8] = values[n % 8];
        network_read(&priors_factory.network, x, out_s);
        assert_true(isfinite(out_s[0]) && isfinite(out_s[1]) && isfinite(out_s[2]));
        assert_true(0 <= out_s[0] && out_s[0] <= out_s[1] && out_s[1] <= out_s[2]);
    }
}

static void a_longer_queue_waits_longer(void **state)
{
    (void)state;
    float before_s = 0;
    for (float scale = 1; scale < 20; scale *= 2) {
        float x[FEATURE_COUNT], out_s[3];
        const enum feature queue[] = {FEATURE_QUEUE,  FEATURE_BRANCH,  FEATURE_FLOW,
                                      FEATURE_RATIO,  FEATURE_PROFILE, FEATURE_CLOSE,
                                      FEATURE_SIM_10, FEATURE_SIM_50,  FEATURE_SIM_90};
        fill(x, 1);
        for (int i = 0; i < 9; i++)
            x[queue[i]] = 300 * scale;
        network_read(&priors_factory.network, x, out_s);
        assert_true(out_s[1] > before_s);
        before_s = out_s[1];
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_times_as_slow_a_branch_waits_ten_times_as_long),
        cmocka_unit_test(quantiles_are_in_order_and_finite_for_any_input),
        cmocka_unit_test(a_longer_queue_waits_longer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
