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

static int64_t hold_ms(const struct viewer *viewer)
{
    return viewer->speaking ? VIEWER_SPEECH_MS_MAX : CALLS_HOLD_MS;
}

bool viewer_take(struct viewer *viewer, const char *json, size_t bytes, int64_t now_mono_ms,
                 char reason[WALL_REASON_BYTES])
{
    if (!board_model_parse(json, bytes, &viewer->board, reason)) {
        return false;
    }
    if (!viewer->has_board) {
        viewer->began_mono_ms = now_mono_ms;
    }
    viewer->has_board = true;
    viewer->board_mono_ms = now_mono_ms;
    viewer_heard(viewer, now_mono_ms);
    const struct wall_board *board = &viewer->board;
    calls_take(&viewer->calls, board->call, board->call_count, now_mono_ms,
               board->utc_ms - INT64_C(1) * VIEWER_FRESH_MS * board->speed);
    calls_advance(&viewer->calls, now_mono_ms, hold_ms(viewer));
    return true;
}

bool viewer_take_pages(struct viewer *viewer, const char *json, size_t bytes,
                       char reason[WALL_REASON_BYTES])
{
    return pages_model_parse(json, bytes, &viewer->pages, reason);
}

const struct wall_call *viewer_live_call(const struct viewer *viewer)
{
    return viewer->calls.live ? calls_stage(&viewer->calls) : NULL;
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

/* How long the stage has had nothing new to say, beyond the time that makes a wall idle;
 * negative = it is not idle. */
static int64_t idle_ms(const struct viewer *viewer, int64_t now_mono_ms)
{
    const struct wall_settings *wall = &viewer->board.wall;
    if (!viewer->has_board || wall->idle_after_s == 0 || viewer->pages.count == 0 ||
        viewer->speaking || viewer->calls.pending_count > 0) {
        return -1;
    }
    int64_t since = viewer->calls.shown ? viewer->calls.since_ms : viewer->began_mono_ms;
    return now_mono_ms - since - INT64_C(1000) * wall->idle_after_s;
}

/* The pages take turns; after the last one the newest call is shown for a turn. */
static int page_now(const struct viewer *viewer, int64_t now_mono_ms)
{
    int64_t idle = idle_ms(viewer, now_mono_ms);
    if (idle < 0) {
        return -1;
    }
    int64_t turn = idle / (INT64_C(1000) * viewer->board.wall.page_s);
    int place = (int)(turn % (viewer->pages.count + 1));
    return place < viewer->pages.count ? place : -1;
}

struct scene_input viewer_input(struct viewer *viewer, int64_t now_mono_ms, int width, int height)
{
    calls_advance(&viewer->calls, now_mono_ms, hold_ms(viewer));
    int page = page_now(viewer, now_mono_ms);
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
        .page = page < 0 ? NULL : &viewer->pages.page[page],
        .page_number = page + 1,
        .page_count = viewer->pages.count,
        .drift = (int)((now_mono_ms - viewer->began_mono_ms) / MINUTE_MS),
        .viewing_distance_m = viewer->viewing_distance_m,
        .screen_inch = viewer->screen_inch,
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

/* When another page, or the first one, comes to the stage. */
static int64_t page_due_ms(const struct viewer *viewer, int64_t now_mono_ms)
{
    const struct wall_settings *wall = &viewer->board.wall;
    if (wall->idle_after_s == 0 || viewer->pages.count == 0) {
        return INT64_MAX;
    }
    int64_t since = viewer->calls.shown ? viewer->calls.since_ms : viewer->began_mono_ms;
    int64_t first = since + INT64_C(1000) * wall->idle_after_s;
    int64_t page_ms = INT64_C(1000) * wall->page_s;
    return now_mono_ms < first ? first : now_mono_ms + page_ms - (now_mono_ms - first) % page_ms;
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
    due = earlier(due, calls_due_ms(&viewer->calls, hold_ms(viewer)));
    due = earlier(due, page_due_ms(viewer, now_mono_ms));
    int64_t ran_ms = now_mono_ms - viewer->began_mono_ms;
    due = earlier(due, now_mono_ms + MINUTE_MS - ran_ms % MINUTE_MS); /* the drift */
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
