// SPDX-License-Identifier: MIT
/* Journals that were edited, damaged, lost, locked or had no room. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/journal_folder.h"

enum { FILE_BYTES_MAX = 4 << 20 };

static char *read_file(const char *path, size_t *bytes)
{
    FILE *file = fopen(path, "rb");
    char *data = malloc(FILE_BYTES_MAX);
    *bytes = file ? fread(data, 1, FILE_BYTES_MAX, file) : 0;
    if (file)
        fclose(file);
    return data;
}

static void expect_bad_row(struct folder *folder, const char *sql, int64_t bad_row)
{
    int64_t rows, bad;
    struct journal *reader;
    folder_open(folder);
    folder_write_day(folder, MONDAY, 6);
    folder_close(folder);
    folder_alter(folder, sql);
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
    folder_open(folder);
    folder_write_day(folder, MONDAY, 6);
    folder_close(folder);
    folder_alter(folder, "UPDATE day SET first_seq=3");
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
    folder_open(folder);
    folder_write_day(folder, MONDAY, 6);
    folder_close(folder);
    damage(folder, 0, "garbage");
    expect_untouched_damage(folder);
}

static void a_damaged_page_is_left_as_it_is(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    folder_write_day(folder, MONDAY, 60);
    folder_close(folder);
    damage(folder, 2 * 4096 - 200, "XXXXXXXXXXXXXXXXXXXXXXXXXXXXX");
    damage(folder, 4096, "XXXXXXXXXXXXXXXX");
    expect_untouched_damage(folder);
}

static void a_truncated_file_is_left_as_it_is(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    folder_write_day(folder, MONDAY, 60);
    folder_close(folder);
    assert_int_equal(truncate(folder->db, 4096), 0);
    expect_untouched_damage(folder);
    assert_int_equal(truncate(folder->db, 0), 0);
    expect_untouched_damage(folder);
}

static void a_stranger_s_database_is_left_as_it_is(void **state)
{
    struct folder *folder = *state;
    folder_alter(folder, "CREATE TABLE recipe(name TEXT)");
    expect_untouched_damage(folder);
}

static void a_lost_file_is_never_replaced_by_an_empty_one(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    folder_write_day(folder, MONDAY, 2);
    folder_close(folder);
    assert_int_equal(unlink(folder->db), 0);
    assert_int_equal(journal_open(folder->dir, &folder->journal, folder->error), JOURNAL_DAMAGED);
    assert_int_equal(access(folder->db, F_OK), -1);
}

static void a_version_that_cannot_be_read_is_not_taken_for_none(void **state)
{
    struct folder *folder = *state;
    char *text;
    folder_open(folder);
    assert_int_equal(journal_content_put(folder->journal, "1", 1000, "admin", "{}"), JOURNAL_OK);
    folder_alter(folder, "ALTER TABLE content RENAME TO gone");
    assert_int_equal(journal_content_active(folder->journal, &text), JOURNAL_BROKEN);
    assert_null(text);
    assert_non_null(strstr(journal_error(folder->journal), "reading the branch document failed"));
    folder_alter(folder, "ALTER TABLE gone RENAME TO content");
    assert_int_equal(journal_content_active(folder->journal, &text), JOURNAL_OK);
    assert_string_equal(text, "{}");
    free(text);
}

static void a_second_writer_is_refused(void **state)
{
    struct folder *folder = *state;
    struct journal *second;
    folder_open(folder);
    assert_int_equal(journal_open(folder->dir, &second, folder->error), JOURNAL_DENIED);
    assert_null(second);
    assert_non_null(strstr(folder->error, "another loketd"));
}

static void a_folder_that_cannot_be_written_says_so(void **state)
{
    struct folder *folder = *state;
    struct journal *journal;
    char inside[128];
    folder_open(folder);
    snprintf(inside, sizeof inside, "%s/sub", folder->db); /* below a file */
    assert_int_equal(journal_open(inside, &journal, folder->error), JOURNAL_DENIED);
    assert_int_equal(journal_open("/proc", &journal, folder->error), JOURNAL_DENIED);
    assert_int_equal(journal_open_read("/nowhere/loket.db", &journal, folder->error),
                     JOURNAL_DENIED);
}

