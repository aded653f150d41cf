// SPDX-License-Identifier: MIT
#include "firmware/ctl/replay_hall.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "firmware/forecast/attendance.h"

enum { PATHS = 64, TRIALS = 4, OFF_MAX_S = 4 * 3600, GONE_MS = 30 * 60000, AT_ONCE_MS = 1000 };
static const double DAY_FADE = 0.9, CLEARLY = 0.7;
static const int64_t DAY_MS = INT64_C(2) * 86400000; /* a day of a log may end after midnight */

void replay_hall_init(struct replay_hall *hall)
{
    memset(hall, 0, sizeof *hall);
    queue_init(&hall->queue);
    branch_model_init(&hall->model);
    replay_rules_init(&hall->learned);
    replay_idle_init(&hall->idle);
}

/* `taught`: the model learns from it, too. */
static void put(struct replay_hall *hall, struct event fact, int64_t at_ms, bool taught)
{
    fact.at_utc_ms = at_ms;
    fact.day = hall->day;
    if (taught)
        branch_model_event(&hall->model, &hall->queue, &fact);
    if (!queue_apply(&hall->queue, &fact))
        hall->too_small = true;
}

static void put_desk(struct replay_hall *hall, enum event_kind kind, int desk, int64_t at_ms,
                     bool taught)
{
    put(hall, (struct event){.kind = kind, .desk = (uint16_t)desk}, at_ms, taught);
}

static void judge_hours(struct replay_hall *hall)
{
    hall->regular = hall->with_off_s < CLEARLY * hall->without_off_s;
    hall->with_off_s *= DAY_FADE;
    hall->without_off_s *= DAY_FADE;
    for (int i = 0; i <= REPLAY_TICKETS_MAX; i++)
        hall->trial[i].with_s = -1;
}

/* Who was called at once tells nothing. */
static void end_trial(struct replay_hall *hall, uint32_t key, double wait_s)
{
    double with_s = (double)hall->trial[key].with_s, without_s = (double)hall->trial[key].without_s;
    hall->trial[key].with_s = -1;
    if (with_s < 0 || wait_s * 1000 < AT_ONCE_MS)
        return;
    hall->with_off_s += fabs(fmin(with_s, OFF_MAX_S) - wait_s);
    hall->without_off_s += fabs(fmin(without_s, OFF_MAX_S) - wait_s);
}

static void begin_day(struct replay_hall *hall, int32_t day)
{
    judge_hours(hall);
    hall->day = day;
    hall->midnight_ms += DAY_MS;
    hall->too_small = hall->planned = false;
    hall->desks_changed = true;
    hall->plan = (struct duty_plan){.serves_out = true};
    memset(hall->ticket, 0, sizeof hall->ticket);
    replay_rules_day(&hall->learned);
    replay_idle_day(&hall->idle);
    put(hall, (struct event){.kind = EV_DAY_STARTED}, hall->midnight_ms, false);
    branch_model_day(&hall->model, hall->midnight_ms);
}

static struct ticket *find_ticket(struct replay_hall *hall, const struct forecast_event *event)
{
    ticket_slot slot = queue_find(&hall->queue, hall->ticket[event->key]);
    return slot == NO_SLOT ? NULL : &hall->queue.ticket[slot];
}

/* Any number will do; the service stands beside it. */
static bool free_number(const struct queue *queue, int service, struct ticket_no *no)
{
    for (int i = 0; i < LETTERS; i++) {
        int letter = (service + i) % LETTERS;
        if (queue->issued[letter] < TICKET_NUMBER_MAX) {
            *no = (struct ticket_no){(char)('A' + letter), (uint16_t)(queue->issued[letter] + 1)};
            return queue->ticket_count < TICKETS_MAX;
        }
    }
    return false;
}

