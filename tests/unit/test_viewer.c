// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "display/viewer.h"

static const char format[] =
    "{\"schema\":1,\"clock\":{\"utc_ms\":%lld,\"utc_offset_min\":420,\"speed\":%d},"
    "\"branch\":{\"name\":\"K\",\"line_id\":\"\",\"line_en\":\"\"},"
    "\"kiosk\":{\"state\":\"ready\",\"message_id\":\"\",\"message_en\":\"\",\"help\":false},"
    "\"calls\":[{\"seq\":%d,\"ticket\":\"A-001\",\"desk\":1,\"recall\":false,\"at_utc_ms\":%lld}],"
    "\"desks\":[],\"services\":[],\"notices\":[]}";

static void take(struct viewer *viewer, long long utc_ms, int speed, int seq, int64_t now_ms)
{
    char text[1024], reason[WALL_REASON_BYTES];
    snprintf(text, sizeof text, format, utc_ms, speed, seq, utc_ms);
    if (!viewer_take(viewer, text, strlen(text), now_ms, reason)) {
        fail_msg("%s", reason);
    }
}

static void branch_time_runs_on_between_boards_at_its_own_speed(void **state)
{
    (void)state;
    struct viewer viewer;
    viewer_init(&viewer, "unix:/x", 15000);
    assert_int_equal(viewer_branch_ms(&viewer, 99), 0);
    take(&viewer, 1000000, 60, 1, 500);
    assert_int_equal(viewer_branch_ms(&viewer, 1500), 1060000);
    assert_int_equal(viewer_input(&viewer, 1500, 800, 600).branch_utc_ms, 1060000);
}

static void a_silent_line_is_lost_after_fifteen_seconds_and_the_board_stays(void **state)
{
    (void)state;
    struct viewer viewer;
    viewer_init(&viewer, "unix:/x", 15000);
    take(&viewer, 1000000, 1, 1, 0);
    viewer_heard(&viewer, 10000); /* a heartbeat */
    assert_int_equal(viewer_input(&viewer, 24999, 800, 600).lost_since_utc_ms, 0);
    struct scene_input input = viewer_input(&viewer, 25000, 800, 600);
    assert_int_equal(input.lost_since_utc_ms, 1010000);
    assert_non_null(input.board);
    assert_int_equal(input.stage->seq, 1);
    take(&viewer, 2000000, 1, 1, 30000);
    assert_int_equal(viewer_input(&viewer, 30000, 800, 600).lost_since_utc_ms, 0);
}

static void garbage_keeps_the_last_good_board(void **state)
{
    (void)state;
    struct viewer viewer;
    char reason[WALL_REASON_BYTES];
    viewer_init(&viewer, "unix:/x", 15000);
    assert_null(viewer_input(&viewer, 0, 800, 600).board);
    take(&viewer, 1000000, 1, 7, 0);
    assert_false(viewer_take(&viewer, "{}", 2, 100, reason));
    assert_int_equal(viewer_input(&viewer, 200, 800, 600).stage->seq, 7);
}

static void the_wall_sleeps_until_something_can_change(void **state)
{
    (void)state;
    struct viewer viewer;
    viewer_init(&viewer, "unix:/x", 15000);
    assert_true(viewer_due_mono_ms(&viewer, 0) == INT64_MAX);
    take(&viewer, 60000 * 5 + 50000, 1, 1, 1000);              /* ten seconds before the minute */
    assert_int_equal(viewer_due_mono_ms(&viewer, 1000), 1033); /* the number is entering */
    assert_int_equal(viewer_due_mono_ms(&viewer, 2000), 11000);
    viewer.still = true;
    assert_int_equal(viewer_due_mono_ms(&viewer, 1000), 11000);
    assert_int_equal(viewer_due_mono_ms(&viewer, 11000), 16000); /* then the line is lost */
    take(&viewer, 60000 * 5 + 50000, 1, 2, 11000);
    take(&viewer, 60000 * 5 + 50000, 1, 3, 11500);
    assert_int_equal(viewer_due_mono_ms(&viewer, 11500), 15000); /* the next call's turn */
    assert_int_equal(viewer_input(&viewer, 15000, 800, 600).stage->seq, 3);
}

