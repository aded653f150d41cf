// SPDX-License-Identifier: MIT
#include "firmware/journal.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "firmware/journal_sql.h"

enum {
    WAL_IDLE_FRAMES = 250,   /* worth copying into the file when nothing else is to do */
    WAL_MOST_FRAMES = 16000, /* 64 MiB: copied even if it is never quiet */
};

enum journal_fault journal_fault_of(sqlite3 *db, int code)
{
    int seen = errno; /* SQLite keeps the system's word for some faults only */
    int os = db && sqlite3_system_errno(db) ? sqlite3_system_errno(db) : seen;
    switch (code & 0xFF) {
    case SQLITE_OK:
        return JOURNAL_OK;
    case SQLITE_FULL:
        return JOURNAL_FULL;
    case SQLITE_READONLY:
    case SQLITE_PERM:
    case SQLITE_CANTOPEN:
    case SQLITE_AUTH:
    case SQLITE_BUSY:
    case SQLITE_LOCKED:
        return db && (os == ENOSPC || os == EDQUOT) ? JOURNAL_FULL : JOURNAL_DENIED;
    case SQLITE_CORRUPT:
    case SQLITE_NOTADB:
        return JOURNAL_DAMAGED;
    case SQLITE_IOERR:
        return os == ENOSPC || os == EDQUOT || os == EFBIG ? JOURNAL_FULL : JOURNAL_BROKEN;
    default:
        return JOURNAL_BROKEN;
    }
}

const char *journal_advice(enum journal_fault fault)
{
    switch (fault) {
    case JOURNAL_OK:
        return "";
    case JOURNAL_FULL:
        return "make room on this disk";
    case JOURNAL_DENIED:
        return "check the owner and the mount of this folder, and that no other program holds it";
    case JOURNAL_DAMAGED:
        return "keep the file for inspection and restore the newest backup";
    case JOURNAL_BROKEN:
        return "check this disk";
    }
    return "";
}

void journal_say(char error[JOURNAL_ERROR_BYTES], const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(error, JOURNAL_ERROR_BYTES, format, arguments);
    va_end(arguments);
}

enum journal_fault journal_fail(struct journal *journal, int code, const char *doing)
{
    enum journal_fault fault = journal_fault_of(journal->db, code);
    journal_say(journal->error, "%s: %s failed: %s; %s", journal->path, doing,
                journal->db ? sqlite3_errmsg(journal->db) : sqlite3_errstr(code),
                journal_advice(fault));
    return fault;
}

const char *journal_error(const struct journal *journal)
{
    return journal->error;
}

int64_t journal_rows(const struct journal *journal)
{
    return journal->durable_seq;
}

int64_t journal_bytes(const struct journal *journal)
{
    static const char *const ending[] = {"", "-wal"};
    int64_t bytes = 0;
    for (int i = 0; i < 2; i++) {
        char path[JOURNAL_PATH_BYTES + 8];
        struct stat found;
        snprintf(path, sizeof path, "%s%s", journal->path, ending[i]);
        if (stat(path, &found) == 0)
            bytes += found.st_size;
    }
    return bytes;
}

int journal_run(struct journal *journal, const char *sql)
{
    return sqlite3_exec(journal->db, sql, NULL, NULL, NULL);
}

