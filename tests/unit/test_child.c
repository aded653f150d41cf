// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "firmware/child.h"

/* This very program is the child, too: see main. */
struct end {
    sd_event *loop;
    int status;
    size_t bytes;
    char out[CHILD_OUT_MAX_BYTES + 1];
    int calls;
};

static void on_end(void *context, int status, const char *out, size_t bytes)
{
    struct end *end = context;
    end->status = status;
    end->bytes = bytes;
    memcpy(end->out, out, bytes + 1);
    end->calls++;
    sd_event_exit(end->loop, 0);
}

static int open_loop(void **state)
{
    sigset_t child;
    struct end *end = calloc(1, sizeof *end);
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    *state = end;
    return sigprocmask(SIG_BLOCK, &child, NULL) == 0 && sd_event_new(&end->loop) >= 0 ? 0 : -1;
}

static int close_loop(void **state)
{
    struct end *end = *state;
    sd_event_unref(end->loop);
    free(end);
    return 0;
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return now.tv_sec * INT64_C(1000) + now.tv_nsec / 1000000;
}

static void run(struct end *end, const char *option, const char *argument, const char *input,
                int timeout_ms)
{
    assert_non_null(
        child_start(end->loop, option, argument, input, strlen(input), timeout_ms, on_end, end));
    assert_int_equal(end->calls, 0);
    assert_true(sd_event_loop(end->loop) >= 0);
    assert_int_equal(end->calls, 1);
}

static void it_hears_and_is_heard(void **state)
{
    struct end *end = *state;
    run(end, "--echo", NULL, "1234\nhash\n", 5000);
    assert_int_equal(end->status, 7);
    assert_string_equal(end->out, "1234\nhash\n");
    assert_int_equal(end->bytes, 10);
}

static void it_has_an_argument_where_it_needs_one(void **state)
{
    struct end *end = *state;
    run(end, "--say", "sore", "", 5000);
    assert_int_equal(end->status, 0);
    assert_string_equal(end->out, "sore");
}

static void one_that_takes_too_long_is_killed(void **state)
{
    struct end *end = *state;
    int64_t began_ms = now_ms();
    run(end, "--hang", NULL, "", 50);
    assert_int_equal(end->status, -1);
    assert_true(now_ms() - began_ms < 3000);
}

static void one_that_says_too_much_is_not_believed(void **state)
{
    struct end *end = *state;
    run(end, "--shout", NULL, "", 5000);
    assert_int_equal(end->status, -1);
    assert_int_equal(end->bytes, 0);
}

static void one_that_dies_says_so(void **state)
{
    struct end *end = *state;
    run(end, "--die", NULL, "secret", 5000);
    assert_int_equal(end->status, -1);
}

static void one_that_does_not_listen_is_no_harm(void **state)
{
    struct end *end = *state;
    char input[CHILD_IN_MAX_BYTES + 1];
    memset(input, 'x', CHILD_IN_MAX_BYTES);
    input[CHILD_IN_MAX_BYTES] = '\0';
    run(end, "--say", "tak peduli", input, 5000);
    assert_int_equal(end->status, 0);
    assert_null(child_start(end->loop, "--echo", NULL, input, sizeof input, 5000, on_end, end));
}

static void one_that_is_not_wanted_any_more_is_gone_at_once(void **state)
{
    struct end *end = *state;
    struct child *child = child_start(end->loop, "--hang", NULL, "x", 1, 5000, on_end, end);
    assert_non_null(child);
    int64_t began_ms = now_ms();
    child_destroy(child);
    child_destroy(NULL);
    assert_true(now_ms() - began_ms < 3000);
    assert_int_equal(sd_event_run(end->loop, 0), 0);
    assert_int_equal(end->calls, 0);
}

static int be_child(const char *what, const char *argument)
{
    char text[CHILD_IN_MAX_BYTES];
    if (strcmp(what, "--echo") == 0) {
        size_t bytes = fread(text, 1, sizeof text, stdin);
        fwrite(text, 1, bytes, stdout);
        return 7;
    }
    if (strcmp(what, "--say") == 0 && argument)
        return fputs(argument, stdout) < 0;
    if (strcmp(what, "--hang") == 0)
        return (int)sleep(30);
    if (strcmp(what, "--die") == 0)
        return raise(SIGKILL);
    for (int i = 0; i < 5000; i++) /* --shout */
        putchar('!');
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_loop, close_loop)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(it_hears_and_is_heard),
        TEST(it_has_an_argument_where_it_needs_one),
        TEST(one_that_takes_too_long_is_killed),
        TEST(one_that_says_too_much_is_not_believed),
        TEST(one_that_dies_says_so),
        TEST(one_that_does_not_listen_is_no_harm),
        TEST(one_that_is_not_wanted_any_more_is_gone_at_once),
    };
    signal(SIGPIPE, SIG_IGN);
    if (argc > 1)
        return be_child(argv[1], argv[2]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
