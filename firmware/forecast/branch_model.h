// SPDX-License-Identifier: MIT
/* What a branch's own facts teach about its pace. Fed with the events of the journal in
 * order, live and at boot: the same facts give the same model, whatever the clock says.
 * Pure; the caller owns the memory, which never grows (about 85 KB).
 *
 * Learned:
 * - occupied times per service (call to finish), pooled service -> branch -> factory prior,
 *   with a factor per desk and one for today, both shrunk to 1;
 * - change-over: the gap before a call while the called one was waiting already;
 * - absences of a desk: pauses, and longer gaps of that kind;
 * - no-shows by how long they had waited, and leaving the line while waiting;
 * - arrivals by hour of the day, service and lane;
 * - the hours at which a desk is usually there.
 * Not believed:
 * - a "finish" much later than usual (forgotten): dropped, sooner when nobody waited;
 * - a visitor served for a few seconds (a double press): counted as one who did not come;
 * - a gap beyond two minutes is never change-over. */
#ifndef LOKET_FORECAST_BRANCH_MODEL_H
#define LOKET_FORECAST_BRANCH_MODEL_H

#include "firmware/core/queue.h"
#include "firmware/forecast/samples.h"

enum { BRANCH_DESKS = 64, BRANCH_SLOTS = 288, BRANCH_SLOT_MS = 300000 };

struct branch_service {
    struct samples occupied; /* each divided by the factor of its desk */
    double absent, absent_expected;
    float arrivals_past[LANES][DAY_HOURS]; /* fading sums over days */
    uint16_t arrivals_today[LANES][DAY_HOURS];
};

struct branch_desk {
    uint16_t number;             /* 0 = place not taken */
    bool on, named_hours;        /* on duty now; it says when it opens */
    int64_t on_since_ms;         /* accounted up to here */
    int64_t free_since_ms;       /* its last visitor left; 0 = none today */
    int64_t paused_at_ms;        /* 0 = is not paused */
    int64_t seen_at_ms;          /* last fact: the longest unseen makes room for a new one */
    double ratio, weight;        /* fading sums: actual / expected duration */
    uint16_t days;               /* it was on duty on */
    float attendance;            /* fading share of the branch's days */
    uint8_t usual[BRANCH_SLOTS]; /* how often it is there, of 255 */
    uint8_t today[BRANCH_SLOTS / 8];
};

struct branch_model {
    int64_t midnight_ms; /* UTC of the day's local midnight */
    int64_t first_at_ms; /* first arrival of the day, 0 = none */
    int days;            /* ended ones */
    double weight;       /* of arrivals_past, in days */
    struct branch_service service[LETTERS];
    struct samples branch, changeover, absent, pause;
    double called[WAIT_BINS], absent_of[WAIT_BINS]; /* fading sums */
    double left[WAIT_BINS], waited_s[WAIT_BINS];
    double today_ratio, today_count;
    struct branch_desk desk[BRANCH_DESKS];
};

void branch_model_init(struct branch_model *model);
/* Local midnight of the business day, UTC: call it after EV_DAY_STARTED and before the
 * day's other facts; ends the day before. */
void branch_model_day(struct branch_model *model, int64_t midnight_ms);
/* A fact, with the queue as it was just BEFORE queue_apply. A waiting ticket that is parked
 * counts as one that left the line. */
void branch_model_event(struct branch_model *model, const struct queue *before,
                        const struct event *event);

/* Snapshot for a simulation; it does not depend on the hour it is taken at. */
void branch_model_pace(const struct branch_model *model, const struct rules *rules,
                       struct pace *pace);
/* The usual hours of the desks, for days without a plan of duty. False (and no desks) until
 * three days are known. */
bool branch_model_plan(const struct branch_model *model, const struct rules *rules,
                       struct duty_plan *plan);
/* Factor of a desk (1 = as the branch) and of today. */
double branch_model_desk_factor(const struct branch_model *model, uint16_t desk);
double branch_model_today_factor(const struct branch_model *model);
/* Distribution of the occupied time of a service, without these factors. */
void branch_model_curve(const struct branch_model *model, char service, struct curve *curve);

#endif
