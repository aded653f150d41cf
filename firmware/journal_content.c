// SPDX-License-Identifier: MIT
/* Versions of the branch document. Which one rules stands in `active` alone, as it did before
 * there were plans and approvals: a file of that time has rows whose status is "". */
#include "firmware/journal_sql.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *const STATUS[VERSION_STATUSES] = {
    [VERSION_ACTIVE] = "active",     [VERSION_FORMER] = "former",     [VERSION_PLANNED] = "planned",
    [VERSION_PROPOSED] = "proposed", [VERSION_REJECTED] = "rejected",
};

/* As they stand in struct journal_version. */
#define COLUMNS                                                                                    \
    "version,at_utc_ms,who,CASE WHEN active THEN 'active' WHEN status='' THEN 'former' "           \
    "ELSE status END,effective,asked_by,approved_by,active_utc_ms,text"

const char *journal_version_status(enum version_status status)
{
    return STATUS[status];
}

static bool fits(struct journal *journal, const char *select)
{
    sqlite3_stmt *probe = NULL;
    int code = sqlite3_prepare_v2(journal->db, select, -1, &probe, NULL);
    sqlite3_finalize(probe);
    return code == SQLITE_OK;
}

int journal_content_columns(struct journal *journal)
{
    /* A table that is not what it was at all: whoever reads a version says so. */
    if (!fits(journal, "SELECT active FROM content") ||
        fits(journal, "SELECT active_utc_ms FROM content"))
        return SQLITE_OK;
    int code = journal_run(
        journal, "BEGIN IMMEDIATE;"
                 "ALTER TABLE content ADD COLUMN status TEXT NOT NULL DEFAULT '';"
                 "ALTER TABLE content ADD COLUMN effective TEXT NOT NULL DEFAULT '';"
                 "ALTER TABLE content ADD COLUMN asked_by TEXT NOT NULL DEFAULT '';"
                 "ALTER TABLE content ADD COLUMN approved_by TEXT NOT NULL DEFAULT '';"
                 "ALTER TABLE content ADD COLUMN active_utc_ms INTEGER NOT NULL DEFAULT 0;"
                 "UPDATE content SET active_utc_ms=at_utc_ms;" /* each ruled at once then */
                 "COMMIT");
    if (code != SQLITE_OK && !sqlite3_get_autocommit(journal->db))
        sqlite3_exec(journal->db, "ROLLBACK", NULL, NULL, NULL);
    return code;
}

/* ---- looking ---- */

static void read_text(sqlite3_stmt *row, int i, char *text, size_t bytes)
{
    const char *found = (const char *)sqlite3_column_text(row, i);
    snprintf(text, bytes, "%s", found ? found : "");
}

static void read_row(sqlite3_stmt *row, struct journal_version *version)
{
    char status[16], day[11];
    int year, month, date;
    memset(version, 0, sizeof *version);
    read_text(row, 0, version->version, sizeof version->version);
    version->at_utc_ms = sqlite3_column_int64(row, 1);
    read_text(row, 2, version->who, sizeof version->who);
    read_text(row, 3, status, sizeof status);
    version->status = VERSION_REJECTED; /* of a name that only a later Loket knows */
    for (int i = 0; i < VERSION_STATUSES; i++)
        if (strcmp(status, STATUS[i]) == 0)
            version->status = (enum version_status)i;
    read_text(row, 4, day, sizeof day);
    if (sscanf(day, "%4d-%2d-%2d", &year, &month, &date) == 3)
        version->effective = year * 10000 + month * 100 + date;
    read_text(row, 5, version->asked_by, sizeof version->asked_by);
    read_text(row, 6, version->approved_by, sizeof version->approved_by);
    version->active_utc_ms = sqlite3_column_int64(row, 7);
}

enum journal_fault journal_content_list(struct journal *journal, journal_version_fn each,
                                        void *context)
{
    sqlite3_stmt *rows = NULL;
    struct journal_version version;
    int code = sqlite3_prepare_v2(journal->db, "SELECT " COLUMNS " FROM content ORDER BY id DESC",
                                  -1, &rows, NULL);
    if (code == SQLITE_OK)
        code = SQLITE_ROW;
    while (code == SQLITE_ROW && (code = sqlite3_step(rows)) == SQLITE_ROW) {
        read_row(rows, &version);
        if (!each(context, &version))
            code = SQLITE_DONE;
    }
    enum journal_fault fault = code == SQLITE_DONE
                                   ? JOURNAL_OK
                                   : journal_fail(journal, code, "listing the branch documents");
    sqlite3_finalize(rows);
    return fault;
}

/* The one row that the statement finds; found->version "" when there is none. */
static enum journal_fault read_one(struct journal *journal, sqlite3_stmt *row, int code,
                                   struct journal_version *found, char **text)
{
    memset(found, 0, sizeof *found);
    if (text)
        *text = NULL;
    if (code == SQLITE_OK)
        code = sqlite3_step(row);
    if (code == SQLITE_ROW) {
        read_row(row, found);
        const char *stored = (const char *)sqlite3_column_text(row, 8);
        if (text)
            *text = stored ? strdup(stored) : NULL;
        code = !text || *text ? SQLITE_DONE : SQLITE_NOMEM;
    }
    enum journal_fault fault = code == SQLITE_DONE
                                   ? JOURNAL_OK
                                   : journal_fail(journal, code, "reading the branch document");
    sqlite3_finalize(row);
    return fault;
}

