// SPDX-License-Identifier: MIT
/* queue_decide: what a command leads to. Looks at the queue, changes nothing. */
#include <stddef.h>
#include <string.h>

#include "firmware/core/queue.h"
#include "firmware/core/routing.h"

/* What every decision looks at. */
struct view {
    const struct queue *queue;
    const struct rules *rules;
    const struct command *command;
    struct decision *decision;
    int64_t now_ms;
};

static struct event *add(struct view *v, enum event_kind kind)
{
    struct event *e = &v->decision->event[v->decision->count++];
    memset(e, 0, sizeof *e);
    e->kind = kind;
    e->at_utc_ms = v->now_ms;
    e->day = v->queue->day;
    e->key = v->command->key;
    return e;
}

static struct event *add_ticket(struct view *v, enum event_kind kind, const struct ticket *ticket,
                                uint16_t desk)
{
    struct event *e = add(v, kind);
    e->ticket = ticket->no;
    e->service = ticket->service;
    e->desk = desk;
    return e;
}

static void add_note(struct event *e, const char *note)
{
    for (int i = 0; i + 1 < NOTE_BYTES && note[i]; i++) /* the rest is 0 already */
        e->note[i] = note[i];
}

static const struct desk_rules *desk_rules(const struct rules *rules, uint16_t number)
{
    for (int i = 0; i < rules->desk_count; i++)
        if (rules->desk[i].number == number)
            return &rules->desk[i];
    return NULL;
}

/* The desk of the command. REFUSED_NOT also for one that has not been used today:
 * *desk is NULL then, and it counts as closed. */
static enum refusal command_desk(const struct view *v, const struct desk **desk)
{
    *desk = queue_desk(v->queue, v->command->desk);
    if (*desk == NULL && desk_rules(v->rules, v->command->desk) == NULL)
        return REFUSED_UNKNOWN_DESK;
    return REFUSED_NOT;
}

/* The visitor whom the command's desk serves. */
static enum refusal desk_visitor(const struct view *v, const struct ticket **ticket)
{
    const struct desk *desk;
    enum refusal refusal = command_desk(v, &desk);
    if (refusal)
        return refusal;
    if (desk == NULL || desk->state == DESK_CLOSED)
        return REFUSED_DESK_CLOSED;
    if (desk->serving == NO_SLOT)
        return REFUSED_DESK_IDLE;
    *ticket = &v->queue->ticket[desk->serving];
    return REFUSED_NOT;
}

static enum refusal command_ticket(const struct view *v, const struct ticket **ticket)
{
    ticket_slot slot = queue_find(v->queue, v->command->ticket);
    if (slot == NO_SLOT)
        return REFUSED_UNKNOWN_TICKET;
    *ticket = &v->queue->ticket[slot];
    return REFUSED_NOT;
}

static enum refusal decide_day_start(struct view *v)
{
    if (v->command->day <= v->queue->day)
        return REFUSED_OLD_DAY;
    add(v, EV_DAY_STARTED)->day = v->command->day;
    return REFUSED_NOT;
}

static enum refusal decide_kiosk(struct view *v, bool open)
{
    if (v->queue->kiosk_open == open && v->queue->kiosk_changed_at_ms != 0 &&
        (open || strcmp(v->queue->kiosk_note, v->command->note) == 0))
        return REFUSED_ALREADY;
    add_note(add(v, open ? EV_KIOSK_OPENED : EV_KIOSK_CLOSED), open ? "" : v->command->note);
    return REFUSED_NOT;
}

