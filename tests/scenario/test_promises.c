// SPDX-License-Identifier: MIT
/* An admin asks whether the waits that were told came true: of three days of the simulated branch
 * (tests/bench/twin.h), through the real daemon. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/bench/twin_journal.h"
#include "tests/scenario/box_http.h"
#include "tests/scenario/story.h"

enum { DONE, REFUSED, USAGE, PAST_DAYS = 3, LATE_MIN = 15 * 60, PATIENCE_MS = 20000 };

static char clock_start[24];

static void write_past(struct box *box)
{
    char dir[BOX_PATH_BYTES + 16], error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    snprintf(dir, sizeof dir, "%s/data", box->dir);
    assert_int_equal(journal_open(dir, &journal, error), JOURNAL_OK);
    struct twin_journal *tj = twin_journal_begin(journal, 7, true);
    for (int day = 1; day < PAST_DAYS; day++)
        twin_journal_day(tj);
    snprintf(clock_start, sizeof clock_start, "%lld", (long long)twin_journal_part(tj, LATE_MIN));
    free(tj);
    journal_close(journal);
    box->clock_start = clock_start;
    box->content = "tests/golden/branch/twin.json";
}

static const char *text_at(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    assert_non_null(text);
    return text;
}

static long long count_at(const json_t *json, const char *key)
{
    assert_true(json_is_integer(json_object_get(json, key)));
    return json_integer_value(json_object_get(json, key));
}

/* A daemon that has learned its past. */
static int open_past(void **state)
{
    story_open(state);
    struct box *box = *state;
    write_past(box);
    box_start(box, true);
    for (int ms = 0; ms < PATIENCE_MS; ms += 20, box_sleep_ms(20)) {
        json_t *json = story_json(box, "/api/v1/promises");
        bool learned = strcmp(text_at(json, "state"), "learning") != 0;
        json_decref(json);
        if (learned)
            return 0;
    }
    return -1;
}

static void days_and_services_add_up_to_the_total(void **state)
{
    struct box *box = *state;
    json_t *json = story_json(box, "/api/v1/promises"), *one;
    const json_t *total = json_object_get(json, "total"), *days = json_object_get(json, "days");
    long long by_day = 0, by_service = 0;
    size_t i;
    assert_string_equal(text_at(json, "from"), "2025-12-30");
    assert_string_equal(text_at(json, "to"), "2026-01-01");
    assert_int_equal(json_array_size(days), PAST_DAYS);
    assert_int_equal(json_array_size(json_object_get(json, "services")), TWIN_SERVICES + 1); /* K */
    json_array_foreach(days, i, one) by_day += count_at(one, "count");
    json_array_foreach(json_object_get(json, "services"), i, one) by_service +=
        count_at(one, "count");
    assert_true(count_at(total, "count") > 100);
    assert_int_equal(by_day, count_at(total, "count"));
    assert_int_equal(by_service, count_at(total, "count"));
    assert_true(count_at(total, "kept") <= count_at(total, "said"));
    assert_true(json_is_number(json_object_get(json, "coverage")));
    double les = json_number_value(json_object_get(json_object_get(total, "les"), "mae_min"));
    double ours = json_number_value(json_object_get(json_object_get(total, "ours"), "mae_min"));
    assert_true(ours > 0.1 && ours < les);
    json_decref(json);
}

static void a_span_of_days_is_what_was_asked_for(void **state)
{
    struct box *box = *state;
    json_t *one = story_json(box, "/api/v1/promises?day=2025-12-31");
    json_t *same = story_json(box, "/api/v1/promises?from=2025-12-31&to=2025-12-31");
    json_t *later = story_json(box, "/api/v1/promises?from=2025-12-31");
    json_t *none = story_json(box, "/api/v1/promises?day=2020-01-01");
    assert_true(json_equal(one, same));
    assert_int_equal(json_array_size(json_object_get(one, "days")), 1);
    assert_int_equal(json_array_size(json_object_get(later, "days")), 2);
    assert_int_equal(json_array_size(json_object_get(none, "days")), 0);
    assert_int_equal(count_at(json_object_get(none, "total"), "count"), 0);
    json_decref(one);
    json_decref(same);
    json_decref(later);
    json_decref(none);
}

