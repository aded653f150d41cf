// SPDX-License-Identifier: MIT
/* A journal in a folder of its own, for the journal's tests. Asserts. */
#ifndef LOKET_TESTS_JOURNAL_FOLDER_H
#define LOKET_TESTS_JOURNAL_FOLDER_H

#include "firmware/journal.h"

enum { MONDAY = 20261123, TUESDAY = 20261124 };

struct folder {
    char dir[64];
    char db[96];
    char error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
};

/* cmocka setup and teardown: *state = struct folder; removes the files. */
int folder_make(void **state);
int folder_remove(void **state);

void folder_open(struct folder *folder);
void folder_close(struct folder *folder);
void folder_append(struct folder *folder, enum event_kind kind, int32_t day, int number);
void folder_write_day(struct folder *folder, int32_t day, int tickets);
int folder_count(struct folder *folder, int32_t day);
void folder_alter(struct folder *folder, const char *sql);

#endif