static void arrive(struct replay_hall *hall, const struct forecast_event *event, int64_t at_ms)
{
    struct event fact = {.kind = EV_TICKET_ISSUED,
                         .service = (char)('A' + event->service),
                         .lane = event->lane == FORECAST_REGULAR ? LANE_REGULAR : LANE_PRIORITY};
    if (event->service >= LETTERS || !free_number(&hall->queue, event->service, &fact.ticket)) {
        hall->too_small = true;
        return;
    }
    hall->services |= service_bit(fact.service);
    hall->ticket[event->key] = fact.ticket;
    put(hall, fact, at_ms, !event->before);
}

static void end_service(struct replay_hall *hall, const struct ticket *t, enum event_kind kind,
                        int64_t at_ms, bool taught)
{
    uint16_t desk = t->desk;
    put(hall, (struct event){.kind = kind, .ticket = t->no, .desk = desk}, at_ms, taught);
    if (!hall->says_hours)
        put_desk(hall, EV_DESK_PAUSED, desk, at_ms, false);
}

/* The desk is there and free; `waited` = for one who had been waiting. */
static void free_desk(struct replay_hall *hall, int number, int64_t at_ms, bool waited)
{
    const struct desk *desk = queue_desk(&hall->queue, (uint16_t)number);
    if (desk && desk->serving != NO_SLOT)
        end_service(hall, &hall->queue.ticket[desk->serving], EV_TICKET_FINISHED, at_ms, waited);
    if (desk && !hall->says_hours && waited)
        replay_idle_call(&hall->idle, (double)(at_ms - desk->since_ms) / 1000);
    if (!desk || desk->state != DESK_OPEN)
        put_desk(hall, EV_DESK_OPENED, number, at_ms, false);
    hall->desks_changed = hall->desks_changed || !desk;
}

static void call(struct replay_hall *hall, const struct forecast_event *event, int64_t at_ms)
{
    const struct ticket *t = find_ticket(hall, event);
    hall->named = hall->named || event->desk > 0;
    if (!t || t->state == TICKET_DONE || (t->state == TICKET_SERVED_NOW && t->desk == event->desk))
        return;
    struct event fact = {.ticket = t->no, .service = t->service, .desk = (uint16_t)event->desk};
    if (t->state == TICKET_SERVED_NOW) { /* sent on to another desk */
        struct event back = {.kind = EV_TICKET_TRANSFERRED, .ticket = t->no, .service = t->service};
        put(hall, back, at_ms, true);
    }
    if (event->desk == 0) { /* by somebody unknown: it has left the line, no more can be said */
        put(hall, (struct event){.kind = EV_TICKET_PARKED, .ticket = t->no}, at_ms, false);
        return;
    }
    free_desk(hall, event->desk, at_ms, at_ms - t->arrived_at_ms > AT_ONCE_MS);
    if (t->state == TICKET_WAITING)
        end_trial(hall, event->key, (double)(at_ms - t->arrived_at_ms) / 1000);
    if (t->state == TICKET_WAITING)
        replay_rules_call(&hall->learned, &hall->queue, (ticket_slot)(t - hall->queue.ticket),
                          fact.desk, at_ms);
    fact.kind = EV_TICKET_CALLED;
    fact.services = replay_rules_serves(&hall->learned, fact.desk, hall->services);
    put(hall, fact, at_ms, true);
}

static void leave(struct replay_hall *hall, const struct forecast_event *event, int64_t at_ms)
{
    const struct ticket *t = find_ticket(hall, event);
    if (t && t->state == TICKET_SERVED_NOW)
        end_service(hall, t, event->kind == FORECAST_END ? EV_TICKET_FINISHED : EV_TICKET_ABSENT,
                    at_ms, true);
    else if (t && t->state == TICKET_WAITING)
        put(hall, (struct event){.kind = EV_TICKET_PARKED, .ticket = t->no}, at_ms, true);
}

static void change_desk(struct replay_hall *hall, const struct forecast_event *event, int64_t at_ms)
{
    static const enum event_kind kinds[] = {[FORECAST_OPEN] = EV_DESK_OPENED,
                                            [FORECAST_CLOSE] = EV_DESK_CLOSED,
                                            [FORECAST_PAUSE] = EV_DESK_PAUSED,
                                            [FORECAST_RESUME] = EV_DESK_OPENED};
    const struct desk *desk = queue_desk(&hall->queue, (uint16_t)event->desk);
    hall->says_hours = true;
    hall->desks_changed = hall->desks_changed || !desk;
    if (event->kind == FORECAST_CLOSE && desk && desk->serving != NO_SLOT)
        end_service(hall, &hall->queue.ticket[desk->serving], EV_TICKET_FINISHED, at_ms, false);
    put_desk(hall, kinds[event->kind], event->desk, at_ms, true);
}

