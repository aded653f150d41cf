// SPDX-License-Identifier: MIT
/* The rules of a branch as its calls show them; a log of the replay format does not say them.
 *
 * - Skills: a desk serves what it has called, lately; a new desk may call all.
 * - Priority: how much faster a priority ticket ages (rate) and how many of them may pass a
 *   regular one (K). Of all pairs on a grid the one that would have picked the called ticket
 *   most often, where somebody of either lane waited; recent days count more.
 * - Every service has the same target wait.
 * Pure. */
#ifndef LOKET_CTL_REPLAY_RULES_H
#define LOKET_CTL_REPLAY_RULES_H

#include "firmware/core/queue.h"

enum { REPLAY_RULES_DESKS = 256, REPLAY_RATES = 12, REPLAY_PASSES = 8 };

struct replay_rules {
    float calls[REPLAY_RULES_DESKS][LETTERS]; /* fading by the day */
    float calls_all[REPLAY_RULES_DESKS];
    float wrong[REPLAY_RATES][REPLAY_PASSES]; /* calls a pair would not have made, fading */
};

void replay_rules_init(struct replay_rules *learned);
void replay_rules_day(struct replay_rules *learned);
/* A waiting ticket is called to this desk; the queue as it was before. */
void replay_rules_call(struct replay_rules *learned, const struct queue *before, ticket_slot slot,
                       uint16_t desk, int64_t at_ms);
/* What the desk serves, of `all`. */
service_set replay_rules_serves(const struct replay_rules *learned, uint16_t desk, service_set all);
/* Everything but the list of desks. */
void replay_rules_read(const struct replay_rules *learned, service_set all, struct rules *rules);

#endif
