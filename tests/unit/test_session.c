// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/api/session.h"

enum { HOUR_MS = 3600000, MINUTE_MS = 60000 };

static struct sessions sessions;

static int clear(void **state)
{
    (void)state;
    sessions_close_user(&sessions, NULL);
    return 0;
}

/* Signs in with random bytes that are all `seed`. */
static void sign_in(const char *user, int seed, int64_t now_ms, char token[SESSION_TEXT_BYTES])
{
    uint8_t random[SESSION_TOKEN_BYTES];
    memset(random, seed, sizeof random);
    session_open(&sessions, user, random, now_ms, token);
}

static void a_token_opens_the_session_it_was_given_for(void **state)
{
    (void)state;
    char sari[SESSION_TEXT_BYTES], budi[SESSION_TEXT_BYTES];
    sign_in("sari", 1, 0, sari);
    sign_in("budi", 2, 0, budi);
    assert_int_equal(strlen(sari), 64);
    assert_string_equal(session_find(&sessions, sari, 1)->user, "sari");
    assert_string_equal(session_find(&sessions, budi, 1)->user, "budi");
    sari[63] = sari[63] == '0' ? '1' : '0';
    assert_null(session_find(&sessions, sari, 1));
}

static void the_table_holds_no_token(void **state)
{
    (void)state;
    char token[SESSION_TEXT_BYTES];
    uint8_t random[SESSION_TOKEN_BYTES];
    sign_in("sari", 7, 0, token);
    memset(random, 7, sizeof random);
    assert_null(memmem(&sessions, sizeof sessions, random, sizeof random));
    assert_null(memmem(&sessions, sizeof sessions, token, strlen(token)));
}

static void it_ends_when_nobody_acts_for_half_an_hour(void **state)
{
    (void)state;
    char token[SESSION_TEXT_BYTES];
    sign_in("sari", 1, 0, token);
    struct session *session = session_find(&sessions, token, 29 * MINUTE_MS);
    assert_non_null(session); /* looking at it is no act */
    assert_null(session_find(&sessions, token, 30 * MINUTE_MS));
    sign_in("sari", 2, 0, token);
    session_act(session_find(&sessions, token, 29 * MINUTE_MS), 29 * MINUTE_MS);
    assert_non_null(session_find(&sessions, token, 58 * MINUTE_MS));
    assert_null(session_find(&sessions, token, 59 * MINUTE_MS));
}

static void it_ends_after_twelve_hours_however_busy(void **state)
{
    (void)state;
    char token[SESSION_TEXT_BYTES];
    int64_t now_ms = 0;
    sign_in("sari", 1, 0, token);
    for (; now_ms < 12 * (int64_t)HOUR_MS; now_ms += 10 * MINUTE_MS) {
        struct session *session = session_find(&sessions, token, now_ms);
        assert_non_null(session);
        session_act(session, now_ms);
    }
    assert_null(session_find(&sessions, token, now_ms));
    assert_int_equal(sessions_count(&sessions, now_ms), 0);
}

static void a_token_that_somebody_brings_along_is_never_taken_over(void **state)
{
    (void)state;
    char planted[SESSION_TEXT_BYTES], token[SESSION_TEXT_BYTES];
    memset(planted, 'a', 64);
    planted[64] = '\0';
    assert_null(session_find(&sessions, planted, 0));
    sign_in("sari", 1, 0, token);
    assert_string_not_equal(token, planted);
    assert_null(session_find(&sessions, planted, 0));
    char again[SESSION_TEXT_BYTES];
    sign_in("sari", 2, 0, again); /* every sign-in has its own */
    assert_string_not_equal(token, again);
}

static void closing_a_user_closes_all_of_hers_and_no_others(void **state)
{
    (void)state;
    char first[SESSION_TEXT_BYTES], second[SESSION_TEXT_BYTES], budi[SESSION_TEXT_BYTES];
    sign_in("sari", 1, 0, first);
    sign_in("sari", 2, 0, second);
    sign_in("budi", 3, 0, budi);
    sessions_close_user(&sessions, "sari");
    assert_null(session_find(&sessions, first, 1));
    assert_null(session_find(&sessions, second, 1));
    assert_non_null(session_find(&sessions, budi, 1));
}

static void one_user_cannot_crowd_the_others_out(void **state)
{
    (void)state;
    char token[SESSION_TEXT_BYTES], budi[SESSION_TEXT_BYTES], first[SESSION_TEXT_BYTES];
    sign_in("budi", 100, 0, budi);
    sign_in("sari", 1, 1, first);
    for (int i = 2; i < 2 + SESSIONS_USER_MAX; i++)
        sign_in("sari", i, i, token);
    assert_int_equal(sessions_count(&sessions, 20), SESSIONS_USER_MAX + 1);
    assert_non_null(session_find(&sessions, budi, 20));
    assert_non_null(session_find(&sessions, token, 20));
    assert_null(session_find(&sessions, first, 20)); /* her own oldest went */
}

static void a_full_table_gives_up_who_was_idle_longest(void **state)
{
    (void)state;
    char token[SESSIONS_MAX + 1][SESSION_TEXT_BYTES], name[16];
    for (int i = 0; i <= SESSIONS_MAX; i++) {
        if (i == SESSIONS_MAX)
            session_act(session_find(&sessions, token[0], i), i);
        snprintf(name, sizeof name, "u%d", i);
        sign_in(name, i + 1, i, token[i]);
    }
    assert_int_equal(sessions_count(&sessions, 100), SESSIONS_MAX);
    assert_non_null(session_find(&sessions, token[0], 100));
    assert_null(session_find(&sessions, token[1], 100));
    assert_non_null(session_find(&sessions, token[SESSIONS_MAX], 100));
}

#define A16 "0123456789abcdef"
#define TOKEN A16 A16 A16 A16

static void a_cookie_is_read_strictly(void **state)
{
    (void)state;
    static const char *const good[] = {"loket=" TOKEN, "a=b; loket=" TOKEN, "loket=" TOKEN "; x=y",
                                       "xloket=1;loket=" TOKEN ";"};
    static const char *const bad[] = {
        "",
        "loket=",
        "loket=" TOKEN "0",
        "loket=" A16 A16 A16 "0123456789abcde",
        "loket=" A16 A16 A16 "0123456789ABCDEF",
        "loket=\"" TOKEN "\"",
        "Loket=" TOKEN,
        "xloket=" TOKEN,
        "loket =" TOKEN,
        "loket=" TOKEN "; loket=" TOKEN,
        "loket=x; loket=" TOKEN,
        "loket=" TOKEN "; loket=x",
    };
    char token[SESSION_TEXT_BYTES];
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        assert_true(session_cookie(good[i], token));
        assert_string_equal(token, TOKEN);
    }
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (session_cookie(bad[i], token))
            fail_msg("taken: %s", bad[i]);
}

#define TEST(name) cmocka_unit_test_setup(name, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_token_opens_the_session_it_was_given_for),
        TEST(the_table_holds_no_token),
        TEST(it_ends_when_nobody_acts_for_half_an_hour),
        TEST(it_ends_after_twelve_hours_however_busy),
        TEST(a_token_that_somebody_brings_along_is_never_taken_over),
        TEST(closing_a_user_closes_all_of_hers_and_no_others),
        TEST(one_user_cannot_crowd_the_others_out),
        TEST(a_full_table_gives_up_who_was_idle_longest),
        TEST(a_cookie_is_read_strictly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
