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
#include <unistd.h>

#include "firmware/pin.h"

/* This very program is the child, too: see main. */
struct desk {
    sd_event *loop;
    struct pins *pins;
    int answers, good, wrong, faults;
    char hash[PIN_HASH_BYTES];
};

static void on_result(void *context, enum pin_result result, const char *hash)
{
    struct desk *desk = context;
    desk->answers++;
    desk->good += result == PIN_GOOD;
    desk->wrong += result == PIN_WRONG;
    desk->faults += result == PIN_FAULT;
    if (hash[0])
        snprintf(desk->hash, sizeof desk->hash, "%s", hash);
}

static int open_desk(void **state)
{
    sigset_t child;
    struct desk *desk = calloc(1, sizeof *desk);
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    *state = desk;
    if (sigprocmask(SIG_BLOCK, &child, NULL) != 0 || sd_event_new(&desk->loop) < 0)
        return -1;
    desk->pins = pins_create(desk->loop);
    return desk->pins ? 0 : -1;
}

static int close_desk(void **state)
{
    struct desk *desk = *state;
    pins_destroy(desk->pins);
    sd_event_unref(desk->loop);
    free(desk);
    return 0;
}

/* A hash of the PIN, made in the child. */
static void make_hash(struct desk *desk, const char *pin)
{
    assert_true(pins_hash(desk->pins, pin, on_result, desk));
    while (!desk->hash[0] && desk->faults == 0)
        assert_true(sd_event_run(desk->loop, UINT64_MAX) >= 0);
    assert_non_null(strstr(desk->hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
    desk->answers = desk->good = 0;
}

static void turn_until(struct desk *desk, int answers)
{
    while (desk->answers < answers)
        assert_true(sd_event_run(desk->loop, UINT64_MAX) >= 0);
}

static void the_right_pin_fits_and_another_does_not(void **state)
{
    struct desk *desk = *state;
    make_hash(desk, "246813");
    assert_true(pins_check(desk->pins, "246813", desk->hash, on_result, desk));
    assert_true(pins_check(desk->pins, "246814", desk->hash, on_result, desk));
    assert_int_equal(desk->answers, 0); /* never at once */
    turn_until(desk, 2);
    assert_int_equal(desk->good, 1);
    assert_int_equal(desk->wrong, 1);
}

static void a_user_who_does_not_exist_has_no_pin(void **state)
{
    struct desk *desk = *state;
    assert_true(pins_check(desk->pins, "246813", "", on_result, desk));
    turn_until(desk, 1);
    assert_int_equal(desk->wrong, 1);
}

static void garbage_for_a_hash_is_a_fault_and_no_entry(void **state)
{
    struct desk *desk = *state;
    static const char *const garbage[] = {
        "x", "$argon2id$", "$argon2id$v=19$m=4194304,t=99,p=1$c2FsdHNhbHRzYWx0c2E$aGFzaA",
        "246813"};
    for (int i = 0; i < 4; i++)
        assert_true(pins_check(desk->pins, "246813", garbage[i], on_result, desk));
    turn_until(desk, 4);
    assert_int_equal(desk->faults, 4);
}

static void the_line_of_those_who_wait_is_short(void **state)
{
    struct desk *desk = *state;
    int taken = 0;
    for (int i = 0; i < 50; i++)
        taken += pins_check(desk->pins, "246813", "", on_result, desk);
    assert_int_equal(taken, PIN_WAITING_MAX + 1);
    assert_false(pins_hash(desk->pins, "246813", on_result, desk));
    turn_until(desk, taken);
    assert_int_equal(desk->wrong, taken);
    assert_true(pins_check(desk->pins, "246813", "", on_result, desk)); /* room again */
    turn_until(desk, taken + 1);
}

static void what_cannot_be_a_pin_is_not_computed(void **state)
{
    struct desk *desk = *state;
    assert_false(pins_check(desk->pins, "", "", on_result, desk));
    assert_false(pins_check(desk->pins, "1234567890123", "", on_result, desk));
    assert_false(pins_check(desk->pins, "24\n813", "", on_result, desk));
}

/* Our only child. */
static pid_t find_child(void)
{
    char path[64], line[32] = "";
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    char *got = fgets(line, sizeof line, file);
    fclose(file);
    return got ? (pid_t)strtol(line, NULL, 10) : 0;
}

static void a_child_that_is_killed_is_a_fault_and_the_next_goes_on(void **state)
{
    struct desk *desk = *state;
    assert_true(pins_check(desk->pins, "246813", "", on_result, desk));
    assert_true(pins_check(desk->pins, "246813", "", on_result, desk));
    pid_t child = find_child();
    if (child <= 0)
        skip(); /* this kernel does not tell */
    assert_int_equal(kill(child, SIGKILL), 0);
    turn_until(desk, 2);
    assert_int_equal(desk->faults, 1);
    assert_int_equal(desk->wrong, 1);
}

static void at_the_end_whoever_waits_is_told(void **state)
{
    struct desk *desk = *state;
    for (int i = 0; i < 3; i++)
        assert_true(pins_check(desk->pins, "246813", "", on_result, desk));
    pins_destroy(desk->pins);
    desk->pins = NULL;
    assert_int_equal(desk->faults, 3);
}

/* What the child is asked, byte by byte. */
static int ask_child(const char *request, size_t bytes, char *said, size_t room)
{
    int in[2], out[2];
    assert_int_equal(pipe(in), 0);
    assert_int_equal(pipe(out), 0);
    assert_int_equal(write(in[1], request, bytes), (ssize_t)bytes);
    close(in[1]);
    int status = pin_child(in[0], out[1]);
    close(in[0]);
    close(out[1]);
    ssize_t got = read(out[0], said, room - 1);
    said[got > 0 ? got : 0] = '\0';
    close(out[0]);
    return status;
}

static void the_child_takes_whole_requests_only(void **state)
{
    (void)state;
    static const char *const bad[] = {"",
                                      "\n",
                                      "hash",
                                      "hash\n",
                                      "hash\n246813",
                                      "hash\n\n",
                                      "hash\n246813\nmore\n",
                                      "check\n246813\n",
                                      "check\n246813\nx\n",
                                      "forget\n246813\n",
                                      "hash\n1234567890123\n"};
    char said[256];
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(ask_child(bad[i], strlen(bad[i]), said, sizeof said), 2);
        assert_string_equal(said, "");
    }
    assert_int_equal(ask_child("hash\n24\0813\n", 12, said, sizeof said), 2);
    char *endless = malloc(4000);
    memset(endless, '7', 4000);
    assert_int_equal(ask_child(endless, 4000, said, sizeof said), 2);
    free(endless);
}

static void a_hash_says_nothing_of_its_pin_and_is_new_each_time(void **state)
{
    (void)state;
    char first[256], second[256];
    assert_int_equal(ask_child("hash\n246813\n", 12, first, sizeof first), 0);
    assert_int_equal(ask_child("hash\n246813\n", 12, second, sizeof second), 0);
    assert_string_not_equal(first, second);
    assert_null(strstr(first, "246813"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, open_desk, close_desk)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(the_right_pin_fits_and_another_does_not),
        TEST(a_user_who_does_not_exist_has_no_pin),
        TEST(garbage_for_a_hash_is_a_fault_and_no_entry),
        TEST(the_line_of_those_who_wait_is_short),
        TEST(what_cannot_be_a_pin_is_not_computed),
        TEST(a_child_that_is_killed_is_a_fault_and_the_next_goes_on),
        TEST(at_the_end_whoever_waits_is_told),
        cmocka_unit_test(the_child_takes_whole_requests_only),
        cmocka_unit_test(a_hash_says_nothing_of_its_pin_and_is_new_each_time),
    };
    if (argc == 2 && strcmp(argv[1], "--pin") == 0)
        return pin_child(STDIN_FILENO, STDOUT_FILENO);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
