// SPDX-License-Identifier: MIT
#include "firmware/forecast/ledger.h"

#include <math.h>
#include <string.h>

enum { EARNED_PERCENT = 80, REGAINED_PERCENT = 85 };
/* To each side of a formula's figure, until its own misses teach better: a wide and constant
 * width makes the formulas look best. */
static const float BASELINE_S = 1800;

void ledger_init(struct ledger *ledger)
{
    memset(ledger, 0, sizeof *ledger);
}

static struct ledger_day *day_of(struct ledger *ledger, int32_t day)
{
    struct ledger_day *last = ledger->day_count ? &ledger->day[ledger->day_count - 1] : NULL;
    if (last && day <= last->day)
        return last;
    for (int method = LEDGER_OURS + 1; method < LEDGER_METHODS; method++)
        calibrate_refit(&ledger->baseline[method]);
    if (ledger->day_count == LEDGER_DAYS)
        memmove(ledger->day, ledger->day + 1, --ledger->day_count * sizeof *ledger->day);
    last = &ledger->day[ledger->day_count++];
    memset(last, 0, sizeof *last);
    last->day = day;
    return last;
}

static double pinball(double quantile_s, double level, double wait_s)
{
    return fmax(level * (wait_s - quantile_s), (level - 1) * (wait_s - quantile_s));
}

static void score(struct ledger_sums *sums, enum ledger_method method, double p50_s, double p90_s,
                  double wait_s)
{
    sums->absolute_s[method] += fabs(p50_s - wait_s);
    sums->bias_s[method] += p50_s - wait_s;
    sums->pinball50_s[method] += pinball(p50_s, 0.5, wait_s);
    sums->pinball90_s[method] += pinball(p90_s, 0.9, wait_s);
}

/* Its P90 as its misses until now teach it, then this one is taught. */
static void score_baseline(struct ledger *ledger, struct ledger_sums *sums,
                           enum ledger_method method, int32_t figure_s, double wait_s)
{
    float figure = (float)figure_s, out_s[3];
    float raw_s[3] = {figure - BASELINE_S, figure, figure + BASELINE_S};
    calibrate_apply(&ledger->baseline[method], raw_s, out_s);
    score(sums, method, figure_s, (double)out_s[2], wait_s);
    calibrate_learn(&ledger->baseline[method], raw_s, (float)wait_s);
}

static int recent_within(const struct ledger *ledger)
{
    int within = 0;
    for (int i = 0; i < ledger->recent_count; i++)
        within += ledger->recent[i];
    return within;
}

static void judge(struct ledger *ledger, bool within)
{
    ledger->recent[ledger->recent_next] = within;
    ledger->recent_next = (ledger->recent_next + 1) % LEDGER_RECENT;
    ledger->recent_count += ledger->recent_count < LEDGER_RECENT;
    int percent = ledger->trusted || !ledger->lost ? EARNED_PERCENT : REGAINED_PERCENT;
    bool was = ledger->trusted;
    ledger->trusted = ledger->recent_count >= LEDGER_LEAST &&
                      recent_within(ledger) * 100 >= percent * ledger->recent_count;
    ledger->lost = ledger->lost || (was && !ledger->trusted);
}

void ledger_add(struct ledger *ledger, int32_t day, char service, const struct promise *promise,
                double wait_s)
{
    if (!promise->known || service < 'A' || service > 'Z' || !isfinite(wait_s) || wait_s < 0)
        return;
    struct ledger_sums *sums = &day_of(ledger, day)->service[service - 'A'];
    bool within = wait_s <= promise->p90_s;
    sums->count++;
    sums->said += promise->said;
    sums->kept += promise->said && wait_s <= promise->high_min * 60.0;
    sums->within += within;
    sums->inside += within && wait_s >= promise->p10_s;
    sums->wait_s += wait_s;
    score(sums, LEDGER_OURS, promise->p50_s, promise->p90_s, wait_s);
    score_baseline(ledger, sums, LEDGER_LES, promise->les_s, wait_s);
    score_baseline(ledger, sums, LEDGER_QUEUE, promise->queue_s, wait_s);
    score_baseline(ledger, sums, LEDGER_MEAN, promise->mean_s, wait_s);
    judge(ledger, within);
}

double ledger_coverage(const struct ledger *ledger)
{
    if (ledger->recent_count == 0)
        return -1;
    return (double)recent_within(ledger) / ledger->recent_count;
}

bool ledger_trusted(const struct ledger *ledger)
{
    return ledger->trusted;
}

static void add_sums(struct ledger_sums *to, const struct ledger_sums *from)
{
    to->count += from->count;
    to->said += from->said;
    to->kept += from->kept;
    to->within += from->within;
    to->inside += from->inside;
    to->wait_s += from->wait_s;
    for (int method = 0; method < LEDGER_METHODS; method++) {
        to->absolute_s[method] += from->absolute_s[method];
        to->bias_s[method] += from->bias_s[method];
        to->pinball50_s[method] += from->pinball50_s[method];
        to->pinball90_s[method] += from->pinball90_s[method];
    }
}

void ledger_sum(const struct ledger *ledger, int32_t first, int32_t last, char service,
                struct ledger_sums *sums)
{
    memset(sums, 0, sizeof *sums);
    for (int i = 0; i < ledger->day_count; i++)
        for (int s = 0; s < LETTERS; s++)
            if (ledger->day[i].day >= first && ledger->day[i].day <= last &&
                (service == 0 || service == 'A' + s))
                add_sums(sums, &ledger->day[i].service[s]);
}
