// SPDX-License-Identifier: MIT
/* Requests that no honest client sends, from a seed: the same seed tells the same requests. Each
 * is wrong in one decisive way, whatever else stands in it, and none may change anything. */
#ifndef LOKET_TESTS_SCENARIO_RUDE_H
#define LOKET_TESTS_SCENARIO_RUDE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { RUDE_BYTES = 320 * 1024 };

struct rude {
    uint64_t seed;      /* of the next one; not 0 */
    const char *cookie; /* "loket=TOKEN": over TCP, as somebody who is signed in; NULL = socket */
    const char *kind;   /* what is wrong with the last one */
    bool broken;        /* not even HTTP: it may be hung up on without a word, or waited for */
    bool unfinished;    /* the end is missing: nobody can answer */
    size_t bytes;
    char text[RUDE_BYTES];
};

/* Writes the next one into text. */
void rude_next(struct rude *rude);

#endif
