// SPDX-License-Identifier: MIT
/* The job against the printer model: from the first byte to the confirmation. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <string.h>

#include "tests/unit/print_world.h"

static void a_slip_is_printed_and_confirmed_on_every_answering_printer(void **state)
{
    (void)state;
    for (size_t i = 0; i < WORLD_ANSWERING; i++) {
        struct world *world = world_begin(world_answering[i]);
        assert_false(world_is_ready(world));
        world_plug(world, false);
        world_pass(world, 100);
        assert_true(world_is_ready(world));
        world_start(world, "A-001");
        assert_false(world_is_ready(world));
        world_pass(world, 3000);
        assert_int_equal(world->confirmed, 1);
        assert_int_equal(world_outcomes(world), 1);
        assert_int_equal(world->slips, 1);
        assert_non_null(strstr(world->text, "A-001"));
        assert_true(world_is_ready(world));
        world_end(world);
    }
}

static void confirmation_comes_only_after_the_paper(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    world_plug(world, false);
    world_pass(world, 100);
    world_start(world, "A-001");
    while (world->confirmed == 0 && world->now_ms < 10000) {
        world_pass_ms(world);
        if (world->confirmed)
            assert_int_equal(world->slips, 1);
    }
    assert_int_equal(world->confirmed, 1);
    world_end(world);
}

/* Everything there is crosses the line both ways within one instant. */
static void exchange_at_once(struct world *world)
{
    const uint8_t *data;
    uint8_t reply[64];
    for (size_t bytes; (bytes = print_job_output(&world->job, &data)) > 0;) {
        for (size_t i = 0; i < bytes; i++)
            model_receive(world->model, data[i]);
        print_job_sent(&world->job, bytes, world->now_ms);
    }
    model_run(world->model, (double)world->now_ms);
    size_t replies = model_take_replies(world->model, reply, sizeof reply);
    print_job_input(&world->job, reply, replies, world->now_ms);
}

/* The last byte has gone, and the fence is back before anybody has ticked the job. */
static void a_printer_quicker_than_the_next_tick_need_not_wait_for_the_poll(void **state)
{
    (void)state;
    for (int i = 0; i < WORLD_ANSWERING; i++) {
        struct world *world = world_begin(world_answering[i]);
        world_plug(world, false);
        world_pass(world, 100);
        world->model->dots_per_ms = INFINITY;
        world->model->cut_ms = 0;
        world_start(world, "A-012");
        exchange_at_once(world);
        assert_int_equal(world->slips, 1);
        world_collect(world);
        exchange_at_once(world); /* how it is after that slip */
        world_collect(world);
        assert_int_equal(world->confirmed, 1);
        world_end(world);
    }
}

static void a_fence_is_followed_by_its_status_at_once(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    world_plug(world, false);
    world_pass(world, 100);
    world_start(world, "A-013");
    while (world->slips == 0 && world->now_ms < 10000)
        world_pass_ms(world);
    world_pass(world,
               40); /* at 19200 baud: a fence, and twice a status should a poll be under way */
    assert_int_equal(world->confirmed, 1);
    world_end(world);
}

static void a_status_older_than_a_moment_is_no_status(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    world_plug(world, false);
    world_pass(world, 100);
    world->mute = true;
    world_pass(world, PRINT_STATUS_FRESH_MS + 1100);
    assert_false(world_is_ready(world));
    assert_true(print_job_facts(&world->job, world->now_ms).offline);
    world->mute = false;
    world_pass(world, 2500);
    assert_true(world_is_ready(world));
    world_end(world);
}

static void paper_out_while_idle_only_changes_the_facts(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    world_plug(world, false);
    world_pass(world, 100);
    model_set_paper(world->model, MODEL_PAPER_OUT);
    world_pass(world, 1200);
    assert_false(world_is_ready(world));
    assert_true(print_job_facts(&world->job, world->now_ms).paper_out);
    assert_int_equal(world->job.state, PRINT_IDLE);
    model_set_paper(world->model, MODEL_PAPER_NEAR_END);
    world_pass(world, 1200);
    assert_true(world_is_ready(world)); /* low paper still prints */
    assert_true(print_job_facts(&world->job, world->now_ms).paper_low);
    world_end(world);
}

static void garbage_from_the_line_harms_nothing(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    uint32_t seed = 7;
    world_plug(world, false);
    for (int i = 0; i < 5000; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint8_t noise = (uint8_t)(seed >> 24);
        print_job_input(&world->job, &noise, 1, world->now_ms);
        world_pass_ms(world);
    }
    world_pass(world, 10000);
    assert_true(world_is_ready(world));
    world_start(world, "A-004");
    world_pass(world, 3000);
    assert_int_equal(world->confirmed, 1);
    assert_true(world->job.parser.garbage_bytes > 0);
    world_end(world);
}

