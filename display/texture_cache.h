// SPDX-License-Identifier: MIT
/* Drawn strings and shapes, kept as textures up to a number of bytes; the one that was not
 * used for longest goes first. */
#ifndef LOKET_DISPLAY_TEXTURE_CACHE_H
#define LOKET_DISPLAY_TEXTURE_CACHE_H

#include <SDL.h>
#include <stdbool.h>
#include <stdint.h>

enum { TEXTURE_CACHE_MAX = 768 };

struct cached_texture {
    uint64_t key; /* 0 = free */
    SDL_Texture *texture;
    int w, h;
    int dy;       /* first row below the baseline (texts only), negative = above */
    size_t bytes; /* w * h * 4 */
    uint64_t used;
};

struct texture_cache {
    SDL_Renderer *renderer;
    size_t bytes, bytes_max;
    uint64_t turn;
    struct cached_texture entry[TEXTURE_CACHE_MAX];
};

/* FNV-1a, 64 bits, for keys. Start with TEXTURE_KEY_START; never returns 0. */
#define TEXTURE_KEY_START UINT64_C(14695981039346656037)
uint64_t texture_key(uint64_t key, const void *bytes, size_t count);

void texture_cache_init(struct texture_cache *cache, SDL_Renderer *renderer, size_t bytes_max);
/* NULL = not there. The entry lives until the next put. */
const struct cached_texture *texture_cache_find(struct texture_cache *cache, uint64_t key);
/* Copies the surface; the caller keeps it. NULL when the renderer refuses. */
const struct cached_texture *texture_cache_put(struct texture_cache *cache, uint64_t key,
                                               SDL_Surface *surface, int dy);
void texture_cache_clear(struct texture_cache *cache);

#endif
