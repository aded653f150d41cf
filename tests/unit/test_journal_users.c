// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/users.h"
#include "tests/unit/journal_folder.h"

static struct user a_user(const char *name)
{
    struct user user = {.role = ROLE_OFFICER,
                        .may_call = true,
                        .active = true,
                        .must_change = true,
                        .pin_hash = "$argon2id$v=19$m=19456,t=2,p=1$c2FsdA$aGFzaA",
                        .changed_utc_ms = 1795311720000};
    snprintf(user.name, sizeof user.name, "%s", name);
    return user;
}

static void begin_day(struct folder *folder)
{
    folder_open(folder);
    folder_append(folder, EV_DAY_STARTED, MONDAY, 0);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
}

static int count_users(struct folder *folder)
{
    struct users users;
    assert_int_equal(journal_users(folder->journal, &users), JOURNAL_OK);
    return users.count;
}

static void put(struct folder *folder, const char *name)
{
    struct user user = a_user(name);
    folder_append(folder, EV_AUDIT, MONDAY, 0);
    assert_int_equal(journal_user_put(folder->journal, &user), JOURNAL_OK);
}

static void a_new_journal_has_no_users(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    assert_int_equal(count_users(folder), 0);
}

static void a_user_comes_back_as_she_was(void **state)
{
    struct folder *folder = *state;
    struct users users;
    begin_day(folder);
    put(folder, "sari");
    put(folder, "admin");
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    folder_close(folder);
    folder_open(folder);
    assert_int_equal(journal_users(folder->journal, &users), JOURNAL_OK);
    assert_int_equal(users.count, 2);
    struct user expected = a_user("sari"), *found = users_find(&users, "sari");
    assert_non_null(found);
    assert_string_equal(found->pin_hash, expected.pin_hash);
    assert_int_equal(found->role, expected.role);
    assert_true(found->may_call && found->active && found->must_change);
    assert_int_equal(found->changed_utc_ms, expected.changed_utc_ms);
}

static void a_change_and_its_fact_happen_together_or_not_at_all(void **state)
{
    struct folder *folder = *state;
    begin_day(folder);
    int64_t rows = journal_rows(folder->journal);
    put(folder, "sari");
    journal_rollback(folder->journal);
    assert_int_equal(count_users(folder), 0);
    assert_int_equal(journal_rows(folder->journal), rows);
    put(folder, "sari");
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    assert_int_equal(count_users(folder), 1);
    assert_int_equal(journal_rows(folder->journal), rows + 1);
}

/* What a program of schema 1 would have left. */
static void make_old(struct folder *folder)
{
    begin_day(folder);
    folder_close(folder);
    folder_alter(folder, "DROP TABLE user; PRAGMA user_version=1; PRAGMA wal_checkpoint(TRUNCATE)");
}

static int schema_in_file(const struct folder *folder)
{
    unsigned char head[64];
    FILE *file = fopen(folder->db, "rb");
    assert_int_equal(fread(head, 1, sizeof head, file), sizeof head);
    fclose(file);
    return head[63];
}

static void an_older_journal_gets_the_table_when_it_is_opened_for_writing(void **state)
{
    struct folder *folder = *state;
    make_old(folder);
    assert_int_equal(schema_in_file(folder), 1);
    folder_open(folder);
    assert_int_equal(count_users(folder), 0);
    assert_int_equal(folder_count(folder, MONDAY), 1);
    put(folder, "sari");
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    folder_close(folder);
    folder_open(folder);
    assert_int_equal(count_users(folder), 1);
}

/* It looks for the number in the file itself: there it must stand at once, not in the log beside.
 */
static void an_older_program_is_told_by_the_file_s_number(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    assert_int_equal(schema_in_file(folder), 2);
    folder_close(folder);
    make_old(folder);
    folder_open(folder);
    assert_int_equal(schema_in_file(folder), 2);
    assert_int_equal(journal_probe(folder->journal), JOURNAL_OK);
    folder_close(folder);
    assert_int_equal(schema_in_file(folder), 2);
}

static void a_journal_of_a_newer_program_is_refused_in_words(void **state)
{
    struct folder *folder = *state;
    begin_day(folder);
    folder_close(folder);
    folder_alter(folder, "PRAGMA user_version=3; PRAGMA wal_checkpoint(TRUNCATE)");
    assert_int_equal(journal_open(folder->dir, &folder->journal, folder->error), JOURNAL_DENIED);
    assert_non_null(strstr(folder->error, "newer Loket; update this program"));
}

static void a_row_that_is_no_user_is_damage(void **state)
{
    struct folder *folder = *state;
    struct users users;
    begin_day(folder);
    put(folder, "sari");
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    folder_close(folder);
    folder_alter(folder, "UPDATE user SET role='root'");
    folder_open(folder);
    assert_int_equal(journal_users(folder->journal, &users), JOURNAL_DAMAGED);
    assert_non_null(strstr(journal_error(folder->journal), "table user"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_journal_has_no_users),
        TEST(a_user_comes_back_as_she_was),
        TEST(a_change_and_its_fact_happen_together_or_not_at_all),
        TEST(an_older_journal_gets_the_table_when_it_is_opened_for_writing),
        TEST(an_older_program_is_told_by_the_file_s_number),
        TEST(a_journal_of_a_newer_program_is_refused_in_words),
        TEST(a_row_that_is_no_user_is_damage),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
