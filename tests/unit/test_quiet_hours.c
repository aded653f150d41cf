// SPDX-License-Identifier: MIT
#include "firmware/quiet_hours.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include <cmocka.h>

#include "tests/unit/journal_folder.h"

enum { HOUR_MS = 3600000 };

static struct content content; /* without holidays, but where a test adds one */

/* Midnight in Jakarta (UTC+7) of a date. */
static int64_t midnight_ms(int32_t day)
{
    struct tm when = {
        .tm_year = day / 10000 - 1900, .tm_mon = day / 100 % 100 - 1, .tm_mday = day % 100};
    return (int64_t)timegm(&when) * 1000 - 7 * HOUR_MS;
}

static int32_t days_before(int32_t day, int days)
{
    time_t noon = (time_t)(midnight_ms(day) / 1000) + 19 * 3600 - (time_t)days * 86400;
    struct tm when;
    gmtime_r(&noon, &when);
    return (when.tm_year + 1900) * 10000 + (when.tm_mon + 1) * 100 + when.tm_mday;
}

static void append(struct folder *folder, enum event_kind kind, int32_t day, int minute, int number)
{
    struct event event = {
        .kind = kind, .day = day, .at_utc_ms = midnight_ms(day) + minute * (int64_t)60000};
    if (number)
        event.ticket = (struct ticket_no){'A', (uint16_t)number}, event.service = 'A';
    if (kind == EV_TICKET_CALLED)
        event.desk = 1, event.services = service_bit('A');
    assert_int_equal(journal_append(folder->journal, &event), JOURNAL_OK);
}

/* A day on which so many visitors came at half past seven, and one at a quarter to three. */
static void write_day(struct folder *folder, int32_t day, int morning)
{
    append(folder, EV_DAY_STARTED, day, 1, 0);
    for (int i = 1; i <= morning; i++)
        append(folder, EV_TICKET_ISSUED, day, 7 * 60 + 30, i);
    append(folder, EV_TICKET_ISSUED, day, 14 * 60 + 45, morning + 1);
    append(folder, EV_TICKET_CALLED, day, 15 * 60 + 10, 1); /* nobody came at that time */
    assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
}

static void only_days_of_the_same_weekday_count(void **state)
{
    struct folder *folder = *state;
    struct quiet_hours quiet;
    folder_open(folder);
    for (int before = 21; before > 0; before--)
        write_day(folder, days_before(MONDAY, before), before % 7 ? 50 : before / 7);
    write_day(folder, MONDAY, 90); /* today is not over */
    assert_int_equal(quiet_hours_count(folder->journal, &content, MONDAY, &quiet), JOURNAL_OK);
    assert_int_equal(quiet.day, MONDAY);
    assert_int_equal(quiet.weekday, 0);
    assert_int_equal(quiet.days, 3);
    assert_true(quiet_hours_known(&quiet));
    for (int hour = 0; hour < 24; hour++)
        assert_int_equal(quiet.visitors[hour], hour == 7 ? 3 + 2 + 1 : hour == 14 ? 3 : 0);
}

static void eight_weeks_back_and_no_further(void **state)
{
    struct folder *folder = *state;
    struct quiet_hours quiet;
    folder_open(folder);
    for (int week = 10; week > 0; week--)
        write_day(folder, days_before(TUESDAY, 7 * week), 1);
    assert_int_equal(quiet_hours_count(folder->journal, &content, TUESDAY, &quiet), JOURNAL_OK);
    assert_int_equal(quiet.weekday, 1);
    assert_int_equal(quiet.days, 8);
    assert_int_equal(quiet.visitors[7], 8);
}

