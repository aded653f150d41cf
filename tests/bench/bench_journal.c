// SPDX-License-Identifier: MIT
/* A commit of one fact against the least that durability can cost on this disk: 4 KiB into a
 * file that is there already, and fdatasync. Taken in turns in the same folder, so that
 * both meet the same disk. usage: bench_journal DIR */
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "firmware/journal.h"
#include "tests/bench/support.h"

enum { ROUNDS = 300, BLOCK_BYTES = 4096, FILE_BLOCKS = 64, DAY = 20261122 };
static const int64_t morning_utc_ms = 1795309200000;

static int open_plain_file(const char *dir)
{
    static const char block[BLOCK_BYTES] = "x";
    char path[256];
    snprintf(path, sizeof path, "%s/plain", dir);
    int fd = open(path, O_CREAT | O_TRUNC | O_RDWR | O_CLOEXEC, 0644);
    for (int i = 0; fd >= 0 && i < FILE_BLOCKS; i++)
        if (write(fd, block, sizeof block) != BLOCK_BYTES)
            support_fail("cannot write the plain file");
    if (fd < 0 || fsync(fd) != 0)
        support_fail("cannot make the plain file");
    return fd;
}

static double plain_ms(int fd, int i)
{
    char block[BLOCK_BYTES];
    memset(block, i, sizeof block);
    double start_ms = support_now_ms();
    if (pwrite(fd, block, sizeof block, (off_t)(i % FILE_BLOCKS) * BLOCK_BYTES) != BLOCK_BYTES ||
        fdatasync(fd) != 0)
        support_fail("cannot write the plain file");
    return support_now_ms() - start_ms;
}

static double commit_ms(struct journal *journal, int i)
{
    struct event event = {.kind = EV_TICKET_ISSUED,
                          .at_utc_ms = morning_utc_ms + i * 1000,
                          .day = DAY,
                          .ticket = {'A', (uint16_t)(i + 1)},
                          .service = 'A',
                          .print = true};
    double start_ms = support_now_ms();
    if (journal_append(journal, &event) != JOURNAL_OK || journal_commit(journal) != JOURNAL_OK)
        support_fail("the journal cannot commit");
    return support_now_ms() - start_ms;
}

int main(int argc, char **argv)
{
    static double commit[ROUNDS], plain[ROUNDS];
    char error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    if (argc != 2)
        support_fail("usage: bench_journal DIR");
    if (journal_open(argv[1], &journal, error) != JOURNAL_OK)
        support_fail(error);
    struct event start = {.kind = EV_DAY_STARTED, .at_utc_ms = morning_utc_ms, .day = DAY};
    if (journal_append(journal, &start) != JOURNAL_OK || journal_commit(journal) != JOURNAL_OK)
        support_fail("the journal cannot commit");
    int fd = open_plain_file(argv[1]);
    for (int i = 0; i < ROUNDS; i++) {
        commit[i] = commit_ms(journal, i);
        plain[i] = plain_ms(fd, i);
    }
    double commit_p50 = support_percentile(commit, ROUNDS, 0.5);
    double plain_p50 = support_percentile(plain, ROUNDS, 0.5);
    support_result("journal_commit_ratio", commit_p50 / plain_p50, "x", 2.5, "lower");
    support_result("journal_commit_p50_ms", commit_p50, "ms", -1, "lower");
    support_result("journal_commit_p99_ms", support_percentile(commit, ROUNDS, 0.99), "ms", -1,
                   "lower");
    close(fd);
    journal_close(journal);
    return 0;
}