static enum refusal decide_take(struct view *v)
{
    const struct queue *q = v->queue;
    char letter = v->command->service;
    if ((service_bit(letter) & v->rules->services) == 0)
        return REFUSED_UNKNOWN_SERVICE;
    if (!q->kiosk_open)
        return REFUSED_KIOSK_CLOSED;
    int issued = q->issued[letter - 'A'];
    if (issued >= v->rules->service[letter - 'A'].daily_cap || issued >= TICKET_NUMBER_MAX)
        return REFUSED_SERVICE_FULL;
    if (q->ticket_count >= v->rules->daily_cap || q->ticket_count >= TICKETS_MAX)
        return REFUSED_DAY_FULL;
    if (q->waiting_count >= v->rules->waiting_cap)
        return REFUSED_QUEUE_FULL;
    struct event *e = add(v, EV_TICKET_ISSUED);
    e->ticket = (struct ticket_no){letter, (uint16_t)(issued + 1)};
    e->service = letter;
    e->lane = v->command->lane;
    e->print = v->command->print;
    e->promise = v->command->promise;
    return REFUSED_NOT;
}

static void add_call(struct view *v, const struct desk *desk, ticket_slot slot, bool out_of_order)
{
    if (desk->serving != NO_SLOT)
        add_ticket(v, EV_TICKET_FINISHED, &v->queue->ticket[desk->serving], desk->number);
    if (slot == NO_SLOT)
        return;
    const struct desk_rules *rules = desk_rules(v->rules, desk->number);
    struct event *e = add_ticket(v, EV_TICKET_CALLED, &v->queue->ticket[slot], desk->number);
    e->services = rules ? rules->services : 0;
    e->out_of_order = out_of_order;
}

static enum refusal desk_may_call(const struct view *v, const struct desk **desk)
{
    enum refusal refusal = command_desk(v, desk);
    if (refusal)
        return refusal;
    if (*desk == NULL || (*desk)->state == DESK_CLOSED)
        return REFUSED_DESK_CLOSED;
    return (*desk)->state == DESK_PAUSED ? REFUSED_DESK_PAUSED : REFUSED_NOT;
}

static enum refusal decide_next(struct view *v)
{
    const struct desk *desk;
    enum refusal refusal = desk_may_call(v, &desk);
    if (refusal)
        return refusal;
    const struct desk_rules *rules = desk_rules(v->rules, desk->number);
    ticket_slot slot =
        routing_pick(v->queue, v->rules, desk->number, rules ? rules->services : 0, v->now_ms);
    if (slot == NO_SLOT && desk->serving == NO_SLOT)
        return REFUSED_NOBODY_WAITING;
    add_call(v, desk, slot, false);
    return REFUSED_NOT;
}

static bool may_be_called(const struct view *v, const struct ticket *t)
{
    switch ((enum ticket_state)t->state) {
    case TICKET_WAITING:
    case TICKET_PARKED:
        return true;
    case TICKET_ABSENT:
        return v->now_ms - t->changed_at_ms <= v->rules->return_within_ms;
    case TICKET_SERVED_NOW:
    case TICKET_DONE:
    case TICKET_STATES:
        break;
    }
    return false;
}

static enum refusal decide_call(struct view *v)
{
    const struct desk *desk;
    const struct ticket *ticket;
    enum refusal refusal = desk_may_call(v, &desk);
    if (refusal == REFUSED_NOT)
        refusal = command_ticket(v, &ticket);
    if (refusal)
        return refusal;
    if (!may_be_called(v, ticket))
        return REFUSED_WRONG_STATE;
    add_call(v, desk, (ticket_slot)(ticket - v->queue->ticket), true);
    return REFUSED_NOT;
}

static enum refusal decide_recall(struct view *v)
{
    const struct ticket *ticket;
    enum refusal refusal = desk_visitor(v, &ticket);
    if (refusal)
        return refusal;
    if (ticket->recalls >= v->rules->recall_max)
        return REFUSED_RECALL_TOO_OFTEN;
    if (v->now_ms - ticket->called_at_ms < v->rules->recall_pause_ms)
        return REFUSED_RECALL_TOO_SOON;
    add_ticket(v, EV_TICKET_RECALLED, ticket, v->command->desk);
    return REFUSED_NOT;
}

static enum refusal decide_end(struct view *v, enum event_kind kind)
{
    const struct ticket *ticket;
    enum refusal refusal = desk_visitor(v, &ticket);
    if (refusal)
        return refusal;
    struct event *e = add_ticket(v, kind, ticket, v->command->desk);
    if (kind == EV_TICKET_FINISHED) {
        e->outcome = v->command->outcome;
        add_note(e, v->command->note);
    }
    return REFUSED_NOT;
}

