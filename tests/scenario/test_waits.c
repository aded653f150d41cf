// SPDX-License-Identifier: MIT
/* A branch with a past: what it learned of its waits and tells its visitors. The days come from
 * the simulated branch (tests/bench/twin.h); on the last one it is 10.30 and people wait. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/bench/twin_journal.h"
#include "tests/scenario/story.h"
#include "tests/unit/journal_folder.h"

enum { PAST_DAYS = 3, MORNING_MIN = 10 * 60 + 30, PATIENCE_MS = 10000, SERVICES = 6 };

static char clock_start[24], content[BOX_PATH_BYTES + 16];

/* Days of promises that came true, or without any. */
static void write_past(struct box *box, int minute, bool promises)
{
    char dir[BOX_PATH_BYTES + 16], error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    snprintf(dir, sizeof dir, "%s/data", box->dir);
    assert_int_equal(journal_open(dir, &journal, error), JOURNAL_OK);
    struct twin_journal *tj = twin_journal_begin(journal, 7, promises);
    for (int day = 0; day < PAST_DAYS; day++)
        twin_journal_day(tj);
    long long now_ms = twin_journal_part(tj, minute);
    free(tj);
    journal_close(journal);
    snprintf(clock_start, sizeof clock_start, "%lld", now_ms);
    box->clock_start = clock_start;
    box->content = "tests/golden/branch/twin.json";
}

/* The branch document, or its last change, with something replaced. */
static void change_content(struct box *box, const char *from, const char *to)
{
    static char text[8192];
    FILE *in = fopen(box->content, "r");
    assert_non_null(in);
    text[fread(text, 1, sizeof text - 1, in)] = 0;
    fclose(in);
    snprintf(content, sizeof content, "%s/branch.json", box->dir);
    FILE *out = fopen(content, "w");
    assert_non_null(out);
    char *at = text;
    for (char *found; (found = strstr(at, from)) != NULL; at = found + strlen(from))
        fprintf(out, "%.*s%s", (int)(found - at), at, to);
    fputs(at, out);
    fclose(out);
    box->content = content;
}

/* What loketd has logged so far, into story_text. */
static void read_log(const struct box *box)
{
    char path[BOX_PATH_BYTES + 16];
    snprintf(path, sizeof path, "%s/loketd.log", box->dir);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    story_text[fread(story_text, 1, sizeof story_text - 1, file)] = 0;
    fclose(file);
}

static int times_logged(const struct box *box, const char *piece)
{
    int times = 0;
    read_log(box);
    for (const char *at = story_text; (at = strstr(at, piece)) != NULL; at++)
        times++;
    return times;
}

static void await_log(const struct box *box, const char *piece, int times)
{
    for (int ms = 0; ms < PATIENCE_MS; ms += 10, box_sleep_ms(10))
        if (times_logged(box, piece) >= times)
            return;
    fail_msg("loketd never said \"%s\" %d times; it said:\n%s", piece, times, story_text);
}

static void assert_waits(const struct box *box, const char *state)
{
    json_t *board = story_json(box, "/api/v1/board");
    const char *told = json_string_value(json_object_get(board, "waits"));
    assert_non_null(told);
    assert_string_equal(told, state);
    json_decref(board);
}

/* Interval of each service on the board, -1 = none. */
static int look_at_board(const struct box *box, int low[SERVICES], int high[SERVICES])
{
    int told = 0;
    size_t i;
    json_t *board = story_json(box, "/api/v1/board"), *service;
    json_array_foreach(json_object_get(board, "services"), i, service)
    {
        int at = json_string_value(json_object_get(service, "service"))[0] - 'A';
        json_t *wait = json_object_get(service, "wait");
        json_t *upper = json_object_get(wait, "high_min");
        if (at >= SERVICES)
            continue;
        low[at] = (int)json_integer_value(json_object_get(wait, "low_min"));
        high[at] = json_is_integer(upper) ? (int)json_integer_value(upper) : -1;
        told += high[at] > 0;
    }
    json_decref(board);
    return told;
}

static void await_told(const struct box *box, int low[SERVICES], int high[SERVICES])
{
    for (int ms = 0; ms < PATIENCE_MS; ms += 10, box_sleep_ms(10))
        if (look_at_board(box, low, high) == SERVICES)
            return;
    fail_msg("the board never told a wait for each service: %s", story_text);
}

static void a_branch_with_a_past_learns_it_and_then_tells_waits(void **state)
{
    struct box *box = *state;
    int low[SERVICES], high[SERVICES];
    write_past(box, MORNING_MIN, true);
    box_start(box, true);
    await_told(box, low, high);
    assert_waits(box, "told");
    for (int i = 0; i < SERVICES; i++)
        assert_true(low[i] >= 0 && low[i] < high[i] && high[i] % 5 == 0);
    read_log(box);
    const char *learning = strstr(story_text, "waits: learning");
    assert_non_null(learning);
    assert_non_null(strstr(learning, "waits: told"));
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "Perkiraan tunggu");
    assert_non_null(strstr(story_text, "menit"));
}

static void a_restart_tells_the_same_waits_to_the_same_queue(void **state)
{
    struct box *box = *state;
    int low[SERVICES], high[SERVICES], low_again[SERVICES], high_again[SERVICES];
    write_past(box, MORNING_MIN, true);
    box_start(box, true);
    await_told(box, low, high);
    assert_int_equal(box_end(box, SIGTERM), 0);
    box_start(box, true);
    await_told(box, low_again, high_again);
    for (int i = 0; i < SERVICES; i++) { /* seconds have passed: a step at most */
        assert_in_range(low_again[i] - low[i] + 5, 0, 10);
        assert_in_range(high_again[i] - high[i] + 5, 0, 10);
    }
    assert_memory_equal(high, high_again, sizeof high);
}

