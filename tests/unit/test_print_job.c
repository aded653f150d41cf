// SPDX-License-Identifier: MIT
/* The job against the printer model, both pure, in virtual time. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/print_job.h"
#include "drivers/sim/model.h"

struct world {
    struct print_job job;
    struct model *model;
    int64_t now_ms;
    bool plugged, deaf, mute; /* deaf: takes nothing; mute: answers nothing */
    int confirmed, unconfirmed, unknown, slips;
    char text[4096];     /* of the newest slip */
    uint8_t sent[32768]; /* all bytes of the job side */
    size_t sent_bytes;
};

static void on_slip(void *context, const struct model_slip *slip)
{
    struct world *world = context;
    world->slips++;
    model_slip_text(slip, 48, world->text, sizeof world->text);
}

static struct world *begin(const char *profile)
{
    struct world *world = calloc(1, sizeof *world);
    assert_non_null(world);
    world->model = calloc(1, sizeof *world->model);
    assert_non_null(world->model);
    model_init(world->model, 576);
    world->model->context = world;
    world->model->slip = on_slip;
    world->now_ms = 1000;
    print_job_init(&world->job, escpos_profile_find(profile), 19200);
    return world;
}

static void end(struct world *world)
{
    free(world->model);
    free(world);
}

static void collect(struct world *world)
{
    enum print_output_kind kind;
    while ((kind = print_job_tick(&world->job, world->now_ms)) != PRINT_NOTHING) {
        world->confirmed += kind == PRINT_CONFIRMED;
        world->unconfirmed += kind == PRINT_UNCONFIRMED;
        world->unknown += kind == PRINT_UNKNOWN;
    }
}

/* One millisecond: two bytes each way, as at 19200 baud. */
static void pass_ms(struct world *world)
{
    const uint8_t *data;
    uint8_t reply[2];
    collect(world);
    size_t bytes = world->plugged && !world->deaf ? print_job_output(&world->job, &data) : 0;
    bytes = bytes > 2 ? 2 : bytes;
    for (size_t i = 0; i < bytes; i++) {
        if (world->sent_bytes < sizeof world->sent)
            world->sent[world->sent_bytes++] = data[i];
        model_receive(world->model, data[i]);
    }
    print_job_sent(&world->job, bytes, world->now_ms);
    model_run(world->model, (double)world->now_ms);
    size_t replies = model_take_replies(world->model, reply, sizeof reply);
    if (world->plugged && !world->mute)
        print_job_input(&world->job, reply, replies, world->now_ms);
    collect(world);
    world->now_ms++;
}

static void pass(struct world *world, int64_t ms)
{
    for (int64_t i = 0; i < ms; i++)
        pass_ms(world);
}

static void plug(struct world *world, bool in_doubt)
{
    world->plugged = true;
    print_job_line_up(&world->job, in_doubt, world->now_ms);
}

static bool is_ready(const struct world *world)
{
    return print_job_ready(&world->job, world->now_ms);
}

static void start_lines(struct world *world, const char *number, int lines)
{
    struct paper paper = {.count = 2};
    uint8_t bytes[1024];
    paper.line[0] = (struct paper_line){.kind = PAPER_TEXT, .size = 8};
    strncpy(paper.line[0].text, number, PAPER_TEXT_BYTES - 1);
    paper.line[1] = (struct paper_line){.kind = PAPER_TEXT, .size = 1, .text = "Klaim JHT"};
    for (; paper.count < lines; paper.count++)
        paper.line[paper.count] = paper.line[1];
    size_t count = escpos_encode(world->job.profile, 0, &paper, bytes, sizeof bytes);
    assert_true(print_job_start(&world->job, bytes, count, world->now_ms));
}

static void start(struct world *world, const char *number)
{
    start_lines(world, number, 12);
}

static int outcomes(const struct world *world)
{
    return world->confirmed + world->unconfirmed + world->unknown;
}

static const char *const answering[] = {"epson-tm", "citizen", "kiosk-presenter", "generic"};