static void answers_nobody_asked_for_confirm_nothing(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    static const uint8_t stray[] = {0x37, 0x22, 'x',  'x',  'x',  'x',
                                    0x00, 0x37, 0x25, 0x00, 0x00, 0x12};
    world_plug(world, false);
    world_pass(world, 100);
    world_start(world, "A-005");
    world->mute = true;
    world_pass(world, 100);
    print_job_input(&world->job, stray, sizeof stray, world->now_ms);
    world_pass(world, 20);
    assert_int_equal(world_outcomes(world), 0);
    world_pass(world, 9000);
    assert_int_equal(world->unknown, 1);
    world_end(world);
}

static void the_fence_of_another_job_confirms_nothing(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    static const uint8_t other[] = {0x37, 0x22, 'x', 'x', 'x', 'x', 0x00};
    world_plug(world, false);
    world_pass(world, 100);
    world_start(world, "A-011");
    while (world->job.state == PRINT_SENDING)
        world_pass_ms(world);
    world_pass(world, 20);
    print_job_input(&world->job, other, sizeof other, world->now_ms);
    while (world_outcomes(world) == 0 && world->now_ms < 12000)
        world_pass_ms(world);
    assert_int_equal(world->confirmed, 1);
    assert_int_equal(world->slips, 1); /* the paper came first */
    world_end(world);
}

static void a_printer_that_cannot_answer_is_believed(void **state)
{
    (void)state;
    struct world *world = world_begin("generic-silent");
    world->mute = true;
    world_plug(world, false);
    world_pass(world, 10);
    assert_true(world_is_ready(world));
    world_start(world, "A-007");
    world_pass(world, 3000);
    assert_int_equal(world->unconfirmed, 1);
    assert_int_equal(world_outcomes(world), 1);
    assert_int_equal(world->slips, 1);
    world_plug(world, true);
    world_pass(world, 3000);
    assert_true(world_is_ready(world));
    world_end(world);
}

static void a_small_buffer_is_filled_slice_by_slice(void **state)
{
    (void)state;
    struct world *world = world_begin("ttl-58");
    size_t fullest = 0;
    world_plug(world, false);
    world_pass(world, 10);
    world_start_lines(world, "A-008", 44);
    for (int i = 0; i < 9000; i++) {
        world_pass_ms(world);
        fullest = world->model->used > fullest ? world->model->used : fullest;
    }
    assert_int_equal(world->confirmed, 1);
    assert_true(fullest <= 256);
    world_end(world);
}

static void each_job_has_its_own_fence(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    uint8_t first[4];
    world_plug(world, false);
    world_pass(world, 100);
    world_start(world, "A-001");
    memcpy(first, world->job.fence_id, 4);
    world_pass(world, 3000);
    world_start(world, "A-002");
    assert_memory_not_equal(first, world->job.fence_id, 4);
    for (int i = 0; i < 4; i++)
        assert_in_range(world->job.fence_id[i], 0x20, 0x7E);
    world_end(world);
}

/* Whenever the caller sleeps until due, nothing may be missed. */
static void due_times_are_enough_to_live_on(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    world_plug(world, false);
    world_collect(world);
    for (int i = 0; i < 200; i++) {
        int64_t due = print_job_due_ms(&world->job);
        assert_true(due > world->now_ms - 1 && due <= world->now_ms + 1600);
        if (due > world->now_ms)
            world->now_ms = due;
        world_pass(world, 30); /* bytes move at once when there are some */
    }
    assert_true(world_is_ready(world));
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_is_printed_and_confirmed_on_every_answering_printer),
        cmocka_unit_test(confirmation_comes_only_after_the_paper),
        cmocka_unit_test(a_printer_quicker_than_the_next_tick_need_not_wait_for_the_poll),
        cmocka_unit_test(a_fence_is_followed_by_its_status_at_once),
        cmocka_unit_test(a_status_older_than_a_moment_is_no_status),
        cmocka_unit_test(paper_out_while_idle_only_changes_the_facts),
        cmocka_unit_test(garbage_from_the_line_harms_nothing),
        cmocka_unit_test(answers_nobody_asked_for_confirm_nothing),
        cmocka_unit_test(the_fence_of_another_job_confirms_nothing),
        cmocka_unit_test(a_printer_that_cannot_answer_is_believed),
        cmocka_unit_test(a_small_buffer_is_filled_slice_by_slice),
        cmocka_unit_test(each_job_has_its_own_fence),
        cmocka_unit_test(due_times_are_enough_to_live_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