static void a_copy_tells_what_was_told_when_the_number_was_taken(void **state)
{
    struct box *box = *state;
    static char first[STORY_TEXT_BYTES];
    int low[SERVICES], high[SERVICES];
    write_past(box, MORNING_MIN, true);
    box_start(box, true);
    await_told(box, low, high);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "Perkiraan tunggu");
    snprintf(first, sizeof first, "%s", story_text);
    char *minutes = strstr(first, " menit");
    assert_non_null(minutes);
    *minutes = 0;
    char *interval = minutes;
    while (interval > first && interval[-1] != '\n' && interval[-1] != ' ')
        interval--;
    json_t *slip_of = story_json(box, "/api/v1/tickets?state=waiting");
    json_t *tickets = json_object_get(slip_of, "tickets");
    json_t *mine = json_array_get(tickets, json_array_size(tickets) - 1);
    char path[64];
    snprintf(path, sizeof path, "/api/v1/tickets/%s/print",
             json_string_value(json_object_get(mine, "ticket")));
    json_decref(slip_of);
    int status = 409; /* until the printer has confirmed the first one */
    for (int ms = 0; status == 409 && ms < PATIENCE_MS; ms += 20, box_sleep_ms(20))
        status = story_post(box, path, "{}");
    assert_int_equal(status, 200);
    story_await_slip(box, 2, "SALINAN");
    assert_non_null(strstr(story_text, interval));
}

static void a_new_day_is_learned_for_anew(void **state)
{
    struct box *box = *state;
    char near_midnight[24];
    write_past(box, 23 * 60, true);
    snprintf(near_midnight, sizeof near_midnight, "%lld",
             strtoll(clock_start, NULL, 10) + 59 * 60000 + 58500);
    box->clock_start = near_midnight;
    box_start(box, false);
    await_log(box, "waits: learned", 1);
    assert_waits(box, "told");
    await_log(box, "waits: learned", 2);
    assert_waits(box, "told");
    assert_true(story_board_has(box, "\"day\":\"2026-01-03\""));
}

static void a_number_that_would_come_too_late_can_be_refused(void **state)
{
    struct box *box = *state;
    int low[SERVICES], high[SERVICES];
    write_past(box, MORNING_MIN, true);
    change_content(box, "15:30", "10:34");
    change_content(box, "\"warn\"", "\"refuse\"");
    box_start(box, true);
    await_told(box, low, high);
    assert_int_equal(story_post(box, "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"),
                     409);
    assert_non_null(strstr(story_text, "\"late\""));
    int before = story_waiting(box);
    box_press(box, BOX_TAKE_A);
    box_sleep_ms(200);
    assert_int_equal(story_waiting(box), before);
}

static void a_number_that_may_come_too_late_says_so(void **state)
{
    struct box *box = *state;
    int low[SERVICES], high[SERVICES];
    write_past(box, MORNING_MIN, true);
    change_content(box, "15:30", "10:34");
    box_start(box, true);
    await_told(box, low, high);
    assert_true(story_board_has(box, "\"late\":true"));
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "tutup 10.34");
}

static void promises_must_be_earned_before_they_are_told(void **state)
{
    struct box *box = *state;
    write_past(box, MORNING_MIN, false);
    box_start(box, true);
    await_log(box, "waits: earning", 1);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "orang di depan Anda");
    assert_null(strstr(story_text, "Perkiraan tunggu"));
    story_await_board(box, "\"high_min\":null");
}

static void a_past_that_was_tampered_with_is_not_believed(void **state)
{
    struct box *box = *state;
    struct folder folder = {0};
    write_past(box, MORNING_MIN, true);
    assert_in_range(snprintf(folder.db, sizeof folder.db, "%.70s/data/loket.db", box->dir), 1, 90);
    folder_alter(&folder, "UPDATE event SET at_utc_ms=at_utc_ms+1 WHERE seq=5");
    box_start(box, true);
    await_log(box, "row 5", 1);
    await_log(box, "tried again in 1 min", 1);
    assert_waits(box, "learning");
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "orang di depan Anda");
}

static void a_branch_that_wants_no_forecasts_gets_none(void **state)
{
    struct box *box = *state;
    write_past(box, MORNING_MIN, true);
    change_content(box, "\"waits\": true", "\"waits\": false");
    box_start(box, true);
    assert_waits(box, "off");
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "orang di depan Anda");
    assert_int_equal(times_logged(box, "waits:"), 0);
}

static void a_branch_without_a_past_is_ready_at_once(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    await_log(box, "waits: earning", 1);
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "A-001");
    assert_int_equal(box_end(box, SIGTERM), 0);
    assert_int_equal(times_logged(box, "took"), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_branch_without_a_past_is_ready_at_once),
        STORY(a_branch_with_a_past_learns_it_and_then_tells_waits),
        STORY(a_restart_tells_the_same_waits_to_the_same_queue),
        STORY(a_copy_tells_what_was_told_when_the_number_was_taken),
        STORY(a_new_day_is_learned_for_anew),
        STORY(a_number_that_would_come_too_late_can_be_refused),
        STORY(a_number_that_may_come_too_late_says_so),
        STORY(promises_must_be_earned_before_they_are_told),
        STORY(a_past_that_was_tampered_with_is_not_believed),
        STORY(a_branch_that_wants_no_forecasts_gets_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
