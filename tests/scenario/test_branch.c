// SPDX-License-Identifier: MIT
/* Days at the branch, with the real programs: what visitors and officers live through. */
#include "tests/scenario/story.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static void a_press_becomes_a_slip_and_a_call_reaches_the_board(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "A-001");
    assert_non_null(strstr(story_text, "Klaim JHT"));
    assert_non_null(strstr(story_text, "[ ] Kartu Keluarga (KK)"));
    box_press(box, BOX_NEXT_2);
    story_await_board(box, "\"ticket\":\"A-001\",\"desk\":2");
    assert_int_equal(box_end(box, SIGTERM), 0);
}

static void a_held_button_prints_the_papers_without_a_number(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_buttons(box, "press 1 2300");
    story_await_slip(box, 1, "Ini bukan nomor antrean");
    assert_non_null(strstr(story_text, "Klaim JHT"));
    assert_true(story_board_has(box, "\"waiting\":0"));
    assert_false(story_board_has(box, "\"waiting\":1"));
}

static void every_press_in_a_rush_is_answered_once(void **state)
{
    struct box *box = *state;
    char piece[16];
    box_start(box, true);
    for (int i = 0; i < 3; i++) {
        box_press(box, BOX_TAKE_A);
        box_press(box, BOX_TAKE_B);
        box_sleep_ms(80);
    }
    for (int i = 0; i < 6; i++)
        story_await_slip(box, i + 1, "-00");
    box_sleep_ms(200);
    assert_false(box_slip(box, 7, story_text, sizeof story_text));
    for (int i = 1; i <= 3; i++) {
        snprintf(piece, sizeof piece, "\"A-%03d\"", i);
        assert_int_equal(story_get(box, "/api/v1/tickets?state=waiting"), 200);
        assert_non_null(strstr(story_text, piece));
    }
}

static void priority_is_for_the_next_press_only(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_press(box, BOX_PRIORITY);
    box_sleep_ms(50);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "PRIORITAS");
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 2, "A-002");
    assert_null(strstr(story_text, "PRIORITAS"));
}

static void two_desks_in_the_same_instant_get_two_visitors(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "A-001");
    box_press(box, BOX_TAKE_B);
    story_await_slip(box, 2, "B-001");
    box_buttons(box, "press 11 10\npress 12 10");
    story_await_board(box, "\"ticket\":\"B-001\"");
    assert_true(story_board_has(box, "\"desk\":1,\"state\":\"open\",\"serving\":\"") &&
                story_board_has(box, "\"desk\":2,\"state\":\"open\",\"serving\":\""));
    assert_true(story_board_has(box, "\"ticket\":\"A-001\""));
}

static void next_calls_each_visitor_once(void **state)
{
    struct box *box = *state;
    static const char *const take = "{\"service\":\"A\",\"print\":false}";
    box_start(box, true);
    assert_int_equal(story_post(box, "/api/v1/desks/1/open", "{}"), 200);
    assert_in_range(story_post(box, "/api/v1/tickets", take), 200, 201);
    assert_in_range(story_post(box, "/api/v1/tickets", take), 200, 201);
    for (int i = 0; i < 3; i++) {
        int status = story_post(box, "/api/v1/desks/1/next", "{}");
        if (i < 2)
            assert_int_equal(status, 200);
    }
    assert_int_equal(story_post(box, "/api/v1/desks/1/next", "{}"), 409);
    assert_non_null(strstr(story_text, "nobody_waiting"));
}

static void a_restart_goes_on_where_it_was(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    for (int i = 1; i <= 3; i++) {
        box_press(box, BOX_TAKE_A);
        story_await_slip(box, i, "A-00");
    }
    box_press(box, BOX_NEXT_1);
    story_await_board(box, "\"serving\":\"A-001\"");
    assert_int_equal(box_end(box, SIGTERM), 0);
    box_start(box, true);
    assert_true(story_board_has(box, "\"serving\":\"A-001\""));
    box_press(box, BOX_NEXT_1);
    story_await_board(box, "\"serving\":\"A-002\"");
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 4, "A-004");
    assert_null(strstr(story_text, "SALINAN"));
}

static void sigterm_finishes_the_slip_in_hand(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_printer(box, "slow 800");
    box_press(box, BOX_TAKE_A);
    box_sleep_ms(150);
    assert_int_equal(box_end(box, SIGTERM), 0);
    story_await_slip(box, 1, "Gratis");
    box_printer(box, "slow 0");
    box_start(box, true);
    box_sleep_ms(200);
    assert_false(box_slip(box, 2, story_text, sizeof story_text)); /* it was confirmed: no copy */
}

