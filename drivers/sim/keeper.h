// SPDX-License-Identifier: MIT
/* Who looks after the printer: shows each slip on the terminal as it is cut, uses up the
 * paper now and then and puts a new roll in a little later. */
#ifndef LOKET_SIM_KEEPER_H
#define LOKET_SIM_KEEPER_H

#include "drivers/sim/branch.h"
#include "drivers/sim/chance.h"

struct keeper {
    struct chance chance;
    int slips;       /* shown so far; slip files are numbered from 1 */
    int seen;        /* number of the file that was there at the last look */
    int paper_until; /* the roll ends after this slip */
    bool paper_out;
    int64_t refill_utc_ms, refill_mono_ms;
};

/* Slips that lie there already are not shown. */
void keeper_init(struct keeper *keeper, const struct branch *branch);
void keeper_turn(struct keeper *keeper, const struct branch *branch);

#endif
