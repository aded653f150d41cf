// SPDX-License-Identifier: MIT
/* A technician at the command line: each command against the real daemon, with its exit code. */
#include "tests/scenario/story.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include <cmocka.h>

enum { DONE, REFUSED, USAGE, UNREACHABLE };

/* Runs loketctl with up to four words after --config; what it said is in story_text. */
static int ctl(const struct box *box, const char *a, const char *b, const char *c, const char *d)
{
    char program[600];
    snprintf(program, sizeof program, "%s/loketctl", box->programs);
    const char *argv[] = {program, "--config", box->conf, a, b, c, d, NULL};
    return box_run(box, argv, story_text, sizeof story_text);
}

static void assert_said(const char *piece)
{
    if (strstr(story_text, piece) == NULL)
        fail_msg("no \"%s\" in: %s", piece, story_text);
}

static void a_day_at_the_command_line(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    assert_int_equal(ctl(box, "status", NULL, NULL, NULL), DONE);
    assert_said("ready");
    assert_int_equal(ctl(box, "take", "A", NULL, NULL), DONE);
    assert_said("A-001");
    story_await_slip(box, 1, "A-001");
    assert_int_equal(ctl(box, "take", "K", "--lane", "priority"), DONE);
    assert_said("K-001");
    assert_int_equal(ctl(box, "desk", "1", "next", NULL), REFUSED);
    assert_said("desk_closed");
    assert_int_equal(ctl(box, "desk", "1", "open", NULL), DONE);
    assert_int_equal(ctl(box, "desk", "1", "next", NULL), DONE);
    assert_int_equal(ctl(box, "desk", "1", "finish", NULL), DONE);
    assert_int_equal(ctl(box, "desk", "99", "next", NULL), REFUSED);
    assert_said("unknown_desk");
    assert_int_equal(ctl(box, "day", "report", "--csv", NULL), DONE);
    assert_said("A,1");
    assert_int_equal(ctl(box, "kiosk", "close", "--message", "Sampai besok"), DONE);
    assert_int_equal(ctl(box, "take", "A", NULL, NULL), REFUSED);
    assert_said("kiosk_closed");
    assert_int_equal(ctl(box, "kiosk", "open", NULL, NULL), DONE);
}

static void users_come_and_go(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    assert_int_equal(ctl(box, "user", "add", "sari", NULL), DONE);
    assert_said("one-time PIN of sari, valid for 24 hours: ");
    assert_int_equal(ctl(box, "user", "add", "sari", NULL), REFUSED);
    assert_said("user_exists");
    assert_int_equal(ctl(box, "user", "add", "Sari", NULL), USAGE);
    assert_int_equal(ctl(box, "user", "add", "budi", "--may-call"), DONE);
    assert_int_equal(ctl(box, "user", "reset-pin", "sari", NULL), DONE);
    assert_said("one-time PIN of sari, valid for 24 hours: ");
    assert_int_equal(ctl(box, "user", "reset-pin", "nobody", NULL), REFUSED);
    assert_int_equal(ctl(box, "user", "disable", "sari", NULL), DONE);
    assert_int_equal(ctl(box, "user", "list", NULL, NULL), DONE);
    assert_said("budi                     officer  may-call one-time-pin");
    assert_said("sari                     officer  disabled one-time-pin");
    assert_int_equal(ctl(box, "user", "enable", "sari", NULL), DONE);
    assert_said("sari                     officer  one-time-pin");
}

static void slips_and_papers_can_be_read_without_a_printer(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    assert_int_equal(ctl(box, "take", "A", NULL, NULL), DONE);
    assert_int_equal(ctl(box, "slip", "A-001", "--format", "text"), DONE);
    assert_said("[ ] Kartu Keluarga (KK)");
    assert_int_equal(ctl(box, "slip", "A-009", NULL, NULL), REFUSED);
    assert_int_equal(ctl(box, "checklist", "B", NULL, NULL), DONE);
    assert_said("Ini bukan nomor antrean");
}

static void hardware_is_told_in_words(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    assert_int_equal(ctl(box, "hardware", NULL, NULL, NULL), DONE);
    assert_said("printer  idle");
    box_printer(box, "paper out");
    story_await_board(box, "\"state\":\"paper_out\"");
    assert_int_equal(ctl(box, "hardware", NULL, NULL, NULL), DONE);
    assert_said("NOT READY: paper is out");
    assert_int_equal(ctl(box, "printer", "test", NULL, NULL), REFUSED);
    assert_said("paper_out");
}

