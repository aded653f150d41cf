// SPDX-License-Identifier: MIT
#include "tests/unit/journal_folder.h"

#include <dirent.h>
#include <setjmp.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

int folder_make(void **state)
{
    struct folder *folder = calloc(1, sizeof *folder);
    snprintf(folder->dir, sizeof folder->dir, "/tmp/loket-journal-XXXXXX");
    if (!mkdtemp(folder->dir))
        return -1;
    snprintf(folder->db, sizeof folder->db, "%s/loket.db", folder->dir);
    *state = folder;
    return 0;
}

int folder_remove(void **state)
{
    struct folder *folder = *state;
    journal_close(folder->journal);
    DIR *dir = opendir(folder->dir);
    for (struct dirent *entry; (entry = readdir(dir));)
        if (entry->d_name[0] != '.')
            unlinkat(dirfd(dir), entry->d_name, 0);
    closedir(dir);
    rmdir(folder->dir);
    free(folder);
    return 0;
}

void folder_open(struct folder *folder)
{
    enum journal_fault fault = journal_open(folder->dir, &folder->journal, folder->error);
    if (fault != JOURNAL_OK)
        fail_msg("%s", folder->error);
    assert_non_null(folder->journal);
}

void folder_close(struct folder *folder)
{
    journal_close(folder->journal);
    folder->journal = NULL;
}

void folder_append(struct folder *folder, enum event_kind kind, int32_t day, int number)
{
    struct event event = {.kind = kind, .day = day, .at_utc_ms = 1795311720000 + number};
    if (number)
        event.ticket = (struct ticket_no){'A', (uint16_t)number}, event.service = 'A';
    event.print = number > 0;
    assert_int_equal(journal_append(folder->journal, &event), JOURNAL_OK);
}

/* A day with `tickets` tickets, each its own commit. */
void folder_write_day(struct folder *folder, int32_t day, int tickets)
{
    folder_append(folder, EV_DAY_STARTED, day, 0);
    for (int i = 1; i <= tickets; i++) {
        folder_append(folder, EV_TICKET_ISSUED, day, i);
        assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    }
}

static bool count_fact(void *context, int64_t seq, const struct event *event)
{
    (void)seq, (void)event;
    ++*(int *)context;
    return true;
}

int folder_count(struct folder *folder, int32_t day)
{
    int count = 0;
    assert_int_equal(journal_replay(folder->journal, day, count_fact, &count), JOURNAL_OK);
    return count;
}

void folder_alter(struct folder *folder, const char *sql)
{
    sqlite3 *db;
    char *error = NULL;
    assert_int_equal(sqlite3_open(folder->db, &db), SQLITE_OK);
    if (sqlite3_exec(db, sql, NULL, NULL, &error) != SQLITE_OK)
        fail_msg("%s: %s", sql, error);
    sqlite3_close(db);
}
