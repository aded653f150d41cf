// SPDX-License-Identifier: MIT
#include "firmware/forecast/branch_model.h"

#include <stdlib.h>

#include "tests/unit/hall.h"

struct world {
    struct hall hall;
    struct branch_model model;
    struct pace pace;
};

static const int64_t day_ms = 86400000;

static void act(struct world *w, struct command command)
{
    command.at_utc_ms = w->hall.now_ms;
    struct decision *d = &w->hall.decision;
    assert_int_equal(queue_decide(&w->hall.queue, &w->hall.rules, &command, d), REFUSED_NOT);
    for (int i = 0; i < d->count; i++) {
        branch_model_event(&w->model, &w->hall.queue, &d->event[i]);
        assert_true(queue_apply(&w->hall.queue, &d->event[i]));
    }
}

static void act_desk(struct world *w, enum command_kind kind, uint16_t desk)
{
    act(w, (struct command){.kind = kind, .desk = desk});
}

static void take(struct world *w, char service)
{
    act(w, (struct command){.kind = CMD_TAKE, .service = service, .lane = LANE_REGULAR});
}

static void wait_s(struct world *w, int s)
{
    w->hall.now_ms += s * INT64_C(1000);
}

static struct world *open_world(void)
{
    struct world *w = malloc(sizeof *w);
    assert_non_null(w);
    hall_open(&w->hall);
    branch_model_init(&w->model);
    branch_model_day(&w->model, w->hall.now_ms - 8 * 3600000);
    for (uint16_t desk = 1; desk <= 3; desk++) { /* again, so that the model sees it */
        assert_int_equal(hall_desk(&w->hall, CMD_DESK_CLOSE, desk), REFUSED_NOT);
        act_desk(w, CMD_DESK_OPEN, desk);
    }
    return w;
}

static void next_day(struct world *w)
{
    w->hall.now_ms = w->model.midnight_ms + day_ms + 8 * 3600000;
    act(w, (struct command){.kind = CMD_DAY_START, .day = w->hall.queue.day + 1});
    branch_model_day(&w->model, w->model.midnight_ms + day_ms);
    act(w, (struct command){.kind = CMD_KIOSK_OPEN});
}

/* One visitor comes, is called at once and stays so long. */
static void serve(struct world *w, uint16_t desk, char service, int busy_s)
{
    take(w, service);
    act_desk(w, CMD_NEXT, desk);
    wait_s(w, busy_s);
    act_desk(w, CMD_FINISH, desk);
}

static double mean_s(const struct world *w, char service)
{
    struct curve curve;
    branch_model_curve(&w->model, service, &curve);
    return curve_mean(&curve);
}

static void a_branch_nobody_has_seen_has_a_sane_pace(void **state)
{
    (void)state;
    struct world *w = open_world();
    branch_model_pace(&w->model, &w->hall.rules, &w->pace);
    assert_float_equal(curve_mean(&w->pace.service[0]), 600, 30);
    assert_float_equal(curve_mean(&w->pace.changeover), 10, 2);
    assert_true(w->pace.no_show[0][0] > 0 && w->pace.no_show[0][0] < 0.1F);
    assert_true(w->pace.leave_per_s[0] == 0);
    free(w);
}

static void services_are_learned_and_a_new_one_leans_on_the_branch(void **state)
{
    (void)state;
    struct world *w = open_world();
    for (int i = 0; i < 100; i++)
        serve(w, 1, 'A', 200);
    assert_float_equal(mean_s(w, 'A'), 200, 12);
    assert_float_equal(mean_s(w, 'B'), 200, 50); /* never seen: as the branch */
    for (int i = 0; i < 40; i++)
        serve(w, 1, 'B', 800);
    assert_true(mean_s(w, 'B') > 600);
    assert_float_equal(mean_s(w, 'A'), 200, 60);
    free(w);
}

static void a_forgotten_finish_is_not_believed(void **state)
{
    (void)state;
    struct world *w = open_world();
    for (int i = 0; i < 60; i++)
        serve(w, 1, 'A', 200 + i % 7 * 20);
    int count = w->model.branch.count;
    serve(w, 1, 'A', 5 * 3600);
    serve(w, 1, 'A', 1500);
    assert_int_equal(w->model.branch.count, count);
    free(w);
}

static void a_long_visit_counts_while_others_wait_and_less_so_when_nobody_does(void **state)
{
    (void)state;
    struct world *w = open_world();
    for (int i = 0; i < 60; i++)
        serve(w, 1, 'A', 250 + i % 7 * 10);
    int count = w->model.branch.count;
    serve(w, 1, 'A', 900); /* nobody waits: the finish came late */
    assert_int_equal(w->model.branch.count, count);
    take(w, 'A');
    act_desk(w, CMD_NEXT, 1);
    take(w, 'A');
    wait_s(w, 900);
    act_desk(w, CMD_FINISH, 1);
    assert_int_equal(w->model.branch.count, count + 1);
    free(w);
}

