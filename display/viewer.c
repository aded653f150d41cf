// SPDX-License-Identifier: MIT
#include "display/viewer.h"

#include <string.h>

enum { FRAME_MS = 33, MINUTE_MS = 60000 };

void viewer_init(struct viewer *viewer, const char *address, int64_t silence_ms)
{
    memset(viewer, 0, sizeof *viewer);
    viewer->address = address;
    viewer->silence_ms = silence_ms;
}

bool viewer_take(struct viewer *viewer, const char *json, size_t bytes, int64_t now_mono_ms,
                 char reason[WALL_REASON_BYTES])
{
    if (!board_model_parse(json, bytes, &viewer->board, reason)) {
        return false;
    }
    viewer->has_board = true;
    viewer->board_mono_ms = now_mono_ms;
    viewer_heard(viewer, now_mono_ms);
    calls_take(&viewer->calls, viewer->board.call, viewer->board.call_count, now_mono_ms);
    return true;
}

void viewer_heard(struct viewer *viewer, int64_t mono_ms)
{
    viewer->heard_mono_ms = mono_ms > viewer->heard_mono_ms ? mono_ms : viewer->heard_mono_ms;
}

int64_t viewer_branch_ms(const struct viewer *viewer, int64_t mono_ms)
{
    if (!viewer->has_board) {
        return 0;
    }
    return viewer->board.utc_ms + (mono_ms - viewer->board_mono_ms) * viewer->board.speed;
}

struct scene_input viewer_input(struct viewer *viewer, int64_t now_mono_ms, int width, int height)
{
    calls_advance(&viewer->calls, now_mono_ms, CALLS_HOLD_MS);
    bool lost = viewer->has_board && now_mono_ms - viewer->heard_mono_ms >= viewer->silence_ms;
    return (struct scene_input){
        .width = width,
        .height = height,
        .board = viewer->has_board ? &viewer->board : NULL,
        .stage = calls_stage(&viewer->calls),
        .stage_age_ms = viewer->still ? SCENE_ENTER_MS : now_mono_ms - viewer->calls.since_ms,
        .branch_utc_ms = viewer_branch_ms(viewer, now_mono_ms),
        .lost_since_utc_ms = lost ? viewer_branch_ms(viewer, viewer->heard_mono_ms) : 0,
        .address = viewer->address,
    };
}

static int64_t earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

/* Real milliseconds until branch time reaches the next multiple of the period. */
static int64_t until_next(int64_t branch_ms, int64_t period_ms, int speed)
{
    return (period_ms - branch_ms % period_ms + speed - 1) / speed;
}

int64_t viewer_due_mono_ms(const struct viewer *viewer, int64_t now_mono_ms)
{
    if (!viewer->has_board) {
        return INT64_MAX;
    }
    const struct wall_board *board = &viewer->board;
    int64_t branch_ms = viewer_branch_ms(viewer, now_mono_ms);
    int64_t due = now_mono_ms + until_next(branch_ms, MINUTE_MS, board->speed);
    if (board->notice_count > 1) {
        due = earlier(due, now_mono_ms +
                               until_next(branch_ms, scene_notice_period_ms(board), board->speed));
    }
    due = earlier(due, calls_due_ms(&viewer->calls, CALLS_HOLD_MS));
    int64_t lost_at = viewer->heard_mono_ms + viewer->silence_ms;
    if (lost_at > now_mono_ms) {
        due = earlier(due, lost_at);
    }
    if (!viewer->still && viewer->calls.shown &&
        now_mono_ms - viewer->calls.since_ms < SCENE_ENTER_MS) {
        due = earlier(due, now_mono_ms + FRAME_MS);
    }
    return due;
}
