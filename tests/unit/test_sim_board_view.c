// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/sim/board_view.h"

static const char board[] =
    "{\"schema\":1,\"clock\":{\"utc_ms\":1795311720000,\"utc_offset_min\":420,\"speed\":1},"
    "\"kiosk\":{\"state\":\"ready\",\"help\":false},"
    "\"desks\":[{\"desk\":1,\"state\":\"open\",\"serving\":\"A-024\"},"
    "{\"desk\":2,\"state\":\"paused\",\"serving\":\"\"}],"
    "\"services\":[{\"service\":\"A\",\"waiting\":9,\"desks\":[1,2]},"
    "{\"service\":\"B\",\"waiting\":2,\"desks\":[1]}]}";

static void a_desk_sees_its_number_and_who_waits_for_its_services(void **state)
{
    (void)state;
    struct board_view view = {0};
    assert_true(board_view_parse(board, strlen(board), &view));
    assert_true(view.known);
    assert_true(view.ready);
    assert_int_equal(view.waiting, 11);
    const struct board_view_desk *one = board_view_desk(&view, 1);
    const struct board_view_desk *two = board_view_desk(&view, 2);
    assert_string_equal(one->serving, "A-024");
    assert_int_equal(one->waiting, 11);
    assert_true(one->open);
    assert_int_equal(two->waiting, 9);
    assert_false(two->open);
    assert_null(board_view_desk(&view, 3));
}

static void an_answer_that_is_no_board_leaves_the_view_as_it_was(void **state)
{
    (void)state;
    struct board_view view = {0};
    assert_true(board_view_parse(board, strlen(board), &view));
    assert_false(board_view_parse("not found", 9, &view));
    assert_false(board_view_parse("{}", 2, &view));
    assert_false(board_view_parse("", 0, &view));
    assert_int_equal(view.waiting, 11);
}

static void nobody_answers_on_a_socket_that_is_not_there(void **state)
{
    (void)state;
    struct board_view view = {0};
    struct hall_client *client = hall_client_create("/nonexistent/loket.sock");
    assert_non_null(client);
    assert_false(hall_client_look(client, &view, 1));
    assert_false(view.known);
    hall_client_destroy(client);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_desk_sees_its_number_and_who_waits_for_its_services),
        cmocka_unit_test(an_answer_that_is_no_board_leaves_the_view_as_it_was),
        cmocka_unit_test(nobody_answers_on_a_socket_that_is_not_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
