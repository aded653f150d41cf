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

static char *read_file(const char *path, size_t *bytes)
{
    FILE *file = fopen(path, "rb");
    char *data = malloc(1 << 20);
    *bytes = file ? fread(data, 1, 1 << 20, file) : 0;
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
        TEST(a_second_writer_is_refused),
        TEST(a_folder_that_cannot_be_written_says_so),
        TEST(a_full_disk_refuses_and_heals),
        TEST(a_disk_that_is_full_from_the_start_says_so),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