static void a_slip_is_printed_and_confirmed_on_every_answering_printer(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof answering / sizeof answering[0]; i++) {
        struct world *world = begin(answering[i]);
        assert_false(is_ready(world));
        plug(world, false);
        pass(world, 100);
        assert_true(is_ready(world));
        start(world, "A-001");
        assert_false(is_ready(world));
        pass(world, 3000);
        assert_int_equal(world->confirmed, 1);
        assert_int_equal(outcomes(world), 1);
        assert_int_equal(world->slips, 1);
        assert_non_null(strstr(world->text, "A-001"));
        assert_true(is_ready(world));
        end(world);
    }
}

static void confirmation_comes_only_after_the_paper(void **state)
{
    (void)state;
    struct world *world = begin("epson-tm");
    plug(world, false);
    pass(world, 100);
    start(world, "A-001");
    while (world->confirmed == 0 && world->now_ms < 10000) {
        pass_ms(world);
        if (world->confirmed)
            assert_int_equal(world->slips, 1);
    }
    assert_int_equal(world->confirmed, 1);
    end(world);
}

static void a_status_older_than_a_moment_is_no_status(void **state)
{
    (void)state;
    struct world *world = begin("epson-tm");
    plug(world, false);
    pass(world, 100);
    world->mute = true;
    pass(world, PRINT_STATUS_FRESH_MS + 1100);
    assert_false(is_ready(world));
    assert_true(print_job_facts(&world->job, world->now_ms).offline);
    world->mute = false;
    pass(world, 2500);
    assert_true(is_ready(world));
    end(world);
}

static void paper_out_while_idle_only_changes_the_facts(void **state)
{
    (void)state;
    struct world *world = begin("epson-tm");
    plug(world, false);
    pass(world, 100);
    model_set_paper(world->model, MODEL_PAPER_OUT);
    pass(world, 1200);
    assert_false(is_ready(world));
    assert_true(print_job_facts(&world->job, world->now_ms).paper_out);
    assert_int_equal(world->job.state, PRINT_IDLE);
    model_set_paper(world->model, MODEL_PAPER_NEAR_END);
    pass(world, 1200);
    assert_true(is_ready(world)); /* low paper still prints */
    assert_true(print_job_facts(&world->job, world->now_ms).paper_low);
    end(world);
}

/* The fault must end as UNKNOWN, the old slip must never come out, the next one must. */
static void run_fault(const char *profile, void (*fault)(struct world *, bool))
{
    struct world *world = begin(profile);
    plug(world, false);
    pass(world, 100);
    start(world, "A-001");
    pass(world, 250);
    fault(world, true);
    pass(world, 9000);
    assert_int_equal(world->unknown, 1);
    assert_int_equal(outcomes(world), 1);
    assert_false(is_ready(world));
    fault(world, false);
    pass(world, 15000);
    assert_true(is_ready(world));
    int stubs = world->slips; /* what was cut off on the way back */
    start(world, "A-002");
    pass(world, 5000);
    assert_int_equal(world->confirmed, 1);
    assert_int_equal(world->slips, stubs + 1);
    assert_non_null(strstr(world->text, "A-002"));
    assert_null(strstr(world->text, "A-001"));
    end(world);
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
        plug(world, false);
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
    for (size_t i = 0; i < sizeof answering / sizeof answering[0]; i++) {
        run_fault(answering[i], fault_paper);
        run_fault(answering[i], fault_cover);
        run_fault(answering[i], fault_cutter);
        run_fault(answering[i], fault_cable);
        run_fault(answering[i], fault_power);
    }
}

static void what_was_cleared_is_never_printed_after_the_refill(void **state)
{
    (void)state;
    struct world *world = begin("epson-tm");
    plug(world, false);
    pass(world, 100);
    start(world, "A-001");
    pass(world, 100); /* received, hardly printed */
    model_set_paper(world->model, MODEL_PAPER_OUT);
    pass(world, 2000);
    assert_int_equal(world->unknown, 1);
    assert_int_equal(world->model->used, 0); /* cleared while the paper is still out */
    model_set_paper(world->model, MODEL_PAPER_OK);
    pass(world, 3000);
    assert_int_equal(world->slips, 0);
    assert_true(is_ready(world));
    end(world);
}

