// SPDX-License-Identifier: MIT
/* What the public may see: numbers, desks, waits; never a name, and never a service
 * beside a called number. Pure: state in, values out. */
#ifndef LOKET_CORE_BOARD_H
#define LOKET_CORE_BOARD_H

#include "firmware/core/queue.h"

struct board_call {
    uint32_t seq;
    struct ticket_no ticket;
    uint16_t desk;
    bool recall;
    int64_t at_ms;
};

struct board_desk {
    uint16_t number;
    enum desk_state state;
    struct ticket_no serving; /* letter 0 = nobody */
    bool help;
};

struct board_service {
    char letter;
    int waiting;       /* for this service */
    int ahead;         /* in front of somebody who takes its number now, other letters included */
    bool free;         /* an open desk that serves it serves nobody and nobody is ahead: no wait */
    int last_wait_min; /* of the last visitor called today, -1 = none yet */
    int low_min, high_min; /* wait that is told to somebody who takes its number now; -1 = none */
    bool late;             /* it may not be served before the branch closes */
    uint16_t desk[DESKS_MAX]; /* open desks that serve it, ascending */
    int desk_count;
};

struct board {
    int32_t day;
    bool kiosk_open;
    bool kiosk_help;
    const char *kiosk_note;             /* the queue's */
    struct board_call call[CALLS_KEPT]; /* newest first */
    int call_count;
    struct board_desk desk[DESKS_MAX]; /* every desk of the rules, ascending */
    int desk_count;
    struct board_service service[SERVICES_MAX]; /* ascending letter */
    int service_count;
};

/* `board` borrows from `queue`: use it before the next queue_apply. The waits are none. */
void board_make(const struct queue *queue, const struct rules *rules, struct board *board);
/* Adds what is promised to a service's new visitors: the interval when it is said, and whether
 * they come too late even when it is not, since that is why a number may be refused. */
void board_promise(struct board *board, char service, const struct promise *promise);

#endif
