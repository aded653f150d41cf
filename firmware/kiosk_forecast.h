// SPDX-License-Identifier: MIT
/* Inside of the spine's forecasts, shared by kiosk_forecast.c (what is known, and what is promised
 * from it) and kiosk_simulate.c (the simulation that goes on beside it). Nobody else includes it.
 *
 * All but promises and facts is done when nothing else is: in slices of an event source of idle
 * priority, after the turn's commit, so that no press waits for more than one slice. */
#ifndef LOKET_KIOSK_FORECAST_H
#define LOKET_KIOSK_FORECAST_H

#include "firmware/kiosk_state.h"
#include "firmware/learning.h"

enum {
    SLICE_US = 500,
    SLICE_SLOW_US = 20000,
    RENEW_MS = 30000, /* of branch time */
    /* A run begins so long after a fact: until then slips, boards and the next fact of the same
     * moment come first, also on other processors. */
    SETTLE_US = 20000,
};

enum simulating {
    SIMULATING_NOT,
    SIMULATING_LOAD,
    SIMULATING_WALK,
    SIMULATING_SUM_UP,
    SIMULATING_PROMISE
};

struct kiosk_forecast {
    struct outlook outlook; /* set when known */
    bool known;
    sd_event_source *slice, *settled;
    enum waits_state logged;

    struct learning *learning;
    struct learned *arrived; /* to be brought up to date with the journal, then taken over */
    bool learning_wanted;
    int64_t learning_due_ms; /* monotonic: not before */
    int failures;            /* one after the other */

    struct simulation simulation;
    struct rules rules; /* of the present run: the document may be replaced meanwhile */
    struct pace pace;
    struct duty_plan plan, expected; /* as planned; without those who did not come */
    enum simulating simulating;
    bool wanted;    /* something has changed since the present run began ... */
    int64_t due_us; /* ... and may be looked at from now on, monotonic */
    int slice_paths;
    int64_t begun_at_ms; /* branch time that the present or last run starts from */
    int32_t begun_day;
    struct simulate_result result; /* of the last one that finished */
    bool finished;                 /* there is one, of this day */
    int64_t result_at_ms;
    /* From it, for new visitors in the regular lane; and those of the present run so far. */
    struct promise promise[LETTERS], next[LETTERS];
    int next_service; /* place in the branch document */
};

/* kiosk_forecast.c: has work to do. */
void kiosk_forecast_soon(struct kiosk *kiosk);
/* What a new visitor would be told, by all that is known. */
void kiosk_forecast_make(const struct kiosk *kiosk, char service, enum lane lane, int64_t at_ms,
                         struct promise *promise);

/* kiosk_simulate.c: one slice of a run; false = there is nothing to do. */
bool kiosk_simulate_slice(struct kiosk *kiosk);
/* A run is wanted when the last one is too old. */
void kiosk_simulate_tick(struct kiosk *kiosk);
/* Tickets and waits of the day before are gone. */
void kiosk_simulate_forget(struct kiosk *kiosk);

#endif
