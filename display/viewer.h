// SPDX-License-Identifier: MIT
/* What a wall remembers between boards: the last good one, the call or the information page
 * on the stage, branch time and whether the line is dead. Pure: monotonic time is an argument. */
#ifndef LOKET_DISPLAY_VIEWER_H
#define LOKET_DISPLAY_VIEWER_H

#include "display/calls.h"
#include "display/scene.h"

/* A call keeps the stage while it is spoken, but not for ever; one that is older than a
 * minute when it arrives is neither staged nor spoken. */
enum { VIEWER_SPEECH_MS_MAX = 30000, VIEWER_FRESH_MS = 60000 };

struct viewer {
    bool has_board;
    struct wall_board board; /* the last good one */
    int64_t board_mono_ms;   /* when it came */
    int64_t heard_mono_ms;   /* last sign of life */
    int64_t silence_ms;      /* after which the line counts as lost */
    bool still;              /* no motion: for pictures in files */
    bool speaking;           /* the call on the stage is still being spoken */
    const char *address;
    double viewing_distance_m, screen_inch; /* 0 = the board's */
    int64_t began_mono_ms;                  /* first board */
    struct calls calls;
    struct wall_pages pages;
};

void viewer_init(struct viewer *viewer, const char *address, int64_t silence_ms);
/* False and the reason when the text is no board; the last good one stays. */
bool viewer_take(struct viewer *viewer, const char *json, size_t bytes, int64_t now_mono_ms,
                 char reason[WALL_REASON_BYTES]);
/* The same for the information pages. */
bool viewer_take_pages(struct viewer *viewer, const char *json, size_t bytes,
                       char reason[WALL_REASON_BYTES]);
/* The call on the stage that is to be spoken, NULL = none: one that was made while the wall
 * watched. The same one each time until another takes the stage. */
const struct wall_call *viewer_live_call(const struct viewer *viewer);
/* The line gave a sign of life then. */
void viewer_heard(struct viewer *viewer, int64_t mono_ms);
/* Branch time at a monotonic time; 0 before the first board. */
int64_t viewer_branch_ms(const struct viewer *viewer, int64_t mono_ms);
/* What to draw now; borrows from the viewer until its next change. */
struct scene_input viewer_input(struct viewer *viewer, int64_t now_mono_ms, int width, int height);
/* Monotonic time at which the picture may change without any news. */
int64_t viewer_due_mono_ms(const struct viewer *viewer, int64_t now_mono_ms);

#endif
