// SPDX-License-Identifier: MIT
/* Judges wait forecasts: error, pinball loss, coverage and the probability integral
 * transform, beside the formulas queue products show. */
#ifndef LOKET_BENCH_JUDGE_H
#define LOKET_BENCH_JUDGE_H

#include "firmware/core/queue.h"

enum judge_method {
    JUDGE_STACK_PLAN,    /* what the product promises where it knows the plan of duty */
    JUDGE_STACK_LEARNED, /* the same without a plan: the usual hours it has learned */
    JUDGE_STACKS,
    JUDGE_PLAN = JUDGE_STACKS, /* the simulations alone that these are made from */
    JUDGE_LEARNED,
    JUDGE_BLIND, /* simulation in which desks stay as they are */
    JUDGE_FORECASTS,
    JUDGE_MEAN = JUDGE_FORECASTS,
    JUDGE_LES,
    JUDGE_HOL,
    JUDGE_QUEUE,
    JUDGE_QUEUE_LES,
    JUDGE_FLOW,
    JUDGE_METHODS
};

/* One judged ticket; seconds. */
struct judge_row {
    int day;
    double wait_s, p50_s[JUDGE_METHODS], p10_s[JUDGE_METHODS], p90_s[JUDGE_METHODS];
    double pit[JUDGE_FORECASTS]; /* share of the forecast distribution below the wait */
};

struct judge_score {
    int count;
    double wait_min, mae_min, rmse_min, bias_min, pinball50, pinball90, coverage90, inside80;
};

/* The formulas' own knowledge: what earlier tickets of the branch told. */
enum { JUDGE_RECENT = 256 };
struct judge_formulas {
    double wait_s[LETTERS], waits[LETTERS], all_wait_s, all_waits;
    double serve_s[LETTERS], serves[LETTERS], all_serve_s, all_serves;
    double last_s[LETTERS];          /* today, < 0 = nobody called yet */
    int64_t called_ms[JUDGE_RECENT]; /* ring of calls */
    int calls;
};

void judge_init(struct judge_formulas *formulas);
void judge_new_day(struct judge_formulas *formulas);
/* The first call of a ticket that waited so long; `delayed` ones count for the mean. */
void judge_called(struct judge_formulas *formulas, char service, double wait_s, bool delayed,
                  int64_t at_ms);
void judge_served(struct judge_formulas *formulas, char service, double busy_s);
/* P50 of every formula for the ticket that has just arrived in `queue`. */
void judge_ask(const struct judge_formulas *formulas, const struct queue *queue, ticket_slot slot,
               double p50_s[JUDGE_METHODS]);

/* Share of these paths below the wait, half of those that are equal. */
double judge_share_below(const float *path_s, int paths, double wait_s);
/* The same of a promise. Three quantiles are no distribution; it is given that of the simulation
 * it was made from, whose paths are stretched so that their P10, P50 and P90 fall on the promised
 * ones: linearly between them, from 0 to P10, and beyond P90 as between P50 and P90. Where there
 * was no simulation, or none with a width: linear between the quantiles, exponential beyond P90. */
double judge_promise_below(const struct promise *promise, const float *path_s, int paths,
                           double wait_s);

/* Rows of the formulas get their P90: the 90 % quantile of the waits of earlier days in up to
 * ten equal classes of the formula's value. Rows stand in order of day. */
void judge_formula_p90(struct judge_row *rows, int count);
struct judge_score judge_score(const struct judge_row *rows, int count, enum judge_method method);
/* Largest distance of the transform's distribution from the uniform one. */
double judge_kolmogorov(const struct judge_row *rows, int count, enum judge_method method);

#endif
