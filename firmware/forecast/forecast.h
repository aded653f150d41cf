// SPDX-License-Identifier: MIT
/* How long somebody who takes a ticket now will wait, if they have to wait: P10, P50, P90,
 * learned from the branch's own log while it happens. Feed it what happens, in order; it
 * answers from what it was fed and from nothing else. Replaying the same events gives the same
 * state, bit for bit.
 *
 *   track      who waits, which desks work, how fast calls come: today, lately, usually
 *   features   31 inputs, all of them times: queue / speed, last waits, head of the queue,
 *              flow, usual waits and calls of the hour, own errors, and the caller's hint:
 *              the forward simulation of the queue (simulate.h), where there is one
 *   network    factory priors: what other branches' waits were when theirs looked like this
 *   quantile   three linear quantile regressions on all of it, fitted every night to the
 *              branch's last 4,000 delayed waits and pulled towards a mixture of the network's
 *              answer and the simulation's, which the same waits choose; what is told lies
 *              between that mixture and the fit, as the waits that became known since would
 *              have had it
 *   calibrate  offsets per class of predicted wait, from the last 400 misses of each, moved
 *              with every wait that becomes known
 *
 * Only delayed tickets are learned from (see track_delayed). */
#ifndef LOKET_FORECAST_FORECAST_H
#define LOKET_FORECAST_FORECAST_H

#include "firmware/forecast/calibrate.h"
#include "firmware/forecast/network.h"
#include "firmware/forecast/quantile.h"
#include "firmware/forecast/track.h"

enum forecast_kind {
    FORECAST_PLAN, /* desk is planned open from from_s to to_s; one event per window */
    FORECAST_OPEN,
    FORECAST_CLOSE,
    FORECAST_PAUSE,
    FORECAST_RESUME,
    FORECAST_DESKS, /* number: desks that serve `service` now, where they have no names */
    FORECAST_ARRIVE,
    FORECAST_CALL, /* desk 0 = not named */
    FORECAST_END,
    FORECAST_ABANDON, /* left the queue, or a no-show after the call */
    FORECAST_EXPECT,  /* number: configured minutes per visitor of `service` */
};
enum forecast_lane { FORECAST_REGULAR, FORECAST_PRIORITY, FORECAST_RETURN };

struct forecast_event {
    enum forecast_kind kind;
    int32_t day;  /* a number that grows with each business day, > 0 */
    double at_s;  /* since local midnight of the day; never before the last event's */
    int service;  /* 0 .. TRACK_SERVICES_MAX - 1 */
    int desk;     /* 1 .. TRACK_DESKS_MAX - 1; 0 = none */
    uint32_t key; /* of the ticket, unique within the day */
    enum forecast_lane lane;
    bool before; /* ARRIVE: waited already when the log of the day begins */
    double number;
    double from_s, to_s;
};

struct forecast_wait {
    int ahead; /* tickets of the same service that wait */
    float p10_s, p50_s, p90_s;
};

/* What ships with the program; priors.h says where it comes from. */
struct forecast_priors {
    struct network network;
    struct quantile_model model;
    double samples; /* own samples that the model outweighs */
};

/* One branch, about 1 MB; the caller's memory. */
struct forecast {
    const struct forecast_priors *priors;
    struct track track;
    struct quantile_ring ring;
    struct quantile_model center, model; /* the prior of this branch; fitted to its waits */
    struct quantile_mix mix;
    struct calibrate calibrate;
    int fresh;  /* samples since the last fit */
    int nights; /* it was fitted in */
};

/* priors outlive the forecast; NULL = the factory's. */
void forecast_init(struct forecast *forecast, const struct forecast_priors *priors);
/* An event with an index out of range, of an unknown ticket or with a number that is none
 * changes nothing. On ARRIVE `wait` (may be NULL) is what to tell the visitor; `hint` (may be
 * NULL) what a simulation says. The first event of a new day learns: about 0.1 s on
 * a PC with a full ring. */
void forecast_feed(struct forecast *forecast, const struct forecast_event *event,
                   const struct feature_hint *hint, struct forecast_wait *wait);
/* Begins this day, unless it has begun. `study` = learn from the days before, as the first event
 * of a new day does; false = leave that to another forecast that is fed the same. */
void forecast_day(struct forecast *forecast, int32_t day, bool study);
/* What somebody who arrived now would be told. Changes nothing; service in
 * range, at_s not before the last event of the day. */
void forecast_ask(struct forecast *forecast, int service, enum forecast_lane lane, double at_s,
                  const struct feature_hint *hint, struct forecast_wait *wait);
/* The same, with the inputs that the answer was read from. */
void forecast_ask_inputs(struct forecast *forecast, int service, enum forecast_lane lane,
                         double at_s, const struct feature_hint *hint, struct forecast_wait *wait,
                         float x[FEATURE_COUNT]);

#endif
