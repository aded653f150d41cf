// SPDX-License-Identifier: MIT
/* Which parts of the screen differ between two scenes. Pure. */
#ifndef LOKET_DISPLAY_DIRTY_H
#define LOKET_DISPLAY_DIRTY_H

#include "display/scene.h"

enum { DIRTY_MAX = 24 };

struct dirty {
    int count;
    struct scene_box box[DIRTY_MAX]; /* do not overlap each other */
};

/* The pixels that an item may touch (a text's ink may leave its box). */
struct scene_box dirty_extent(const struct scene_item *item);
bool dirty_touch(struct scene_box a, struct scene_box b);
/* Both scenes of one size. */
void dirty_compare(const struct scene *before, const struct scene *after, struct dirty *dirty);

#endif
