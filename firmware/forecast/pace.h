// SPDX-License-Identifier: MIT
/* How fast a branch works, as the simulation needs it: a snapshot the model makes
 * (branch_model_pace), or one that a test or the planner writes itself. Pure.
 *
 * Durations are distributions: a curve holds the quantiles at the middles of 64 equal
 * shares, in seconds, ascending. */
#ifndef LOKET_FORECAST_PACE_H
#define LOKET_FORECAST_PACE_H

#include "firmware/core/types.h"

enum { CURVE_POINTS = 64, WAIT_BINS = 8, DAY_HOURS = 24, SPANS_MAX = 6 };

struct curve {
    float at_s[CURVE_POINTS];
};

/* What is known of one desk. */
struct pace_desk {
    uint16_t number;
    float factor;          /* > 1: slower than the branch */
    int64_t free_since_ms; /* UTC, when its last visitor left; 0 = not known */
};

struct pace {
    int64_t midnight_ms;           /* UTC of the day's local midnight: for the hours below */
    struct curve service[LETTERS]; /* call to finish, today's factor included */
    float speed_spread;            /* how uncertain that factor is: sd of its logarithm */
    float speed_weight;            /* ended visits that it rests on; 0 = it needs no others */
    struct curve changeover;       /* finish to the next call while somebody waits */
    struct curve absent;           /* call to "did not come" */
    struct curve pause;            /* unplanned absence of a desk */
    /* Share of the called who do not come, by how long they waited, and how many leave
     * unseen per second of waiting: hazards by wait_bin(). */
    float no_show[LETTERS][WAIT_BINS];
    float leave_per_s[WAIT_BINS];
    float arrivals_per_h[LETTERS][LANES][DAY_HOURS];
    struct pace_desk desk[DESKS_MAX];
    int desk_count;
};

/* When a desk is meant to be on duty. No spans = nothing is known: it stays as it is. */
struct duty {
    uint16_t desk;
    int span_count;
    struct {
        int64_t from_ms, to_ms; /* UTC, ascending, not touching */
    } span[SPANS_MAX];
};

struct duty_plan {
    bool serves_out; /* desks on duty in the last half hour of all stay until nobody waits */
    int count;
    struct duty duty[DESKS_MAX];
};

/* Bin of a wait: up to 1, 3, 5, 10, 20, 40, 80 min, longer. */
int wait_bin(double wait_s);
/* Where a bin begins, in seconds. */
double wait_bin_from(int bin);

/* Quantile at `share` 0..1, linear between the points, flat beyond the outer ones. */
double curve_draw(const struct curve *curve, double share);
/* Share of the durations below `s`. */
double curve_below(const struct curve *curve, double s);
/* What is left of a duration that has lasted `elapsed_s` already: the quantile of the
 * rest at `share`. Past the longest one known it goes on for a tenth of it, exponentially. */
double curve_rest(const struct curve *curve, double elapsed_s, double share);
double curve_mean(const struct curve *curve);
/* The same duration always. */
void curve_constant(struct curve *curve, double s);
/* Lognormal with this mean and coefficient of variation, > 0. */
void curve_lognormal(struct curve *curve, double mean_s, double cv);
/* curve = curve x (1 - weight) + other x weight, quantile by quantile. */
void curve_blend(struct curve *curve, const struct curve *other, double weight);
void curve_scale(struct curve *curve, double factor);

/* A sane pace for a branch nobody has seen yet: 10 min per visitor (cv .7), 10 s between
 * two, 2 % who do not come. */
void pace_init(struct pace *pace);

#endif
