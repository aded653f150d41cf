// SPDX-License-Identifier: MIT
/* Who is planned when, numbers that come too late, and whether waits are told. */
#include "firmware/content.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct content content;
static struct content_faults faults;

/* A document with `desk` behind the services of its only desk, and `top` before "desks". */
static bool parse(const char *top, const char *desk)
{
    char text[2048];
    int bytes = snprintf(text, sizeof text,
                         "{\"version\":\"1\",\"branch\":{\"name\":\"Cabang\"},\"services\":[{"
                         "\"letter\":\"A\",\"name_id\":\"Satu\",\"name_en\":\"One\"}],%s"
                         "\"desks\":[{\"number\":7,\"services\":[\"*\"]%s}]}",
                         top, desk);
    assert_true(bytes < (int)sizeof text);
    return content_parse(text, (size_t)bytes, &content, &faults);
}

/* The same with hours of the desk on a Monday, as JSON. */
static bool parse_monday(const char *monday)
{
    char desk[512];
    snprintf(desk, sizeof desk, ",\"hours\":{\"mon\":%s}", monday);
    return parse("", desk);
}

static void nothing_is_planned_unless_it_is_written(void **state)
{
    (void)state;
    assert_true(parse("", ""));
    assert_false(content.desk[0].planned);
    assert_true(parse("", ",\"hours\":{}")); /* a plan: never */
    assert_true(content.desk[0].planned);
    for (int i = 0; i < 7; i++)
        assert_int_equal(content.desk[0].duty[i].span_count, 0);
}

static void a_desk_has_its_spans_day_by_day(void **state)
{
    (void)state;
    assert_true(parse("", ",\"hours\":{\"note\":\"a remark\",\"mon\":\"08:00-12:00 13:00-15:00\","
                          "\"fri\":\"07:30-11:30\",\"sat\":null,\"sun\":\"00:00-24:00\"}"));
    const struct content_desk *desk = &content.desk[0];
    assert_true(desk->planned);
    assert_int_equal(desk->duty[0].span_count, 2);
    assert_int_equal(desk->duty[0].span[0].from_min, 480);
    assert_int_equal(desk->duty[0].span[0].to_min, 720);
    assert_int_equal(desk->duty[0].span[1].from_min, 780);
    assert_int_equal(desk->duty[0].span[1].to_min, 900);
    assert_int_equal(desk->duty[1].span_count, 0);
    assert_int_equal(desk->duty[4].span[0].from_min, 450);
    assert_int_equal(desk->duty[5].span_count, 0);
    assert_int_equal(desk->duty[6].span[0].from_min, 0);
    assert_int_equal(desk->duty[6].span[0].to_min, 1440);
}

static void six_spans_fit_and_seven_do_not(void **state)
{
    (void)state;
    assert_true(parse_monday("\"01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00 "
                             "11:00-12:00\""));
    assert_int_equal(content.desk[0].duty[0].span_count, CONTENT_SPANS_MAX);
    assert_false(parse_monday("\"01:00-02:00 03:00-04:00 05:00-06:00 07:00-08:00 09:00-10:00 "
                              "11:00-12:00 13:00-14:00\""));
    assert_string_equal(faults.fault[0].path, "desks[0].hours.mon");
    assert_string_equal(faults.fault[0].reason, "has more than 6 spans");
}

