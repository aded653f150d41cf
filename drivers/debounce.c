// SPDX-License-Identifier: MIT
#include "drivers/debounce.h"

/* What a finger, a bouncing contact and a jammed button can be told apart by. */
enum phase {
    ARMED,     /* released for long enough: the next stable active level is a press */
    DOWN,      /* pressed; phase_since_ms = when the contact closed */
    RELEASING, /* released, but not long enough for the next press */
    STUCK      /* ignored until released for unstick_ms */
};

static int64_t later(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

static void report(struct debounce *debounce, enum debounce_output output)
{
    const int room = (int)(sizeof debounce->pending / sizeof debounce->pending[0]);
    if (debounce->pending_count < room)
        debounce->pending[debounce->pending_count++] = output;
}

static void enter(struct debounce *debounce, enum phase phase, int64_t since_ms)
{
    debounce->phase = (int)phase;
    debounce->phase_since_ms = since_ms;
}

void debounce_init(struct debounce *debounce, const struct debounce_times *times, bool wants_long,
                   bool active_now, int64_t now_ms)
{
    *debounce = (struct debounce){
        .times = *times,
        .wants_long = wants_long,
        .raw = active_now,
        .raw_since_ms = now_ms,
    };
    enter(debounce, active_now ? STUCK : ARMED, now_ms);
    if (active_now)
        report(debounce, DEBOUNCE_STUCK);
}

/* A held button becomes long, then stuck. A contact that bounced open meanwhile is
 * looked at again from the moment it closed. */
static int64_t held_due_ms(const struct debounce *debounce)
{
    const bool may_be_long = debounce->wants_long && !debounce->long_reported;
    const int64_t hold_ms = may_be_long ? debounce->times.long_ms : debounce->times.stuck_ms;
    return later(debounce->phase_since_ms + hold_ms, debounce->raw_since_ms);
}

/* When the level seen last, if it stays, leads to something. */
static int64_t change_due_ms(const struct debounce *debounce)
{
    const struct debounce_times *times = &debounce->times;
    const int64_t since_ms = debounce->raw_since_ms;

    switch ((enum phase)debounce->phase) {
    case ARMED:
        return debounce->raw ? since_ms + times->stable_ms : INT64_MAX;
    case DOWN:
        return debounce->raw ? held_due_ms(debounce) : since_ms + times->stable_ms;
    case RELEASING:
        return since_ms + (debounce->raw ? times->stuck_ms : times->release_ms);
    case STUCK:
        return debounce->raw ? INT64_MAX : since_ms + times->unstick_ms;
    }
    return INT64_MAX;
}

static void go_down(struct debounce *debounce)
{
    debounce->long_reported = false;
    enter(debounce, DOWN, debounce->raw_since_ms);
    if (!debounce->wants_long)
        report(debounce, DEBOUNCE_PRESS);
}

static void hold_on(struct debounce *debounce, int64_t at_ms)
{
    if (debounce->wants_long && !debounce->long_reported) {
        debounce->long_reported = true;
        report(debounce, DEBOUNCE_LONG_PRESS);
        return;
    }
    enter(debounce, STUCK, at_ms);
    report(debounce, DEBOUNCE_STUCK);
}

static void come_up(struct debounce *debounce, int64_t at_ms)
{
    if (debounce->wants_long && !debounce->long_reported)
        report(debounce, DEBOUNCE_PRESS);
    enter(debounce, RELEASING, at_ms);
}

static void change(struct debounce *debounce, int64_t at_ms)
{
    switch ((enum phase)debounce->phase) {
    case ARMED:
        go_down(debounce);
        return;
    case DOWN:
        if (debounce->raw)
            hold_on(debounce, at_ms);
        else
            come_up(debounce, at_ms);
        return;
    case RELEASING:
        enter(debounce, debounce->raw ? STUCK : ARMED, at_ms);
        if (debounce->raw)
            report(debounce, DEBOUNCE_STUCK);
        return;
    case STUCK:
        enter(debounce, ARMED, at_ms);
        report(debounce, DEBOUNCE_UNSTUCK);
        return;
    }
}

static void advance(struct debounce *debounce, int64_t until_ms)
{
    for (int64_t due_ms; (due_ms = change_due_ms(debounce)) <= until_ms;)
        change(debounce, due_ms);
}

void debounce_level(struct debounce *debounce, bool active, int64_t at_ms)
{
    if (active == debounce->raw)
        return;
    at_ms = later(at_ms, debounce->raw_since_ms);
    advance(debounce, at_ms);
    debounce->raw = active;
    debounce->raw_since_ms = at_ms;
}

enum debounce_output debounce_tick(struct debounce *debounce, int64_t now_ms)
{
    advance(debounce, now_ms);
    if (debounce->pending_count == 0)
        return DEBOUNCE_NOTHING;
    const enum debounce_output output = debounce->pending[0];
    debounce->pending_count--;
    for (int i = 0; i < debounce->pending_count; i++)
        debounce->pending[i] = debounce->pending[i + 1];
    return output;
}

int64_t debounce_due_ms(const struct debounce *debounce)
{
    return debounce->pending_count > 0 ? debounce->raw_since_ms : change_due_ms(debounce);
}
