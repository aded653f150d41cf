// SPDX-License-Identifier: MIT
/* What is counted from the rows of earlier days, without walking along their chain. */
#include "firmware/journal_sql.h"

#include <stddef.h>

/* From where the day begins to where the next one does: rows have no index but their seq. */
static const char BY_HOUR[] =
    "SELECT (at_utc_ms/60000+?2)/60%24, count(*) FROM event"
    " WHERE seq>=(SELECT first_seq FROM day WHERE day=?1)"
    " AND seq<coalesce((SELECT first_seq FROM day WHERE day>?1 ORDER BY day LIMIT 1),?3)"
    " AND kind=?4 AND day=?1 GROUP BY 1";

enum journal_fault journal_visitors_by_hour(struct journal *journal, int32_t day,
                                            int utc_offset_min, int visitors[24])
{
    sqlite3_stmt *rows = NULL;
    char text[11];
    for (int hour = 0; hour < 24; hour++)
        visitors[hour] = 0;
    journal_day_format(day, text);
    int code = sqlite3_prepare_v2(journal->db, BY_HOUR, -1, &rows, NULL);
    if (code == SQLITE_OK) {
        sqlite3_bind_text(rows, 1, text, -1, SQLITE_STATIC);
        sqlite3_bind_int(rows, 2, utc_offset_min);
        sqlite3_bind_int64(rows, 3, INT64_MAX);
        sqlite3_bind_text(rows, 4, event_kind_name(EV_TICKET_ISSUED), -1, SQLITE_STATIC);
        code = SQLITE_ROW;
    }
    while (code == SQLITE_ROW && (code = sqlite3_step(rows)) == SQLITE_ROW) {
        int hour = sqlite3_column_int(rows, 0);
        if (hour >= 0 && hour < 24)
            visitors[hour] = sqlite3_column_int(rows, 1);
    }
    enum journal_fault fault =
        code == SQLITE_DONE ? JOURNAL_OK : journal_fail(journal, code, "counting visitors");
    sqlite3_finalize(rows);
    return fault;
}
