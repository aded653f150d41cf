// SPDX-License-Identifier: MIT
/* What the daemon tells the walls beside calls: their settings, when it opens again, and the
 * pages for quiet times. Read here as a wall reads it. */
#include "tests/scenario/story.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "display/board_model.h"
#include "display/pages_model.h"
#include "firmware/journal.h"
#include "tests/scenario/box_http.h"

#define PAGES "/api/v1/pages"
#define BOARD "/api/v1/board"

static const int64_t MONDAY_9_MS = 1795399200000; /* 2026-11-23 09:00 in Jambi */
enum { DAY_MS = 86400000, HOUR_MS = 3600000 };

static const struct wall_pages *read_pages(const struct box *box)
{
    static struct wall_pages pages;
    char reason[WALL_REASON_BYTES];
    assert_int_equal(story_get(box, PAGES), 200);
    const char *body = box_http_body(story_text);
    if (!pages_model_parse(body, strlen(body), &pages, reason))
        fail_msg("%s", reason);
    return &pages;
}

static const struct wall_board *read_board(const struct box *box)
{
    static struct wall_board board;
    char reason[WALL_REASON_BYTES];
    assert_int_equal(story_get(box, BOARD), 200);
    const char *body = box_http_body(story_text);
    if (!board_model_parse(body, strlen(body), &board, reason))
        fail_msg("%s", reason);
    return &board;
}

static void append(struct journal *journal, enum event_kind kind, int32_t day, int64_t at_utc_ms,
                   int number)
{
    struct event event = {.kind = kind, .day = day, .at_utc_ms = at_utc_ms};
    if (number)
        event.ticket = (struct ticket_no){'A', (uint16_t)number}, event.service = 'A';
    assert_int_equal(journal_append(journal, &event), JOURNAL_OK);
}

/* Earlier Mondays: at half past nine came two, at a quarter past eleven one. */
static void live_through_mondays(const struct box *box, int weeks)
{
    static const int32_t days[] = {20261116, 20261109, 20261102};
    char dir[BOX_PATH_BYTES + 16], error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    snprintf(dir, sizeof dir, "%s/data", box->dir);
    assert_int_equal(journal_open(dir, &journal, error), JOURNAL_OK);
    for (int week = weeks; week > 0; week--) {
        const int64_t nine_ms = MONDAY_9_MS - week * (int64_t)7 * DAY_MS;
        const int32_t day = days[week - 1];
        append(journal, EV_DAY_STARTED, day, nine_ms - HOUR_MS, 0);
        append(journal, EV_TICKET_ISSUED, day, nine_ms + HOUR_MS / 2, 1);
        append(journal, EV_TICKET_ISSUED, day, nine_ms + HOUR_MS / 2, 2);
        append(journal, EV_TICKET_ISSUED, day, nine_ms + 9 * HOUR_MS / 4, 3);
    }
    assert_int_equal(journal_commit(journal), JOURNAL_OK);
    journal_close(journal);
}

static void a_new_branch_shows_its_texts_and_papers(void **state)
{
    struct box *box = *state;
    box->clock_start = "1795399200000";
    box_start(box, true);
    const struct wall_pages *pages = read_pages(box);
    assert_string_equal(pages->version, "2026-11-22");
    assert_int_equal(pages->count, 2 + 9); /* nobody knows yet when it is quiet */
    assert_int_equal(pages->page[0].kind, WALL_PAGE_TEXT);
    assert_non_null(strstr(pages->page[0].title_id, "bukan BPJS Kesehatan"));
    assert_int_equal(pages->page[0].line_count, 5);
    assert_int_equal(pages->page[2].kind, WALL_PAGE_DOCUMENTS);
    assert_string_equal(pages->page[2].letter, "A");
    assert_string_equal(pages->page[2].title_id, "Klaim JHT");
    assert_int_equal(pages->page[2].document_count, 5);
    assert_false(pages->page[2].confirmed);
    for (int i = 0; i < pages->page[6].document_count; i++) /* unverified: never shown */
        assert_string_not_equal(pages->page[6].document[i].text_en, "National ID");
}

