// SPDX-License-Identifier: MIT
/* The figures of one day, counted from its facts in order. A visitor counts for the service whose
 * letter stands on the ticket; a wait is from issue to first call and belongs to the hour of that
 * call. Pure. */
#ifndef LOKET_DAY_REPORT_H
#define LOKET_DAY_REPORT_H

#include "firmware/core/event.h"

enum { REPORT_HOURS = 24 };

struct day_figures {
    int issued, called, served, no_show, left, wrong_office, missing_papers;
    int64_t wait_sum_ms, wait_max_ms;
};

struct day_desk {
    uint16_t number;
    int served, no_show;
    int64_t busy_ms; /* somebody was called to it and had not left it yet */
};

enum visit_end { VISIT_OPEN, VISIT_FINISHED, VISIT_ABSENT };

struct day_visit {
    int64_t issued_ms;             /* 0 = no such ticket */
    int64_t called_ms;             /* first call, 0 = never */
    int64_t ended_ms;              /* of the last end, 0 = not yet */
    int64_t desk_since_ms;         /* at `desk` since, 0 = it is not at a desk */
    uint16_t desk;                 /* that called it last, 0 = none */
    uint8_t lane, outcome, ending; /* enum lane, enum outcome, enum visit_end */
    char service;                  /* it was issued for */
};

/* About 1 MB. */
struct day_report {
    int utc_offset_min;
    struct day_visit visit[LETTERS][TICKET_NUMBER_MAX + 1];
    struct ticket_no order[TICKETS_MAX]; /* as they were issued */
    int tickets;
    struct day_figures of[LETTERS], total;
    struct day_figures hour[REPORT_HOURS]; /* issued, called, served, no_show, waits */
    struct day_desk desk[DESKS_MAX];       /* in the order of their numbers */
    int desk_count;
};

/* An empty day; utc_offset_min says which hour it is. */
void day_report_begin(struct day_report *report, int utc_offset_min);
void day_report_add(struct day_report *report, const struct event *event);
/* After the last fact: totals; who is at a desk has been there until now_ms (0 = count only what
 * has ended). */
void day_report_end(struct day_report *report, int64_t now_ms);

/* Borrowed; NULL when there is no such ticket. */
const struct day_visit *day_report_visit(const struct day_report *report, struct ticket_no ticket);
/* The first and last hour in which anything happened; false when nothing did. */
bool day_report_span(const struct day_report *report, int *first, int *last);

#endif
