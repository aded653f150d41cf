// SPDX-License-Identifier: MIT
/* Visitors: when they come and what they press. A quarter of a day's visitors stand
 * before the door when it opens; the others peak about an hour later, with a long tail
 * (the shape that studies of such branches report). One person at a time is at the
 * kiosk, and fingers keep real time at any speed of the branch. */
#ifndef LOKET_SIM_VISITORS_H
#define LOKET_SIM_VISITORS_H

#include "drivers/sim/branch.h"
#include "drivers/sim/chance.h"

enum { VISITORS_MAX = 2000 };

enum visit_kind {
    VISIT_TAKE,
    VISIT_PRIORITY,  /* priority button first */
    VISIT_TWICE,     /* impatient: presses again at once */
    VISIT_CHECKLIST, /* holds the button: papers, no number */
    VISIT_HELP       /* asks for staff first, then takes */
};

struct visit {
    int64_t at_utc_ms;
    int service; /* index of the take lines */
    enum visit_kind kind;
};

struct visitors {
    struct chance chance;
    struct visit visit[VISITORS_MAX]; /* by time */
    int count, next;
    int32_t planned_day; /* days since 1970, local; 0 = none yet */
    int64_t kiosk_free_mono_ms;
    int take_line[CONFIG_LINES_MAX];
    char take_service[CONFIG_LINES_MAX];
    int take_count;
    int pending_line; /* -1 = none; second press of the one at the kiosk */
    int64_t pending_mono_ms;
    bool told_closed;
};

void visitors_init(struct visitors *visitors, const struct branch *branch);
/* Draws a day: `count` visitors of a day that opens at opens_utc_ms. */
void visitors_plan(struct visitors *visitors, int count, int64_t opens_utc_ms);
void visitors_turn(struct visitors *visitors, const struct branch *branch);

#endif
