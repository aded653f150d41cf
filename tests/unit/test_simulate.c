// SPDX-License-Identifier: MIT
#include "firmware/forecast/simulate.h"

#include <math.h>
#include <stdlib.h>

#include "tests/unit/hall.h"

/* A hall with a pace in which everything takes as long as it is told. */
struct foresight {
    struct hall hall;
    struct pace pace;
    struct duty_plan plan;
    bool planned;
    struct simulation simulation;
    struct simulate_result result;
};

static struct foresight *open_foresight(int desks, double service_s)
{
    struct foresight *f = malloc(sizeof *f);
    assert_non_null(f);
    memset(f, 0xA5, sizeof *f); /* what is not written must not be read */
    hall_open(&f->hall);
    f->hall.rules.desk_count = desks;
    f->planned = false;
    memset(&f->plan, 0, sizeof f->plan);
    pace_init(&f->pace);
    memset(f->pace.no_show, 0, sizeof f->pace.no_show);
    for (int i = 0; i < LETTERS; i++)
        curve_constant(&f->pace.service[i], service_s);
    curve_constant(&f->pace.changeover, 0);
    curve_constant(&f->pace.absent, 60);
    f->pace.midnight_ms = f->hall.now_ms - 8 * 3600000;
    return f;
}

static void foresee(struct foresight *f)
{
    struct simulate_input input = {.queue = &f->hall.queue,
                                   .rules = &f->hall.rules,
                                   .pace = &f->pace,
                                   .plan = f->planned ? &f->plan : NULL,
                                   .now_ms = f->hall.now_ms,
                                   .seed = 7,
                                   .paths = SIMULATE_PATHS};
    simulate_run(&f->simulation, &input, &f->result);
}

static struct wait_range fresh(const struct foresight *f, char letter, enum lane lane)
{
    return f->result.fresh[letter - 'A'][lane];
}

static void assert_certain(struct wait_range wait, double s)
{
    assert_float_equal(wait.p10_s, s, 0.01);
    assert_float_equal(wait.p50_s, s, 0.01);
    assert_float_equal(wait.p90_s, s, 0.01);
    assert_float_equal(wait.mean_s, s, 0.01);
    assert_float_equal(wait.served, 1, 0);
}

static void assert_never(struct wait_range wait)
{
    assert_float_equal(wait.p10_s, SIMULATE_NEVER_S, 0);
    assert_float_equal(wait.served, 0, 0);
}

static void add_duty(struct foresight *f, uint16_t desk, int from_min, int to_min)
{
    struct duty *duty = &f->plan.duty[0];
    for (f->planned = true; duty->desk != desk && duty->desk != 0;)
        duty++;
    f->plan.count += duty->desk == 0;
    duty->desk = desk;
    duty->span[duty->span_count].from_ms = f->pace.midnight_ms + from_min * 60000;
    duty->span[duty->span_count++].to_ms = f->pace.midnight_ms + to_min * 60000;
}

static void a_free_desk_and_nobody_before_you_is_no_wait(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(3, 600);
    foresee(f);
    for (char letter = 'A'; letter <= 'C'; letter++) {
        assert_certain(fresh(f, letter, LANE_REGULAR), 0);
        assert_certain(fresh(f, letter, LANE_PRIORITY), 0);
    }
    assert_int_equal(f->result.waiting_count, 0);
    free(f);
}

static void with_one_desk_and_constant_services_the_wait_is_known(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(1, 600);
    for (int i = 0; i < 3; i++)
        hall_take(&f->hall, 'A', LANE_REGULAR);
    hall_next(&f->hall, 1);
    hall_wait_min(&f->hall, 2);
    foresee(f);
    assert_int_equal(f->result.waiting_count, 2);
    assert_certain(f->result.waiting[0].wait, 480);
    assert_certain(f->result.waiting[1].wait, 1080);
    assert_certain(fresh(f, 'A', LANE_REGULAR), 1680);
    assert_int_equal(f->hall.queue.ticket[f->result.waiting[1].slot].no.number, 3);
    free(f);
}

