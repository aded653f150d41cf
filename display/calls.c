// SPDX-License-Identifier: MIT
#include "display/calls.h"

#include <string.h>

static void put_on_stage(struct calls *calls, const struct wall_call *call, int64_t now_ms)
{
    calls->stage = *call;
    calls->shown = true;
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

void calls_take(struct calls *calls, const struct wall_call call[], int count, int64_t now_ms)
{
    bool first = !calls->started;
    calls->started = true;
    if (count == 0) {
        calls->shown = false;
        calls->pending_count = 0;
        return;
    }
    if (first || call[0].seq < calls->last_seq) {
        calls->pending_count = 0;
        calls->last_seq = call[0].seq;
        put_on_stage(calls, &call[0], now_ms);
        return;
    }
    for (int i = count - 1; i >= 0; i--) {
        if (call[i].seq > calls->last_seq) {
            calls->last_seq = call[i].seq;
            push(calls, &call[i]);
        }
    }
    calls_advance(calls, now_ms, CALLS_HOLD_MS);
}

bool calls_advance(struct calls *calls, int64_t now_ms, int64_t hold_ms)
{
    if (calls->pending_count == 0 || (calls->shown && now_ms - calls->since_ms < hold_ms)) {
        return false;
    }
    put_on_stage(calls, &calls->pending[0], now_ms);
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
