// SPDX-License-Identifier: MIT
/* A real loop, the simulated buttons, real time. */
#include "firmware/panel.h"

#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/clock.h"

enum { HEARD_MAX = 16, QUIET_MS = 250 };

struct bench {
    char dir[64];
    struct config config;
    sd_event *loop;
    struct panel *panel;
    int finger;
    struct {
        int line;
        bool held;
    } heard[HEARD_MAX];
    int count, changes;
};

static void on_press(void *context, const struct config_line *line, bool held)
{
    struct bench *bench = context;
    assert_true(bench->count < HEARD_MAX);
    bench->heard[bench->count].line = line->line;
    bench->heard[bench->count++].held = held;
    panel_lamps(bench->panel, 1u);
}

static void on_changed(void *context)
{
    ((struct bench *)context)->changes++;
}

static int lay_out(void **state)
{
    struct bench *bench = calloc(1, sizeof *bench);
    snprintf(bench->dir, sizeof bench->dir, "/tmp/loket-panel-XXXXXX");
    assert_non_null(mkdtemp(bench->dir));
    struct config *config = &bench->config;
    config->buttons_driver = BUTTONS_SIM;
    snprintf(config->buttons_path, sizeof config->buttons_path, "%s/buttons", bench->dir);
    config->debounce_ms = 20;
    config->line[0] = (struct config_line){.line = 17, .action = LINE_TAKE, .service = 'A'};
    config->line[1] = (struct config_line){.line = 5, .action = LINE_DESK_NEXT, .desk = 1};
    config->line_count = 2;
    config->lamp[0] = (struct config_line){.line = 22, .action = LINE_TAKE, .service = 'A'};
    config->lamp_count = 1;
    bench->finger = -1;
    assert_true(sd_event_new(&bench->loop) >= 0);
    *state = bench;
    return 0;
}

static int clear_away(void **state)
{
    struct bench *bench = *state;
    panel_destroy(bench->panel);
    sd_event_unref(bench->loop);
    if (bench->finger >= 0)
        close(bench->finger);
    unlink(bench->config.buttons_path);
    rmdir(bench->dir);
    free(bench);
    return 0;
}

static void start(struct bench *bench)
{
    const struct panel_listener listener = {bench, on_press, on_changed};
    bench->panel = panel_create(bench->loop, &bench->config, &listener);
    assert_non_null(bench->panel);
}

static void touch(struct bench *bench)
{
    if (bench->finger >= 0)
        close(bench->finger);
    bench->finger = open(bench->config.buttons_path, O_WRONLY | O_NONBLOCK);
    assert_true(bench->finger >= 0);
}

static void type(const struct bench *bench, const char *text)
{
    assert_int_equal(write(bench->finger, text, strlen(text)), (ssize_t)strlen(text));
}

/* Runs the loop for span_ms, or until `presses` were heard. */
static void run(struct bench *bench, int presses, int64_t span_ms)
{
    const int64_t end_ms = clock_mono_ms() + span_ms;
    for (int64_t now_ms; (now_ms = clock_mono_ms()) < end_ms && bench->count < presses;)
        assert_true(sd_event_run(bench->loop, (uint64_t)(end_ms - now_ms) * 1000) >= 0);
}

static struct panel_health health(const struct bench *bench)
{
    struct panel_health found;
    panel_health(bench->panel, &found);
    return found;
}

static void a_desk_button_is_heard_while_it_is_down(void **state)
{
    struct bench *bench = *state;
    start(bench);
    touch(bench);
    const int64_t start_ms = clock_mono_ms();
    type(bench, "press 5 600\n");
    run(bench, 1, 2000);
    assert_int_equal(bench->count, 1);
    assert_int_equal(bench->heard[0].line, 5);
    assert_false(bench->heard[0].held);
    assert_true(clock_mono_ms() - start_ms < 500);
}

static void a_bouncing_take_button_gives_one_press(void **state)
{
    struct bench *bench = *state;
    start(bench);
    touch(bench);
    type(bench, "bounce 17 8\n");
    run(bench, HEARD_MAX, QUIET_MS);
    assert_int_equal(bench->count, 1);
    assert_int_equal(bench->heard[0].line, 17);
    assert_false(bench->heard[0].held);
    const struct panel_health after = health(bench);
    assert_int_equal(after.presses, 1);
    uint64_t heard = 0;
    for (int i = 0; i < CONFIG_LINES_MAX; i++) {
        assert_int_equal(after.line[i].presses, after.line[i].last_mono_ms != 0);
        heard += after.line[i].presses;
    }
    assert_int_equal(heard, 1);
}

static void two_quick_presses_are_two(void **state)
{
    struct bench *bench = *state;
    start(bench);
    touch(bench);
    type(bench, "press 17 40\npress 17 40\n");
    run(bench, 2, 2000);
    assert_int_equal(bench->count, 2);
}

