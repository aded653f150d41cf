// SPDX-License-Identifier: MIT
/* A one-time PIN opens the console for a day; after that it is a wrong one. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scenario/box_http.h"
#include "tests/scenario/person.h"
#include "tests/scenario/story.h"

static const char TUESDAY_8_58[] = "1795485480000", TUESDAY_9_01[] = "1795485660000";

static void restart_at(struct box *box, const char *clock_start)
{
    assert_int_equal(box_end(box, SIGTERM), 0);
    box->clock_start = clock_start;
    box_start(box, true);
}

static void add_user(const struct box *box, const char *name, char pin[16])
{
    char body[64];
    snprintf(body, sizeof body, "{\"user\":\"%s\",\"role\":\"officer\"}", name);
    assert_int_equal(story_post(box, "/api/v1/users", body), 201);
    person_read_pin(pin);
}

/* On Monday at nine there are budi with a PIN for once and sari with one of her own. */
static void the_next_morning_is_soon_enough_and_a_minute_later_is_not(void **state)
{
    struct box *box = *state;
    struct person budi = {.from = NULL}, sari = {.from = NULL};
    char once[16], wrong[256];
    add_user(box, "budi", once);
    person_make(box, &sari, "sari", "officer", false);

    restart_at(box, TUESDAY_8_58);
    assert_int_equal(person_sign_in(box, &budi, "budi", once), 200);
    /* What an admin changes of her does not make the PIN younger. */
    assert_int_equal(
        story_ask(box, "PUT", "/api/v1/users/budi", BOX_HTTP_JSON, "{\"may_call\":true}"), 200);

    restart_at(box, TUESDAY_9_01);
    assert_int_equal(person_sign_in(box, &budi, "nobody", once), 401);
    snprintf(wrong, sizeof wrong, "%.255s", box_http_body(story_text));
    assert_int_equal(person_sign_in(box, &budi, "budi", once), 401);
    assert_string_equal(box_http_body(story_text), wrong);
    budi.from = "127.0.0.60"; /* not slowed */
    assert_int_equal(person_sign_in(box, &sari, "sari", "246813"), 200);

    assert_int_equal(story_post(box, "/api/v1/users/budi/reset-pin", ""), 200);
    person_read_pin(once);
    assert_int_equal(person_sign_in(box, &budi, "budi", once), 200);
    assert_int_equal(person_choose_pin(box, &budi, "135791"), 200);
}

static void nobody_is_called_as_the_board_calls_itself(void **state)
{
    struct box *box = *state;
    assert_int_equal(story_post(box, "/api/v1/users", "{\"user\":\"local\",\"role\":\"admin\"}"),
                     400);
    assert_non_null(strstr(story_text, "names of the board itself"));
    assert_int_equal(story_post(box, "/api/v1/users", "{\"user\":\"loketd\",\"role\":\"admin\"}"),
                     400);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_next_morning_is_soon_enough_and_a_minute_later_is_not,
                                        story_open_day, story_close),
        cmocka_unit_test_setup_teardown(nobody_is_called_as_the_board_calls_itself, story_open_day,
                                        story_close),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
