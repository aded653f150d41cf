// SPDX-License-Identifier: MIT
/* The simulation beside the queue: a run after each turn with facts and now and then without
 * any. A run that has begun is finished also when facts arrive meanwhile, and then another one
 * begins: it never starves. */
#include <string.h>

#include "firmware/duty.h"
#include "firmware/forecast/attendance.h"
#include "firmware/kiosk_forecast.h"

static void load(struct kiosk *k)
{
    struct kiosk_forecast *f = k->forecast;
    int64_t midnight_ms = clock_midnight_utc_ms(k->durable.day);
    f->rules = k->content.rules;
    branch_model_pace(&f->outlook.model, &f->rules, &f->pace);
    bool usual = content_holiday(&k->content, k->durable.day) == NULL;
    bool planned = duty_planned(&k->content, k->durable.day, midnight_ms, &f->plan) ||
                   (usual && branch_model_plan(&f->outlook.model, &f->rules, &f->plan));
    f->begun_at_ms = kiosk_fact_time_ms(k);
    f->begun_day = k->durable.day;
    if (planned)
        attendance_expect(&f->plan, &k->durable, f->begun_at_ms, ATTENDANCE_LATE_MS, &f->expected);
    const struct simulate_input input = {
        .queue = &k->durable,
        .rules = &f->rules,
        .pace = &f->pace,
        .plan = planned ? &f->expected : NULL,
        .now_ms = f->begun_at_ms,
        .seed = (uint64_t)k->durable.day,
        .paths = SIMULATE_PATHS,
    };
    simulate_begin(&f->simulation, &input);
}

/* As many paths as fit into a slice, by the last one. */
static bool walk(struct kiosk_forecast *f)
{
    int paths = f->slice_paths > 0 ? f->slice_paths : 1;
    int64_t began_us = clock_mono_us();
    bool more = simulate_step(&f->simulation, paths);
    int64_t took_us = clock_mono_us() - began_us;
    int64_t fit = (int64_t)paths * SLICE_US / (took_us > 0 ? took_us : 1);
    fit = fit > 2 * paths ? 2 * paths : fit;
    f->slice_paths = (int)(fit > SIMULATE_PATHS_MAX ? SIMULATE_PATHS_MAX : fit);
    return more;
}

static bool is_shown_alike(const struct promise *a, const struct promise *b)
{
    return a->said == b->said && a->low_min == b->low_min && a->high_min == b->high_min &&
           a->late == b->late;
}

static void sum_up(struct kiosk_forecast *f)
{
    simulate_end(&f->simulation, &f->result);
    f->finished = true;
    f->result_at_ms = f->begun_at_ms;
    f->next_service = 0;
    memset(f->next, 0, sizeof f->next);
}

/* The next service's; false = that was the last one, and now they are shown. */
static bool promise_one(struct kiosk *k)
{
    struct kiosk_forecast *f = k->forecast;
    bool same = true;
    if (f->next_service < k->content.service_count) {
        char letter = k->content.service[f->next_service++].letter;
        kiosk_forecast_make(k, letter, LANE_REGULAR, kiosk_fact_time_ms(k), &f->next[letter - 'A']);
        return true;
    }
    for (int i = 0; i < LETTERS; i++)
        same = same && is_shown_alike(&f->promise[i], &f->next[i]);
    memcpy(f->promise, f->next, sizeof f->promise);
    if (!same)
        kiosk_turn_soon(k);
    return false;
}

static bool may_begin(const struct kiosk *k)
{
    const struct kiosk_forecast *f = k->forecast;
    return f->wanted && clock_mono_us() >= f->due_us && f->known && k->durable.day != 0 &&
           f->outlook.day == k->durable.day;
}

bool kiosk_simulate_slice(struct kiosk *k)
{
    struct kiosk_forecast *f = k->forecast;
    switch (f->simulating) {
    case SIMULATING_NOT:
        if (!may_begin(k))
            return false;
        f->wanted = false;
        f->simulating = SIMULATING_LOAD;
        break;
    case SIMULATING_LOAD:
        load(k);
        f->simulating = SIMULATING_WALK;
        break;
    case SIMULATING_WALK:
        if (!walk(f))
            f->simulating = SIMULATING_SUM_UP;
        break;
    case SIMULATING_SUM_UP:
        sum_up(f);
        f->simulating = SIMULATING_PROMISE;
        break;
    case SIMULATING_PROMISE:
        if (!promise_one(k))
            f->simulating = SIMULATING_NOT;
        break;
    }
    return true;
}

void kiosk_simulate_tick(struct kiosk *k)
{
    struct kiosk_forecast *f = k->forecast;
    int64_t age_ms = kiosk_fact_time_ms(k) - f->begun_at_ms;
    if (!f->known || (age_ms >= 0 && age_ms < RENEW_MS))
        return;
    f->wanted = true;
    kiosk_forecast_soon(k);
}

void kiosk_simulate_forget(struct kiosk *k)
{
    struct kiosk_forecast *f = k->forecast;
    f->simulating = SIMULATING_NOT;
    f->finished = false;
    for (int i = 0; i < LETTERS; i++)
        f->promise[i] = (struct promise){.known = false};
}

const struct promise *kiosk_promise(const struct kiosk *k, char service)
{
    static const struct promise none;
    bool any = k->forecast && service_bit(service) != 0;
    return any ? &k->forecast->promise[service - 'A'] : &none;
}

static float rest_s(float wait_s, double passed_s)
{
    if (wait_s >= SIMULATE_NEVER_S)
        return wait_s;
    return (double)wait_s > passed_s ? (float)((double)wait_s - passed_s) : 0;
}

bool kiosk_expected(const struct kiosk *k, ticket_slot slot, struct wait_range *wait)
{
    const struct kiosk_forecast *f = k->forecast;
    if (f == NULL || !f->finished)
        return false;
    const struct simulate_result *r = &f->result;
    double passed_s = (double)(kiosk_fact_time_ms(k) - f->result_at_ms) / 1000;
    for (int i = 0; i < r->waiting_count; i++)
        if (r->waiting[i].slot == slot) {
            const struct wait_range *from = &r->waiting[i].wait;
            *wait = (struct wait_range){
                .mean_s = rest_s(from->mean_s, passed_s),
                .least_s = rest_s(from->least_s, passed_s),
                .p10_s = rest_s(from->p10_s, passed_s),
                .p50_s = rest_s(from->p50_s, passed_s),
                .p90_s = rest_s(from->p90_s, passed_s),
                .served = from->served,
            };
            return true;
        }
    return false;
}
