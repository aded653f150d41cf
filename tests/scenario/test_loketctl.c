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
    assert_said("one-time PIN of sari: ");
    assert_int_equal(ctl(box, "user", "add", "sari", NULL), REFUSED);
    assert_said("user_exists");
    assert_int_equal(ctl(box, "user", "add", "Sari", NULL), USAGE);
    assert_int_equal(ctl(box, "user", "add", "budi", "--may-call"), DONE);
    assert_int_equal(ctl(box, "user", "reset-pin", "sari", NULL), DONE);
    assert_said("one-time PIN of sari: ");
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
    assert_int_equal(ctl(box, "status", NULL, NULL, NULL), UNREACHABLE);
    assert_int_equal(ctl(box, "content", "check", "assets/branch/jambi.json", NULL), DONE);
    assert_int_equal(ctl(box, "content", "check", "README.md", NULL), REFUSED);
    assert_said("line 1");
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
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
