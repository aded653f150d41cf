// SPDX-License-Identifier: MIT
/* Inside of the journal, shared by journal_open.c, journal.c (writing), journal_check.c
 * (reading and checking), journal_store.c (backups), journal_content.c (branch documents),
 * journal_users.c, journal_keys.c and journal_hours.c (visitors by hour). Nobody else includes
 * this.
 *
 * Canonical row: the eight fields seq, day, at_utc_ms, kind, ticket, service, desk, data
 * in this order, each as its length (4 bytes, big-endian) and its text as it stands in the
 * column (integers in decimal, UTF-8). The first row's prev is 32 zero bytes. seq
 * counts 1, 2, 3 ... without gaps. */
#ifndef LOKET_JOURNAL_SQL_H
#define LOKET_JOURNAL_SQL_H

#include <sqlite3.h>

#include "firmware/journal.h"

enum {
    JOURNAL_HASH_BYTES = 32,
    JOURNAL_PATH_BYTES = 512,
    JOURNAL_SCHEMA = 2,               /* PRAGMA user_version */
    JOURNAL_APPLICATION = 0x4C4F4B54, /* "LOKT" */
};
/* 1: facts, days, branch document. 2: users; facts may hold AUDIT, "key" and "promise", which a
 * program of 1 would take for damage: it refuses the file by this number instead, and says so.
 * Opening for writing lifts an older file to the newest number; readers take it as it is. */
#define JOURNAL_SCHEMA_SQL "PRAGMA user_version=2;"

struct journal {
    sqlite3 *db;
    sqlite3_stmt *insert_event, *insert_day;
    int lock_fd; /* -1 for a reader */
    char path[JOURNAL_PATH_BYTES];
    char error[JOURNAL_ERROR_BYTES];
    bool appending; /* a transaction with facts is open */
    int64_t seq, durable_seq;
    uint8_t head[JOURNAL_HASH_BYTES], durable_head[JOURNAL_HASH_BYTES];
    int wal_frames;
};

/* One row as it stands in the file; texts live until the statement moves on. */
struct journal_row {
    int64_t seq, at_utc_ms;
    int desk;
    const char *day, *kind, *ticket, *service, *data;
};

void journal_row_hash(const struct journal_row *row, const uint8_t prev[JOURNAL_HASH_BYTES],
                      uint8_t hash[JOURNAL_HASH_BYTES]);
/* "2026-11-22" into text[11]. */
void journal_day_format(int32_t day, char text[11]);

/* What SQLite's result code means here. */
enum journal_fault journal_fault_of(sqlite3 *db, int code);
/* A sentence; cut when it is too long. */
void journal_say(char error[JOURNAL_ERROR_BYTES], const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* What to do about it. */
const char *journal_advice(enum journal_fault fault);
/* Notes the fault with "what, where, what to do" and returns it. */
enum journal_fault journal_fail(struct journal *journal, int code, const char *doing);

/* Runs statements without parameters or results. */
int journal_run(struct journal *journal, const char *sql);

/* Looks at the files before anything is opened for writing: is loket.db there, is it an
 * SQLite file, ours, not newer than this program. *fresh: there is none yet. */
enum journal_fault journal_check_file(const char *path, bool marked, bool *fresh,
                                      char error[JOURNAL_ERROR_BYTES]);
/* SQLite's own check of a file that is small enough for it, then the newest day's chain;
 * sets seq and head. Writes nothing. */
enum journal_fault journal_check_content(struct journal *journal);

/* Gives an older journal the columns that versions of the branch document have now. */
int journal_content_columns(struct journal *journal);

#endif
