// SPDX-License-Identifier: MIT
/* The words of the branch as C types. Pure: no I/O, no clock, no heap.
 *
 * A service is known by its letter everywhere (A..Z without I, O, Q), so that a
 * journal stays readable when a later branch document adds or drops services.
 * A desk is known by the number over its head (1..999). */
#ifndef LOKET_CORE_TYPES_H
#define LOKET_CORE_TYPES_H

#include <stdbool.h>
#include <stdint.h>

/* Capacities. A full table is a refusal, never undefined behaviour; tests build
 * the core with tiny ones to see it. */
#ifndef TICKETS_MAX
#define TICKETS_MAX 4000 /* tickets issued in one business day */
#endif
enum {
    LETTERS = 26,
    SERVICES_MAX = 16,
    DESKS_MAX = 32,
    DESK_NUMBER_MAX = 999,
    TICKET_NUMBER_MAX = 999,
    NOTE_BYTES = 96, /* free text of a fact, UTF-8, with its 0 */
};

/* Set of services: bit (letter - 'A'). */
typedef uint32_t service_set;

static inline service_set service_bit(char letter)
{
    return letter >= 'A' && letter <= 'Z' ? (service_set)1 << (letter - 'A') : 0;
}

enum lane { LANE_REGULAR, LANE_PRIORITY, LANE_RETURN, LANES };

/* What is printed on the slip: letter of the service that issued it and its
 * number, 1..999. letter == 0 means "no ticket". */
struct ticket_no {
    char letter;
    uint16_t number;
};

static inline bool ticket_no_equal(struct ticket_no a, struct ticket_no b)
{
    return a.letter == b.letter && a.number == b.number;
}

enum ticket_state {
    TICKET_WAITING,
    TICKET_SERVED_NOW, /* called to a desk, until finished */
    TICKET_PARKED,     /* set aside by a desk, keeps its place */
    TICKET_ABSENT,     /* did not come; may return within rules.return_within_ms */
    TICKET_DONE,
    TICKET_STATES
};

enum desk_state { DESK_CLOSED, DESK_OPEN, DESK_PAUSED, DESK_STATES };

/* Where the paper of a ticket stands. */
enum slip_state {
    SLIP_NONE,    /* nothing to print (issued by an officer without paper) */
    SLIP_WANTED,  /* to be printed */
    SLIP_SENT,    /* bytes may have reached the printer; outcome not known yet */
    SLIP_PRINTED, /* the printer confirmed it */
    SLIP_GIVEN_UP /* tried too often; staff were told */
};

/* What somebody who takes a number is told of the wait, with what simpler rules would have
 * said: everything as it was known at that moment. Waits from the issue to the first call. */
struct promise {
    bool known; /* false: no forecast, nothing below is set */
    bool said;  /* false: kept to be measured, the public sees how many are in front */
    bool late;  /* may not be served before the branch closes */
    uint16_t low_min, high_min;        /* as said: rounded P50 and P90; low 0 = "up to high" */
    int32_t p10_s, p50_s, p90_s;       /* forecast, ascending, >= 0 */
    int32_t sim10_s, sim50_s, sim90_s; /* the forward simulation's; sim10_s < 0 = there was none */
    int32_t les_s, queue_s, mean_s;    /* last wait, queue length, mean so far (features.h) */
};

/* The rules of the branch document, as the core needs them. Owned by content.c;
 * the core never changes them. All waits and limits are branch time. */
struct service_rules {
    int32_t target_wait_s; /* > 0; the wait this service aims at */
    uint16_t daily_cap;    /* tickets a day, 1..999 */
};

struct desk_rules {
    uint16_t number; /* 1..999, unique */
    service_set services;
};

struct rules {
    service_set services;                  /* the ones that exist */
    struct service_rules service[LETTERS]; /* by letter - 'A' */
    struct desk_rules desk[DESKS_MAX];
    int desk_count;
    int lane_rate[LANES]; /* per mille of the regular speed of ageing, 1..10000 */
    int overtake_max;     /* K: later priority/return tickets that may pass a regular one, 0..255 */
    int recall_max;       /* recalls of one call, 0..255 */
    int64_t recall_pause_ms;  /* between a call and its recall */
    int64_t return_within_ms; /* an absent visitor may come back within this time */
    int waiting_cap;          /* waiting tickets at once, 1..TICKETS_MAX */
    int daily_cap;            /* all services together, 1..TICKETS_MAX */
};

#endif
