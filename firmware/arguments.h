// SPDX-License-Identifier: MIT
/* Command line of loketd. */
#ifndef LOKET_ARGUMENTS_H
#define LOKET_ARGUMENTS_H

#include <stdbool.h>
#include <stdint.h>

struct arguments {
    const char *config; /* path of loket.conf */
    bool check_only;    /* --check-config: say whether it would start, then leave */
    const char *learn;  /* --learn: folder of the journal to learn from; NULL = be the daemon */
    bool pin;           /* --pin: compute one, then leave */
    const char *verify, *backup; /* --verify, --backup: folder of the journal; see upkeep_child.h */
    int speed;                   /* branch seconds per real second; 1 on a real board */
    int64_t start_utc_ms;        /* branch time at start; 0 = real time */
};

/* -1 = go on; otherwise the exit status (0 after --help or --version, 2 after a usage error). */
int arguments_parse(int argc, char **argv, struct arguments *arguments);

#endif
