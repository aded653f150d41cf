// SPDX-License-Identifier: MIT
#include "firmware/core/queue.h"

#include <stddef.h>
#include <string.h>

static const char *const ticket_states[TICKET_STATES] = {
    [TICKET_WAITING] = "waiting", [TICKET_SERVED_NOW] = "serving", [TICKET_PARKED] = "parked",
    [TICKET_ABSENT] = "absent",   [TICKET_DONE] = "done",
};

static const char *const desk_states[DESK_STATES] = {
    [DESK_CLOSED] = "closed",
    [DESK_OPEN] = "open",
    [DESK_PAUSED] = "paused",
};

void queue_init(struct queue *queue)
{
    memset(queue, 0, sizeof *queue);
    memset(queue->by_number, 0xFF, sizeof queue->by_number); /* NO_SLOT */
    for (int i = 0; i < LETTERS; i++)
        queue->last_wait_ms[i] = -1;
}

ticket_slot queue_find(const struct queue *queue, struct ticket_no no)
{
    if (service_bit(no.letter) == 0 || no.number > TICKET_NUMBER_MAX)
        return NO_SLOT;
    return queue->by_number[no.letter - 'A'][no.number];
}

const struct desk *queue_desk(const struct queue *queue, uint16_t number)
{
    for (int i = 0; i < queue->desk_count; i++)
        if (queue->desk[i].number == number)
            return &queue->desk[i];
    return NULL;
}

int queue_waiting(const struct queue *queue, char service)
{
    if (service == 0)
        return queue->waiting_count;
    int count = 0;
    for (int i = 0; i < queue->waiting_count; i++)
        count += queue->ticket[queue->waiting[i]].service == service;
    return count;
}

/* Services that share a desk with `service`. */
static service_set rivals(const struct rules *rules, char service)
{
    service_set set = service_bit(service);
    for (int i = 0; i < rules->desk_count; i++)
        if (rules->desk[i].services & service_bit(service))
            set |= rules->desk[i].services;
    return set;
}

static int count_rivals(const struct queue *queue, service_set set, uint32_t before_order)
{
    int count = 0;
    for (int i = 0; i < queue->waiting_count; i++) {
        const struct ticket *t = &queue->ticket[queue->waiting[i]];
        if (t->order >= before_order)
            break;
        count += (service_bit(t->service) & set) != 0;
    }
    return count;
}

int queue_ahead(const struct queue *queue, const struct rules *rules, ticket_slot slot)
{
    const struct ticket *mine = &queue->ticket[slot];
    return count_rivals(queue, rivals(rules, mine->service), mine->order);
}

int queue_ahead_of_new(const struct queue *queue, const struct rules *rules, char service)
{
    return count_rivals(queue, rivals(rules, service), UINT32_MAX);
}

const char *ticket_state_name(enum ticket_state state)
{
    return ticket_states[state];
}

enum ticket_state ticket_state_parse(const char *name)
{
    int i = 0;
    while (i < TICKET_STATES && strcmp(ticket_states[i], name) != 0)
        i++;
    return (enum ticket_state)i;
}

const char *desk_state_name(enum desk_state state)
{
    return desk_states[state];
}
