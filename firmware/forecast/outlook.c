// SPDX-License-Identifier: MIT
/* From facts to what is learned: the branch's words in the forecast's. */
#include "firmware/forecast/outlook.h"

#include <stddef.h>
#include <string.h>

#include "firmware/forecast/priors.h"

enum { KEYS_PER_LETTER = 1000, KEYS_PER_STAY = 100000 };
static const int64_t day_max_ms = INT64_C(7) * 86400000;

void outlook_init(struct outlook *outlook)
{
    memset(outlook, 0, sizeof *outlook);
    forecast_init(&outlook->forecast, NULL);
    branch_model_init(&outlook->model);
    ledger_init(&outlook->ledger);
}

void outlook_adopt(struct outlook *outlook)
{
    outlook->forecast.priors = &priors_factory;
}

static void begin_day(struct outlook *outlook, int32_t day, int64_t midnight_ms, bool study)
{
    if (day <= outlook->day)
        return;
    outlook->day = day;
    outlook->midnight_ms = outlook->last_at_ms = midnight_ms;
    outlook->days++;
    forecast_day(&outlook->forecast, outlook->days, study);
    branch_model_day(&outlook->model, midnight_ms);
    memset(outlook->open, 0, sizeof outlook->open);
    memset(outlook->delayed, 0, sizeof outlook->delayed);
    memset(outlook->stay, 0, sizeof outlook->stay);
}

static struct forecast_event heard(const struct outlook *outlook, enum forecast_kind kind)
{
    int64_t passed_ms = outlook->last_at_ms - outlook->midnight_ms;
    return (struct forecast_event){
        .kind = kind, .day = outlook->days, .at_s = (double)passed_ms / 1000};
}

static void tell(struct outlook *outlook, const struct forecast_event *event,
                 const struct feature_hint *hint)
{
    forecast_feed(&outlook->forecast, event, hint, NULL);
}

/* The forecast's place of a desk; a new one gets that of the one unseen for longest. */
static int desk_place(struct outlook *outlook, uint16_t number)
{
    int oldest = 1;
    for (int i = 1; i < OUTLOOK_DESKS && number != 0; i++) {
        if (outlook->desk[i] == number) {
            outlook->seen_at_ms[i] = outlook->last_at_ms;
            return i;
        }
        if (outlook->seen_at_ms[i] < outlook->seen_at_ms[oldest])
            oldest = i;
    }
    if (number == 0)
        return 0;
    if (outlook->desk[oldest] != 0)
        track_desk_new(&outlook->forecast.track, oldest);
    outlook->desk[oldest] = number;
    outlook->seen_at_ms[oldest] = outlook->last_at_ms;
    return oldest;
}

static void see_desk(struct outlook *outlook, const struct queue *before, const struct event *event)
{
    const struct desk *seen = queue_desk(before, event->desk);
    bool back = event->kind == EV_DESK_OPENED && seen && seen->state == DESK_PAUSED;
    struct forecast_event told = heard(outlook, back ? FORECAST_RESUME : FORECAST_OPEN);
    if (event->kind == EV_DESK_PAUSED)
        told.kind = FORECAST_PAUSE;
    else if (event->kind == EV_DESK_CLOSED)
        told.kind = FORECAST_CLOSE;
    told.desk = desk_place(outlook, event->desk);
    if (told.desk != 0)
        tell(outlook, &told, NULL);
}

/* Of this ticket, in the service and at the place it holds before the fact. */
static struct forecast_event heard_of(const struct outlook *outlook, const struct ticket *t,
                                      int slot, enum forecast_kind kind)
{
    struct forecast_event told = heard(outlook, kind);
    told.service = t->service - 'A';
    told.lane = (enum forecast_lane)t->lane;
    told.key = (uint32_t)(outlook->stay[slot] * KEYS_PER_STAY +
                          (t->no.letter - 'A') * KEYS_PER_LETTER + t->no.number);
    return told;
}

/* Byte by byte the same, wherever it comes from. */
static void keep_promise(struct promise *kept, const struct promise *made)
{
    memset(kept, 0, sizeof *kept);
    kept->known = made->known;
    kept->said = made->said;
    kept->late = made->late;
    kept->low_min = made->low_min;
    kept->high_min = made->high_min;
    kept->p10_s = made->p10_s;
    kept->p50_s = made->p50_s;
    kept->p90_s = made->p90_s;
    kept->sim10_s = made->sim10_s;
    kept->sim50_s = made->sim50_s;
    kept->sim90_s = made->sim90_s;
    kept->les_s = made->les_s;
    kept->queue_s = made->queue_s;
    kept->mean_s = made->mean_s;
}

static void see_issue(struct outlook *outlook, const struct queue *before,
                      const struct event *event)
{
    int slot = before->ticket_count;
    const struct promise *made = &event->promise;
    if (slot >= TICKETS_MAX || service_bit(event->service) == 0 ||
        service_bit(event->ticket.letter) == 0 || event->lane >= LANES)
        return;
    struct ticket t = {
        .no = event->ticket, .service = event->service, .lane = (uint8_t)event->lane};
    outlook->stay[slot] = 0;
    struct forecast_event told = heard_of(outlook, &t, slot, FORECAST_ARRIVE);
    struct feature_hint hint = {.known = made->known && made->sim10_s >= 0,
                                .p10_s = (float)made->sim10_s,
                                .p50_s = (float)made->sim50_s,
                                .p90_s = (float)made->sim90_s};
    keep_promise(&outlook->open[slot], made);
    outlook->delayed[slot] = outlook->forecast.track.service[told.service].waiting > 0;
    tell(outlook, &told, &hint);
}

