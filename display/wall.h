// SPDX-License-Identifier: MIT
/* Draws scenes with an SDL renderer and redraws only what differs from the last one. */
#ifndef LOKET_DISPLAY_WALL_H
#define LOKET_DISPLAY_WALL_H

#include <SDL.h>

#include "display/dirty.h"
#include "display/scene.h"
#include "display/text_cache.h"
#include "display/texture_cache.h"

struct wall {
    SDL_Renderer *renderer;
    SDL_Texture *picture; /* the last picture; NULL when the renderer keeps it itself */
    bool drawn;           /* `last` is in the picture */
    struct texture_cache textures;
    struct text_cache texts;
    struct scene last;
    struct dirty dirty; /* what the last wall_draw has redrawn */
};

/* A wall of width x height pixels. `keeps`: what the renderer has drawn stays there (a
 * software renderer on a surface), so no second picture is needed. NULL and a sentence in
 * `reason` on failure. The renderer must outlive the wall. */
struct wall *wall_create(SDL_Renderer *renderer, int width, int height, bool keeps,
                         char reason[WALL_REASON_BYTES]);
/* Draws the scene; returns the number of pixels redrawn, 0 = nothing had changed. */
int64_t wall_draw(struct wall *wall, const struct scene *scene);
/* The picture is gone (device reset): the next wall_draw draws everything. */
void wall_forget(struct wall *wall);
/* For scene_make; lives as long as the wall. */
struct scene_measure wall_measure(struct wall *wall);
/* Bytes of cached textures and of the picture. */
size_t wall_texture_bytes(const struct wall *wall);
void wall_destroy(struct wall *wall); /* NULL is fine */

#endif
