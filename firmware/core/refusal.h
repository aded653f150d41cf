// SPDX-License-Identifier: MIT
/* Why something was not done: a value, with a stable code for programs and a plain
 * sentence for people. The first group comes from the queue, the second from the
 * kiosk around it (paper, disk). Pure. */
#ifndef LOKET_CORE_REFUSAL_H
#define LOKET_CORE_REFUSAL_H

enum refusal {
    REFUSED_NOT, /* it was done */
    REFUSED_NO_DAY,
    REFUSED_OLD_DAY, /* a day that is over stays over */
    REFUSED_KIOSK_CLOSED,
    REFUSED_ALREADY, /* it is so already */
    REFUSED_UNKNOWN_SERVICE,
    REFUSED_UNKNOWN_DESK,
    REFUSED_UNKNOWN_TICKET,
    REFUSED_DESK_CLOSED,
    REFUSED_DESK_PAUSED,
    REFUSED_DESK_BUSY, /* it serves a visitor */
    REFUSED_DESK_IDLE, /* it serves nobody */
    REFUSED_WRONG_SERVICE,
    REFUSED_NOBODY_WAITING,
    REFUSED_WRONG_STATE,
    REFUSED_RECALL_TOO_SOON,
    REFUSED_RECALL_TOO_OFTEN,
    REFUSED_TOO_LATE, /* the time to come back is over */
    REFUSED_SERVICE_FULL,
    REFUSED_DAY_FULL,
    REFUSED_QUEUE_FULL,
    REFUSED_LATE, /* it would not be served before the branch closes */
    REFUSED_PAPER_OUT,
    REFUSED_COVER_OPEN,
    REFUSED_CUTTER,
    REFUSED_PRINTER_OFFLINE,
    REFUSED_PRINTER_BUSY,
    REFUSED_JOURNAL, /* the journal cannot be written or failed its check */
    REFUSED_DISK_FULL,
    REFUSED_STOPPING,
    REFUSALS
};

/* "desk_closed": never changes once released. */
const char *refusal_code(enum refusal refusal);
/* One plain sentence each, Indonesian and English. */
const char *refusal_text_id(enum refusal refusal);
const char *refusal_text_en(enum refusal refusal);

#endif
