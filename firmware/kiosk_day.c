// SPDX-License-Identifier: MIT
/* The day of the branch: when it begins, when the kiosk opens and closes by itself. */
#include "firmware/kiosk_state.h"
#include "firmware/log.h"

enum {
    CLOCK_STEP_MS = 600000, /* a smaller step back is a correction, not a fault */
    TICK_MOST_MS = 2000,    /* an hour of the schedule is kept this late */
};

static void submit(struct kiosk *k, enum command_kind kind, int32_t day)
{
    struct command command = {.kind = kind, .day = day};
    kiosk_submit(k, &command, NULL, NULL);
}

/* A change that lies far ahead of the clock was made while the clock was wrong. */
static int64_t changed_at_ms(const struct queue *q, int64_t now_ms)
{
    bool wrong = q->kiosk_changed_at_ms > now_ms + CLOCK_STEP_MS;
    return wrong ? 0 : q->kiosk_changed_at_ms;
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
    const struct content_hours hours = content_hours_on(&k->content, clock_day(now_ms));
    if (hours.opens_min >= hours.closes_min)
        return; /* a day begins closed */
    int64_t opens_ms = clock_local_minute_utc_ms(now_ms, hours.opens_min);
    int64_t closes_ms = clock_local_minute_utc_ms(now_ms, hours.closes_min);
    int64_t changed_ms = changed_at_ms(q, now_ms);
    if (now_ms >= closes_ms && changed_ms < closes_ms && q->kiosk_open)
        submit(k, CMD_KIOSK_CLOSE, 0);
    else if (now_ms >= opens_ms && now_ms < closes_ms && changed_ms < opens_ms && !q->kiosk_open)
        submit(k, CMD_KIOSK_OPEN, 0);
}

int64_t kiosk_opens_utc_ms(const struct kiosk *k)
{
    if (!k->content.hours_enforced || kiosk_state(k) != KIOSK_CLOSED)
        return 0;
    int64_t now_ms = kiosk_now_ms(k), changed_ms = changed_at_ms(&k->durable, now_ms);
    /* At the very minute it is still this opening that comes, until the tick has seen it. */
    int64_t late_ms = now_ms - (int64_t)TICK_MOST_MS * k->clock.speed;
    int64_t after_ms = late_ms > changed_ms ? late_ms : changed_ms < now_ms ? changed_ms : now_ms;
    int minute =
        content_next_opening_min(&k->content, clock_day(after_ms), clock_minute_of_day(after_ms));
    return minute < 0 ? 0 : clock_local_minute_utc_ms(after_ms, minute);
}

/* What the walls show of earlier weeks belongs to the weekday. */
static void count_quiet_hours(struct kiosk *k)
{
    if (k->turn.day == 0 || k->turn.day == k->quiet.day)
        return;
    if (quiet_hours_count(k->journal, &k->content, k->turn.day, &k->quiet))
        log_line(LOG_WARNING, "quiet hours are not shown: %s", journal_error(k->journal));
    k->pages_version++;
    kiosk_turn_soon(k);
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
    kiosk_content_tick(k);
    keep_hours(k, now_ms);
    count_quiet_hours(k);
}
