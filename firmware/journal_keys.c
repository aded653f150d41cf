// SPDX-License-Identifier: MIT
/* Where the newest facts stand that carry the key of a request: after a start only those are
 * walked along once more, not the whole day. */
#include "firmware/journal_sql.h"

#include <stddef.h>

/* Within the newest day; the last row of the answer is the first fact wanted. A key in a note
 * looks different: its quotes are escaped there. */
static const char NEWEST[] = "SELECT min(seq) FROM (SELECT seq FROM event"
                             " WHERE seq>=(SELECT max(first_seq) FROM day)"
                             " AND instr(data,'\"key\":\"') ORDER BY seq DESC LIMIT ?)";

enum journal_fault journal_keyed_from(struct journal *journal, int count, int64_t *seq)
{
    sqlite3_stmt *row = NULL;
    *seq = 0;
    int code = sqlite3_prepare_v2(journal->db, NEWEST, -1, &row, NULL);
    if (code == SQLITE_OK)
        code = sqlite3_bind_int(row, 1, count);
    if (code == SQLITE_OK)
        code = sqlite3_step(row);
    enum journal_fault fault = JOURNAL_OK;
    if (code == SQLITE_ROW)
        *seq = sqlite3_column_int64(row, 0);
    else
        fault = journal_fail(journal, code, "reading");
    sqlite3_finalize(row);
    return fault;
}
