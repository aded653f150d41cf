// SPDX-License-Identifier: MIT
#include "firmware/forecast/quantile.h"

#include <math.h>
#include <string.h>

enum { N = FEATURE_COUNT, ROUNDS = 10 };
static const double NIGHT_FADE = 0.9;

const float quantile_levels[QUANTILES] = {0.1F, 0.5F, 0.9F};

/* Normal equations, and what each input weighs in the ridge. */
struct system {
    double matrix[N][N], right[N];
    double size[N]; /* mean |x| of each input */
    double error_s; /* mean size of a residual: the smallest one that counts is a share of it */
};

void quantile_keep(struct quantile_ring *ring, const float *x, float wait_s)
{
    struct quantile_sample *sample = &ring->sample[ring->next];
    memcpy(sample->x, x, sizeof sample->x);
    sample->wait_s = wait_s;
    ring->next = (ring->next + 1) % QUANTILE_SAMPLES;
    if (ring->count < QUANTILE_SAMPLES)
        ring->count++;
}

static float dot(const float *a, const float *b)
{
    float sum = 0;
    for (int i = 0; i < N; i++)
        sum += a[i] * b[i];
    return sum;
}

void quantile_read(const struct quantile_model *model, const float *x, float out_s[QUANTILES])
{
    for (int q = 0; q < QUANTILES; q++)
        out_s[q] = dot(model->level[q], x);
}

static void add_sample(struct system *system, const struct quantile_sample *sample, double weight,
                       double tilt)
{
    double x[N];
    for (int i = 0; i < N; i++)
        x[i] = (double)sample->x[i];
    for (int i = 0; i < N; i++) {
        double wx = weight * x[i], *row = system->matrix[i];
        for (int k = 0; k <= i; k++)
            row[k] += wx * x[k];
        system->right[i] += wx * (double)sample->wait_s + tilt * x[i];
    }
}

/* Cholesky, in place; the ridge keeps it positive. */
static void solve(struct system *system, double out[N])
{
    double(*m)[N] = system->matrix;
    for (int i = 0; i < N; i++) {
        for (int k = 0; k <= i; k++) {
            double sum = m[i][k];
            for (int j = 0; j < k; j++)
                sum -= m[i][j] * m[k][j];
            m[i][k] = i == k ? sqrt(sum > 1e-12 ? sum : 1e-12) : sum / m[k][k];
        }
    }
    for (int i = 0; i < N; i++) {
        double sum = system->right[i];
        for (int j = 0; j < i; j++)
            sum -= m[i][j] * out[j];
        out[i] = sum / m[i][i];
    }
    for (int i = N - 1; i >= 0; i--) {
        double sum = out[i];
        for (int j = i + 1; j < N; j++)
            sum -= m[j][i] * out[j];
        out[i] = sum / m[i][i];
    }
}

static void measure(struct system *system, const struct quantile_sample *samples, int count)
{
    double wait_s = 0;
    memset(system->size, 0, sizeof system->size);
    for (int n = 0; n < count; n++) {
        wait_s += samples[n].wait_s;
        for (int i = 0; i < N; i++)
            system->size[i] += fabsf(samples[n].x[i]);
    }
    for (int i = 0; i < N; i++)
        system->size[i] = (system->size[i] / count + 0.02 * wait_s / count) + 1e-3;
    system->error_s = 0.3 * wait_s / count + 0.1;
}

static void add_ridge(struct system *system, const float *prior, double prior_samples)
{
    for (int i = 0; i < N; i++) {
        double ridge = prior_samples * system->size[i] * system->size[i] / system->error_s;
        system->matrix[i][i] += ridge;
        system->right[i] += ridge * prior[i];
    }
}