static void an_idle_wall_turns_its_pages_and_shows_the_last_call_between_rounds(void **state)
{
    (void)state;
    struct viewer viewer;
    viewer_init(&viewer, "unix:/x", 1000000);
    take(&viewer, 1000000, 1, 1, 0);
    assert_null(viewer_input(&viewer, 500000, 800, 600).page); /* there are none */
    viewer.pages.count = 2;
    viewer.board.wall.idle_after_s = 45;
    viewer.board.wall.page_s = 14;
    assert_null(viewer_input(&viewer, 44999, 800, 600).page);
    struct scene_input input = viewer_input(&viewer, 45000, 800, 600);
    assert_ptr_equal(input.page, &viewer.pages.page[0]);
    assert_int_equal(input.page_number, 1);
    assert_int_equal(input.page_count, 2);
    assert_ptr_equal(viewer_input(&viewer, 59000, 800, 600).page, &viewer.pages.page[1]);
    assert_null(viewer_input(&viewer, 73000, 800, 600).page);
    assert_ptr_equal(viewer_input(&viewer, 87000, 800, 600).page, &viewer.pages.page[0]);
    viewer.board.wall.idle_after_s = 0; /* never */
    assert_null(viewer_input(&viewer, 87000, 800, 600).page);
}

static void a_call_takes_the_stage_from_a_page_at_once(void **state)
{
    (void)state;
    struct viewer viewer;
    viewer_init(&viewer, "unix:/x", 1000000);
    take(&viewer, 1000000, 1, 1, 0);
    viewer.pages.count = 2;
    assert_null(viewer_live_call(&viewer)); /* it was called before this wall began */
    assert_non_null(viewer_input(&viewer, 50000, 800, 600).page);
    take(&viewer, 1050000, 1, 2, 50001);
    struct scene_input input = viewer_input(&viewer, 50001, 800, 600);
    assert_null(input.page);
    assert_int_equal(input.stage->seq, 2);
    assert_int_equal(viewer_live_call(&viewer)->seq, 2);
}

static void a_call_keeps_the_stage_while_it_is_spoken(void **state)
{
    (void)state;
    struct viewer viewer;
    viewer_init(&viewer, "unix:/x", 1000000);
    take(&viewer, 1000000, 1, 1, 0);
    take(&viewer, 1010000, 1, 2, 10000);
    viewer.speaking = true;
    take(&viewer, 1011000, 1, 3, 11000);
    assert_int_equal(viewer_input(&viewer, 20000, 800, 600).stage->seq, 2);
    viewer.speaking = false;
    assert_int_equal(viewer_input(&viewer, 20001, 800, 600).stage->seq, 3);
    viewer.speaking = true; /* a voice that never ends is not waited for */
    take(&viewer, 1030000, 1, 4, 30000);
    assert_int_equal(viewer_input(&viewer, 50000, 800, 600).stage->seq, 3);
    assert_int_equal(viewer_input(&viewer, 50001, 800, 600).stage->seq, 4);
}

static void the_picture_drifts_a_step_a_minute(void **state)
{
    (void)state;
    struct viewer viewer;
    viewer_init(&viewer, "unix:/x", 1000000000);
    take(&viewer, 1000000, 60, 1, 5000);
    assert_int_equal(viewer_input(&viewer, 64999, 800, 600).drift, 0);
    assert_int_equal(viewer_input(&viewer, 65000, 800, 600).drift, 1);
    assert_int_equal(viewer_input(&viewer, 65000 + 3600000, 800, 600).drift, 61);
}

static void the_wall_wakes_for_a_page(void **state)
{
    (void)state;
    struct viewer viewer;
    viewer_init(&viewer, "unix:/x", 1000000);
    take(&viewer, 60000 * 5, 1, 1, 0);
    viewer.pages.count = 3;
    assert_int_equal(viewer_due_mono_ms(&viewer, 1000), 45000);
    assert_int_equal(viewer_due_mono_ms(&viewer, 45000), 59000);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(branch_time_runs_on_between_boards_at_its_own_speed),
        cmocka_unit_test(a_silent_line_is_lost_after_fifteen_seconds_and_the_board_stays),
        cmocka_unit_test(garbage_keeps_the_last_good_board),
        cmocka_unit_test(the_wall_sleeps_until_something_can_change),
        cmocka_unit_test(an_idle_wall_turns_its_pages_and_shows_the_last_call_between_rounds),
        cmocka_unit_test(a_call_takes_the_stage_from_a_page_at_once),
        cmocka_unit_test(a_call_keeps_the_stage_while_it_is_spoken),
        cmocka_unit_test(the_picture_drifts_a_step_a_minute),
        cmocka_unit_test(the_wall_wakes_for_a_page),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
