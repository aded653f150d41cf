// SPDX-License-Identifier: MIT
/* Days at the branch, with the real programs: what visitors, officers and technicians live
 * through. */
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scenario/box.h"

enum { TEXT_BYTES = 65536, PATIENCE_MS = 10000 };

static char text[TEXT_BYTES];

static bool board_has(const struct box *box, const char *piece)
{
    int status;
    return box_get(box, "/api/v1/board", &status, text, sizeof text) > 0 && strstr(text, piece);
}

static void await_board(const struct box *box, const char *piece)
{
    for (int i = 0; i < PATIENCE_MS / 10; i++, box_sleep_ms(10))
        if (board_has(box, piece))
            return;
    fail_msg("the board never said %s; it says %s", piece, text);
}

static void await_slip(const struct box *box, int number, const char *piece)
{
    for (int i = 0; i < PATIENCE_MS / 10; i++, box_sleep_ms(10))
        if (box_slip(box, number, text, sizeof text)) {
            if (strstr(text, piece) == NULL)
                fail_msg("slip %d lacks %s:\n%s", number, piece, text);
            return;
        }
    fail_msg("slip %d (%s) never came", number, piece);
}

static int post(const struct box *box, const char *path, const char *json)
{
    int status = 0;
    assert_true(box_post(box, path, json, &status, text, sizeof text) >= 0);
    return status;
}

static int health(const struct box *box)
{
    int status = 0;
    assert_true(box_get(box, "/api/v1/health", &status, text, sizeof text) > 0);
    return status;
}

static int open_branch(void **state)
{
    struct box *box = malloc(sizeof *box);
    box_open(box);
    *state = box;
    return 0;
}

static int close_branch(void **state)
{
    box_close(*state);
    free(*state);
    return 0;
}

static void a_press_becomes_a_slip_and_a_call_reaches_the_board(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    await_slip(box, 1, "A-001");
    assert_non_null(strstr(text, "Klaim JHT"));
    assert_non_null(strstr(text, "[ ] Kartu Keluarga (KK)"));
    box_press(box, BOX_NEXT_2);
    await_board(box, "\"ticket\":\"A-001\",\"desk\":2");
    assert_int_equal(box_end(box, SIGTERM), 0);
}

static void without_paper_no_number_is_used(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_printer(box, "paper out");
    await_board(box, "\"state\":\"paper_out\"");
    box_press(box, BOX_TAKE_A);
    box_sleep_ms(100);
    assert_int_equal(post(box, "/api/v1/tickets", "{\"service\":\"A\",\"print\":true}"), 503);
    assert_non_null(strstr(text, "paper_out"));
    assert_int_equal(health(box), 503);
    box_printer(box, "paper ok");
    await_board(box, "\"state\":\"ready\"");
    box_press(box, BOX_TAKE_A);
    await_slip(box, 1, "A-001");
}

static void an_open_cover_and_a_missing_printer_are_named(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_printer(box, "cover open");
    await_board(box, "\"state\":\"cover_open\"");
    box_printer(box, "cover closed");
    await_board(box, "\"state\":\"ready\"");
    box_printer(box, "unplug");
    await_board(box, "\"state\":\"printer_offline\"");
    box_printer(box, "plug");
    await_board(box, "\"state\":\"ready\"");
}

static void paper_that_ends_inside_a_slip_gives_a_marked_copy(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_printer(box, "slow 300"); /* bytes a second: a slip takes two of them */
    box_press(box, BOX_TAKE_A);
    box_sleep_ms(500);
    box_printer(box, "paper out");
    await_board(box, "\"state\":\"paper_out\"");
    box_printer(box, "slow 0");
    box_printer(box, "paper ok");
    await_board(box, "\"state\":\"ready\"");
    int slip = box_slip(box, 1, text, sizeof text) && strstr(text, "SALINAN") == NULL ? 2 : 1;
    await_slip(box, slip, "SALINAN");
    assert_non_null(strstr(text, "A-001"));
}

static void a_held_button_prints_the_papers_without_a_number(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_buttons(box, "press 1 2300");
    await_slip(box, 1, "Ini bukan nomor antrean");
    assert_non_null(strstr(text, "Klaim JHT"));
    assert_true(board_has(box, "\"waiting\":0"));
    assert_false(board_has(box, "\"waiting\":1"));
}

