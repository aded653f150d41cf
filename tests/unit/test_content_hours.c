// SPDX-License-Identifier: MIT
/* Days on which the branch is closed although their weekday says otherwise. */
#include "firmware/content.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#define CHRISTMAS "{\"day\":\"2026-12-25\",\"id\":\"Natal\",\"en\":\"Christmas\"}"
#define NEW_YEAR "{\"day\":\"2027-01-01\",\"id\":\"Tahun Baru\"}"
#define FORTY "1234567890123456789012345678901234567890"

enum { DAY_MIN = 1440, THU = 20261224, CHRISTMAS_FRI, SAT, SUN, MON };

static struct content content;
static struct content_faults faults;

static bool parse(const char *confirmed, const char *holidays)
{
    char text[8192];
    snprintf(text, sizeof text,
             "{\"version\":\"1\",\"branch\":{\"name\":\"Cabang\"},\"hours\":{\"confirmed\":%s,"
             "\"week\":{\"mon\":[\"08:00\",\"15:00\"],\"thu\":[\"08:00\",\"15:00\"],"
             "\"fri\":[\"08:00\",\"11:30\"]},\"holidays\":%s},"
             "\"services\":[{\"letter\":\"A\",\"name_id\":\"Satu\",\"name_en\":\"One\"}],"
             "\"desks\":[{\"number\":1,\"services\":[\"*\"]}]}",
             confirmed, holidays);
    return content_parse(text, strlen(text), &content, &faults);
}

static void holidays_stand_in_order_with_their_names(void **state)
{
    (void)state;
    assert_true(parse("true", "[" NEW_YEAR "," CHRISTMAS "]"));
    assert_int_equal(content.holiday_count, 2);
    assert_int_equal(content.holiday[0].day, CHRISTMAS_FRI);
    assert_string_equal(content_holiday(&content, CHRISTMAS_FRI)->name_en, "Christmas");
    assert_string_equal(content_holiday(&content, 20270101)->name_id, "Tahun Baru");
    assert_string_equal(content_holiday(&content, 20270101)->name_en, "");
    assert_null(content_holiday(&content, THU));
}

static void a_holiday_has_no_hours_and_the_day_before_has_its_own(void **state)
{
    (void)state;
    assert_true(parse("true", "[" CHRISTMAS "]"));
    struct content_hours hours = content_hours_on(&content, CHRISTMAS_FRI);
    assert_int_equal(hours.opens_min, hours.closes_min);
    assert_int_equal(content_hours_on(&content, THU).closes_min, 900);
    assert_int_equal(content_hours_on(&content, 20261218).closes_min, 690); /* another Friday */
    hours = content_hours_on(&content, SAT);
    assert_int_equal(hours.opens_min, hours.closes_min);
}

static void the_next_opening_leaps_over_holidays(void **state)
{
    (void)state;
    assert_true(parse("true", "[]"));
    assert_int_equal(content_next_opening_min(&content, THU, 15 * 60), DAY_MIN + 8 * 60);
    assert_true(parse("true", "[" CHRISTMAS "]"));
    assert_int_equal(content_next_opening_min(&content, THU, 15 * 60), 4 * DAY_MIN + 8 * 60);
    assert_int_equal(content_next_opening_min(&content, CHRISTMAS_FRI, 0), 3 * DAY_MIN + 8 * 60);
    assert_true(parse("true", "[" CHRISTMAS ",{\"day\":\"2026-12-28\",\"id\":\"Cuti\"},"
                              "{\"day\":\"2026-12-31\",\"id\":\"Cuti\"}," NEW_YEAR "]"));
    /* To Monday, 4 January, across the end of the year. */
    assert_int_equal(content_next_opening_min(&content, THU, 15 * 60), 11 * DAY_MIN + 8 * 60);
}

static void an_opening_in_more_than_a_month_is_none(void **state)
{
    (void)state;
    char list[4096] = "[";
    for (int i = 0; i < 33; i++) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s{\"day\":\"2026-%02d-%02d\",\"id\":\"Cuti\"}",
                 i ? "," : "", i < 30 ? 11 : 12, i % 30 + 1);
    }
    snprintf(list + strlen(list), sizeof list - strlen(list), "]");
    assert_true(parse("true", list));
    assert_int_equal(content_next_opening_min(&content, 20261101, 0), -1);
    /* The 31st day from here, a Friday, is the first that is no holiday. */
    assert_int_equal(content_next_opening_min(&content, 20261103, 0), 31 * DAY_MIN + 8 * 60);
}