static void a_date_that_is_none_is_named(void **state)
{
    static const struct {
        const char *path, *field;
    } wrong[] = {
        {"/api/v1/promises?day=yesterday", "\"field\":\"day\""},
        {"/api/v1/promises?from=2026-13-01", "\"field\":\"from\""},
        {"/api/v1/promises?from=2026-01-01&to=2026-1-2", "\"field\":\"to\""},
        {"/api/v1/promises.csv?from=2026-01-02&to=2026-01-01", "\"field\":\"from\""},
    };
    struct box *box = *state;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_int_equal(story_get(box, wrong[i].path), 400);
        if (strstr(story_text, wrong[i].field) == NULL)
            fail_msg("%s: no %s in %s", wrong[i].path, wrong[i].field, story_text);
    }
}

static void a_spreadsheet_gets_a_row_per_day_and_service(void **state)
{
    struct box *box = *state;
    int rows = 0;
    assert_int_equal(story_get(box, "/api/v1/promises.csv"), 200);
    assert_non_null(strstr(story_text, "text/csv"));
    for (const char *at = box_http_body(story_text); (at = strstr(at, "\r\n")) != NULL; at++)
        rows++;
    assert_int_equal(rows, 1 + PAST_DAYS * TWIN_SERVICES);
    assert_non_null(strstr(story_text, "\r\n2025-12-31,C,"));
}

static int ctl(const struct box *box, const char *a, const char *b, const char *c, const char *d)
{
    char program[600];
    snprintf(program, sizeof program, "%s/loketctl", box->programs);
    const char *argv[] = {program, "--config", box->conf, "promises", a, b, c, d, NULL};
    return box_run(box, argv, story_text, sizeof story_text);
}

static void assert_said(const char *piece)
{
    if (strstr(story_text, piece) == NULL)
        fail_msg("no \"%s\" in: %s", piece, story_text);
}

static void loketctl_says_in_a_sentence_what_the_promises_are_worth(void **state)
{
    struct box *box = *state;
    assert_int_equal(ctl(box, NULL, NULL, NULL, NULL), DONE);
    assert_said("Kept ");
    assert_said(" less than the wait of the last one called (LES).");
    assert_said("Told to the public: coverage ");
    assert_said("\nA Layanan A");
    assert_said("\n2025-12-31 ");
    assert_int_equal(ctl(box, "--from", "2025-12-31", "--csv", NULL), DONE);
    assert_said("day,service,count,said,kept");
    assert_int_equal(ctl(box, "--day", "2025-12-31", "--json", NULL), DONE);
    assert_said("\"queue_length\"");
    assert_int_equal(ctl(box, "--day", "yesterday", NULL, NULL), REFUSED);
    assert_said("day is a date like");
    assert_int_equal(ctl(box, "--day", "2025-12-31", "--to", "2025-12-31"), USAGE);
}

static void a_branch_without_a_past_has_an_empty_ledger(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    json_t *json = story_json(box, "/api/v1/promises");
    assert_true(json_is_null(json_object_get(json, "coverage")));
    assert_true(json_is_false(json_object_get(json, "trusted")));
    assert_int_equal(json_array_size(json_object_get(json, "days")), 0);
    json_decref(json);
    assert_int_equal(ctl(box, NULL, NULL, NULL, NULL), DONE);
    assert_said("No promise has met its truth in these days.");
}

#define PAST(f) cmocka_unit_test_setup_teardown(f, open_past, story_close)

int main(void)
{
    const struct CMUnitTest tests[] = {
        PAST(days_and_services_add_up_to_the_total),
        PAST(a_span_of_days_is_what_was_asked_for),
        PAST(a_date_that_is_none_is_named),
        PAST(a_spreadsheet_gets_a_row_per_day_and_service),
        PAST(loketctl_says_in_a_sentence_what_the_promises_are_worth),
        STORY(a_branch_without_a_past_has_an_empty_ledger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
