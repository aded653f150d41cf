// SPDX-License-Identifier: MIT
/* Changes outside of the queue: each shares one transaction with the row of who made it. */
#include <stdio.h>
#include <stdlib.h>

#include "firmware/kiosk_state.h"

enum { TURNS_MOST = 8 };

/* Nothing else is in the transaction to come. Answers may submit commands: a few turns. */
static bool end_turns(struct kiosk *k)
{
    kiosk_end_turn(k);
    for (int i = 0; i < TURNS_MOST && k->command_count > 0; i++)
        kiosk_end_turn(k);
    return k->command_count == 0;
}

static enum journal_fault record(struct kiosk *k, const struct event *event,
                                 enum journal_fault (*change)(struct journal *journal,
                                                              void *context),
                                 void *context)
{
    enum journal_fault fault = journal_append(k->journal, event);
    if (fault == JOURNAL_OK && change)
        fault = change(k->journal, context);
    if (fault == JOURNAL_OK)
        return journal_commit(k->journal);
    journal_rollback(k->journal);
    return fault;
}

static void adopt(struct kiosk *k, const struct event *event)
{
    kiosk_forecast_fact(k, event);
    if (!queue_apply(&k->durable, event) || !queue_apply(&k->turn, event))
        abort(); /* it belongs to the day that both are at */
    k->fact_mono_ms = clock_mono_ms();
}

enum journal_fault kiosk_change(struct kiosk *k, const char *who, const char *what,
                                enum journal_fault (*change)(struct journal *journal,
                                                             void *context),
                                void *context)
{
    if (k->journal == NULL || k->durable.day == 0)
        return k->fault ? k->fault : JOURNAL_BROKEN;
    if (!end_turns(k))
        return JOURNAL_BROKEN;
    struct event event = {
        .kind = EV_AUDIT, .day = k->durable.day, .at_utc_ms = kiosk_fact_time_ms(k)};
    snprintf(event.note, sizeof event.note, "%s %s", who, what);
    enum journal_fault fault = record(k, &event, change, context);
    kiosk_set_fault(k, fault);
    if (fault == JOURNAL_OK)
        adopt(k, &event);
    else
        kiosk_turn_soon(k); /* the wall says so */
    return fault;
}