static void a_slow_desk_takes_its_factor_longer_and_the_gap_is_added(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(1, 600);
    f->pace.desk_count = 1;
    f->pace.desk[0] = (struct pace_desk){.number = 1, .factor = 1.5F};
    curve_constant(&f->pace.changeover, 30);
    hall_take(&f->hall, 'A', LANE_REGULAR);
    hall_next(&f->hall, 1);
    foresee(f);
    assert_certain(fresh(f, 'B', LANE_REGULAR), 930);
    free(f);
}

static void a_desk_that_lets_people_wait_is_away(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(1, 600);
    f->pace.desk_count = 1;
    f->pace.desk[0] = (struct pace_desk){.number = 1, .factor = 1, .free_since_ms = f->hall.now_ms};
    curve_constant(&f->pace.changeover, 30);
    curve_constant(&f->pace.pause, 900);
    hall_wait_min(&f->hall, 5);
    hall_take(&f->hall, 'A', LANE_REGULAR);
    foresee(f); /* it was idle: nobody needs to change over */
    assert_certain(f->result.waiting[0].wait, 0);
    hall_wait_min(&f->hall, 5);
    foresee(f); /* five minutes, and it has not called: ten to go of fifteen */
    assert_certain(f->result.waiting[0].wait, 600);
    free(f);
}

static void who_does_not_come_costs_only_the_calling(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(1, 600);
    for (int bin = 0; bin < WAIT_BINS; bin++)
        f->pace.no_show[0][bin] = 1;
    for (int i = 0; i < 3; i++)
        hall_take(&f->hall, 'A', LANE_REGULAR);
    foresee(f);
    assert_certain(fresh(f, 'A', LANE_REGULAR), 180);
    free(f);
}

static void who_leaves_unseen_costs_nothing(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(1, 600);
    for (int i = 0; i < 3; i++)
        hall_take(&f->hall, 'A', LANE_REGULAR);
    for (int bin = 0; bin < WAIT_BINS; bin++)
        f->pace.leave_per_s[bin] = 1;
    foresee(f);
    assert_certain(fresh(f, 'A', LANE_REGULAR), 600); /* the first is called at once */
    free(f);
}

static void a_desk_that_goes_home_before_your_turn_does_not_call_you(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(1, 600);
    add_duty(f, 1, 8 * 60, 8 * 60 + 15);
    for (int i = 0; i < 3; i++)
        hall_take(&f->hall, 'A', LANE_REGULAR);
    foresee(f);
    assert_certain(f->result.waiting[1].wait, 600);
    assert_never(f->result.waiting[2].wait);
    assert_never(fresh(f, 'A', LANE_REGULAR));
    f->plan.serves_out = true;
    foresee(f);
    assert_certain(f->result.waiting[2].wait, 1200);
    free(f);
}

static void a_half_day_desk_goes_home_while_the_others_serve_out(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(2, 600);
    f->plan.serves_out = true;
    add_duty(f, 1, 8 * 60, 15 * 60);
    add_duty(f, 2, 8 * 60, 8 * 60 + 5);
    for (int i = 0; i < 3; i++)
        hall_take(&f->hall, 'A', LANE_REGULAR);
    foresee(f);
    assert_certain(f->result.waiting[1].wait, 0);
    assert_certain(f->result.waiting[2].wait, 600);
    assert_certain(fresh(f, 'A', LANE_REGULAR), 1200);
    free(f);
}

static void a_planned_break_is_waited_out(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(1, 600);
    add_duty(f, 1, 8 * 60, 8 * 60 + 10);
    add_duty(f, 1, 8 * 60 + 40, 15 * 60);
    for (int i = 0; i < 2; i++)
        hall_take(&f->hall, 'A', LANE_REGULAR);
    foresee(f);
    assert_certain(f->result.waiting[1].wait, 40 * 60);
    free(f);
}

static void a_closed_desk_comes_by_plan_and_without_one_never(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(1, 600);
    hall_desk(&f->hall, CMD_DESK_CLOSE, 1);
    hall_take(&f->hall, 'A', LANE_REGULAR);
    foresee(f);
    assert_never(f->result.waiting[0].wait);
    add_duty(f, 1, 9 * 60, 15 * 60);
    foresee(f);
    assert_certain(f->result.waiting[0].wait, 3600);
    free(f);
}

