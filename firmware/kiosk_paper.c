// SPDX-License-Identifier: MIT
/* Which slip is printed next, and what stands on it. A ticket's SLIP_SENT is durable
 * before its first byte leaves, so that after a crash it is known which paper is in doubt. */
#include <stdio.h>
#include <string.h>

#include "firmware/core/slip.h"
#include "firmware/kiosk_state.h"
#include "firmware/log.h"

enum { SAFE_STEP_MS = 5 * 60000, SAFE_LEAST_S = 15 * 60 };

static bool needs_paper(const struct ticket *ticket)
{
    return ticket->slip == SLIP_WANTED || ticket->slip == SLIP_SENT;
}

static int slips_ahead(const struct kiosk *k)
{
    int count = 0;
    for (int i = k->first_unprinted; i < k->turn.ticket_count; i++)
        count += k->turn.ticket[i].slip == SLIP_WANTED;
    return count;
}

enum refusal kiosk_paper_refusal(const struct kiosk *k)
{
    struct printing_health health;
    printing_health(k->printing, &health);
    if (health.facts.paper_out)
        return REFUSED_PAPER_OUT;
    if (health.facts.cover_open)
        return REFUSED_COVER_OPEN;
    if (health.facts.cutter_error)
        return REFUSED_CUTTER;
    bool working = health.state == PRINT_SENDING || health.state == PRINT_CONFIRMING;
    if (health.facts.offline || health.facts.fatal_error || (!health.ready && !working))
        return REFUSED_PRINTER_OFFLINE;
    return slips_ahead(k) >= SLIPS_AHEAD_MAX ? REFUSED_PRINTER_BUSY : REFUSED_NOT;
}

void kiosk_paper_note(struct kiosk *k, const struct event *event)
{
    if (event->kind == EV_DAY_STARTED)
        k->first_unprinted = 0;
    if (event->kind != EV_SLIP_WANTED)
        return;
    k->job_failures = 0; /* somebody asked for it: tried afresh */
    int slot = queue_find(&k->turn, event->ticket);
    if (slot < k->first_unprinted)
        k->first_unprinted = slot;
}

/* ---- what stands on the paper ---- */

static void add_desks(const struct kiosk *k, char service, struct slip_input *in)
{
    struct board board;
    board_make(&k->durable, &k->content.rules, &board);
    for (int i = 0; i < board.service_count; i++) {
        const struct board_service *s = &board.service[i];
        if (s->letter != service)
            continue;
        in->last_wait_min = s->last_wait_min;
        for (int j = 0; j < s->desk_count && j < 8; j++)
            in->desk[in->desk_count++] = s->desk[j];
    }
}

static void add_service(const struct kiosk *k, char letter, struct slip_input *in)
{
    const struct content_service *service = content_service(&k->content, letter);
    in->service_name = service ? service->name_id : "";
    for (int i = 0; service && i < service->document_count && i < SLIP_DOCUMENTS_MAX; i++)
        in->document[in->document_count++] =
            (struct slip_document){service->document[i].text_id, service->document[i].when_id};
    in->documents_confirmed = service && service->confirmed;
}

static struct slip_input slip_base(const struct kiosk *k, char service, int columns,
                                   const char *issued_text)
{
    struct slip_input in = {
        .columns = columns,
        .branch_name = k->content.branch_name,
        .last_wait_min = -1,
        .wait_low_min = -1,
        .wait_high_min = -1,
        .safe_until = "",
        .late = "",
        .issued_text = issued_text,
        .content_version = k->content.version,
        .qr_text = k->content.qr_text,
    };
    add_service(k, service, &in);
    return in;
}

/* As promised at the issue: its clock times, as they stand on the paper. */
struct slip_waits {
    char safe_until[8], late[8];
};

