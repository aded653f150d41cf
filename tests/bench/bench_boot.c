// SPDX-License-Identifier: MIT
/* A board that was switched off in the afternoon: how long the daemon takes from its start
 * until it answers, with a journal of 1,000 tickets of today. usage: bench_boot DIR */
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <time.h>

#include "firmware/journal.h"
#include "tests/bench/support.h"

enum { TICKETS = 1000, SERVICES = 4, DESKS = 2, BOOTS = 9, MS_PER_S = 1000 };

struct day {
    struct queue *queue;
    struct rules rules;
    struct journal *journal;
    int64_t at_utc_ms;
    int32_t date;
};

static void keep(void *context, const struct event *event)
{
    struct day *day = context;
    if (journal_append(day->journal, event) != JOURNAL_OK)
        support_fail(journal_error(day->journal));
}

static void must(struct day *day, struct command command)
{
    command.at_utc_ms = day->at_utc_ms;
    if (!support_do(day->queue, &day->rules, &command, keep, day))
        support_fail("the core refused a command of the benchmark");
}

/* Taken, printed, called, finished: five facts of each visitor. */
static void one_visitor(struct day *day, int i)
{
    char letter = support_letter(i % SERVICES);
    struct ticket_no no = {letter, (uint16_t)(i / SERVICES + 1)};
    day->at_utc_ms += 5 * MS_PER_S;
    must(day, (struct command){.kind = CMD_TAKE, .service = letter, .print = true});
    must(day, (struct command){.kind = CMD_SLIP_SENT, .ticket = no});
    must(day, (struct command){.kind = CMD_SLIP_PRINTED, .ticket = no});
    must(day, (struct command){.kind = CMD_NEXT, .desk = (uint16_t)(i % DESKS + 1)});
}

static void write_day(const char *data_dir)
{
    char error[JOURNAL_ERROR_BYTES];
    struct day day = {.queue = malloc(sizeof *day.queue)};
    time_t now = time(NULL);
    struct tm local;
    if (!day.queue || journal_open(data_dir, &day.journal, error) != JOURNAL_OK)
        support_fail("cannot make a journal for the benchmark");
    queue_init(day.queue);
    support_rules(&day.rules, SERVICES, DESKS);
    localtime_r(&now, &local);
    day.date = (local.tm_year + 1900) * 10000 + (local.tm_mon + 1) * 100 + local.tm_mday;
    day.at_utc_ms = ((int64_t)now - TICKETS * 5 - 60) * MS_PER_S;
    must(&day, (struct command){.kind = CMD_DAY_START, .day = day.date});
    must(&day, (struct command){.kind = CMD_KIOSK_OPEN});
    for (uint16_t desk = 1; desk <= DESKS; desk++)
        must(&day, (struct command){.kind = CMD_DESK_OPEN, .desk = desk});
    for (int i = 0; i < TICKETS; i++)
        one_visitor(&day, i);
    if (journal_commit(day.journal) != JOURNAL_OK)
        support_fail("cannot write the journal of the benchmark");
    journal_close(day.journal);
    free(day.queue);
}

int main(int argc, char **argv)
{
    char data_dir[256], config[1024];
    double boot_ms[BOOTS];
    if (argc != 2)
        support_fail("usage: bench_boot DIR");
    setenv("TZ", "Asia/Jakarta", 1);
    tzset();
    snprintf(data_dir, sizeof data_dir, "%s/data", argv[1]);
    mkdir(data_dir, 0755);
    write_day(data_dir);
    snprintf(config, sizeof config,
             "[branch]\ndata_dir = %s\ncontent = assets/branch/jambi.json\n"
             "[http]\nlisten =\nsocket = %s/loket.sock\n",
             data_dir, argv[1]);
    for (int i = 0; i < BOOTS; i++) {
        pid_t pid = support_daemon_start(argv[1], config);
        boot_ms[i] = support_daemon_wait(argv[1]);
        support_daemon_stop(pid);
        if (boot_ms[i] < 0)
            support_fail("loketd did not answer within 10 s");
    }
    support_result("boot_1000_tickets_ms", support_percentile(boot_ms, BOOTS, 0.5), "ms", 150,
                   "lower");
    return 0;
}
