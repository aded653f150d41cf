// SPDX-License-Identifier: MIT
/* The promise ledger: every wait that was forecast for a visitor, beside what happened and
 * beside what the formulas of common queue products would have said. Scores by business day
 * and service over the last 31 days with promises; fed with facts, so that the same journal
 * gives the same ledger. Pure; the caller's memory, about 180 KB.
 *
 * Counted: tickets with a forecast (struct promise) that were called and had to wait, in the sense
 * in which waits are learned (track_delayed): somebody of the service was in front, or it took
 * longer than half a second. None is forecast where a free desk stands ready. Errors are forecast
 * minus wait. Pinball loss of a quantile q at level a: max(a (wait - q), (a - 1)(wait - q)). The
 * formulas have no P90 of their own: each is given the one that its own misses teach, by the very
 * calibration the forecast uses (calibrate.h). */
#ifndef LOKET_FORECAST_LEDGER_H
#define LOKET_FORECAST_LEDGER_H

#include "firmware/core/types.h"
#include "firmware/forecast/calibrate.h"

enum ledger_method {
    LEDGER_OURS,
    LEDGER_LES,   /* wait of the last one called */
    LEDGER_QUEUE, /* queue length times pace */
    LEDGER_MEAN,  /* mean wait so far */
    LEDGER_METHODS
};

/* Sums over promises; all but `count` are seconds or counts that add up. */
struct ledger_sums {
    int count;
    int said;   /* of them told to the public */
    int kept;   /* of the said: called within the upper figure that was said */
    int within; /* waits <= P90 as forecast (coverage90 = within / count) */
    int inside; /* P10 <= wait <= P90 */
    double wait_s;
    double absolute_s[LEDGER_METHODS], bias_s[LEDGER_METHODS];
    double pinball50_s[LEDGER_METHODS], pinball90_s[LEDGER_METHODS];
};

enum { LEDGER_DAYS = 31, LEDGER_RECENT = 100, LEDGER_LEAST = 20 };

struct ledger_day {
    int32_t day; /* yyyymmdd, 0 = place not taken */
    struct ledger_sums service[LETTERS];
};

struct ledger {
    struct ledger_day day[LEDGER_DAYS]; /* oldest first, day_count of them */
    int day_count;
    struct calibrate baseline[LEDGER_METHODS]; /* [LEDGER_OURS] is not used */
    bool recent[LEDGER_RECENT];                /* ring: wait <= P90 of the last promises */
    int recent_count, recent_next;
    bool trusted, lost; /* lost: was trusted once, and is not any more */
};

void ledger_init(struct ledger *ledger);
/* A promise met its truth on `day` (never an earlier one than before). A promise that is not known,
 * a letter that is none or a wait below 0 changes nothing. */
void ledger_add(struct ledger *ledger, int32_t day, char service, const struct promise *promise,
                double wait_s);
/* Share of the last LEDGER_RECENT promises whose wait stayed within P90; -1 without any. */
double ledger_coverage(const struct ledger *ledger);
/* Whether the public is told minutes: earned by LEDGER_LEAST promises with a coverage of 0.8,
 * lost below 0.8, and regained at 0.85. */
bool ledger_trusted(const struct ledger *ledger);
/* Sum of the days first..last (yyyymmdd, both included); service 0 = all. */
void ledger_sum(const struct ledger *ledger, int32_t first, int32_t last, char service,
                struct ledger_sums *sums);

#endif