static void add_promise(const struct kiosk *k, const struct ticket *t, struct slip_waits *texts,
                        struct slip_input *in)
{
    int64_t issued_ms = t->issued_at_ms;
    if (t->told.said) {
        in->wait_low_min = t->told.low_min;
        in->wait_high_min = t->told.high_min;
    }
    int64_t safe_ms = issued_ms + t->told.p10_s * INT64_C(1000);
    safe_ms -= safe_ms % SAFE_STEP_MS;
    if (t->told.said && t->told.p10_s >= SAFE_LEAST_S && safe_ms > kiosk_now_ms(k)) {
        clock_format(safe_ms, "%H.%M", texts->safe_until, sizeof texts->safe_until);
        in->safe_until = texts->safe_until;
    }
    if (t->told.late) {
        int minute = k->content.hours[clock_weekday(issued_ms)].closes_min;
        snprintf(texts->late, sizeof texts->late, "%02u.%02u", (unsigned)minute / 60 % 100,
                 (unsigned)minute % 60);
        in->late = texts->late;
    }
}

static bool compose_slip(const struct kiosk *k, struct ticket_no no, int columns, bool copy,
                         struct paper *paper)
{
    ticket_slot slot = queue_find(&k->durable, no);
    if (slot == NO_SLOT)
        return false;
    const struct ticket *t = &k->durable.ticket[slot];
    char issued[32];
    clock_format(t->issued_at_ms, "%d-%m-%Y %H.%M", issued, sizeof issued);
    struct slip_input in = slip_base(k, t->service, columns, issued);
    in.ticket = no;
    in.lane = (enum lane)t->lane;
    in.copy = copy;
    in.ahead = queue_ahead(&k->durable, &k->content.rules, slot);
    struct slip_waits texts;
    add_promise(k, t, &texts, &in);
    add_desks(k, t->service, &in);
    slip_layout(&in, paper);
    return true;
}

bool kiosk_slip(const struct kiosk *k, struct ticket_no no, int columns, struct paper *paper)
{
    ticket_slot slot = queue_find(&k->durable, no);
    bool copy = slot != NO_SLOT && k->durable.ticket[slot].slips_sent > 0;
    return compose_slip(k, no, columns, copy, paper);
}

/* Its SLIP_SENT is durable by now: the first one counts as sent already. */
static bool slip_to_print(const struct kiosk *k, int columns, struct paper *paper)
{
    ticket_slot slot = queue_find(&k->durable, k->job_ticket);
    bool copy = slot != NO_SLOT && k->durable.ticket[slot].slips_sent > 1;
    return compose_slip(k, k->job_ticket, columns, copy, paper);
}

bool kiosk_checklist(const struct kiosk *k, char service, int columns, struct paper *paper)
{
    if (content_service(&k->content, service) == NULL)
        return false;
    char now[32];
    clock_format(kiosk_now_ms(k), "%d-%m-%Y %H.%M", now, sizeof now);
    struct slip_input in = slip_base(k, service, columns, now);
    slip_layout(&in, paper);
    return true;
}

static void test_slip(const struct kiosk *k, int columns, struct paper *paper)
{
    char now[32];
    clock_format(kiosk_now_ms(k), "%d-%m-%Y %H.%M", now, sizeof now);
    struct slip_input in = {.columns = columns,
                            .branch_name = k->content.branch_name,
                            .service_name = "UJI PRINTER / TEST",
                            .issued_text = now,
                            .safe_until = "",
                            .late = "",
                            .content_version = k->content.version,
                            .qr_text = k->content.qr_text};
    slip_layout(&in, paper);
}

/* ---- one at a time to the printer ---- */

static struct ticket *next_unprinted(struct kiosk *k)
{
    for (; k->first_unprinted < k->turn.ticket_count; k->first_unprinted++) {
        struct ticket *t = &k->turn.ticket[k->first_unprinted];
        if (needs_paper(t))
            return t;
    }
    return NULL;
}

static void submit_slip(struct kiosk *k, enum command_kind kind, struct ticket_no ticket)
{
    struct command command = {.kind = kind, .ticket = ticket};
    kiosk_submit(k, &command, NULL, NULL);
}

static void on_recorded(void *context, const struct kiosk_reply *reply)
{
    struct kiosk *k = context;
    bool again = reply->refusal == REFUSED_DISK_FULL || reply->refusal == REFUSED_JOURNAL;
    if (!again)
        k->confirmed = (struct ticket_no){0, 0};
}

