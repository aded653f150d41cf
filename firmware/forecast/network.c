// SPDX-License-Identifier: MIT
#include "firmware/forecast/network.h"

#include <math.h>

static float limit(float value, float low, float high)
{
    return value < low ? low : value > high ? high : value;
}

float network_inputs(const float *x, float in[NETWORK_INPUTS])
{
    static const enum feature ratios[] = {
        FEATURE_QUEUE,  FEATURE_BRANCH,    FEATURE_LES,        FEATURE_HOL,    FEATURE_MA5,
        FEATURE_MEAN,   FEATURE_STEP,      FEATURE_FLOW,       FEATURE_QUIET,  FEATURE_RATIO,
        FEATURE_HOUR,   FEATURE_PROFILE,   FEATURE_CLOSE,      FEATURE_SIM_10, FEATURE_SIM_50,
        FEATURE_SIM_90, FEATURE_QUEUE_LES, FEATURE_QUEUE_MEAN, FEATURE_LEFT,   FEATURE_AGE,
        FEATURE_CALL,
    };
    enum { RATIOS = sizeof ratios / sizeof *ratios };
    _Static_assert(RATIOS + 9 <= NETWORK_INPUTS, "inputs");
    float step_s = x[FEATURE_STEP] > 0.1F ? x[FEATURE_STEP] : 0.1F;
    float mean_s = x[FEATURE_MEAN] > 0.1F ? x[FEATURE_MEAN] : 0.1F;
    float speaking_s = 0;
    const enum feature speaking[] = {FEATURE_QUEUE, FEATURE_LES, FEATURE_MA5, FEATURE_SIM_50};
    for (int i = 0; i < 4; i++)
        speaking_s += limit(x[speaking[i]], 0, 36000);
    float typical_s = limit(step_s, 0, 36000) + 0.25F * speaking_s;
    int n = 0;
    for (; n < RATIOS; n++)
        in[n] = logf((limit(x[ratios[n]], 0, 36000) + 0.05F * typical_s) / typical_s);
    float ahead = x[FEATURE_ROOT_AHEAD] / step_s;
    float share = x[FEATURE_MEAN_TIME] / mean_s;
    in[n++] = limit(x[FEATURE_ERROR] / typical_s, -3, 3);
    in[n++] = limit(x[FEATURE_BALANCE] / typical_s, -3, 3);
    in[n++] = logf(1 + ahead * ahead) - 1;
    in[n++] = limit(ahead, 0, 2) - 1;
    in[n++] = 2 * share - 1;
    in[n++] = 4 * (share - 0.5F) * (share - 0.5F);
    in[n++] = x[FEATURE_PRIORITY] > 0 ? 1 : 0;
    in[n++] = share > 1 ? 5 * (share - 1) : 0;
    in[n++] = x[FEATURE_BRANCH] == x[FEATURE_QUEUE] ? 0 : 1; /* desks have names */
    while (n < NETWORK_INPUTS)
        in[n++] = 0;
    return typical_s;
}

void network_pass(const struct network_member *member, const float in[NETWORK_INPUTS],
                  float active[NETWORK_HIDDEN], float out[NETWORK_OUTPUTS])
{
    for (int h = 0; h < NETWORK_HIDDEN; h++) {
        float sum = member->hidden[h][NETWORK_INPUTS];
        for (int i = 0; i < NETWORK_INPUTS; i++)
            sum += member->hidden[h][i] * in[i];
        active[h] = tanhf(sum);
    }
    for (int o = 0; o < NETWORK_OUTPUTS; o++) {
        float sum = member->output[o][NETWORK_HIDDEN];
        for (int h = 0; h < NETWORK_HIDDEN; h++)
            sum += member->output[o][h] * active[h];
        out[o] = limit(sum, -5, 3);
    }
}

void network_read(const struct network *network, const float *x, float out_s[NETWORK_OUTPUTS])
{
    float in[NETWORK_INPUTS], active[NETWORK_HIDDEN], out[NETWORK_OUTPUTS];
    float typical_s = network_inputs(x, in);
    float sum[NETWORK_OUTPUTS] = {0};
    for (int m = 0; m < NETWORK_MEMBERS; m++) {
        network_pass(&network->member[m], in, active, out);
        for (int o = 0; o < NETWORK_OUTPUTS; o++)
            sum[o] += out[o] / NETWORK_MEMBERS;
    }
    out_s[1] = typical_s * expf(sum[1]);
    out_s[0] = typical_s * expf(sum[0] < sum[1] ? sum[0] : sum[1]);
    out_s[2] = typical_s * expf(sum[2] > sum[1] ? sum[2] : sum[1]);
}
