// SPDX-License-Identifier: MIT
/* The printer on the loop against the simulated printer in its own process. The driver starts
 * this very program as that process (see main), at fifty times the speed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "drivers/sim/printer_main.h"
#include "firmware/printing.h"

struct desk {
    char dir[64];
    sd_event *loop;
    struct config config;
    struct printing *printing;
    int printed, unknown, statuses;
};

static void on_status(void *context)
{
    ((struct desk *)context)->statuses++;
}

static void on_done(void *context, bool printed)
{
    struct desk *desk = context;
    *(printed ? &desk->printed : &desk->unknown) += 1;
}

static void open_printing(struct desk *desk, bool in_doubt)
{
    struct printing_listener listener = {.context = desk, .status = on_status, .done = on_done};
    desk->printing =
        printing_create(desk->loop, &desk->config, "/proc/self/exe", in_doubt, &listener);
    assert_non_null(desk->printing);
}

static int begin(void **state)
{
    struct desk *desk = calloc(1, sizeof *desk);
    snprintf(desk->dir, sizeof desk->dir, "/tmp/loket-printing-XXXXXX");
    if (!mkdtemp(desk->dir) || sd_event_new(&desk->loop) < 0)
        return -1;
    desk->config.printer_driver = PRINTER_SIM;
    desk->config.baud = 19200;
    snprintf(desk->config.port, sizeof desk->config.port, "%s", desk->dir);
    snprintf(desk->config.profile, sizeof desk->config.profile, "epson-tm");
    *state = desk;
    return 0;
}

static void command(const struct desk *desk, const char *line)
{
    char path[128];
    snprintf(path, sizeof path, "%s/control", desk->dir);
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd >= 0) {
        (void)!write(fd, line, strlen(line));
        close(fd);
    }
}

static int end(void **state)
{
    struct desk *desk = *state;
    printing_destroy(desk->printing);
    command(desk, "quit\n");
    for (int i = 0; i < 100; i++) { /* until the process has let go of its directory */
        char path[400];
        struct stat status;
        snprintf(path, sizeof path, "%s/printer.pid", desk->dir);
        if (stat(path, &status) != 0 || status.st_size == 0)
            break;
        usleep(5000);
    }
    DIR *dir = opendir(desk->dir);
    for (struct dirent *entry; dir && (entry = readdir(dir));)
        unlinkat(dirfd(dir), entry->d_name, 0);
    if (dir)
        closedir(dir);
    rmdir(desk->dir);
    sd_event_unref(desk->loop);
    free(desk);
    return 0;
}

enum { WAIT_TURNS = 400, TURN_US = 10000 };

static bool wait_ready(struct desk *desk, bool ready)
{
    for (int i = 0; i < WAIT_TURNS && printing_ready(desk->printing) != ready; i++)
        sd_event_run(desk->loop, TURN_US);
    return printing_ready(desk->printing) == ready;
}

static bool wait_outcome(struct desk *desk)
{
    int before = desk->printed + desk->unknown;
    for (int i = 0; i < WAIT_TURNS && desk->printed + desk->unknown == before; i++)
        sd_event_run(desk->loop, TURN_US);
    return desk->printed + desk->unknown == before + 1;
}

static bool start(struct desk *desk, const char *text)
{
    struct paper paper = {.count = 1};
    paper.line[0] = (struct paper_line){.kind = PAPER_TEXT, .size = 4};
    snprintf(paper.line[0].text, sizeof paper.line[0].text, "%s", text);
    return printing_start(desk->printing, &paper);
}

static bool slip_says(const struct desk *desk, int number, const char *text)
{
    char path[128], content[2048] = "";
    snprintf(path, sizeof path, "%s/slip-%04d.txt", desk->dir, number);
    FILE *file = fopen(path, "re");
    if (!file)
        return false;
    size_t bytes = fread(content, 1, sizeof content - 1, file);
    fclose(file);
    content[bytes] = '\0';
    return strstr(content, text) != NULL;
}

