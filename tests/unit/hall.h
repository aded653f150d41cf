// SPDX-License-Identifier: MIT
/* A small branch for tests of the core: services A, B, C; desks 1 and 2 serve all, desk 3
 * only C. Time starts at 08:00 and moves only when told. */
#ifndef LOKET_TESTS_HALL_H
#define LOKET_TESTS_HALL_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "firmware/core/queue.h"

struct hall {
    struct rules rules;
    struct queue queue;
    struct decision decision; /* of the last command */
    int64_t now_ms;
};

static inline enum refusal hall_do(struct hall *hall, struct command command)
{
    command.at_utc_ms = hall->now_ms;
    enum refusal refusal = queue_decide(&hall->queue, &hall->rules, &command, &hall->decision);
    for (int i = 0; i < hall->decision.count; i++)
        assert_true(queue_apply(&hall->queue, &hall->decision.event[i]));
    return refusal;
}

static inline void hall_wait_min(struct hall *hall, int minutes)
{
    hall->now_ms += (int64_t)minutes * 60000;
}

static inline void hall_open(struct hall *hall)
{
    memset(hall, 0, sizeof *hall);
    hall->now_ms = 1795395600000;
    struct rules *rules = &hall->rules;
    for (int i = 0; i < 3; i++) {
        rules->services |= service_bit((char)('A' + i));
        rules->service[i] = (struct service_rules){.target_wait_s = 1200, .daily_cap = 999};
    }
    rules->desk_count = 3;
    rules->desk[0] = (struct desk_rules){1, rules->services};
    rules->desk[1] = (struct desk_rules){2, rules->services};
    rules->desk[2] = (struct desk_rules){3, service_bit('C')};
    rules->lane_rate[LANE_REGULAR] = 1000;
    rules->lane_rate[LANE_PRIORITY] = 4000;
    rules->lane_rate[LANE_RETURN] = 2000;
    rules->overtake_max = 3;
    rules->recall_max = 2;
    rules->recall_pause_ms = 20000;
    rules->return_within_ms = 15 * 60000;
    rules->waiting_cap = TICKETS_MAX;
    rules->daily_cap = TICKETS_MAX;
    queue_init(&hall->queue);
    assert_int_equal(hall_do(hall, (struct command){.kind = CMD_DAY_START, .day = 20261123}), 0);
    assert_int_equal(hall_do(hall, (struct command){.kind = CMD_KIOSK_OPEN}), 0);
    for (uint16_t desk = 1; desk <= 3; desk++)
        assert_int_equal(hall_do(hall, (struct command){.kind = CMD_DESK_OPEN, .desk = desk}), 0);
}

static inline struct ticket_no hall_take(struct hall *hall, char service, enum lane lane)
{
    struct command take = {.kind = CMD_TAKE, .service = service, .lane = lane, .print = true};
    assert_int_equal(hall_do(hall, take), REFUSED_NOT);
    return hall->decision.event[0].ticket;
}

/* Whom the desk calls with "next", letter 0 = nobody. */
static inline struct ticket_no hall_next(struct hall *hall, uint16_t desk)
{
    if (hall_do(hall, (struct command){.kind = CMD_NEXT, .desk = desk}))
        return (struct ticket_no){0, 0};
    const struct event *last = &hall->decision.event[hall->decision.count - 1];
    return last->kind == EV_TICKET_CALLED ? last->ticket : (struct ticket_no){0, 0};
}

static inline enum refusal hall_desk(struct hall *hall, enum command_kind kind, uint16_t desk)
{
    return hall_do(hall, (struct command){.kind = kind, .desk = desk});
}

static inline enum refusal hall_ticket(struct hall *hall, enum command_kind kind,
                                       struct ticket_no ticket)
{
    return hall_do(hall, (struct command){.kind = kind, .ticket = ticket});
}

static inline const struct ticket *hall_find(const struct hall *hall, struct ticket_no no)
{
    ticket_slot slot = queue_find(&hall->queue, no);
    assert_int_not_equal(slot, NO_SLOT);
    return &hall->queue.ticket[slot];
}

#define assert_ticket(actual, letter_, number_)                                                    \
    do {                                                                                           \
        struct ticket_no got_ = (actual);                                                          \
        assert_int_equal(got_.letter, letter_);                                                    \
        assert_int_equal(got_.number, number_);                                                    \
    } while (0)

#endif
