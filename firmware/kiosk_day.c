// SPDX-License-Identifier: MIT
/* The day of the branch: when it begins, when the kiosk opens and closes by itself. */
#include "firmware/kiosk_state.h"
#include "firmware/log.h"

enum { CLOCK_STEP_MS = 600000 }; /* a smaller step back is a correction, not a fault */

static void submit(struct kiosk *k, enum command_kind kind, int32_t day)
{
    struct command command = {.kind = kind, .day = day};
    kiosk_submit(k, &command, NULL, NULL);
}

/* A person's opening or closing stands until the next hour of the schedule. */
static void keep_hours(struct kiosk *k, int64_t now_ms)
{
    const struct queue *q = &k->turn;
    if (!k->content.hours_enforced) {
        if (q->kiosk_changed_at_ms == 0)
            submit(k, CMD_KIOSK_OPEN, 0);
        return;
    }
    const struct content_hours *hours = &k->content.hours[clock_weekday(now_ms)];
    if (hours->opens_min >= hours->closes_min)
        return;
    int64_t opens_ms = clock_local_minute_utc_ms(now_ms, hours->opens_min);
    int64_t closes_ms = clock_local_minute_utc_ms(now_ms, hours->closes_min);
    /* A change that lies far ahead of the clock was made while the clock was wrong. */
    bool wrong = q->kiosk_changed_at_ms > now_ms + CLOCK_STEP_MS;
    int64_t changed_ms = wrong ? 0 : q->kiosk_changed_at_ms;
    if (now_ms >= closes_ms && changed_ms < closes_ms && q->kiosk_open)
        submit(k, CMD_KIOSK_CLOSE, 0);
    else if (now_ms >= opens_ms && now_ms < closes_ms && changed_ms < opens_ms && !q->kiosk_open)
        submit(k, CMD_KIOSK_OPEN, 0);
}

void kiosk_day_tick(struct kiosk *k)
{
    if (k->journal == NULL || k->stopping)
        return;
    int64_t now_ms = kiosk_now_ms(k);
    /* A clock that jumped back keeps the newest day, and its hours still count. */
    int32_t day = clock_day(now_ms);
    if (day > k->turn.day)
        submit(k, CMD_DAY_START, day);
    bool behind = k->turn.day > day;
    if (behind && !k->clock_behind)
        log_line(LOG_WARNING, "the clock says %d, the journal is at %d already: set the clock",
                 (int)day, (int)k->turn.day);
    k->clock_behind = behind;
    keep_hours(k, now_ms);
}
