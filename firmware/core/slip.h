// SPDX-License-Identifier: MIT
/* A ticket, or a service's list of papers, as lines of a slip. Knows sizes and
 * words, no printer. Pure; every text is the caller's and is only read. */
#ifndef LOKET_CORE_SLIP_H
#define LOKET_CORE_SLIP_H

#include "firmware/core/event.h"
#include "firmware/core/paper.h"

enum { SLIP_DOCUMENTS_MAX = 12 };

struct slip_document {
    const char *text;      /* <= 40 characters */
    const char *condition; /* "" = always needed; else "bila ..." */
};

struct slip_input {
    int columns; /* characters of normal size per line: 48, 42 or 32 */
    const char *branch_name;
    struct ticket_no ticket; /* letter 0: a checklist without a number */
    const char *service_name;
    enum lane lane;
    bool copy;               /* marked SALINAN */
    const char *issued_text; /* "22-11-2026 09.42", local time */
    int ahead;               /* waiting before this one, >= 0 */
    int last_wait_min;       /* wait of the last visitor called, -1 = none yet */
    int wait_low_min,
        wait_high_min;      /* as promised at the issue; -1 = nothing; low 0 = up to high */
    const char *safe_until; /* "10.05", "" = not known */
    const char *late;       /* "15.00": may not be served before that closing; "" = will */
    uint16_t desk[8];       /* that serve it; desk_count may be 0 */
    int desk_count;
    struct slip_document document[SLIP_DOCUMENTS_MAX];
    int document_count;
    bool documents_confirmed; /* false: the slip says "konfirmasi cabang" */
    const char *content_version;
    const char *qr_text; /* "" = none */
};

/* The slip of a ticket (number first), or of a checklist when input.ticket is none. */
void slip_layout(const struct slip_input *input, struct paper *paper);

/* The paper as plain text, `columns` wide, for terminals and tests. Returns the
 * length that was needed, as snprintf does. */
int paper_to_text(const struct paper *paper, int columns, char *text, int text_bytes);

#endif
