// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "firmware/journal.h"

enum { MONDAY = 20261123, TUESDAY = 20261124 };

struct folder {
    char dir[64];
    char db[96];
    char error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
};

static int make_folder(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);
    snprintf(folder->dir, sizeof folder->dir, "/tmp/loket-journal-XXXXXX");
    if (!mkdtemp(folder->dir))
        return -1;
    snprintf(folder->db, sizeof folder->db, "%s/loket.db", folder->dir);
    *state = folder;
    return 0;
}

static int remove_folder(void **state)
{
    struct folder *folder = *state;
    journal_close(folder->journal);
    DIR *dir = opendir(folder->dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    rmdir(folder->dir);
    free(folder);
    return 0;
}

static void open_it(struct folder *folder)
{
    enum journal_fault fault = journal_open(folder->dir, &folder->journal, folder->error);
    if (fault != JOURNAL_OK)
        fail_msg("%s", folder->error);
    assert_non_null(folder->journal);
}

static void close_it(struct folder *folder)
{
    journal_close(folder->journal);
    folder->journal = NULL;
}

static void append(struct folder *folder, enum event_kind kind, int32_t day, int number)
{
    struct event event = {.kind = kind, .day = day, .at_utc_ms = 1795311720000 + number};
    if (number)
        event.ticket = (struct ticket_no){'A', (uint16_t)number}, event.service = 'A';
    event.print = number > 0;
    assert_int_equal(journal_append(folder->journal, &event), JOURNAL_OK);
}

/* A day with `tickets` tickets, each its own commit. */
static void write_day(struct folder *folder, int32_t day, int tickets)
{
    append(folder, EV_DAY_STARTED, day, 0);
    for (int i = 1; i <= tickets; i++) {
        append(folder, EV_TICKET_ISSUED, day, i);
        assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    }
}

static bool count_fact(void *context, int64_t seq, const struct event *event)
{
    (void)seq, (void)event;
    ++*(int *)context;
    return true;
}

static int count_facts(struct folder *folder, int32_t day)
{
    int count = 0;
    assert_int_equal(journal_replay(folder->journal, day, count_fact, &count), JOURNAL_OK);
    return count;
}

static void alter(struct folder *folder, const char *sql)
{
    sqlite3 *db;
    char *error = NULL;
    assert_int_equal(sqlite3_open(folder->db, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
    sqlite3_close(db);
}

static char *read_file(const char *path, size_t *bytes)
{
    FILE *file = fopen(path, "rb");
    char *data = malloc(1 << 20);
    *bytes = file ? fread(data, 1, 1 << 20, file) : 0;
    if (file)
        fclose(file);
    return data;
}

static void facts_survive_closing_and_opening(void **state)
{
    struct folder *folder = *state;
    open_it(folder);
    assert_int_equal(journal_rows(folder->journal), 0);
    write_day(folder, MONDAY, 3);
    close_it(folder);
    open_it(folder);
    assert_int_equal(journal_rows(folder->journal), 4);
    assert_int_equal(count_facts(folder, 0), 4);
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
    open_it(folder);
    write_day(folder, MONDAY, 2);
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
    open_it(folder);
    write_day(folder, MONDAY, 5);
    write_day(folder, TUESDAY, 2);
    assert_int_equal(count_facts(folder, 0), 3);
    assert_int_equal(count_facts(folder, MONDAY), 6);
    assert_int_equal(count_facts(folder, 20200101), 0);
    assert_int_equal(count_facts(folder, INT32_MIN), 9);
}

static void a_rolled_back_fact_never_happened(void **state)
{
    struct folder *folder = *state;
    int64_t rows, bad;
    open_it(folder);
    write_day(folder, MONDAY, 1);
    append(folder, EV_TICKET_ISSUED, MONDAY, 2);
    append(folder, EV_TICKET_ISSUED, MONDAY, 3);
    journal_rollback(folder->journal);
    assert_int_equal(journal_rows(folder->journal), 2);
    append(folder, EV_TICKET_ISSUED, MONDAY, 2);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    append(folder, EV_TICKET_ISSUED, MONDAY, 3); /* dropped by closing */
    close_it(folder);
    open_it(folder);
    assert_int_equal(journal_verify(folder->journal, &rows, &bad), JOURNAL_OK);
    assert_int_equal(rows, 3);
}

static void what_another_process_sees_is_only_what_was_committed(void **state)
{
    struct folder *folder = *state;
    struct journal *reader;
    int64_t rows, bad;
    open_it(folder);
    write_day(folder, MONDAY, 1);
    append(folder, EV_TICKET_ISSUED, MONDAY, 2);
    assert_int_equal(journal_open_read(folder->db, &reader, folder->error), JOURNAL_OK);
    assert_int_equal(journal_verify(reader, &rows, &bad), JOURNAL_OK);
    assert_int_equal(rows, 2);
    journal_close(reader);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
}

static void expect_bad_row(struct folder *folder, const char *sql, int64_t bad_row)
{
    int64_t rows, bad;
    struct journal *reader;
    open_it(folder);
    write_day(folder, MONDAY, 6);
    close_it(folder);
    alter(folder, sql);
    assert_int_equal(journal_open_read(folder->db, &reader, folder->error), JOURNAL_OK);
    assert_int_equal(journal_verify(reader, &rows, &bad), JOURNAL_DAMAGED);
    assert_int_equal(bad, bad_row);
    assert_int_equal(rows, bad_row - 1);
    assert_non_null(strstr(journal_error(reader), "row "));
    journal_close(reader);
    assert_int_equal(journal_open(folder->dir, &folder->journal, folder->error), JOURNAL_DAMAGED);
    assert_null(folder->journal);
}

static void an_edited_row_is_named(void **state)
{
    expect_bad_row(*state, "UPDATE event SET ticket='A-900' WHERE seq=4", 4);
}

static void an_edited_row_with_a_new_hash_of_its_own_is_named_by_its_successor(void **state)
{
    expect_bad_row(*state, "UPDATE event SET hash=zeroblob(32) WHERE seq=3", 3);
}

static void a_deleted_row_is_named(void **state)
{
    expect_bad_row(*state, "DELETE FROM event WHERE seq=5", 5);
}

static void two_rows_that_changed_places_are_named(void **state)
{
    expect_bad_row(*state,
                   "UPDATE event SET seq=100 WHERE seq=3; UPDATE event SET seq=3 WHERE seq=4;"
                   "UPDATE event SET seq=4 WHERE seq=100",
                   3);
}

static void a_moved_boundary_between_fields_is_noticed(void **state)
{
    expect_bad_row(*state, "UPDATE event SET ticket='A-002A', service='' WHERE seq=3", 3);
}

static void a_day_that_begins_elsewhere_is_noticed(void **state)
{
    struct folder *folder = *state;
    open_it(folder);
    write_day(folder, MONDAY, 6);
    close_it(folder);
    alter(folder, "UPDATE day SET first_seq=3");
    assert_int_equal(journal_open(folder->dir, &folder->journal, folder->error), JOURNAL_DAMAGED);
}

static void expect_untouched_damage(struct folder *folder)
{
    size_t before, after;
    char *old = read_file(folder->db, &before);
    assert_int_equal(journal_open(folder->dir, &folder->journal, folder->error), JOURNAL_DAMAGED);
    assert_null(folder->journal);
    assert_true(strlen(folder->error) > 20);
    char *now = read_file(folder->db, &after);
    assert_int_equal(before, after);
    assert_memory_equal(old, now, before);
    free(old);
    free(now);
}

static void damage(struct folder *folder, off_t at, const char *bytes)
{
    int fd = open(folder->db, O_WRONLY);
    assert_int_equal(pwrite(fd, bytes, strlen(bytes), at), strlen(bytes));
    close(fd);
}

static void a_damaged_header_is_left_as_it_is(void **state)
{
    struct folder *folder = *state;
    open_it(folder);
    write_day(folder, MONDAY, 6);
    close_it(folder);
    damage(folder, 0, "garbage");
    expect_untouched_damage(folder);
}

static void a_damaged_page_is_left_as_it_is(void **state)
{
    struct folder *folder = *state;
    open_it(folder);
    write_day(folder, MONDAY, 60);
    close_it(folder);
    damage(folder, 2 * 4096 - 200, "XXXXXXXXXXXXXXXXXXXXXXXXXXXXX");
    damage(folder, 4096, "XXXXXXXXXXXXXXXX");
    expect_untouched_damage(folder);
}

static void a_truncated_file_is_left_as_it_is(void **state)
{
    struct folder *folder = *state;
    open_it(folder);
    write_day(folder, MONDAY, 60);
    close_it(folder);
    assert_int_equal(truncate(folder->db, 4096), 0);
    expect_untouched_damage(folder);
    assert_int_equal(truncate(folder->db, 0), 0);
    expect_untouched_damage(folder);
}

static void a_stranger_s_database_is_left_as_it_is(void **state)
{
    struct folder *folder = *state;
    alter(folder, "CREATE TABLE recipe(name TEXT)");
    expect_untouched_damage(folder);
}

static void a_lost_file_is_never_replaced_by_an_empty_one(void **state)
{
    struct folder *folder = *state;
    open_it(folder);
    write_day(folder, MONDAY, 2);
    close_it(folder);
    assert_int_equal(unlink(folder->db), 0);
    assert_int_equal(journal_open(folder->dir, &folder->journal, folder->error), JOURNAL_DAMAGED);
    assert_int_equal(access(folder->db, F_OK), -1);
}

static void a_second_writer_is_refused(void **state)
{
    struct folder *folder = *state;
    struct journal *second;
    open_it(folder);
    assert_int_equal(journal_open(folder->dir, &second, folder->error), JOURNAL_DENIED);
    assert_null(second);
    assert_non_null(strstr(folder->error, "another loketd"));
}

static void a_folder_that_cannot_be_written_says_so(void **state)
{
    struct folder *folder = *state;
    struct journal *journal;
    char inside[128];
    open_it(folder);
    snprintf(inside, sizeof inside, "%s/sub", folder->db); /* below a file */
    assert_int_equal(journal_open(inside, &journal, folder->error), JOURNAL_DENIED);
    assert_int_equal(journal_open("/proc", &journal, folder->error), JOURNAL_DENIED);
    assert_int_equal(journal_open_read("/nowhere/loket.db", &journal, folder->error),
                     JOURNAL_DENIED);
}

static void limit_file_size(rlim_t bytes)
{
    struct rlimit limit;
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &limit);
    limit.rlim_cur = bytes;
    setrlimit(RLIMIT_FSIZE, &limit);
}

static void a_full_disk_refuses_and_heals(void **state)
{
    struct folder *folder = *state;
    int64_t rows, bad;
    int issued = 0;
    open_it(folder);
    write_day(folder, MONDAY, 1);
    limit_file_size(48 * 1024);
    enum journal_fault fault = JOURNAL_OK;
    while (fault == JOURNAL_OK && issued < 100) {
        issued++;
        append(folder, EV_TICKET_ISSUED, MONDAY, issued + 1);
        fault = journal_commit(folder->journal);
    }
    assert_int_equal(fault, JOURNAL_FULL);
    assert_non_null(strstr(journal_error(folder->journal), "make room"));
    int64_t kept = journal_rows(folder->journal);
    assert_int_equal(kept, 2 + issued - 1);
    assert_int_equal(journal_probe(folder->journal), JOURNAL_FULL);
    limit_file_size(RLIM_INFINITY);
    assert_int_equal(journal_probe(folder->journal), JOURNAL_OK);
    append(folder, EV_TICKET_ISSUED, MONDAY, issued + 1);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    close_it(folder);
    open_it(folder);
    assert_int_equal(journal_verify(folder->journal, &rows, &bad), JOURNAL_OK);
    assert_int_equal(rows, kept + 1);
}

static void a_disk_that_is_full_from_the_start_says_so(void **state)
{
    struct folder *folder = *state;
    limit_file_size(2048);
    enum journal_fault fault = journal_open(folder->dir, &folder->journal, folder->error);
    limit_file_size(RLIM_INFINITY);
    assert_int_equal(fault, JOURNAL_FULL);
    open_it(folder); /* and the half-made file is no obstacle afterwards */
}

static void a_backup_taken_while_facts_arrive_is_whole(void **state)
{
    struct folder *folder = *state;
    struct journal *copy;
    char path[96];
    int64_t rows, bad;
    open_it(folder);
    write_day(folder, MONDAY, 40);
    append(folder, EV_TICKET_ISSUED, MONDAY, 41);
    assert_int_equal(count_facts(folder, 0), 41); /* not even here before its commit */
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
    open_it(folder);
    assert_null(journal_content_active(folder->journal));
    assert_int_equal(journal_content_put(folder->journal, "1", 1000, "admin", "{\"a\":1}"),
                     JOURNAL_OK);
    assert_int_equal(journal_content_put(folder->journal, "2", 2000, "admin", "{\"a\":2}"),
                     JOURNAL_OK);
    close_it(folder);
    open_it(folder);
    char *text = journal_content_active(folder->journal);
    assert_string_equal(text, "{\"a\":2}");
    free(text);
    write_day(folder, MONDAY, 1);
    append(folder, EV_TICKET_ISSUED, MONDAY, 2);
    assert_int_equal(journal_content_put(folder->journal, "3", 3000, "admin", "{}"),
                     JOURNAL_BROKEN);
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
    open_it(folder);
    append(folder, EV_DAY_STARTED, MONDAY, 0);
    for (int i = 0; i < 5000; i++)
        append(folder, EV_TICKET_ISSUED, MONDAY, i % 999 + 1);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    journal_idle(folder->journal);
    close_it(folder);
    double begin = now_s();
    open_it(folder);
    assert_int_equal(count_facts(folder, 0), 5001);
    double took = now_s() - begin;
    print_message("5001 rows opened and replayed in %.1f ms\n", took * 1e3);
    assert_true(took < 0.5); /* generous: sanitizers and busy machines */
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(facts_survive_closing_and_opening),
        TEST(a_fact_comes_back_as_it_went_in),
        TEST(replay_gives_the_newest_day_or_the_day_asked_for),
        TEST(a_rolled_back_fact_never_happened),
        TEST(what_another_process_sees_is_only_what_was_committed),
        TEST(an_edited_row_is_named),
        TEST(an_edited_row_with_a_new_hash_of_its_own_is_named_by_its_successor),
        TEST(a_deleted_row_is_named),
        TEST(two_rows_that_changed_places_are_named),
        TEST(a_moved_boundary_between_fields_is_noticed),
        TEST(a_day_that_begins_elsewhere_is_noticed),
        TEST(a_damaged_header_is_left_as_it_is),
        TEST(a_damaged_page_is_left_as_it_is),
        TEST(a_truncated_file_is_left_as_it_is),
        TEST(a_stranger_s_database_is_left_as_it_is),
        TEST(a_lost_file_is_never_replaced_by_an_empty_one),
        TEST(a_second_writer_is_refused),
        TEST(a_folder_that_cannot_be_written_says_so),
        TEST(a_full_disk_refuses_and_heals),
        TEST(a_disk_that_is_full_from_the_start_says_so),
        TEST(a_backup_taken_while_facts_arrive_is_whole),
        TEST(the_newest_branch_document_is_the_active_one),
        TEST(a_busy_day_is_opened_and_replayed_quickly),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
