// SPDX-License-Identifier: MIT
/* All that a branch has learned of its waits, and what it promises from that. Fed with facts
 * in order, live and from the journal: the same facts give the same outlook. Pure; one struct
 * of the caller's without pointers to itself, about 1.5 MB, so that a child process can learn
 * it and hand over its bytes.
 *
 *   forecast      P10, P50, P90 of the wait (forecast.h)
 *   model         the branch's pace, for the simulation (branch_model.h)
 *   ledger        promises beside what happened (ledger.h)
 *
 * The forward simulation runs beside it (simulate.h): its quantiles for a new visitor are the
 * forecast's hint. Those that a promise was made with stand in the fact itself, so that
 * learning from the journal needs no simulation. */
#ifndef LOKET_FORECAST_OUTLOOK_H
#define LOKET_FORECAST_OUTLOOK_H

#include "firmware/forecast/branch_model.h"
#include "firmware/forecast/forecast.h"
#include "firmware/forecast/ledger.h"
#include "firmware/forecast/simulate.h"

enum { OUTLOOK_DESKS = TRACK_DESKS_MAX };

struct outlook {
    struct forecast forecast;
    struct branch_model model;
    struct ledger ledger;
    int32_t day;                       /* yyyymmdd, 0 = none yet */
    int64_t midnight_ms, last_at_ms;   /* the time never runs backwards within the day */
    int days;                          /* days so far: the forecast's day number */
    uint16_t desk[OUTLOOK_DESKS];      /* number of the forecast's desk i; 0 = free */
    int64_t seen_at_ms[OUTLOOK_DESKS]; /* the longest unseen makes room */
    struct promise open[TICKETS_MAX];  /* of today's tickets, by slot, until called */
    bool delayed[TICKETS_MAX];         /* somebody of the service was in front at the issue */
    uint8_t stay[TICKETS_MAX];         /* how often it has waited again */
};

/* Does not own anything; priors are the factory's. After a copy between processes of the same
 * program, call outlook_adopt on it. */
void outlook_init(struct outlook *outlook);
void outlook_adopt(struct outlook *outlook);

/* A fact, with the queue as it was just BEFORE queue_apply. midnight_ms: UTC of the local midnight
 * that begins the fact's business day. `study` = learn from the day before when this fact begins
 * a new one (about 0.1 s); false = leave that to a learner. Facts of another day than the one
 * that has begun change nothing.
 *
 * Who waits again (back from a no-show or from being parked, transferred) counts as waiting, but
 * the wait is not learned; nor is that of one who was called out of order. A promise is kept or
 * broken by the first call, in order and in the service it was made for; one whose ticket was
 * parked or transferred before is void. */
void outlook_fact(struct outlook *outlook, const struct queue *before, const struct event *event,
                  int64_t midnight_ms, bool study);

/* What somebody who takes a number of `service` in `lane` now is to be told. `simulated` (may be
 * NULL): the simulation's waits for just such a visitor. closes_ms: when the branch closes, 0 =
 * not known. promise->known is false while a free desk stands ready for them, when nobody is
 * on duty to call them, or when the day has not begun. Does not change what was learned. */
void outlook_promise(struct outlook *outlook, const struct queue *queue, const struct rules *rules,
                     char service, enum lane lane, int64_t now_ms,
                     const struct wait_range *simulated, int64_t closes_ms,
                     struct promise *promise);

/* P50 and P90 in seconds as people say it, minutes: low rounded down, high rounded up to steps of 5
 * (up to 60 min), 10 (up to 120) and 30; low never below what is certain (least_s, rounded down
 * to a minute) and 0 when the whole range is one step. */
void outlook_round(double p50_s, double p90_s, double least_s, uint16_t *low_min,
                   uint16_t *high_min);

#endif