/* What was promised at the issue meets its truth; a promise is void after that. */
static void settle(struct outlook *outlook, const struct ticket *t, ticket_slot slot,
                   const struct event *event)
{
    struct promise *promise = &outlook->open[slot];
    double wait_s = (double)(event->at_utc_ms - t->issued_at_ms) / 1000;
    if (promise->known && !event->out_of_order && (outlook->delayed[slot] || wait_s > 0.5))
        ledger_add(&outlook->ledger, outlook->day, t->service, promise, wait_s);
    promise->known = false;
}

static void see_call(struct outlook *outlook, const struct ticket *t, ticket_slot slot,
                     const struct event *event)
{
    struct forecast_event left = heard_of(outlook, t, slot, FORECAST_ABANDON);
    struct forecast_event called = heard_of(outlook, t, slot, FORECAST_CALL);
    settle(outlook, t, slot, event);
    if (event->out_of_order && t->state == TICKET_WAITING)
        tell(outlook, &left, NULL);
    called.desk = desk_place(outlook, event->desk);
    tell(outlook, &called, NULL);
}

/* It no longer waits, or its desk is free of it. */
static void see_leave(struct outlook *outlook, const struct ticket *t, ticket_slot slot,
                      enum forecast_kind kind)
{
    if (t->state != TICKET_WAITING && t->state != TICKET_SERVED_NOW)
        return;
    struct forecast_event left = heard_of(outlook, t, slot, kind);
    tell(outlook, &left, NULL);
    outlook->open[slot].known = false;
}

static void see_again(struct outlook *outlook, const struct ticket *t, ticket_slot slot,
                      char service, enum lane lane)
{
    outlook->stay[slot]++;
    struct forecast_event again = heard_of(outlook, t, slot, FORECAST_ARRIVE);
    again.service = service - 'A';
    again.lane = (enum forecast_lane)lane;
    again.before = true;
    if (service_bit(service) && lane < LANES)
        tell(outlook, &again, NULL);
}

static void see_ticket(struct outlook *outlook, const struct queue *before,
                       const struct event *event)
{
    ticket_slot slot = queue_find(before, event->ticket);
    if (slot == NO_SLOT)
        return;
    const struct ticket *t = &before->ticket[slot];
    switch (event->kind) {
    case EV_TICKET_CALLED:
        see_call(outlook, t, slot, event);
        break;
    case EV_TICKET_ABSENT:
    case EV_TICKET_PARKED:
        see_leave(outlook, t, slot, FORECAST_ABANDON);
        break;
    case EV_TICKET_FINISHED:
        see_leave(outlook, t, slot, FORECAST_END);
        break;
    case EV_TICKET_TRANSFERRED:
        see_leave(outlook, t, slot, FORECAST_ABANDON);
        see_again(outlook, t, slot, event->service, (enum lane)t->lane);
        break;
    case EV_TICKET_RETURNED:
        see_again(outlook, t, slot, t->service, event->lane);
        break;
    case EV_TICKET_UNPARKED:
        see_again(outlook, t, slot, t->service, (enum lane)t->lane);
        break;
    case EV_DAY_STARTED:
    case EV_KIOSK_OPENED:
    case EV_KIOSK_CLOSED:
    case EV_TICKET_ISSUED:
    case EV_TICKET_RECALLED:
    case EV_DESK_OPENED:
    case EV_DESK_PAUSED:
    case EV_DESK_CLOSED:
    case EV_HELP_ASKED:
    case EV_HELP_ANSWERED:
    case EV_SLIP_WANTED:
    case EV_SLIP_SENT:
    case EV_SLIP_PRINTED:
    case EV_SLIP_GIVEN_UP:
    case EV_AUDIT:
    case EVENT_KINDS:
        break;
    }
}

void outlook_fact(struct outlook *outlook, const struct queue *before, const struct event *event,
                  int64_t midnight_ms, bool study)
{
    if (event->kind == EV_DAY_STARTED) {
        begin_day(outlook, event->day, midnight_ms, study);
        return;
    }
    if (outlook->day == 0 || event->day != outlook->day)
        return;
    if (event->at_utc_ms > outlook->last_at_ms)
        outlook->last_at_ms = event->at_utc_ms;
    if (outlook->last_at_ms - outlook->midnight_ms > day_max_ms)
        outlook->last_at_ms = outlook->midnight_ms + day_max_ms;
    branch_model_event(&outlook->model, before, event);
    if (event->kind == EV_TICKET_ISSUED)
        see_issue(outlook, before, event);
    else if (event->kind == EV_DESK_OPENED || event->kind == EV_DESK_PAUSED ||
             event->kind == EV_DESK_CLOSED)
        see_desk(outlook, before, event);
    else if (event->ticket.letter)
        see_ticket(outlook, before, event);
}
