// SPDX-License-Identifier: MIT
/* The branch document at run time: another one takes its place, planned ones begin, notices end.
 *
 * The queue keeps its tickets whatever the new document says. A desk that is no longer in it
 * finishes whom it serves and calls nobody else; it is closed as soon as it serves nobody. A
 * ticket for a service that is gone waits on: it can be transferred or called by its number. A
 * kiosk that is open is closed by a document that makes this very day a holiday. */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "firmware/kiosk_state.h"
#include "firmware/log.h"
#include "firmware/versions.h"

/* Bit i: notice i is on the board. */
static uint32_t shown_notices(const struct kiosk *k)
{
    const int64_t now_ms = kiosk_now_ms(k);
    const int32_t day = clock_day(now_ms);
    uint32_t shown = 0;
    for (int i = 0; i < k->content.notice_count; i++)
        if (content_notice_shown(&k->content.notice[i], day, clock_minute_of_day(now_ms)))
            shown |= (uint32_t)1 << i;
    return shown;
}

static void close_idle_strangers(struct kiosk *k)
{
    uint16_t stranger[DESKS_MAX];
    int count = 0;
    for (int i = 0; i < k->turn.desk_count; i++) {
        const struct desk *desk = &k->turn.desk[i];
        if (desk->state != DESK_CLOSED && desk->serving == NO_SLOT &&
            content_desk(&k->content, desk->number) == NULL)
            stranger[count++] = desk->number;
    }
    for (int i = 0; i < count; i++) {
        struct command command = {.kind = CMD_DESK_CLOSE, .desk = stranger[i]};
        kiosk_submit(k, &command, NULL, NULL);
    }
}

static bool is_holiday(const struct kiosk *k)
{
    return content_holiday(&k->content, clock_day(kiosk_now_ms(k))) != NULL;
}

void kiosk_set_content(struct kiosk *k, const struct content *content)
{
    const bool was_holiday = is_holiday(k);
    if (strcmp(content->time_zone, k->content.time_zone) != 0) {
        setenv("TZ", content->time_zone, 1);
        tzset();
    }
    k->content = *content;
    k->pages_version++;
    k->notices_shown = shown_notices(k);
    close_idle_strangers(k);
    if (!was_holiday && is_holiday(k) && k->turn.kiosk_open) {
        struct command command = {.kind = CMD_KIOSK_CLOSE};
        kiosk_submit(k, &command, NULL, NULL);
    }
    kiosk_forecast_rules(k);
    kiosk_turn_soon(k);
}

static void begin_planned(struct kiosk *k)
{
    if (k->fault || clock_mono_ms() < k->content_due_ms)
        return;
    if (versions_begin(k, k->turn.day)) {
        k->content_day = k->turn.day;
        return;
    }
    log_line(LOG_ERR, "planned branch documents: %s", journal_error(k->journal));
    k->content_due_ms = clock_mono_ms() + JOURNAL_RETRY_MS;
}

void kiosk_content_tick(struct kiosk *k)
{
    if (k->turn.day != k->content_day)
        begin_planned(k);
    if (k->fault == JOURNAL_OK)
        close_idle_strangers(k);
    const uint32_t shown = shown_notices(k);
    if (shown != k->notices_shown)
        kiosk_turn_soon(k);
    k->notices_shown = shown;
}
