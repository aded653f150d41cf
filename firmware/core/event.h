// SPDX-License-Identifier: MIT
/* What has happened: facts in the past tense, the rows of the journal. A fact
 * carries everything its effect depends on, so that replaying it under other
 * rules gives the same day. Pure. */
#ifndef LOKET_CORE_EVENT_H
#define LOKET_CORE_EVENT_H

#include "firmware/core/command.h"

enum event_kind {
    EV_DAY_STARTED,        /* day; forgets the day before */
    EV_KIOSK_OPENED,       /* */
    EV_KIOSK_CLOSED,       /* note */
    EV_TICKET_ISSUED,      /* ticket, service, lane, print, promise */
    EV_TICKET_CALLED,      /* ticket, desk, services (of the desk, for overtaking), out_of_order */
    EV_TICKET_RECALLED,    /* ticket, desk */
    EV_TICKET_ABSENT,      /* ticket, desk: no-show */
    EV_TICKET_RETURNED,    /* ticket: from now on in the return lane */
    EV_TICKET_FINISHED,    /* ticket, desk, outcome, note */
    EV_TICKET_PARKED,      /* ticket, desk (0 = was waiting) */
    EV_TICKET_UNPARKED,    /* ticket */
    EV_TICKET_TRANSFERRED, /* ticket, service, desk (0 = any) */
    EV_DESK_OPENED,        /* desk */
    EV_DESK_PAUSED,        /* desk, note */
    EV_DESK_CLOSED,        /* desk */
    EV_HELP_ASKED,         /* desk (0 = kiosk) */
    EV_HELP_ANSWERED,      /* desk (0 = kiosk) */
    EV_SLIP_WANTED,        /* ticket: a copy was asked for */
    EV_SLIP_SENT,          /* ticket */
    EV_SLIP_PRINTED,       /* ticket */
    EV_SLIP_GIVEN_UP,      /* ticket */
    EV_AUDIT,              /* note: who changed what outside of the queue */
    EVENT_KINDS
};

struct event {
    enum event_kind kind;
    int64_t at_utc_ms;
    int32_t day; /* yyyymmdd, the business day the fact belongs to */
    struct ticket_no ticket;
    char service;
    enum lane lane;
    uint16_t desk;
    enum outcome outcome;
    bool print;
    bool out_of_order;
    service_set services;
    struct promise promise;
    uint64_t key; /* of the command; 0 = none */
    char note[NOTE_BYTES];
};

/* Stable names as they stand in the journal ("TICKET_ISSUED"). event_kind_parse
 * returns EVENT_KINDS for an unknown name. Lane and outcome names are those of
 * the HTTP interface ("regular", "done"); unknown = LANES / OUTCOMES. */
const char *event_kind_name(enum event_kind kind);
enum event_kind event_kind_parse(const char *name);
const char *lane_name(enum lane lane);
enum lane lane_parse(const char *name);
const char *outcome_name(enum outcome outcome);
enum outcome outcome_parse(const char *name);

/* "A-007" into text[TICKET_TEXT_BYTES]; "" for no ticket. */
enum { TICKET_TEXT_BYTES = 8 };
void ticket_no_format(struct ticket_no no, char text[TICKET_TEXT_BYTES]);
/* Accepts "A-007", "A007", "A7" and lower case; false for anything else. */
bool ticket_no_parse(const char *text, struct ticket_no *no);

#endif
