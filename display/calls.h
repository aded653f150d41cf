// SPDX-License-Identifier: MIT
/* Which call is on the stage. Calls that come close together are shown one after the
 * other, each for a while; the newest one then stays. Pure: time is an argument. */
#ifndef LOKET_DISPLAY_CALLS_H
#define LOKET_DISPLAY_CALLS_H

#include "display/board_model.h"

enum { CALLS_HOLD_MS = 4000, CALLS_PENDING_MAX = 16 };

struct calls {
    bool started; /* a board has been seen */
    bool shown;   /* stage holds a call */
    bool live;    /* it was made while this wall was watching: chime and voice belong to it */
    struct wall_call stage;
    int64_t since_ms;                            /* the stage began to show it */
    int64_t last_seq;                            /* newest ever taken in */
    struct wall_call pending[CALLS_PENDING_MAX]; /* oldest first */
    int pending_count;
};

/* Takes in the calls of a board (newest first, as the board has them). The first board
 * puts its newest call on the stage at once; later boards queue every unseen call in the
 * order of calling, for calls_advance. An empty list clears the stage (a new day); numbers that
 * start again below the newest one seen count as a new first board. Calls made before
 * `fresh_utc_ms` (the line was dead meanwhile) only stand in the list, but for the newest, which
 * comes to the stage and is not live. `now_ms` is monotonic. */
void calls_take(struct calls *calls, const struct wall_call call[], int count, int64_t now_ms,
                int64_t fresh_utc_ms);

/* Moves on when the stage has been held for hold_ms and another call waits. True when the
 * stage changed. */
bool calls_advance(struct calls *calls, int64_t now_ms, int64_t hold_ms);

/* When calls_advance will next have something to do, INT64_MAX = never. */
int64_t calls_due_ms(const struct calls *calls, int64_t hold_ms);

/* The call on the stage, NULL = none. */
const struct wall_call *calls_stage(const struct calls *calls);

#endif
