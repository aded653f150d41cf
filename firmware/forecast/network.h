// SPDX-License-Identifier: MIT
/* A small neural network that ships with the program: from the inputs of features.h to three
 * quantiles, trained on the logs of other branches. It sees ratios of times only, so it holds
 * where everything takes ten times as long. Its answers are inputs of the branch's own
 * regression, which decides what they are worth here. */
#ifndef LOKET_FORECAST_NETWORK_H
#define LOKET_FORECAST_NETWORK_H

#include "firmware/forecast/features.h"

enum { NETWORK_INPUTS = 30, NETWORK_HIDDEN = 16, NETWORK_MEMBERS = 3, NETWORK_OUTPUTS = 3 };

struct network_member {
    float hidden[NETWORK_HIDDEN][NETWORK_INPUTS + 1]; /* the last one: constant */
    float output[NETWORK_OUTPUTS][NETWORK_HIDDEN + 1];
};

/* Trained alike from different beginnings; their mean errs less than each of them. */
struct network {
    struct network_member member[NETWORK_MEMBERS];
};

/* Ratios of the inputs to a typical time of the moment, which is returned (seconds, > 0). */
float network_inputs(const float *x, float in[NETWORK_INPUTS]);
/* active[NETWORK_HIDDEN]: the hidden layer; out: logarithms of quantile / typical time. */
void network_pass(const struct network_member *member, const float in[NETWORK_INPUTS],
                  float active[NETWORK_HIDDEN], float out[NETWORK_OUTPUTS]);
/* P10, P50, P90 in seconds, in order. */
void network_read(const struct network *network, const float *x, float out_s[NETWORK_OUTPUTS]);

#endif
