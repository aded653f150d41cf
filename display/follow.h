// SPDX-License-Identifier: MIT
/* The loop of a living wall: waits for boards, time and signals, draws what changed. */
#ifndef LOKET_DISPLAY_FOLLOW_H
#define LOKET_DISPLAY_FOLLOW_H

#include "display/options.h"

/* Runs until SIGTERM, SIGINT or the window is closed. Exit status: 0, or 1 with a sentence
 * on stderr when there is nothing to draw on. */
int follow_run(const struct options *options);

#endif