static void three_mondays_tell_when_a_monday_is_quiet(void **state)
{
    struct box *box = *state;
    live_through_mondays(box, 3);
    box->clock_start = "1795399200000";
    box_start(box, true);
    const struct wall_pages *pages = read_pages(box);
    assert_int_equal(pages->count, 2 + 9 + 1);
    const struct wall_page *quiet = &pages->page[11];
    assert_int_equal(quiet->kind, WALL_PAGE_QUIET_HOURS);
    assert_int_equal(quiet->weekday, 1);
    assert_int_equal(quiet->days, 3);
    assert_int_equal(quiet->hour_count, 3);
    assert_int_equal(quiet->hour[0].hour, 9);
    assert_true(quiet->hour[0].visitors == 2);
    assert_int_equal(quiet->hour[1].hour, 10);
    assert_true(quiet->hour[1].visitors == 0);
    assert_true(quiet->hour[2].visitors == 1);
}

static void the_next_day_forgets_the_quiet_hours_of_this_one(void **state)
{
    struct box *box = *state;
    live_through_mondays(box, 3);
    box->clock_start = "1795453196000"; /* Monday, four seconds before midnight */
    box_start(box, true);
    assert_int_equal(read_pages(box)->count, 12);
    story_await_board(box, "\"day\":\"2026-11-24\"");
    assert_int_equal(read_pages(box)->count, 11);
}

static void two_mondays_are_too_few(void **state)
{
    struct box *box = *state;
    live_through_mondays(box, 2);
    box->clock_start = "1795399200000";
    box_start(box, true);
    assert_int_equal(read_pages(box)->count, 11);
}

static void the_board_tells_walls_how_to_behave_now(void **state)
{
    struct box *box = *state;
    box->clock_start = "1795399200000";
    box_start(box, true);
    const struct wall_settings *wall = &read_board(box)->wall;
    assert_non_null(strstr(story_text, "\"content\":\"2026-11-22\""));
    assert_non_null(strstr(story_text, "\"opens_utc_ms\":null"));
    assert_true(wall->viewing_distance_m == 5 && wall->screen_inch == 43);
    assert_int_equal(wall->idle_after_s, 45);
    assert_int_equal(wall->page_s, 14);
    assert_int_equal(wall->number_style, WALL_NUMBER_DIGITS);
    assert_int_equal(wall->repeat, 2);
    assert_int_equal(wall->volume_percent, 80);
    box_end(box, SIGTERM);
    box->clock_start = "1795435200000"; /* 19:00 */
    box_start(box, true);
    assert_int_equal(read_board(box)->wall.volume_percent, 40);
}

static void a_closed_kiosk_says_when_it_opens(void **state)
{
    struct box *box = *state;
    const int64_t monday_8_ms = MONDAY_9_MS - HOUR_MS;
    box->content = "tests/golden/branch/hours.json";
    box->clock_start = "1795395595000"; /* Monday 07:59:55 */
    box_start(box, false);
    story_await_board(box, "\"state\":\"closed\"");
    assert_int_equal(read_board(box)->opens_utc_ms, monday_8_ms);
    story_await_board(box, "\"state\":\"ready\"");
    assert_int_equal(read_board(box)->opens_utc_ms, 0);
    assert_int_equal(story_post(box, "/api/v1/kiosk/close", "{\"message\":\"Listrik padam\"}"),
                     200);
    assert_int_equal(read_board(box)->opens_utc_ms, monday_8_ms + DAY_MS);
    box_end(box, SIGTERM);
    box->clock_start = "1795507201000"; /* Tuesday 15:00:01, the last day of its week */
    box_start(box, false);
    story_await_board(box, "\"state\":\"closed\"");
    assert_int_equal(read_board(box)->opens_utc_ms, monday_8_ms + 7 * (int64_t)DAY_MS);
}

static void hours_that_nobody_confirmed_promise_nothing(void **state)
{
    struct box *box = *state;
    box->clock_start = "1795399200000";
    box_start(box, true);
    assert_int_equal(story_post(box, "/api/v1/kiosk/close", "{}"), 200);
    assert_true(story_board_has(box, "\"state\":\"closed\""));
    assert_int_equal(read_board(box)->opens_utc_ms, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_new_branch_shows_its_texts_and_papers),
        STORY(three_mondays_tell_when_a_monday_is_quiet),
        STORY(the_next_day_forgets_the_quiet_hours_of_this_one),
        STORY(two_mondays_are_too_few),
        STORY(the_board_tells_walls_how_to_behave_now),
        STORY(a_closed_kiosk_says_when_it_opens),
        STORY(hours_that_nobody_confirmed_promise_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
