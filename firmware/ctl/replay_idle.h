// SPDX-License-Identifier: MIT
/* Desks of a log that never says when they are there. One without a visitor that leaves
 * somebody waiting whom it could call is doing something else; how soon such a desk calls
 * again, by how long it has been without a visitor, is learned from the branch's own calls:
 * a hazard per class of that time. Visitors who are called at once tell nothing of it. Pure. */
#ifndef LOKET_CTL_REPLAY_IDLE_H
#define LOKET_CTL_REPLAY_IDLE_H

#include "firmware/forecast/pace.h"

enum { REPLAY_IDLE_BINS = 11 };

struct replay_idle {
    double calls[REPLAY_IDLE_BINS], exposed_s[REPLAY_IDLE_BINS]; /* fading by the day */
};

void replay_idle_init(struct replay_idle *idle);
void replay_idle_day(struct replay_idle *idle);
/* A desk was without a visitor while somebody waited for it, from one age of that to another. */
void replay_idle_expose(struct replay_idle *idle, double from_s, double to_s);
/* It called one who had waited. */
void replay_idle_call(struct replay_idle *idle, double age_s);
/* How long such a desk stays without a visitor. */
void replay_idle_curve(const struct replay_idle *idle, struct curve *curve);

#endif
