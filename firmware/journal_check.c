// SPDX-License-Identifier: MIT
#include "firmware/journal_sql.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* SQLite's own check reads every page: only done while that takes a few milliseconds. */
enum { QUICK_CHECK_BYTES = 4 << 20 };

static const char ROW_COLUMNS[] =
    "SELECT seq,day,at_utc_ms,kind,ticket,service,desk,data,prev,hash FROM event ";

static void hash_text(crypto_generichash_state *state, const char *text)
{
    size_t length = strlen(text);
    uint32_t prefix = htonl((uint32_t)length);
    crypto_generichash_update(state, (const uint8_t *)&prefix, sizeof prefix);
    crypto_generichash_update(state, (const uint8_t *)text, length);
}

static void hash_number(crypto_generichash_state *state, int64_t number)
{
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, number);
    hash_text(state, text);
}

void journal_row_hash(const struct journal_row *row, const uint8_t prev[JOURNAL_HASH_BYTES],
                      uint8_t hash[JOURNAL_HASH_BYTES])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, JOURNAL_HASH_BYTES);
    crypto_generichash_update(&state, prev, JOURNAL_HASH_BYTES);
    hash_number(&state, row->seq);
    hash_text(&state, row->day);
    hash_number(&state, row->at_utc_ms);
    hash_text(&state, row->kind);
    hash_text(&state, row->ticket);
    hash_text(&state, row->service);
    hash_number(&state, row->desk);
    hash_text(&state, row->data);
    crypto_generichash_final(&state, hash, JOURNAL_HASH_BYTES);
}

void journal_day_format(int32_t day, char text[11])
{
    unsigned d = day > 0 && day <= 99991231 ? (unsigned)day : 0;
    snprintf(text, 11, "%04u-%02u-%02u", d / 10000 % 10000, d / 100 % 100, d % 100);
}

static bool day_parse(const char *text, int32_t *day)
{
    int year, month, date, end = 0;
    char again[11];
    if (sscanf(text, "%4d-%2d-%2d%n", &year, &month, &date, &end) != 3 || text[end])
        return false;
    *day = year * 10000 + month * 100 + date;
    journal_day_format(*day, again);
    return strcmp(text, again) == 0;
}

static uint32_t big_endian(const uint8_t *bytes)
{
    return (uint32_t)bytes[0] << 24 | (uint32_t)bytes[1] << 16 | (uint32_t)bytes[2] << 8 | bytes[3];
}

static bool beside_exists(const char *path, const char *ending)
{
    char other[JOURNAL_PATH_BYTES + 8];
    struct stat found;
    snprintf(other, sizeof other, "%s%s", path, ending);
    return stat(other, &found) == 0 && found.st_size > 0;
}

static enum journal_fault check_header(const char *path, const uint8_t *head, ssize_t bytes,
                                       char error[JOURNAL_ERROR_BYTES])
{
    const char *wrong = NULL;
    if (bytes < 100 || memcmp(head, "SQLite format 3", 16) != 0)
        wrong = "is not an SQLite file";
    else if (big_endian(head + 68) != JOURNAL_APPLICATION)
        wrong = "is an SQLite file, but not a Loket journal";
    if (wrong) {
        journal_say(error,
                    "%s: %s; it is left as it is: move it away and restore the newest backup", path,
                    wrong);
        return JOURNAL_DAMAGED;
    }
    if (big_endian(head + 60) > JOURNAL_SCHEMA) {
        journal_say(error, "%s: written by a newer Loket; update this program", path);
        return JOURNAL_DENIED;
    }
    return JOURNAL_OK;
}

