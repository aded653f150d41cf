// SPDX-License-Identifier: MIT
#include "firmware/api/replays.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

static void hash_request(const char *path, const char *body, size_t bytes,
                         uint8_t hash[REPLAY_HASH_BYTES])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, REPLAY_HASH_BYTES);
    crypto_generichash_update(&state, (const uint8_t *)path, strlen(path) + 1);
    crypto_generichash_update(&state, (const uint8_t *)body, bytes);
    crypto_generichash_final(&state, hash, REPLAY_HASH_BYTES);
}

static void forget(struct replay *replay)
{
    free(replay->body);
    memset(replay, 0, sizeof *replay);
}

/* The entry with this key, else the one to reuse; NULL when all are running. */
static struct replay *choose(struct replays *replays, const uint8_t key[REPLAY_HASH_BYTES])
{
    struct replay *oldest = NULL;
    for (int i = 0; i < REPLAYS_MAX; i++) {
        struct replay *entry = &replays->entry[i];
        if (entry->used && memcmp(entry->key, key, REPLAY_HASH_BYTES) == 0)
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
    uint8_t key_hash[REPLAY_HASH_BYTES], request[REPLAY_HASH_BYTES];
    hash_request("key", key, strlen(key), key_hash);
    hash_request(path, body, body_bytes, request);
    struct replay *entry = *replay = choose(replays, key_hash);
    if (!entry)
        return REPLAY_FULL;
    entry->last_use = ++replays->uses;
    if (entry->used) {
        if (memcmp(entry->request, request, sizeof request) != 0)
            return REPLAY_OTHER_REQUEST;
        return entry->running ? REPLAY_RUNNING : REPLAY_ANSWERED;
    }
    entry->used = entry->running = true;
    memcpy(entry->key, key_hash, sizeof key_hash);
    memcpy(entry->request, request, sizeof request);
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

void replays_clear(struct replays *replays)
{
    for (int i = 0; i < REPLAYS_MAX; i++)
        forget(&replays->entry[i]);
}
