// SPDX-License-Identifier: MIT
/* What ships with the program and serves until a branch has its own experience. Nothing in it
 * names a branch, a service or a date; inputs are ratios of times (network.h).
 *
 * How it was fitted: `bench_forecast fit LOG...` replays each log, notes at every call of a
 * delayed ticket what was known at its arrival, and trains the network on all of them; each
 * branch's waits are counted in its own mean wait, so that a call centre (1 min) and an office
 * (25 min) weigh alike. Twice, since own errors of the first round are an input of the second.
 * Logs: 12 municipal offices of Warsaw (16 days, HaZdula/kolejkeR, MIT) and one bank call
 * centre (57 days of 1999; Guedj and Mandelbaum, Technion), both in the replay format, and
 * three simulated branches (`bench_twin --csv`, seeds 1 to 3, 30 days each, branch and doubled
 * ticket numbers renamed). `bench_forecast leave-out LOG...` forecasts each branch with priors
 * that have not seen it. The regression starts as the network's own answer and has learned to
 * correct it once the branch has some hundred waits. */
#ifndef LOKET_FORECAST_PRIORS_H
#define LOKET_FORECAST_PRIORS_H

#include "firmware/forecast/forecast.h"

extern const struct forecast_priors priors_factory;

#endif
