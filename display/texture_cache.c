// SPDX-License-Identifier: MIT
#include "display/texture_cache.h"

uint64_t texture_key(uint64_t key, const void *bytes, size_t count)
{
    const unsigned char *at = bytes;
    for (size_t i = 0; i < count; i++) {
        key = (key ^ at[i]) * UINT64_C(1099511628211);
    }
    return key ? key : 1;
}

void texture_cache_init(struct texture_cache *cache, SDL_Renderer *renderer, size_t bytes_max)
{
    SDL_memset(cache, 0, sizeof *cache);
    cache->renderer = renderer;
    cache->bytes_max = bytes_max;
}

const struct cached_texture *texture_cache_find(struct texture_cache *cache, uint64_t key)
{
    for (int i = 0; i < TEXTURE_CACHE_MAX; i++) {
        if (cache->entry[i].key == key) {
            cache->entry[i].used = ++cache->turn;
            return &cache->entry[i];
        }
    }
    return NULL;
}

static void drop(struct texture_cache *cache, struct cached_texture *entry)
{
    SDL_DestroyTexture(entry->texture);
    cache->bytes -= entry->bytes;
    SDL_memset(entry, 0, sizeof *entry);
}

/* A free place with room for `bytes` more. */
static struct cached_texture *make_room(struct texture_cache *cache, size_t bytes)
{
    for (;;) {
        struct cached_texture *oldest = NULL, *vacant = NULL;
        for (int i = 0; i < TEXTURE_CACHE_MAX; i++) {
            struct cached_texture *entry = &cache->entry[i];
            if (entry->key == 0) {
                vacant = entry;
            } else if (!oldest || entry->used < oldest->used) {
                oldest = entry;
            }
        }
        if (vacant && (cache->bytes + bytes <= cache->bytes_max || !oldest)) {
            return vacant;
        }
        drop(cache, oldest);
    }
}

const struct cached_texture *texture_cache_put(struct texture_cache *cache, uint64_t key,
                                               SDL_Surface *surface, int dy)
{
    size_t bytes = (size_t)surface->w * (size_t)surface->h * 4;
    struct cached_texture *entry = make_room(cache, bytes);
    SDL_Texture *texture = SDL_CreateTextureFromSurface(cache->renderer, surface);
    if (!texture) {
        return NULL;
    }
    SDL_SetTextureBlendMode(texture, SDL_BLENDMODE_BLEND);
    *entry = (struct cached_texture){.key = key,
                                     .texture = texture,
                                     .w = surface->w,
                                     .h = surface->h,
                                     .dy = dy,
                                     .bytes = bytes,
                                     .used = ++cache->turn};
    cache->bytes += bytes;
    return entry;
}

void texture_cache_clear(struct texture_cache *cache)
{
    for (int i = 0; i < TEXTURE_CACHE_MAX; i++) {
        if (cache->entry[i].key != 0) {
            drop(cache, &cache->entry[i]);
        }
    }
}
