// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/api/replays.h"

static int make(void **state)
{
    *state = calloc(1, sizeof(struct replays));
    return *state ? 0 : -1;
}

static int drop(void **state)
{
    replays_clear(*state);
    free(*state);
    return 0;
}

static enum replay_find find(struct replays *replays, const char *key, const char *body,
                             struct replay **replay)
{
    return replays_find(replays, key, "/next", body, strlen(body), replay);
}

static void a_repeated_request_gets_the_first_answer(void **state)
{
    struct replay *replay;
    assert_int_equal(find(*state, "k1", "{}", &replay), REPLAY_NEW);
    assert_int_equal(find(*state, "k1", "{}", &replay), REPLAY_RUNNING);
    replays_finish(replay, 200, "A-001");
    assert_int_equal(find(*state, "k1", "{}", &replay), REPLAY_ANSWERED);
    assert_string_equal(replay->body, "A-001");
    assert_int_equal(replay->status, 200);
}

static void a_key_belongs_to_one_request(void **state)
{
    struct replay *replay;
    assert_int_equal(find(*state, "k1", "{}", &replay), REPLAY_NEW);
    replays_finish(replay, 200, "A-001");
    assert_int_equal(find(*state, "k1", "{\"x\":1}", &replay), REPLAY_OTHER_REQUEST);
    assert_int_equal(replays_find(*state, "k1", "/recall", "{}", 2, &replay), REPLAY_OTHER_REQUEST);
}

static void a_refusal_is_tried_again(void **state)
{
    struct replay *replay;
    assert_int_equal(find(*state, "k1", "{}", &replay), REPLAY_NEW);
    replays_finish(replay, 409, "nobody");
    assert_int_equal(find(*state, "k1", "{}", &replay), REPLAY_NEW);
}

static void the_longest_unused_key_makes_room(void **state)
{
    struct replay *replay;
    char key[16];
    for (int i = 0; i < REPLAYS_MAX; i++) {
        snprintf(key, sizeof key, "k%d", i);
        assert_int_equal(find(*state, key, "", &replay), REPLAY_NEW);
        replays_finish(replay, 200, key);
    }
    assert_int_equal(find(*state, "k0", "", &replay), REPLAY_ANSWERED); /* used again: stays */
    assert_int_equal(find(*state, "new", "", &replay), REPLAY_NEW);
    assert_int_equal(find(*state, "k0", "", &replay), REPLAY_ANSWERED);
    assert_int_equal(find(*state, "k2", "", &replay), REPLAY_ANSWERED);
    replays_finish(replay, 409, "");
    assert_int_equal(find(*state, "k1", "", &replay), REPLAY_NEW);
}

static void running_requests_are_never_forgotten(void **state)
{
    struct replay *replay;
    char key[16];
    for (int i = 0; i < REPLAYS_MAX; i++) {
        snprintf(key, sizeof key, "k%d", i);
        assert_int_equal(find(*state, key, "", &replay), REPLAY_NEW);
    }
    assert_int_equal(find(*state, "one more", "", &replay), REPLAY_FULL);
    assert_int_equal(find(*state, "k0", "", &replay), REPLAY_RUNNING);
}

static void what_was_done_before_a_crash_is_answered_again(void **state)
{
    struct replay *replay;
    assert_int_equal(find(*state, "k1", "{}", &replay), REPLAY_NEW);
    uint64_t id = replay->id; /* as it stands in the facts */
    assert_true(id != 0);
    replays_clear(*state);
    replays_recall(*state, id, 200, "A-001");
    assert_int_equal(find(*state, "k1", "{}", &replay), REPLAY_ANSWERED);
    assert_string_equal(replay->body, "A-001");
    assert_int_equal(find(*state, "k1", "{\"x\":1}", &replay), REPLAY_OTHER_REQUEST);
    replays_recall(*state, id, 200, "A-002"); /* said twice: the later one stands */
    assert_int_equal(find(*state, "k1", "{}", &replay), REPLAY_ANSWERED);
    assert_string_equal(replay->body, "A-002");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make, drop)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_repeated_request_gets_the_first_answer),
        TEST(a_key_belongs_to_one_request),
        TEST(a_refusal_is_tried_again),
        TEST(the_longest_unused_key_makes_room),
        TEST(what_was_done_before_a_crash_is_answered_again),
        TEST(running_requests_are_never_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
