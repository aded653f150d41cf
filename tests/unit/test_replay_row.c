// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <string.h>

#include "firmware/ctl/replay_row.h"

static struct replay_row row;
static char line[1024];

static const char *read_line(const char *text)
{
    strncpy(line, text, sizeof line - 1);
    return replay_row_read(line, &row);
}

static void a_good_row_is_taken_apart(void **state)
{
    (void)state;
    assert_null(read_line("Jambi,2025-01-13,28812.4,arrive,A-007,passport,priority,,before"));
    assert_string_equal(row.branch, "Jambi");
    assert_string_equal(row.ticket, "A-007");
    assert_string_equal(row.service, "passport");
    assert_string_equal(row.time_text, "28812.4");
    assert_int_equal(row.day, 20250113);
    assert_true(row.at_s > 28812.39 && row.at_s < 28812.41);
    assert_int_equal(row.kind, FORECAST_ARRIVE);
    assert_int_equal(row.lane, FORECAST_PRIORITY);
    assert_true(row.before);
}

static void a_plan_has_windows(void **state)
{
    (void)state;
    assert_null(read_line("b,2025-01-13,0,plan,,,,D1,08:00-12:00 12:30-16:00"));
    assert_int_equal(row.windows, 2);
    assert_int_equal((int)row.from_s[1], 45000);
    assert_int_equal((int)row.to_s[1], 57600);
    assert_null(read_line("b,2025-01-13,0,plan,,,,D1,"));
    assert_int_equal(row.windows, 0);
    assert_null(read_line("b,2025-01-13,0,plan,,,,D1,13:30-13:00 14:00-15:00"));
    assert_int_equal(row.windows, 1);
}

static void quoted_columns_may_hold_commas_and_quotes(void **state)
{
    (void)state;
    assert_null(read_line("\"Kantor \"\"A\"\", Jambi\",2025-01-13,1,call,7,s,,\"D,1\","));
    assert_string_equal(row.branch, "Kantor \"A\", Jambi");
    assert_string_equal(row.desk, "D,1");
}

static void every_fault_has_a_sentence(void **state)
{
    static const struct {
        const char *line, *part;
    } faults[] = {
        {"", "columns"},
        {"b,2025-01-13,1,arrive,1,s,regular,", "columns"},
        {"b,2025-01-13,1,arrive,1,s,regular,,,", "columns"},
        {",2025-01-13,1,arrive,1,s,regular,,", "branch"},
        {"b,13.1.2025,1,arrive,1,s,regular,,", "day"},
        {"b,2025-13-01,1,arrive,1,s,regular,,", "day"},
        {"b,2025-01-13,,arrive,1,s,regular,,", "time"},
        {"b,2025-01-13,8 o'clock,arrive,1,s,regular,,", "time"},
        {"b,2025-01-13,nan,arrive,1,s,regular,,", "time"},
        {"b,2025-01-13,0x10,arrive,1,s,regular,,", "time"},
        {"b,2025-01-13,1e999,arrive,1,s,regular,,", "time"},
        {"b,2025-01-13,-1,arrive,1,s,regular,,", "outside the day"},
        {"b,2025-01-13,999999,arrive,1,s,regular,,", "outside the day"},
        {"b,2025-01-13,1,sneeze,1,s,regular,,", "event"},
        {"b,2025-01-13,1,arrive,1,s,fast,,", "lane"},
        {"b,2025-01-13,1,arrive,,s,regular,,", "ticket"},
        {"b,2025-01-13,1,arrive,1,,regular,,", "service"},
        {"b,2025-01-13,1,open,,,,,", "desk"},
        {"b,2025-01-13,1,desks,,s,,,many", "desks"},
        {"b,2025-01-13,1,desks,,s,,,-1", "desks"},
        {"b,2025-01-13,1,expect,,s,,,-3", "expect"},
        {"b,2025-01-13,1,plan,,,,D1,all day", "plan"},
        {"b,2025-01-13,1,plan,,,,D1,08:00-12:99", "plan"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof faults / sizeof *faults; i++) {
        const char *fault = read_line(faults[i].line);
        assert_non_null(fault);
        if (!strstr(fault, faults[i].part))
            fail_msg("\"%s\" is said to be: %s", faults[i].line, fault);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_good_row_is_taken_apart),
        cmocka_unit_test(a_plan_has_windows),
        cmocka_unit_test(quoted_columns_may_hold_commas_and_quotes),
        cmocka_unit_test(every_fault_has_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
