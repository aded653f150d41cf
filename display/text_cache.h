// SPDX-License-Identifier: MIT
/* The wall's typeface: finds it, measures texts, draws them into cached textures. */
#ifndef LOKET_DISPLAY_TEXT_CACHE_H
#define LOKET_DISPLAY_TEXT_CACHE_H

#include <SDL_ttf.h>

#include "display/scene.h"
#include "display/text_face.h"
#include "display/texture_cache.h"

enum {
    TEXT_FONTS_MAX = 20,
    TEXT_WIDTHS_MAX = 2048,
    TEXT_WEIGHTS = 2,
    TEXT_FACES_MAX = 8,   /* the two weights, then fonts for other writing */
    TEXT_CHOICES_MAX = 64 /* texts in other writing whose face is remembered */
};

struct text_cache {
    struct texture_cache *textures;
    struct {
        struct text_file file;
        TTF_Font *ruler; /* unhinted: widths scale with the size */
    } face[TEXT_FACES_MAX];
    int faces;
    struct {
        TTF_Font *font;
        int face;
        int size_px;
        uint64_t used;
    } font[TEXT_FONTS_MAX];
    uint64_t turn;
    struct {
        uint64_t key;
        int width; /* at the ruler's size */
    } width[TEXT_WIDTHS_MAX];
    struct {
        uint64_t key;
        int face;
    } choice[TEXT_CHOICES_MAX];
};

/* Finds Noto Sans (else DejaVu Sans, else whatever fontconfig gives) in regular and bold. What
 * it lacks is drawn in a font that has it; what no font has becomes an empty box.
 * False and a sentence in `reason` when there is no usable font at all. `textures` must
 * outlive the cache. */
bool text_cache_open(struct text_cache *cache, struct texture_cache *textures,
                     char reason[WALL_REASON_BYTES]);
/* For struct scene_measure; context is the cache. */
int text_cache_width(void *context, enum scene_weight weight, int size_px, const char *text);
/* The text drawn in that colour, NULL when it cannot be drawn. Lives until the next call. */
const struct cached_texture *text_cache_draw(struct text_cache *cache,
                                             const struct scene_item *item);
/* Safe on a zeroed cache. */
void text_cache_close(struct text_cache *cache);

#endif
