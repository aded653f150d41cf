// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "tests/unit/journal_folder.h"

static void facts_survive_closing_and_opening(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    assert_int_equal(journal_rows(folder->journal), 0);
    folder_write_day(folder, MONDAY, 3);
    folder_close(folder);
    folder_open(folder);
    assert_int_equal(journal_rows(folder->journal), 4);
    assert_int_equal(folder_count(folder, 0), 4);
    assert_true(journal_bytes(folder->journal) > 0);
}

static bool is_third_ticket(void *context, int64_t seq, const struct event *event)
{
    struct event *copy = context;
    if (seq == 4)
        *copy = *event;
    return seq < 4;
}

static void a_fact_comes_back_as_it_went_in(void **state)
{
    struct folder *folder = *state;
    struct event back = {0};
    folder_open(folder);
    folder_write_day(folder, MONDAY, 2);
    struct event called = {.kind = EV_TICKET_CALLED,
                           .day = MONDAY,
                           .at_utc_ms = 1795311729999,
                           .ticket = {'B', 17},
                           .desk = 12,
                           .services = service_bit('B') | service_bit('C'),
                           .out_of_order = true};
    assert_int_equal(journal_append(folder->journal, &called), JOURNAL_OK);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    assert_int_equal(journal_replay(folder->journal, MONDAY, is_third_ticket, &back), JOURNAL_OK);
    assert_memory_equal(&back, &called, sizeof back);
}

static void replay_gives_the_newest_day_or_the_day_asked_for(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    folder_write_day(folder, MONDAY, 5);
    folder_write_day(folder, TUESDAY, 2);
    assert_int_equal(folder_count(folder, 0), 3);
    assert_int_equal(folder_count(folder, MONDAY), 6);
    assert_int_equal(folder_count(folder, 20200101), 0);
    assert_int_equal(folder_count(folder, INT32_MIN), 9);
}

static void a_rolled_back_fact_never_happened(void **state)
{
    struct folder *folder = *state;
    int64_t rows, bad;
    folder_open(folder);
    folder_write_day(folder, MONDAY, 1);
    folder_append(folder, EV_TICKET_ISSUED, MONDAY, 2);
    folder_append(folder, EV_TICKET_ISSUED, MONDAY, 3);
    journal_rollback(folder->journal);
    assert_int_equal(journal_rows(folder->journal), 2);
    folder_append(folder, EV_TICKET_ISSUED, MONDAY, 2);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    folder_append(folder, EV_TICKET_ISSUED, MONDAY, 3); /* dropped by closing */
    folder_close(folder);
    folder_open(folder);
    assert_int_equal(journal_verify(folder->journal, &rows, &bad), JOURNAL_OK);
    assert_int_equal(rows, 3);
}

static void what_another_process_sees_is_only_what_was_committed(void **state)
{
    struct folder *folder = *state;
    struct journal *reader;
    int64_t rows, bad;
    folder_open(folder);
    folder_write_day(folder, MONDAY, 1);
    folder_append(folder, EV_TICKET_ISSUED, MONDAY, 2);
    assert_int_equal(journal_open_read(folder->db, &reader, folder->error), JOURNAL_OK);
    assert_int_equal(journal_verify(reader, &rows, &bad), JOURNAL_OK);
    assert_int_equal(rows, 2);
    journal_close(reader);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
}

static void a_backup_taken_while_facts_arrive_is_whole(void **state)
{
    struct folder *folder = *state;
    struct journal *copy;
    char path[96];
    int64_t rows, bad;
    folder_open(folder);
    folder_write_day(folder, MONDAY, 40);
    folder_append(folder, EV_TICKET_ISSUED, MONDAY, 41);
    assert_int_equal(folder_count(folder, 0), 41); /* not even here before its commit */
    snprintf(path, sizeof path, "%s/copy.db", folder->dir);
    assert_int_equal(journal_backup(folder->journal, path), JOURNAL_OK);
    assert_int_equal(journal_backup(folder->journal, path), JOURNAL_DENIED);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    assert_int_equal(journal_open_read(path, &copy, folder->error), JOURNAL_OK);
    assert_int_equal(journal_verify(copy, &rows, &bad), JOURNAL_OK);
    assert_int_equal(rows, 41);
    journal_close(copy);
}

static void the_newest_branch_document_is_the_active_one(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    char *text;
    assert_int_equal(journal_content_active(folder->journal, &text), JOURNAL_OK);
    assert_null(text);
    assert_int_equal(journal_content_put(folder->journal, "1", 1000, "admin", "{\"a\":1}"),
                     JOURNAL_OK);
    assert_int_equal(journal_content_put(folder->journal, "2", 2000, "admin", "{\"a\":2}"),
                     JOURNAL_OK);
    folder_close(folder);
    folder_open(folder);
    assert_int_equal(journal_content_active(folder->journal, &text), JOURNAL_OK);
    assert_string_equal(text, "{\"a\":2}");
    free(text);
    folder_write_day(folder, MONDAY, 1);
    folder_append(folder, EV_TICKET_ISSUED, MONDAY, 2);
    assert_int_equal(journal_content_put(folder->journal, "3", 3000, "admin", "{}"),
                     JOURNAL_BROKEN);
}

static int64_t log_bytes(const struct folder *folder)
{
    char path[128];
    struct stat found;
    snprintf(path, sizeof path, "%s-wal", folder->db);
    return stat(path, &found) == 0 ? found.st_size : -1;
}

/* A commit that lengthens a file takes about twice as long. */
static void commits_find_room_in_the_log(void **state)
{
    struct folder *folder = *state;
    for (int day = 0; day < 2; day++) { /* a new journal, and one that is there already */
        folder_open(folder);
        int64_t room = log_bytes(folder);
        assert_true(room > 0);
        folder_write_day(folder, MONDAY + day, 300);
        journal_idle(folder->journal);
        folder_write_day(folder, MONDAY + day, 300);
        assert_int_equal(log_bytes(folder), room);
        folder_close(folder);
        assert_int_equal(log_bytes(folder), -1); /* at rest, loket.db alone is the journal */
    }
    folder_open(folder);
    assert_int_equal(folder_count(folder, INT32_MIN), 4 * 301);
}

static double now_s(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static void a_busy_day_is_opened_and_replayed_quickly(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    folder_append(folder, EV_DAY_STARTED, MONDAY, 0);
    for (int i = 0; i < 5000; i++)
        folder_append(folder, EV_TICKET_ISSUED, MONDAY, i % 999 + 1);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    journal_idle(folder->journal);
    folder_close(folder);
    double begin = now_s();
    folder_open(folder);
    assert_int_equal(folder_count(folder, 0), 5001);
    double took = now_s() - begin;
    print_message("5001 rows opened and replayed in %.1f ms\n", took * 1e3);
    assert_true(took < 0.5); /* generous: sanitizers and busy machines */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(facts_survive_closing_and_opening),
        TEST(a_fact_comes_back_as_it_went_in),
        TEST(replay_gives_the_newest_day_or_the_day_asked_for),
        TEST(a_rolled_back_fact_never_happened),
        TEST(what_another_process_sees_is_only_what_was_committed),
        TEST(a_backup_taken_while_facts_arrive_is_whole),
        TEST(the_newest_branch_document_is_the_active_one),
        TEST(commits_find_room_in_the_log),
        TEST(a_busy_day_is_opened_and_replayed_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