/* Presses "next" whenever a desk is free, each visitor staying service_s, and compares the
 * moment of every call with what was foreseen. */
static void play_and_compare(struct foresight *f, int64_t service_ms)
{
    struct hall *hall = &f->hall;
    int64_t start_ms = hall->now_ms, free_ms[3] = {start_ms, start_ms, start_ms};
    bool idle[3] = {false, false, false};
    while (!idle[0] || !idle[1] || !idle[2]) {
        int d = -1;
        for (int i = 0; i < 3; i++)
            if (!idle[i] && (d < 0 || free_ms[i] < free_ms[d]))
                d = i;
        hall->now_ms = free_ms[d];
        struct ticket_no no = hall_next(hall, (uint16_t)(d + 1));
        idle[d] = no.letter == 0;
        free_ms[d] += service_ms;
    }
    for (int i = 0; i < f->result.waiting_count; i++) {
        const struct ticket *t = &hall->queue.ticket[f->result.waiting[i].slot];
        assert_certain(f->result.waiting[i].wait, (double)(t->called_at_ms - start_ms) / 1000);
    }
}

static void the_order_is_that_of_the_live_queue(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 20; seed++) {
        struct foresight *f = open_foresight(3, 300);
        uint32_t random = seed;
        for (int i = 0; i < 40; i++) {
            random = random * 1664525 + 1013904223;
            hall_take(&f->hall, (char)('A' + (random >> 16) % 3),
                      (random >> 24) % 3 ? LANE_REGULAR : LANE_PRIORITY);
            f->hall.now_ms += (random >> 8) % 60000;
        }
        f->hall.rules.service[1].target_wait_s = seed % 2 ? 1200 : 400;
        foresee(f);
        assert_int_equal(f->result.waiting_count, 40);
        play_and_compare(f, 300000);
        free(f);
    }
}

static void a_parked_ticket_that_came_back_hides_no_overtaken_one(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(3, 300);
    struct ticket_no first = hall_take(&f->hall, 'A', LANE_REGULAR);
    struct command park = {.kind = CMD_PARK, .ticket = first, .desk = 1};
    assert_int_equal(hall_do(&f->hall, park), REFUSED_NOT);
    hall_take(&f->hall, 'A', LANE_REGULAR);
    for (int i = 0; i < 6; i++)
        hall_take(&f->hall, 'A', LANE_PRIORITY);
    hall_wait_min(&f->hall, 20);
    for (int i = 0; i < 3; i++)
        hall_next(&f->hall, 1); /* the second is passed three times */
    assert_int_equal(hall_ticket(&f->hall, CMD_UNPARK, first), REFUSED_NOT);
    assert_int_equal(hall_do(&f->hall, (struct command){.kind = CMD_FINISH, .desk = 1}), 0);
    foresee(f);
    play_and_compare(f, 300000);
    free(f);
}

static void a_hypothetical_visitor_waits_as_long_as_a_real_one(void **state)
{
    (void)state;
    for (uint8_t lane = 0; lane < SIMULATE_NEW_LANES; lane++) {
        struct foresight *f = open_foresight(3, 300);
        for (int i = 0; i < 17; i++)
            hall_take(&f->hall, (char)('A' + i % 3), i % 4 ? LANE_REGULAR : LANE_PRIORITY);
        foresee(f);
        struct wait_range foreseen = fresh(f, 'B', (enum lane)lane);
        hall_take(&f->hall, 'B', (enum lane)lane);
        foresee(f);
        assert_memory_equal(&f->result.waiting[17].wait, &foreseen, sizeof foreseen);
        free(f);
    }
}

static void later_priority_passes_only_so_often(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(1, 600);
    hall_take(&f->hall, 'A', LANE_REGULAR);
    hall_next(&f->hall, 1);
    hall_take(&f->hall, 'A', LANE_REGULAR);
    for (int hour = 0; hour < DAY_HOURS; hour++)
        f->pace.arrivals_per_h[0][LANE_PRIORITY][hour] = 80;
    hall_wait_min(&f->hall, 5);
    foresee(f); /* a flood: three go past, and not one more */
    assert_true(f->result.waiting[0].wait.p90_s <= 300 + 3 * 600 + 0.01F);
    assert_true(fresh(f, 'A', LANE_REGULAR).p90_s <= 300 + 4 * 600 + 0.01F);
    assert_true(fresh(f, 'A', LANE_REGULAR).p50_s > 300 + 600 + 0.01F);
    f->hall.rules.overtake_max = 0;
    foresee(f);
    assert_certain(f->result.waiting[0].wait, 300);
    free(f);
}

