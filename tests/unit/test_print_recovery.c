// SPDX-License-Identifier: MIT
/* The job against a printer model that fails: what is lost, and the way back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/unit/print_world.h"

/* The fault must end as UNKNOWN, the old slip must never come out, the next one must. */
static void run_fault(const char *profile, void (*fault)(struct world *, bool))
{
    struct world *world = world_begin(profile);
    world_plug(world, false);
    world_pass(world, 100);
    world_start(world, "A-001");
    world_pass(world, 250);
    fault(world, true);
    world_pass(world, 9000);
    assert_int_equal(world->unknown, 1);
    assert_int_equal(world_outcomes(world), 1);
    assert_false(world_is_ready(world));
    fault(world, false);
    world_pass(world, 15000);
    assert_true(world_is_ready(world));
    int stubs = world->slips; /* what was cut off on the way back */
    world_start(world, "A-002");
    world_pass(world, 5000);
    assert_int_equal(world->confirmed, 1);
    assert_int_equal(world->slips, stubs + 1);
    assert_non_null(strstr(world->text, "A-002"));
    assert_null(strstr(world->text, "A-001"));
    world_end(world);
}

static void fault_paper(struct world *world, bool on)
{
    model_set_paper(world->model, on ? MODEL_PAPER_OUT : MODEL_PAPER_OK);
}

static void fault_cover(struct world *world, bool on)
{
    model_set_cover(world->model, on);
}

static void fault_cutter(struct world *world, bool on)
{
    model_set_cutter(world->model, on);
}

static void fault_cable(struct world *world, bool on)
{
    if (on) {
        world->plugged = false;
        print_job_line_down(&world->job, world->now_ms);
    } else {
        world_plug(world, false);
    }
}

static void fault_power(struct world *world, bool on)
{
    world->mute = world->deaf = on;
    model_power_cycle(world->model);
}

static void a_fault_in_mid_slip_is_unknown_and_the_next_slip_is_whole(void **state)
{
    (void)state;
    for (size_t i = 0; i < WORLD_ANSWERING; i++) {
        run_fault(world_answering[i], fault_paper);
        run_fault(world_answering[i], fault_cover);
        run_fault(world_answering[i], fault_cutter);
        run_fault(world_answering[i], fault_cable);
        run_fault(world_answering[i], fault_power);
    }
}

static void what_was_cleared_is_never_printed_after_the_refill(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    world_plug(world, false);
    world_pass(world, 100);
    world_start(world, "A-001");
    world_pass(world, 100); /* received, hardly printed */
    model_set_paper(world->model, MODEL_PAPER_OUT);
    world_pass(world, 2000);
    assert_int_equal(world->unknown, 1);
    assert_int_equal(world->model->used, 0); /* cleared while the paper is still out */
    model_set_paper(world->model, MODEL_PAPER_OK);
    world_pass(world, 3000);
    assert_int_equal(world->slips, 0);
    assert_true(world_is_ready(world));
    world_end(world);
}

static void without_a_real_time_clear_nuls_end_a_half_command(void **state)
{
    (void)state;
    struct world *world = world_begin("generic");
    static const uint8_t half_image[] = {0x1D, 0x76, 0x30, 0x00, 0x48, 0x00, 0x0A, 0x00};
    for (size_t i = 0; i < sizeof half_image; i++)
        model_receive(world->model, half_image[i]); /* an earlier life broke off here */
    world_plug(world, true);
    world_pass(world, 5000);
    assert_true(world_is_ready(world));
    world_start(world, "A-003");
    world_pass(world, 4000);
    assert_int_equal(world->confirmed, 1);
    assert_non_null(strstr(world->text, "A-003"));
    world_end(world);
}

static void a_stub_of_an_earlier_life_is_cut_off(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    static const char stub[] = "A-009\nKlaim";
    for (size_t i = 0; i + 1 < sizeof stub; i++)
        model_receive(world->model, (uint8_t)stub[i]);
    world_pass(world, 200);
    world_plug(world, true);
    world_pass(world, 2000);
    assert_true(world_is_ready(world));
    assert_int_equal(world->slips, 1);
    assert_false(world->model->inked);
    world_end(world);
}

static void a_line_that_takes_nothing_is_given_up(void **state)
{
    (void)state;
    struct world *world = world_begin("epson-tm");
    world_plug(world, false);
    world_pass(world, 100);
    world->deaf = true;
    world_start(world, "A-006");
    world_pass(world, 12000);
    assert_int_equal(world->unknown, 1);
    assert_int_equal(world_outcomes(world), 1);
    world->deaf = false;
    world_pass(world, 4000);
    assert_true(world_is_ready(world));
    world_end(world);
}

static void a_small_printer_out_of_paper_comes_back_after_the_refill(void **state)
{
    (void)state;
    struct world *world = world_begin("ttl-58");
    world_plug(world, false);
    world_pass(world, 10);
    world_start(world, "A-010");
    world_pass(world, 50);
    model_set_paper(world->model, MODEL_PAPER_OUT);
    world_pass(world, 10000);
    assert_int_equal(world->unknown, 1);
    assert_false(world_is_ready(world));
    model_set_paper(world->model, MODEL_PAPER_OK);
    world_pass(world, 40000);
    assert_true(world_is_ready(world));
    world_end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_fault_in_mid_slip_is_unknown_and_the_next_slip_is_whole),
        cmocka_unit_test(what_was_cleared_is_never_printed_after_the_refill),
        cmocka_unit_test(without_a_real_time_clear_nuls_end_a_half_command),
        cmocka_unit_test(a_stub_of_an_earlier_life_is_cut_off),
        cmocka_unit_test(a_line_that_takes_nothing_is_given_up),
        cmocka_unit_test(a_small_printer_out_of_paper_comes_back_after_the_refill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