static void a_double_press_is_no_service(void **state)
{
    (void)state;
    struct world *w = open_world();
    for (int i = 0; i < 30; i++)
        serve(w, 1, 'A', 300);
    double before_s = mean_s(w, 'A');
    double absent = w->model.service[0].absent;
    serve(w, 1, 'A', 1);
    assert_float_equal(mean_s(w, 'A'), before_s, 0);
    assert_float_equal(w->model.service[0].absent, absent + 1, 0);
    free(w);
}

static void a_lunch_gap_is_no_change_over(void **state)
{
    (void)state;
    struct world *w = open_world();
    for (int i = 0; i < 3; i++)
        take(w, 'A');
    act_desk(w, CMD_NEXT, 1);
    wait_s(w, 300);
    act_desk(w, CMD_FINISH, 1);
    wait_s(w, 20);
    act_desk(w, CMD_NEXT, 1);
    int count = w->model.changeover.count;
    assert_true(count > 0);
    wait_s(w, 300);
    act_desk(w, CMD_FINISH, 1);
    wait_s(w, 1800);
    act_desk(w, CMD_NEXT, 1);
    assert_int_equal(w->model.changeover.count, count);
    assert_int_equal(w->model.pause.count, 1);
    free(w);
}

static void idle_time_is_no_change_over(void **state)
{
    (void)state;
    struct world *w = open_world();
    serve(w, 1, 'A', 300);
    wait_s(w, 60); /* nobody there */
    serve(w, 1, 'A', 300);
    assert_int_equal(w->model.changeover.count, 0);
    free(w);
}

static void pauses_are_learned(void **state)
{
    (void)state;
    struct world *w = open_world();
    act_desk(w, CMD_DESK_PAUSE, 2);
    wait_s(w, 600);
    act_desk(w, CMD_DESK_OPEN, 2);
    assert_int_equal(w->model.pause.count, 1);
    assert_float_equal(w->model.pause.sorted_s[0], 600, 0.01);
    free(w);
}

static void a_slow_desk_gets_its_factor_and_the_service_does_not(void **state)
{
    (void)state;
    struct world *w = open_world();
    for (int i = 0; i < 150; i++) {
        serve(w, 1, 'A', 300);
        serve(w, 2, 'A', 600);
    }
    double slow = branch_model_desk_factor(&w->model, 2),
           fast = branch_model_desk_factor(&w->model, 1);
    assert_true(slow / fast > 1.7 && slow / fast < 2.1);
    assert_float_equal(branch_model_desk_factor(&w->model, 99), 1, 0);
    free(w);
}

static void a_slow_day_is_noticed_and_forgotten_the_next(void **state)
{
    (void)state;
    struct world *w = open_world();
    for (int i = 0; i < 100; i++)
        serve(w, 1, 'A', 280 + i % 5 * 10);
    next_day(w);
    act_desk(w, CMD_DESK_OPEN, 1);
    assert_float_equal(branch_model_today_factor(&w->model), 1, 0);
    for (int i = 0; i < 20; i++)
        serve(w, 1, 'A', 390);
    assert_true(branch_model_today_factor(&w->model) > 1.08);
    next_day(w);
    assert_float_equal(branch_model_today_factor(&w->model), 1, 0);
    free(w);
}

static void no_shows_are_learned_by_how_long_they_waited(void **state)
{
    (void)state;
    struct world *w = open_world();
    for (int i = 0; i < 60; i++) {
        serve(w, 1, 'A', 300);
        take(w, 'A');
        wait_s(w, 1800);
        act_desk(w, CMD_NEXT, 1);
        wait_s(w, 60);
        act_desk(w, i % 2 ? CMD_NO_SHOW : CMD_FINISH, 1);
    }
    branch_model_pace(&w->model, &w->hall.rules, &w->pace);
    assert_true(w->pace.no_show[0][wait_bin(1800)] > 0.35F);
    assert_true(w->pace.no_show[0][wait_bin(10)] < 0.15F);
    assert_float_equal(curve_draw(&w->pace.absent, 0.5), 60, 5);
    free(w);
}

static void leaving_the_line_is_a_hazard_of_the_time_waited(void **state)
{
    (void)state;
    struct world *w = open_world();
    for (int i = 0; i < 100; i++) {
        take(w, 'A');
        struct ticket_no no = w->hall.decision.event[0].ticket;
        wait_s(w, 50);
        if (i % 4 == 0)
            act(w, (struct command){.kind = CMD_PARK, .desk = 1, .ticket = no});
        else
            act_desk(w, CMD_NEXT, 1);
        assert_int_equal(w->hall.queue.waiting_count, 0);
    }
    branch_model_pace(&w->model, &w->hall.rules, &w->pace);
    assert_float_equal(w->pace.leave_per_s[0], 25 / (100 * 50.0), 0.002);
    free(w);
}

