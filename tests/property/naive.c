// SPDX-License-Identifier: MIT
#include "tests/property/naive.h"

#include <stddef.h>
#include <string.h>

void naive_init(struct naive *b, const struct rules *rules)
{
    memset(b, 0, sizeof *b);
    b->rules = rules;
    b->open = true;
    for (int i = 0; i < rules->desk_count; i++)
        b->desk[b->desks++] = (struct naive_desk){rules->desk[i].number, DESK_CLOSED};
}

struct person *naive_find(struct naive *b, struct ticket_no no)
{
    for (int i = 0; i < b->people; i++)
        if (ticket_no_equal(b->person[i].no, no))
            return &b->person[i];
    return NULL;
}

struct person *naive_served_by(struct naive *b, uint16_t desk)
{
    for (int i = 0; i < b->people; i++)
        if (b->person[i].state == TICKET_SERVED_NOW && b->person[i].desk == desk)
            return &b->person[i];
    return NULL;
}

static struct naive_desk *find_desk(struct naive *b, uint16_t number)
{
    for (int i = 0; i < b->desks; i++)
        if (b->desk[i].number == number)
            return &b->desk[i];
    return NULL;
}

static service_set desk_services(const struct naive *b, uint16_t number)
{
    for (int i = 0; i < b->rules->desk_count; i++)
        if (b->rules->desk[i].number == number)
            return b->rules->desk[i].services;
    return 0;
}

static bool could_serve(const struct naive *b, uint16_t desk, const struct person *p)
{
    return p->state == TICKET_WAITING && (p->desk == 0 || p->desk == desk) &&
           (service_bit(p->service) & desk_services(b, desk));
}

/* Somebody regular, here earlier, for this desk, has been passed K times already. */
static bool must_wait(const struct naive *b, uint16_t desk, const struct person *p)
{
    if (p->lane == LANE_REGULAR)
        return false;
    for (int i = 0; i < b->people; i++) {
        const struct person *r = &b->person[i];
        if (r->lane == LANE_REGULAR && r->place < p->place && could_serve(b, desk, r) &&
            r->passed >= b->rules->overtake_max)
            return true;
    }
    return false;
}

static int compare_scores(const struct naive *b, const struct person *p, const struct person *q)
{
    __int128 left = (__int128)(b->now_ms - p->arrived_ms) * b->rules->lane_rate[p->lane] *
                    b->rules->service[q->service - 'A'].target_wait_s;
    __int128 right = (__int128)(b->now_ms - q->arrived_ms) * b->rules->lane_rate[q->lane] *
                     b->rules->service[p->service - 'A'].target_wait_s;
    return (left > right) - (left < right);
}

struct person *naive_pick(struct naive *b, uint16_t desk)
{
    struct person *best = NULL;
    for (int i = 0; i < b->people; i++) {
        struct person *p = &b->person[i];
        if (!could_serve(b, desk, p) || must_wait(b, desk, p))
            continue;
        int order = best ? compare_scores(b, p, best) : 1;
        if (order > 0 || (order == 0 && p->place < best->place))
            best = p;
    }
    return best;
}

static void set_state(struct naive *b, struct person *p, enum ticket_state state)
{
    p->state = state;
    p->changed_ms = b->now_ms;
}

static void call(struct naive *b, uint16_t desk, struct person *p)
{
    struct person *before = naive_served_by(b, desk);
    if (before)
        set_state(b, before, TICKET_DONE);
    for (int i = 0; p->lane != LANE_REGULAR && i < b->people; i++) {
        struct person *r = &b->person[i];
        if (r->lane == LANE_REGULAR && r->place < p->place && could_serve(b, desk, r))
            r->passed++;
    }
    set_state(b, p, TICKET_SERVED_NOW);
    p->desk = desk;
    p->called_ms = b->now_ms;
    p->recalls = 0;
}

static int count_state(const struct naive *b, enum ticket_state state)
{
    int count = 0;
    for (int i = 0; i < b->people; i++)
        count += b->person[i].state == state;
    return count;
}

static int count_letter(const struct naive *b, char letter)
{
    int count = 0;
    for (int i = 0; i < b->people; i++)
        count += b->person[i].no.letter == letter;
    return count;
}

static bool do_take(struct naive *b, const struct command *c)
{
    int before = count_letter(b, c->service);
    if (!b->open || !(service_bit(c->service) & b->rules->services) ||
        before >= b->rules->service[c->service - 'A'].daily_cap ||
        b->people >= b->rules->daily_cap || count_state(b, TICKET_WAITING) >= b->rules->waiting_cap)
        return false;
    b->person[b->people++] = (struct person){
        .no = {c->service, (uint16_t)(before + 1)},
        .service = c->service,
        .lane = c->lane,
        .state = TICKET_WAITING,
        .arrived_ms = b->now_ms,
        .changed_ms = b->now_ms,
        .place = b->places++,
    };
    return true;
}

static bool do_next(struct naive *b, const struct command *c, struct person **called)
{
    struct naive_desk *desk = find_desk(b, c->desk);
    if (desk == NULL || desk->state != DESK_OPEN)
        return false;
    *called = naive_pick(b, c->desk);
    struct person *served = naive_served_by(b, c->desk);
    if (*called)
        call(b, c->desk, *called);
    else if (served)
        set_state(b, served, TICKET_DONE);
    return *called || served;
}

