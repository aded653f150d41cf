// SPDX-License-Identifier: MIT
/* Which branch document a start takes: the version of the journal, and the file only where
 * there is none. */
#include "tests/scenario/story.h"

#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scenario/box_http.h"

#define FILE_GOOD(version)                                                                         \
    "{\"version\":\"" version "\",\"branch\":{\"name\":\"Cabang\"},\"services\":["                 \
    "{\"letter\":\"A\",\"name_id\":\"Satu\",\"name_en\":\"One\"},"                                 \
    "{\"letter\":\"B\",\"name_id\":\"Dua\",\"name_en\":\"Two\"},"                                  \
    "{\"letter\":\"K\",\"name_id\":\"Tiga\",\"name_en\":\"Three\"}],"                              \
    "\"desks\":[{\"number\":1,\"services\":[\"*\"]},{\"number\":2,\"services\":[\"*\"]}]}"

static char path[BOX_PATH_BYTES + 32];

/* The branch document's file of the next start. */
static void write_content(struct box *box, const char *text)
{
    snprintf(path, sizeof path, "%s/branch.json", box->dir);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fputs(text, file);
    fclose(file);
    box->content = path;
}

static void alter_journal(const struct box *box, const char *sql)
{
    char db_path[BOX_PATH_BYTES + 32];
    sqlite3 *db;
    snprintf(db_path, sizeof db_path, "%s/data/loket.db", box->dir);
    assert_int_equal(sqlite3_open(db_path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static bool daemon_said(const struct box *box, const char *piece)
{
    char log[BOX_PATH_BYTES + 32];
    snprintf(log, sizeof log, "%s/loketd.log", box->dir);
    FILE *file = fopen(log, "r");
    assert_non_null(file);
    story_text[fread(story_text, 1, sizeof story_text - 1, file)] = 0;
    fclose(file);
    return strstr(story_text, piece) != NULL;
}

static void the_version_of_the_journal_outlives_its_file(void **state)
{
    struct box *box = *state;
    write_content(box, FILE_GOOD("first"));
    box_start(box, true);
    assert_true(story_board_has(box, "\"content\":\"first\""));
    assert_int_equal(box_end(box, SIGTERM), 0);
    write_content(box, FILE_GOOD("second"));
    box_start(box, true);
    assert_true(story_board_has(box, "\"content\":\"first\""));
    assert_int_equal(box_end(box, SIGTERM), 0);
    write_content(box, "{\"version\":");
    box_start(box, true);
    assert_true(story_board_has(box, "\"content\":\"first\""));
    assert_int_equal(box_end(box, SIGTERM), 0);
    assert_int_equal(unlink(path), 0);
    box_start(box, true);
    assert_true(story_board_has(box, "\"content\":\"first\""));
    assert_true(daemon_said(box, "No such file"));
    assert_true(daemon_said(box, "not needed: the journal has version first"));
    box_press(box, BOX_TAKE_A);
    story_await_slip(box, 1, "A-001");
}

static void a_first_start_needs_the_file(void **state)
{
    struct box *box = *state;
    char program[600];
    write_content(box, "{\"version\":\"1\"}");
    box_listen(box); /* writes loket.conf */
    snprintf(program, sizeof program, "%s/loketd", box->programs);
    const char *argv[] = {program, "--config", box->conf, NULL};
    assert_int_equal(box_run(box, argv, story_text, sizeof story_text), 2);
    assert_non_null(strstr(story_text, "branch: is missing"));
}

/* Another version must not become active because the journal could not be asked. */
static void a_journal_that_cannot_tell_its_version_is_not_given_another(void **state)
{
    struct box *box = *state;
    write_content(box, FILE_GOOD("first"));
    box_start(box, true);
    assert_int_equal(box_end(box, SIGTERM), 0);
    write_content(box, FILE_GOOD("second"));
    alter_journal(box, "ALTER TABLE content RENAME TO gone");
    box_start(box, false);
    assert_int_equal(story_get(box, "/api/v1/health"), 503);
    story_await_board(box, "\"state\":\"journal\"");
    assert_int_equal(story_post(box, "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"),
                     503);
    assert_true(daemon_said(box, "reading the branch document failed"));
    assert_true(daemon_said(box, "no number is issued"));
    alter_journal(box, "ALTER TABLE gone RENAME TO content");
    story_await_board(box, "\"state\":\"ready\""); /* taken up later */
    assert_true(story_board_has(box, "\"content\":\"first\""));
}

static void without_a_file_and_a_readable_version_nothing_starts(void **state)
{
    struct box *box = *state;
    char program[600];
    write_content(box, FILE_GOOD("first"));
    box_start(box, true);
    assert_int_equal(box_end(box, SIGTERM), 0);
    alter_journal(box, "ALTER TABLE content RENAME TO gone");
    unlink(path);
    snprintf(program, sizeof program, "%s/loketd", box->programs);
    const char *argv[] = {program, "--config", box->conf, NULL};
    assert_int_equal(box_run(box, argv, story_text, sizeof story_text), 2);
    assert_non_null(strstr(story_text, "No such file"));
    assert_non_null(strstr(story_text, "reading the branch document failed"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(the_version_of_the_journal_outlives_its_file),
        STORY(a_first_start_needs_the_file),
        STORY(a_journal_that_cannot_tell_its_version_is_not_given_another),
        STORY(without_a_file_and_a_readable_version_nothing_starts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
