// SPDX-License-Identifier: MIT
/* Versions of the branch document in the journal, and a journal that knows nothing of them yet. */
#include "firmware/journal.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/journal_folder.h"

static struct journal_version named(const char *name, enum version_status status)
{
    struct journal_version version = {.at_utc_ms = 5000, .status = status, .who = "ani"};
    snprintf(version.version, sizeof version.version, "%s", name);
    return version;
}

/* One transaction with the fact that goes with it. */
static void store(struct folder *folder, const struct journal_version *version, const char *text)
{
    folder_append(folder, EV_AUDIT, MONDAY, 0);
    if (text)
        assert_int_equal(journal_content_add(folder->journal, version, text), JOURNAL_OK);
    else
        assert_int_equal(journal_content_update(folder->journal, version), JOURNAL_OK);
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
}

static struct journal_version look_up(struct folder *folder, const char *name)
{
    struct journal_version found;
    assert_int_equal(journal_content_find(folder->journal, name, &found, NULL), JOURNAL_OK);
    return found;
}

static bool add_line(void *context, const struct journal_version *version)
{
    char *text = context;
    size_t used = strlen(text);
    snprintf(text + used, 200 - used, "%s:%s ", version->version,
             journal_version_status(version->status));
    return true;
}

static void assert_list(struct folder *folder, const char *expected)
{
    char text[200] = "";
    assert_int_equal(journal_content_list(folder->journal, add_line, text), JOURNAL_OK);
    assert_string_equal(text, expected);
}

static void assert_active(struct folder *folder, const char *expected)
{
    char *text;
    assert_int_equal(journal_content_active(folder->journal, &text), JOURNAL_OK);
    assert_non_null(text);
    assert_string_equal(text, expected);
    free(text);
}

static void begin(struct folder *folder)
{
    folder_open(folder);
    assert_int_equal(journal_content_put(folder->journal, "first", 1000, "file", "{1}"),
                     JOURNAL_OK);
    folder_write_day(folder, MONDAY, 1);
}

static void a_new_version_makes_the_old_one_a_former_one(void **state)
{
    struct folder *folder = *state;
    begin(folder);
    struct journal_version second = named("second", VERSION_ACTIVE);
    store(folder, &second, "{2}");
    assert_list(folder, "second:active first:former ");
    assert_active(folder, "{2}");
    folder_close(folder);
    folder_open(folder);
    assert_list(folder, "second:active first:former ");
    assert_int_equal(look_up(folder, "first").active_utc_ms, 1000);
    assert_int_equal(look_up(folder, "second").active_utc_ms, 5000);
    assert_string_equal(look_up(folder, "second").who, "ani");
    assert_string_equal(look_up(folder, "third").version, "");
}

static void what_is_planned_or_proposed_does_not_rule(void **state)
{
    struct folder *folder = *state;
    begin(folder);
    struct journal_version planned = named("later", VERSION_PLANNED);
    struct journal_version proposed = named("maybe", VERSION_PROPOSED);
    planned.effective = TUESDAY;
    snprintf(proposed.asked_by, sizeof proposed.asked_by, "budi");
    store(folder, &planned, "{later}");
    store(folder, &proposed, "{maybe}");
    assert_list(folder, "maybe:proposed later:planned first:active ");
    assert_active(folder, "{1}");
    assert_int_equal(look_up(folder, "later").effective, TUESDAY);
    assert_string_equal(look_up(folder, "maybe").asked_by, "budi");
    proposed.status = VERSION_REJECTED;
    store(folder, &proposed, NULL);
    assert_list(folder, "maybe:rejected later:planned first:active ");
}