static void days_without_a_visitor_do_not_make_it_look_quiet(void **state)
{
    struct folder *folder = *state;
    struct quiet_hours quiet;
    folder_open(folder);
    assert_int_equal(quiet_hours_count(folder->journal, &content, MONDAY, &quiet), JOURNAL_OK);
    assert_int_equal(quiet.days, 0);
    write_day(folder, days_before(MONDAY, 28), 4);
    append(folder, EV_DAY_STARTED, days_before(MONDAY, 21), 1, 0); /* a holiday */
    write_day(folder, days_before(MONDAY, 7), 4);
    assert_int_equal(quiet_hours_count(folder->journal, &content, MONDAY, &quiet), JOURNAL_OK);
    assert_int_equal(quiet.days, 2);
    assert_false(quiet_hours_known(&quiet)); /* too few to say something */
}

static void a_holiday_on_which_somebody_came_does_not_count(void **state)
{
    struct folder *folder = *state;
    struct quiet_hours quiet;
    folder_open(folder);
    for (int week = 4; week > 0; week--)
        write_day(folder, days_before(MONDAY, 7 * week), week);
    content.hours_enforced = true;
    content.holiday_count = 1;
    content.holiday[0].day = days_before(MONDAY, 14);
    assert_int_equal(quiet_hours_count(folder->journal, &content, MONDAY, &quiet), JOURNAL_OK);
    content.holiday_count = 0;
    assert_int_equal(quiet.days, 3);
    assert_int_equal(quiet.visitors[7], 4 + 3 + 1);
}

static void a_journal_with_a_fault_gives_no_figures(void **state)
{
    struct folder *folder = *state;
    struct quiet_hours quiet;
    folder_open(folder);
    for (int week = 4; week > 0; week--)
        write_day(folder, days_before(MONDAY, 7 * week), 1);
    folder_alter(folder, "DROP TABLE day");
    assert_int_not_equal(quiet_hours_count(folder->journal, &content, MONDAY, &quiet), JOURNAL_OK);
    assert_false(quiet_hours_known(&quiet));
    assert_int_equal(quiet.day, MONDAY);
}

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void sixty_busy_days_are_counted_in_a_few_ms(void **state)
{
    struct folder *folder = *state;
    struct quiet_hours quiet;
    folder_open(folder);
    for (int before = 60; before > 0; before--) {
        const int32_t day = days_before(MONDAY, before);
        append(folder, EV_DAY_STARTED, day, 1, 0);
        for (int i = 1; i <= 300; i++) { /* five facts a visitor, as at a real desk */
            append(folder, EV_TICKET_ISSUED, day, 480 + i, i);
            append(folder, EV_SLIP_SENT, day, 480 + i, i);
            append(folder, EV_SLIP_PRINTED, day, 480 + i, i);
            append(folder, EV_TICKET_CALLED, day, 480 + i, i);
            append(folder, EV_TICKET_FINISHED, day, 480 + i, i);
        }
        assert_int_equal(journal_commit(folder->journal), JOURNAL_OK);
    }
    folder_close(folder);
    folder_open(folder);
    const double begin_ms = now_ms();
    assert_int_equal(quiet_hours_count(folder->journal, &content, MONDAY, &quiet), JOURNAL_OK);
    const double took_ms = now_ms() - begin_ms;
    print_message("8 days out of %lld rows counted in %.1f ms\n",
                  (long long)journal_rows(folder->journal), took_ms);
    assert_int_equal(quiet.days, 8);
    assert_int_equal(quiet.visitors[8], 8 * 59);
    assert_true(took_ms < 250); /* generous: sanitizers and busy machines */
}

static int in_jakarta(void **state)
{
    (void)state;
    setenv("TZ", "Asia/Jakarta", 1);
    tzset();
    return 0;
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, folder_make, folder_remove)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(only_days_of_the_same_weekday_count),
        TEST(eight_weeks_back_and_no_further),
        TEST(days_without_a_visitor_do_not_make_it_look_quiet),
        TEST(a_holiday_on_which_somebody_came_does_not_count),
        TEST(a_journal_with_a_fault_gives_no_figures),
        TEST(sixty_busy_days_are_counted_in_a_few_ms),
    };
    return cmocka_run_group_tests(tests, in_jakarta, NULL);
}
