// SPDX-License-Identifier: MIT
/* Makes intervals keep their word: offsets for P10 and P90 in each class of predicted wait,
 * taken from the branch's own last misses (split conformal, Romano et al. 2019, "Conformalized
 * quantile regression") and moved with every wait that becomes known during the day (Gibbs and
 * Candes 2021, "Adaptive conformal inference under distribution shift"). */
#ifndef LOKET_FORECAST_CALIBRATE_H
#define LOKET_FORECAST_CALIBRATE_H

enum { CALIBRATE_CLASSES = 4, CALIBRATE_SCORES = 400 };

struct calibrate_class {
    int count, next;
    float low[CALIBRATE_SCORES], high[CALIBRATE_SCORES]; /* misses in widths of the interval */
    float low_offset, high_offset; /* in widths; 0 = the regression is right */
};

struct calibrate {
    struct calibrate_class classes[CALIBRATE_CLASSES];
};

/* raw_s: P10, P50, P90 of the regression, in any order. out_s: in order, none below 0. */
void calibrate_apply(const struct calibrate *calibrate, const float raw_s[3], float out_s[3]);
/* What became of a forecast. */
void calibrate_learn(struct calibrate *calibrate, const float raw_s[3], float wait_s);
/* Nightly: the offsets anew from the last misses. */
void calibrate_refit(struct calibrate *calibrate);

#endif