static void the_first_of_the_planned_ones_whose_day_has_come_is_due(void **state)
{
    struct folder *folder = *state;
    struct journal_version found;
    char *text;
    begin(folder);
    struct journal_version second = named("tue", VERSION_PLANNED);
    struct journal_version third = named("mon", VERSION_PLANNED);
    second.effective = TUESDAY;
    third.effective = MONDAY;
    store(folder, &second, "{tue}");
    store(folder, &third, "{mon}");
    assert_int_equal(journal_content_due(folder->journal, MONDAY - 1, &found, &text), JOURNAL_OK);
    assert_string_equal(found.version, "");
    assert_null(text);
    assert_int_equal(journal_content_due(folder->journal, TUESDAY, &found, &text), JOURNAL_OK);
    assert_string_equal(found.version, "mon");
    assert_string_equal(text, "{mon}");
    free(text);
    found.status = VERSION_ACTIVE;
    store(folder, &found, NULL);
    assert_int_equal(journal_content_due(folder->journal, MONDAY, &found, &text), JOURNAL_OK);
    assert_null(text);
    assert_list(folder, "mon:active tue:planned first:former ");
    assert_active(folder, "{mon}");
}

static void going_back_needs_no_second_copy(void **state)
{
    struct folder *folder = *state;
    begin(folder);
    struct journal_version second = named("second", VERSION_ACTIVE);
    store(folder, &second, "{2}");
    struct journal_version back = look_up(folder, "first");
    back.status = VERSION_ACTIVE;
    back.active_utc_ms = 9000;
    store(folder, &back, NULL);
    assert_list(folder, "second:former first:active ");
    assert_active(folder, "{1}");
    assert_int_equal(look_up(folder, "first").at_utc_ms, 1000);
    assert_int_equal(look_up(folder, "first").active_utc_ms, 9000);
}

static void a_change_that_is_rolled_back_never_happened(void **state)
{
    struct folder *folder = *state;
    begin(folder);
    struct journal_version second = named("second", VERSION_ACTIVE);
    folder_append(folder, EV_AUDIT, MONDAY, 0);
    assert_int_equal(journal_content_add(folder->journal, &second, "{2}"), JOURNAL_OK);
    journal_rollback(folder->journal);
    assert_list(folder, "first:active ");
    assert_active(folder, "{1}");
}

/* As the release before made it. */
static void make_old(struct folder *folder)
{
    folder_open(folder);
    folder_write_day(folder, MONDAY, 3);
    folder_close(folder);
    folder_alter(folder,
                 "DROP TABLE content; CREATE TABLE content(id INTEGER PRIMARY KEY, version TEXT "
                 "NOT NULL, at_utc_ms INTEGER NOT NULL, who TEXT NOT NULL, active INTEGER NOT "
                 "NULL, text TEXT NOT NULL);"
                 "INSERT INTO content(version,at_utc_ms,who,active,text) "
                 "VALUES('old',10,'file',0,'{old}'),('new',20,'file',1,'{new}')");
}

static void an_older_journal_gets_the_columns_and_loses_nothing(void **state)
{
    struct folder *folder = *state;
    int64_t rows, bad;
    make_old(folder);
    folder_open(folder);
    assert_list(folder, "new:active old:former ");
    assert_active(folder, "{new}");
    assert_int_equal(look_up(folder, "old").active_utc_ms, 10);
    assert_int_equal(look_up(folder, "new").effective, 0);
    assert_int_equal(journal_verify(folder->journal, &rows, &bad), JOURNAL_OK);
    assert_int_equal(rows, 4);
    struct journal_version third = named("third", VERSION_ACTIVE);
    store(folder, &third, "{3}");
    folder_close(folder);
    folder_open(folder); /* once is enough */
    assert_list(folder, "third:active new:former old:former ");
}

/* The release before knows only `active`. */
static void an_older_program_may_write_between(void **state)
{
    struct folder *folder = *state;
    make_old(folder);
    folder_open(folder);
    folder_close(folder);
    folder_alter(folder, "UPDATE content SET active=0 WHERE active;"
                         "INSERT INTO content(version,at_utc_ms,who,active,text) "
                         "VALUES('between',30,'file',1,'{b}')");
    folder_open(folder);
    assert_list(folder, "between:active new:former old:former ");
    assert_active(folder, "{b}");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_new_version_makes_the_old_one_a_former_one),
        TEST(what_is_planned_or_proposed_does_not_rule),
        TEST(the_first_of_the_planned_ones_whose_day_has_come_is_due),
        TEST(going_back_needs_no_second_copy),
        TEST(a_change_that_is_rolled_back_never_happened),
        TEST(an_older_journal_gets_the_columns_and_loses_nothing),
        TEST(an_older_program_may_write_between),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
