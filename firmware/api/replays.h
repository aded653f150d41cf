// SPDX-License-Identifier: MIT
/* Idempotency-Key: what was answered to the last requests that carried one, so that a
 * repeated request is not carried out twice. The 256 last used; the answers are in memory, but the
 * facts carry the keys, so that api/remember.c can tell the answers again after a crash.
 *
 * A request is known by 64 bits: 48 of the hash of its key, 16 of the hash of path and body. */
#ifndef LOKET_API_REPLAYS_H
#define LOKET_API_REPLAYS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { REPLAYS_MAX = 256, REPLAY_KEY_MAX_BYTES = 128 };

struct replay {
    uint64_t id;  /* 0 = unused */
    bool running; /* its request has no answer yet */
    uint64_t last_use;
    unsigned status;
    char *body; /* malloc'd JSON */
};

struct replays {
    struct replay entry[REPLAYS_MAX];
    uint64_t uses;
};

enum replay_find { REPLAY_NEW, REPLAY_RUNNING, REPLAY_ANSWERED, REPLAY_OTHER_REQUEST, REPLAY_FULL };

/* Looks the key up. NEW: an entry was made (running) for this request; the caller ends it
 * with replays_finish. OTHER_REQUEST: the key belongs to a different request. */
enum replay_find replays_find(struct replays *replays, const char *key, const char *path,
                              const char *body, size_t body_bytes, struct replay **replay);
/* Keeps the answer of what was done (copies body); a refusal changed nothing and is
 * forgotten, so that the repetition tries again. */
void replays_finish(struct replay *replay, unsigned status, const char *body);
/* A request that was answered before the daemon's start; id as it was then. */
void replays_recall(struct replays *replays, uint64_t id, unsigned status, const char *body);
void replays_clear(struct replays *replays);

#endif
