// SPDX-License-Identifier: MIT
/* The printer model by itself, with bytes written down by hand from the reference. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "drivers/sim/model.h"

struct bench {
    struct model model;
    double now_ms;
    int slips;
    char text[4096];
};

static void on_slip(void *context, const struct model_slip *slip)
{
    struct bench *bench = context;
    bench->slips++;
    model_slip_text(slip, 48, bench->text, sizeof bench->text);
}

static int begin(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    bench->model.context = bench;
    bench->model.slip = on_slip;
    model_init(&bench->model, 576);
    *state = bench;
    return 0;
}

static int end(void **state)
{
    free(*state);
    return 0;
}

static void feed(struct bench *bench, const void *data, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++)
        model_receive(&bench->model, ((const uint8_t *)data)[i]);
}

#define FEED(bench, text) feed(bench, text, sizeof(text) - 1)

static void pass(struct bench *bench, double ms)
{
    for (double until = bench->now_ms + ms; bench->now_ms < until; bench->now_ms++)
        model_run(&bench->model, bench->now_ms);
}

static void expect_reply(struct bench *bench, const void *expected, size_t bytes)
{
    uint8_t reply[MODEL_REPLY_BYTES];
    assert_int_equal(model_take_replies(&bench->model, reply, sizeof reply), bytes);
    if (bytes > 0)
        assert_memory_equal(reply, expected, bytes);
}

#define QUERY "\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"

static void status_follows_paper_cover_and_cutter_at_once(void **state)
{
    struct bench *bench = *state;
    FEED(bench, QUERY);
    expect_reply(bench, "\x12\x12\x12\x12", 4);
    model_set_cover(&bench->model, true);
    FEED(bench, QUERY);
    expect_reply(bench, "\x1A\x16\x12\x12", 4);
    model_set_cover(&bench->model, false);
    model_set_paper(&bench->model, MODEL_PAPER_OUT);
    FEED(bench, QUERY);
    expect_reply(bench, "\x1A\x32\x12\x7E", 4);
    model_set_paper(&bench->model, MODEL_PAPER_NEAR_END);
    FEED(bench, QUERY);
    expect_reply(bench, "\x12\x12\x12\x1E", 4);
    model_set_cutter(&bench->model, true);
    FEED(bench, "\x10\x04\x03");
    expect_reply(bench, "\x1A", 1);
}

static void a_cut_gives_the_text_as_it_stands_on_paper(void **state)
{
    struct bench *bench = *state;
    FEED(bench, "\x1B@\x1C.\x1Bt\x13\x1B\x61\x01\x1D!\x77"
                "A-7\n\x1D!\x70\xC4\xC4\xC4\xC4\xC4\xC4\n\x1D!\0"
                "\x1B\x61\0caf\x82\n\x1DVB\0");
    pass(bench, 5000);
    assert_int_equal(bench->slips, 1);
    assert_non_null(strstr(bench->text, "                      A-7\n"));
    assert_non_null(strstr(bench->text, "\ncafé\n"));
    assert_int_equal(bench->model.unknown_bytes, 0);
    const char *rule = strstr(bench->text, "─");
    assert_int_equal(strcspn(rule, "\n"), 48 * 3);
}

static void a_cut_without_ink_makes_no_slip(void **state)
{
    struct bench *bench = *state;
    FEED(bench, "\x1B@\n\n\x1DVB\0\x1DV\x01");
    pass(bench, 3000);
    assert_int_equal(bench->slips, 0);
}

static void a_cut_inside_a_line_is_ignored(void **state)
{
    struct bench *bench = *state;
    FEED(bench, "abc\x1DVB\0");
    pass(bench, 3000);
    assert_int_equal(bench->slips, 0);
}

static void the_fence_answers_after_printing_and_gs_r_in_order(void **state)
{
    struct bench *bench = *state;
    FEED(bench, "hello\n\x1DVB\0\x1D(H\x06\0\x30\x30wxyz\x1Dr\x01");
    pass(bench, 200);
    expect_reply(bench, "", 0);
    assert_int_equal(bench->slips, 0);
    pass(bench, 1000);
    assert_int_equal(bench->slips, 1);
    expect_reply(bench, "\x37\x22wxyz\0\0", 8);
}

static void offline_it_answers_but_prints_nothing_until_the_refill(void **state)
{
    struct bench *bench = *state;
    model_set_paper(&bench->model, MODEL_PAPER_OUT);
    FEED(bench, "late\n\x1DVB\0\x1Dr\x01" QUERY);
    pass(bench, 3000);
    assert_int_equal(bench->slips, 0);
    expect_reply(bench, "\x1A\x32\x12\x7E", 4);
    assert_int_equal(bench->model.used, 12);
    model_set_paper(&bench->model, MODEL_PAPER_OK);
    pass(bench, 3000);
    assert_int_equal(bench->slips, 1);
}

static void a_real_time_clear_empties_everything_even_offline(void **state)
{
    struct bench *bench = *state;
    model_set_cover(&bench->model, true);
    FEED(bench, "gone\n\x1DVB\0\x10\x14\x08\x01\x03\x14\x01\x06\x02\x08");
    expect_reply(bench, "\x37\x25\0", 3);
    model_set_cover(&bench->model, false);
    pass(bench, 3000);
    assert_int_equal(bench->slips, 0);
}

static void printing_takes_the_time_of_the_mechanism(void **state)
{
    struct bench *bench = *state;
    FEED(bench, "\x1D!\x77"
                "X\n\x1D!\0Y\n\x1DVB\0"); /* 192 + 34 dots, 18 mm, cut */
    while (bench->slips == 0 && bench->now_ms < 5000)
        pass(bench, 1);
    double expected_ms = (192 + 34 + 144) / 1.2 + 300;
    assert_in_range((unsigned)bench->now_ms, (unsigned)expected_ms - 5, (unsigned)expected_ms + 10);
}