static void without_a_real_time_clear_nuls_end_a_half_command(void **state)
{
    (void)state;
    struct world *world = begin("generic");
    static const uint8_t half_image[] = {0x1D, 0x76, 0x30, 0x00, 0x48, 0x00, 0x0A, 0x00};
    for (size_t i = 0; i < sizeof half_image; i++)
        model_receive(world->model, half_image[i]); /* an earlier life broke off here */
    plug(world, true);
    pass(world, 5000);
    assert_true(is_ready(world));
    start(world, "A-003");
    pass(world, 4000);
    assert_int_equal(world->confirmed, 1);
    assert_non_null(strstr(world->text, "A-003"));
    end(world);
}

static void a_stub_of_an_earlier_life_is_cut_off(void **state)
{
    (void)state;
    struct world *world = begin("epson-tm");
    static const char stub[] = "A-009\nKlaim";
    for (size_t i = 0; i + 1 < sizeof stub; i++)
        model_receive(world->model, (uint8_t)stub[i]);
    pass(world, 200);
    plug(world, true);
    pass(world, 2000);
    assert_true(is_ready(world));
    assert_int_equal(world->slips, 1);
    assert_false(world->model->inked);
    end(world);
}

static void garbage_from_the_line_harms_nothing(void **state)
{
    (void)state;
    struct world *world = begin("epson-tm");
    uint32_t seed = 7;
    plug(world, false);
    for (int i = 0; i < 5000; i++) {
        seed = seed * 1664525u + 1013904223u;
        uint8_t noise = (uint8_t)(seed >> 24);
        print_job_input(&world->job, &noise, 1, world->now_ms);
        pass_ms(world);
    }
    pass(world, 10000);
    assert_true(is_ready(world));
    start(world, "A-004");
    pass(world, 3000);
    assert_int_equal(world->confirmed, 1);
    assert_true(world->job.parser.garbage_bytes > 0);
    end(world);
}

static void answers_nobody_asked_for_confirm_nothing(void **state)
{
    (void)state;
    struct world *world = begin("epson-tm");
    static const uint8_t stray[] = {0x37, 0x22, 'x',  'x',  'x',  'x',
                                    0x00, 0x37, 0x25, 0x00, 0x00, 0x12};
    plug(world, false);
    pass(world, 100);
    start(world, "A-005");
    world->mute = true;
    pass(world, 100);
    print_job_input(&world->job, stray, sizeof stray, world->now_ms);
    pass(world, 20);
    assert_int_equal(outcomes(world), 0);
    pass(world, 9000);
    assert_int_equal(world->unknown, 1);
    end(world);
}

static void the_fence_of_another_job_confirms_nothing(void **state)
{
    (void)state;
    struct world *world = begin("epson-tm");
    static const uint8_t other[] = {0x37, 0x22, 'x', 'x', 'x', 'x', 0x00};
    plug(world, false);
    pass(world, 100);
    start(world, "A-011");
    while (world->job.state == PRINT_SENDING)
        pass_ms(world);
    pass(world, 20);
    print_job_input(&world->job, other, sizeof other, world->now_ms);
    while (outcomes(world) == 0 && world->now_ms < 12000)
        pass_ms(world);
    assert_int_equal(world->confirmed, 1);
    assert_int_equal(world->slips, 1); /* the paper came first */
    end(world);
}

static void a_line_that_takes_nothing_is_given_up(void **state)
{
    (void)state;
    struct world *world = begin("epson-tm");
    plug(world, false);
    pass(world, 100);
    world->deaf = true;
    start(world, "A-006");
    pass(world, 12000);
    assert_int_equal(world->unknown, 1);
    assert_int_equal(outcomes(world), 1);
    world->deaf = false;
    pass(world, 4000);
    assert_true(is_ready(world));
    end(world);
}

