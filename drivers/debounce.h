// SPDX-License-Identifier: MIT
/* Edges of one line + time -> presses, long presses, stuck lines. Pure: time is an
 * argument, all of it CLOCK_MONOTONIC in ms. */
#ifndef LOKET_DRIVERS_DEBOUNCE_H
#define LOKET_DRIVERS_DEBOUNCE_H

#include <stdbool.h>
#include <stdint.h>

struct debounce_times {
    int64_t stable_ms;  /* level must hold this long to count; default 20 */
    int64_t release_ms; /* and this long released before the next press counts; default 50 */
    int64_t long_ms;    /* held this long: a long press; default 2000 */
    int64_t stuck_ms;   /* held this long: stuck; default 10000 */
    int64_t unstick_ms; /* released this long: usable again; default 1000 */
};

enum debounce_output {
    DEBOUNCE_NOTHING,
    DEBOUNCE_PRESS, /* went down and came up again, or (on lines without long press) went down */
    DEBOUNCE_LONG_PRESS, /* reported while still held */
    DEBOUNCE_STUCK,
    DEBOUNCE_UNSTUCK
};

/* One line. Zeroed memory + debounce_init. */
struct debounce {
    struct debounce_times times;
    bool wants_long; /* a PRESS is reported at release, so that a long one can be told apart */
    bool raw;        /* last level seen */
    int64_t raw_since_ms;
    int phase;
    int64_t phase_since_ms;
    bool long_reported;
    enum debounce_output pending[4]; /* found by debounce_level, told by debounce_tick */
    int pending_count;
};

/* active_now: level at start; active at start counts as stuck (the first tick says so)
 * until released. */
void debounce_init(struct debounce *debounce, const struct debounce_times *times, bool wants_long,
                   bool active_now, int64_t now_ms);
/* A level seen at at_ms (an edge, or a reconciling read). Never reports by itself:
 * call debounce_tick afterwards. Two equal levels in a row are harmless. What was due before
 * at_ms happens first, so a late reader loses no press. */
void debounce_level(struct debounce *debounce, bool active, int64_t at_ms);
/* At most one output per call; call again until DEBOUNCE_NOTHING. */
enum debounce_output debounce_tick(struct debounce *debounce, int64_t now_ms);
/* When to tick next, INT64_MAX = not before the next edge. */
int64_t debounce_due_ms(const struct debounce *debounce);

#endif