/* What a power cut would leave of an open journal: its file and its log as they are. */
static void pull_the_plug(const struct folder *folder, struct folder *left, size_t log_bytes)
{
    static const char *const ending[] = {"", "-wal"};
    for (int i = 0; i < 2; i++) {
        char from[128], to[128];
        size_t bytes;
        snprintf(from, sizeof from, "%s%s", folder->db, ending[i]);
        snprintf(to, sizeof to, "%s%s", left->db, ending[i]);
        char *data = read_file(from, &bytes);
        assert_true(bytes > 0 && bytes < FILE_BYTES_MAX);
        if (i == 1 && bytes > log_bytes)
            memset(data + log_bytes, 0, bytes - log_bytes); /* this had not reached the disk */
        FILE *file = fopen(to, "wb");
        assert_non_null(file);
        assert_int_equal(fwrite(data, 1, bytes, file), bytes);
        fclose(file);
        free(data);
    }
}

static void expect_rows_left(const struct folder *folder, size_t log_bytes, int64_t rows)
{
    void *made;
    int64_t good, bad;
    assert_int_equal(folder_make(&made), 0);
    struct folder *left = made;
    pull_the_plug(folder, left, log_bytes);
    folder_open(left);
    assert_int_equal(journal_verify(left->journal, &good, &bad), JOURNAL_OK);
    assert_int_equal(good, rows);
    folder_append(left, EV_TICKET_ISSUED, MONDAY, 900);
    assert_int_equal(journal_commit(left->journal), JOURNAL_OK);
    folder_remove(&made);
}

/* The log holds zeros behind the newest fact at first, and after a checkpoint old frames. */
static void a_power_cut_loses_no_committed_fact(void **state)
{
    enum { LOG_HEAD_BYTES = 32, FRAME_BYTES = 4096 + 24 };
    struct folder *folder = *state;
    folder_open(folder);
    expect_rows_left(folder, FILE_BYTES_MAX, 0);
    folder_write_day(folder, MONDAY, 300);
    expect_rows_left(folder, FILE_BYTES_MAX, 301);
    journal_idle(folder->journal);
    for (int i = 1; i <= 3; i++) {
        folder_append(folder, EV_TICKET_ISSUED, MONDAY, 300 + i);
        assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
        expect_rows_left(folder, FILE_BYTES_MAX, 301 + i);
    }
    /* The fact whose commit was under way is lost as a whole, and only that one. */
    expect_rows_left(folder, LOG_HEAD_BYTES + 2 * FRAME_BYTES + FRAME_BYTES / 2, 303);
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
    folder_open(folder);
    folder_write_day(folder, MONDAY, 1);
    limit_file_size(48 * 1024);
    enum journal_fault fault = JOURNAL_OK;
    while (fault == JOURNAL_OK && issued < 100) {
        issued++;
        folder_append(folder, EV_TICKET_ISSUED, MONDAY, issued + 1);
        fault = journal_commit(folder->journal);
    }
    assert_int_equal(fault, JOURNAL_FULL);
    assert_non_null(strstr(journal_error(folder->journal), "make room"));
    int64_t kept = journal_rows(folder->journal);
    assert_int_equal(kept, 2 + issued - 1);
    assert_int_equal(journal_probe(folder->journal), JOURNAL_FULL);
    limit_file_size(RLIM_INFINITY);
    assert_int_equal(journal_probe(folder->journal), JOURNAL_OK);
    folder_append(folder, EV_TICKET_ISSUED, MONDAY, issued + 1);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    folder_close(folder);
    folder_open(folder);
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
    folder_open(folder); /* and the half-made file is no obstacle afterwards */
}

static void a_disk_without_room_for_a_long_log_still_takes_facts(void **state)
{
    struct folder *folder = *state;
    struct stat log;
    char path[128];
    snprintf(path, sizeof path, "%s-wal", folder->db);
    limit_file_size(64 * 1024);
    enum journal_fault fault = journal_open(folder->dir, &folder->journal, folder->error);
    limit_file_size(RLIM_INFINITY);
    assert_int_equal(fault, JOURNAL_OK);
    assert_int_equal(stat(path, &log), 0);
    assert_int_equal(log.st_size, 0); /* no half room that would take the last blocks */
    folder_write_day(folder, MONDAY, 2);
    folder_close(folder);
    folder_open(folder);
    assert_int_equal(folder_count(folder, 0), 3);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
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
        TEST(a_version_that_cannot_be_read_is_not_taken_for_none),
        TEST(a_second_writer_is_refused),
        TEST(a_folder_that_cannot_be_written_says_so),
        TEST(a_power_cut_loses_no_committed_fact),
        TEST(a_full_disk_refuses_and_heals),
        TEST(a_disk_that_is_full_from_the_start_says_so),
        TEST(a_disk_without_room_for_a_long_log_still_takes_facts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