static enum refusal decide_park(struct view *v)
{
    const struct desk *desk;
    const struct ticket *ticket;
    enum refusal refusal = command_desk(v, &desk);
    if (refusal)
        return refusal;
    if (v->command->ticket.letter == 0)
        refusal = desk_visitor(v, &ticket);
    else
        refusal = command_ticket(v, &ticket);
    if (refusal)
        return refusal;
    bool mine = ticket->state == TICKET_SERVED_NOW && ticket->desk == v->command->desk;
    if (!mine && ticket->state != TICKET_WAITING)
        return REFUSED_WRONG_STATE;
    add_ticket(v, EV_TICKET_PARKED, ticket, mine ? v->command->desk : 0);
    return REFUSED_NOT;
}

static enum refusal decide_unpark(struct view *v)
{
    const struct ticket *ticket;
    enum refusal refusal = command_ticket(v, &ticket);
    if (refusal)
        return refusal;
    if (ticket->state != TICKET_PARKED)
        return REFUSED_WRONG_STATE;
    add_ticket(v, EV_TICKET_UNPARKED, ticket, 0);
    return REFUSED_NOT;
}

static enum refusal decide_return(struct view *v)
{
    const struct ticket *ticket;
    enum refusal refusal = command_ticket(v, &ticket);
    if (refusal)
        return refusal;
    if (ticket->state != TICKET_ABSENT)
        return REFUSED_WRONG_STATE;
    if (v->now_ms - ticket->changed_at_ms > v->rules->return_within_ms)
        return REFUSED_TOO_LATE;
    struct event *e = add_ticket(v, EV_TICKET_RETURNED, ticket, 0);
    e->lane = ticket->lane == LANE_PRIORITY ? LANE_PRIORITY : LANE_RETURN;
    return REFUSED_NOT;
}

static enum refusal decide_transfer(struct view *v)
{
    const struct ticket *ticket;
    enum refusal refusal = command_ticket(v, &ticket);
    if (refusal)
        return refusal;
    service_set wanted = service_bit(v->command->service);
    if ((wanted & v->rules->services) == 0)
        return REFUSED_UNKNOWN_SERVICE;
    if (v->command->desk != 0) {
        const struct desk_rules *desk = desk_rules(v->rules, v->command->desk);
        if (desk == NULL)
            return REFUSED_UNKNOWN_DESK;
        if ((desk->services & wanted) == 0)
            return REFUSED_WRONG_SERVICE;
        const struct desk *there = queue_desk(v->queue, v->command->desk);
        if (there == NULL || there->state == DESK_CLOSED)
            return REFUSED_DESK_CLOSED; /* nobody would ever call it */
    }
    if (ticket->state == TICKET_ABSENT || ticket->state == TICKET_DONE)
        return REFUSED_WRONG_STATE;
    if (ticket->state == TICKET_WAITING && ticket->service == v->command->service &&
        ticket->desk == v->command->desk)
        return REFUSED_ALREADY;
    struct event *e = add_ticket(v, EV_TICKET_TRANSFERRED, ticket, v->command->desk);
    e->service = v->command->service;
    return REFUSED_NOT;
}

static enum refusal decide_desk(struct view *v, enum desk_state wanted)
{
    static const enum event_kind kinds[DESK_STATES] = {[DESK_CLOSED] = EV_DESK_CLOSED,
                                                       [DESK_OPEN] = EV_DESK_OPENED,
                                                       [DESK_PAUSED] = EV_DESK_PAUSED};
    const struct desk *desk;
    enum refusal refusal = command_desk(v, &desk);
    if (refusal)
        return refusal;
    enum desk_state now = desk ? (enum desk_state)desk->state : DESK_CLOSED;
    if (now == wanted)
        return REFUSED_ALREADY;
    if (now == DESK_CLOSED && wanted == DESK_PAUSED)
        return REFUSED_DESK_CLOSED;
    if (wanted == DESK_CLOSED && desk->serving != NO_SLOT)
        add_ticket(v, EV_TICKET_FINISHED, &v->queue->ticket[desk->serving], desk->number);
    struct event *e = add(v, kinds[wanted]);
    e->desk = v->command->desk;
    if (wanted == DESK_PAUSED)
        add_note(e, v->command->note);
    return REFUSED_NOT;
}

