// SPDX-License-Identifier: MIT
/* What is known at an arrival, as numbers a regression can use. Every input is a time in
 * seconds (or a time multiplied by a pure number), so that coefficients learned in one branch
 * mean the same in another one where everything takes ten times as long: no constant term. */
#ifndef LOKET_FORECAST_FEATURES_H
#define LOKET_FORECAST_FEATURES_H

#include "firmware/forecast/track.h"

enum feature {
    FEATURE_QUEUE,     /* work ahead / speed of the own service, learned today and before */
    FEATURE_BRANCH,    /* work of all waiting / desks of the branch (named desks), else QUEUE */
    FEATURE_LES,       /* wait of the last one called today */
    FEATURE_HOL,       /* how long the head of the queue has waited */
    FEATURE_MA5,       /* mean of the last five such waits */
    FEATURE_MEAN,      /* mean wait of the service so far */
    FEATURE_STEP,      /* time of one call of the service */
    FEATURE_QUEUE_LES, /* geometric means */
    FEATURE_QUEUE_MEAN,
    FEATURE_FLOW,      /* ahead / calls per second of the last half hour with a queue */
    FEATURE_QUIET,     /* time since the last call */
    FEATURE_ERROR,     /* mean of the last five errors of our own P50, shrunk */
    FEATURE_RATIO,     /* QUEUE times how wrong it has been lately */
    FEATURE_PROFILE,   /* until the usual calls of this time of day have served those ahead */
    FEATURE_HOUR,      /* usual wait at this hour */
    FEATURE_MEAN_TIME, /* MEAN times the share of the usual day that has passed */
    FEATURE_QUEUE_TIME,
    FEATURE_LOG_AHEAD,  /* MEAN times log(1 + ahead) */
    FEATURE_ROOT_AHEAD, /* STEP times sqrt(ahead) */
    FEATURE_BALANCE,    /* STEP times arrivals minus calls of the last half hour */
    FEATURE_CLOSE,      /* QUEUE, but not beyond the usual last call */
    FEATURE_PRIORITY,   /* BRANCH for a priority ticket, else 0 */
    FEATURE_LEFT,       /* until the usual last call */
    FEATURE_AGE,        /* mean time that all in the queue have waited */
    FEATURE_CALL,       /* desk-seconds of a call: STEP times desks */
    FEATURE_SIM_10,     /* forward simulation, else mean(BRANCH, LES) */
    FEATURE_SIM_50,
    FEATURE_SIM_90,
    FEATURE_NET_10, /* the factory network's (network.h) */
    FEATURE_NET_50,
    FEATURE_NET_90,
    FEATURE_COUNT
};
_Static_assert((int)FEATURE_COUNT <= (int)TRACK_INPUTS, "a ticket keeps them all");

/* Quantiles of a forward simulation, seconds. */
struct feature_hint {
    bool known;
    float p10_s, p50_s, p90_s;
};

/* x[FEATURE_COUNT] for one who would arrive now; the service is advanced to at_s. All but
 * FEATURE_NET_*, which are left 0. `hint` may be NULL. */
void features_read(const struct track *track, int service, int lane, double at_s,
                   const struct feature_hint *hint, float *x);
/* Seconds of one call of the service when one desk works on it, shrunk: today to the last
 * days, these to what is known of the branch. */
double features_call_s(const struct track *track, int service);

#endif
