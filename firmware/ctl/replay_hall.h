// SPDX-License-Identifier: MIT
/* A foreign log lived through on a real queue: its rows become the facts a kiosk would have
 * written, so that the forward simulation of the live queue (simulate.h) can be asked at every
 * arrival. What the format does not say is learned from the branch's calls: replay_rules.h,
 * branch_model.h. Nothing is known before it has happened; one branch at a time.
 *
 * - A desk that calls without having opened is on duty from then on.
 * - In a log that never says when desks open or pause, one without a visitor counts as away:
 *   replay_idle.h tells when it calls again; after half an hour of that it has gone. There, as
 *   everywhere, a hint means "if you have to wait": who is called at once needs none.
 * - A call ends the service before it, an end that comes later says nothing more; what was
 *   served until then is learned from only when the called one had been waiting.
 * - A ticket called to a desk without a name has left the line, no more.
 * - Planned hours are believed as attendance.h does. Without them the desks' usual hours count; in
 * a log that never says when desks open, only if waits were foreseen better with them so far.
 *
 * There is no hint where the log does not name its desks, and where it exceeds what a kiosk can
 * hold: more than 26 services in a branch, 32 desks or 4,000 tickets on a day (no hint for the
 * rest of that day). The forecast then goes on without a simulation. */
#ifndef LOKET_CTL_REPLAY_HALL_H
#define LOKET_CTL_REPLAY_HALL_H

#include "firmware/ctl/replay_idle.h"
#include "firmware/ctl/replay_log.h"
#include "firmware/ctl/replay_rules.h"
#include "firmware/forecast/branch_model.h"
#include "firmware/forecast/simulate.h"

/* About 2.5 MB; the caller's memory. */
struct replay_hall {
    int32_t day; /* yyyymmdd, 0 = none yet */
    int64_t midnight_ms;
    bool named;     /* some call named its desk */
    bool too_small; /* a kiosk could not hold this day */
    bool planned;   /* today's plan is in the log */
    bool desks_changed;
    bool says_hours; /* some desk said when it opens or pauses */
    service_set services;
    struct queue queue;
    struct rules rules;
    struct replay_rules learned;
    struct replay_idle idle;
    struct branch_model model;
    struct duty_plan plan; /* of today; count 0 = none */
    /* Are desks that never say their hours as regular as the model believes? Tried on some. */
    bool regular;
    double with_off_s, without_off_s; /* fading sums of errors */
    struct {
        float with_s, without_s; /* P50; < 0 = not tried */
    } trial[REPLAY_TICKETS_MAX + 1];
    int64_t at_ms;                                   /* of the last row */
    struct ticket_no ticket[REPLAY_TICKETS_MAX + 1]; /* by the log's key, of today */
    struct simulation simulation;
    struct simulate_result result;
};

void replay_hall_init(struct replay_hall *hall);
/* A row of the log. On an arrival *hint becomes what the simulation says of it, as it would have
 * been known just before; else hint may be NULL. */
void replay_hall_feed(struct replay_hall *hall, const struct forecast_event *event,
                      struct feature_hint *hint);

#endif