static void fit_level(struct system *system, float level, float *out,
                      const struct quantile_sample *samples, int count, const float *weight,
                      const float *prior, double prior_samples)
{
    double solution[N] = {0}, least_s = 0.05 * system->error_s;
    for (int round = 0; round < ROUNDS; round++) {
        memset(system->matrix, 0, sizeof system->matrix);
        memset(system->right, 0, sizeof system->right);
        for (int n = 0; n < count; n++) {
            double miss_s = fabs(samples[n].wait_s - dot(out, samples[n].x));
            double w = weight ? weight[n] : 1;
            add_sample(system, &samples[n], w / (miss_s + least_s), w * (2 * level - 1));
        }
        add_ridge(system, prior, prior_samples);
        solve(system, solution);
        for (int i = 0; i < N; i++)
            out[i] = (float)solution[i];
    }
}

void quantile_fit(struct quantile_model *model, const struct quantile_sample *samples, int count,
                  const float *weight, const struct quantile_model *prior, double prior_samples)
{
    struct system system;
    static const struct quantile_model none;
    const struct quantile_model *from = prior ? prior : &none;
    if (count < 1) {
        *model = *from;
        return;
    }
    measure(&system, samples, count);
    for (int q = 0; q < QUANTILES; q++)
        fit_level(&system, quantile_levels[q], model->level[q], samples, count, weight,
                  from->level[q], prior_samples);
}

static double loss_s(const struct quantile_sample *samples, int count, const float *prior, int q,
                     float share)
{
    double sum_s = 0;
    for (int n = 0; n < count; n++) {
        float told_s =
            (1 - share) * dot(prior, samples[n].x) + share * samples[n].x[FEATURE_SIM_10 + q];
        float miss_s = samples[n].wait_s - told_s;
        sum_s += (double)(miss_s * (quantile_levels[q] - (miss_s < 0 ? 1 : 0)));
    }
    return sum_s;
}

void quantile_center(const struct quantile_sample *samples, int count,
                     const struct quantile_model *prior, struct quantile_model *center)
{
    enum { SHARES = 8, KNOWN_SAMPLES = 100 };
    *center = *prior;
    for (int q = 0; q < QUANTILES; q++) {
        int best = 0;
        double least_s = HUGE_VAL;
        for (int i = 0; i <= SHARES; i++) {
            double one_s = loss_s(samples, count, prior->level[q], q, (float)i / SHARES);
            if (one_s < least_s) {
                least_s = one_s;
                best = i;
            }
        }
        float share = (float)best / SHARES * (float)count / (float)(count + KNOWN_SAMPLES);
        for (int i = 0; i < N; i++)
            center->level[q][i] *= 1 - share;
        center->level[q][FEATURE_SIM_10 + q] += share;
    }
}

static float share_of(int i)
{
    return (float)i / (QUANTILE_SHARES - 1);
}

void quantile_mix_init(struct quantile_mix *mix)
{
    memset(mix, 0, sizeof *mix);
    for (int q = 0; q < QUANTILES; q++)
        mix->share[q] = 0.5F;
}

void quantile_mix_learn(struct quantile_mix *mix, const float first_s[QUANTILES],
                        const float second_s[QUANTILES], float wait_s)
{
    for (int q = 0; q < QUANTILES; q++)
        for (int i = 0; i < QUANTILE_SHARES; i++) {
            float told_s = first_s[q] + share_of(i) * (second_s[q] - first_s[q]);
            float miss_s = wait_s - told_s;
            mix->loss_s[q][i] += (double)(miss_s * (quantile_levels[q] - (miss_s < 0 ? 1 : 0)));
        }
}

void quantile_mix_night(struct quantile_mix *mix)
{
    for (int q = 0; q < QUANTILES; q++) {
        int best = QUANTILE_SHARES / 2;
        for (int i = 0; i < QUANTILE_SHARES; i++)
            if (mix->loss_s[q][i] < mix->loss_s[q][best])
                best = i;
        mix->share[q] = share_of(best);
        for (int i = 0; i < QUANTILE_SHARES; i++)
            mix->loss_s[q][i] *= NIGHT_FADE;
    }
}

void quantile_mix_read(const struct quantile_mix *mix, const float first_s[QUANTILES],
                       const float second_s[QUANTILES], float out_s[QUANTILES])
{
    for (int q = 0; q < QUANTILES; q++)
        out_s[q] = first_s[q] + mix->share[q] * (second_s[q] - first_s[q]);
}
