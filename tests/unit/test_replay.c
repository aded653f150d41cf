// SPDX-License-Identifier: MIT
/* `loketctl forecast replay` as a whole: files in, files out, and what it says of bad logs. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware/ctl/ctl.h"

#define HEADER "branch,day,time_s,event,ticket,service,lane,desk,value\n"
#define FIRST "b,2025-01-13,100,arrive,1,s,regular,,\n"

struct folder {
    char dir[64], events[96], out[96], said[96];
    char text[4096];
};

static int make_folder(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);
    if (!folder)
        return -1;
    strncpy(folder->dir, "/tmp/loket-replay-XXXXXX", sizeof folder->dir - 1);
    if (!mkdtemp(folder->dir))
        return -1;
    snprintf(folder->events, sizeof folder->events, "%s/events.csv", folder->dir);
    snprintf(folder->out, sizeof folder->out, "%s/out.csv", folder->dir);
    snprintf(folder->said, sizeof folder->said, "%s/said", folder->dir);
    *state = folder;
    return 0;
}

static int remove_folder(void **state)
{
    struct folder *folder = *state;
    unlink(folder->events);
    unlink(folder->out);
    unlink(folder->said);
    rmdir(folder->dir);
    free(folder);
    return 0;
}

static const char *slurp(struct folder *folder, const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    size_t bytes = fread(folder->text, 1, sizeof folder->text - 1, file);
    folder->text[bytes] = '\0';
    fclose(file);
    return folder->text;
}

/* Standard error goes to the file `said`. */
static int replay(struct folder *folder, const char *log, bool lenient)
{
    FILE *file = fopen(folder->events, "w");
    assert_non_null(file);
    fputs(log, file);
    fclose(file);
    struct ctl ctl = {.events = folder->events, .out = folder->out, .lenient = lenient};
    int keep = dup(STDERR_FILENO);
    int said = open(folder->said, O_CREAT | O_TRUNC | O_WRONLY, 0600);
    assert_true(keep >= 0 && said >= 0);
    dup2(said, STDERR_FILENO);
    int result = replay_run(&ctl);
    dup2(keep, STDERR_FILENO);
    close(keep);
    close(said);
    return result;
}

static void every_arrival_gets_one_row(void **state)
{
    struct folder *folder = *state;
    int result = replay(folder,
                        HEADER "b,2025-01-13,0,plan,,,,D1,08:00-12:00\n" FIRST
                               "b,2025-01-13,101,arrive,2,s,priority,,\r\n"
                               "b,2025-01-13,110.5,call,1,s,regular,D1,\n"
                               "\"c, d\",2025-01-13,5.25,arrive,1,\"s\"\"t\",regular,,before\n",
                        false);
    assert_int_equal(result, CTL_DONE);
    const char *text = slurp(folder, folder->out);
    assert_true(strncmp(text, "branch,day,ticket,service,time_s,ahead,p10_s,p50_s,p90_s\n", 57) ==
                0);
    assert_non_null(strstr(text, "\nb,2025-01-13,1,s,100,0,"));
    assert_non_null(strstr(text, "\nb,2025-01-13,2,s,101,1,"));
    assert_non_null(strstr(text, "\n\"c, d\",2025-01-13,1,\"s\"\"t\",5.25,0,"));
}

static const struct {
    const char *row, *said;
} bad[] = {
    {"b,2025-01-13,99,arrive,2,s,regular,,\n", "row 3: the time is before"},
    {"b,2025-01-12,200,arrive,2,s,regular,,\n", "row 3: the day is not in order"},
    {"a,2025-01-13,200,arrive,2,s,regular,,\n", "row 3: the branch is not in order"},
    {"b,2025-01-13,200,vanish,2,s,regular,,\n", "row 3: the event is unknown"},
    {"b,2025-01-13,200,call,2,s,regular,,\n", "row 3: the ticket is called before"},
    {"b,2025-01-13,200,arrive,1,s,regular,,\n", "row 3: the ticket has arrived before"},
    {"b,2025-01-13,-200,arrive,2,s,regular,,\n", "row 3: the time is outside"},
    {"b,2025-01-13,1e9,arrive,2,s,regular,,\n", "row 3: the time is outside"},
    {"b,2025-01-13,200,arrive\n", "row 3: not 9 columns"},
    {"b,2025-01-13,200,abandon,7,s,regular,,\n", "row 3: the ticket has not arrived"},
};

static void a_bad_row_is_named_and_ends_the_replay(void **state)
{
    struct folder *folder = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char log[1024];
        snprintf(log, sizeof log, "%s%s%s", HEADER, FIRST, bad[i].row);
        assert_int_equal(replay(folder, log, false), CTL_REFUSED);
        const char *said = slurp(folder, folder->said);
        if (!strstr(said, bad[i].said))
            fail_msg("of %s it says: %s", bad[i].row, said);
    }
}

static void a_lenient_replay_skips_and_counts(void **state)
{
    struct folder *folder = *state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        char log[1024];
        snprintf(log, sizeof log, "%s%s%sb,2025-01-13,300,arrive,9,s,regular,,\n", HEADER, FIRST,
                 bad[i].row);
        assert_int_equal(replay(folder, log, true), CTL_DONE);
        assert_non_null(strstr(slurp(folder, folder->said), "1 of 3 rows skipped"));
        assert_non_null(strstr(slurp(folder, folder->out), "\nb,2025-01-13,9,s,300,1,"));
    }
}

static void nothing_is_carried_from_one_branch_into_the_next(void **state)
{
    static const char last[] = "c,2025-01-13,300,arrive,9,s,regular,,\n";
    struct folder *folder = *state;
    char log[4096], alone[128];
    snprintf(log, sizeof log, "%s%s", HEADER, last);
    assert_int_equal(replay(folder, log, true), CTL_DONE);
    snprintf(alone, sizeof alone, "%s", strchr(slurp(folder, folder->out), '\n'));
    /* a branch of long waits before, and a first row that is skipped */
    snprintf(log, sizeof log,
             "%s%sb,2025-01-13,100,arrive,2,s,regular,,\nb,2025-01-13,9000,call,1,s,regular,D1,\n"
             "b,2025-01-13,19000,call,2,s,regular,D1,\nc,2025-01-13,200,call,5,s,regular,D1,\n%s",
             HEADER, FIRST, last);
    assert_int_equal(replay(folder, log, true), CTL_DONE);
    assert_non_null(strstr(slurp(folder, folder->out), alone));
}

static void a_wrong_header_or_no_file_is_refused(void **state)
{
    struct folder *folder = *state;
    assert_int_equal(replay(folder, "branch,day\n" FIRST, true), CTL_REFUSED);
    assert_non_null(strstr(slurp(folder, folder->said), "row 1: the header"));
    assert_int_equal(replay(folder, "", false), CTL_REFUSED);
    struct ctl ctl = {.events = NULL};
    int keep = dup(STDERR_FILENO), null = open("/dev/null", O_WRONLY);
    dup2(null, STDERR_FILENO);
    assert_int_equal(replay_run(&ctl), CTL_USAGE);
    ctl.events = "/nonexistent/events.csv";
    assert_int_equal(replay_run(&ctl), CTL_REFUSED);
    dup2(keep, STDERR_FILENO);
    close(keep);
    close(null);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_arrival_gets_one_row),
        cmocka_unit_test(a_bad_row_is_named_and_ends_the_replay),
        cmocka_unit_test(a_lenient_replay_skips_and_counts),
        cmocka_unit_test(nothing_is_carried_from_one_branch_into_the_next),
        cmocka_unit_test(a_wrong_header_or_no_file_is_refused),
    };
    return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
