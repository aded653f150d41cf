// SPDX-License-Identifier: MIT
#include "tests/bench/twin_journal.h"

#include <stdlib.h>
#include <time.h>

#include "tests/bench/support.h"

enum { OFFSET_MS = 7 * 3600 * 1000 };
static const int64_t day_ms = 86400000;

/* The twin names its days by a number; a journal wants the date in Jakarta. */
static int32_t date_of(int64_t utc_ms)
{
    const time_t second = (time_t)((utc_ms + OFFSET_MS) / 1000);
    struct tm when = {0};
    gmtime_r(&second, &when);
    return (int32_t)((when.tm_year + 1900) * 10000 + (when.tm_mon + 1) * 100 + when.tm_mday);
}

static void on_fact(void *context, const struct twin *twin, const struct event *event)
{
    struct twin_journal *tj = context;
    struct event fact = *event;
    if (fact.at_utc_ms > tj->until_utc_ms)
        return;
    fact.day = date_of(fact.at_utc_ms);
    if (tj->promises && fact.kind == EV_TICKET_ISSUED) {
        struct queue *dated = malloc(sizeof *dated);
        if (!dated)
            support_fail("out of memory");
        *dated = twin->queue;
        dated->day = fact.day;
        outlook_promise(&tj->outlook, dated, &twin->rules, fact.service, fact.lane, fact.at_utc_ms,
                        NULL, 0, &fact.promise);
        free(dated);
    }
    if (tj->promises)
        outlook_fact(&tj->outlook, &twin->queue, &fact, twin->midnight_ms, true);
    if (journal_append(tj->journal, &fact) != JOURNAL_OK)
        support_fail(journal_error(tj->journal));
}

struct twin_journal *twin_journal_begin(struct journal *journal, uint64_t seed, bool promises)
{
    struct twin_journal *tj = calloc(1, sizeof *tj);
    if (!tj)
        support_fail("out of memory");
    twin_init(&tj->twin, seed);
    outlook_init(&tj->outlook);
    tj->twin.fact = on_fact;
    tj->twin.context = tj;
    tj->journal = journal;
    tj->until_utc_ms = INT64_MAX;
    tj->promises = promises;
    return tj;
}

void twin_journal_day(struct twin_journal *tj)
{
    twin_day(&tj->twin);
    if (journal_commit(tj->journal) != JOURNAL_OK)
        support_fail(journal_error(tj->journal));
}

int64_t twin_journal_part(struct twin_journal *tj, int minute)
{
    int64_t midnight_ms = tj->twin.midnight_ms + (tj->twin.day > 0 ? day_ms : 0);
    tj->until_utc_ms = midnight_ms + minute * INT64_C(60000);
    twin_journal_day(tj);
    return tj->until_utc_ms;
}
