// SPDX-License-Identifier: MIT
/* What ships with the program and serves until a branch has its own experience. Nothing in it
 * names a branch, a service or a date; inputs are ratios of times (network.h).
 *
 * How it was fitted: `bench_forecast fit LOG...` replays each log, with the simulation of its
 * queue as `loketctl forecast replay` runs it, notes at every call of a delayed ticket what was
 * known at its arrival, and trains the network on all of them; each branch's waits are counted
 * in its own mean wait, so that a call centre (1 min) and an office (25 min) weigh alike. Twice,
 * since own errors of the first round are an input of the second.
 * Logs: 12 municipal offices of Warsaw (16 days, HaZdula/kolejkeR, MIT) and one bank call
 * centre (57 days of 1999; Guedj and Mandelbaum, Technion), both in the replay format, and
 * three simulated branches (`bench_twin --csv`, seeds 101 to 103, 60 days each, the branch
 * renamed). `bench_forecast leave-out LOG...` forecasts each branch with priors that have not
 * seen it: longer training is better on the logs it was fitted to and worse on others. Every
 * night a branch moves from the network's answer towards the simulation's as far as its own
 * waits say so, and a regression that has seen some thousand of them corrects both. */
#ifndef LOKET_FORECAST_PRIORS_H
#define LOKET_FORECAST_PRIORS_H

#include "firmware/forecast/forecast.h"

extern const struct forecast_priors priors_factory;

#endif