static int insert_event(struct journal *journal, const struct journal_row *row,
                        const uint8_t hash[JOURNAL_HASH_BYTES])
{
    sqlite3_stmt *insert = journal->insert_event;
    sqlite3_bind_int64(insert, 1, row->seq);
    sqlite3_bind_text(insert, 2, row->day, -1, SQLITE_STATIC);
    sqlite3_bind_int64(insert, 3, row->at_utc_ms);
    sqlite3_bind_text(insert, 4, row->kind, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 5, row->ticket, -1, SQLITE_STATIC);
    sqlite3_bind_text(insert, 6, row->service, -1, SQLITE_STATIC);
    sqlite3_bind_int(insert, 7, row->desk);
    sqlite3_bind_text(insert, 8, row->data, -1, SQLITE_STATIC);
    sqlite3_bind_blob(insert, 9, journal->head, JOURNAL_HASH_BYTES, SQLITE_STATIC);
    sqlite3_bind_blob(insert, 10, hash, JOURNAL_HASH_BYTES, SQLITE_STATIC);
    int code = sqlite3_step(insert);
    sqlite3_reset(insert);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int insert_day(struct journal *journal, const struct journal_row *row)
{
    sqlite3_bind_text(journal->insert_day, 1, row->day, -1, SQLITE_STATIC);
    sqlite3_bind_int64(journal->insert_day, 2, row->seq);
    int code = sqlite3_step(journal->insert_day);
    sqlite3_reset(journal->insert_day);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

enum journal_fault journal_append(struct journal *journal, const struct event *event)
{
    char day[11], ticket[TICKET_TEXT_BYTES], data[EVENT_DATA_BYTES];
    char service[2] = {event->service, '\0'};
    uint8_t hash[JOURNAL_HASH_BYTES];
    journal_day_format(event->day, day);
    ticket_no_format(event->ticket, ticket);
    event_data_format(event, data);
    struct journal_row row = {.seq = journal->seq + 1,
                              .at_utc_ms = event->at_utc_ms,
                              .desk = event->desk,
                              .day = day,
                              .ticket = ticket,
                              .kind = event_kind_name(event->kind),
                              .service = service,
                              .data = data};
    int code = journal->appending ? SQLITE_OK : journal_run(journal, "BEGIN IMMEDIATE");
    if (code != SQLITE_OK)
        return journal_fail(journal, code, "writing");
    journal->appending = true;
    journal_row_hash(&row, journal->head, hash);
    code = insert_event(journal, &row, hash);
    if (code == SQLITE_OK && event->kind == EV_DAY_STARTED)
        code = insert_day(journal, &row);
    if (code != SQLITE_OK)
        return journal_fail(journal, code, "writing");
    journal->seq = row.seq;
    memcpy(journal->head, hash, sizeof hash);
    return JOURNAL_OK;
}

void journal_rollback(struct journal *journal)
{
    if (!journal->appending)
        return;
    if (!sqlite3_get_autocommit(journal->db))
        journal_run(journal, "ROLLBACK");
    journal->appending = false;
    journal->seq = journal->durable_seq;
    memcpy(journal->head, journal->durable_head, sizeof journal->head);
}

enum journal_fault journal_commit(struct journal *journal)
{
    if (!journal->appending)
        return JOURNAL_OK;
    /* A full disk may have ended the transaction at an earlier append. */
    int code = sqlite3_get_autocommit(journal->db) ? SQLITE_ABORT_ROLLBACK
                                                   : journal_run(journal, "COMMIT");
    if (code != SQLITE_OK) {
        enum journal_fault fault = journal_fail(journal, code, "writing");
        journal_rollback(journal);
        return fault;
    }
    journal->appending = false;
    journal->durable_seq = journal->seq;
    memcpy(journal->durable_head, journal->head, sizeof journal->head);
    if (journal->wal_frames > WAL_MOST_FRAMES)
        journal_idle(journal);
    return JOURNAL_OK;
}

void journal_idle(struct journal *journal)
{
    int frames = 0, copied = 0;
    if (journal->appending || journal->wal_frames < WAL_IDLE_FRAMES)
        return;
    int code =
        sqlite3_wal_checkpoint_v2(journal->db, NULL, SQLITE_CHECKPOINT_PASSIVE, &frames, &copied);
    if (code == SQLITE_OK && frames == copied)
        journal->wal_frames = 0;
}

enum journal_fault journal_probe(struct journal *journal)
{
    if (journal->appending)
        return JOURNAL_OK;
    /* Rewrites one page with what it holds: as much writing as a fact needs. */
    int code = journal_run(journal, "BEGIN IMMEDIATE;" JOURNAL_SCHEMA_SQL "COMMIT");
    if (code == SQLITE_OK)
        return JOURNAL_OK;
    enum journal_fault fault = journal_fail(journal, code, "writing");
    if (!sqlite3_get_autocommit(journal->db))
        journal_run(journal, "ROLLBACK");
    return fault;
}