static void confirmed_hours_open_and_close_the_kiosk(void **state)
{
    struct box *box = *state;
    box->content = "tests/golden/branch/hours.json";
    box->clock_start = "1795395598000"; /* Monday 07:59:58 in Jakarta */
    box_start(box, false);
    assert_true(story_board_has(box, "\"state\":\"closed\""));
    assert_int_equal(story_post(box, "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"),
                     409);
    story_await_board(box, "\"state\":\"ready\"");
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "A-001");
    assert_int_equal(box_end(box, SIGTERM), 0);
    box->clock_start = "1795420797000"; /* 14:59:57 */
    box_start(box, true);
    story_await_board(box, "\"state\":\"closed\"");
    box_press(box, BOX_NEXT_1); /* who is inside is served */
    story_await_board(box, "\"serving\":\"A-001\"");
}

static void a_day_that_an_admin_closed_early_stays_closed(void **state)
{
    struct box *box = *state;
    box->content = "tests/golden/branch/hours.json";
    box->clock_start = "1795400000000"; /* Monday morning */
    box_start(box, true);
    assert_int_equal(story_post(box, "/api/v1/kiosk/close", "{\"message\":\"Listrik padam\"}"),
                     200);
    box_sleep_ms(1500);
    assert_true(story_board_has(box, "Listrik padam"));
    assert_int_equal(box_end(box, SIGTERM), 0);
    box_start(box, false);
    box_sleep_ms(1500);
    assert_true(story_board_has(box, "\"state\":\"closed\""));
}

static void every_desk_button_does_what_it_says(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "A-001");
    box_press(box, BOX_NEXT_1);
    story_await_board(box, "\"serving\":\"A-001\"");
    box_press(box, BOX_NO_SHOW_1);
    story_await_board(box, "\"desk\":1,\"state\":\"open\",\"serving\":\"\"");
    assert_int_equal(story_post(box, "/api/v1/tickets/A-001/return", "{}"), 200);
    box_press(box, BOX_NEXT_2);
    story_await_board(box, "\"desk\":2,\"state\":\"open\",\"serving\":\"A-001\"");
    box_press(box, BOX_FINISH_2);
    story_await_board(box, "\"desk\":2,\"state\":\"open\",\"serving\":\"\"");
    box_press(box, BOX_PAUSE_2);
    story_await_board(box, "\"desk\":2,\"state\":\"paused\"");
    box_press(box, BOX_PAUSE_2);
    story_await_board(box, "\"desk\":2,\"state\":\"open\"");
    box_press(box, BOX_DESK_HELP_2);
    story_await_board(box, "\"serving\":\"\",\"help\":true,\"direction\":\"right\"");
    box_press(box, BOX_HELP);
    story_await_board(box, "\"message_en\":\"\",\"help\":true");
}

static uint32_t big_endian(const unsigned char *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

/* Transactions in the write-ahead log since it was last begun: frames of its own salt that
 * carry a database size (sqlite.org/fileformat2.html, 4.1 and 4.2). */
static int commits_in_log(const struct box *box)
{
    enum { HEADER = 32, FRAME = 24 + 4096 };
    static unsigned char log[1 << 22];
    char path[BOX_PATH_BYTES + 32];
    snprintf(path, sizeof path, "%s/data/loket.db-wal", box->dir);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t bytes = fread(log, 1, sizeof log, file);
    fclose(file);
    int commits = 0;
    for (size_t at = HEADER; at + FRAME <= bytes; at += FRAME)
        commits += memcmp(log + at + 8, log + 16, 8) == 0 && big_endian(log + at + 4) != 0;
    return commits;
}

static void a_burst_of_presses_shares_one_commit(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    box_printer(box, "slow 300"); /* so that no slip is confirmed meanwhile */
    int before = commits_in_log(box);
    box_buttons(box, "press 1 10\npress 2 10\npress 3 10");
    story_await_board(box, "\"service\":\"K\",\"name_id\":\"Info & Pengaduan\",\"name_en\":"
                           "\"Info & complaints\",\"waiting\":1");
    assert_true(story_board_has(box, "\"ahead\":3"));
    assert_int_equal(commits_in_log(box) - before, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_press_becomes_a_slip_and_a_call_reaches_the_board),
        STORY(a_held_button_prints_the_papers_without_a_number),
        STORY(every_press_in_a_rush_is_answered_once),
        STORY(priority_is_for_the_next_press_only),
        STORY(a_burst_of_presses_shares_one_commit),
        STORY(confirmed_hours_open_and_close_the_kiosk),
        STORY(a_day_that_an_admin_closed_early_stays_closed),
        STORY(every_desk_button_does_what_it_says),
        STORY(two_desks_in_the_same_instant_get_two_visitors),
        STORY(next_calls_each_visitor_once),
        STORY(a_restart_goes_on_where_it_was),
        STORY(sigterm_finishes_the_slip_in_hand),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
