// SPDX-License-Identifier: MIT
/* The simulation in pieces, as a loop that must not be kept runs it. */
#include "firmware/forecast/simulate.h"

#include <stdlib.h>

#include "tests/unit/hall.h"

struct room {
    struct hall hall;
    struct pace pace;
    struct simulation simulation, sliced;
    struct simulate_result result, again;
    struct simulate_input input;
};

/* Two desks at work and 30 people waiting, some of them with priority. */
static int set_up(void **state)
{
    struct room *room = malloc(sizeof *room);
    if (!room)
        return -1;
    memset(room, 0xA5, sizeof *room); /* what is not written must not be read */
    hall_open(&room->hall);
    pace_init(&room->pace);
    room->pace.midnight_ms = room->hall.now_ms - 8 * INT64_C(3600000);
    room->pace.arrivals_per_h[0][LANE_PRIORITY][8] = 6;
    for (int i = 0; i < 32; i++) {
        hall_take(&room->hall, (char)('A' + i % 3), i % 5 ? LANE_REGULAR : LANE_PRIORITY);
        room->hall.now_ms += 20000;
    }
    hall_next(&room->hall, 1);
    hall_next(&room->hall, 2);
    room->input = (struct simulate_input){.queue = &room->hall.queue,
                                          .rules = &room->hall.rules,
                                          .pace = &room->pace,
                                          .now_ms = room->hall.now_ms,
                                          .seed = 3,
                                          .paths = SIMULATE_PATHS};
    *state = room;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static void the_queue_may_be_gone_after_the_beginning(void **state)
{
    struct room *room = *state;
    simulate_run(&room->simulation, &room->input, &room->result);
    simulate_begin(&room->sliced, &room->input);
    memset(&room->hall.queue, 0x5A, sizeof room->hall.queue);
    while (simulate_step(&room->sliced, 7)) {
    }
    simulate_end(&room->sliced, &room->again);
    assert_int_equal(room->result.waiting_count, 30);
    assert_memory_equal(&room->result, &room->again, sizeof room->result);
}

static void a_step_walks_no_further_than_it_is_told(void **state)
{
    struct room *room = *state;
    int steps = 1;
    simulate_begin(&room->sliced, &room->input);
    while (simulate_step(&room->sliced, 20)) {
        assert_true(room->sliced.walked <= 20 * steps);
        steps++;
    }
    /* ten slices of paths, then 36 waits to sum up, 40 at a time */
    assert_int_equal(steps, 11);
    assert_false(simulate_step(&room->sliced, 20));
}

static void whoever_ends_early_gets_it_all(void **state)
{
    struct room *room = *state;
    simulate_run(&room->simulation, &room->input, &room->result);
    simulate_begin(&room->sliced, &room->input);
    simulate_step(&room->sliced, 3);
    simulate_end(&room->sliced, &room->again);
    assert_memory_equal(&room->result, &room->again, sizeof room->result);
}

static void another_one_begun_forgets_the_first(void **state)
{
    struct room *room = *state;
    simulate_run(&room->simulation, &room->input, &room->result);
    struct simulate_input other = room->input;
    other.seed = 99;
    other.paths = 60;
    simulate_begin(&room->sliced, &other);
    simulate_step(&room->sliced, 50);
    simulate_begin(&room->sliced, &room->input);
    simulate_end(&room->sliced, &room->again);
    assert_memory_equal(&room->result, &room->again, sizeof room->result);
}

static void the_least_is_the_luckiest_path(void **state)
{
    struct room *room = *state;
    simulate_begin(&room->sliced, &room->input);
    while (room->sliced.walked < SIMULATE_PATHS)
        simulate_step(&room->sliced, 1);
    float least_s[SIMULATE_WAITING_MAX];
    for (int i = 0; i < 30; i++) {
        least_s[i] = SIMULATE_NEVER_S;
        for (int path = 0; path < SIMULATE_PATHS; path++)
            if (room->sliced.wait_s[i][path] < least_s[i])
                least_s[i] = room->sliced.wait_s[i][path];
    }
    simulate_end(&room->sliced, &room->result);
    for (int i = 0; i < 30; i++) {
        const struct wait_range *wait = &room->result.waiting[i].wait;
        assert_float_equal(wait->least_s, least_s[i], 0);
        assert_true(wait->least_s <= wait->p10_s && wait->p10_s <= wait->p50_s);
    }
    assert_true(room->result.waiting[29].wait.least_s > 600);
}

static void without_a_desk_nothing_is_the_least(void **state)
{
    struct room *room = *state;
    for (uint16_t desk = 1; desk <= 3; desk++)
        assert_int_equal(hall_desk(&room->hall, CMD_DESK_CLOSE, desk), REFUSED_NOT);
    simulate_run(&room->simulation, &room->input, &room->result);
    assert_float_equal(room->result.waiting[0].wait.least_s, SIMULATE_NEVER_S, 0);
    assert_float_equal(room->result.fresh[0][LANE_REGULAR].least_s, SIMULATE_NEVER_S, 0);
    assert_float_equal(room->result.fresh[25][LANE_REGULAR].least_s, SIMULATE_NEVER_S, 0);
    assert_float_equal(room->result.fresh[0][LANE_REGULAR].served, 0, 0);
}

int main(void)
{
#define STORY(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        STORY(the_queue_may_be_gone_after_the_beginning),
        STORY(a_step_walks_no_further_than_it_is_told),
        STORY(whoever_ends_early_gets_it_all),
        STORY(another_one_begun_forgets_the_first),
        STORY(the_least_is_the_luckiest_path),
        STORY(without_a_desk_nothing_is_the_least),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
