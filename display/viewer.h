// SPDX-License-Identifier: MIT
/* What a wall remembers between boards: the last good one, the call on the stage, branch
 * time and whether the line is dead. Pure: monotonic time is an argument. */
#ifndef LOKET_DISPLAY_VIEWER_H
#define LOKET_DISPLAY_VIEWER_H

#include "display/calls.h"
#include "display/scene.h"

struct viewer {
    bool has_board;
    struct wall_board board; /* the last good one */
    int64_t board_mono_ms;   /* when it came */
    int64_t heard_mono_ms;   /* last sign of life */
    int64_t silence_ms;      /* after which the line counts as lost */
    bool still;              /* no motion: for pictures in files */
    const char *address;
    struct calls calls;
};

void viewer_init(struct viewer *viewer, const char *address, int64_t silence_ms);
/* False and the reason when the text is no board; the last good one stays. */
bool viewer_take(struct viewer *viewer, const char *json, size_t bytes, int64_t now_mono_ms,
                 char reason[WALL_REASON_BYTES]);
/* The line gave a sign of life then. */
void viewer_heard(struct viewer *viewer, int64_t mono_ms);
/* Branch time at a monotonic time; 0 before the first board. */
int64_t viewer_branch_ms(const struct viewer *viewer, int64_t mono_ms);
/* What to draw now; borrows from the viewer until its next change. */
struct scene_input viewer_input(struct viewer *viewer, int64_t now_mono_ms, int width, int height);
/* Monotonic time at which the picture may change without any news. */
int64_t viewer_due_mono_ms(const struct viewer *viewer, int64_t now_mono_ms);

#endif
