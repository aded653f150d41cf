// SPDX-License-Identifier: MIT
#include "display/dirty.h"

#include <stddef.h>
#include <string.h>

bool dirty_touch(struct scene_box a, struct scene_box b)
{
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

static struct scene_box join(struct scene_box a, struct scene_box b)
{
    int left = a.x < b.x ? a.x : b.x, top = a.y < b.y ? a.y : b.y;
    int right = a.x + a.w > b.x + b.w ? a.x + a.w : b.x + b.w;
    int bottom = a.y + a.h > b.y + b.h ? a.y + a.h : b.y + b.h;
    return (struct scene_box){left, top, right - left, bottom - top};
}

struct scene_box dirty_extent(const struct scene_item *item)
{
    if (item->kind != SCENE_TEXT) {
        return item->box;
    }
    /* Noto Sans: ascent 1.069 and descent 0.293 em; a little more for side bearings. */
    int above = item->size_px + item->size_px / 8, below = item->size_px / 3 + 2;
    int beside = item->size_px / 10 + 2;
    return (struct scene_box){item->x - beside, item->baseline_y - above, item->text_w + 2 * beside,
                              above + below};
}

static bool same(const struct scene_item *a, const struct scene_item *b)
{
    return memcmp(a, b, offsetof(struct scene_item, text)) == 0 && strcmp(a->text, b->text) == 0;
}

static bool has(const struct scene *scene, int hint, const struct scene_item *item)
{
    if (hint < scene->count && same(&scene->item[hint], item)) {
        return true;
    }
    for (int i = 0; i < scene->count; i++) {
        if (same(&scene->item[i], item)) {
            return true;
        }
    }
    return false;
}

static void add(struct dirty *dirty, struct scene_box box, int width, int height)
{
    int right = box.x + box.w < width ? box.x + box.w : width;
    int bottom = box.y + box.h < height ? box.y + box.h : height;
    box.x = box.x > 0 ? box.x : 0;
    box.y = box.y > 0 ? box.y : 0;
    box.w = right - box.x;
    box.h = bottom - box.y;
    if (box.w <= 0 || box.h <= 0) {
        return;
    }
    for (int i = 0; i < dirty->count;) {
        if (dirty_touch(dirty->box[i], box) || dirty->count == DIRTY_MAX) {
            box = join(dirty->box[i], box);
            dirty->box[i] = dirty->box[--dirty->count];
            i = 0; /* the larger box may now touch an earlier one */
        } else {
            i++;
        }
    }
    dirty->box[dirty->count++] = box;
}

void dirty_compare(const struct scene *before, const struct scene *after, struct dirty *dirty)
{
    dirty->count = 0;
    for (int i = 0; i < after->count; i++) {
        if (!has(before, i, &after->item[i])) {
            add(dirty, dirty_extent(&after->item[i]), after->width, after->height);
        }
    }
    for (int i = 0; i < before->count; i++) {
        if (!has(after, i, &before->item[i])) {
            add(dirty, dirty_extent(&before->item[i]), after->width, after->height);
        }
    }
}
