// SPDX-License-Identifier: MIT
/* What visitors, officers and the printer's keeper share: branch time, the buttons, the
 * board as a person sees it, and a line on the terminal for what they do. */
#ifndef LOKET_SIM_BRANCH_H
#define LOKET_SIM_BRANCH_H

#include <stdbool.h>
#include <stdint.h>

#include "drivers/sim/board_view.h"
#include "firmware/config.h"

struct branch {
    struct config config; /* which line is which button */
    const char *fifo;
    const char *printer_dir;
    int speed; /* branch seconds per real second */
    uint64_t seed;
    int visitors_per_day;

    struct board_view board; /* as last seen; board.known false before */
    int64_t now_utc_ms;      /* branch time of this turn */
    int64_t now_mono_ms;     /* real time of this turn */
    int minute;              /* branch minute of the local day, 0..1439 */
};

/* Presses a button of the panel by its line number; false when no daemon listens. */
bool branch_press(const struct branch *branch, int line, int hold_ms);
/* The line for an action (service or desk 0 = any), -1 = the panel has none. */
int branch_line(const struct branch *branch, enum line_action action, char service, uint16_t desk);
/* One line on the terminal, "08.03  text". */
void branch_say(const struct branch *branch, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

#endif
