// SPDX-License-Identifier: MIT
/* The rows of a log in their order: finds what contradicts an earlier row and turns names into
 * the numbers a forecast works with. Memory is bounded by one day of one branch. */
#ifndef LOKET_CTL_REPLAY_LOG_H
#define LOKET_CTL_REPLAY_LOG_H

#include "firmware/ctl/replay_row.h"

enum { REPLAY_TICKETS_MAX = 1 << 16 };

struct replay_ticket {
    uint64_t name; /* hash of service and ticket; 0 = free */
};

struct replay_log {
    char branch[REPLAY_TEXT_BYTES];
    int32_t day;
    double at_s;
    int services, desks, tickets;
    char service[TRACK_SERVICES_MAX][REPLAY_TEXT_BYTES];
    char desk[TRACK_DESKS_MAX][REPLAY_TEXT_BYTES]; /* 0 unused */
    struct replay_ticket ticket[REPLAY_TICKETS_MAX];
};

void replay_log_init(struct replay_log *log);
/* NULL and the event, whose window is still to be set for a plan; else what is wrong with the
 * row (static text): it is to be skipped. *new_branch becomes true when the row begins another
 * branch, also when it is a bad one. */
const char *replay_log_add(struct replay_log *log, const struct replay_row *row,
                           struct forecast_event *event, bool *new_branch);

#endif
