// SPDX-License-Identifier: MIT
/* A day on which the branch is closed although its weekday says otherwise. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scenario/admin.h"

#define WEEK(holidays)                                                                             \
    ",\"hours\":{\"confirmed\":true,\"week\":{\"mon\":[\"08:00\",\"15:00\"],"                      \
    "\"tue\":[\"08:00\",\"15:00\"],\"wed\":[\"08:00\",\"15:00\"]},\"holidays\":[" holidays "]}"
#define MONDAY_OFF "{\"day\":\"2026-11-23\",\"id\":\"Hari Ulang Tahun\",\"en\":\"Anniversary\"}"
#define TUESDAY_OFF "{\"day\":\"2026-11-24\",\"id\":\"Cuti Bersama\"}"
#define HELD "\"noted\":true"
#define TICKET "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"

static const char SUNDAY_LATE[] = "1795366797000"; /* three seconds before midnight */
static const char MONDAY_8[] = "1795395597000";    /* three seconds before eight */
static const char TUESDAY_OPENS[] = "\"opens_utc_ms\":1795482000000";
static const char WEDNESDAY_OPENS[] = "\"opens_utc_ms\":1795568400000";

static void begin(struct box *box, const char *clock_start, const char *more)
{
    static char path[BOX_PATH_BYTES + 32];
    snprintf(path, sizeof path, "%s/branch.json", box->dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(admin_document("first", TWO_DESKS, more), file);
    fclose(file);
    box->content = path;
    box->clock_start = clock_start;
    box_start(box, false);
}

static void a_holiday_passes_eight_o_clock_without_opening(void **state)
{
    struct box *box = *state;
    begin(box, MONDAY_8, WEEK(MONDAY_OFF));
    assert_true(story_board_has(box, "\"state\":\"closed\",\"message_id\":\"Libur: Hari Ulang "
                                     "Tahun\",\"message_en\":\"Closed today: Anniversary\""));
    assert_true(story_board_has(box, TUESDAY_OPENS));
    assert_true(story_board_has(box, HELD));
    box_sleep_ms(4500);
    assert_true(story_board_has(box, "Libur: Hari Ulang Tahun"));
    assert_int_equal(story_post(box, TICKET), 409);
    box_press(box, BOX_TAKE_A);
    box_sleep_ms(100);
    assert_int_equal(story_waiting(box), 0);
}

static void holidays_in_a_row_are_leapt_over(void **state)
{
    struct box *box = *state;
    begin(box, MONDAY_9, WEEK(TUESDAY_OFF "," MONDAY_OFF));
    assert_true(story_board_has(box, WEDNESDAY_OPENS));
}

static void the_walls_learn_at_midnight_what_the_day_is(void **state)
{
    struct box *box = *state;
    begin(box, SUNDAY_LATE, WEEK(MONDAY_OFF));
    assert_true(story_board_has(box, "\"noted\":false"));
    assert_false(story_board_has(box, "Libur"));
    assert_true(story_board_has(box, TUESDAY_OPENS));
    story_await_board(box, "Libur: Hari Ulang Tahun");
    box_end(box, SIGTERM);
    begin(box, LATE_MONDAY, WEEK(MONDAY_OFF));
    assert_true(story_board_has(box, "Libur: Hari Ulang Tahun"));
    story_await_board(box, "\"noted\":false");
    assert_true(story_board_has(box, TUESDAY_OPENS));
}

static void whoever_opens_on_a_holiday_has_the_last_word(void **state)
{
    struct box *box = *state;
    begin(box, MONDAY_9, WEEK(TUESDAY_OFF "," MONDAY_OFF));
    assert_int_equal(story_post(box, "/api/v1/kiosk/open", "{}"), 200);
    story_await_board(box, "\"state\":\"ready\"");
    box_sleep_ms(1500);
    assert_true(story_board_has(box, "\"state\":\"ready\",\"message_id\":\"\""));
    assert_int_equal(story_post(box, TICKET), 201);
    assert_int_equal(story_post(box, "/api/v1/kiosk/close", "{\"message\":\"Listrik padam\"}"),
                     200);
    assert_true(story_board_has(box, "\"message_id\":\"Listrik padam\""));
    assert_true(story_board_has(box, HELD));
    assert_int_equal(story_post(box, "/api/v1/kiosk/close", "{}"), 200);
    assert_true(story_board_has(box, "Libur: Hari Ulang Tahun"));
}

static void a_day_that_becomes_a_holiday_closes_the_kiosk(void **state)
{
    struct box *box = *state;
    char ticket[8];
    begin(box, MONDAY_9, WEEK(""));
    story_await_board(box, "\"state\":\"ready\"");
    story_take(box, "A", ticket);
    assert_int_equal(admin_put(box, "", admin_document("second", TWO_DESKS, WEEK(MONDAY_OFF))),
                     200);
    story_await_board(box, "Libur: Hari Ulang Tahun");
    assert_int_equal(story_waiting(box), 1); /* who is inside is served */
    assert_int_equal(story_post(box, "/api/v1/kiosk/open", "{}"), 200);
    box_end(box, SIGTERM);
    begin(box, MONDAY_9, WEEK(""));
    box_sleep_ms(1500);
    assert_true(story_board_has(box, "\"state\":\"ready\"")); /* her opening stands */
}

static void a_holiday_without_an_english_name_is_told_in_both_languages(void **state)
{
    struct box *box = *state;
    begin(box, TUESDAY_9, WEEK(TUESDAY_OFF));
    assert_true(story_board_has(box, "\"message_id\":\"Libur: Cuti Bersama\",\"message_en\":"
                                     "\"Closed today\""));
}

static void hours_that_nobody_confirmed_know_no_holiday(void **state)
{
    struct box *box = *state;
    begin(box, MONDAY_9, ",\"hours\":{\"holidays\":[" MONDAY_OFF "]}");
    story_await_board(box, "\"state\":\"ready\"");
    assert_int_equal(story_post(box, "/api/v1/kiosk/close", "{}"), 200);
    assert_false(story_board_has(box, "Libur"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_holiday_passes_eight_o_clock_without_opening),
        STORY(holidays_in_a_row_are_leapt_over),
        STORY(the_walls_learn_at_midnight_what_the_day_is),
        STORY(whoever_opens_on_a_holiday_has_the_last_word),
        STORY(a_day_that_becomes_a_holiday_closes_the_kiosk),
        STORY(a_holiday_without_an_english_name_is_told_in_both_languages),
        STORY(hours_that_nobody_confirmed_know_no_holiday),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
