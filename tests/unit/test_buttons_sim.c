// SPDX-License-Identifier: MIT
#include "drivers/buttons.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { EDGES_KEPT = 128, PATIENCE_MS = 1500, QUIET_MS = 120 };

struct bench {
    char dir[64], fifo[96];
    struct buttons *buttons;
    int finger; /* our end of the FIFO */
    struct button_edge edge[EDGES_KEPT];
    int count;
};

static struct buttons_request request_for(const char *path)
{
    return (struct buttons_request){
        .path = path, .line = {17, 27}, .line_count = 2, .lamp = {22}, .lamp_count = 1};
}

static int lay_out(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    char error[BUTTONS_ERROR_BYTES];
    snprintf(bench->dir, sizeof bench->dir, "/tmp/loket-buttons-XXXXXX");
    assert_non_null(mkdtemp(bench->dir));
    snprintf(bench->fifo, sizeof bench->fifo, "%s/buttons", bench->dir);
    const struct buttons_request request = request_for(bench->fifo);
    bench->buttons = buttons_sim_open(&request, error);
    if (!bench->buttons)
        fail_msg("%s", error);
    bench->finger = open(bench->fifo, O_WRONLY | O_NONBLOCK);
    assert_true(bench->finger >= 0);
    *state = bench;
    return 0;
}

static int clear_away(void **state)
{
    struct bench *bench = *state;
    if (bench->buttons)
        bench->buttons->ops->close(bench->buttons);
    close(bench->finger);
    unlink(bench->fifo);
    rmdir(bench->dir);
    free(bench);
    return 0;
}

static void type(const struct bench *bench, const char *text)
{
    assert_int_equal(write(bench->finger, text, strlen(text)), (ssize_t)strlen(text));
}

/* Collects edges until there are `wanted`, or none came for QUIET_MS when wanted is 0. */
static int collect(struct bench *bench, int wanted)
{
    struct pollfd poller[2];
    int fd[2];
    assert_int_equal(bench->buttons->ops->fds(bench->buttons, fd, 2), 2);
    for (int i = 0; i < 2; i++)
        poller[i] = (struct pollfd){.fd = fd[i], .events = POLLIN};
    while (bench->count < wanted || wanted == 0) {
        if (poll(poller, 2, wanted ? PATIENCE_MS : QUIET_MS) <= 0)
            break;
        const int got = bench->buttons->ops->read(bench->buttons, bench->edge + bench->count,
                                                  EDGES_KEPT - bench->count);
        assert_true(got >= 0);
        bench->count += got;
    }
    return bench->count;
}

static int held_ms(const struct bench *bench, int down)
{
    return (int)((bench->edge[down + 1].at_mono_ns - bench->edge[down].at_mono_ns) / 1000000);
}

static void a_press_goes_down_and_up_after_80_ms(void **state)
{
    struct bench *bench = *state;
    type(bench, "press 17\n");
    assert_int_equal(collect(bench, 2), 2);
    assert_int_equal(bench->edge[0].line, 17);
    assert_true(bench->edge[0].active);
    assert_false(bench->edge[1].active);
    assert_int_equal(held_ms(bench, 0), 80);
}

static void a_press_may_say_how_long(void **state)
{
    struct bench *bench = *state;
    type(bench, "press 27 30\n");
    assert_int_equal(collect(bench, 2), 2);
    assert_int_equal(bench->edge[0].line, 27);
    assert_int_equal(held_ms(bench, 0), 30);
}

static void presses_written_at_once_follow_each_other(void **state)
{
    struct bench *bench = *state;
    type(bench, "press 17 20\npress 17 20\n");
    assert_int_equal(collect(bench, 4), 4);
    const uint64_t pause_ns = bench->edge[2].at_mono_ns - bench->edge[1].at_mono_ns;
    assert_true(bench->edge[2].active);
    assert_true(pause_ns >= 100000000);
}

static void a_line_may_arrive_in_pieces(void **state)
{
    struct bench *bench = *state;
    type(bench, "pre");
    assert_int_equal(collect(bench, 0), 0);
    type(bench, "ss 1");
    assert_int_equal(collect(bench, 0), 0);
    type(bench, "7 10\n");
    assert_int_equal(collect(bench, 2), 2);
    assert_int_equal(bench->edge[0].line, 17);
}

static void a_bounce_opens_and_closes_the_contact_n_times(void **state)
{
    struct bench *bench = *state;
    type(bench, "bounce 17 5\n");
    assert_int_equal(collect(bench, 22), 22); /* 5 false starts and the real one, down and up */
    assert_int_equal(collect(bench, 0), 22);
    for (int i = 0; i < 22; i++)
        assert_int_equal(bench->edge[i].active, i % 2 == 0);
}

