// SPDX-License-Identifier: MIT
/* What goes wrong at a branch, with the real programs: paper, printer, disk, clock, wrong
 * configuration. No number is lost, doubled or promised in vain. */
#include "tests/scenario/story.h"

#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

#define HEALTH "/api/v1/health"

static void without_paper_no_number_is_used(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_printer(box, "paper out");
    story_await_board(box, "\"state\":\"paper_out\"");
    box_press(box, BOX_TAKE_A);
    box_sleep_ms(100);
    assert_int_equal(story_post(box, "/api/v1/tickets", "{\"service\":\"A\",\"print\":true}"), 503);
    assert_non_null(strstr(story_text, "paper_out"));
    assert_int_equal(story_get(box, HEALTH), 503);
    box_printer(box, "paper ok");
    story_await_board(box, "\"state\":\"ready\"");
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "A-001");
}

static void an_open_cover_and_a_missing_printer_are_named(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_printer(box, "cover open");
    story_await_board(box, "\"state\":\"cover_open\"");
    box_printer(box, "cover closed");
    story_await_board(box, "\"state\":\"ready\"");
    box_printer(box, "unplug");
    story_await_board(box, "\"state\":\"printer_offline\"");
    box_printer(box, "plug");
    story_await_board(box, "\"state\":\"ready\"");
}

static void paper_that_ends_inside_a_slip_gives_a_marked_copy(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_printer(box, "slow 300"); /* bytes a second: a slip takes two of them */
    box_press(box, BOX_TAKE_A);
    box_sleep_ms(500);
    box_printer(box, "paper out");
    story_await_board(box, "\"state\":\"paper_out\"");
    box_printer(box, "slow 0");
    box_printer(box, "paper ok");
    story_await_board(box, "\"state\":\"ready\"");
    int slip =
        box_slip(box, 1, story_text, sizeof story_text) && strstr(story_text, "SALINAN") == NULL
            ? 2
            : 1;
    story_await_slip(box, slip, "SALINAN");
    assert_non_null(strstr(story_text, "A-001"));
}

static void a_clock_that_jumps_back_repeats_no_number(void **state)
{
    struct box *box = *state;
    box->clock_start = "1795395600000";
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "A-001");
    box_end(box, SIGTERM);
    box->clock_start = "86400000"; /* the second day of 1970: a board without a battery */
    box_start(box, true);
    assert_true(story_board_has(box, "\"day\":\"2026-11-23\""));
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 2, "A-002");
    box_press(box, BOX_NEXT_1);
    story_await_board(box, "\"serving\":\"A-001\"");
    box_sleep_ms(1000); /* branch time goes on all the same */
    assert_int_equal(story_post(box, "/api/v1/desks/1/recall", "{}"), 409);
    story_get(box, "/api/v1/hardware");
    assert_non_null(strstr(story_text, "\"behind\":true"));
    box_end(box, SIGTERM);
    box->clock_start = "1795482000000"; /* the next day */
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 3, "A-001");
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
    story_await_slip(box, 1, "A-001");
    box_end(box, SIGTERM);
    overwrite(box, "this was a journal once");
    snprintf(path, sizeof path, "%s/data/loket.db", box->dir);
    assert_int_equal(stat(path, &before), 0);
    box_start(box, false);
    assert_int_equal(story_get(box, HEALTH), 503);
    assert_non_null(strstr(story_text, "journal"));
    story_await_board(box, "\"state\":\"journal\"");
    assert_int_equal(story_post(box, "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"),
                     503);
    box_press(box, BOX_TAKE_A);
    box_end(box, SIGTERM);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_size, after.st_size);
    assert_false(box_slip(box, 2, story_text, sizeof story_text));
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
    story_await_slip(box, 1, "A-001");
    limit_files(box, 1);
    assert_int_equal(story_post(box, "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"),
                     503);
    assert_int_equal(story_get(box, HEALTH), 503);
    assert_int_equal(story_post(box, "/api/v1/desks/1/open", "{}"), 503);
    limit_files(box, RLIM_INFINITY);
    for (int i = 0; i < 100 && story_get(box, HEALTH) != 200; i++)
        box_sleep_ms(100);
    assert_int_equal(story_get(box, HEALTH), 200);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 2, "A-002");
    assert_null(strstr(story_text, "SALINAN"));
}

