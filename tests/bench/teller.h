// SPDX-License-Identifier: MIT
/* Somebody who promises waits in the simulated branch as the product does: an outlook fed with
 * every fact, a forward simulation at each arrival as its hint. */
#ifndef LOKET_BENCH_TELLER_H
#define LOKET_BENCH_TELLER_H

#include "firmware/forecast/outlook.h"
#include "tests/bench/twin.h"

struct teller {
    struct outlook outlook;
    struct simulation simulation;
    struct simulate_result result;
    /* Of the last arrival. */
    struct promise promise;
    struct wait_range simulated;
    float path_s[SIMULATE_PATHS];
    long asked;
    double simulate_ms, promise_ms; /* spent altogether */
};

void teller_init(struct teller *teller);
/* A fact of the twin, before it is applied. When it is an arrival, and `asks`, it is promised a
 * wait first, by a simulation with this plan (NULL: desks stay as they are). */
void teller_fact(struct teller *teller, const struct twin *twin, const struct event *event,
                 const struct duty_plan *plan, bool asks);
/* The simulation alone, for the arrival `event`: its waits, and its paths if path_s is not NULL. */
void teller_simulate(struct teller *teller, const struct twin *twin, const struct event *event,
                     const struct duty_plan *plan, struct wait_range *wait,
                     float path_s[SIMULATE_PATHS]);

#endif
