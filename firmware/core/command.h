// SPDX-License-Identifier: MIT
/* What may be asked of the queue. A command carries its time; it is decided once
 * and never stored. Pure. */
#ifndef LOKET_CORE_COMMAND_H
#define LOKET_CORE_COMMAND_H

#include "firmware/core/types.h"

enum command_kind {
    CMD_DAY_START,    /* day */
    CMD_KIOSK_OPEN,   /* */
    CMD_KIOSK_CLOSE,  /* note: message for the public, may be empty */
    CMD_TAKE,         /* service, lane, print, promise */
    CMD_NEXT,         /* desk: finish whom it serves, call the one routing picks */
    CMD_CALL,         /* desk, ticket: that very ticket, recorded as out of order */
    CMD_RECALL,       /* desk: call its visitor again */
    CMD_NO_SHOW,      /* desk: its visitor did not come */
    CMD_FINISH,       /* desk, outcome, note = missing papers, comma separated */
    CMD_PARK,         /* desk, ticket (none = whom the desk serves) */
    CMD_UNPARK,       /* ticket: back to its place among the waiting */
    CMD_RETURN,       /* ticket: an absent visitor came back, joins the return lane */
    CMD_TRANSFER,     /* ticket, service, desk (0 = any): keeps its arrival time */
    CMD_DESK_OPEN,    /* desk; also ends a pause */
    CMD_DESK_PAUSE,   /* desk, note = reason */
    CMD_DESK_CLOSE,   /* desk; whom it serves is finished first */
    CMD_HELP,         /* desk (0 = the kiosk): staff wanted */
    CMD_HELP_ANSWER,  /* desk (0 = the kiosk) */
    CMD_REPRINT,      /* ticket: one more slip, marked as a copy */
    CMD_SLIP_SENT,    /* ticket: about to go to the printer */
    CMD_SLIP_PRINTED, /* ticket: the printer confirmed it */
    CMD_SLIP_GIVE_UP, /* ticket */
    COMMAND_KINDS
};

enum outcome { OUTCOME_DONE, OUTCOME_MISSING_PAPERS, OUTCOME_WRONG_OFFICE, OUTCOME_LEFT, OUTCOMES };

struct command {
    enum command_kind kind;
    int64_t at_utc_ms;
    int32_t day; /* yyyymmdd */
    struct ticket_no ticket;
    char service; /* letter */
    enum lane lane;
    uint16_t desk; /* number, 0 = none */
    enum outcome outcome;
    bool print; /* a slip is wanted */
    struct promise promise;
    bool accept_late; /* TAKE: although it may not be served today */
    uint64_t key;     /* of the request it comes from, so that a repetition is known; 0 = none */
    char note[NOTE_BYTES]; /* UTF-8 */
};

#endif
