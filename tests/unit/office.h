// SPDX-License-Identifier: MIT
/* A hall whose facts all go to an outlook, from the beginning of its day on. */
#ifndef LOKET_TESTS_OFFICE_H
#define LOKET_TESTS_OFFICE_H

#include <stdlib.h>

#include "firmware/forecast/outlook.h"
#include "tests/unit/hall.h"

struct office {
    struct hall hall;
    struct outlook outlook;
    int64_t midnight_ms;
    struct promise promise; /* that the next numbers are taken with */
};

/* What a simulation might say. */
static const struct wait_range half_an_hour = {
    .mean_s = 1800, .least_s = 700, .p10_s = 900, .p50_s = 1700, .p90_s = 3000, .served = 1};

static inline enum refusal office_act(struct office *o, struct command command)
{
    struct decision decision;
    command.at_utc_ms = o->hall.now_ms;
    enum refusal refusal = queue_decide(&o->hall.queue, &o->hall.rules, &command, &decision);
    for (int i = 0; i < decision.count; i++) {
        outlook_fact(&o->outlook, &o->hall.queue, &decision.event[i], o->midnight_ms, true);
        assert_true(queue_apply(&o->hall.queue, &decision.event[i]));
    }
    return refusal;
}

static inline void office_wait_s(struct office *o, int s)
{
    o->hall.now_ms += s * INT64_C(1000);
}

static inline struct office *office_open(void)
{
    struct office *o = malloc(sizeof *o);
    assert_non_null(o);
    memset(o, 0xA5, sizeof *o); /* what is not written must not be read */
    hall_open(&o->hall);
    outlook_init(&o->outlook);
    memset(&o->promise, 0, sizeof o->promise);
    o->midnight_ms = o->hall.now_ms - 8 * INT64_C(3600000);
    queue_init(&o->hall.queue);
    assert_int_equal(office_act(o, (struct command){.kind = CMD_DAY_START, .day = 20261123}), 0);
    assert_int_equal(office_act(o, (struct command){.kind = CMD_KIOSK_OPEN}), 0);
    for (uint16_t desk = 1; desk <= 2; desk++)
        assert_int_equal(office_act(o, (struct command){.kind = CMD_DESK_OPEN, .desk = desk}), 0);
    return o;
}

static inline struct ticket_no office_take(struct office *o, char service)
{
    struct command take = {.kind = CMD_TAKE, .service = service, .promise = o->promise};
    assert_int_equal(office_act(o, take), REFUSED_NOT);
    return (struct ticket_no){service, o->hall.queue.issued[service - 'A']};
}

static inline void office_next(struct office *o, uint16_t desk)
{
    assert_int_equal(office_act(o, (struct command){.kind = CMD_NEXT, .desk = desk}), REFUSED_NOT);
}

static inline void office_ticket(struct office *o, enum command_kind kind, uint16_t desk,
                                 struct ticket_no ticket)
{
    struct command command = {.kind = kind, .desk = desk, .ticket = ticket};
    assert_int_equal(office_act(o, command), REFUSED_NOT);
}

/* Both desks are busy for the next hour or so, nobody waits. */
static inline void office_make_busy(struct office *o)
{
    office_take(o, 'A');
    office_next(o, 1);
    office_take(o, 'A');
    office_next(o, 2);
}

static inline struct promise office_ask(struct office *o, char service,
                                        const struct wait_range *simulated, int64_t closes_ms)
{
    struct promise promise;
    memset(&promise, 0xA5, sizeof promise);
    outlook_promise(&o->outlook, &o->hall.queue, &o->hall.rules, service, LANE_REGULAR,
                    o->hall.now_ms, simulated, closes_ms, &promise);
    return promise;
}

static inline struct ledger_sums office_written(const struct office *o)
{
    struct ledger_sums sums;
    ledger_sum(&o->outlook.ledger, 0, 99991231, 0, &sums);
    return sums;
}

#endif
