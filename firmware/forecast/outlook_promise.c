// SPDX-License-Identifier: MIT
/* From what was learned to what a visitor is told. */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "firmware/forecast/outlook.h"

enum { PROMISE_MAX_S = 7 * 86400 };
static const float sure_to_be_served = 0.9F;

static double bounded(double s)
{
    return s > 0 ? fmin(s, PROMISE_MAX_S) : 0; /* also what is no number */
}

static double step_min(double min)
{
    return min <= 60 ? 5 : min <= 120 ? 10 : 30;
}

static double round_down(double min)
{
    double step = step_min(min);
    return floor(min / step) * step;
}

static double round_up(double min)
{
    double step = step_min(min);
    return fmax(step, ceil(min / step) * step);
}

void outlook_round(double p50_s, double p90_s, double least_s, uint16_t *low_min,
                   uint16_t *high_min)
{
    double certain_min = floor(bounded(least_s) / 60), middle_min = bounded(p50_s) / 60;
    double upper_min = fmax(bounded(p90_s) / 60, fmax(middle_min, bounded(least_s) / 60));
    double low = fmax(round_down(middle_min), certain_min), high = round_up(upper_min);
    if (high - low <= step_min(high))
        low = 0;
    *low_min = (uint16_t)low;
    *high_min = (uint16_t)high;
}

/* Whether some desk that serves it is on duty, and whether one of them has nobody. */
static bool on_duty(const struct queue *queue, const struct rules *rules, char service, bool *idle)
{
    bool open = false;
    *idle = false;
    for (int i = 0; i < rules->desk_count; i++) {
        const struct desk *desk = queue_desk(queue, rules->desk[i].number);
        if (!(rules->desk[i].services & service_bit(service)) || !desk || desk->state != DESK_OPEN)
            continue;
        open = true;
        *idle = *idle || desk->serving == NO_SLOT;
    }
    return open;
}

static bool ever_called(const struct wait_range *simulated)
{
    return simulated && simulated->p50_s < SIMULATE_NEVER_S;
}

/* The simulation's answer as it stands in the fact. Where some paths never come to the turn,
 * P90 is taken as far above the median as P10 is below it. */
static void note_simulated(const struct wait_range *simulated, struct promise *promise)
{
    promise->sim10_s = -1;
    if (!ever_called(simulated))
        return;
    double p10_s = (double)simulated->p10_s, p50_s = (double)simulated->p50_s;
    double p90_s = (double)simulated->p90_s;
    if (p90_s >= SIMULATE_NEVER_S)
        p90_s = 2 * p50_s - p10_s;
    promise->sim10_s = (int32_t)lround(bounded(p10_s));
    promise->sim50_s = (int32_t)lround(bounded(p50_s));
    promise->sim90_s = (int32_t)lround(bounded(p90_s));
}

static void ask(struct outlook *outlook, char service, enum lane lane, int64_t now_ms,
                struct promise *promise)
{
    struct feature_hint hint = {.known = promise->sim10_s >= 0,
                                .p10_s = (float)promise->sim10_s,
                                .p50_s = (float)promise->sim50_s,
                                .p90_s = (float)promise->sim90_s};
    struct forecast_wait wait;
    float x[FEATURE_COUNT];
    int64_t at_ms = now_ms > outlook->last_at_ms ? now_ms : outlook->last_at_ms;
    double at_s = bounded((double)(at_ms - outlook->midnight_ms) / 1000);
    forecast_ask_inputs(&outlook->forecast, service - 'A', (enum forecast_lane)lane, at_s, &hint,
                        &wait, x);
    promise->p10_s = (int32_t)floor(bounded((double)wait.p10_s));
    promise->p50_s = (int32_t)lround(bounded((double)wait.p50_s));
    promise->p90_s = (int32_t)ceil(bounded((double)wait.p90_s));
    if (promise->p50_s < promise->p10_s)
        promise->p50_s = promise->p10_s;
    if (promise->p90_s < promise->p50_s)
        promise->p90_s = promise->p50_s;
    promise->les_s = (int32_t)lround(bounded((double)x[FEATURE_LES]));
    promise->queue_s = (int32_t)lround(bounded((double)x[FEATURE_QUEUE]));
    promise->mean_s = (int32_t)lround(bounded((double)x[FEATURE_MEAN]));
}

void outlook_promise(struct outlook *outlook, const struct queue *queue, const struct rules *rules,
                     char service, enum lane lane, int64_t now_ms,
                     const struct wait_range *simulated, int64_t closes_ms, struct promise *promise)
{
    bool idle, open = on_duty(queue, rules, service, &idle);
    memset(promise, 0, sizeof *promise);
    if (outlook->day == 0 || queue->day != outlook->day ||
        !(rules->services & service_bit(service)) || lane >= LANES)
        return;
    if ((!open && !ever_called(simulated)) ||
        (idle && queue_ahead_of_new(queue, rules, service) == 0))
        return;
    note_simulated(simulated, promise);
    ask(outlook, service, lane, now_ms, promise);
    promise->known = true;
    /* More than one path in ten without a turn: no upper figure can be true nine times in ten. */
    bool bounds = !simulated || simulated->p90_s < SIMULATE_NEVER_S;
    promise->said = bounds && ledger_trusted(&outlook->ledger);
    outlook_round(promise->p50_s, promise->p90_s,
                  ever_called(simulated) ? (double)simulated->least_s : 0, &promise->low_min,
                  &promise->high_min);
    if (closes_ms != 0)
        promise->late = now_ms + promise->p90_s * INT64_C(1000) > closes_ms ||
                        (simulated && simulated->served < sure_to_be_served);
}
