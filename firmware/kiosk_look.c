// SPDX-License-Identifier: MIT
/* What the kiosk shows of itself to the HTTP interface and the wall. */
#include "firmware/kiosk_state.h"

const struct queue *kiosk_queue(const struct kiosk *k)
{
    return &k->durable;
}

const struct content *kiosk_content(const struct kiosk *k)
{
    return &k->content;
}

struct journal *kiosk_journal(struct kiosk *k)
{
    return k->journal;
}

uint32_t kiosk_look(const struct kiosk *k)
{
    return k->look;
}

int64_t kiosk_now_ms(const struct kiosk *k)
{
    return clock_utc_ms(&k->clock);
}

bool kiosk_clock_behind(const struct kiosk *k)
{
    return k->clock_behind;
}

int kiosk_speed(const struct kiosk *k)
{
    return k->clock.speed;
}

const char *kiosk_fault_text(const struct kiosk *k)
{
    return k->fault_text;
}

const struct quiet_hours *kiosk_quiet_hours(const struct kiosk *k)
{
    return &k->quiet;
}

uint32_t kiosk_pages_version(const struct kiosk *k)
{
    return k->pages_version;
}

void kiosk_on_change(struct kiosk *k, void (*changed)(void *context), void *context)
{
    k->changed = changed;
    k->changed_context = context;
}

void kiosk_printing_health(const struct kiosk *k, struct printing_health *health)
{
    printing_health(k->printing, health);
}

void kiosk_panel_health(const struct kiosk *k, struct panel_health *health)
{
    panel_health(k->panel, health);
}

enum kiosk_state kiosk_state(const struct kiosk *k)
{
    if (k->stopping)
        return KIOSK_STOPPING;
    if (k->fault)
        return k->fault == JOURNAL_FULL ? KIOSK_DISK_FULL : KIOSK_JOURNAL;
    if (!k->durable.kiosk_open)
        return KIOSK_CLOSED;
    enum refusal refusal = kiosk_paper_refusal(k);
    switch ((int)refusal) {
    case REFUSED_PAPER_OUT:
        return KIOSK_PAPER_OUT;
    case REFUSED_COVER_OPEN:
        return KIOSK_COVER_OPEN;
    case REFUSED_CUTTER:
        return KIOSK_CUTTER;
    case REFUSED_PRINTER_OFFLINE:
        return KIOSK_PRINTER_OFFLINE;
    default: /* ready, or busy for a moment */
        return KIOSK_READY;
    }
}

const char *kiosk_state_name(enum kiosk_state state)
{
    static const char *const names[] = {
        [KIOSK_READY] = "ready",         [KIOSK_CLOSED] = "closed",
        [KIOSK_PAPER_OUT] = "paper_out", [KIOSK_COVER_OPEN] = "cover_open",
        [KIOSK_CUTTER] = "cutter",       [KIOSK_PRINTER_OFFLINE] = "printer_offline",
        [KIOSK_DISK_FULL] = "disk_full", [KIOSK_JOURNAL] = "journal",
        [KIOSK_STOPPING] = "stopping",
    };
    return names[state];
}
