// SPDX-License-Identifier: MIT
#include "tests/bench/fit_network.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/support.h"

enum { WEIGHTS = sizeof(struct network_member) / sizeof(float), BATCH = 64 };

struct prepared {
    float in[NETWORK_INPUTS];
    float typical_s, wait_s, weight;
};

struct training {
    float weight[WEIGHTS], slope[WEIGHTS];
    double mean[WEIGHTS], square[WEIGHTS];
    long step;
    uint64_t seed;
};

static uint32_t draw(uint64_t *seed)
{
    *seed = *seed * 6364136223846793005ULL + 1442695040888963407ULL;
    return (uint32_t)(*seed >> 33);
}

static float uniform(uint64_t *seed)
{
    return (float)draw(seed) / 1073741824.0F - 1;
}

static void add_slope(const struct network_member *network, struct network_member *slope,
                      const struct prepared *one)
{
    float active[NETWORK_HIDDEN], out[NETWORK_OUTPUTS], back[NETWORK_HIDDEN] = {0};
    network_pass(network, one->in, active, out);
    for (int o = 0; o < NETWORK_OUTPUTS; o++) {
        float value_s = one->typical_s * expf(out[o]);
        float level = quantile_levels[o];
        /* smoothed at the tip, in a tenth of the value */
        float miss = (value_s - one->wait_s) / (0.1F * value_s + 1);
        float side = 1 / (1 + expf(-4 * miss));
        float pull = one->weight * value_s * (side - level);
        for (int h = 0; h < NETWORK_HIDDEN; h++) {
            slope->output[o][h] += pull * active[h];
            back[h] += pull * network->output[o][h];
        }
        slope->output[o][NETWORK_HIDDEN] += pull;
    }
    for (int h = 0; h < NETWORK_HIDDEN; h++) {
        float pull = back[h] * (1 - active[h] * active[h]);
        for (int i = 0; i < NETWORK_INPUTS; i++)
            slope->hidden[h][i] += pull * one->in[i];
        slope->hidden[h][NETWORK_INPUTS] += pull;
    }
}

static void step(struct training *training, float rate)
{
    training->step++;
    double first = 1 - pow(0.9, (double)training->step);
    double second = 1 - pow(0.999, (double)training->step);
    for (int i = 0; i < WEIGHTS; i++) {
        double slope = training->slope[i] / BATCH + 1e-4 * training->weight[i];
        training->mean[i] = 0.9 * training->mean[i] + 0.1 * slope;
        training->square[i] = 0.999 * training->square[i] + 0.001 * slope * slope;
        training->weight[i] -=
            (float)(rate * training->mean[i] / first / (sqrt(training->square[i] / second) + 1e-8));
    }
    memset(training->slope, 0, sizeof training->slope);
}

static struct prepared *prepare(const struct fit_samples *samples, int without, int *count)
{
    struct prepared *all = malloc(((size_t)samples->count + 1) * sizeof *all);
    if (!all)
        support_fail("out of memory");
    *count = 0;
    for (int i = 0; i < samples->count; i++) {
        const struct fit_sample *sample = &samples->sample[i];
        if (sample->branch % FIT_FOLDS == without)
            continue;
        struct prepared *one = &all[(*count)++];
        one->typical_s = network_inputs(sample->x, one->in);
        one->wait_s = sample->wait_s;
        one->weight = sample->weight;
    }
    return all;
}

static void shuffle(struct prepared *all, int count, uint64_t *seed)
{
    for (int i = count - 1; i > 0; i--) {
        int k = (int)(draw(seed) % (uint32_t)(i + 1));
        struct prepared other = all[i];
        all[i] = all[k];
        all[k] = other;
    }
}

static void train(struct network_member *member, struct training *training, struct prepared *all,
                  int count, int epochs)
{
    struct network_member slope = {0};
    for (int i = 0; i < WEIGHTS; i++)
        training->weight[i] = 0.15F * uniform(&training->seed);
    memcpy(member, training->weight, sizeof *member);
    for (int epoch = 0; epoch < epochs; epoch++) {
        float rate = 0.004F * (1 - (float)epoch / (float)epochs);
        shuffle(all, count, &training->seed);
        for (int i = 0; i < count; i++) {
            add_slope(member, &slope, &all[i]);
            if ((i + 1) % BATCH != 0)
                continue;
            memcpy(training->slope, &slope, sizeof slope);
            step(training, rate);
            memcpy(member, training->weight, sizeof *member);
            memset(&slope, 0, sizeof slope);
        }
    }
}

void fit_network(struct network *network, const struct fit_samples *samples, int without,
                 int epochs)
{
    int count;
    struct prepared *all = prepare(samples, without, &count);
    struct training *training = malloc(sizeof *training);
    if (!training)
        support_fail("out of memory");
    for (int m = 0; m < NETWORK_MEMBERS; m++) {
        memset(training, 0, sizeof *training);
        training->seed = (uint64_t)m + 1;
        train(&network->member[m], training, all, count, epochs);
    }
    free(all);
    free(training);
}
