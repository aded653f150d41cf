// SPDX-License-Identifier: MIT
/* The command line of loket-wall. Pure. */
#ifndef LOKET_DISPLAY_OPTIONS_H
#define LOKET_DISPLAY_OPTIONS_H

#include <stdbool.h>
#include <stdint.h>

#include "display/board_model.h"

enum wall_mode {
    WALL_MODE_SHOW,
    WALL_MODE_KEEP,
    WALL_MODE_SCREENSHOT,
    WALL_MODE_BENCH,
    WALL_MODE_ANNOUNCE,
    WALL_MODE_HELP,
    WALL_MODE_VERSION
};

struct options {
    enum wall_mode mode;
    const char *board;      /* where the board is */
    const char *cacert;     /* authorities of an https board, NULL = the system's */
    const char *board_file; /* instead of asking for it, NULL = ask */
    const char *pages_file; /* with --screenshot: information pages from here, NULL = ask */
    int page;               /* with --screenshot: this page on the stage, from 1; 0 = the call */
    const char *output;     /* PNG of --screenshot or --keep */
    const char *name;       /* of this wall, NULL = the computer's */
    const char *voice;      /* folder of the branch's own clips, NULL = none */
    double viewing_distance_m, screen_inch; /* 0 = the board's */
    int width, height;                      /* 0 = not given */
    int rotate;
    bool windowed, mute;
    bool trace; /* a line on stdout for each frame shown */
    bool has_at;
    int64_t at_utc_ms;
    int frames;                   /* of --bench */
    struct {                      /* of --announce */
        const char *ticket, *wav; /* wav NULL = the loudspeaker */
        const char *option;       /* the last one that needs it, "--wav"; NULL = none */
        int desk, repeat, volume_percent;
        enum wall_number_style style;
        bool english, recall;
    } announce;
};

/* Points into argv. False and a sentence in `reason` for a usage error (exit status 2). */
bool options_parse(int argc, char *const argv[], struct options *options,
                   char reason[WALL_REASON_BYTES]);
const char *options_help(void);

#endif
