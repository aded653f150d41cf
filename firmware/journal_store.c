// SPDX-License-Identifier: MIT
/* Backups of the journal. */
#include "firmware/journal_sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

/* All pages in one step: one read transaction, so one moment of the journal; in WAL mode
 * it keeps no writer waiting. */
static int copy_all(sqlite3 *from, sqlite3 *to)
{
    sqlite3_backup *copy = sqlite3_backup_init(to, "main", from, "main");
    if (!copy)
        return sqlite3_extended_errcode(to);
    sqlite3_backup_step(copy, -1);
    int code = sqlite3_backup_finish(copy);
    /* One file, without a write-ahead log beside it. */
    return code == SQLITE_OK ? sqlite3_exec(to, "PRAGMA journal_mode=DELETE", NULL, NULL, NULL)
                             : code;
}

enum journal_fault journal_backup(struct journal *journal, const char *path)
{
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0640);
    if (fd < 0) {
        journal_say(journal->error, "%s: %s; name a file that is not there yet", path,
                    strerror(errno));
        return errno == ENOSPC ? JOURNAL_FULL : JOURNAL_DENIED;
    }
    close(fd);
    /* Through a reader of its own: facts that are not committed yet stay out. */
    struct journal *reader = NULL;
    struct journal target = {.lock_fd = -1};
    snprintf(target.path, sizeof target.path, "%s", path);
    enum journal_fault fault = journal_open_read(journal->path, &reader, journal->error);
    if (fault == JOURNAL_OK) {
        int code = sqlite3_open_v2(path, &target.db, SQLITE_OPEN_READWRITE, NULL);
        if (code == SQLITE_OK)
            code = copy_all(reader->db, target.db);
        if (code != SQLITE_OK) {
            fault = journal_fail(&target, code, "writing the backup");
            memcpy(journal->error, target.error, sizeof journal->error);
        }
    }
    sqlite3_close(target.db);
    journal_close(reader);
    if (fault != JOURNAL_OK)
        unlink(path);
    return fault;
}