static void the_line_is_held_before_the_buffer_overflows(void **state)
{
    struct bench *bench = *state;
    size_t taken = 0;
    model_set_cover(&bench->model, true);
    for (; model_room(&bench->model) > 0; taken++)
        model_receive(&bench->model, 'x');
    assert_int_equal(taken, MODEL_BUFFER_BYTES - MODEL_BUSY_BYTES);
    FEED(bench, "\x10\x04\x02"); /* and still it answers */
    expect_reply(bench, "\x16", 1);
    for (int i = 0; i < 10000; i++)
        model_receive(&bench->model, 'x');
    assert_int_equal(bench->model.used, MODEL_BUFFER_BYTES);
}

static void images_obey_real_time_commands_hidden_in_them(void **state)
{
    struct bench *bench = *state;
    FEED(bench, "\x1Dv0\0\x03\0\x01\0\x10\x04\x01"); /* one row of 24 dots */
    expect_reply(bench, "\x12", 1);
    FEED(bench, "\xAA\xAA\xAA\x1DVB\0");
    pass(bench, 2000);
    assert_non_null(strstr(bench->text, "[image 24x1]"));
}

static void a_qr_code_is_kept_until_it_is_printed(void **state)
{
    struct bench *bench = *state;
    FEED(bench, "\x1D(k\x03\0\x31\x43\x06\x1D(k\x06\0\x31P0ABC\x1D(k\x03\0\x31Q0\x1DVB\0");
    pass(bench, 3000);
    assert_string_equal(bench->text, "[QR] ABC\n");
}

static void it_wakes_up_speaking_chinese(void **state)
{
    struct bench *bench = *state;
    FEED(bench, "\x1B@\x1Bt\x13"
                "a\x82\x82z\n\x1DVB\0");
    pass(bench, 3000);
    assert_null(strstr(bench->text, "é"));
    assert_int_equal(bench->slips, 1);
}

static void unknown_commands_are_counted(void **state)
{
    struct bench *bench = *state;
    FEED(bench, "\x1B\x01\x1D\xFFok\n\x1DVB\0");
    pass(bench, 3000);
    assert_int_equal(bench->model.unknown_bytes, 4);
    assert_non_null(strstr(bench->text, "ok"));
}

static void automatic_status_speaks_up_on_every_change(void **state)
{
    struct bench *bench = *state;
    FEED(bench, "\x1D\x61\xFF");
    pass(bench, 10);
    expect_reply(bench, "\x10\0\0\0", 4);
    model_set_cover(&bench->model, true);
    expect_reply(bench, "\x38\0\0\0", 4);
    model_power_cycle(&bench->model);
    model_set_cover(&bench->model, false);
    expect_reply(bench, "", 0);
}

static void a_new_roll_takes_the_old_stub_with_it(void **state)
{
    struct bench *bench = *state;
    FEED(bench, "half\n");
    pass(bench, 100);
    model_set_paper(&bench->model, MODEL_PAPER_OUT);
    model_set_paper(&bench->model, MODEL_PAPER_OK);
    FEED(bench, "whole\n\x1DVB\0");
    pass(bench, 3000);
    assert_string_equal(bench->text, "whole\n");
}

int main(void)
{
#define TEST(name) cmocka_unit_test_setup_teardown(name, begin, end)
    const struct CMUnitTest tests[] = {
        TEST(status_follows_paper_cover_and_cutter_at_once),
        TEST(a_cut_gives_the_text_as_it_stands_on_paper),
        TEST(a_cut_without_ink_makes_no_slip),
        TEST(a_cut_inside_a_line_is_ignored),
        TEST(the_fence_answers_after_printing_and_gs_r_in_order),
        TEST(offline_it_answers_but_prints_nothing_until_the_refill),
        TEST(a_real_time_clear_empties_everything_even_offline),
        TEST(printing_takes_the_time_of_the_mechanism),
        TEST(the_line_is_held_before_the_buffer_overflows),
        TEST(images_obey_real_time_commands_hidden_in_them),
        TEST(a_qr_code_is_kept_until_it_is_printed),
        TEST(it_wakes_up_speaking_chinese),
        TEST(unknown_commands_are_counted),
        TEST(automatic_status_speaks_up_on_every_change),
        TEST(a_new_roll_takes_the_old_stub_with_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