static void busy_hall(struct foresight *f)
{
    for (int i = 0; i < LETTERS; i++)
        curve_lognormal(&f->pace.service[i], 400, 0.8);
    f->pace.arrivals_per_h[0][LANE_PRIORITY][8] = 6;
    for (int i = 0; i < 24; i++)
        hall_take(&f->hall, (char)('A' + i % 3), i % 5 ? LANE_REGULAR : LANE_PRIORITY);
    for (uint16_t desk = 1; desk <= 3; desk++)
        hall_next(&f->hall, desk);
    hall_wait_min(&f->hall, 4);
}

static void the_same_input_gives_the_same_bytes(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(3, 0);
    struct simulate_result *first = malloc(sizeof *first);
    busy_hall(f);
    memset(&f->result, 0, sizeof f->result);
    foresee(f);
    *first = f->result;
    memset(&f->simulation, 0x5A, sizeof f->simulation);
    foresee(f);
    assert_memory_equal(first, &f->result, sizeof *first);
    free(first);
    free(f);
}

static void nothing_happened_so_nothing_jumps(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(3, 0);
    float start_s[SIMULATE_WAITING_MAX];
    busy_hall(f);
    foresee(f);
    for (int i = 0; i < f->result.waiting_count; i++)
        start_s[i] = f->result.waiting[i].wait.p50_s;
    f->hall.now_ms += 1000;
    foresee(f);
    for (int i = 0; i < f->result.waiting_count; i++) {
        float later_s = f->result.waiting[i].wait.p50_s + 1 - start_s[i];
        assert_true(later_s > -0.5F && later_s < 3); /* a second in which nobody finished */
    }
    free(f);
}

static void before_opening_the_start_stands_still(void **state)
{
    (void)state;
    struct foresight *f = open_foresight(1, 0);
    for (int i = 0; i < LETTERS; i++)
        curve_lognormal(&f->pace.service[i], 400, 0.8);
    hall_desk(&f->hall, CMD_DESK_CLOSE, 1);
    add_duty(f, 1, 9 * 60, 15 * 60);
    for (int i = 0; i < 5; i++)
        hall_take(&f->hall, 'A', LANE_REGULAR);
    foresee(f);
    float before_s = f->result.waiting[4].wait.p90_s;
    f->hall.now_ms += 1000;
    foresee(f);
    assert_float_equal(f->result.waiting[4].wait.p90_s, before_s - 1, 0.01);
    free(f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_free_desk_and_nobody_before_you_is_no_wait),
        cmocka_unit_test(with_one_desk_and_constant_services_the_wait_is_known),
        cmocka_unit_test(a_slow_desk_takes_its_factor_longer_and_the_gap_is_added),
        cmocka_unit_test(a_desk_that_lets_people_wait_is_away),
        cmocka_unit_test(who_does_not_come_costs_only_the_calling),
        cmocka_unit_test(who_leaves_unseen_costs_nothing),
        cmocka_unit_test(a_desk_that_goes_home_before_your_turn_does_not_call_you),
        cmocka_unit_test(a_half_day_desk_goes_home_while_the_others_serve_out),
        cmocka_unit_test(a_planned_break_is_waited_out),
        cmocka_unit_test(a_closed_desk_comes_by_plan_and_without_one_never),
        cmocka_unit_test(the_order_is_that_of_the_live_queue),
        cmocka_unit_test(a_parked_ticket_that_came_back_hides_no_overtaken_one),
        cmocka_unit_test(a_hypothetical_visitor_waits_as_long_as_a_real_one),
        cmocka_unit_test(later_priority_passes_only_so_often),
        cmocka_unit_test(the_same_input_gives_the_same_bytes),
        cmocka_unit_test(nothing_happened_so_nothing_jumps),
        cmocka_unit_test(before_opening_the_start_stands_still),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