static void arrivals_are_counted_by_hour(void **state)
{
    (void)state;
    struct world *w = open_world();
    for (int day = 0; day < 4; day++) {
        for (int i = 0; i < 6; i++)
            act(w, (struct command){.kind = CMD_TAKE, .service = 'A', .lane = LANE_PRIORITY});
        next_day(w);
    }
    branch_model_pace(&w->model, &w->hall.rules, &w->pace);
    assert_true(w->pace.arrivals_per_h[0][LANE_PRIORITY][8] > 4);
    assert_true(w->pace.arrivals_per_h[0][LANE_PRIORITY][8] <= 6);
    assert_float_equal(w->pace.arrivals_per_h[0][LANE_PRIORITY][11], 0, 0);
    assert_float_equal(w->pace.arrivals_per_h[0][LANE_REGULAR][8], 0, 0);
    free(w);
}

static void usual_hours_are_learned_after_three_days(void **state)
{
    (void)state;
    struct world *w = open_world();
    struct duty_plan plan;
    for (int day = 0; day < 4; day++) {
        assert_true(branch_model_plan(&w->model, &w->hall.rules, &plan) == (day >= 3));
        if (day > 0)
            act_desk(w, CMD_DESK_OPEN, 1);
        take(w, 'A');
        wait_s(w, 4 * 3600);
        act_desk(w, CMD_DESK_PAUSE, 1);
        wait_s(w, 1800);
        act_desk(w, CMD_DESK_OPEN, 1);
        wait_s(w, 2 * 3600);
        act_desk(w, CMD_DESK_CLOSE, 1);
        next_day(w);
    }
    assert_true(branch_model_plan(&w->model, &w->hall.rules, &plan));
    assert_int_equal(plan.count, 1);
    assert_int_equal(plan.duty[0].span_count, 2);
    assert_int_equal((plan.duty[0].span[0].from_ms - w->model.midnight_ms) / 60000, 8 * 60);
    assert_int_equal((plan.duty[0].span[0].to_ms - w->model.midnight_ms) / 60000, 12 * 60);
    assert_int_equal((plan.duty[0].span[1].from_ms - w->model.midnight_ms) / 60000, 12 * 60 + 30);
    assert_int_equal((plan.duty[0].span[1].to_ms - w->model.midnight_ms) / 60000, 14 * 60 + 30);
    free(w);
}

static void the_same_facts_give_the_same_model(void **state)
{
    (void)state;
    struct world *a = open_world(), *b = open_world();
    struct world *both[] = {a, b};
    for (int k = 0; k < 2; k++)
        for (int i = 0; i < 50; i++)
            serve(both[k], (uint16_t)(1 + i % 2), (char)('A' + i % 3), 100 + i * 13 % 400);
    assert_memory_equal(&a->model, &b->model, sizeof a->model);
    free(a);
    free(b);
}

static void samples_keep_the_last_200_in_order(void **state)
{
    (void)state;
    struct samples samples = {0};
    struct curve prior, curve;
    curve_constant(&prior, 0);
    for (int i = 0; i < 1000; i++)
        samples_add(&samples, i * 7919 % 1000);
    assert_int_equal(samples.count, SAMPLES_KEPT);
    for (int i = 0; i + 1 < SAMPLES_KEPT; i++)
        assert_true(samples.sorted_s[i] <= samples.sorted_s[i + 1]);
    double kept = 0, sorted = 0;
    for (int i = 0; i < SAMPLES_KEPT; i++) {
        kept += (double)samples.kept_s[i];
        sorted += (double)samples.sorted_s[i];
    }
    assert_float_equal(kept, sorted, 0);
    samples_curve(&samples, &prior, 200, &curve);
    assert_float_equal(curve_mean(&curve), sorted / SAMPLES_KEPT / 2, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_branch_nobody_has_seen_has_a_sane_pace),
        cmocka_unit_test(services_are_learned_and_a_new_one_leans_on_the_branch),
        cmocka_unit_test(a_forgotten_finish_is_not_believed),
        cmocka_unit_test(a_long_visit_counts_while_others_wait_and_less_so_when_nobody_does),
        cmocka_unit_test(a_double_press_is_no_service),
        cmocka_unit_test(a_lunch_gap_is_no_change_over),
        cmocka_unit_test(idle_time_is_no_change_over),
        cmocka_unit_test(pauses_are_learned),
        cmocka_unit_test(a_slow_desk_gets_its_factor_and_the_service_does_not),
        cmocka_unit_test(a_slow_day_is_noticed_and_forgotten_the_next),
        cmocka_unit_test(no_shows_are_learned_by_how_long_they_waited),
        cmocka_unit_test(leaving_the_line_is_a_hazard_of_the_time_waited),
        cmocka_unit_test(arrivals_are_counted_by_hour),
        cmocka_unit_test(usual_hours_are_learned_after_three_days),
        cmocka_unit_test(the_same_facts_give_the_same_model),
        cmocka_unit_test(samples_keep_the_last_200_in_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
