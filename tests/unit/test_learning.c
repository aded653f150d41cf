// SPDX-License-Identifier: MIT
/* Learning in a child: this very program is the child, too (`test_learning --learn DIR`), and a
 * file in DIR may make it one that goes wrong. */
#include "firmware/learning.h"

#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/learning_head.h"
#include "tests/bench/twin_journal.h"
#include "tests/unit/journal_folder.h"

enum { PATIENCE_US = 20000000, DAYS = 3, NOON_MIN = 12 * 60 };

struct hall {
    struct folder *folder;
    sd_event *loop;
    struct learned *learned;
    int told; /* how often */
};

static int hall_open(void **state)
{
    struct hall *hall = calloc(1, sizeof *hall);
    void *folder = NULL;
    sigset_t child;
    sigemptyset(&child);
    sigaddset(&child, SIGCHLD);
    sigprocmask(SIG_BLOCK, &child, NULL);
    setenv("TZ", "Asia/Jakarta", 1);
    tzset();
    if (folder_make(&folder) != 0 || sd_event_new(&hall->loop) < 0)
        return -1;
    hall->folder = folder;
    *state = hall;
    return 0;
}

static int hall_close(void **state)
{
    struct hall *hall = *state;
    void *folder = hall->folder;
    sd_event_unref(hall->loop);
    free(hall->learned);
    free(hall);
    return folder_remove(&folder);
}

static void on_learned(void *context, struct learned *learned)
{
    struct hall *hall = context;
    hall->told++;
    hall->learned = learned;
    sd_event_exit(hall->loop, 0);
}

static void learn(struct hall *hall)
{
    assert_non_null(learning_start(hall->loop, hall->folder->dir, on_learned, hall));
    assert_int_equal(hall->told, 0); /* never inside of learning_start */
    sd_event_add_time_relative(hall->loop, NULL, CLOCK_MONOTONIC, PATIENCE_US, 0, NULL,
                               (void *)(intptr_t)-1);
    assert_int_equal(sd_event_loop(hall->loop), 0);
    assert_int_equal(hall->told, 1);
    int status;
    assert_int_equal(waitpid(-1, &status, WNOHANG), -1); /* no child, no zombie */
}

static struct twin_journal *write_days(struct hall *hall)
{
    folder_open(hall->folder);
    struct twin_journal *tj = twin_journal_begin(hall->folder->journal, 3, true);
    for (int i = 0; i < DAYS; i++)
        twin_journal_day(tj);
    return tj;
}

static void misbehave(struct hall *hall, const char *how)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", hall->folder->dir, how);
    int fd = open(path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600);
    assert_true(fd >= 0);
    close(fd);
}

/* ---- */

static void the_child_knows_what_the_facts_teach(void **state)
{
    struct hall *hall = *state;
    struct twin_journal *tj = write_days(hall);
    learn(hall);
    assert_non_null(hall->learned);
    assert_int_equal(hall->learned->seq, journal_rows(hall->folder->journal));
    outlook_adopt(&hall->learned->outlook);
    assert_memory_equal(&hall->learned->outlook, &tj->outlook, sizeof tj->outlook);
    assert_int_equal(hall->learned->queue.ticket_count, tj->twin.queue.ticket_count);
    free(tj);
}

static void a_day_that_goes_on_is_learned_as_far_as_it_went(void **state)
{
    struct hall *hall = *state;
    struct twin_journal *tj = write_days(hall);
    twin_journal_part(tj, NOON_MIN);
    learn(hall);
    assert_non_null(hall->learned);
    assert_int_equal(hall->learned->seq, journal_rows(hall->folder->journal));
    assert_int_equal(hall->learned->outlook.day, 20260102);
    free(tj);
}

static void only_the_last_days_are_learned(void **state)
{
    struct hall *hall = *state;
    folder_open(hall->folder);
    for (int day = 0; day < LEARNING_DAYS + 5; day++) {
        int32_t date = 20260101 + day / 28 * 100 + day % 28;
        folder_append(hall->folder, EV_DAY_STARTED, date, 0);
    }
    assert_int_equal(journal_commit(hall->folder->journal), JOURNAL_OK);
    learn(hall);
    assert_non_null(hall->learned);
    assert_int_equal(hall->learned->seq, LEARNING_DAYS + 5);
    assert_int_equal(hall->learned->outlook.days, LEARNING_DAYS);
}

static void assert_nothing_known(const struct hall *hall)
{
    struct outlook *none = malloc(sizeof *none);
    assert_non_null(none);
    assert_non_null(hall->learned);
    outlook_init(none);
    outlook_adopt(&hall->learned->outlook);
    assert_int_equal(hall->learned->seq, 0);
    assert_int_equal(hall->learned->queue.day, 0);
    assert_memory_equal(&hall->learned->outlook, none, sizeof *none);
    free(none);
}

static void a_folder_without_a_journal_teaches_nothing(void **state)
{
    struct hall *hall = *state;
    learn(hall);
    assert_nothing_known(hall);
}