enum journal_fault journal_check_file(const char *path, bool marked, bool *fresh,
                                      char error[JOURNAL_ERROR_BYTES])
{
    uint8_t head[100];
    *fresh = false;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 && errno != ENOENT) {
        journal_say(error, "%s: %s; give the daemon's user access to it", path, strerror(errno));
        return JOURNAL_DENIED;
    }
    ssize_t bytes = fd < 0 ? 0 : read(fd, head, sizeof head);
    int why = errno;
    if (fd >= 0)
        close(fd);
    if (bytes < 0) {
        journal_say(error, "%s: cannot be read: %s", path, strerror(why));
        return why == EISDIR ? JOURNAL_DAMAGED : JOURNAL_BROKEN;
    }
    if (bytes > 0)
        return check_header(path, head, bytes, error);
    if (marked || beside_exists(path, "-wal")) {
        journal_say(error,
                    "%s: %s, but this folder has held a journal: restore it or its newest backup; "
                    "to begin anew on purpose, empty the folder",
                    path, fd < 0 ? "is missing" : "is empty");
        return JOURNAL_DAMAGED;
    }
    *fresh = true;
    return JOURNAL_OK;
}

/* Where a walk along the chain stands. */
struct walk {
    struct journal *journal;
    sqlite3_stmt *rows;
    int64_t seq; /* of the last row that fits */
    uint8_t head[JOURNAL_HASH_BYTES];
};

static enum journal_fault row_damaged(struct journal *journal, int64_t seq, const char *what)
{
    journal_say(journal->error,
                "%s: row %" PRId64
                " %s; keep the file for inspection and restore the newest backup",
                journal->path, seq, what);
    return JOURNAL_DAMAGED;
}

static const char *column(sqlite3_stmt *rows, int i)
{
    const char *text = (const char *)sqlite3_column_text(rows, i);
    return text && strlen(text) == (size_t)sqlite3_column_bytes(rows, i) ? text : NULL;
}

static bool hash_equal(sqlite3_stmt *rows, int i, const uint8_t hash[JOURNAL_HASH_BYTES])
{
    return sqlite3_column_bytes(rows, i) == JOURNAL_HASH_BYTES &&
           memcmp(sqlite3_column_blob(rows, i), hash, JOURNAL_HASH_BYTES) == 0;
}

/* The row under the cursor continues the chain; *row is filled. */
static enum journal_fault walk_row(struct walk *walk, struct journal_row *row)
{
    sqlite3_stmt *rows = walk->rows;
    *row = (struct journal_row){.seq = sqlite3_column_int64(rows, 0),
                                .day = column(rows, 1),
                                .at_utc_ms = sqlite3_column_int64(rows, 2),
                                .kind = column(rows, 3),
                                .ticket = column(rows, 4),
                                .service = column(rows, 5),
                                .desk = sqlite3_column_int(rows, 6),
                                .data = column(rows, 7)};
    int64_t expected = walk->seq + 1;
    if (row->seq != expected)
        return row_damaged(walk->journal, expected, "is missing");
    if (!row->day || !row->kind || !row->ticket || !row->service || !row->data)
        return row_damaged(walk->journal, row->seq, "has a field that is no text");
    uint8_t hash[JOURNAL_HASH_BYTES];
    journal_row_hash(row, walk->head, hash);
    if (!hash_equal(rows, 8, walk->head) || !hash_equal(rows, 9, hash))
        return row_damaged(walk->journal, row->seq, "does not fit the chain");
    memcpy(walk->head, hash, sizeof hash);
    walk->seq = row->seq;
    return JOURNAL_OK;
}

static bool row_parse(const struct journal_row *row, struct event *event)
{
    memset(event, 0, sizeof *event);
    event->kind = event_kind_parse(row->kind);
    event->at_utc_ms = row->at_utc_ms;
    event->service = row->service[0];
    event->desk = (uint16_t)row->desk;
    return event->kind != EVENT_KINDS && day_parse(row->day, &event->day) &&
           (!row->ticket[0] || ticket_no_parse(row->ticket, &event->ticket)) &&
           (!row->service[0] || (!row->service[1] && service_bit(row->service[0]))) &&
           row->desk >= 0 && row->desk <= DESK_NUMBER_MAX && event_data_parse(row->data, event);
}