enum journal_fault journal_content_find(struct journal *journal, const char *version,
                                        struct journal_version *found, char **text)
{
    sqlite3_stmt *row = NULL;
    int code = sqlite3_prepare_v2(
        journal->db, "SELECT " COLUMNS " FROM content WHERE version=? ORDER BY id DESC LIMIT 1", -1,
        &row, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(row, 1, version, -1, SQLITE_STATIC);
    return read_one(journal, row, code, found, text);
}

enum journal_fault journal_content_due(struct journal *journal, int32_t day,
                                       struct journal_version *found, char **text)
{
    sqlite3_stmt *row = NULL;
    char today[11];
    journal_day_format(day, today);
    int code = sqlite3_prepare_v2(
        journal->db,
        "SELECT " COLUMNS " FROM content WHERE status='planned' AND NOT active AND effective<=?"
        " ORDER BY effective,id LIMIT 1",
        -1, &row, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_text(row, 1, today, -1, SQLITE_STATIC);
    return read_one(journal, row, code, found, text);
}

enum journal_fault journal_content_active(struct journal *journal, char **text)
{
    sqlite3_stmt *row = NULL;
    struct journal_version found;
    int code = sqlite3_prepare_v2(
        journal->db, "SELECT " COLUMNS " FROM content WHERE active ORDER BY id DESC LIMIT 1", -1,
        &row, NULL);
    return read_one(journal, row, code, &found, text);
}

/* ---- changing ---- */

static int finish(sqlite3_stmt *statement, int code)
{
    if (code == SQLITE_OK)
        code = sqlite3_step(statement);
    sqlite3_finalize(statement);
    return code == SQLITE_DONE ? SQLITE_OK : code;
}

static int insert(struct journal *journal, const struct journal_version *version, const char *text)
{
    sqlite3_stmt *statement = NULL;
    char day[11] = "";
    bool active = version->status == VERSION_ACTIVE;
    bool plain = active || version->status == VERSION_FORMER;
    if (version->effective)
        journal_day_format(version->effective, day);
    int code =
        active ? journal_run(journal, "UPDATE content SET active=0 WHERE active") : SQLITE_OK;
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(
            journal->db,
            "INSERT INTO content(version,at_utc_ms,who,active,text,status,effective,asked_by,"
            "approved_by,active_utc_ms) VALUES(?,?,?,?,?,?,?,?,?,?)",
            -1, &statement, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_bind_text(statement, 1, version->version, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 2, version->at_utc_ms);
    sqlite3_bind_text(statement, 3, version->who, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 4, active);
    sqlite3_bind_text(statement, 5, text, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 6, plain ? "" : STATUS[version->status], -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 7, day, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 8, version->asked_by, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 9, version->approved_by, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 10, active ? version->at_utc_ms : version->active_utc_ms);
    return finish(statement, SQLITE_OK);
}

enum journal_fault journal_content_add(struct journal *journal,
                                       const struct journal_version *version, const char *text)
{
    int code = insert(journal, version, text);
    return code == SQLITE_OK ? JOURNAL_OK
                             : journal_fail(journal, code, "storing the branch document");
}

static int update(struct journal *journal, const struct journal_version *version)
{
    sqlite3_stmt *statement = NULL;
    char day[11] = "";
    bool active = version->status == VERSION_ACTIVE;
    bool plain = active || version->status == VERSION_FORMER;
    if (version->effective)
        journal_day_format(version->effective, day);
    int code =
        active ? journal_run(journal, "UPDATE content SET active=0 WHERE active") : SQLITE_OK;
    if (code == SQLITE_OK)
        code = sqlite3_prepare_v2(
            journal->db,
            "UPDATE content SET active=?2,status=?3,effective=?4,asked_by=?5,approved_by=?6,"
            "active_utc_ms=?7 WHERE id=(SELECT max(id) FROM content WHERE version=?1)",
            -1, &statement, NULL);
    if (code != SQLITE_OK)
        return code;
    sqlite3_bind_text(statement, 1, version->version, -1, SQLITE_STATIC);
    sqlite3_bind_int(statement, 2, active);
    sqlite3_bind_text(statement, 3, plain ? "" : STATUS[version->status], -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 4, day, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 5, version->asked_by, -1, SQLITE_STATIC);
    sqlite3_bind_text(statement, 6, version->approved_by, -1, SQLITE_STATIC);
    sqlite3_bind_int64(statement, 7, version->active_utc_ms);
    return finish(statement, SQLITE_OK);
}

enum journal_fault journal_content_update(struct journal *journal,
                                          const struct journal_version *version)
{
    int code = update(journal, version);
    return code == SQLITE_OK ? JOURNAL_OK
                             : journal_fail(journal, code, "changing a branch document");
}

enum journal_fault journal_content_put(struct journal *journal, const char *version,
                                       int64_t at_utc_ms, const char *who, const char *text)
{
    struct journal_version first = {.at_utc_ms = at_utc_ms, .status = VERSION_ACTIVE};
    if (journal->appending) {
        journal_say(journal->error, "facts wait for their commit");
        return JOURNAL_BROKEN;
    }
    snprintf(first.version, sizeof first.version, "%s", version);
    snprintf(first.who, sizeof first.who, "%s", who);
    int code = journal_run(journal, "BEGIN IMMEDIATE");
    if (code == SQLITE_OK)
        code = insert(journal, &first, text);
    if (code == SQLITE_OK)
        code = journal_run(journal, "COMMIT");
    if (code == SQLITE_OK)
        return JOURNAL_OK;
    enum journal_fault fault = journal_fail(journal, code, "storing the branch document");
    if (!sqlite3_get_autocommit(journal->db))
        sqlite3_exec(journal->db, "ROLLBACK", NULL, NULL, NULL);
    return fault;
}