/* A full disk must not turn a slip that came out into a copy: recorded when it can be. */
static void record_confirmed(struct kiosk *k)
{
    struct command command = {.kind = CMD_SLIP_PRINTED, .ticket = k->confirmed};
    if (k->confirmed.letter && k->fault == JOURNAL_OK)
        kiosk_submit(k, &command, on_recorded, k);
}

void kiosk_paper_choose(struct kiosk *k)
{
    record_confirmed(k);
    bool able = k->journal && k->fault == JOURNAL_OK && !k->stopping;
    if (k->job != PAPER_IDLE || !able || !printing_ready(k->printing))
        return;
    struct ticket *t = next_unprinted(k);
    if (t && k->job_failures >= SLIP_FAILURES_MAX && ticket_no_equal(t->no, k->job_ticket)) {
        log_line(LOG_ERR, "the slip of %c-%03u failed %d times; call staff", t->no.letter,
                 t->no.number, k->job_failures);
        submit_slip(k, CMD_SLIP_GIVE_UP, t->no);
        t = next_unprinted(k);
    }
    if (t) {
        k->job = PAPER_TICKET;
        k->job_begins = true;
        if (!ticket_no_equal(k->job_ticket, t->no))
            k->job_failures = 0;
        k->job_ticket = t->no;
        submit_slip(k, CMD_SLIP_SENT, t->no);
    } else if (k->extra_count > 0) {
        k->job = PAPER_EXTRA;
        k->job_begins = true;
    }
}

static bool take_extra(struct kiosk *k, int columns, struct paper *paper)
{
    char extra = k->extra[0];
    k->extra_count--;
    memmove(k->extra, k->extra + 1, (size_t)k->extra_count);
    if (extra == EXTRA_PIN)
        return kiosk_pin_paper(k, columns, paper);
    if (extra == EXTRA_TEST || !kiosk_checklist(k, extra, columns, paper))
        test_slip(k, columns, paper);
    return true;
}

void kiosk_paper_begin(struct kiosk *k, bool committed)
{
    if (!k->job_begins)
        return;
    k->job_begins = false;
    struct paper paper;
    int columns = printing_columns(k->printing);
    bool ready = committed || k->job == PAPER_EXTRA;
    if (ready && k->job == PAPER_EXTRA)
        ready = take_extra(k, columns, &paper);
    else if (ready)
        ready = slip_to_print(k, columns, &paper);
    if (!ready || !printing_start(k->printing, &paper)) {
        k->job = PAPER_IDLE; /* the ticket still needs paper: chosen again when ready */
        kiosk_pin_done(k, false);
    }
}

static void on_status(void *context)
{
    kiosk_turn_soon(context);
}

static void on_done(void *context, bool printed)
{
    struct kiosk *k = context;
    if (k->job == PAPER_TICKET) {
        k->job_failures = printed ? 0 : k->job_failures + 1;
        if (printed)
            k->confirmed = k->job_ticket;
    }
    kiosk_pin_done(k, printed);
    k->job = PAPER_IDLE;
    kiosk_turn_soon(k);
}

static bool slip_in_doubt(const struct kiosk *k)
{
    for (int i = 0; i < k->durable.ticket_count; i++)
        if (k->durable.ticket[i].slip == SLIP_SENT)
            return true;
    return false;
}

bool kiosk_paper_open(struct kiosk *k, const char *sim_program)
{
    struct printing_listener listener = {k, on_status, on_done};
    k->printing = printing_create(k->loop, k->config, sim_program, slip_in_doubt(k), &listener);
    return k->printing != NULL;
}

static enum refusal add_extra(struct kiosk *k, char extra)
{
    enum refusal refusal = kiosk_paper_refusal(k);
    if (refusal)
        return refusal;
    if (k->extra_count == EXTRAS_MAX)
        return REFUSED_PRINTER_BUSY;
    k->extra[k->extra_count++] = extra;
    kiosk_turn_soon(k);
    return REFUSED_NOT;
}

enum refusal kiosk_print_checklist(struct kiosk *k, char service)
{
    if (content_service(&k->content, service) == NULL)
        return REFUSED_UNKNOWN_SERVICE;
    return add_extra(k, service);
}

enum refusal kiosk_print_test(struct kiosk *k)
{
    return add_extra(k, EXTRA_TEST);
}
