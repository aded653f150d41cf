// SPDX-License-Identifier: MIT
/* Officers, one per desk that has a "next" button: they look at the wall, call, serve,
 * wait for who does not come, and go to lunch. */
#ifndef LOKET_SIM_OFFICERS_H
#define LOKET_SIM_OFFICERS_H

#include "drivers/sim/branch.h"
#include "drivers/sim/chance.h"

enum officer_state {
    OFFICER_AWAY,      /* not there yet, at lunch, or gone home: until due */
    OFFICER_IDLE,      /* looks whether anybody waits */
    OFFICER_CALLING,   /* pressed next; waits for the number on the wall */
    OFFICER_EXPECTING, /* nobody came: recalls, then gives up */
    OFFICER_SERVING    /* until due */
};

struct officer {
    uint16_t desk;
    enum officer_state state;
    int64_t due_utc_ms;
    int64_t look_mono_ms; /* when they look at the wall again */
    int recalls;
    int looks; /* since they pressed next */
    bool had_lunch;
    char serving[8]; /* the number on the wall when they last looked */
};

struct officers {
    struct chance chance;
    struct officer officer[BOARD_VIEW_DESKS_MAX];
    int count;
    int32_t day; /* of had_lunch */
};

void officers_init(struct officers *officers, const struct branch *branch);
void officers_turn(struct officers *officers, const struct branch *branch);

#endif