static void a_stuck_line_stays_down_until_released(void **state)
{
    struct bench *bench = *state;
    type(bench, "stick 17\npress 17 10\n");
    assert_int_equal(collect(bench, 0), 1);
    assert_int_equal(bench->buttons->ops->level(bench->buttons, 17), 1);
    type(bench, "release 17\n");
    assert_int_equal(collect(bench, 2), 2);
    assert_int_equal(bench->buttons->ops->level(bench->buttons, 17), 0);
    type(bench, "release 17\n"); /* again: no edge */
    assert_int_equal(collect(bench, 0), 2);
}

static void garbage_is_ignored_and_what_follows_is_heard(void **state)
{
    struct bench *bench = *state;
    type(bench, "\nhello\npress\npress x\npress 99\npress 17 0\npress 17 10 3\nbounce 17\n"
                "stick 17 5\npress -1\npress 99999999999999999999\n\x01\xff\x80\n");
    for (int i = 0; i < 40; i++)
        type(bench, "a line that is far too long for any command and never ends ");
    assert_int_equal(collect(bench, 0), 0);
    type(bench, "\npress 17 10\n");
    assert_int_equal(collect(bench, 2), 2);
}

static void a_writer_that_leaves_does_not_end_it(void **state)
{
    struct bench *bench = *state;
    close(bench->finger);
    assert_int_equal(collect(bench, 0), 0);
    bench->finger = open(bench->fifo, O_WRONLY | O_NONBLOCK);
    type(bench, "press 17 10\n");
    assert_int_equal(collect(bench, 2), 2);
}

static void only_lamp_lines_are_lamps(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(bench->buttons->ops->lamp(bench->buttons, 22, true), 0);
    assert_int_equal(bench->buttons->ops->lamp(bench->buttons, 17, true), -1);
    assert_int_equal(bench->buttons->ops->level(bench->buttons, 99), -1);
}

static void a_deleted_fifo_is_a_chip_that_is_gone(void **state)
{
    struct bench *bench = *state;
    struct button_edge edge;
    unlink(bench->fifo);
    type(bench, "press 17\n");
    assert_int_equal(bench->buttons->ops->read(bench->buttons, &edge, 1), -1);
}

static void a_file_in_its_place_is_refused_with_advice(void **state)
{
    struct bench *bench = *state;
    char error[BUTTONS_ERROR_BYTES], path[128];
    snprintf(path, sizeof path, "%s/file", bench->dir);
    close(open(path, O_CREAT | O_WRONLY, 0600));
    const struct buttons_request file = request_for(path);
    assert_null(buttons_sim_open(&file, error));
    assert_non_null(strstr(error, "is not a FIFO"));
    unlink(path);
    const struct buttons_request nowhere = request_for("/nonexistent-folder/buttons");
    assert_null(buttons_sim_open(&nowhere, error));
    assert_non_null(strstr(error, "make its folder"));
}

static void a_missing_gpio_chip_is_named_with_advice(void **state)
{
    char error[BUTTONS_ERROR_BYTES];
    (void)state;
    const struct buttons_request missing = request_for("/dev/gpiochip-that-is-not-there");
    assert_null(buttons_gpiod_open(&missing, error));
    assert_string_equal(error, "GPIO chip /dev/gpiochip-that-is-not-there does not exist: run "
                               "gpiodetect and set chip under [buttons]");
    const struct buttons_request other_device = request_for("/dev/null");
    assert_null(buttons_gpiod_open(&other_device, error));
    if (strstr(error, "/dev/null is not a GPIO chip") == NULL)
        fail_msg("%s", error);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_press_goes_down_and_up_after_80_ms, lay_out, clear_away),
        cmocka_unit_test_setup_teardown(a_press_may_say_how_long, lay_out, clear_away),
        cmocka_unit_test_setup_teardown(presses_written_at_once_follow_each_other, lay_out,
                                        clear_away),
        cmocka_unit_test_setup_teardown(a_line_may_arrive_in_pieces, lay_out, clear_away),
        cmocka_unit_test_setup_teardown(a_bounce_opens_and_closes_the_contact_n_times, lay_out,
                                        clear_away),
        cmocka_unit_test_setup_teardown(a_stuck_line_stays_down_until_released, lay_out,
                                        clear_away),
        cmocka_unit_test_setup_teardown(garbage_is_ignored_and_what_follows_is_heard, lay_out,
                                        clear_away),
        cmocka_unit_test_setup_teardown(a_writer_that_leaves_does_not_end_it, lay_out, clear_away),
        cmocka_unit_test_setup_teardown(only_lamp_lines_are_lamps, lay_out, clear_away),
        cmocka_unit_test_setup_teardown(a_deleted_fifo_is_a_chip_that_is_gone, lay_out, clear_away),
        cmocka_unit_test_setup_teardown(a_file_in_its_place_is_refused_with_advice, lay_out,
                                        clear_away),
        cmocka_unit_test(a_missing_gpio_chip_is_named_with_advice),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