static void plan_desk(struct replay_hall *hall, const struct forecast_event *event)
{
    struct duty_plan *plan = &hall->plan;
    int64_t from_ms = hall->midnight_ms + (int64_t)(event->from_s * 1000);
    int64_t to_ms = hall->midnight_ms + (int64_t)(event->to_s * 1000);
    int i = 0;
    if (!hall->planned)
        plan->count = 0;
    hall->planned = hall->desks_changed = true;
    while (i < plan->count && plan->duty[i].desk != event->desk)
        i++;
    if (i == DESKS_MAX)
        return;
    if (i == plan->count)
        plan->duty[plan->count++] = (struct duty){.desk = (uint16_t)event->desk};
    struct duty *duty = &plan->duty[i];
    int last = duty->span_count - 1;
    if (last >= 0 && from_ms <= duty->span[last].to_ms) { /* spans do not touch */
        if (from_ms >= duty->span[last].from_ms && to_ms > duty->span[last].to_ms)
            duty->span[last].to_ms = to_ms;
    } else if (duty->span_count < SPANS_MAX) {
        duty->span[duty->span_count].from_ms = from_ms;
        duty->span[duty->span_count++].to_ms = to_ms;
    }
}

static void add_desk(struct replay_hall *hall, uint16_t number)
{
    struct rules *rules = &hall->rules;
    for (int i = 0; i < rules->desk_count; i++)
        if (rules->desk[i].number == number)
            return;
    if (rules->desk_count < DESKS_MAX)
        rules->desk[rules->desk_count++].number = number;
}

/* Who was seen today, who is planned, and as far as there is room who has worked lately. */
static void list_desks(struct replay_hall *hall)
{
    hall->desks_changed = false;
    hall->rules.desk_count = 0;
    for (int i = 0; i < hall->queue.desk_count; i++)
        add_desk(hall, hall->queue.desk[i].number);
    for (int i = 0; hall->planned && i < hall->plan.count; i++)
        add_desk(hall, hall->plan.duty[i].desk);
    if (hall->planned)
        return;
    for (uint16_t d = 1; d < TRACK_DESKS_MAX; d++)
        if (hall->learned.calls_all[d] > 1)
            add_desk(hall, d);
    branch_model_plan(&hall->model, &hall->rules, &hall->plan);
}

/* A service that none of the desks has called yet may be called by all of them. */
static void list_services(struct replay_hall *hall)
{
    service_set served = 0;
    struct rules *rules = &hall->rules;
    for (int i = 0; i < rules->desk_count; i++) {
        rules->desk[i].services =
            replay_rules_serves(&hall->learned, rules->desk[i].number, hall->services);
        served |= rules->desk[i].services;
    }
    for (int i = 0; i < rules->desk_count; i++)
        rules->desk[i].services |= hall->services & ~served;
}

static bool keeps_waiting(const struct replay_hall *hall, uint16_t desk)
{
    service_set serves = replay_rules_serves(&hall->learned, desk, hall->services);
    for (int i = 0; i < hall->queue.waiting_count; i++)
        if (service_bit(hall->queue.ticket[hall->queue.waiting[i]].service) & serves)
            return true;
    return false;
}

/* Time passes at the desks without a visitor. */
static void watch_idle(struct replay_hall *hall, int64_t now_ms)
{
    for (int i = 0; i < hall->queue.desk_count && hall->at_ms < now_ms; i++) {
        const struct desk *desk = &hall->queue.desk[i];
        if (desk->state != DESK_PAUSED || !keeps_waiting(hall, desk->number))
            continue;
        replay_idle_expose(&hall->idle, (double)(hall->at_ms - desk->since_ms) / 1000,
                           (double)(now_ms - desk->since_ms) / 1000);
        if (now_ms - desk->since_ms > GONE_MS)
            put_desk(hall, EV_DESK_CLOSED, desk->number, now_ms, false);
    }
}

