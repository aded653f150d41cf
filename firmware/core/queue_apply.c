// SPDX-License-Identifier: MIT
/* queue_apply: makes a fact part of the state, live and at replay. Depends on nothing
 * but the state and the fact. */
#include <stddef.h>
#include <string.h>

#include "firmware/core/queue.h"
#include "firmware/core/routing.h"

static struct ticket *event_ticket(struct queue *queue, const struct event *event)
{
    ticket_slot slot = queue_find(queue, event->ticket);
    return slot == NO_SLOT ? NULL : &queue->ticket[slot];
}

static struct desk *find_desk(struct queue *queue, uint16_t number)
{
    for (int i = 0; i < queue->desk_count; i++)
        if (queue->desk[i].number == number)
            return &queue->desk[i];
    return NULL;
}

/* The desk of the fact; a new one gets its place, NULL when the table is full. */
static struct desk *event_desk(struct queue *queue, const struct event *event)
{
    struct desk *desk = find_desk(queue, event->desk);
    if (desk)
        return desk;
    if (queue->desk_count == DESKS_MAX || event->desk == 0 || event->desk > DESK_NUMBER_MAX)
        return NULL;
    desk = &queue->desk[queue->desk_count++];
    *desk = (struct desk){.number = event->desk, .state = DESK_CLOSED, .serving = NO_SLOT};
    return desk;
}

static ticket_slot slot_of(const struct queue *queue, const struct ticket *ticket)
{
    return (ticket_slot)(ticket - queue->ticket);
}

