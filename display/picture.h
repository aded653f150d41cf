// SPDX-License-Identifier: MIT
/* One frame into a file, and how long frames take. */
#ifndef LOKET_DISPLAY_PICTURE_H
#define LOKET_DISPLAY_PICTURE_H

#include "display/options.h"

/* Both return the exit status and say on stderr what went wrong. */
int picture_screenshot(const struct options *options);
int picture_bench(const struct options *options);

/* The board of --board-file, else of --board. False and a sentence in `reason`. */
bool picture_board(const struct options *options, struct wall_board *board,
                   char reason[WALL_REASON_BYTES]);

#endif
