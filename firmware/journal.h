// SPDX-License-Identifier: MIT
/* The journal: every fact, durable and hash-chained, in one SQLite file. The only
 * file that knows SQL.
 *
 * Table event(seq, day "YYYY-MM-DD", at_utc_ms, kind, ticket, service, desk, data, prev, hash):
 * hash = BLAKE2b-256(prev || canonical row). WAL, synchronous=FULL: when
 * journal_commit returns true the facts survive a power cut. */
#ifndef LOKET_JOURNAL_H
#define LOKET_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/core/event.h"

enum { JOURNAL_ERROR_BYTES = 256 };

struct journal;

enum journal_fault {
    JOURNAL_OK,
    JOURNAL_FULL,    /* no space left */
    JOURNAL_DENIED,  /* read-only, no permission, cannot be opened */
    JOURNAL_DAMAGED, /* not a database, or a row does not fit the chain */
    JOURNAL_BROKEN   /* any other I/O fault */
};

/* Opens or creates dir/loket.db. An existing file that fails its check (SQLite's, the
 * schema, the chain of the newest day) is left untouched: JOURNAL_DAMAGED, *journal NULL. On any
 * fault *journal is NULL and error says what, where and what to do. One writer at a
 * time: a second daemon on the same file is JOURNAL_DENIED. */
enum journal_fault journal_open(const char *dir, struct journal **journal,
                                char error[JOURNAL_ERROR_BYTES]);
/* Read-only look at a journal that a daemon may have open (verify, export, report). */
enum journal_fault journal_open_read(const char *path, struct journal **journal,
                                     char error[JOURNAL_ERROR_BYTES]);
/* Accepts NULL. Facts appended but not committed are dropped. */
void journal_close(struct journal *journal);

/* Adds one fact to the open transaction (begun by the first append). */
enum journal_fault journal_append(struct journal *journal, const struct event *event);
/* Makes the appended facts durable. On a fault none of them happened: the transaction is
 * rolled back and the journal may be used again. No-op without appended facts. */
enum journal_fault journal_commit(struct journal *journal);
void journal_rollback(struct journal *journal);
/* After a fault: writes and commits something harmless to see whether facts can be
 * recorded again. */
enum journal_fault journal_probe(struct journal *journal);
/* For quiet moments: copies the write-ahead log into the file once that is worth it.
 * Bounded work (a few ms per thousand rows), nothing is lost without it. */
void journal_idle(struct journal *journal);
/* Text of the last fault, until the next call. */
const char *journal_error(const struct journal *journal);

/* Calls each for every fact of `day` (0 = the newest day; INT32_MIN = all days) in order, stops
 * when it returns false. A row that does not parse or does not fit the chain is JOURNAL_DAMAGED
 * (text names its seq). */
typedef bool (*journal_each_fn)(void *context, int64_t seq, const struct event *event);
enum journal_fault journal_replay(struct journal *journal, int32_t day, journal_each_fn each,
                                  void *context);
/* The same for the rows from `seq` on (>= 1), whatever their day. */
enum journal_fault journal_replay_from(struct journal *journal, int64_t seq, journal_each_fn each,
                                       void *context);
/* First of the newest day's last `count` facts with a key; 0 = it has none. */
enum journal_fault journal_keyed_from(struct journal *journal, int count, int64_t *seq);
/* First row of the newest `days` days (>= 1) that the journal has; 1 when it has fewer. */
enum journal_fault journal_recent_days(struct journal *journal, int days, int64_t *seq);
/* Recomputes the whole chain. *rows = rows that fit; on JOURNAL_DAMAGED *bad_seq is the
 * first that does not. */
enum journal_fault journal_verify(struct journal *journal, int64_t *rows, int64_t *bad_seq);
/* A consistent copy, also while a daemon writes. The file must not exist. */
enum journal_fault journal_backup(struct journal *journal, const char *path);

/* Versions of the branch document. put: stores text as the active version (one
 * transaction of its own; JOURNAL_BROKEN while appended facts wait for their commit). active:
 * *text is malloc'd, NULL when there is no version yet or the journal has a fault (they are not
 * the same: never take a fault for "no version"). */
enum journal_fault journal_content_put(struct journal *journal, const char *version,
                                       int64_t at_utc_ms, const char *who, const char *text);
enum journal_fault journal_content_active(struct journal *journal, char **text);

/* Users (users.h). put: adds one or takes the place of the one with its name, as part of the open
 * transaction (begun by an append), so that it becomes durable with the fact that tells of it. */
struct users;
struct user;
enum journal_fault journal_users(struct journal *journal, struct users *users);
enum journal_fault journal_user_put(struct journal *journal, const struct user *user);

enum version_status {
    VERSION_ACTIVE,   /* rules; at most one does */
    VERSION_FORMER,   /* ruled once */
    VERSION_PLANNED,  /* becomes active when its day starts */
    VERSION_PROPOSED, /* waits for a second person */
    VERSION_REJECTED, /* will not become active */
    VERSION_STATUSES
};
const char *journal_version_status(enum version_status status); /* "active" ... */

enum { VERSION_NAME_BYTES = 32, VERSION_WHO_BYTES = 32 };
struct journal_version {
    char version[VERSION_NAME_BYTES];
    int64_t at_utc_ms; /* when it was stored, by `who` */
    char who[VERSION_WHO_BYTES];
    enum version_status status;
    int32_t effective;                /* yyyymmdd, the day from which it was to rule; 0 = at once */
    char asked_by[VERSION_WHO_BYTES]; /* asked last that it become active, "" = nobody */
    char approved_by[VERSION_WHO_BYTES]; /* "" = nobody */
    int64_t active_utc_ms;               /* when it became active last, 0 = never */
};

/* Newest first; stops when each returns false. */
typedef bool (*journal_version_fn)(void *context, const struct journal_version *version);
enum journal_fault journal_content_list(struct journal *journal, journal_version_fn each,
                                        void *context);
/* found->version is "" when there is none. *text is malloc'd (NULL then, or on a fault); text
 * itself may be NULL. due: of the planned ones whose day has come by `day` the first. */
enum journal_fault journal_content_find(struct journal *journal, const char *version,
                                        struct journal_version *found, char **text);
enum journal_fault journal_content_due(struct journal *journal, int32_t day,
                                       struct journal_version *found, char **text);
/* Parts of a transaction that is open already (journal_append): with a status of VERSION_ACTIVE the
 * one that was active becomes a former one. update: everything but version, at_utc_ms and who. */
enum journal_fault journal_content_add(struct journal *journal,
                                       const struct journal_version *version, const char *text);
enum journal_fault journal_content_update(struct journal *journal,
                                          const struct journal_version *version);

/* How many numbers were taken on `day` in each local hour; a day that the journal does not
 * have: none. */
enum journal_fault journal_visitors_by_hour(struct journal *journal, int32_t day,
                                            int utc_offset_min, int visitors[24]);

int64_t journal_rows(const struct journal *journal);
/* On the disk, with the room kept for the write-ahead log. */
int64_t journal_bytes(const struct journal *journal);

/* The data column of a fact: everything that has no column of its own, as JSON with
 * sorted keys; the inverse reads it back. Pure. */
enum { EVENT_DATA_BYTES = 768 };
void event_data_format(const struct event *event, char data[EVENT_DATA_BYTES]);
bool event_data_parse(const char *data, struct event *event);

#endif
