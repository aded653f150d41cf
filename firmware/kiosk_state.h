// SPDX-License-Identifier: MIT
/* Inside of the spine, shared by kiosk.c (commands and commits), kiosk_paper.c (slips),
 * kiosk_press.c (buttons), kiosk_day.c (time), kiosk_forecast.c and kiosk_simulate.c (waits),
 * kiosk_content.c (the branch document) and kiosk_look.c (what is shown). Nobody else includes it.
 */
#ifndef LOKET_KIOSK_STATE_H
#define LOKET_KIOSK_STATE_H

#include "firmware/kiosk.h"

enum {
    TURN_COMMANDS_MAX = 256, /* that share one commit */
    TURN_OWN_COMMANDS = 8,   /* of them kept for the kiosk's own, while the turn ends */
    SLIPS_AHEAD_MAX = 8,     /* numbers taken whose slips have not begun to print */
    SLIP_FAILURES_MAX = 5,
    EXTRAS_MAX = 4, /* checklists and test slips that wait for the printer */
    PRIORITY_ARMED_MS = 5000,
    COMMIT_OVERDUE_MS = 5,
    COMMIT_SLOW_MS = 20,
    JOURNAL_RETRY_MS = 5000,
    STOP_PATIENCE_MS = 10000,
};

/* A command of this turn: its facts are in the open transaction. */
struct turn_command {
    kiosk_reply_fn reply; /* may be NULL */
    void *context;
    struct kiosk_reply answer;
};

enum paper_job { PAPER_IDLE, PAPER_TICKET, PAPER_EXTRA };
enum { EXTRA_TEST = '*', EXTRA_PIN = '#' }; /* beside the letters of services */

/* A one-time PIN on its way to paper. */
struct pin_slip {
    char user[32], pin[16]; /* "" = none */
    bool printing;
    int failures;
};

struct kiosk_forecast;

struct kiosk {
    sd_event *loop;
    const struct config *config;
    struct content content;
    int32_t content_day;    /* for which planned versions of it have begun */
    int64_t content_due_ms; /* monotonic: after a fault they are tried again then */
    uint32_t notices_shown; /* bit i: its notice i is on the board */
    struct quiet_hours quiet;
    uint32_t pages_version;
    struct clock_source clock;
    int64_t fact_mono_ms; /* when the last fact came, or its replay */
    bool clock_behind;    /* the journal's day lies ahead of the clock's */

    struct journal *journal;
    enum journal_fault fault;
    char fault_text[JOURNAL_ERROR_BYTES];

    struct queue durable; /* what the journal holds: the only state that is shown */
    struct queue turn;    /* durable + the facts of this turn */
    struct turn_command command[TURN_COMMANDS_MAX];
    int command_count;
    bool turn_wanted;      /* something waits for the end of this turn ... */
    int64_t turn_since_ms; /* ... since then, monotonic */
    bool ending;           /* inside end_turn: what is submitted now joins this turn */
    int64_t retry_due_ms;  /* monotonic: a journal with a fault is tried again then */
    sd_event_source *turn_end;
    sd_event_source *tick;

    struct panel *panel;
    int64_t priority_until_ms; /* monotonic */

    struct printing *printing;
    enum paper_job job;
    struct ticket_no job_ticket;
    int job_failures;           /* of job_ticket, one after the other, in this life of the daemon */
    struct ticket_no confirmed; /* its slip is on paper, its SLIP_PRINTED not durable yet */
    bool job_begins;            /* chosen this turn: its bytes go out after the commit */
    int first_unprinted;        /* no slot before it needs paper */
    char extra[EXTRAS_MAX + 1]; /* and a PIN's slip */
    int extra_count;
    struct pin_slip pin_slip;

    struct kiosk_forecast *forecast; /* NULL: waits are not forecast */

    void (*changed)(void *context);
    void *changed_context;
    bool change_pending;
    uint32_t look;               /* see kiosk_look */
    enum kiosk_state told_state; /* last logged */

    bool stopping;
    int64_t stop_due_ms; /* monotonic */
    void (*stopped)(void *context);
    void *stopped_context;
};

/* kiosk.c */
void kiosk_turn_soon(struct kiosk *kiosk);
/* Commits what was decided, answers, tells of changes. */
void kiosk_end_turn(struct kiosk *kiosk);
void kiosk_set_fault(struct kiosk *kiosk, enum journal_fault fault);
/* Branch time of a fact that would happen now; never before the last one. */
int64_t kiosk_fact_time_ms(const struct kiosk *kiosk);

/* kiosk_paper.c */
bool kiosk_paper_open(struct kiosk *kiosk, const char *sim_program);
enum refusal kiosk_paper_refusal(const struct kiosk *kiosk);
/* Before the commit: chooses what to print next and adds its SLIP_SENT to the turn. */
void kiosk_paper_choose(struct kiosk *kiosk);
/* After it: hands the chosen paper to the printer, or forgets it when the commit failed. */
void kiosk_paper_begin(struct kiosk *kiosk, bool committed);
/* A fact that may ask for paper became part of the turn's state. */
void kiosk_paper_note(struct kiosk *kiosk, const struct event *event);

/* kiosk_pin.c. False: the PIN has been forgotten meanwhile. */
bool kiosk_pin_paper(struct kiosk *kiosk, int columns, struct paper *paper);
/* The paper in hand is through the printer, or not; does nothing when it holds no PIN. */
void kiosk_pin_done(struct kiosk *kiosk, bool printed);

/* kiosk_press.c */
bool kiosk_press_open(struct kiosk *kiosk);
void kiosk_press_lamps(struct kiosk *kiosk);

/* kiosk_forecast.c; all of them do nothing where waits are not forecast. */
bool kiosk_forecast_open(struct kiosk *kiosk);
void kiosk_forecast_close(struct kiosk *kiosk);
/* A fact is durable and about to become part of the durable state. */
void kiosk_forecast_fact(struct kiosk *kiosk, const struct event *event);
/* Puts into a CMD_TAKE, which has its time, what its visitor is to be told. */
void kiosk_forecast_promise(const struct kiosk *kiosk, struct command *take);
void kiosk_forecast_tick(struct kiosk *kiosk);

/* The branch document has changed. */
void kiosk_forecast_rules(struct kiosk *kiosk);

/* kiosk_content.c: after the day has begun, its planned branch document; notices that end. */
void kiosk_content_tick(struct kiosk *kiosk);

/* kiosk_day.c: starts the day, opens and closes the kiosk by its hours. */
void kiosk_day_tick(struct kiosk *kiosk);

#endif
