// SPDX-License-Identifier: MIT
#include "firmware/ctl/replay_rules.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <stdlib.h>

#include "firmware/core/routing.h"

enum { CALLS = 400, WAITING = 12 };

struct office {
    struct replay_rules learned;
    struct queue queue;
    struct rules rules, read;
    int64_t now_ms;
    uint32_t draw;
};

static int set_up(void **state)
{
    struct office *office = calloc(1, sizeof *office);
    if (!office)
        return -1;
    replay_rules_init(&office->learned);
    queue_init(&office->queue);
    office->queue.day = 20250113;
    replay_rules_read(&office->learned, service_bit('A'), &office->rules);
    *state = office;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static void put(struct office *office, struct event event)
{
    event.day = 20250113;
    event.at_utc_ms = office->now_ms;
    assert_true(queue_apply(&office->queue, &event));
}

/* A full hall; desk 1 calls by the rules of the office, one a minute. */
static void live(struct office *office)
{
    put(office, (struct event){.kind = EV_DESK_OPENED, .desk = 1});
    for (int i = 0; i < CALLS + WAITING; i++) {
        office->draw = office->draw * 1664525U + 1013904223U;
        office->now_ms += 30000 + (office->draw >> 16) % 60000;
        uint16_t issued = office->queue.issued[0];
        put(office, (struct event){.kind = EV_TICKET_ISSUED,
                                   .ticket = {'A', (uint16_t)(issued + 1)},
                                   .service = 'A',
                                   .lane = (office->draw >> 9) % 4 ? LANE_REGULAR : LANE_PRIORITY});
        if (i < WAITING)
            continue;
        ticket_slot slot =
            routing_pick(&office->queue, &office->rules, 1, service_bit('A'), office->now_ms);
        struct ticket_no no = office->queue.ticket[slot].no;
        replay_rules_call(&office->learned, &office->queue, slot, 1, office->now_ms);
        put(office,
            (struct event){
                .kind = EV_TICKET_CALLED, .ticket = no, .desk = 1, .services = service_bit('A')});
        put(office, (struct event){.kind = EV_TICKET_FINISHED, .ticket = no, .desk = 1});
    }
    replay_rules_read(&office->learned, service_bit('A'), &office->read);
}

static void first_come_first_served_is_seen(void **state)
{
    struct office *office = *state;
    office->rules.lane_rate[LANE_PRIORITY] = 1000;
    live(office);
    assert_int_equal(office->read.lane_rate[LANE_PRIORITY], 1000);
}

static void a_rate_and_a_bound_are_seen(void **state)
{
    struct office *office = *state;
    office->rules.lane_rate[LANE_PRIORITY] = 4000;
    office->rules.overtake_max = 2;
    live(office);
    assert_in_range(office->read.lane_rate[LANE_PRIORITY], 3000, 6000);
    assert_int_equal(office->read.overtake_max, 2);
}

static void priority_that_always_goes_first_is_seen(void **state)
{
    struct office *office = *state;
    office->rules.lane_rate[LANE_PRIORITY] = 1000000;
    office->rules.overtake_max = 255;
    live(office);
    assert_true(office->read.lane_rate[LANE_PRIORITY] >= 10000);
    assert_true(office->read.overtake_max >= 7);
}

static void a_desk_serves_what_it_calls(void **state)
{
    struct office *office = *state;
    service_set all = service_bit('A') | service_bit('B');
    assert_int_equal(replay_rules_serves(&office->learned, 1, all), all); /* a new one: all */
    live(office);
    assert_int_equal(replay_rules_serves(&office->learned, 1, all), service_bit('A'));
    assert_int_equal(replay_rules_serves(&office->learned, 2, all), all);
    for (int day = 0; day < 60; day++)
        replay_rules_day(&office->learned);
    assert_int_equal(replay_rules_serves(&office->learned, 1, all), all); /* long forgotten */
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(first_come_first_served_is_seen),
        TEST(a_rate_and_a_bound_are_seen),
        TEST(priority_that_always_goes_first_is_seen),
        TEST(a_desk_serves_what_it_calls),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
