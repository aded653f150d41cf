// SPDX-License-Identifier: MIT
/* The last 200 durations of a kind: the oldest makes room, quantiles come from a sorted
 * copy. Pure, bounded; all zeros is an empty one. */
#ifndef LOKET_FORECAST_SAMPLES_H
#define LOKET_FORECAST_SAMPLES_H

#include "firmware/forecast/pace.h"

enum { SAMPLES_KEPT = 200 };

struct samples {
    uint16_t count, next;
    float kept_s[SAMPLES_KEPT]; /* ring, in order of arrival */
    float sorted_s[SAMPLES_KEPT];
};

void samples_add(struct samples *samples, double s);
/* Their distribution pooled with `prior`, which weighs as much as `prior_count` of them:
 * quantile by quantile, so that the shape of many stays and that of few is smoothed. */
void samples_curve(const struct samples *samples, const struct curve *prior, double prior_count,
                   struct curve *curve);

#endif
