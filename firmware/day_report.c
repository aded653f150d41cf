// SPDX-License-Identifier: MIT
#include "firmware/day_report.h"

#include <stddef.h>
#include <string.h>

static void add_outcome(struct day_figures *figures, enum outcome outcome)
{
    switch (outcome) {
    case OUTCOME_DONE:
        figures->served++;
        break;
    case OUTCOME_MISSING_PAPERS:
        figures->served++;
        figures->missing_papers++;
        break;
    case OUTCOME_WRONG_OFFICE:
        figures->served++;
        figures->wrong_office++;
        break;
    case OUTCOME_LEFT:
        figures->left++;
        break;
    case OUTCOMES:
        break;
    }
}

static void add_wait(struct day_figures *figures, int64_t wait_ms)
{
    figures->called++;
    figures->wait_sum_ms += wait_ms;
    if (wait_ms > figures->wait_max_ms)
        figures->wait_max_ms = wait_ms;
}

static struct day_visit *visit_of(struct day_report *report, struct ticket_no ticket)
{
    bool known = service_bit(ticket.letter) && ticket.number <= TICKET_NUMBER_MAX;
    return known ? &report->visit[ticket.letter - 'A'][ticket.number] : NULL;
}

static struct day_figures *hour_of(struct day_report *report, int64_t at_ms)
{
    int64_t hour = (at_ms / 60000 + report->utc_offset_min) / 60 % REPORT_HOURS;
    return &report->hour[hour < 0 ? 0 : hour];
}

/* A desk whose number cannot be counted any more goes to the last one. */
static struct day_desk *desk_of(struct day_report *report, uint16_t number)
{
    int at = 0;
    while (at < report->desk_count && report->desk[at].number < number)
        at++;
    if (at < report->desk_count && report->desk[at].number == number)
        return &report->desk[at];
    if (report->desk_count == DESKS_MAX)
        return &report->desk[DESKS_MAX - 1];
    memmove(&report->desk[at + 1], &report->desk[at],
            (size_t)(report->desk_count - at) * sizeof report->desk[0]);
    report->desk_count++;
    report->desk[at] = (struct day_desk){.number = number};
    return &report->desk[at];
}

static void leave_desk(struct day_report *report, struct day_visit *visit, int64_t at_ms)
{
    if (visit->desk_since_ms && visit->desk)
        desk_of(report, visit->desk)->busy_ms += at_ms - visit->desk_since_ms;
    visit->desk_since_ms = 0;
}

static void add_issue(struct day_report *report, struct day_visit *visit, const struct event *event)
{
    *visit = (struct day_visit){
        .issued_ms = event->at_utc_ms, .lane = (uint8_t)event->lane, .service = event->service};
    if (report->tickets < TICKETS_MAX)
        report->order[report->tickets++] = event->ticket;
    report->of[event->ticket.letter - 'A'].issued++;
    hour_of(report, event->at_utc_ms)->issued++;
}

static void add_call(struct day_report *report, struct day_visit *visit, const struct event *event)
{
    if (!visit->called_ms) {
        visit->called_ms = event->at_utc_ms;
        add_wait(&report->of[event->ticket.letter - 'A'], event->at_utc_ms - visit->issued_ms);
        add_wait(hour_of(report, event->at_utc_ms), event->at_utc_ms - visit->issued_ms);
    }
    leave_desk(report, visit, event->at_utc_ms);
    visit->desk = event->desk;
    visit->desk_since_ms = event->at_utc_ms;
    visit->ending = VISIT_OPEN;
    visit->ended_ms = 0;
}

static void add_end(struct day_report *report, struct day_visit *visit, const struct event *event)
{
    struct day_figures *figures = &report->of[event->ticket.letter - 'A'];
    struct day_figures *hour = hour_of(report, event->at_utc_ms);
    bool absent = event->kind == EV_TICKET_ABSENT;
    leave_desk(report, visit, event->at_utc_ms);
    visit->ended_ms = event->at_utc_ms;
    visit->ending = absent ? VISIT_ABSENT : VISIT_FINISHED;
    visit->outcome = (uint8_t)event->outcome;
    if (absent) {
        figures->no_show++;
        hour->no_show++;
        desk_of(report, event->desk)->no_show++;
        return;
    }
    add_outcome(figures, event->outcome);
    add_outcome(hour, event->outcome);
    desk_of(report, event->desk)->served += event->outcome != OUTCOME_LEFT;
}

void day_report_begin(struct day_report *report, int utc_offset_min)
{
    memset(report, 0, sizeof *report);
    report->utc_offset_min = utc_offset_min;
}

void day_report_add(struct day_report *report, const struct event *event)
{
    struct day_visit *visit = visit_of(report, event->ticket);
    if (visit == NULL)
        return;
    switch ((int)event->kind) {
    case EV_TICKET_ISSUED:
        add_issue(report, visit, event);
        break;
    case EV_TICKET_CALLED:
        add_call(report, visit, event);
        break;
    case EV_TICKET_ABSENT:
    case EV_TICKET_FINISHED:
        add_end(report, visit, event);
        break;
    case EV_TICKET_RETURNED:
        visit->lane = (uint8_t)event->lane;
        visit->ending = VISIT_OPEN;
        visit->ended_ms = 0;
        break;
    case EV_TICKET_PARKED:
    case EV_TICKET_TRANSFERRED:
        leave_desk(report, visit, event->at_utc_ms);
        break;
    default: /* nothing that is counted */
        break;
    }
}

static void add_total(struct day_figures *total, const struct day_figures *one)
{
    total->issued += one->issued;
    total->called += one->called;
    total->served += one->served;
    total->no_show += one->no_show;
    total->left += one->left;
    total->wrong_office += one->wrong_office;
    total->missing_papers += one->missing_papers;
    total->wait_sum_ms += one->wait_sum_ms;
    if (one->wait_max_ms > total->wait_max_ms)
        total->wait_max_ms = one->wait_max_ms;
}

void day_report_end(struct day_report *report, int64_t now_ms)
{
    for (int i = 0; i < LETTERS; i++)
        add_total(&report->total, &report->of[i]);
    for (int i = 0; i < report->tickets && now_ms; i++) {
        struct day_visit *visit = visit_of(report, report->order[i]);
        if (visit->desk_since_ms && visit->desk_since_ms < now_ms)
            leave_desk(report, visit, now_ms);
    }
}

const struct day_visit *day_report_visit(const struct day_report *report, struct ticket_no ticket)
{
    bool known = service_bit(ticket.letter) && ticket.number <= TICKET_NUMBER_MAX;
    const struct day_visit *visit =
        known ? &report->visit[ticket.letter - 'A'][ticket.number] : NULL;
    return visit && visit->issued_ms ? visit : NULL;
}

static bool is_quiet(const struct day_figures *hour)
{
    return hour->issued + hour->called + hour->served + hour->no_show + hour->left == 0;
}

bool day_report_span(const struct day_report *report, int *first, int *last)
{
    *first = 0;
    *last = REPORT_HOURS - 1;
    while (*first < REPORT_HOURS && is_quiet(&report->hour[*first]))
        ++*first;
    while (*last >= 0 && is_quiet(&report->hour[*last]))
        --*last;
    return *first <= *last;
}