static void a_printer_that_cannot_answer_is_believed(void **state)
{
    (void)state;
    struct world *world = begin("generic-silent");
    world->mute = true;
    plug(world, false);
    pass(world, 10);
    assert_true(is_ready(world));
    start(world, "A-007");
    pass(world, 3000);
    assert_int_equal(world->unconfirmed, 1);
    assert_int_equal(outcomes(world), 1);
    assert_int_equal(world->slips, 1);
    plug(world, true);
    pass(world, 3000);
    assert_true(is_ready(world));
    end(world);
}

static void a_small_buffer_is_filled_slice_by_slice(void **state)
{
    (void)state;
    struct world *world = begin("ttl-58");
    size_t fullest = 0;
    plug(world, false);
    pass(world, 10);
    start_lines(world, "A-008", 44);
    for (int i = 0; i < 9000; i++) {
        pass_ms(world);
        fullest = world->model->used > fullest ? world->model->used : fullest;
    }
    assert_int_equal(world->confirmed, 1);
    assert_true(fullest <= 256);
    end(world);
}

static void a_small_printer_out_of_paper_comes_back_after_the_refill(void **state)
{
    (void)state;
    struct world *world = begin("ttl-58");
    plug(world, false);
    pass(world, 10);
    start(world, "A-010");
    pass(world, 50);
    model_set_paper(world->model, MODEL_PAPER_OUT);
    pass(world, 10000);
    assert_int_equal(world->unknown, 1);
    assert_false(is_ready(world));
    model_set_paper(world->model, MODEL_PAPER_OK);
    pass(world, 40000);
    assert_true(is_ready(world));
    end(world);
}

static void each_job_has_its_own_fence(void **state)
{
    (void)state;
    struct world *world = begin("epson-tm");
    uint8_t first[4];
    plug(world, false);
    pass(world, 100);
    start(world, "A-001");
    memcpy(first, world->job.fence_id, 4);
    pass(world, 3000);
    start(world, "A-002");
    assert_memory_not_equal(first, world->job.fence_id, 4);
    for (int i = 0; i < 4; i++)
        assert_in_range(world->job.fence_id[i], 0x20, 0x7E);
    end(world);
}

/* Whenever the caller sleeps until due, nothing may be missed. */
static void due_times_are_enough_to_live_on(void **state)
{
    (void)state;
    struct world *world = begin("epson-tm");
    plug(world, false);
    collect(world);
    for (int i = 0; i < 200; i++) {
        int64_t due = print_job_due_ms(&world->job);
        assert_true(due > world->now_ms - 1 && due <= world->now_ms + 1600);
        if (due > world->now_ms)
            world->now_ms = due;
        pass(world, 30); /* bytes move at once when there are some */
    }
    assert_true(is_ready(world));
    end(world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_slip_is_printed_and_confirmed_on_every_answering_printer),
        cmocka_unit_test(confirmation_comes_only_after_the_paper),
        cmocka_unit_test(a_status_older_than_a_moment_is_no_status),
        cmocka_unit_test(paper_out_while_idle_only_changes_the_facts),
        cmocka_unit_test(a_fault_in_mid_slip_is_unknown_and_the_next_slip_is_whole),
        cmocka_unit_test(what_was_cleared_is_never_printed_after_the_refill),
        cmocka_unit_test(without_a_real_time_clear_nuls_end_a_half_command),
        cmocka_unit_test(a_stub_of_an_earlier_life_is_cut_off),
        cmocka_unit_test(garbage_from_the_line_harms_nothing),
        cmocka_unit_test(answers_nobody_asked_for_confirm_nothing),
        cmocka_unit_test(the_fence_of_another_job_confirms_nothing),
        cmocka_unit_test(a_line_that_takes_nothing_is_given_up),
        cmocka_unit_test(a_printer_that_cannot_answer_is_believed),
        cmocka_unit_test(a_small_buffer_is_filled_slice_by_slice),
        cmocka_unit_test(a_small_printer_out_of_paper_comes_back_after_the_refill),
        cmocka_unit_test(each_job_has_its_own_fence),
        cmocka_unit_test(due_times_are_enough_to_live_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
