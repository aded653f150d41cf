// SPDX-License-Identifier: MIT
#include "firmware/upkeep_child.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "firmware/journal.h"

enum { PATH_BYTES = 512, PATIENT = 10 };

/* Tickets come first; and it ends with the daemon. */
static void step_back(void)
{
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (nice(PATIENT) < 0)
        fprintf(stderr,
                "loketd: cannot be made to wait for others\n"); /* it goes on all the same */
}

static enum journal_fault open_reader(const char *dir, struct journal **journal)
{
    char path[PATH_BYTES], error[JOURNAL_ERROR_BYTES];
    snprintf(path, sizeof path, "%s/loket.db", dir);
    enum journal_fault fault = journal_open_read(path, journal, error);
    if (fault)
        printf("%s\n", error);
    return fault;
}

int upkeep_child_verify(const char *dir)
{
    struct journal *journal;
    int64_t rows = 0, bad_seq = 0;
    step_back();
    if (open_reader(dir, &journal))
        return UPKEEP_UNKNOWN;
    enum journal_fault fault = journal_verify(journal, &rows, &bad_seq);
    printf("%" PRId64 " %" PRId64 "\n%s\n", rows, bad_seq, fault ? journal_error(journal) : "");
    journal_close(journal);
    if (fault == JOURNAL_OK)
        return UPKEEP_GOOD;
    return fault == JOURNAL_DAMAGED ? UPKEEP_BAD : UPKEEP_UNKNOWN;
}

int upkeep_child_backup(const char *dir)
{
    struct journal *journal;
    char path[PATH_BYTES];
    step_back();
    enum journal_fault fault = open_reader(dir, &journal);
    if (fault)
        return fault;
    snprintf(path, sizeof path, "%s/" UPKEEP_BACKUP_NAME, dir);
    unlink(path);
    fault = journal_backup(journal, path);
    if (fault)
        printf("%s\n", journal_error(journal));
    journal_close(journal);
    return fault;
}