static void every_press_in_a_rush_is_answered_once(void **state)
{
    struct box *box = *state;
    char piece[16];
    box_start(box, true);
    for (int i = 0; i < 3; i++) {
        box_press(box, BOX_TAKE_A);
        box_press(box, BOX_TAKE_B);
        box_sleep_ms(80);
    }
    for (int i = 0; i < 6; i++)
        await_slip(box, i + 1, "-00");
    box_sleep_ms(200);
    assert_false(box_slip(box, 7, text, sizeof text));
    for (int i = 1; i <= 3; i++) {
        snprintf(piece, sizeof piece, "\"A-%03d\"", i);
        int status;
        assert_true(box_get(box, "/api/v1/tickets?state=waiting", &status, text, sizeof text) > 0);
        assert_non_null(strstr(text, piece));
    }
}

static void priority_is_for_the_next_press_only(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_press(box, BOX_PRIORITY);
    box_sleep_ms(50);
    box_press(box, BOX_TAKE_A);
    await_slip(box, 1, "PRIORITAS");
    box_press(box, BOX_TAKE_A);
    await_slip(box, 2, "A-002");
    assert_null(strstr(text, "PRIORITAS"));
}

static void two_desks_in_the_same_instant_get_two_visitors(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    await_slip(box, 1, "A-001");
    box_press(box, BOX_TAKE_B);
    await_slip(box, 2, "B-001");
    box_buttons(box, "press 11 10\npress 12 10");
    await_board(box, "\"ticket\":\"B-001\"");
    assert_true(board_has(box, "\"desk\":1,\"state\":\"open\",\"serving\":\"") &&
                board_has(box, "\"desk\":2,\"state\":\"open\",\"serving\":\""));
    assert_true(board_has(box, "\"ticket\":\"A-001\""));
}

static void the_same_key_never_calls_two_visitors(void **state)
{
    struct box *box = *state;
    static const char *const take = "{\"service\":\"A\",\"print\":false}";
    box_start(box, true);
    assert_int_equal(post(box, "/api/v1/desks/1/open", "{}"), 200);
    assert_in_range(post(box, "/api/v1/tickets", take), 200, 201);
    assert_in_range(post(box, "/api/v1/tickets", take), 200, 201);
    for (int i = 0; i < 3; i++) {
        int status = 0;
        assert_true(box_post(box, "/api/v1/desks/1/next", "{}", &status, text, sizeof text) > 0);
        if (i < 2)
            assert_int_equal(status, 200);
    }
    assert_int_equal(post(box, "/api/v1/desks/1/next", "{}"), 409);
    assert_non_null(strstr(text, "nobody_waiting"));
}

static void a_restart_goes_on_where_it_was(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    for (int i = 1; i <= 3; i++) {
        box_press(box, BOX_TAKE_A);
        await_slip(box, i, "A-00");
    }
    box_press(box, BOX_NEXT_1);
    await_board(box, "\"serving\":\"A-001\"");
    assert_int_equal(box_end(box, SIGTERM), 0);
    box_start(box, true);
    assert_true(board_has(box, "\"serving\":\"A-001\""));
    box_press(box, BOX_NEXT_1);
    await_board(box, "\"serving\":\"A-002\"");
    box_press(box, BOX_TAKE_A);
    await_slip(box, 4, "A-004");
    assert_null(strstr(text, "SALINAN"));
}

static void sigterm_finishes_the_slip_in_hand(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_printer(box, "slow 800");
    box_press(box, BOX_TAKE_A);
    box_sleep_ms(150);
    assert_int_equal(box_end(box, SIGTERM), 0);
    await_slip(box, 1, "Gratis");
    box_printer(box, "slow 0");
    box_start(box, true);
    box_sleep_ms(200);
    assert_false(box_slip(box, 2, text, sizeof text)); /* it was confirmed: no copy */
}

static void a_clock_that_jumps_back_repeats_no_number(void **state)
{
    struct box *box = *state;
    box->clock_start = "1795395600000";
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    await_slip(box, 1, "A-001");
    box_end(box, SIGTERM);
    box->clock_start = "86400000"; /* the second day of 1970: a board without a battery */
    box_start(box, true);
    assert_true(board_has(box, "\"day\":\"2026-11-23\""));
    box_press(box, BOX_TAKE_A);
    await_slip(box, 2, "A-002");
    box_end(box, SIGTERM);
    box->clock_start = "1795482000000"; /* the next day */
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    await_slip(box, 3, "A-001");
}

static void overwrite(const struct box *box, const char *bytes)
{
    char path[BOX_PATH_BYTES + 32];
    snprintf(path, sizeof path, "%s/data/loket.db", box->dir);
    int fd = open(path, O_WRONLY);
    assert_true(fd >= 0);
    assert_int_equal(pwrite(fd, bytes, strlen(bytes), 0), (ssize_t)strlen(bytes));
    close(fd);
}

