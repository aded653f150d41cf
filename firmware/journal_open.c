// SPDX-License-Identifier: MIT
/* Opening and closing: the lock, the checks before the first write, the schema. */
#include "firmware/journal_sql.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    BUSY_WAIT_MS = 200,      /* somebody looks at the file with a tool that locks it */
    LOG_ROOM_BYTES = 3 << 19 /* more than gathers between two quiet moments: journal_idle */
};

/* The lock file holds this once the folder holds a journal. */
static const char MARK[] = "loket.db belongs here\n";

static const char SCHEMA[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE event(seq INTEGER PRIMARY KEY, day TEXT NOT NULL, at_utc_ms INTEGER NOT NULL,"
    " kind TEXT NOT NULL, ticket TEXT NOT NULL, service TEXT NOT NULL, desk INTEGER NOT NULL,"
    " data TEXT NOT NULL, prev BLOB NOT NULL, hash BLOB NOT NULL);"
    "CREATE TABLE day(day TEXT PRIMARY KEY, first_seq INTEGER NOT NULL) WITHOUT ROWID;"
    "CREATE TABLE content(id INTEGER PRIMARY KEY, version TEXT NOT NULL,"
    " at_utc_ms INTEGER NOT NULL, who TEXT NOT NULL, active INTEGER NOT NULL, text TEXT NOT NULL);"
    "PRAGMA application_id=1280265044; PRAGMA user_version=1;" /* JOURNAL_APPLICATION */
    "COMMIT;";

/* What came since, for new files and for those of schema 1. */
static const char UPGRADE[] =
    "BEGIN IMMEDIATE;"
    "CREATE TABLE IF NOT EXISTS user(name TEXT PRIMARY KEY, role TEXT NOT NULL,"
    " may_call INTEGER NOT NULL, active INTEGER NOT NULL, must_change INTEGER NOT NULL,"
    " pin_hash TEXT NOT NULL, changed_utc_ms INTEGER NOT NULL) WITHOUT ROWID;" JOURNAL_SCHEMA_SQL
    "COMMIT;";

static struct journal *new_journal(const char *dir, const char *name,
                                   char error[JOURNAL_ERROR_BYTES])
{
    struct journal *journal = calloc(1, sizeof *journal);
    if (!journal || sodium_init() < 0) {
        journal_say(error, "out of memory");
        free(journal);
        return NULL;
    }
    journal->lock_fd = -1;
    snprintf(journal->path, sizeof journal->path, "%s%s%s", dir, *name ? "/" : "", name);
    return journal;
}

/* Hands the sentence to the caller, who gets no journal. */
static enum journal_fault give_up(struct journal *journal, enum journal_fault fault,
                                  char error[JOURNAL_ERROR_BYTES])
{
    if (error != journal->error && journal->error[0])
        journal_say(error, "%s", journal->error);
    journal_close(journal);
    return fault;
}

static enum journal_fault lock_folder(struct journal *journal, const char *dir, bool *marked)
{
    char path[JOURNAL_PATH_BYTES];
    struct stat found;
    snprintf(path, sizeof path, "%s/loket.lock", dir);
    journal->lock_fd = open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0660);
    if (journal->lock_fd < 0 || fstat(journal->lock_fd, &found) < 0) {
        enum journal_fault fault =
            errno == ENOSPC || errno == EDQUOT ? JOURNAL_FULL : JOURNAL_DENIED;
        journal_say(journal->error, "%s: %s; %s", path, strerror(errno), journal_advice(fault));
        return fault;
    }
    *marked = found.st_size > 0;
    if (flock(journal->lock_fd, LOCK_EX | LOCK_NB) == 0)
        return JOURNAL_OK;
    journal_say(journal->error, "%s: another loketd writes this journal; stop it first", path);
    return JOURNAL_DENIED;
}

static int count_frames(void *context, sqlite3 *db, const char *name, int frames)
{
    (void)db, (void)name;
    ((struct journal *)context)->wal_frames = frames;
    return SQLITE_OK;
}

/* Opens without writing: what follows may find damage, and damage stays as it was found. */
static int open_quietly(struct journal *journal, const char *name, int flags)
{
    int code = sqlite3_open_v2(name, &journal->db, flags | SQLITE_OPEN_URI, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_extended_result_codes(journal->db, 1);
    sqlite3_busy_timeout(journal->db, BUSY_WAIT_MS);
    sqlite3_db_config(journal->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 1, NULL);
    return sqlite3_exec(journal->db, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
}

/* A commit that makes the write-ahead log longer also waits for the file system's own journal
 * (a new block, a new size), which takes as long again as the fact itself; one that overwrites
 * what is there does not. SQLite goes back to the start of the log after a checkpoint and does
 * not shorten it, so room made once is enough. Written, not just allocated: the first write into
 * an allocated block is again a matter for the file system's journal. Zeros are no frame to
 * SQLite: the log ends before them, also after a power cut in the midst of this. Speed only: a
 * disk without this much room keeps what it has for the facts. */
static void make_log_room(struct journal *journal)
{
    static const char zeros[1 << 16];
    sqlite3_file *log = NULL;
    sqlite3_int64 before, bytes;
    journal_run(journal, "SELECT 1 FROM day LIMIT 1"); /* a new log is made by the first look */
    int code = sqlite3_file_control(journal->db, "main", SQLITE_FCNTL_JOURNAL_POINTER, &log);
    if (code != SQLITE_OK || !log || !log->pMethods ||
        log->pMethods->xFileSize(log, &before) != SQLITE_OK || before >= LOG_ROOM_BYTES)
        return;
    for (bytes = before; code == SQLITE_OK && bytes < LOG_ROOM_BYTES; bytes += sizeof zeros)
        code = log->pMethods->xWrite(log, zeros, sizeof zeros, bytes);
    if (code == SQLITE_OK)
        code = log->pMethods->xSync(log, SQLITE_SYNC_NORMAL); /* here: no visitor waits for it */
    if (code != SQLITE_OK)
        log->pMethods->xTruncate(log, before);
}

static int schema_of(struct journal *journal, int *schema)
{
    sqlite3_stmt *row = NULL;
    int code = sqlite3_prepare_v2(journal->db, "PRAGMA user_version", -1, &row, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(row);
    *schema = code == SQLITE_ROW ? sqlite3_column_int(row, 0) : 0;
    sqlite3_finalize(row);
    return code == SQLITE_ROW ? SQLITE_OK : code;
}

static int upgrade(struct journal *journal)
{
    int schema, code = schema_of(journal, &schema);
    if (code != SQLITE_OK || schema >= JOURNAL_SCHEMA)
        return code;
    code = journal_run(journal, UPGRADE);
    if (code != SQLITE_OK && !sqlite3_get_autocommit(journal->db))
        journal_run(journal, "ROLLBACK");
    /* The number is looked for in the file itself, before anything is opened. */
    return code == SQLITE_OK ? journal_run(journal, "PRAGMA wal_checkpoint(TRUNCATE)") : code;
}

/* From here on the file is known to be good: settings for writing. */
static int prepare_writing(struct journal *journal)
{
    int code = journal_run(journal, "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL");
    if (code == SQLITE_OK)
        code = journal_content_columns(journal);
    if (code == SQLITE_OK)
        code = upgrade(journal);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v3(journal->db, "INSERT INTO event VALUES(?,?,?,?,?,?,?,?,?,?)", -1,
                                  SQLITE_PREPARE_PERSISTENT, &journal->insert_event, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v3(journal->db, "INSERT OR IGNORE INTO day VALUES(?,?)", -1,
                                  SQLITE_PREPARE_PERSISTENT, &journal->insert_day, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_db_config(journal->db, SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, 0, NULL);
    sqlite3_wal_hook(journal->db, count_frames, journal);
    make_log_room(journal);
    return SQLITE_OK;
}

/* Names of new files are durable only when their folder is. */
static void sync_folder(const char *dir)
{
    int fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (fd < 0)
        return;
    fsync(fd);
    close(fd);
}

static enum journal_fault mark_folder(struct journal *journal, const char *dir)
{
    ssize_t bytes = sizeof MARK - 1;
    if (pwrite(journal->lock_fd, MARK, sizeof MARK - 1, 0) == bytes &&
        fsync(journal->lock_fd) == 0) {
        sync_folder(dir);
        return JOURNAL_OK;
    }
    enum journal_fault fault = errno == ENOSPC || errno == EDQUOT ? JOURNAL_FULL : JOURNAL_BROKEN;
    journal_say(journal->error, "%s/loket.lock: %s; %s", dir, strerror(errno),
                journal_advice(fault));
    return fault;
}

enum journal_fault journal_open(const char *dir, struct journal **journal,
                                char error[JOURNAL_ERROR_BYTES])
{
    bool marked = false, fresh = false;
    error[0] = '\0';
    *journal = NULL;
    mkdir(dir, 0750); /* fails harmlessly when it is there; other reasons show below */
    struct journal *made = new_journal(dir, "loket.db", error);
    if (!made)
        return JOURNAL_BROKEN;
    enum journal_fault fault = lock_folder(made, dir, &marked);
    if (fault == JOURNAL_OK)
        fault = journal_check_file(made->path, marked, &fresh, made->error);
    if (fault != JOURNAL_OK)
        return give_up(made, fault, error);
    int code = open_quietly(made, made->path, SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE);
    if (code == SQLITE_OK && fresh)
        code = journal_run(made, SCHEMA);
    fault = code == SQLITE_OK ? journal_check_content(made) : journal_fail(made, code, "opening");
    if (fault != JOURNAL_OK)
        return give_up(made, fault, error);
    code = prepare_writing(made);
    fault = code == SQLITE_OK ? JOURNAL_OK : journal_fail(made, code, "opening for writing");
    if (fault == JOURNAL_OK && !marked)
        fault = mark_folder(made, dir);
    if (fault != JOURNAL_OK)
        return give_up(made, fault, error);
    *journal = made;
    return JOURNAL_OK;
}

/* A reader without write permission cannot make the shared-memory file beside an idle
 * journal; when there is no write-ahead log either, the file alone is the whole truth. */
static int open_still(struct journal *journal)
{
    char name[3 * JOURNAL_PATH_BYTES + 32] = "file:", wal[JOURNAL_PATH_BYTES + 8];
    struct stat found;
    snprintf(wal, sizeof wal, "%s-wal", journal->path);
    if (stat(wal, &found) == 0 && found.st_size > 0)
        return SQLITE_CANTOPEN;
    size_t length = 5;
    for (const char *c = journal->path; *c; c++)
        length += (size_t)snprintf(name + length, sizeof name - length,
                                   strchr("%?#", *c) ? "%%%02X" : "%c", (unsigned char)*c);
    snprintf(name + length, sizeof name - length, "?immutable=1");
    sqlite3_close(journal->db);
    journal->db = NULL;
    return open_quietly(journal, name, SQLITE_OPEN_READONLY);
}

enum journal_fault journal_open_read(const char *path, struct journal **journal,
                                     char error[JOURNAL_ERROR_BYTES])
{
    bool fresh = false;
    error[0] = '\0';
    *journal = NULL;
    struct journal *made = new_journal(path, "", error);
    if (!made)
        return JOURNAL_BROKEN;
    enum journal_fault fault = journal_check_file(path, false, &fresh, made->error);
    if (fault == JOURNAL_OK && fresh) {
        journal_say(made->error, "%s: there is no journal", path);
        fault = JOURNAL_DENIED;
    }
    if (fault != JOURNAL_OK)
        return give_up(made, fault, error);
    int code = open_quietly(made, path, SQLITE_OPEN_READONLY);
    if ((code & 0xFF) == SQLITE_CANTOPEN || (code & 0xFF) == SQLITE_READONLY)
        code = open_still(made);
    if (code != SQLITE_OK)
        return give_up(made, journal_fail(made, code, "opening"), error);
    *journal = made;
    return JOURNAL_OK;
}

void journal_close(struct journal *journal)
{
    if (!journal)
        return;
    journal_rollback(journal);
    sqlite3_finalize(journal->insert_event);
    sqlite3_finalize(journal->insert_day);
    sqlite3_close(journal->db);
    if (journal->lock_fd >= 0)
        close(journal->lock_fd);
    free(journal);
}
