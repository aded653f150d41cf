// SPDX-License-Identifier: MIT
/* What a browser gets: the console's files, guarded answers, the journal's copy, a day as CSV. */
#include "tests/scenario/story.h"

#include <dirent.h>
#include <setjmp.h>
#include <signal.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scenario/admin.h"
#include "tests/scenario/box_http.h"

static void start(struct box *box)
{
    box->clock_start = MONDAY_9;
    box_start(box, true);
}

static void the_console_opens_at_the_root(void **state)
{
    struct box *box = *state;
    start(box);
    assert_int_equal(story_get(box, "/"), 302);
    admin_assert_said("Location: /console/\r\n");
    assert_int_equal(story_get(box, "/console"), 302);
    assert_int_equal(story_get(box, "/console/"), 200);
    admin_assert_said("Content-Type: text/html; charset=utf-8\r\n");
    admin_assert_said("Cache-Control: no-cache\r\n");
    admin_assert_said("<!doctype html>");
    assert_int_equal(story_get(box, "/console/index.html?v=1"), 200);
    assert_int_equal(story_get(box, "/console/main.js"), 200);
    admin_assert_said("Content-Type: text/javascript; charset=utf-8\r\n");
    assert_int_equal(story_post(box, "/console/", "{}"), 405);
}

static void no_path_leads_out_of_the_console(void **state)
{
    struct box *box = *state;
    static const char *const tricks[] = {
        "/console/..",
        "/console/../console/index.html",
        "/console/../../../../etc/passwd",
        "/console/%2e%2e/%2e%2e/etc/passwd",
        "/console/..%2f..%2f..%2fetc%2fpasswd",
        "/console/%252e%252e%252fetc/passwd",
        "/console/..%5c..%5cetc%5cpasswd",
        "/console/....//....//etc/passwd",
        "/console//etc/passwd",
        "/console/%2fetc%2fpasswd",
        "/console/./index.html",
        "/console/officer/../index.html",
        "/console/index.html%00.js",
        "/console/%00",
        "/console/index.html%00",
        "/console/index.html/",
        "/console/INDEX.HTML",
        "/console/.made",
        "/console/%c0%ae%c0%ae/etc/passwd",
        "/console/%ff%fe",
        "/console/%",
        "/console/%zz",
        "/console/index.html%20",
        "/console/index.html%0d%0aX-Bad:%20yes",
        "/Console/index.html",
        "/console;/index.html",
        "/consoleindex.html",
        "//console/index.html",
    };
    start(box);
    for (size_t i = 0; i < sizeof tricks / sizeof *tricks; i++) {
        int status = story_get(box, tricks[i]);
        if (status != 404 || strstr(story_text, "root:") || strstr(story_text, "X-Bad: yes"))
            fail_msg("%s: %d %s", tricks[i], status, story_text);
    }
    char path[400] = "/console/";
    memset(path + strlen(path), 'a', 300);
    assert_int_equal(story_get(box, path), 404);
}

static void every_answer_is_guarded(void **state)
{
    struct box *box = *state;
    static const char *const paths[] = {"/",  "/console/",       "/console/none",
                                        "/x", "/api/v1/board",   "/api/v1/tickets/A-999",
                                        "",   "/api/v1/content", "/api/v1/report.csv"};
    start(box);
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        if (*paths[i])
            story_get(box, paths[i]);
        else
            story_post(box, "/api/v1/tickets", "{");
        admin_assert_said("X-Content-Type-Options: nosniff\r\n");
        admin_assert_said("Referrer-Policy: no-referrer\r\n");
        admin_assert_said("Content-Security-Policy: default-src 'none'; script-src 'self'; ");
        admin_assert_said("frame-ancestors 'none'\r\n");
        assert_null(strstr(story_text, "unsafe"));
    }
}

static void a_file_that_the_browser_has_is_not_sent_again(void **state)
{
    struct box *box = *state;
    char tag[64], headers[128];
    start(box);
    assert_int_equal(story_get(box, "/console/"), 200);
    const char *at = strstr(story_text, "ETag: ");
    assert_non_null(at);
    snprintf(tag, sizeof tag, "%.*s", (int)strcspn(at + 6, "\r"), at + 6);
    snprintf(headers, sizeof headers, "If-None-Match: %s\r\n", tag);
    assert_int_equal(story_ask(box, "GET", "/console/", headers, ""), 304);
    admin_assert_said(tag);
    admin_assert_said("nosniff");
    assert_string_equal(box_http_body(story_text), "");
    snprintf(headers, sizeof headers, "If-None-Match: \"other\", W/%s\r\n", tag);
    assert_int_equal(story_ask(box, "GET", "/console/", headers, ""), 304);
    assert_int_equal(story_ask(box, "GET", "/console/", "If-None-Match: \"other\"\r\n", ""), 200);
    assert_int_equal(story_ask(box, "GET", "/console/main.js", headers, ""), 200);
    assert_int_equal(story_ask(box, "HEAD", "/console/", "", ""), 200);
    admin_assert_said(tag);
    assert_string_equal(box_http_body(story_text), "");
}

