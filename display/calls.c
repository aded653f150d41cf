// SPDX-License-Identifier: MIT
#include "display/calls.h"

#include <string.h>

static void put_on_stage(struct calls *calls, const struct wall_call *call, int64_t now_ms,
                         bool live)
{
    calls->stage = *call;
    calls->shown = true;
    calls->live = live;
    calls->since_ms = now_ms;
}

static void push(struct calls *calls, const struct wall_call *call)
{
    if (calls->pending_count == CALLS_PENDING_MAX) {
        /* The oldest has waited longest, but it is in the list of recent calls as well. */
        calls->pending_count--;
        memmove(&calls->pending[0], &calls->pending[1],
                (size_t)calls->pending_count * sizeof calls->pending[0]);
    }
    calls->pending[calls->pending_count++] = *call;
}

/* Nothing is waited for: the newest call stands there, silently. */
static void start_anew(struct calls *calls, const struct wall_call *newest, int64_t now_ms)
{
    calls->pending_count = 0;
    calls->last_seq = newest->seq;
    put_on_stage(calls, newest, now_ms, false);
}

void calls_take(struct calls *calls, const struct wall_call call[], int count, int64_t now_ms,
                int64_t fresh_utc_ms)
{
    bool first = !calls->started;
    calls->started = true;
    if (count == 0) {
        calls->shown = false;
        calls->pending_count = 0;
        return;
    }
    bool unseen = call[0].seq != calls->last_seq;
    if (first || call[0].seq < calls->last_seq || (unseen && call[0].at_utc_ms < fresh_utc_ms)) {
        start_anew(calls, &call[0], now_ms);
        return;
    }
    for (int i = count - 1; i >= 0; i--) {
        if (call[i].seq > calls->last_seq) {
            calls->last_seq = call[i].seq;
            if (call[i].at_utc_ms >= fresh_utc_ms) {
                push(calls, &call[i]);
            }
        }
    }
}

bool calls_advance(struct calls *calls, int64_t now_ms, int64_t hold_ms)
{
    if (calls->pending_count == 0 || (calls->shown && now_ms - calls->since_ms < hold_ms)) {
        return false;
    }
    put_on_stage(calls, &calls->pending[0], now_ms, true);
    calls->pending_count--;
    memmove(&calls->pending[0], &calls->pending[1],
            (size_t)calls->pending_count * sizeof calls->pending[0]);
    return true;
}

int64_t calls_due_ms(const struct calls *calls, int64_t hold_ms)
{
    if (calls->pending_count == 0) {
        return INT64_MAX;
    }
    return calls->shown ? calls->since_ms + hold_ms : calls->since_ms;
}

const struct wall_call *calls_stage(const struct calls *calls)
{
    return calls->shown ? &calls->stage : NULL;
}
