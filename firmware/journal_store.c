// SPDX-License-Identifier: MIT
/* What else lives in the journal's file: backups of it and the branch document. */
#include "firmware/journal_sql.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
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

static int put_content(struct journal *journal, const char *version, int64_t at_utc_ms,
                       const char *who, const char *text)
{
    sqlite3_stmt *insert = NULL;
    int code = sqlite3_exec(
        journal->db, "BEGIN IMMEDIATE; UPDATE content SET active=0 WHERE active", NULL, NULL, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(
            journal->db, "INSERT INTO content(version,at_utc_ms,who,active,text) VALUES(?,?,?,1,?)",
            -1, &insert, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_bind_text(insert, 1, version, -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 2, at_utc_ms);
    sqlite3_bind_text(insert, 3, who, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 4, text, -1, SQLITE_STATIC);
    code = sqlite3_step(insert);
    sqlite3_finalize(insert);
    return code == SQLITE_DONE ? sqlite3_exec(journal->db, "COMMIT", NULL, NULL, NULL) : code;
}

enum journal_fault journal_content_put(struct journal *journal, const char *version,
                                       int64_t at_utc_ms, const char *who, const char *text)
{
    if (journal->appending) {
        journal_say(journal->error, "facts wait for their commit");
        return JOURNAL_BROKEN;
    }
    int code = put_content(journal, version, at_utc_ms, who, text);
    if (code == SQLITE_OK)
        return JOURNAL_OK;
    enum journal_fault fault = journal_fail(journal, code, "storing the branch document");
    if (!sqlite3_get_autocommit(journal->db))
        sqlite3_exec(journal->db, "ROLLBACK", NULL, NULL, NULL);
    return fault;
}

enum journal_fault journal_content_active(struct journal *journal, char **text)
{
    sqlite3_stmt *row = NULL;
    *text = NULL;
    int code = sqlite3_prepare_v2(journal->db,
                                  "SELECT text FROM content WHERE active ORDER BY id DESC LIMIT 1",
                                  -1, &row, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(row);
    if (code == SQLITE_ROW) {
        const char *found = (const char *)sqlite3_column_text(row, 0);
        *text = found ? strdup(found) : NULL;
        code = *text ? SQLITE_DONE : SQLITE_NOMEM;
    }
    enum journal_fault fault = code == SQLITE_DONE
                                   ? JOURNAL_OK
                                   : journal_fail(journal, code, "reading the branch document");
    sqlite3_finalize(row);
    return fault;
}
