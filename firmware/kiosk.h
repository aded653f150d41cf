// SPDX-License-Identifier: MIT
/* The spine: command -> decide -> journal -> apply -> effects. The only file that sees
 * the queue and the devices.
 *
 * Commands that arrive in one turn of the loop share one commit. Nobody learns of a fact
 * before it is durable: the state that kiosk_queue shows, replies, slips and boards all
 * come after the commit. When a commit fails, none of its commands happened. */
#ifndef LOKET_KIOSK_H
#define LOKET_KIOSK_H

#include <systemd/sd-event.h>

#include "firmware/clock.h"
#include "firmware/config.h"
#include "firmware/content.h"
#include "firmware/core/board.h"
#include "firmware/core/queue.h"
#include "firmware/forecast/outlook.h"
#include "firmware/journal.h"
#include "firmware/panel.h"
#include "firmware/printing.h"
#include "firmware/quiet_hours.h"

struct kiosk;

/* What became of a command: refusal, or the facts it led to (durable by now). */
struct kiosk_reply {
    enum refusal refusal;
    struct decision decision;
};
typedef void (*kiosk_reply_fn)(void *context, const struct kiosk_reply *reply);

struct kiosk_options {
    const struct config *config;
    const struct content *content; /* copied */
    struct journal *journal;       /* NULL: it cannot be used, see journal_fault */
    enum journal_fault journal_fault;
    const char *journal_error;
    struct clock_source clock;
    const char *sim_program;
};

/* The loop ends with this status when a journal that could not be opened at start can be
 * opened now: the daemon is to start anew, with all that stands in it. */
enum { KIOSK_START_ANEW = 75 };

/* Why no number can be taken now, for wall, health and log. */
enum kiosk_state {
    KIOSK_READY,
    KIOSK_CLOSED,
    KIOSK_PAPER_OUT,
    KIOSK_COVER_OPEN,
    KIOSK_CUTTER,
    KIOSK_PRINTER_OFFLINE,
    KIOSK_DISK_FULL,
    KIOSK_JOURNAL,
    KIOSK_STOPPING
};
const char *kiosk_state_name(enum kiosk_state state); /* "ready" "closed" "paper_out" ... */

/* Replays the newest day, opens panel and printer, starts timers. NULL with error when
 * the journal contradicts itself in a way that replay finds (then call it again with
 * journal NULL) or memory is out. */
struct kiosk *kiosk_create(sd_event *loop, const struct kiosk_options *options,
                           char error[JOURNAL_ERROR_BYTES]);
void kiosk_destroy(struct kiosk *kiosk);

/* Decides now, answers after the commit of this turn (never before this call returns...
 * a refusal is answered then, too). command.at_utc_ms is set here. reply may be NULL. */
void kiosk_submit(struct kiosk *kiosk, const struct command *command, kiosk_reply_fn reply,
                  void *context);
/* For handlers that may keep the loop busy: ends the turn now for what waits for its end, if it has
 * waited longer than a few ms. */
void kiosk_flush_overdue(struct kiosk *kiosk);

/* A change outside of the queue: ends the turn, then in one transaction records "WHO WHAT" (cut to
 * 95 bytes) as an EV_AUDIT fact and runs change (NULL = only the fact). On a fault neither
 * happened. Not to be called from a reply. */
enum journal_fault kiosk_change(struct kiosk *kiosk, const char *who, const char *what,
                                enum journal_fault (*change)(struct journal *journal,
                                                             void *context),
                                void *context);
/* Another branch document takes the place of the present one, which it must differ from in its
 * version; copied. The queue keeps its tickets: see kiosk_content.c. */
void kiosk_set_content(struct kiosk *kiosk, const struct content *content);

/* The durable state; borrowed until the next turn. */
const struct queue *kiosk_queue(const struct kiosk *kiosk);
const struct content *kiosk_content(const struct kiosk *kiosk);
struct journal *kiosk_journal(struct kiosk *kiosk);
enum kiosk_state kiosk_state(const struct kiosk *kiosk);
const char *kiosk_fault_text(
    const struct kiosk *kiosk); /* the reason in a technician's words, "" = none */
int64_t kiosk_now_ms(const struct kiosk *kiosk);
/* The clock shows a day before that of the journal: it was wrong once, or is now. */
bool kiosk_clock_behind(const struct kiosk *kiosk);
int kiosk_speed(const struct kiosk *kiosk);
/* Closed while hours are enforced: when they open it next, at most 31 days from now; else 0. */
int64_t kiosk_opens_utc_ms(const struct kiosk *kiosk);
/* As counted at start and when the day began; see quiet_hours_known. */
const struct quiet_hours *kiosk_quiet_hours(const struct kiosk *kiosk);
/* Counts up, from 1, when the branch document or the quiet hours change: the pages of the
 * walls. kiosk_on_change tells of that, too. */
uint32_t kiosk_pages_version(const struct kiosk *kiosk);
void kiosk_printing_health(const struct kiosk *kiosk, struct printing_health *health);
void kiosk_panel_health(const struct kiosk *kiosk, struct panel_health *health);
/* Another number whenever what the kiosk shows may have changed, also within a turn; what
 * changes with time alone does not count. */
uint32_t kiosk_look(const struct kiosk *kiosk);
/* Called after each turn that changed what the public sees. One listener. */
void kiosk_on_change(struct kiosk *kiosk, void (*changed)(void *context), void *context);

/* Whether waits are forecast, and what is told of them. */
enum waits_state {
    WAITS_OFF,      /* the branch document says so, or there is no journal */
    WAITS_LEARNING, /* from the journal, since the start of the daemon */
    WAITS_EARNING,  /* too few promises were measured yet: the public sees people in front */
    WAITS_WITHHELD, /* coverage fell: the public sees people in front until it recovers */
    WAITS_TOLD
};
enum waits_state kiosk_waits_state(const struct kiosk *kiosk);
const char *waits_state_name(enum waits_state state); /* "off" "learning" ... */
/* What somebody who took a regular number of the service now would be told; renewed after each
 * turn and every 30 s of branch time. known = false: nothing is. */
const struct promise *kiosk_promise(const struct kiosk *kiosk, char service);
/* When a waiting ticket is expected to be called, from now on; false = not known. */
bool kiosk_expected(const struct kiosk *kiosk, ticket_slot slot, struct wait_range *wait);
/* Promises beside what happened; NULL while learning or off. */
const struct ledger *kiosk_ledger(const struct kiosk *kiosk);

/* The slip of a ticket of today, as it would be printed now (marked SALINAN once one was sent);
 * false = no such ticket. */
bool kiosk_slip(const struct kiosk *kiosk, struct ticket_no ticket, int columns,
                struct paper *paper);
bool kiosk_checklist(const struct kiosk *kiosk, char service, int columns, struct paper *paper);
/* Prints a service's checklist or a test slip; the answer is about the printer only. */
enum refusal kiosk_print_checklist(struct kiosk *kiosk, char service);
enum refusal kiosk_print_test(struct kiosk *kiosk);
/* Prints a one-time PIN as soon as the printer is ready, again until it is on paper; then it is
 * forgotten here. One at a time: a later one takes its place. */
void kiosk_print_pin(struct kiosk *kiosk, const char *user, const char *pin);
/* The user has another PIN by now: nothing is printed for her. */
void kiosk_forget_pin(struct kiosk *kiosk, const char *user);

/* Stops taking commands, finishes the slip in hand (at most 10 s), then calls done. */
void kiosk_stop(struct kiosk *kiosk, void (*done)(void *context), void *context);

#endif
