// SPDX-License-Identifier: MIT
#include <math.h>

#include "display/scene_build.h"

static const double reach = 4.0; /* design pixels to each side */

/* 0, 1 .. reach .. 0 .. -reach .. -1 and again: one step up or down each time. */
static int swing(int step, int reach_px)
{
    int at = step % (4 * reach_px);
    return at <= reach_px ? at : at <= 3 * reach_px ? 2 * reach_px - at : at - 4 * reach_px;
}

/* Shifts a span, except for an end that touches the screen's own. */
static void shift_span(int *at, int *length, int shift, int screen)
{
    int start = *at <= 0 ? *at : *at + shift;
    int end = *at + *length >= screen ? *at + *length : *at + *length + shift;
    *at = start;
    *length = end - start;
}

void scene_drift(struct scene *scene, int drift, double unit)
{
    int reach_px = (int)lround(reach * unit);
    reach_px = reach_px < 1 ? 1 : reach_px;
    drift = drift < 0 ? 0 : drift % (4 * reach_px * 4 * reach_px);
    /* Sideways at every step, up or down after each whole swing: every place gets its turn. */
    int dx = swing(drift, reach_px), dy = swing(drift / (4 * reach_px), reach_px);
    for (int i = 0; i < scene->count; i++) {
        struct scene_item *item = &scene->item[i];
        bool stretches = item->kind == SCENE_RECT || item->kind == SCENE_TEXT;
        if (stretches) { /* marks and arrows stand away from the edges and keep their shape */
            shift_span(&item->box.x, &item->box.w, dx, scene->width);
            shift_span(&item->box.y, &item->box.h, dy, scene->height);
        } else {
            item->box.x += dx;
            item->box.y += dy;
        }
        if (item->kind == SCENE_TEXT) {
            item->x += dx;
            item->baseline_y += dy;
        }
    }
}
