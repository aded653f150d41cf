// SPDX-License-Identifier: MIT
#include "firmware/ctl/replay_log.h"

#include <stdio.h>
#include <string.h>

void replay_log_init(struct replay_log *log)
{
    memset(log, 0, sizeof *log);
}

/* FNV-1a over both names and the zero between them. */
static uint64_t hash_names(const char *service, const char *ticket)
{
    uint64_t hash = 14695981039346656037ULL;
    for (const char *text = service;; text++) {
        hash = (hash ^ (unsigned char)*text) * 1099511628211ULL;
        if (!*text)
            break;
    }
    for (; *ticket; ticket++)
        hash = (hash ^ (unsigned char)*ticket) * 1099511628211ULL;
    return hash ? hash : 1;
}

/* Where it is, or where it would go. */
static struct replay_ticket *find_ticket(struct replay_log *log, const struct replay_row *row)
{
    uint64_t name = hash_names(row->service, row->ticket);
    size_t at = (size_t)(name >> 20) % REPLAY_TICKETS_MAX;
    while (log->ticket[at].name && log->ticket[at].name != name)
        at = (at + 1) % REPLAY_TICKETS_MAX;
    return &log->ticket[at];
}

/* Its number; a new one when it is new; -1 = too many. */
static int number_of(char (*names)[REPLAY_TEXT_BYTES], int *count, int max, const char *name)
{
    for (int i = 0; i < *count; i++)
        if (strcmp(names[i], name) == 0)
            return i;
    if (*count == max)
        return -1;
    snprintf(names[*count], REPLAY_TEXT_BYTES, "%s", name);
    return (*count)++;
}

static const char *check_order(const struct replay_log *log, const struct replay_row *row)
{
    int branch = strcmp(row->branch, log->branch);
    if (branch < 0)
        return "the branch is not in order";
    if (branch == 0 && row->day < log->day)
        return "the day is not in order";
    if (branch == 0 && row->day == log->day && row->at_s < log->at_s)
        return "the time is before that of an earlier row";
    return NULL;
}

static void begin(struct replay_log *log, const struct replay_row *row, bool *new_branch)
{
    if (strcmp(row->branch, log->branch) != 0) {
        *new_branch = true;
        replay_log_init(log);
        snprintf(log->branch, sizeof log->branch, "%s", row->branch);
    }
    if (row->day != log->day) {
        memset(log->ticket, 0, sizeof log->ticket);
        log->tickets = 0;
    }
    log->day = row->day;
    log->at_s = row->at_s;
}

static const char *check_ticket(const struct replay_ticket *ticket, const struct replay_row *row,
                                int tickets)
{
    bool known = ticket->name != 0;
    if (row->kind == FORECAST_ARRIVE)
        return known                               ? "the ticket has arrived before on this day"
               : tickets >= REPLAY_TICKETS_MAX / 2 ? "too many tickets on one day"
                                                   : NULL;
    if (known)
        return NULL;
    return row->kind == FORECAST_CALL ? "the ticket is called before it arrives"
                                      : "the ticket has not arrived";
}

/* Changes the ticket as the row says. */
static const char *take_ticket(struct replay_log *log, const struct replay_row *row,
                               struct forecast_event *event)
{
    struct replay_ticket *ticket = find_ticket(log, row);
    const char *fault = check_ticket(ticket, row, log->tickets);
    if (fault)
        return fault;
    if (row->kind == FORECAST_ARRIVE) {
        ticket->name = hash_names(row->service, row->ticket);
        log->tickets++;
    }
    event->key = (uint32_t)(ticket - log->ticket) + 1;
    return NULL;
}

const char *replay_log_add(struct replay_log *log, const struct replay_row *row,
                           struct forecast_event *event, bool *new_branch)
{
    const char *fault = check_order(log, row);
    if (fault)
        return fault;
    begin(log, row, new_branch);
    *event = (struct forecast_event){.kind = row->kind,
                                     .day = row->day,
                                     .at_s = row->at_s,
                                     .lane = row->lane,
                                     .before = row->before,
                                     .number = row->number};
    if (row->service[0])
        event->service = number_of(log->service, &log->services, TRACK_SERVICES_MAX, row->service);
    if (row->desk[0]) /* one too many is a desk without a name */
        event->desk = 1 + number_of(log->desk, &log->desks, TRACK_DESKS_MAX - 1, row->desk);
    if (event->service < 0)
        return "more services than a branch can have";
    bool of_ticket = row->kind >= FORECAST_ARRIVE && row->kind <= FORECAST_ABANDON;
    return of_ticket ? take_ticket(log, row, event) : NULL;
}