static void a_printer_is_started_prints_and_confirms(void **state)
{
    struct desk *desk = *state;
    open_printing(desk, false);
    assert_false(start(desk, "A-000")); /* not ready yet: refused, no outcome */
    assert_true(wait_ready(desk, true));
    assert_int_equal(printing_columns(desk->printing), 48);
    assert_true(start(desk, "A-001"));
    assert_int_equal(desk->printed, 0); /* never from within the call */
    assert_true(wait_outcome(desk));
    assert_int_equal(desk->printed, 1);
    assert_true(slip_says(desk, 1, "A-001"));
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* The loop is late, busy elsewhere: all answers are there when it comes back. */
static void a_slip_long_printed_does_not_wait_for_the_next_poll(void **state)
{
    struct desk *desk = *state;
    open_printing(desk, false);
    assert_true(wait_ready(desk, true));
    for (int i = 1; i <= 3; i++) {
        assert_true(start(desk, "A-006"));
        for (int j = 0; j < WAIT_TURNS && !slip_says(desk, i, "A-006"); j++)
            usleep(5000);
        usleep(20000); /* and its fence is on the line */
        int64_t start_ms = now_ms();
        assert_true(wait_outcome(desk));
        assert_in_range(now_ms() - start_ms, 0, 200);
        assert_int_equal(desk->printed, i);
        assert_true(wait_ready(desk, true));
    }
}

static void paper_out_is_known_and_healed(void **state)
{
    struct desk *desk = *state;
    struct printing_health health;
    open_printing(desk, false);
    assert_true(wait_ready(desk, true));
    command(desk, "paper out\n");
    assert_true(wait_ready(desk, false));
    printing_health(desk->printing, &health);
    assert_true(health.facts.paper_out);
    assert_string_equal(health.line_error, "");
    command(desk, "paper ok\n");
    assert_true(wait_ready(desk, true));
}

static void an_unplugged_line_ends_the_slip_as_unknown_and_comes_back(void **state)
{
    struct desk *desk = *state;
    struct printing_health health;
    open_printing(desk, false);
    assert_true(wait_ready(desk, true));
    command(desk, "slow 50\n");
    sd_event_run(desk->loop, 50000);
    assert_true(wait_ready(desk, true));
    assert_true(start(desk, "A-002"));
    sd_event_run(desk->loop, TURN_US);
    command(desk, "unplug\n");
    assert_true(wait_outcome(desk));
    assert_int_equal(desk->unknown, 1);
    printing_health(desk->printing, &health);
    assert_true(health.line_error[0] != '\0');
    assert_int_equal(health.jobs_unknown, 1);
    command(desk, "slow 0\nplug\n");
    assert_true(wait_ready(desk, true));
    assert_true(start(desk, "A-003"));
    assert_true(wait_outcome(desk));
    assert_int_equal(desk->printed, 1);
}

static void the_printer_outlives_its_daemon(void **state)
{
    struct desk *desk = *state;
    open_printing(desk, false);
    assert_true(wait_ready(desk, true));
    printing_destroy(desk->printing);
    open_printing(desk, true);
    assert_true(wait_ready(desk, true));
    assert_true(start(desk, "A-004"));
    assert_true(wait_outcome(desk));
    assert_true(slip_says(desk, 1, "A-004"));
}

static void a_file_takes_everything_and_is_believed(void **state)
{
    struct desk *desk = *state;
    struct stat status;
    desk->config.printer_driver = PRINTER_FILE;
    snprintf(desk->config.port, sizeof desk->config.port, "%s/out.bin", desk->dir);
    open_printing(desk, false);
    assert_true(wait_ready(desk, true));
    assert_true(start(desk, "A-005"));
    assert_true(wait_outcome(desk));
    assert_int_equal(desk->printed, 1);
    assert_int_equal(stat(desk->config.port, &status), 0);
    assert_true(status.st_size > 10);
}

static void no_printer_is_never_ready_and_says_so(void **state)
{
    struct desk *desk = *state;
    struct printing_health health;
    desk->config.printer_driver = PRINTER_NONE;
    open_printing(desk, false);
    for (int i = 0; i < 5; i++)
        sd_event_run(desk->loop, TURN_US);
    printing_health(desk->printing, &health);
    assert_false(health.ready);
    assert_true(health.facts.offline);
    assert_non_null(strstr(health.line_error, "no printer is configured"));
}

static void a_missing_port_is_tried_again_and_named(void **state)
{
    struct desk *desk = *state;
    struct printing_health health;
    desk->config.printer_driver = PRINTER_SERIAL;
    snprintf(desk->config.port, sizeof desk->config.port, "/dev/no-such-port");
    open_printing(desk, false);
    for (int i = 0; i < 5; i++)
        sd_event_run(desk->loop, TURN_US);
    printing_health(desk->printing, &health);
    assert_non_null(strstr(health.line_error, "/dev/no-such-port"));
    assert_int_equal(health.state, PRINT_DOWN);
}

/* Run by the driver as: loket-sim printer --dir DIR. */
static int serve(char **argv)
{
    char speed[] = "--fast", linger[] = "--linger", seconds[] = "5";
    char *fast[] = {argv[1], argv[2], argv[3], speed, linger, seconds, NULL};
    return sim_printer_main(6, fast);
}

int main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "printer") == 0)
        return serve(argv);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_printer_is_started_prints_and_confirms, begin, end),
        cmocka_unit_test_setup_teardown(a_slip_long_printed_does_not_wait_for_the_next_poll, begin,
                                        end),
        cmocka_unit_test_setup_teardown(paper_out_is_known_and_healed, begin, end),
        cmocka_unit_test_setup_teardown(an_unplugged_line_ends_the_slip_as_unknown_and_comes_back,
                                        begin, end),
        cmocka_unit_test_setup_teardown(the_printer_outlives_its_daemon, begin, end),
        cmocka_unit_test_setup_teardown(a_file_takes_everything_and_is_believed, begin, end),
        cmocka_unit_test_setup_teardown(no_printer_is_never_ready_and_says_so, begin, end),
        cmocka_unit_test_setup_teardown(a_missing_port_is_tried_again_and_named, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
