// SPDX-License-Identifier: MIT
/* Days of the simulated branch (twin.h) as a journal, with the promises that a branch which
 * forecasts without a simulation would have made. The first day is Tuesday, 30 December 2025. */
#ifndef LOKET_BENCH_TWIN_JOURNAL_H
#define LOKET_BENCH_TWIN_JOURNAL_H

#include "firmware/forecast/outlook.h"
#include "firmware/journal.h"
#include "tests/bench/twin.h"

struct twin_journal {
    struct twin twin;
    struct outlook outlook;
    struct journal *journal;
    int64_t until_utc_ms; /* later facts are left out */
    bool promises;
};

/* malloc'd; ends the program when a fact cannot be written. */
struct twin_journal *twin_journal_begin(struct journal *journal, uint64_t seed, bool promises);
/* One more whole day, committed once. */
void twin_journal_day(struct twin_journal *tj);
/* The next day up to this minute, committed; the last call. Time of that minute, UTC. */
int64_t twin_journal_part(struct twin_journal *tj, int minute);

#endif
