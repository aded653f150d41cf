// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/api/slowdown.h"

enum { SECOND_MS = 1000, MINUTE_MS = 60000, HOUR_MS = 3600000 };

static struct slowdown slowdown;

static int clear(void **state)
{
    (void)state;
    slowdown = (struct slowdown){0};
    return 0;
}

static int64_t wait_for(const char *user, const char *address, int64_t now_ms)
{
    return slowdown_wait(&slowdown, user, address, now_ms);
}

static bool try(const char *user, const char *address, int64_t now_ms)
{
    return slowdown_try(&slowdown, user, address, now_ms) == 0;
}

/* Tries as often as it is let, for so long; how often that was. */
static int guess(const char *user, const char *address, int64_t from_ms, int64_t to_ms)
{
    int tries = 0;
    for (int64_t now_ms = from_ms; now_ms < to_ms; now_ms += 100)
        tries += try(user, address, now_ms);
    return tries;
}

static void the_first_three_tries_cost_nothing_then_time_doubles(void **state)
{
    (void)state;
    static const int64_t expected_ms[] = {0, 0, 1000, 2000, 4000, 8000, 16000, 30000, 30000};
    int64_t now_ms = 0;
    for (size_t i = 0; i < sizeof expected_ms / sizeof *expected_ms; i++) {
        char address[16]; /* each from elsewhere: only the user counts */
        snprintf(address, sizeof address, "10.0.0.%d", (int)i);
        assert_true(try("sari", address, now_ms));
        assert_int_equal(wait_for("sari", "10.0.1.1", now_ms), expected_ms[i]);
        now_ms += expected_ms[i];
    }
}

static void a_try_that_comes_too_early_makes_it_no_worse(void **state)
{
    (void)state;
    for (int i = 0; i < 4; i++)
        try("sari", "10.0.0.1", i < 3 ? 0 : SECOND_MS);
    assert_int_equal(wait_for("sari", "10.0.0.1", SECOND_MS), 2 * SECOND_MS);
    for (int i = 0; i < 100; i++)
        assert_false(try("sari", "10.0.0.1", SECOND_MS + i));
    assert_true(try("sari", "10.0.0.1", 3 * SECOND_MS));
}

static void many_tries_at_once_do_not_slip_through(void **state)
{
    (void)state;
    int accepted = 0;
    for (int i = 0; i < 50; i++)
        accepted += try("sari", "10.0.0.1", 0);
    assert_int_equal(accepted, SLOWDOWN_FREE_TRIES);
}

static void one_address_gets_few_guesses_in_a_day_whoever_it_tries(void **state)
{
    (void)state;
    int tries = 0;
    char user[16];
    for (int64_t now_ms = 0; now_ms < 24 * (int64_t)HOUR_MS; now_ms += SECOND_MS) {
        snprintf(user, sizeof user, "user%d", (int)(now_ms / SECOND_MS % 1000));
        tries += try(user, "10.0.0.1", now_ms);
    }
    assert_in_range(tries, 280, 310); /* one in five minutes */
}

static void nobody_locks_somebody_out_from_elsewhere(void **state)
{
    (void)state;
    guess("sari", "10.0.0.66", 0, 10 * (int64_t)MINUTE_MS);
    assert_in_range(wait_for("sari", "10.0.0.2", 10 * (int64_t)MINUTE_MS), 0, 30 * SECOND_MS);
    assert_int_equal(wait_for("budi", "10.0.0.2", 10 * (int64_t)MINUTE_MS), 0);
}

/* Nine wrong PINs, each from elsewhere; the time of the last. */
static int64_t guess_from_all_over(const char *user, int64_t from_ms)
{
    for (int i = 0; i < 9; i++, from_ms += SLOWDOWN_USER_MAX_MS) {
        char address[24];
        snprintf(address, sizeof address, "10.9.0.%d", i);
        assert_true(try(user, address, from_ms));
    }
    return from_ms - SLOWDOWN_USER_MAX_MS;
}

static void where_she_signed_in_before_she_does_not_wait_for_others(void **state)
{
    (void)state;
    assert_true(try("sari", "10.0.0.2", 0));
    slowdown_good(&slowdown, "sari", "10.0.0.2", 0);
    int64_t now_ms = guess_from_all_over("sari", HOUR_MS);
    assert_int_equal(wait_for("sari", "10.0.0.3", now_ms), SLOWDOWN_USER_MAX_MS);
    assert_int_equal(wait_for("sari", "10.0.0.2", now_ms), 0);
    now_ms = guess_from_all_over("sari", SLOWDOWN_KNOWN_MS); /* that was half a day ago */
    assert_int_equal(wait_for("sari", "10.0.0.2", now_ms), SLOWDOWN_USER_MAX_MS);
}

static void the_right_pin_clears_the_user_but_not_all_of_the_address(void **state)
{
    (void)state;
    for (int i = 0; i < 3; i++)
        assert_true(try("admin", "10.0.0.5", 0));
    assert_true(try("sari", "10.0.0.5", SECOND_MS)); /* her own PIN in between ... */
    slowdown_good(&slowdown, "sari", "10.0.0.5", SECOND_MS);
    assert_int_equal(wait_for("sari", "10.0.0.5", 2 * SECOND_MS), 0);
    assert_true(try("admin", "10.0.0.5", 2 * SECOND_MS));
    assert_int_equal(wait_for("admin", "10.0.0.5", 2 * SECOND_MS), 2 * SECOND_MS); /* ... no help */
}

static void a_try_that_could_not_be_judged_does_not_count(void **state)
{
    (void)state;
    for (int i = 0; i < 50; i++) {
        assert_true(try("sari", "10.0.0.1", i));
        slowdown_undo(&slowdown, "sari", "10.0.0.1");
    }
}

static void half_an_hour_later_it_is_forgotten(void **state)
{
    (void)state;
    guess("sari", "10.0.0.1", 0, 10 * (int64_t)MINUTE_MS);
    int64_t later_ms = 10 * (int64_t)MINUTE_MS + SLOWDOWN_FORGET_MS;
    for (int i = 0; i < SLOWDOWN_FREE_TRIES; i++)
        assert_true(try("sari", "10.0.0.1", later_ms));
    assert_false(try("sari", "10.0.0.1", later_ms));
}

static void a_flood_of_names_does_not_push_out_who_failed_most(void **state)
{
    (void)state;
    char name[16], address[24];
    guess("sari", "10.0.0.1", 0, 60 * SECOND_MS);
    int64_t now_ms = 60 * SECOND_MS;
    for (int i = 0; i < 5000; i++) {
        snprintf(name, sizeof name, "name%d", i);
        snprintf(address, sizeof address, "10.%d.%d.1", 1 + i / 250, i % 250);
        try(name, address, now_ms);
    }
    assert_true(wait_for("sari", "10.0.0.1", now_ms) > 0);
}

#define TEST(name) cmocka_unit_test_setup(name, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(the_first_three_tries_cost_nothing_then_time_doubles),
        TEST(a_try_that_comes_too_early_makes_it_no_worse),
        TEST(many_tries_at_once_do_not_slip_through),
        TEST(one_address_gets_few_guesses_in_a_day_whoever_it_tries),
        TEST(nobody_locks_somebody_out_from_elsewhere),
        TEST(where_she_signed_in_before_she_does_not_wait_for_others),
        TEST(the_right_pin_clears_the_user_but_not_all_of_the_address),
        TEST(a_try_that_could_not_be_judged_does_not_count),
        TEST(half_an_hour_later_it_is_forgotten),
        TEST(a_flood_of_names_does_not_push_out_who_failed_most),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
