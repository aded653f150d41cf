// SPDX-License-Identifier: MIT
/* A request that is repeated because the daemon died in between: done once, answered twice. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <signal.h>

#include "tests/scenario/box_http.h"
#include "tests/scenario/story.h"

static char first[2048];

static int ask(const struct box *box, const char *path, const char *key, const char *body)
{
    char headers[160];
    snprintf(headers, sizeof headers, "Idempotency-Key: %s\r\n%s", key, *body ? BOX_HTTP_JSON : "");
    return story_ask(box, "POST", path, headers, body);
}

static void keep_answer(void)
{
    snprintf(first, sizeof first, "%.2047s", box_http_body(story_text));
}

static void crash(struct box *box)
{
    box_end(box, SIGKILL);
    box_start(box, true);
}

static int waiting_before(const struct box *box, int tickets)
{
    char ticket[8];
    for (int i = 0; i < tickets; i++)
        story_take(box, "A", ticket);
    return story_waiting(box);
}

static void a_repeated_next_calls_the_same_visitor_after_a_crash(void **state)
{
    struct box *box = *state;
    int before = waiting_before(box, 3);
    assert_int_equal(ask(box, "/api/v1/desks/1/next", "next-1", ""), 200);
    keep_answer();
    crash(box);
    assert_int_equal(ask(box, "/api/v1/desks/1/next", "next-1", ""), 200);
    assert_string_equal(box_http_body(story_text), first);
    assert_int_equal(story_waiting(box), before - 1);
    crash(box); /* and again */
    assert_int_equal(ask(box, "/api/v1/desks/1/next", "next-1", ""), 200);
    assert_string_equal(box_http_body(story_text), first);
    assert_int_equal(ask(box, "/api/v1/desks/1/next", "next-2", ""), 200);
    assert_string_not_equal(box_http_body(story_text), first);
    assert_int_equal(story_waiting(box), before - 2);
}

static void a_repeated_take_gives_the_same_number_after_a_crash(void **state)
{
    struct box *box = *state;
    static const char body[] = "{\"service\":\"B\",\"print\":false}";
    assert_int_equal(ask(box, "/api/v1/tickets", "take-1", body), 201);
    keep_answer();
    int waiting = story_waiting(box);
    crash(box);
    assert_int_equal(ask(box, "/api/v1/tickets", "take-1", body), 201);
    assert_string_equal(box_http_body(story_text), first);
    assert_int_equal(story_waiting(box), waiting);
}

static void the_key_still_belongs_to_its_request(void **state)
{
    struct box *box = *state;
    waiting_before(box, 2);
    assert_int_equal(ask(box, "/api/v1/desks/1/next", "mine", ""), 200);
    crash(box);
    assert_int_equal(ask(box, "/api/v1/desks/2/next", "mine", ""), 422);
    assert_int_equal(ask(box, "/api/v1/desks/1/recall", "mine", ""), 422);
}

static void a_request_that_was_refused_is_tried_again(void **state)
{
    struct box *box = *state;
    char ticket[8];
    while (ask(box, "/api/v1/desks/2/next", "", "") == 200)
        ;
    assert_int_equal(ask(box, "/api/v1/desks/2/next", "later", ""), 409);
    crash(box);
    story_take(box, "A", ticket);
    assert_int_equal(ask(box, "/api/v1/desks/2/next", "later", ""), 200);
    assert_non_null(strstr(story_text, ticket));
}

static void other_desk_work_is_answered_alike(void **state)
{
    struct box *box = *state;
    char ticket[8], path[64];
    story_take(box, "A", ticket);
    snprintf(path, sizeof path, "/api/v1/tickets/%s/transfer", ticket);
    assert_int_equal(ask(box, path, "move", "{\"service\":\"B\"}"), 200);
    keep_answer();
    crash(box);
    assert_int_equal(ask(box, path, "move", "{\"service\":\"B\"}"), 200);
    assert_string_equal(box_http_body(story_text), first);
    assert_int_equal(ask(box, "/api/v1/desks/1/pause", "rest", "{\"reason\":\"makan\"}"), 200);
    keep_answer();
    crash(box);
    assert_int_equal(ask(box, "/api/v1/desks/1/pause", "rest", "{\"reason\":\"makan\"}"), 200);
    assert_string_equal(box_http_body(story_text), first);
    assert_int_equal(ask(box, "/api/v1/desks/1/open", "back", ""), 200);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_repeated_next_calls_the_same_visitor_after_a_crash),
        cmocka_unit_test(a_repeated_take_gives_the_same_number_after_a_crash),
        cmocka_unit_test(the_key_still_belongs_to_its_request),
        cmocka_unit_test(a_request_that_was_refused_is_tried_again),
        cmocka_unit_test(other_desk_work_is_answered_alike),
    };
    return cmocka_run_group_tests(tests, story_open_day, story_close);
}