static void a_damaged_journal_stops_the_numbers_and_stays_as_it_is(void **state)
{
    struct box *box = *state;
    char path[BOX_PATH_BYTES + 32];
    struct stat before, after;
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    await_slip(box, 1, "A-001");
    box_end(box, SIGTERM);
    overwrite(box, "this was a journal once");
    snprintf(path, sizeof path, "%s/data/loket.db", box->dir);
    assert_int_equal(stat(path, &before), 0);
    box_start(box, false);
    assert_int_equal(health(box), 503);
    assert_non_null(strstr(text, "journal"));
    await_board(box, "\"state\":\"journal\"");
    assert_int_equal(post(box, "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"), 503);
    box_press(box, BOX_TAKE_A);
    box_end(box, SIGTERM);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_size, after.st_size);
    assert_false(box_slip(box, 2, text, sizeof text));
}

static void limit_files(const struct box *box, rlim_t bytes)
{
    struct rlimit limit = {bytes, RLIM_INFINITY};
    assert_int_equal(prlimit(box->daemon_pid, RLIMIT_FSIZE, &limit, NULL), 0);
}

static void a_disk_that_takes_no_more_loses_nothing_and_recovers(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    await_slip(box, 1, "A-001");
    limit_files(box, 1);
    assert_int_equal(post(box, "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"), 503);
    assert_int_equal(health(box), 503);
    assert_int_equal(post(box, "/api/v1/desks/1/open", "{}"), 503);
    limit_files(box, RLIM_INFINITY);
    for (int i = 0; i < 100 && health(box) != 200; i++)
        box_sleep_ms(100);
    assert_int_equal(health(box), 200);
    box_press(box, BOX_TAKE_A);
    await_slip(box, 2, "A-002");
}

static void a_wrong_configuration_is_refused_with_its_line(void **state)
{
    struct box *box = *state;
    char program[600], path[BOX_PATH_BYTES + 32];
    snprintf(program, sizeof program, "%s/loketd", box->programs);
    snprintf(path, sizeof path, "%s/bad.conf", box->dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file,
            "[branch]\ndata_dir = %s\ncontent = assets/branch/jambi.json\n"
            "[buttons]\ndriver = sim\npath = x\nline.1 = take Z\n",
            box->dir);
    fclose(file);
    const char *check[] = {program, "--check-config", path, NULL};
    assert_int_equal(box_run(box, check, text, sizeof text), 2);
    assert_non_null(strstr(text, "bad.conf:7"));
    const char *good[] = {program, "--check-config", box->conf, NULL};
    assert_int_equal(box_run(box, good, text, sizeof text), 0);
    const char *unknown[] = {program, "--dance", NULL};
    assert_int_equal(box_run(box, unknown, text, sizeof text), 2);
}

static void a_second_daemon_on_the_same_journal_issues_nothing(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    char program[600];
    snprintf(program, sizeof program, "%s/loketd", box->programs);
    const char *argv[] = {program, "--config", box->conf, NULL};
    assert_int_not_equal(box_run(box, argv, text, sizeof text), 0);
    box_press(box, BOX_TAKE_A);
    await_slip(box, 1, "A-001");
}

int main(void)
{
#define DAY(f) cmocka_unit_test_setup_teardown(f, open_branch, close_branch)
    const struct CMUnitTest tests[] = {
        DAY(a_press_becomes_a_slip_and_a_call_reaches_the_board),
        DAY(without_paper_no_number_is_used),
        DAY(an_open_cover_and_a_missing_printer_are_named),
        DAY(paper_that_ends_inside_a_slip_gives_a_marked_copy),
        DAY(a_held_button_prints_the_papers_without_a_number),
        DAY(every_press_in_a_rush_is_answered_once),
        DAY(priority_is_for_the_next_press_only),
        DAY(two_desks_in_the_same_instant_get_two_visitors),
        DAY(the_same_key_never_calls_two_visitors),
        DAY(a_restart_goes_on_where_it_was),
        DAY(sigterm_finishes_the_slip_in_hand),
        DAY(a_clock_that_jumps_back_repeats_no_number),
        DAY(a_damaged_journal_stops_the_numbers_and_stays_as_it_is),
        DAY(a_disk_that_takes_no_more_loses_nothing_and_recovers),
        DAY(a_wrong_configuration_is_refused_with_its_line),
        DAY(a_second_daemon_on_the_same_journal_issues_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
