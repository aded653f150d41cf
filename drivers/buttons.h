// SPDX-License-Identifier: MIT
/* Seam: buttons and lamps on numbered lines. A driver speaks of lines and edges,
 * never of services or desks. */
#ifndef LOKET_DRIVERS_BUTTONS_H
#define LOKET_DRIVERS_BUTTONS_H

#include <stdbool.h>
#include <stdint.h>

enum { BUTTONS_LINES_MAX = 64, BUTTONS_ERROR_BYTES = 256 };

struct button_edge {
    int line;
    bool active;         /* pressed, after active_low */
    uint64_t at_mono_ns; /* CLOCK_MONOTONIC */
};

enum button_bias { BUTTON_PULL_UP, BUTTON_PULL_DOWN, BUTTON_NO_BIAS };

struct buttons_request {
    const char *path; /* GPIO chip, or FIFO of the simulation */
    int line[BUTTONS_LINES_MAX];
    int line_count;
    int lamp[BUTTONS_LINES_MAX];
    int lamp_count;
    enum button_bias bias;
    bool active_low;
};

struct buttons;

struct buttons_ops {
    /* File descriptors to poll for input; returns how many (<= max). They stay the
     * same until close. POLLHUP/POLLERR on one means the chip is gone. */
    int (*fds)(const struct buttons *buttons, int *fd, int max);
    /* Up to max edges without blocking, oldest first; 0 = none, -1 = the chip is gone. */
    int (*read)(struct buttons *buttons, struct button_edge *edge, int max);
    /* 1 active, 0 not, -1 gone. To reconcile after lost edges. */
    int (*level)(struct buttons *buttons, int line);
    /* Lights or darkens a lamp line; -1 = gone or not a lamp. */
    int (*lamp)(struct buttons *buttons, int line, bool on);
    void (*close)(struct buttons *buttons);
};

/* The first member of every driver's own struct. */
struct buttons {
    const struct buttons_ops *ops;
};

/* Opens; NULL with a sentence that says what is wrong and what to do. The request is
 * only read during the call. Both may fail for a chip that is not there yet: try again. */
struct buttons *buttons_gpiod_open(const struct buttons_request *request,
                                   char error[BUTTONS_ERROR_BYTES]);
struct buttons *buttons_sim_open(const struct buttons_request *request,
                                 char error[BUTTONS_ERROR_BYTES]);

#endif
