// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "tests/unit/journal_folder.h"

static void append(struct folder *folder, int32_t day, int number, uint64_t key, const char *note)
{
    struct event event = {.kind = EV_TICKET_ISSUED,
                          .day = day,
                          .at_utc_ms = 1795311720000 + number,
                          .ticket = {'A', (uint16_t)number},
                          .service = 'A',
                          .key = key};
    strncpy(event.note, note, sizeof event.note - 1);
    assert_int_equal(journal_append(folder->journal, &event), JOURNAL_OK);
}

static int64_t keyed_from(struct folder *folder, int count)
{
    int64_t seq = -1;
    assert_int_equal(journal_keyed_from(folder->journal, count, &seq), JOURNAL_OK);
    return seq;
}

static void a_journal_without_keys_has_none(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    assert_int_equal(keyed_from(folder, 10), 0);
    folder_write_day(folder, MONDAY, 3);
    append(folder, MONDAY, 4, 0, "\"key\":\"0123456789abcdef\""); /* only a note */
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    assert_int_equal(keyed_from(folder, 10), 0);
}

static void only_the_newest_ones_of_the_newest_day_are_wanted(void **state)
{
    struct folder *folder = *state;
    folder_open(folder);
    folder_append(folder, EV_DAY_STARTED, MONDAY, 0); /* row 1 */
    append(folder, MONDAY, 1, 1, "");
    folder_append(folder, EV_DAY_STARTED, TUESDAY, 0); /* row 3 */
    append(folder, TUESDAY, 1, 2, "");                 /* 4 */
    append(folder, TUESDAY, 2, 0, "");                 /* 5 */
    append(folder, TUESDAY, 3, 3, "");                 /* 6 */
    append(folder, TUESDAY, 4, 4, "");                 /* 7 */
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    assert_int_equal(keyed_from(folder, 1), 7);
    assert_int_equal(keyed_from(folder, 2), 6);
    assert_int_equal(keyed_from(folder, 3), 4);
    assert_int_equal(keyed_from(folder, 100), 4);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(a_journal_without_keys_has_none),
        TEST(only_the_newest_ones_of_the_newest_day_are_wanted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
