// SPDX-License-Identifier: MIT
/* The queue of one business day: decide what a command leads to, apply what has
 * happened. Pure: the caller owns the memory, passes the time inside commands and
 * makes facts durable between the two calls.
 *
 *     queue_decide(&queue, &rules, &command, &decision)   looks, changes nothing
 *     ... journal the events ...
 *     queue_apply(&queue, &event)                         the same call replays at boot
 */
#ifndef LOKET_CORE_QUEUE_H
#define LOKET_CORE_QUEUE_H

#include "firmware/core/command.h"
#include "firmware/core/event.h"
#include "firmware/core/refusal.h"
#include "firmware/core/types.h"

/* Index into queue.ticket; NO_SLOT = none. Tickets stand in the order of issue. */
typedef uint16_t ticket_slot;
enum { NO_SLOT = 0xFFFF };

/* What its visitor was told (struct promise), as far as it is needed later. */
struct told {
    bool known, said, late;
    uint16_t low_min, high_min;
    int32_t p10_s, p90_s;
};

struct ticket {
    int64_t issued_at_ms;  /* UTC */
    int64_t arrived_at_ms; /* what its place counts from: issue, or return after a no-show */
    int64_t called_at_ms;  /* last call or recall; 0 = never */
    int64_t first_called_at_ms;
    int64_t changed_at_ms; /* last change of state */
    uint32_t order;        /* place among tickets: smaller arrived earlier, unique */
    struct ticket_no no;
    uint16_t desk;      /* serving desk while served; desk it waits for (0 = any) while waiting */
    char service;       /* now waited for; differs from no.letter after a transfer */
    uint8_t lane;       /* enum lane */
    uint8_t state;      /* enum ticket_state */
    uint8_t slip;       /* enum slip_state */
    uint8_t slips_sent; /* > 0: the next one is a copy */
    uint8_t recalls;    /* of the present call */
    uint8_t overtaken;  /* later priority/return tickets called past it */
    uint8_t outcome;    /* enum outcome, when done */
    struct told told;
};

struct desk {
    uint16_t number;
    uint8_t state; /* enum desk_state */
    bool help;     /* its officer wants a colleague */
    ticket_slot serving;
    int64_t since_ms; /* of its state */
    char note[NOTE_BYTES];
};

enum { CALLS_KEPT = 16 };

struct call {
    uint32_t seq; /* 1, 2, 3 ... within the day; a recall is a new call */
    ticket_slot slot;
    uint16_t desk;
    bool recall;
    int64_t at_ms;
};

struct queue {
    int32_t day; /* yyyymmdd; 0 = no day yet: only CMD_DAY_START is accepted */
    bool kiosk_open;
    bool kiosk_help;
    int64_t kiosk_changed_at_ms; /* last opening or closing, 0 = none today */
    int64_t last_at_ms;          /* time of the last fact */
    char kiosk_note[NOTE_BYTES];
    struct desk desk[DESKS_MAX]; /* seen today, in order of first use */
    int desk_count;
    struct ticket ticket[TICKETS_MAX];
    int ticket_count;
    ticket_slot waiting[TICKETS_MAX]; /* by ticket.order, ascending */
    int waiting_count;
    uint32_t next_order;
    uint16_t issued[LETTERS]; /* highest number per letter */
    ticket_slot by_number[LETTERS][TICKET_NUMBER_MAX + 1];
    int64_t last_wait_ms[LETTERS]; /* wait of the last visitor called, -1 = none today */
    struct call call[CALLS_KEPT];  /* ring: call seq s stands at (s - 1) % CALLS_KEPT */
    uint32_t calls;                /* number of calls today */
};

enum { DECISION_EVENTS_MAX = 3 };

struct decision {
    struct event event[DECISION_EVENTS_MAX];
    int count;
};

/* An empty queue without a day. */
void queue_init(struct queue *queue);

/* What `command` leads to: REFUSED_NOT and 1..3 events, or the reason and 0 events.
 * command.at_utc_ms earlier than the last fact is raised to it: branch time never
 * runs backwards. */
enum refusal queue_decide(const struct queue *queue, const struct rules *rules,
                          const struct command *command, struct decision *decision)
    __attribute__((warn_unused_result));

/* Makes a fact part of the state. False when it contradicts the state (a journal
 * that was tampered with); the state is then unchanged. */
bool queue_apply(struct queue *queue, const struct event *event)
    __attribute__((warn_unused_result));

/* Look-ups. NULL / NO_SLOT when absent. Pointers live as long as the queue. */
ticket_slot queue_find(const struct queue *queue, struct ticket_no no);
const struct desk *queue_desk(const struct queue *queue, uint16_t number);

/* Waiting tickets of `service` (0 = all). */
int queue_waiting(const struct queue *queue, char service);
/* Waiting tickets that arrived before `slot` and that a desk which serves its service
 * serves, too: in a pooled queue people with other letters stand in front as well. */
int queue_ahead(const struct queue *queue, const struct rules *rules, ticket_slot slot);
/* The same for somebody who would take a regular number of `service` now. */
int queue_ahead_of_new(const struct queue *queue, const struct rules *rules, char service);

/* "waiting" "serving" "parked" "absent" "done"; unknown name = TICKET_STATES. */
const char *ticket_state_name(enum ticket_state state);
enum ticket_state ticket_state_parse(const char *name);
const char *desk_state_name(enum desk_state state);

#endif