static enum refusal decide_help(struct view *v, bool asked)
{
    bool now = v->queue->kiosk_help;
    if (v->command->desk != 0) {
        const struct desk *desk;
        enum refusal refusal = command_desk(v, &desk);
        if (refusal)
            return refusal;
        now = desk && desk->help;
    }
    if (now == asked)
        return REFUSED_ALREADY;
    add(v, asked ? EV_HELP_ASKED : EV_HELP_ANSWERED)->desk = v->command->desk;
    return REFUSED_NOT;
}

static enum refusal decide_slip(struct view *v, enum event_kind kind)
{
    const struct ticket *ticket;
    enum refusal refusal = command_ticket(v, &ticket);
    if (refusal)
        return refusal;
    bool on_its_way = ticket->slip == SLIP_WANTED || ticket->slip == SLIP_SENT;
    if (kind == EV_SLIP_WANTED ? on_its_way : !on_its_way)
        return kind == EV_SLIP_WANTED ? REFUSED_ALREADY : REFUSED_WRONG_STATE;
    if (kind == EV_SLIP_PRINTED && ticket->slip != SLIP_SENT)
        return REFUSED_WRONG_STATE;
    add_ticket(v, kind, ticket, 0);
    return REFUSED_NOT;
}

static enum refusal decide(struct view *v)
{
    switch (v->command->kind) {
    case CMD_DAY_START:
        return decide_day_start(v);
    case CMD_KIOSK_OPEN:
        return decide_kiosk(v, true);
    case CMD_KIOSK_CLOSE:
        return decide_kiosk(v, false);
    case CMD_TAKE:
        return decide_take(v);
    case CMD_NEXT:
        return decide_next(v);
    case CMD_CALL:
        return decide_call(v);
    case CMD_RECALL:
        return decide_recall(v);
    case CMD_NO_SHOW:
        return decide_end(v, EV_TICKET_ABSENT);
    case CMD_FINISH:
        return decide_end(v, EV_TICKET_FINISHED);
    case CMD_PARK:
        return decide_park(v);
    case CMD_UNPARK:
        return decide_unpark(v);
    case CMD_RETURN:
        return decide_return(v);
    case CMD_TRANSFER:
        return decide_transfer(v);
    case CMD_DESK_OPEN:
        return decide_desk(v, DESK_OPEN);
    case CMD_DESK_PAUSE:
        return decide_desk(v, DESK_PAUSED);
    case CMD_DESK_CLOSE:
        return decide_desk(v, DESK_CLOSED);
    case CMD_HELP:
        return decide_help(v, true);
    case CMD_HELP_ANSWER:
        return decide_help(v, false);
    case CMD_REPRINT:
        return decide_slip(v, EV_SLIP_WANTED);
    case CMD_SLIP_SENT:
        return decide_slip(v, EV_SLIP_SENT);
    case CMD_SLIP_PRINTED:
        return decide_slip(v, EV_SLIP_PRINTED);
    case CMD_SLIP_GIVE_UP:
        return decide_slip(v, EV_SLIP_GIVEN_UP);
    case COMMAND_KINDS:
        break;
    }
    return REFUSED_WRONG_STATE;
}

enum refusal queue_decide(const struct queue *queue, const struct rules *rules,
                          const struct command *command, struct decision *decision)
{
    struct view v = {queue, rules, command, decision, command->at_utc_ms};
    if (v.now_ms < queue->last_at_ms)
        v.now_ms = queue->last_at_ms;
    decision->count = 0;
    if (queue->day == 0 && command->kind != CMD_DAY_START)
        return REFUSED_NO_DAY;
    return decide(&v);
}