static void a_take_button_held_two_seconds_is_one_long_press(void **state)
{
    struct bench *bench = *state;
    start(bench);
    touch(bench);
    type(bench, "press 17 2100\n");
    run(bench, 1, 4000);
    run(bench, HEARD_MAX, QUIET_MS);
    assert_int_equal(bench->count, 1);
    assert_true(bench->heard[0].held);
}

static void a_chip_that_vanishes_is_reported_and_found_again(void **state)
{
    struct bench *bench = *state;
    start(bench);
    assert_true(health(bench).ok);
    touch(bench);
    unlink(bench->config.buttons_path);
    type(bench, "press 5\n");
    run(bench, 1, 100);
    assert_false(health(bench).ok);
    assert_non_null(strstr(health(bench).error, "went away"));
    assert_int_equal(bench->changes, 1);
    run(bench, 1, 300); /* tried again after 250 ms */
    assert_true(health(bench).ok);
    assert_int_equal(bench->changes, 2);
    touch(bench);
    type(bench, "press 5\n");
    run(bench, 1, 2000);
    assert_int_equal(bench->count, 1);
}

static void a_lamp_that_cannot_be_lit_is_a_chip_that_vanished(void **state)
{
    struct bench *bench = *state;
    start(bench);
    unlink(bench->config.buttons_path);
    panel_lamps(bench->panel, 1u);
    run(bench, 1, 50);
    assert_false(health(bench).ok);
    run(bench, 1, 300);
    assert_true(health(bench).ok);
}

static void a_button_held_at_start_is_stuck_until_released(void **state)
{
    struct bench *bench = *state;
    assert_int_equal(mkfifo(bench->config.buttons_path, 0600), 0);
    bench->finger = open(bench->config.buttons_path, O_RDWR | O_NONBLOCK);
    type(bench, "stick 17\n");
    start(bench);
    run(bench, 1, 50);
    assert_int_equal(health(bench).stuck_count, 1);
    assert_int_equal(health(bench).stuck[0], 17);
    assert_int_equal(bench->changes, 1);
    type(bench, "release 17\n");
    run(bench, 1, 1100);
    assert_int_equal(health(bench).stuck_count, 0);
    assert_int_equal(bench->changes, 2);
    assert_int_equal(bench->count, 0);
    type(bench, "press 17\n");
    run(bench, 1, 2000);
    assert_int_equal(bench->count, 1);
}

static void a_chip_that_is_not_there_yet_is_awaited(void **state)
{
    struct bench *bench = *state;
    char *path = bench->config.buttons_path;
    snprintf(path, sizeof bench->config.buttons_path, "%s/later/buttons", bench->dir);
    start(bench);
    assert_false(health(bench).ok);
    assert_non_null(strstr(health(bench).error, "make its folder"));
    char folder[96];
    snprintf(folder, sizeof folder, "%s/later", bench->dir);
    assert_int_equal(mkdir(folder, 0700), 0);
    run(bench, 1, 350);
    assert_true(health(bench).ok);
    assert_int_equal(bench->changes, 1);
    unlink(path);
    rmdir(folder);
}

static void a_missing_gpio_chip_says_what_to_do(void **state)
{
    struct bench *bench = *state;
    bench->config.buttons_driver = BUTTONS_GPIOD;
    snprintf(bench->config.chip, sizeof bench->config.chip, "/dev/gpiochip-not-there");
    start(bench);
    assert_false(health(bench).ok);
    assert_non_null(strstr(health(bench).error, "gpiodetect"));
}

static void a_branch_without_buttons_is_well(void **state)
{
    struct bench *bench = *state;
    bench->config.buttons_driver = BUTTONS_NONE;
    start(bench);
    panel_lamps(bench->panel, 1u);
    run(bench, 1, 20);
    assert_true(health(bench).ok);
    assert_string_equal(health(bench).error, "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_desk_button_is_heard_while_it_is_down, lay_out,
                                        clear_away),
        cmocka_unit_test_setup_teardown(a_bouncing_take_button_gives_one_press, lay_out,
                                        clear_away),
        cmocka_unit_test_setup_teardown(two_quick_presses_are_two, lay_out, clear_away),
        cmocka_unit_test_setup_teardown(a_take_button_held_two_seconds_is_one_long_press, lay_out,
                                        clear_away),
        cmocka_unit_test_setup_teardown(a_chip_that_vanishes_is_reported_and_found_again, lay_out,
                                        clear_away),
        cmocka_unit_test_setup_teardown(a_lamp_that_cannot_be_lit_is_a_chip_that_vanished, lay_out,
                                        clear_away),
        cmocka_unit_test_setup_teardown(a_button_held_at_start_is_stuck_until_released, lay_out,
                                        clear_away),
        cmocka_unit_test_setup_teardown(a_chip_that_is_not_there_yet_is_awaited, lay_out,
                                        clear_away),
        cmocka_unit_test_setup_teardown(a_missing_gpio_chip_says_what_to_do, lay_out, clear_away),
        cmocka_unit_test_setup_teardown(a_branch_without_buttons_is_well, lay_out, clear_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