static void faults_of_a_plan_say_where_and_what(void **state)
{
    static const struct {
        const char *monday, *reason;
    } bad[] = {
        {"\"\"", "is empty"},
        {"1", "is not a text"},
        {"[\"08:00\",\"12:00\"]", "is not a text"},
        {"\"08:00\"", "\"08:00\" is no span of time"},
        {"\"8:00-12:00\"", "is no span of time"},
        {"\"08.00-12.00\"", "is no span of time"},
        {"\"08:00 - 12:00\"", "\"08:00\" is no span of time"},
        {"\"08:00-12:00,13:00-15:00\"", "is no span of time"},
        {"\"08:00-12:00  13:00-15:00\"", "\"\" is no span of time"},
        {"\"08:00-12:00 \"", "\"\" is no span of time"},
        {"\" 08:00-12:00\"", "\"\" is no span of time"},
        {"\"08:60-12:00\"", "is no span of time"},
        {"\"08:00-24:01\"", "is no span of time"},
        {"\"+8:00-12:00\"", "is no span of time"},
        {"\"08:00-12:0\\u00e9\"", "is no span of time"},
        {"\"08:00\\t12:00\"", "control character"},
        {"\"12:00-08:00\"", "12:00-08:00 ends before it begins"},
        {"\"08:00-08:00\"", "ends before it begins"},
        {"\"24:00-24:00\"", "ends before it begins"},
        {"\"08:00-12:00 11:59-15:00\"", "11:59-15:00 begins before the span before it has ended"},
        {"\"13:00-15:00 08:00-12:00\"", "begins before the span before it has ended"},
        {"\"08:00-12:00 12:00-15:00\"", "write them as one"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        if (parse_monday(bad[i].monday))
            fail_msg("accepted: %s", bad[i].monday);
        assert_int_equal(faults.count, 1);
        assert_string_equal(faults.fault[0].path, "desks[0].hours.mon");
        if (!strstr(faults.fault[0].reason, bad[i].reason))
            fail_msg("%s: %s", bad[i].monday, faults.fault[0].reason);
    }
}

static void a_plan_with_other_days_or_of_another_kind_is_a_fault(void **state)
{
    (void)state;
    assert_false(parse("", ",\"hours\":{\"monday\":null}"));
    assert_string_equal(faults.fault[0].path, "desks[0].hours.monday");
    assert_false(parse("", ",\"hours\":\"08:00-12:00\""));
    assert_string_equal(faults.fault[0].path, "desks[0].hours");
    assert_false(parse("", ",\"hours\":null"));
    assert_string_equal(faults.fault[0].reason, "is not an object {...}");
}

static void each_bad_day_is_named(void **state)
{
    (void)state;
    assert_false(parse("", ",\"hours\":{\"tue\":\"x\",\"wed\":\"08:00-12:00\",\"thu\":\"y\"}"));
    assert_int_equal(faults.count, 2);
    assert_string_equal(faults.fault[0].path, "desks[0].hours.tue");
    assert_string_equal(faults.fault[1].path, "desks[0].hours.thu");
}

static void a_number_that_comes_too_late_is_issued_with_a_warning_or_refused(void **state)
{
    (void)state;
    assert_true(parse("", ""));
    assert_false(content.late_refused);
    assert_true(parse("\"hours\":{\"late\":\"warn\"},", ""));
    assert_false(content.late_refused);
    assert_true(parse("\"hours\":{\"late\":\"refuse\"},", ""));
    assert_true(content.late_refused);
    assert_false(parse("\"hours\":{\"late\":\"never\"},", ""));
    assert_string_equal(faults.fault[0].path, "hours.late");
    assert_string_equal(faults.fault[0].reason, "is not one of: warn, refuse");
    assert_false(parse("\"hours\":{\"late\":true},", ""));
    assert_string_equal(faults.fault[0].path, "hours.late");
}

static void waits_are_told_unless_the_branch_says_no(void **state)
{
    (void)state;
    assert_true(parse("", ""));
    assert_true(content.waits);
    assert_true(parse("\"waits\":false,", ""));
    assert_false(content.waits);
    assert_false(parse("\"waits\":\"no\",", ""));
    assert_string_equal(faults.fault[0].path, "waits");
    assert_string_equal(faults.fault[0].reason, "is not true or false");
}

static void of_jambi_no_plan_is_known(void **state)
{
    (void)state;
    assert_true(content_load("assets/branch/jambi.json", &content, &faults, NULL));
    for (int i = 0; i < content.desk_count; i++)
        assert_false(content.desk[i].planned);
    assert_true(content.waits);
    assert_false(content.late_refused);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_planned_unless_it_is_written),
        cmocka_unit_test(a_desk_has_its_spans_day_by_day),
        cmocka_unit_test(six_spans_fit_and_seven_do_not),
        cmocka_unit_test(faults_of_a_plan_say_where_and_what),
        cmocka_unit_test(a_plan_with_other_days_or_of_another_kind_is_a_fault),
        cmocka_unit_test(each_bad_day_is_named),
        cmocka_unit_test(a_number_that_comes_too_late_is_issued_with_a_warning_or_refused),
        cmocka_unit_test(waits_are_told_unless_the_branch_says_no),
        cmocka_unit_test(of_jambi_no_plan_is_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