/* First place in the waiting list whose ticket does not come before `order`. */
static int waiting_place(const struct queue *queue, uint32_t order)
{
    int low = 0, high = queue->waiting_count;
    while (low < high) {
        int middle = (low + high) / 2;
        if (queue->ticket[queue->waiting[middle]].order < order)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static void waiting_add(struct queue *queue, const struct ticket *ticket)
{
    int at = waiting_place(queue, ticket->order);
    memmove(&queue->waiting[at + 1], &queue->waiting[at],
            (size_t)(queue->waiting_count - at) * sizeof queue->waiting[0]);
    queue->waiting[at] = slot_of(queue, ticket);
    queue->waiting_count++;
}

static void waiting_remove(struct queue *queue, const struct ticket *ticket)
{
    int at = waiting_place(queue, ticket->order);
    queue->waiting_count--;
    memmove(&queue->waiting[at], &queue->waiting[at + 1],
            (size_t)(queue->waiting_count - at) * sizeof queue->waiting[0]);
}

/* Takes the ticket from where it is now (the waiting list or a desk) into `state`. */
static void move(struct queue *queue, struct ticket *ticket, enum ticket_state state,
                 const struct event *event)
{
    if (ticket->state == TICKET_WAITING)
        waiting_remove(queue, ticket);
    else if (ticket->state == TICKET_SERVED_NOW)
        for (int i = 0; i < queue->desk_count; i++)
            if (queue->desk[i].serving == slot_of(queue, ticket))
                queue->desk[i].serving = NO_SLOT;
    ticket->state = (uint8_t)state;
    ticket->changed_at_ms = event->at_utc_ms;
}

static struct told told(const struct promise *promise)
{
    return (struct told){.known = promise->known,
                         .said = promise->said,
                         .late = promise->late,
                         .low_min = promise->low_min,
                         .high_min = promise->high_min,
                         .p10_s = promise->p10_s,
                         .p90_s = promise->p90_s};
}

static bool apply_issued(struct queue *queue, const struct event *event)
{
    int letter = event->ticket.letter - 'A';
    if (service_bit(event->ticket.letter) == 0 || service_bit(event->service) == 0 ||
        event->ticket.number != queue->issued[letter] + 1 ||
        event->ticket.number > TICKET_NUMBER_MAX || queue->ticket_count == TICKETS_MAX ||
        event->lane >= LANES)
        return false;
    struct ticket *t = &queue->ticket[queue->ticket_count];
    *t = (struct ticket){
        .issued_at_ms = event->at_utc_ms,
        .arrived_at_ms = event->at_utc_ms,
        .changed_at_ms = event->at_utc_ms,
        .order = queue->next_order++,
        .no = event->ticket,
        .service = event->service,
        .lane = (uint8_t)event->lane,
        .state = TICKET_WAITING,
        .slip = event->print ? SLIP_WANTED : SLIP_NONE,
        .told = told(&event->promise),
    };
    queue->by_number[letter][t->no.number] = (ticket_slot)queue->ticket_count++;
    queue->issued[letter] = t->no.number;
    waiting_add(queue, t);
    return true;
}

static void show_call(struct queue *queue, const struct ticket *ticket, const struct event *event,
                      bool recall)
{
    queue->call[queue->calls % CALLS_KEPT] = (struct call){queue->calls + 1, slot_of(queue, ticket),
                                                           event->desk, recall, event->at_utc_ms};
    queue->calls++;
}

/* A later priority or return ticket goes past every regular one the desk could serve. */
static void count_overtaken(struct queue *queue, const struct ticket *called,
                            const struct event *event)
{
    if (called->lane == LANE_REGULAR)
        return;
    for (int i = 0; i < queue->waiting_count; i++) {
        struct ticket *t = &queue->ticket[queue->waiting[i]];
        if (t->order >= called->order)
            break;
        if (t->lane == LANE_REGULAR && t->overtaken < UINT8_MAX &&
            routing_serves(t, event->desk, event->services))
            t->overtaken++;
    }
}

static bool apply_called(struct queue *queue, struct ticket *t, const struct event *event)
{
    struct desk *desk = find_desk(queue, event->desk);
    if (desk == NULL || desk->serving != NO_SLOT || desk->state == DESK_CLOSED ||
        t->state == TICKET_SERVED_NOW || t->state == TICKET_DONE)
        return false;
    count_overtaken(queue, t, event);
    if (t->first_called_at_ms == 0) {
        t->first_called_at_ms = event->at_utc_ms;
        queue->last_wait_ms[t->service - 'A'] = event->at_utc_ms - t->arrived_at_ms;
    }
    move(queue, t, TICKET_SERVED_NOW, event);
    t->desk = event->desk;
    t->called_at_ms = event->at_utc_ms;
    t->recalls = 0;
    desk->serving = slot_of(queue, t);
    show_call(queue, t, event, false);
    return true;
}

static bool apply_recalled(struct queue *queue, struct ticket *t, const struct event *event)
{
    if (t->state != TICKET_SERVED_NOW || t->desk != event->desk)
        return false;
    t->recalls++;
    t->called_at_ms = event->at_utc_ms;
    show_call(queue, t, event, true);
    return true;
}

static bool apply_ended(struct queue *queue, struct ticket *t, const struct event *event)
{
    if (t->state != TICKET_SERVED_NOW || t->desk != event->desk)
        return false;
    move(queue, t, event->kind == EV_TICKET_FINISHED ? TICKET_DONE : TICKET_ABSENT, event);
    t->outcome = (uint8_t)event->outcome;
    return true;
}

static bool apply_parked(struct queue *queue, struct ticket *t, const struct event *event)
{
    if (t->state != (event->desk ? TICKET_SERVED_NOW : TICKET_WAITING))
        return false;
    move(queue, t, TICKET_PARKED, event);
    t->desk = 0;
    return true;
}

static bool apply_waiting_again(struct queue *queue, struct ticket *t, const struct event *event)
{
    move(queue, t, TICKET_WAITING, event);
    waiting_add(queue, t);
    return true;
}

static bool apply_returned(struct queue *queue, struct ticket *t, const struct event *event)
{
    if (t->state != TICKET_ABSENT)
        return false;
    t->lane = (uint8_t)event->lane;
    t->arrived_at_ms = event->at_utc_ms;
    t->order = queue->next_order++;
    t->desk = 0;
    return apply_waiting_again(queue, t, event);
}

static bool apply_transferred(struct queue *queue, struct ticket *t, const struct event *event)
{
    if (t->state == TICKET_ABSENT || t->state == TICKET_DONE || service_bit(event->service) == 0)
        return false;
    bool again = apply_waiting_again(queue, t, event);
    t->service = event->service;
    t->desk = event->desk;
    return again;
}

static bool apply_slip(struct ticket *t, const struct event *event)
{
    static const uint8_t after[EVENT_KINDS] = {
        [EV_SLIP_WANTED] = SLIP_WANTED,
        [EV_SLIP_SENT] = SLIP_SENT,
        [EV_SLIP_PRINTED] = SLIP_PRINTED,
        [EV_SLIP_GIVEN_UP] = SLIP_GIVEN_UP,
    };
    t->slip = after[event->kind];
    t->slips_sent += event->kind == EV_SLIP_SENT && t->slips_sent < UINT8_MAX;
    return true;
}

static bool apply_desk(struct queue *queue, const struct event *event, enum desk_state state)
{
    struct desk *desk = event_desk(queue, event);
    if (desk == NULL || (state == DESK_CLOSED && desk->serving != NO_SLOT))
        return false;
    desk->state = (uint8_t)state;
    desk->since_ms = event->at_utc_ms;
    memcpy(desk->note, event->note, sizeof desk->note);
    /* Nobody may wait for a desk that went home. */
    for (int i = 0; state == DESK_CLOSED && i < queue->waiting_count; i++) {
        struct ticket *t = &queue->ticket[queue->waiting[i]];
        if (t->desk == event->desk)
            t->desk = 0;
    }
    return true;
}

static bool apply_help(struct queue *queue, const struct event *event)
{
    bool asked = event->kind == EV_HELP_ASKED;
    if (event->desk == 0) {
        queue->kiosk_help = asked;
        return true;
    }
    struct desk *desk = event_desk(queue, event);
    if (desk)
        desk->help = asked;
    return desk != NULL;
}

static bool apply_kiosk(struct queue *queue, const struct event *event)
{
    queue->kiosk_open = event->kind == EV_KIOSK_OPENED;
    queue->kiosk_changed_at_ms = event->at_utc_ms;
    memcpy(queue->kiosk_note, event->note, sizeof queue->kiosk_note);
    return true;
}

static bool apply_day(struct queue *queue, const struct event *event)
{
    if (event->day <= queue->day)
        return false;
    queue_init(queue);
    queue->day = event->day;
    return true;
}

static bool apply(struct queue *queue, struct ticket *t, const struct event *event)
{
    switch (event->kind) {
    case EV_DAY_STARTED:
        return apply_day(queue, event);
    case EV_KIOSK_OPENED:
    case EV_KIOSK_CLOSED:
        return apply_kiosk(queue, event);
    case EV_TICKET_ISSUED:
        return apply_issued(queue, event);
    case EV_TICKET_CALLED:
        return t && apply_called(queue, t, event);
    case EV_TICKET_RECALLED:
        return t && apply_recalled(queue, t, event);
    case EV_TICKET_ABSENT:
    case EV_TICKET_FINISHED:
        return t && apply_ended(queue, t, event);
    case EV_TICKET_RETURNED:
        return t && apply_returned(queue, t, event);
    case EV_TICKET_PARKED:
        return t && apply_parked(queue, t, event);
    case EV_TICKET_UNPARKED:
        return t && t->state == TICKET_PARKED && apply_waiting_again(queue, t, event);
    case EV_TICKET_TRANSFERRED:
        return t && apply_transferred(queue, t, event);
    case EV_DESK_OPENED:
        return apply_desk(queue, event, DESK_OPEN);
    case EV_DESK_PAUSED:
        return apply_desk(queue, event, DESK_PAUSED);
    case EV_DESK_CLOSED:
        return apply_desk(queue, event, DESK_CLOSED);
    case EV_HELP_ASKED:
    case EV_HELP_ANSWERED:
        return apply_help(queue, event);
    case EV_SLIP_WANTED:
    case EV_SLIP_SENT:
    case EV_SLIP_PRINTED:
    case EV_SLIP_GIVEN_UP:
        return t && apply_slip(t, event);
    case EV_AUDIT:
        return true;
    case EVENT_KINDS:
        break;
    }
    return false;
}

bool queue_apply(struct queue *queue, const struct event *event)
{
    if (event->kind != EV_DAY_STARTED && (queue->day == 0 || event->day != queue->day))
        return false;
    if (!apply(queue, event_ticket(queue, event), event))
        return false;
    if (event->at_utc_ms > queue->last_at_ms)
        queue->last_at_ms = event->at_utc_ms;
    return true;
}
