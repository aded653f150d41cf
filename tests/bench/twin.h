// SPDX-License-Identifier: MIT
/* A simulated branch that drives the real queue with commands and time: 6 services, 5 desks
 * with skills, lognormal services (cv .6 to .9), factors per desk and day, drift, a plan of
 * duty that people keep roughly, unplanned absences, no-shows after long waits of whom some
 * return, priority, forgotten "finish" and double presses. The truth behind the forecasts of
 * bench_twin. The same seed gives the same days. */
#ifndef LOKET_BENCH_TWIN_H
#define LOKET_BENCH_TWIN_H

#include <stdio.h>

#include "firmware/core/queue.h"
#include "firmware/forecast/pace.h"

enum { TWIN_SERVICES = 6, TWIN_DESKS = 5, TWIN_RETURNS = 32 };

enum twin_doing { TWIN_AWAY, TWIN_IDLE, TWIN_BUSY, TWIN_CHANGING };

struct twin_desk {
    enum twin_doing doing;
    int64_t due_ms; /* of its next action, INT64_MAX = none */
    bool comes;     /* the visitor at the desk */
    bool forgot;    /* to press "finish" */
    int span;       /* of the plan, the present or next one */
    double factor;  /* > 1: slow */
};

struct twin {
    struct queue queue;
    struct rules rules;
    struct duty_plan plan; /* of today */
    int64_t midnight_ms, now_ms, next_arrival_ms;
    int day; /* 0, 1, ... */
    uint64_t random;
    double day_factor, arrival_factor;
    struct twin_desk desk[TWIN_DESKS];
    struct {
        struct ticket_no ticket;
        int64_t at_ms;
    } returns[TWIN_RETURNS];
    int return_count;
    /* Every fact, before it is applied; every arrival, after. Either may be NULL. */
    void (*fact)(void *context, const struct twin *twin, const struct event *event);
    void (*arrived)(void *context, const struct twin *twin, ticket_slot slot);
    void *context;
};

void twin_init(struct twin *twin, uint64_t seed);
/* Lives one whole day. */
void twin_day(struct twin *twin);
/* The rows of the replay format that a fact, and the plan of a day, amount to. */
void twin_write_head(FILE *file);
void twin_write_plan(FILE *file, const struct twin *twin);
void twin_write_fact(FILE *file, const struct twin *twin, const struct event *event);

#endif
