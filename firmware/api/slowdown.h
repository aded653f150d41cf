// SPDX-License-Identifier: MIT
/* Whoever guesses PINs has to wait. Failed tries are counted by user and by address; the first
 * three cost nothing, then the next try is accepted after 1, 2, 4 ... seconds: at most 30 s for a
 * user, so that nobody can lock somebody else out, and 5 minutes for an address. An address from
 * which a user signed in during the last 12 h does not wait for what others try in her name. Pure;
 * memory is bounded: when a table is full, the entry with the fewest failures goes. */
#ifndef LOKET_API_SLOWDOWN_H
#define LOKET_API_SLOWDOWN_H

#include <stdint.h>

enum {
    SLOWDOWN_ENTRIES_MAX = 256, /* users, and as many addresses and pairs of both */
    SLOWDOWN_TEXT_BYTES = 76,   /* of a user, an address, or both with a space between */
    SLOWDOWN_FREE_TRIES = 3,
    SLOWDOWN_USER_MAX_MS = 30 * 1000,
    SLOWDOWN_ADDRESS_MAX_MS = 5 * 60 * 1000,
    SLOWDOWN_FORGET_MS = 30 * 60 * 1000, /* failures, when none was added for so long */
    SLOWDOWN_KNOWN_MS = 12 * 60 * 60 * 1000
};

struct slowdown_entry {
    char text[SLOWDOWN_TEXT_BYTES]; /* "" = free */
    int failures;
    int64_t last_ms;
};

struct slowdown {
    struct slowdown_entry user[SLOWDOWN_ENTRIES_MAX];
    struct slowdown_entry address[SLOWDOWN_ENTRIES_MAX];
    struct slowdown_entry known[SLOWDOWN_ENTRIES_MAX]; /* "USER ADDRESS" that signed in well */
};

/* 0: the try may be made, and counts as failed until slowdown_good takes that back (so that many
 * at once do not slip through). Else ms to wait; a try before is not even looked at, and does not
 * count. Names are cut at 24 bytes, addresses at 48. */
int64_t slowdown_try(struct slowdown *slowdown, const char *user, const char *address,
                     int64_t now_ms);
/* The last try was the right PIN. */
void slowdown_good(struct slowdown *slowdown, const char *user, const char *address,
                   int64_t now_ms);
/* The last try could not be judged. */
void slowdown_undo(struct slowdown *slowdown, const char *user, const char *address);
/* How long a try at once after this one would have to wait, in ms: > 0 = it is slowed now. */
int64_t slowdown_wait(const struct slowdown *slowdown, const char *user, const char *address,
                      int64_t now_ms);

#endif
