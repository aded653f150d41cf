// SPDX-License-Identifier: MIT
#include "firmware/api/replays.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

enum { REQUEST_BITS = 16 };

static uint64_t hash(const char *text, const char *body, size_t bytes)
{
    uint64_t sum = 0;
    uint8_t hash[crypto_generichash_BYTES];
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, sizeof hash);
    crypto_generichash_update(&state, (const uint8_t *)text, strlen(text) + 1);
    crypto_generichash_update(&state, (const uint8_t *)body, bytes);
    crypto_generichash_final(&state, hash, sizeof hash);
    for (int i = 0; i < 8; i++)
        sum = sum << 8 | hash[i];
    return sum;
}

/* Never 0: the key's part is not. */
static uint64_t request_id(const char *key, const char *path, const char *body, size_t bytes)
{
    uint64_t of_key = hash("key", key, strlen(key)) >> REQUEST_BITS;
    uint64_t of_request = hash(path, body, bytes) >> (64 - REQUEST_BITS);
    return (of_key ? of_key : 1) << REQUEST_BITS | of_request;
}

static bool same_key(uint64_t a, uint64_t b)
{
    return a >> REQUEST_BITS == b >> REQUEST_BITS;
}

static void forget(struct replay *replay)
{
    free(replay->body);
    memset(replay, 0, sizeof *replay);
}

/* The entry with this key, else the one to reuse; NULL when all are running. */
static struct replay *choose(struct replays *replays, uint64_t id)
{
    struct replay *oldest = NULL;
    for (int i = 0; i < REPLAYS_MAX; i++) {
        struct replay *entry = &replays->entry[i];
        if (same_key(entry->id, id))
            return entry;
        if (!entry->running && (!oldest || entry->last_use < oldest->last_use))
            oldest = entry;
    }
    if (oldest)
        forget(oldest);
    return oldest;
}

enum replay_find replays_find(struct replays *replays, const char *key, const char *path,
                              const char *body, size_t body_bytes, struct replay **replay)
{
    uint64_t id = request_id(key, path, body, body_bytes);
    struct replay *entry = *replay = choose(replays, id);
    if (!entry)
        return REPLAY_FULL;
    entry->last_use = ++replays->uses;
    if (entry->id) {
        if (entry->id != id)
            return REPLAY_OTHER_REQUEST;
        return entry->running ? REPLAY_RUNNING : REPLAY_ANSWERED;
    }
    entry->id = id;
    entry->running = true;
    return REPLAY_NEW;
}

void replays_finish(struct replay *replay, unsigned status, const char *body)
{
    char *copy = status < 300 ? strdup(body) : NULL;
    if (!copy) {
        forget(replay);
        return;
    }
    replay->running = false;
    replay->status = status;
    replay->body = copy;
}

void replays_recall(struct replays *replays, uint64_t id, unsigned status, const char *body)
{
    struct replay *entry = choose(replays, id);
    if (!entry)
        return;
    forget(entry);
    entry->id = id;
    entry->last_use = ++replays->uses;
    replays_finish(entry, status, body);
}

void replays_clear(struct replays *replays)
{
    for (int i = 0; i < REPLAYS_MAX; i++)
        forget(&replays->entry[i]);
}