static void a_slip_that_came_out_while_the_disk_was_full_is_not_copied(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_printer(box, "slow 600");
    box_press(box, BOX_TAKE_A);
    story_await_board(box, "\"waiting\":1");
    limit_files(box, 1);
    story_await_slip(box, 1, "A-001");
    box_printer(box, "slow 0");
    story_await_board(box, "\"state\":\"disk_full\"");
    limit_files(box, RLIM_INFINITY);
    story_await_board(box, "\"state\":\"ready\"");
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 2, "A-002");
    assert_null(strstr(story_text, "SALINAN"));
}

static void a_journal_that_was_held_at_the_start_is_taken_up_later(void **state)
{
    struct box *box = *state;
    char path[BOX_PATH_BYTES + 32];
    snprintf(path, sizeof path, "%s/data/loket.lock", box->dir);
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "A-001");
    assert_int_equal(box_end(box, SIGTERM), 0);
    int fd = open(path, O_RDWR | O_CLOEXEC);
    assert_true(fd >= 0);
    assert_int_equal(flock(fd, LOCK_EX | LOCK_NB), 0);
    box_start(box, false);
    assert_int_equal(story_get(box, HEALTH), 503);
    close(fd);
    story_await_board(box, "\"state\":\"ready\"");
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 2, "A-002");
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
    assert_int_equal(box_run(box, check, story_text, sizeof story_text), 2);
    assert_non_null(strstr(story_text, "bad.conf:7"));
    const char *good[] = {program, "--check-config", box->conf, NULL};
    assert_int_equal(box_run(box, good, story_text, sizeof story_text), 0);
    const char *unknown[] = {program, "--dance", NULL};
    assert_int_equal(box_run(box, unknown, story_text, sizeof story_text), 2);
}

static void a_second_daemon_on_the_same_journal_issues_nothing(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    char program[600];
    snprintf(program, sizeof program, "%s/loketd", box->programs);
    const char *argv[] = {program, "--config", box->conf, NULL};
    assert_int_not_equal(box_run(box, argv, story_text, sizeof story_text), 0);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "A-001");
}

/* What the daemon tells the service manager, one datagram at a time; false after 3 s. */
static bool hear(int fd, const char *piece)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (poll(&wait, 1, 3000) > 0) {
        ssize_t bytes = recv(fd, story_text, sizeof story_text - 1, 0);
        story_text[bytes > 0 ? bytes : 0] = 0;
        if (strstr(story_text, piece))
            return true;
    }
    return false;
}

static void the_service_manager_hears_ready_watchdog_and_status(void **state)
{
    struct box *box = *state;
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int used = snprintf(address.sun_path, sizeof address.sun_path, "%.90s/notify", box->dir);
    assert_in_range(used, 1, (int)sizeof address.sun_path - 1);
    int fd = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    setenv("NOTIFY_SOCKET", address.sun_path, 1);
    setenv("WATCHDOG_USEC", "200000", 1);
    box_start(box, true);
    unsetenv("NOTIFY_SOCKET");
    unsetenv("WATCHDOG_USEC");
    assert_true(hear(fd, "READY=1"));
    assert_true(hear(fd, "WATCHDOG=1"));
    box_printer(box, "paper out");
    assert_true(hear(fd, "STATUS=paper_out"));
    box_end(box, SIGTERM);
    assert_true(hear(fd, "STOPPING=1"));
    close(fd);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(without_paper_no_number_is_used),
        STORY(an_open_cover_and_a_missing_printer_are_named),
        STORY(paper_that_ends_inside_a_slip_gives_a_marked_copy),
        STORY(a_clock_that_jumps_back_repeats_no_number),
        STORY(a_damaged_journal_stops_the_numbers_and_stays_as_it_is),
        STORY(a_disk_that_takes_no_more_loses_nothing_and_recovers),
        STORY(a_slip_that_came_out_while_the_disk_was_full_is_not_copied),
        STORY(a_journal_that_was_held_at_the_start_is_taken_up_later),
        STORY(a_wrong_configuration_is_refused_with_its_line),
        STORY(a_second_daemon_on_the_same_journal_issues_nothing),
        STORY(the_service_manager_hears_ready_watchdog_and_status),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
