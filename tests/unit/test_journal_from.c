// SPDX-License-Identifier: MIT
/* Reading the journal from some row on: what a learner needs of the days before. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/unit/journal_folder.h"

enum { WEDNESDAY = TUESDAY + 1 };

struct seen {
    int count, most; /* most = stop there, 0 = never */
    int64_t first, last;
    int32_t first_day, last_day;
};

static bool see(void *context, int64_t seq, const struct event *event)
{
    struct seen *seen = context;
    if (seen->count++ == 0) {
        seen->first = seq;
        seen->first_day = event->day;
    }
    seen->last = seq;
    seen->last_day = event->day;
    return seen->count != seen->most;
}

static struct seen look(struct folder *folder, int64_t seq, int most)
{
    struct seen seen = {.most = most};
    assert_int_equal(journal_replay_from(folder->journal, seq, see, &seen), JOURNAL_OK);
    return seen;
}

/* Rows 1 to 4, 5 to 7 and 8 to 12. */
static void write_three_days(struct folder *folder)
{
    folder_open(folder);
    folder_write_day(folder, MONDAY, 3);
    folder_write_day(folder, TUESDAY, 2);
    folder_write_day(folder, WEDNESDAY, 4);
}

static void a_replay_from_a_row_goes_on_over_the_days(void **state)
{
    struct folder *folder = *state;
    write_three_days(folder);
    struct seen seen = look(folder, 6, 0);
    assert_int_equal(seen.count, 7);
    assert_int_equal(seen.first, 6);
    assert_int_equal(seen.first_day, TUESDAY);
    assert_int_equal(seen.last, 12);
    assert_int_equal(seen.last_day, WEDNESDAY);
    assert_int_equal(look(folder, 1, 0).count, 12);
    assert_int_equal(look(folder, 0, 0).count, 12);
}

static void a_replay_from_a_row_stops_when_told_and_goes_on_there(void **state)
{
    struct folder *folder = *state;
    write_three_days(folder);
    struct seen seen = look(folder, 1, 5);
    assert_int_equal(seen.last, 5);
    seen = look(folder, seen.last + 1, 5);
    assert_int_equal(seen.first, 6);
    assert_int_equal(seen.last, 10);
}

static void beyond_the_last_row_nothing_has_happened_yet(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    assert_int_equal(look(folder, 1, 0).count, 0);
    folder_write_day(folder, MONDAY, 3);
    assert_int_equal(look(folder, 5, 0).count, 0);
    folder_append(folder, EV_TICKET_ISSUED, MONDAY, 4); /* not committed: no fact */
    assert_int_equal(look(folder, 5, 0).count, 0);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    assert_int_equal(look(folder, 5, 0).count, 1);
}

static void rows_that_the_journal_never_had_are_missed(void **state)
{
    struct folder *folder = *state;
    struct seen seen = {0};
    folder_open(folder);
    folder_write_day(folder, MONDAY, 3);
    assert_int_equal(journal_replay_from(folder->journal, 7, see, &seen), JOURNAL_DAMAGED);
    assert_non_null(strstr(journal_error(folder->journal), "row 6"));
    assert_int_equal(seen.count, 0);
}

static void the_chain_is_checked_from_that_row_on(void **state)
{
    struct folder *folder = *state;
    struct seen seen = {0};
    write_three_days(folder);
    folder_close(folder);
    folder_alter(folder, "UPDATE event SET at_utc_ms=at_utc_ms+1 WHERE seq=6");
    folder_open(folder);
    assert_int_equal(journal_replay_from(folder->journal, 5, see, &seen), JOURNAL_DAMAGED);
    assert_int_equal(seen.last, 5);
    assert_non_null(strstr(journal_error(folder->journal), "row 6"));
    assert_int_equal(look(folder, 8, 0).count, 5);
}

static int64_t first_of(struct folder *folder, int days)
{
    int64_t seq = -1;
    assert_int_equal(journal_recent_days(folder->journal, days, &seq), JOURNAL_OK);
    return seq;
}

static void recent_days_begin_at_the_row_of_the_oldest_of_them(void **state)
{
    struct folder *folder = *state;
    write_three_days(folder);
    assert_int_equal(first_of(folder, 1), 8);
    assert_int_equal(first_of(folder, 2), 5);
    assert_int_equal(first_of(folder, 3), 1);
    assert_int_equal(first_of(folder, 60), 1);
}

static void an_empty_journal_has_no_recent_days(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    assert_int_equal(first_of(folder, 60), 1);
}

static void a_table_of_days_that_cannot_be_is_damage(void **state)
{
    struct folder *folder = *state;
    int64_t seq;
    write_three_days(folder);
    folder_alter(folder, "UPDATE day SET first_seq=0 WHERE day='2026-11-24'");
    assert_int_equal(journal_recent_days(folder->journal, 2, &seq), JOURNAL_DAMAGED);
    folder_alter(folder, "DROP TABLE day");
    assert_int_equal(journal_recent_days(folder->journal, 2, &seq), JOURNAL_BROKEN);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_replay_from_a_row_goes_on_over_the_days),
        TEST(a_replay_from_a_row_stops_when_told_and_goes_on_there),
        TEST(beyond_the_last_row_nothing_has_happened_yet),
        TEST(rows_that_the_journal_never_had_are_missed),
        TEST(the_chain_is_checked_from_that_row_on),
        TEST(recent_days_begin_at_the_row_of_the_oldest_of_them),
        TEST(an_empty_journal_has_no_recent_days),
        TEST(a_table_of_days_that_cannot_be_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