/* The hash of row seq (zeros for 0), from which the chain goes on. */
static enum journal_fault hash_of(struct journal *journal, int64_t seq,
                                  uint8_t hash[JOURNAL_HASH_BYTES])
{
    memset(hash, 0, JOURNAL_HASH_BYTES);
    if (seq == 0)
        return JOURNAL_OK;
    sqlite3_stmt *row = NULL;
    int code =
        sqlite3_prepare_v2(journal->db, "SELECT hash FROM event WHERE seq=?", -1, &row, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(row, 1, seq);
    if (code == SQLITE_OK)
        code = sqlite3_step(row);
    enum journal_fault fault = JOURNAL_OK;
    if (code == SQLITE_DONE)
        fault = row_damaged(journal, seq, "is missing");
    else if (code != SQLITE_ROW)
        fault = journal_fail(journal, code, "reading");
    else if (sqlite3_column_bytes(row, 0) != JOURNAL_HASH_BYTES)
        fault = row_damaged(journal, seq, "does not fit the chain");
    else
        memcpy(hash, sqlite3_column_blob(row, 0), JOURNAL_HASH_BYTES);
    sqlite3_finalize(row);
    return fault;
}

static enum journal_fault walk_begin(struct walk *walk, struct journal *journal, int64_t first)
{
    char sql[160];
    *walk = (struct walk){.journal = journal, .seq = first - 1};
    enum journal_fault fault = hash_of(journal, first - 1, walk->head);
    if (fault != JOURNAL_OK)
        return fault;
    snprintf(sql, sizeof sql, "%sWHERE seq>=? ORDER BY seq", ROW_COLUMNS);
    int code = sqlite3_prepare_v2(journal->db, sql, -1, &walk->rows, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int64(walk->rows, 1, first);
    return code == SQLITE_OK ? JOURNAL_OK : journal_fail(journal, code, "reading");
}

/* Facts from seq `first` on: of `day`, or all when day is 0 or there is no `each`. The
 * first fact of a day says so. */
static enum journal_fault walk_events(struct journal *journal, int64_t first, int32_t day,
                                      journal_each_fn each, void *context, struct walk *walk)
{
    enum journal_fault fault = walk_begin(walk, journal, first);
    int code = SQLITE_DONE;
    while (fault == JOURNAL_OK && (code = sqlite3_step(walk->rows)) == SQLITE_ROW) {
        struct journal_row row;
        struct event event;
        /* A writer sees its own appended rows; they are no facts yet. */
        if (journal->appending && walk->seq >= journal->durable_seq)
            break;
        fault = walk_row(walk, &row);
        if (fault != JOURNAL_OK)
            break;
        if (!row_parse(&row, &event))
            fault = row_damaged(journal, row.seq, "cannot be read");
        else if (day && row.seq == first && (event.kind != EV_DAY_STARTED || event.day != day))
            fault = row_damaged(journal, row.seq, "does not begin the day");
        else if (each && day && event.day != day)
            break;
        else if (each && !each(context, row.seq, &event))
            break;
    }
    if (fault == JOURNAL_OK && code != SQLITE_DONE && code != SQLITE_ROW)
        fault = journal_fail(journal, code, "reading");
    sqlite3_finalize(walk->rows);
    return fault;
}

/* *day: 0 becomes the day of the newest row. *first: where it begins, 0 = no such day. */
static enum journal_fault find_day(struct journal *journal, int32_t *day, int64_t *first)
{
    static const char newest[] = "SELECT e.day, d.first_seq FROM event e LEFT JOIN day d ON "
                                 "d.day=e.day WHERE e.seq=(SELECT max(seq) FROM event)";
    static const char named[] = "SELECT day, first_seq FROM day WHERE day=?";
    sqlite3_stmt *row = NULL;
    char text[11];
    journal_day_format(*day, text);
    int code = sqlite3_prepare_v2(journal->db, *day ? named : newest, -1, &row, NULL);
    if (code == SQLITE_OK && *day)
        code = sqlite3_bind_text(row, 1, text, -1, SQLITE_STATIC);
    if (code == SQLITE_OK)
        code = sqlite3_step(row);
    enum journal_fault fault = JOURNAL_OK;
    *first = 0;
    if (code == SQLITE_ROW) {
        const char *found = column(row, 0);
        *first = sqlite3_column_int64(row, 1);
        if (*first <= 0 || !found || !day_parse(found, day))
            fault = row_damaged(journal, *first, "of table day does not fit the newest fact");
    } else if (code != SQLITE_DONE) {
        fault = journal_fail(journal, code, "reading");
    }
    sqlite3_finalize(row);
    return fault;
}

enum journal_fault journal_replay(struct journal *journal, int32_t day, journal_each_fn each,
                                  void *context)
{
    struct walk walk;
    if (day == INT32_MIN)
        return walk_events(journal, 1, 0, each, context, &walk);
    int64_t first;
    enum journal_fault fault = find_day(journal, &day, &first);
    if (fault != JOURNAL_OK || first == 0)
        return fault;
    return walk_events(journal, first, day, each, context, &walk);
}

enum journal_fault journal_replay_from(struct journal *journal, int64_t seq, journal_each_fn each,
                                       void *context)
{
    struct walk walk;
    return walk_events(journal, seq > 1 ? seq : 1, 0, each, context, &walk);
}

enum journal_fault journal_recent_days(struct journal *journal, int days, int64_t *seq)
{
    sqlite3_stmt *row = NULL;
    int code = sqlite3_prepare_v2(journal->db,
                                  "SELECT first_seq FROM day ORDER BY day DESC LIMIT 1 OFFSET ?",
                                  -1, &row, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int(row, 1, days > 1 ? days - 1 : 0);
    if (code == SQLITE_OK)
        code = sqlite3_step(row);
    enum journal_fault fault = JOURNAL_OK;
    *seq = 1;
    if (code == SQLITE_ROW)
        *seq = sqlite3_column_int64(row, 0);
    else if (code != SQLITE_DONE)
        fault = journal_fail(journal, code, "reading");
    sqlite3_finalize(row);
    if (*seq < 1)
        fault = row_damaged(journal, *seq, "of table day cannot be the first of a day");
    return fault;
}

enum journal_fault journal_verify(struct journal *journal, int64_t *rows, int64_t *bad_seq)
{
    struct walk walk = {0};
    *bad_seq = 0;
    enum journal_fault fault = walk_events(journal, 1, 0, NULL, NULL, &walk);
    *rows = walk.seq;
    if (fault == JOURNAL_DAMAGED)
        *bad_seq = walk.seq + 1;
    return fault;
}

static enum journal_fault quick_check(struct journal *journal)
{
    if (journal_bytes(journal) > QUICK_CHECK_BYTES)
        return JOURNAL_OK;
    sqlite3_stmt *check = NULL;
    int code = sqlite3_prepare_v2(journal->db, "PRAGMA quick_check(1)", -1, &check, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_step(check);
    enum journal_fault fault = JOURNAL_OK;
    const char *verdict = code == SQLITE_ROW ? column(check, 0) : NULL;
    if (code != SQLITE_ROW) {
        fault = journal_fail(journal, code, "checking");
    } else if (!verdict || strcmp(verdict, "ok") != 0) {
        journal_say(journal->error,
                    "%s: SQLite finds it damaged (%s); keep it and restore the newest backup",
                    journal->path, verdict ? verdict : "?");
        fault = JOURNAL_DAMAGED;
    }
    sqlite3_finalize(check);
    return fault;
}

enum journal_fault journal_check_content(struct journal *journal)
{
    struct walk walk = {0};
    int32_t day = 0;
    int64_t first = 0;
    enum journal_fault fault = quick_check(journal);
    if (fault == JOURNAL_OK)
        fault = find_day(journal, &day, &first);
    if (fault == JOURNAL_OK && first > 0)
        fault = walk_events(journal, first, day, NULL, NULL, &walk);
    journal->seq = journal->durable_seq = walk.seq;
    memcpy(journal->head, walk.head, sizeof walk.head);
    memcpy(journal->durable_head, walk.head, sizeof walk.head);
    return fault;
}