static void hours_that_nobody_confirmed_have_no_holidays(void **state)
{
    (void)state;
    assert_true(parse("false", "[" CHRISTMAS "]"));
    assert_int_equal(content.holiday_count, 1);
    assert_null(content_holiday(&content, CHRISTMAS_FRI));
}

static void sixty_four_holidays_fit(void **state)
{
    (void)state;
    char list[8192] = "[";
    for (int i = 0; i < 65; i++) {
        size_t used = strlen(list);
        snprintf(list + used, sizeof list - used, "%s{\"day\":\"2026-%02d-%02d\",\"id\":\"Cuti\"}",
                 i ? "," : "", i / 28 + 1, i % 28 + 1);
        if (i == 63) {
            used = strlen(list);
            snprintf(list + used, sizeof list - used, "]");
            assert_true(parse("true", list));
            assert_int_equal(content.holiday_count, 64);
            list[used] = 0;
        }
    }
    snprintf(list + strlen(list), sizeof list - strlen(list), "]");
    assert_false(parse("true", list));
    assert_string_equal(faults.fault[0].path, "hours.holidays");
}

static void what_is_no_holiday_is_a_fault_with_its_path(void **state)
{
    (void)state;
    static const struct {
        const char *holidays, *path, *reason;
    } bad[] = {
        {"{}", "hours.holidays", "not a list"},
        {"[1]", "hours.holidays[0]", "not an object"},
        {"[{\"id\":\"Natal\"}]", "hours.holidays[0].day", "missing"},
        {"[{\"day\":20261225,\"id\":\"Natal\"}]", "hours.holidays[0].day", "not a text"},
        {"[{\"day\":\"2026-02-29\",\"id\":\"Natal\"}]", "hours.holidays[0].day", "no date"},
        {"[{\"day\":\"2026-12-5\",\"id\":\"Natal\"}]", "hours.holidays[0].day", "no date"},
        {"[{\"day\":\"25-12-2026\",\"id\":\"Natal\"}]", "hours.holidays[0].day", "no date"},
        {"[{\"day\":\"2026-12-25T00:00\",\"id\":\"Natal\"}]", "hours.holidays[0].day",
         "at most 10"},
        {"[{\"day\":\"2026-12-25\"}]", "hours.holidays[0].id", "missing"},
        {"[{\"day\":\"2026-12-25\",\"id\":\"\"}]", "hours.holidays[0].id", "empty"},
        {"[{\"day\":\"2026-12-25\",\"id\":\"" FORTY "1\"}]", "hours.holidays[0].id",
         "41 characters"},
        {"[{\"day\":\"2026-12-25\",\"id\":\"N\",\"en\":\"" FORTY "1\"}]", "hours.holidays[0].en",
         "41 characters"},
        {"[{\"day\":\"2026-12-25\",\"id\":\"N\",\"until\":\"\"}]", "hours.holidays[0].until",
         "not a known key"},
        {"[" CHRISTMAS "," NEW_YEAR "," CHRISTMAS "]", "hours.holidays[2].day", "stands twice"},
    };
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (parse("true", bad[i].holidays))
            fail_msg("%s was taken", bad[i].holidays);
        assert_int_equal(faults.count, 1);
        assert_string_equal(faults.fault[0].path, bad[i].path);
        assert_non_null(strstr(faults.fault[0].reason, bad[i].reason));
    }
    assert_true(parse("true", "[{\"day\":\"2026-12-25\",\"id\":\"" FORTY "\",\"note\":\"!\"}]"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(holidays_stand_in_order_with_their_names),
        cmocka_unit_test(a_holiday_has_no_hours_and_the_day_before_has_its_own),
        cmocka_unit_test(the_next_opening_leaps_over_holidays),
        cmocka_unit_test(an_opening_in_more_than_a_month_is_none),
        cmocka_unit_test(hours_that_nobody_confirmed_have_no_holidays),
        cmocka_unit_test(sixty_four_holidays_fit),
        cmocka_unit_test(what_is_no_holiday_is_a_fault_with_its_path),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