static const struct wait_range *simulate(struct replay_hall *hall,
                                         const struct forecast_event *event, int64_t now_ms,
                                         const struct pace *pace, bool hours)
{
    struct duty_plan expected;
    bool says = hall->says_hours || hall->planned;
    attendance_expect(&hall->plan, &hall->queue, now_ms, says ? ATTENDANCE_LATE_MS : 0, &expected);
    simulate_run(&hall->simulation,
                 &(struct simulate_input){.queue = &hall->queue,
                                          .rules = &hall->rules,
                                          .pace = pace,
                                          .plan = hours && hall->plan.count ? &expected : NULL,
                                          .now_ms = now_ms,
                                          .seed = (uint64_t)hall->day,
                                          .paths = PATHS},
                 &hall->result);
    return &hall->result.fresh[event->service][event->lane == FORECAST_REGULAR ? 0 : 1];
}

/* The other way, too: what became of it is seen at the call. */
static void try_hours(struct replay_hall *hall, const struct forecast_event *event, int64_t now_ms,
                      const struct pace *pace)
{
    hall->trial[event->key].with_s = simulate(hall, event, now_ms, pace, true)->p50_s;
    hall->trial[event->key].without_s = simulate(hall, event, now_ms, pace, false)->p50_s;
}

static void ask(struct replay_hall *hall, const struct forecast_event *event, int64_t now_ms,
                struct feature_hint *hint)
{
    struct pace pace;
    if (hall->too_small || !hall->named || event->service >= LETTERS)
        return;
    hall->services |= service_bit((char)('A' + event->service));
    if (hall->desks_changed)
        list_desks(hall);
    replay_rules_read(&hall->learned, hall->services, &hall->rules);
    list_services(hall);
    branch_model_pace(&hall->model, &hall->rules, &pace);
    if (!hall->says_hours)
        replay_idle_curve(&hall->idle, &pace.pause);
    bool in_doubt = !hall->says_hours && !hall->planned && hall->plan.count > 0;
    if (in_doubt && event->key % TRIALS == 0)
        try_hours(hall, event, now_ms, &pace);
    const struct wait_range *wait =
        simulate(hall, event, now_ms, &pace, !in_doubt || hall->regular);
    if (wait->p50_s >= SIMULATE_NEVER_S)
        return;
    *hint = (struct feature_hint){true, wait->p10_s, wait->p50_s, wait->p90_s};
    if (wait->p90_s >= SIMULATE_NEVER_S) /* as the live queue's outlook has it */
        hint->p90_s = 2 * wait->p50_s - wait->p10_s;
}

void replay_hall_feed(struct replay_hall *hall, const struct forecast_event *event,
                      struct feature_hint *hint)
{
    if (hint)
        *hint = (struct feature_hint){.known = false};
    if (event->day != hall->day)
        begin_day(hall, event->day);
    int64_t at_ms = hall->midnight_ms + llround(event->at_s * 1000);
    if (hall->too_small)
        return;
    if (!hall->says_hours)
        watch_idle(hall, at_ms);
    hall->at_ms = at_ms;
    switch (event->kind) {
    case FORECAST_PLAN:
        plan_desk(hall, event);
        break;
    case FORECAST_OPEN:
    case FORECAST_CLOSE:
    case FORECAST_PAUSE:
    case FORECAST_RESUME:
        change_desk(hall, event, at_ms);
        break;
    case FORECAST_ARRIVE:
        if (hint)
            ask(hall, event, at_ms, hint);
        arrive(hall, event, at_ms);
        break;
    case FORECAST_CALL:
        call(hall, event, at_ms);
        break;
    case FORECAST_END:
    case FORECAST_ABANDON:
        leave(hall, event, at_ms);
        break;
    case FORECAST_DESKS:
    case FORECAST_EXPECT:
        break;
    }
}
