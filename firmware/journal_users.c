// SPDX-License-Identifier: MIT
/* The users, in a table beside the facts: what was done to them is a fact, their PINs' hashes
 * are none. */
#include "firmware/journal_sql.h"
#include "firmware/users.h"

#include <stdio.h>
#include <string.h>

static void copy_text(char *text, size_t bytes, sqlite3_stmt *row, int column)
{
    const char *found = (const char *)sqlite3_column_text(row, column);
    snprintf(text, bytes, "%s", found ? found : "");
}

/* False when the row is none that was written here. */
static bool read_user(sqlite3_stmt *row, struct user *user)
{
    char role[16];
    *user = (struct user){.may_call = sqlite3_column_int(row, 2) != 0,
                          .active = sqlite3_column_int(row, 3) != 0,
                          .must_change = sqlite3_column_int(row, 4) != 0,
                          .changed_utc_ms = sqlite3_column_int64(row, 6)};
    copy_text(user->name, sizeof user->name, row, 0);
    copy_text(role, sizeof role, row, 1);
    copy_text(user->pin_hash, sizeof user->pin_hash, row, 5);
    user->role = user_role_parse(role);
    return user->role != USER_ROLES && users_name_good(user->name) &&
           sqlite3_column_bytes(row, 5) < PIN_HASH_BYTES;
}

enum journal_fault journal_users(struct journal *journal, struct users *users)
{
    static const char sql[] = "SELECT name,role,may_call,active,must_change,pin_hash,"
                              "changed_utc_ms FROM user ORDER BY name";
    sqlite3_stmt *row = NULL;
    users->count = 0;
    int code = sqlite3_prepare_v2(journal->db, sql, -1, &row, NULL);
    while (code == SQLITE_OK && (code = sqlite3_step(row)) == SQLITE_ROW) {
        struct user user;
        bool good = read_user(row, &user) && users->count < USERS_MAX;
        if (good)
            users_put(users, &user);
        code = good ? SQLITE_OK : SQLITE_CORRUPT;
    }
    enum journal_fault fault = JOURNAL_OK;
    if (code == SQLITE_CORRUPT) {
        fault = JOURNAL_DAMAGED;
        journal_say(journal->error, "%s: a row of table user cannot be read; %s", journal->path,
                    journal_advice(fault));
    } else if (code != SQLITE_DONE) {
        fault = journal_fail(journal, code, "reading the users");
    }
    sqlite3_finalize(row);
    return fault;
}

static void bind_user(sqlite3_stmt *put, const struct user *user)
{
    sqlite3_bind_text(put, 1, user->name, -1, SQLITE_STATIC);
    sqlite3_bind_text(put, 2, user_role_name(user->role), -1, SQLITE_STATIC);
    sqlite3_bind_int(put, 3, user->may_call);
    sqlite3_bind_int(put, 4, user->active);
    sqlite3_bind_int(put, 5, user->must_change);
    sqlite3_bind_text(put, 6, user->pin_hash, -1, SQLITE_STATIC);
    sqlite3_bind_int64(put, 7, user->changed_utc_ms);
}

enum journal_fault journal_user_put(struct journal *journal, const struct user *user)
{
    sqlite3_stmt *put = NULL;
    int code = sqlite3_prepare_v2(journal->db, "INSERT OR REPLACE INTO user VALUES(?,?,?,?,?,?,?)",
                                  -1, &put, NULL);
    if (code == SQLITE_OK) {
        bind_user(put, user);
        code = sqlite3_step(put);
    }
    enum journal_fault fault =
        code == SQLITE_DONE ? JOURNAL_OK : journal_fail(journal, code, "writing a user");
    sqlite3_finalize(put);
    return fault;
}