static bool do_call(struct naive *b, const struct command *c, struct person **called)
{
    struct naive_desk *desk = find_desk(b, c->desk);
    struct person *p = naive_find(b, c->ticket);
    if (desk == NULL || desk->state != DESK_OPEN || p == NULL)
        return false;
    bool there = p->state == TICKET_WAITING || p->state == TICKET_PARKED;
    if (!there &&
        !(p->state == TICKET_ABSENT && b->now_ms - p->changed_ms <= b->rules->return_within_ms))
        return false;
    *called = p;
    call(b, c->desk, p);
    return true;
}

static bool do_recall(struct naive *b, struct person *served)
{
    if (served->recalls >= b->rules->recall_max ||
        b->now_ms - served->called_ms < b->rules->recall_pause_ms)
        return false;
    served->recalls++;
    served->called_ms = b->now_ms;
    return true;
}

/* What a desk does with the one it serves. */
static bool do_served(struct naive *b, const struct command *c)
{
    struct person *served = naive_served_by(b, c->desk);
    if (served == NULL)
        return false;
    if (c->kind == CMD_RECALL)
        return do_recall(b, served);
    set_state(b, served, c->kind == CMD_NO_SHOW ? TICKET_ABSENT : TICKET_DONE);
    return true;
}

static bool do_park(struct naive *b, const struct command *c)
{
    if (find_desk(b, c->desk) == NULL)
        return false;
    struct person *p = c->ticket.letter ? naive_find(b, c->ticket) : naive_served_by(b, c->desk);
    if (p == NULL ||
        !(p->state == TICKET_WAITING || (p->state == TICKET_SERVED_NOW && p->desk == c->desk)))
        return false;
    set_state(b, p, TICKET_PARKED);
    p->desk = 0;
    return true;
}

static bool do_ticket(struct naive *b, const struct command *c)
{
    struct person *p = naive_find(b, c->ticket);
    if (p == NULL)
        return false;
    if (c->kind == CMD_UNPARK) {
        if (p->state != TICKET_PARKED)
            return false;
    } else {
        if (p->state != TICKET_ABSENT || b->now_ms - p->changed_ms > b->rules->return_within_ms)
            return false;
        p->lane = p->lane == LANE_PRIORITY ? LANE_PRIORITY : LANE_RETURN;
        p->arrived_ms = b->now_ms;
        p->place = b->places++;
        p->desk = 0;
    }
    set_state(b, p, TICKET_WAITING);
    return true;
}

static bool do_transfer(struct naive *b, const struct command *c)
{
    struct person *p = naive_find(b, c->ticket);
    if (p == NULL || !(service_bit(c->service) & b->rules->services))
        return false;
    if (c->desk && !(desk_services(b, c->desk) & service_bit(c->service)))
        return false;
    if (c->desk && find_desk(b, c->desk)->state == DESK_CLOSED)
        return false;
    if (p->state == TICKET_DONE || p->state == TICKET_ABSENT)
        return false;
    if (p->state == TICKET_WAITING && p->service == c->service && p->desk == c->desk)
        return false;
    set_state(b, p, TICKET_WAITING);
    p->service = c->service;
    p->desk = c->desk;
    return true;
}

static bool do_desk(struct naive *b, const struct command *c, enum desk_state wanted)
{
    struct naive_desk *desk = find_desk(b, c->desk);
    if (desk == NULL || desk->state == wanted ||
        (desk->state == DESK_CLOSED && wanted == DESK_PAUSED))
        return false;
    desk->state = wanted;
    if (wanted != DESK_CLOSED)
        return true;
    struct person *served = naive_served_by(b, c->desk);
    if (served)
        set_state(b, served, TICKET_DONE);
    for (int i = 0; i < b->people; i++)
        if (b->person[i].state == TICKET_WAITING && b->person[i].desk == c->desk)
            b->person[i].desk = 0;
    return true;
}

static bool do_kiosk(struct naive *b, bool open)
{
    if (b->open == open)
        return false;
    b->open = open;
    return true;
}

void naive_time(struct naive *b, int64_t at_ms)
{
    b->now_ms = at_ms > b->last_fact_ms ? at_ms : b->last_fact_ms;
}

static bool obey(struct naive *b, const struct command *c, struct person **called)
{
    switch ((int)c->kind) {
    case CMD_TAKE:
        return do_take(b, c);
    case CMD_NEXT:
        return do_next(b, c, called);
    case CMD_CALL:
        return do_call(b, c, called);
    case CMD_RECALL:
    case CMD_NO_SHOW:
    case CMD_FINISH:
        return do_served(b, c);
    case CMD_PARK:
        return do_park(b, c);
    case CMD_UNPARK:
    case CMD_RETURN:
        return do_ticket(b, c);
    case CMD_TRANSFER:
        return do_transfer(b, c);
    case CMD_DESK_OPEN:
        return do_desk(b, c, DESK_OPEN);
    case CMD_DESK_PAUSE:
        return do_desk(b, c, DESK_PAUSED);
    case CMD_DESK_CLOSE:
        return do_desk(b, c, DESK_CLOSED);
    case CMD_KIOSK_OPEN:
        return do_kiosk(b, true);
    case CMD_KIOSK_CLOSE:
        return do_kiosk(b, false);
    default:
        return false;
    }
}

bool naive_do(struct naive *b, const struct command *c, struct person **called)
{
    *called = NULL;
    naive_time(b, c->at_utc_ms);
    bool allowed = obey(b, c, called);
    if (allowed)
        b->last_fact_ms = b->now_ms;
    return allowed;
}