static void the_journal_is_verified_beside_the_running_daemon(void **state)
{
    struct box *box = *state;
    char copy[BOX_PATH_BYTES + 32];
    struct stat info;
    snprintf(copy, sizeof copy, "%s/copy.db", box->dir);
    box_start(box, true);
    assert_int_equal(ctl(box, "take", "A", NULL, NULL), DONE);
    assert_int_equal(ctl(box, "journal", "verify", NULL, NULL), DONE);
    assert_said("the chain is whole");
    assert_int_equal(ctl(box, "journal", "export", NULL, NULL), DONE);
    assert_said("TICKET_ISSUED");
    assert_int_equal(ctl(box, "journal", "backup", copy, NULL), DONE);
    assert_int_equal(stat(copy, &info), 0);
    assert_int_equal(ctl(box, "journal", "backup", copy, NULL), REFUSED); /* never overwritten */
}

static void wrong_words_and_a_missing_daemon_have_their_own_codes(void **state)
{
    struct box *box = *state;
    assert_int_equal(ctl(box, "dance", NULL, NULL, NULL), USAGE);
    assert_int_equal(ctl(box, "desk", "1", NULL, NULL), USAGE);
    assert_int_equal(ctl(box, "dance", "--help", NULL, NULL), USAGE);
    assert_int_equal(ctl(box, "content", "dance", NULL, NULL), USAGE);
    assert_int_equal(ctl(box, "desk", "1", "dance", NULL), USAGE);
    assert_said("no-show");
    assert_int_equal(ctl(box, "desk", "1", "call", NULL), USAGE);
    assert_int_equal(ctl(box, "ticket", "A-001", "dance", NULL), USAGE);
    assert_int_equal(ctl(box, "take", "A", "--lane", "fast"), USAGE);
    assert_int_equal(ctl(box, "slip", "A-001", "--format", "pdf"), USAGE);
    assert_int_equal(ctl(box, "user", "add", "s", NULL), USAGE);
    assert_int_equal(ctl(box, "journal", "verify", "--config", "/nowhere"), USAGE);
    assert_int_equal(ctl(box, "status", "--config", "/nowhere", NULL), USAGE);
    assert_int_equal(ctl(box, "status", "--cacert", "README.md", NULL), USAGE);
    assert_int_equal(ctl(box, "status", NULL, NULL, NULL), UNREACHABLE);
    assert_int_equal(ctl(box, "content", "check", "assets/branch/jambi.json", NULL), DONE);
    assert_int_equal(ctl(box, "content", "check", "README.md", NULL), REFUSED);
    assert_said("line 1");
}

static void help_and_version_are_no_fault(void **state)
{
    struct box *box = *state;
    assert_int_equal(ctl(box, "--version", NULL, NULL, NULL), DONE);
    assert_string_equal(story_text, "loketctl " LOKET_VERSION "\n");
    assert_int_equal(ctl(box, "status", "--help", NULL, NULL), DONE);
    assert_said("loketctl status\n");
    assert_int_equal(ctl(box, "content", "-h", NULL, NULL), DONE);
    assert_said("content activate");
    assert_null(strstr(story_text, "user add"));
}

/* A board that signs its own certificate is trusted by those who were given a copy of it. */
static void a_board_with_https_is_reached_with_its_certificate(void **state)
{
    struct box *box = *state;
    char ctl_path[600], wall_path[600], url[64], crt[BOX_PATH_BYTES + 32], png[BOX_PATH_BYTES + 32];
    const char *make[] = {ctl_path, "tls", "init", "--out", box->dir, NULL};
    const char *status[] = {ctl_path, "status", "--url", url, "--cacert", crt, NULL};
    const char *wall[] = {wall_path, "--board", url, "--screenshot", png, "--cacert", crt, NULL};
    snprintf(ctl_path, sizeof ctl_path, "%s/loketctl", box->programs);
    snprintf(wall_path, sizeof wall_path, "%s/loket-wall", box->programs);
    snprintf(crt, sizeof crt, "%s/loket.crt", box->dir);
    snprintf(png, sizeof png, "%s/wall.png", box->dir);
    assert_int_equal(box_run(box, make, story_text, sizeof story_text), DONE);
    box_listen(box);
    box->tls = true;
    box_start(box, true);
    snprintf(url, sizeof url, "https://127.0.0.1:%d", box->port);
    assert_int_equal(box_run(box, status, story_text, sizeof story_text), DONE);
    assert_said("ready");
    assert_int_equal(box_run(box, wall, story_text, sizeof story_text), DONE);
    status[4] = wall[5] = NULL; /* a stranger's */
    assert_int_equal(box_run(box, status, story_text, sizeof story_text), UNREACHABLE);
    assert_int_equal(box_run(box, wall, story_text, sizeof story_text), REFUSED);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_day_at_the_command_line),
        STORY(users_come_and_go),
        STORY(slips_and_papers_can_be_read_without_a_printer),
        STORY(hardware_is_told_in_words),
        STORY(the_journal_is_verified_beside_the_running_daemon),
        STORY(wrong_words_and_a_missing_daemon_have_their_own_codes),
        STORY(help_and_version_are_no_fault),
        STORY(a_board_with_https_is_reached_with_its_certificate),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