static void an_empty_journal_teaches_nothing(void **state)
{
    struct hall *hall = *state;
    folder_open(hall->folder);
    learn(hall);
    assert_nothing_known(hall);
}

static void a_damaged_past_is_not_learned_from(void **state)
{
    struct hall *hall = *state;
    free(write_days(hall));
    folder_close(hall->folder);
    folder_alter(hall->folder, "UPDATE event SET desk=desk+1 WHERE seq=9");
    learn(hall);
    assert_null(hall->learned);
}

static void facts_that_contradict_each_other_are_not_learned_from(void **state)
{
    struct hall *hall = *state;
    folder_open(hall->folder);
    folder_write_day(hall->folder, MONDAY, 2);
    folder_append(hall->folder, EV_TICKET_ABSENT, MONDAY, 9);
    assert_int_equal(journal_commit(hall->folder->journal), JOURNAL_OK);
    learn(hall);
    assert_null(hall->learned);
}

static void a_child_that_is_killed_taught_nothing(void **state)
{
    struct hall *hall = *state;
    misbehave(hall, "die");
    learn(hall);
    assert_null(hall->learned);
}

static void a_child_that_dies_in_the_midst_of_its_result_taught_nothing(void **state)
{
    struct hall *hall = *state;
    misbehave(hall, "die-late");
    learn(hall);
    assert_null(hall->learned);
}

static void a_result_of_a_child_that_failed_is_not_taken(void **state)
{
    struct hall *hall = *state;
    misbehave(hall, "fail");
    learn(hall);
    assert_null(hall->learned);
}

static void garbage_is_not_taken(void **state)
{
    struct hall *hall = *state;
    misbehave(hall, "garbage");
    learn(hall);
    assert_null(hall->learned);
}

static void more_than_a_result_is_not_taken(void **state)
{
    struct hall *hall = *state;
    misbehave(hall, "too-much");
    learn(hall);
    assert_null(hall->learned);
}

static int leave(sd_event_source *source, uint64_t usec, void *context)
{
    (void)usec;
    (void)context;
    return sd_event_exit(sd_event_source_get_event(source), 0);
}

static void a_learning_that_is_given_up_leaves_no_child(void **state)
{
    struct hall *hall = *state;
    int status;
    misbehave(hall, "hang");
    struct learning *learning = learning_start(hall->loop, hall->folder->dir, on_learned, hall);
    assert_non_null(learning);
    sd_event_add_time_relative(hall->loop, NULL, CLOCK_MONOTONIC, 30000, 0, leave, NULL);
    assert_int_equal(sd_event_loop(hall->loop), 0);
    learning_destroy(learning);
    assert_int_equal(hall->told, 0);
    assert_int_equal(waitpid(-1, &status, WNOHANG), -1);
    learning_destroy(NULL);
}

/* ---- the child ---- */

static bool asked(const char *dir, const char *how)
{
    char path[128];
    snprintf(path, sizeof path, "%s/%s", dir, how);
    return access(path, F_OK) == 0;
}

static void say(const void *data, size_t bytes)
{
    if (write(STDOUT_FILENO, data, bytes) != (ssize_t)bytes)
        _exit(3);
}

static int be_child(const char *dir)
{
    static const char garbage[4096] = "this is no result";
    struct learning_head head;
    learning_head_fill(&head);
    if (asked(dir, "die"))
        raise(SIGKILL);
    if (asked(dir, "garbage"))
        for (;;)
            say(garbage, sizeof garbage); /* until it is stopped */
    if (asked(dir, "die-late")) {
        say(&head, sizeof head);
        say(garbage, sizeof garbage);
        raise(SIGKILL);
    }
    while (asked(dir, "hang"))
        pause();
    int status = learning_child(dir, STDOUT_FILENO);
    if (asked(dir, "too-much"))
        say(garbage, 1);
    return asked(dir, "fail") ? 1 : status;
}

#define TEST(f) cmocka_unit_test_setup_teardown(f, hall_open, hall_close)

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        TEST(the_child_knows_what_the_facts_teach),
        TEST(a_day_that_goes_on_is_learned_as_far_as_it_went),
        TEST(only_the_last_days_are_learned),
        TEST(a_folder_without_a_journal_teaches_nothing),
        TEST(an_empty_journal_teaches_nothing),
        TEST(a_damaged_past_is_not_learned_from),
        TEST(facts_that_contradict_each_other_are_not_learned_from),
        TEST(a_child_that_is_killed_taught_nothing),
        TEST(a_child_that_dies_in_the_midst_of_its_result_taught_nothing),
        TEST(a_result_of_a_child_that_failed_is_not_taken),
        TEST(garbage_is_not_taken),
        TEST(more_than_a_result_is_not_taken),
        TEST(a_learning_that_is_given_up_leaves_no_child),
    };
    if (argc == 3 && strcmp(argv[1], "--learn") == 0)
        _exit(be_child(argv[2])); /* a leak check at the end would meet the kill of its parent */
    return cmocka_run_group_tests(tests, NULL, NULL);
}
