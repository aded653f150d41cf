// SPDX-License-Identifier: MIT
/* Linear quantile regression of waits on the features, by iteratively reweighted least squares
 * (Hunter and Lange 2000, "Quantile regression via an MM algorithm"), with a ridge that pulls
 * towards given coefficients: with few samples the factory's, with many the branch's own. */
#ifndef LOKET_FORECAST_QUANTILE_H
#define LOKET_FORECAST_QUANTILE_H

#include "firmware/forecast/features.h"

enum { QUANTILES = 3, QUANTILE_SAMPLES = 4000 };
extern const float quantile_levels[QUANTILES]; /* 0.1 0.5 0.9 */

struct quantile_sample {
    float x[FEATURE_COUNT];
    float wait_s;
};

/* The last samples of a branch; the oldest is overwritten. */
struct quantile_ring {
    int count, next;
    struct quantile_sample sample[QUANTILE_SAMPLES];
};

struct quantile_model {
    float level[QUANTILES][FEATURE_COUNT];
};

/* How far two models are to be mixed, from what each mixture would have lost, honestly: on
 * waits that became known after the models were fitted. */
enum { QUANTILE_SHARES = 5 };
struct quantile_mix {
    double loss_s[QUANTILES][QUANTILE_SHARES]; /* fading by the night */
    float share[QUANTILES];                    /* of the second */
};

/* Half and half, until something is known. */
void quantile_mix_init(struct quantile_mix *mix);
void quantile_mix_learn(struct quantile_mix *mix, const float first_s[QUANTILES],
                        const float second_s[QUANTILES], float wait_s);
void quantile_mix_night(struct quantile_mix *mix);
void quantile_mix_read(const struct quantile_mix *mix, const float first_s[QUANTILES],
                       const float second_s[QUANTILES], float out_s[QUANTILES]);

void quantile_keep(struct quantile_ring *ring, const float *x, float wait_s);
/* Fits `model` to the samples, starting from what it holds (last night's) and pulled towards
 * `prior` with the weight of `prior_samples` samples. NULL prior = zero coefficients.
 * `weight` (may be NULL) of each sample. Deterministic. */
void quantile_fit(struct quantile_model *model, const struct quantile_sample *samples, int count,
                  const float *weight, const struct quantile_model *prior, double prior_samples);
/* The prior to pull towards in this branch: between the factory's (the network) and the
 * simulation's own answer, where the branch's samples would have had them. */
void quantile_center(const struct quantile_sample *samples, int count,
                     const struct quantile_model *prior, struct quantile_model *center);
/* Seconds of each quantile, raw: they may cross or be negative. */
void quantile_read(const struct quantile_model *model, const float *x, float out_s[QUANTILES]);

#endif