static void a_console_that_is_not_there_is_told_by_the_check(void **state)
{
    struct box *box = *state;
    char program[600], line[BOX_PATH_BYTES + 32];
    start(box);
    box_end(box, SIGTERM);
    FILE *conf = fopen(box->conf, "a"); /* its last section is [http] */
    assert_non_null(conf);
    fprintf(conf, "console = %s/none\n", box->dir);
    fclose(conf);
    snprintf(program, sizeof program, "%s/loketd", box->programs);
    const char *argv[] = {program, "--check-config", box->conf, NULL};
    assert_int_equal(box_run(box, argv, story_text, sizeof story_text), 2);
    snprintf(line, sizeof line, "%s/none", box->dir);
    admin_assert_said(line);
    admin_assert_said("the console of [http] cannot be served");
}

/* ---- the journal ---- */

static void await_verdict(const struct box *box, const char *state)
{
    char piece[32];
    snprintf(piece, sizeof piece, "\"state\":\"%s\"", state);
    for (int i = 0; i < 800; i++, box_sleep_ms(10)) {
        assert_int_equal(story_get(box, "/api/v1/journal/verify"), 200);
        if (!strstr(story_text, "\"state\":\"running\""))
            break;
    }
    admin_assert_said(piece);
}

static void the_journal_is_verified_while_numbers_are_taken(void **state)
{
    struct box *box = *state;
    char ticket[8];
    start(box);
    assert_int_equal(story_get(box, "/api/v1/journal/verify"), 200);
    admin_assert_said("\"state\":\"idle\"");
    story_take(box, "A", ticket);
    assert_int_equal(story_post(box, "/api/v1/journal/verify", "{}"), 202);
    admin_assert_said("\"state\":\"running\"");
    story_take(box, "A", ticket);
    await_verdict(box, "good");
    admin_assert_said("\"bad_seq\":null");
    admin_assert_said("\"rows\":");
}

static void a_row_that_somebody_altered_is_named(void **state)
{
    struct box *box = *state;
    char ticket[8], path[BOX_PATH_BYTES + 32];
    sqlite3 *db;
    start(box);
    for (int i = 0; i < 5; i++)
        story_take(box, "A", ticket);
    snprintf(path, sizeof path, "%s/data/loket.db", box->dir);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(
        sqlite3_exec(db, "UPDATE event SET ticket='A-009' WHERE seq=4", NULL, NULL, NULL),
        SQLITE_OK);
    sqlite3_close(db);
    assert_int_equal(story_post(box, "/api/v1/journal/verify", "{}"), 202);
    await_verdict(box, "bad");
    admin_assert_said("\"rows\":3,\"bad_seq\":4,");
    admin_assert_said("row 4 does not fit the chain");
}

/* The body of the last answer as a journal in a folder of its own; its folder. */
static void keep_copy(const struct box *box, int bytes, char folder[BOX_PATH_BYTES + 16])
{
    char path[BOX_PATH_BYTES + 32];
    snprintf(folder, BOX_PATH_BYTES + 16, "%s/copy", box->dir);
    mkdir(folder, 0755);
    snprintf(path, sizeof path, "%s/loket.db", folder);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    assert_int_equal(fwrite(box_http_body(story_text), 1, (size_t)bytes, out), bytes);
    fclose(out);
}

static int content_length(void)
{
    const char *at = strstr(story_text, "Content-Length: ");
    assert_non_null(at);
    return (int)strtol(at + strlen("Content-Length: "), NULL, 10);
}

static void assert_nothing_left_behind(const struct box *box)
{
    char path[BOX_PATH_BYTES + 16];
    snprintf(path, sizeof path, "%s/data", box->dir);
    DIR *dir = opendir(path);
    assert_non_null(dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        if (strncmp(entry->d_name, "backup", 6) == 0)
            fail_msg("%s was left behind", entry->d_name);
    closedir(dir);
}

static void a_downloaded_backup_is_a_whole_journal(void **state)
{
    struct box *box = *state;
    char ticket[8], folder[BOX_PATH_BYTES + 16], program[600];
    start(box);
    for (int i = 0; i < 50; i++)
        story_take(box, "A", ticket);
    assert_int_equal(story_get(box, "/api/v1/journal/backup"), 200);
    admin_assert_said("Content-Disposition: attachment; filename=\"loket-2026-11-23-09");
    admin_assert_said("Cache-Control: no-store\r\n");
    keep_copy(box, content_length(), folder);
    assert_nothing_left_behind(box);
    snprintf(program, sizeof program, "%s/loketctl", box->programs);
    const char *argv[] = {program, "journal", "verify", "--data-dir", folder, NULL};
    assert_int_equal(box_run(box, argv, story_text, sizeof story_text), 0);
    admin_assert_said("the chain is whole");
    const char *export_argv[] = {program, "journal", "export", "--data-dir", folder, NULL};
    assert_int_equal(box_run(box, export_argv, story_text, sizeof story_text), 0);
    admin_assert_said("\"A-050\"");
    assert_int_equal(admin_audit_rows(box, "journal backup"), 1);
}

static void a_backup_that_nobody_waits_for_leaves_nothing_behind(void **state)
{
    struct box *box = *state;
    static const char ask[] = "GET /api/v1/journal/backup HTTP/1.1\r\nHost: loket\r\n\r\n";
    char path[BOX_PATH_BYTES + 32];
    start(box);
    int fd = box_http_connect(box);
    assert_true(box_http_send(fd, ask, sizeof ask - 1));
    close(fd);
    assert_int_equal(story_get(box, "/api/v1/board"), 200);
    for (int i = 0; i < 300; i++, box_sleep_ms(10)) /* the other one may still be at it */
        if (story_get(box, "/api/v1/journal/backup") == 200)
            break;
    admin_assert_said("SQLite format 3");
    assert_nothing_left_behind(box);
    box_end(box, SIGKILL);
    snprintf(path, sizeof path, "%s/data/backup.tmp", box->dir);
    FILE *half = fopen(path, "w"); /* of a daemon that died at it */
    assert_non_null(half);
    fclose(half);
    start(box);
    assert_nothing_left_behind(box);
}

/* ---- the day ---- */

static void the_days_tickets_are_a_table_without_people(void **state)
{
    struct box *box = *state;
    char first[8], second[8];
    start(box);
    story_take(box, "A", first);
    story_take(box, "K", second);
    assert_int_equal(story_post(box, "/api/v1/desks/1/open", "{}"), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/1/next", "{}"), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/1/finish",
                                "{\"outcome\":\"missing_papers\",\"missing\":[\"kk\"]}"),
                     200);
    assert_int_equal(story_get(box, "/api/v1/tickets.csv"), 200);
    admin_assert_said("Content-Type: text/csv; charset=utf-8\r\n");
    admin_assert_said("number,lane,service,taken,called,desk,finished,outcome,wait_min\r\n");
    admin_assert_said("A-001,regular,A,2026-11-23 09:00:");
    admin_assert_said(",missing_papers,0.0\r\n");
    admin_assert_said("\r\nK-001,regular,K,2026-11-23 09:00:");
    admin_assert_said(",,,,,\r\n");
    assert_null(strstr(story_text, "kk")); /* what a visitor lacked is nobody's business */
    assert_int_equal(story_get(box, "/api/v1/tickets.csv?day=2026-11-20"), 200);
    assert_int_equal(story_get(box, "/api/v1/tickets.csv?day=today"), 400);
}

static void the_report_has_what_charts_need(void **state)
{
    struct box *box = *state;
    char ticket[8];
    start(box);
    story_take(box, "A", ticket);
    story_take(box, "A", ticket);
    assert_int_equal(story_post(box, "/api/v1/desks/2/open", "{}"), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/2/next", "{}"), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/2/no-show", "{}"), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/2/next", "{}"), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/2/finish", "{}"), 200);
    json_t *json = story_json(box, "/api/v1/report");
    const json_t *hour = json_array_get(json_object_get(json, "hours"), 0);
    const json_t *desk = json_array_get(json_object_get(json, "desks"), 0);
    assert_int_equal(json_array_size(json_object_get(json, "hours")), 1);
    assert_int_equal(json_integer_value(json_object_get(hour, "hour")), 9);
    assert_int_equal(json_integer_value(json_object_get(hour, "issued")), 2);
    assert_int_equal(json_integer_value(json_object_get(hour, "called")), 2);
    assert_int_equal(json_integer_value(json_object_get(hour, "no_show")), 1);
    assert_true(json_is_number(json_object_get(hour, "mean_wait_min")));
    assert_int_equal(json_integer_value(json_object_get(desk, "desk")), 2);
    assert_int_equal(json_integer_value(json_object_get(desk, "served")), 1);
    assert_int_equal(json_integer_value(json_object_get(desk, "no_show")), 1);
    assert_true(json_is_number(json_object_get(desk, "busy_min")));
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(the_console_opens_at_the_root),
        STORY(no_path_leads_out_of_the_console),
        STORY(every_answer_is_guarded),
        STORY(a_file_that_the_browser_has_is_not_sent_again),
        STORY(a_console_that_is_not_there_is_told_by_the_check),
        STORY(the_journal_is_verified_while_numbers_are_taken),
        STORY(a_row_that_somebody_altered_is_named),
        STORY(a_downloaded_backup_is_a_whole_journal),
        STORY(a_backup_that_nobody_waits_for_leaves_nothing_behind),
        STORY(the_days_tickets_are_a_table_without_people),
        STORY(the_report_has_what_charts_need),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
