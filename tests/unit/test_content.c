// SPDX-License-Identifier: MIT
#include "firmware/content.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

/* A small good document; a test changes one piece of it. */
static const char GOOD[] =
    "{\"version\":\"1.a\",\"branch\":{\"name\":\"Cabang\",\"time_zone\":\"Asia/Jakarta\"},"
    "\"services\":[{\"letter\":\"B\",\"name_id\":\"Dua\",\"name_en\":\"Two\"},"
    "{\"letter\":\"A\",\"name_id\":\"Satu\",\"name_en\":\"One\",\"documents\":["
    "{\"key\":\"kk\",\"id\":\"KK\",\"en\":\"Family card\",\"status\":\"sourced\"}]}],"
    "\"desks\":[{\"number\":7,\"services\":[\"A\"]},{\"number\":2,\"services\":[\"*\"]}]}";

static struct content content;
static struct content_faults faults;

static bool parse(const char *text)
{
    return content_parse(text, strlen(text), &content, &faults);
}

static const char *first_fault(void)
{
    static char text[300];
    snprintf(text, sizeof text, "%s: %s", faults.fault[0].path, faults.fault[0].reason);
    return faults.count ? text : "no fault";
}

/* GOOD with `from` replaced by `to`. */
static bool parse_changed(const char *from, const char *to)
{
    char text[4096];
    const char *at = strstr(GOOD, from);
    assert_non_null(at);
    snprintf(text, sizeof text, "%.*s%s%s", (int)(at - GOOD), GOOD, to, at + strlen(from));
    return parse(text);
}

static void a_small_document_gets_the_defaults(void **state)
{
    (void)state;
    if (!parse(GOOD))
        fail_msg("%s", first_fault());
    assert_string_equal(content.version, "1.a");
    assert_false(content.hours_enforced);
    assert_int_equal(content.rules.overtake_max, 3);
    assert_int_equal(content.rules.lane_rate[LANE_REGULAR], 1000);
    assert_int_equal(content.rules.lane_rate[LANE_PRIORITY], 2000);
    assert_int_equal(content.rules.lane_rate[LANE_RETURN], 1500);
    assert_int_equal(content.rules.recall_pause_ms, 20000);
    assert_int_equal(content.rules.return_within_ms, 900000);
    assert_int_equal(content.rules.service[0].target_wait_s, 1800);
    assert_int_equal(content.rules.service[0].daily_cap, 999);
    assert_string_equal(content.desk[0].shape, "circle");
    assert_string_equal(content.desk[0].colour, "#6CB4EE");
    assert_int_equal(content.desk[0].direction, DIRECTION_NONE);
    assert_string_equal(content.qr_text, "");
}

static void services_and_desks_stand_in_order_and_in_the_rules(void **state)
{
    (void)state;
    assert_true(parse(GOOD));
    assert_int_equal(content.service_count, 2);
    assert_int_equal(content.service[0].letter, 'A');
    assert_int_equal(content.service[1].letter, 'B');
    assert_int_equal(content.rules.services, service_bit('A') | service_bit('B'));
    assert_int_equal(content.desk[0].number, 2);
    assert_int_equal(content.rules.desk_count, 2);
    assert_int_equal(content.rules.desk[0].services, service_bit('A') | service_bit('B'));
    assert_int_equal(content.rules.desk[1].number, 7);
    assert_int_equal(content.rules.desk[1].services, service_bit('A'));
    assert_string_equal(content_service(&content, 'B')->name_id, "Dua");
    assert_null(content_service(&content, 'C'));
    assert_int_equal(content_desk(&content, 7)->number, 7);
    assert_null(content_desk(&content, 1));
}

static void unverified_papers_are_never_printed(void **state)
{
    (void)state;
    assert_true(parse_changed("\"status\":\"sourced\"", "\"status\":\"unverified\""));
    assert_int_equal(content_service(&content, 'A')->document_count, 0);
    assert_true(parse_changed("\"status\":\"sourced\"", "\"status\":\"confirmed\""));
    assert_int_equal(content_service(&content, 'A')->document_count, 1);
    assert_true(content_service(&content, 'A')->document[0].confirmed);
}

static void conditions_are_kept_and_if_you_have_it_says_so(void **state)
{
    (void)state;
    assert_true(parse_changed("\"status\":",
                              "\"required\":\"bersyarat\",\"when_id\":\"bila PU\",\"status\":"));
    assert_string_equal(content_service(&content, 'A')->document[0].when_id, "bila PU");
    assert_true(parse_changed("\"status\":", "\"required\":\"jika_ada\",\"status\":"));
    assert_true(content_service(&content, 'A')->document[0].optional);
    assert_string_equal(content_service(&content, 'A')->document[0].when_id, "bila ada");
}

static void remarks_are_no_typos(void **state)
{
    (void)state;
    assert_true(parse_changed("{\"version\"", "{\"_\":1,\"note\":[],\"source_x\":{},\"version\""));
}

static void hours_are_read_by_day(void **state)
{
    (void)state;
    assert_true(parse_changed("\"services\":[{",
                              "\"hours\":{\"confirmed\":true,\"week\":{\"mon\":[\"08:00\","
                              "\"15:30\"],\"sun\":null}},\"services\":[{"));
    assert_true(content.hours_enforced);
    assert_int_equal(content.hours[0].opens_min, 480);
    assert_int_equal(content.hours[0].closes_min, 930);
    assert_int_equal(content.hours[1].opens_min, content.hours[1].closes_min);
}

static void an_unknown_closing_time_is_fine_until_hours_are_confirmed(void **state)
{
    (void)state;
    assert_true(parse_changed("\"services\":[{", "\"hours\":{\"week\":{\"mon\":[\"08:00\",null]}},"
                                                 "\"services\":[{"));
    assert_int_equal(content.hours[0].closes_min, 1440);
    assert_false(parse_changed("\"services\":[{",
                               "\"hours\":{\"confirmed\":true,\"week\":{\"mon\":[\"08:00\",null]}},"
                               "\"services\":[{"));
    assert_string_equal(faults.fault[0].path, "hours.week.mon[1]");
}

static void it_opens_again_later_today_tomorrow_or_after_the_weekend(void **state)
{
    enum { DAY = 1440, MON = 20261123, THU = 20261126, FRI, SAT, SUN };
    (void)state;
    assert_true(parse_changed("\"services\":[{",
                              "\"hours\":{\"confirmed\":true,\"week\":{"
                              "\"mon\":[\"08:00\",\"15:00\"],\"thu\":[\"08:00\",\"15:00\"],"
                              "\"fri\":[\"07:30\",\"11:30\"]}},\"services\":[{"));
    assert_int_equal(content_next_opening_min(&content, FRI, 6 * 60), 7 * 60 + 30);
    assert_int_equal(content_next_opening_min(&content, FRI, 7 * 60 + 29), 7 * 60 + 30);
    assert_int_equal(content_next_opening_min(&content, FRI, 7 * 60 + 30), 3 * DAY + 8 * 60);
    assert_int_equal(content_next_opening_min(&content, FRI, 13 * 60), 3 * DAY + 8 * 60);
    assert_int_equal(content_next_opening_min(&content, SAT, 0), 2 * DAY + 8 * 60);
    assert_int_equal(content_next_opening_min(&content, SUN, 1439), DAY + 8 * 60);
    assert_int_equal(content_next_opening_min(&content, THU, 15 * 60), DAY + 7 * 60 + 30);
    assert_int_equal(content_next_opening_min(&content, MON, 9 * 60), 3 * DAY + 8 * 60);
}

static void one_day_a_week_opens_again_in_a_week_and_none_never(void **state)
{
    enum { WED = 20261125 };
    (void)state;
    assert_true(parse_changed("\"services\":[{",
                              "\"hours\":{\"confirmed\":true,\"week\":{"
                              "\"wed\":[\"08:00\",\"15:00\"]}},\"services\":[{"));
    assert_int_equal(content_next_opening_min(&content, WED, 8 * 60), 7 * 1440 + 8 * 60);
    assert_true(parse_changed("\"services\":[{",
                              "\"hours\":{\"confirmed\":true,\"week\":{}},\"services\":[{"));
    assert_int_equal(content_next_opening_min(&content, WED, 8 * 60), -1);
}

struct bad {
    const char *from, *to, *path, *reason;
};

static const struct bad BAD[] = {
    {"\"version\":\"1.a\",", "", "version", "missing"},
    {"\"1.a\"", "\"a b\"", "version", "only letters"},
    {"\"1.a\"", "1", "version", "is not a text"},
    {"\"1.a\"", "\"\"", "version", "empty"},
    {"\"version\"", "\"verison\"", "verison", "not a known key"},
    {"\"name\":\"Cabang\"", "\"name\":\"a\\u0007b\"", "branch.name", "control character"},
    {"\"name\":\"Cabang\"", "\"name\":\"a\\u001b@\"", "branch.name", "control character"},
    {"\"name\":\"Cabang\"", "\"name\":\"a\\u009bb\"", "branch.name", "control character"},
    {"Cabang", "12345678901234567890123456789012345678901", "branch.name", "has 41 characters"},
    {"Asia/Jakarta", "Asia/Jakarat", "branch.time_zone", "no time zone"},
    {"Asia/Jakarta", "../../../etc/passwd", "branch.time_zone", "no time zone"},
    {"Asia/Jakarta", "/usr/share/zoneinfo/UTC", "branch.time_zone", "no time zone"},
    {"Asia/Jakarta", "zone.tab", "branch.time_zone", "no time zone"},
    {"\"letter\":\"B\"", "\"letter\":\"A\"", "services[1].letter", "names another service"},
    {"\"letter\":\"B\"", "\"letter\":\"b\"", "services[0].letter", "no letter"},
    {"\"letter\":\"B\"", "\"letter\":\"O\"", "services[0].letter", "no letter"},
    {"\"letter\":\"B\"", "\"letter\":\"\\u00c9\"", "services[0].letter", "no letter"},
    {"\"letter\":\"B\"", "\"letter\":\"AB\"", "services[0].letter", "at most 1"},
    {"\"letter\":\"B\",", "", "services[0].letter", "missing"},
    {"\"Dua\"", "\"12345678901234567890123\"", "services[0].name_id", "has 23 characters"},
    {"\"Two\"", "\"\"", "services[0].name_en", "empty"},
    {"\"Two\"", "\"Two\",\"target_wait_min\":0", "services[0].target_wait_min", "number"},
    {"\"Two\"", "\"Two\",\"daily_cap\":1000", "services[0].daily_cap", "1 to 999"},
    {"\"Two\"", "\"Two\",\"daily_cap\":1.5", "services[0].daily_cap", "whole"},
    {"\"Two\"", "\"Two\",\"confirmed\":1", "services[0].confirmed", "true or false"},
    {"\"Two\"", "\"Two\",\"documents\":{}", "services[0].documents", "not a list"},
    {"\"Two\"", "\"Two\",\"documents\":[1]", "services[0].documents[0]", "not an object"},
    {"\"key\":\"kk\"", "\"key\":\"K K\"", "services[1].documents[0].key", "a to z"},
    {"\"id\":\"KK\",", "", "services[1].documents[0].id", "missing"},
    {"\"Family card\"", "\"12345678901234567890123456789012345678901\"",
     "services[1].documents[0].en", "has 41"},
    {"\"sourced\"", "\"rumour\"", "services[1].documents[0].status", "one of: sourced"},
    {",\"status\":\"sourced\"", "", "services[1].documents[0].status", "missing"},
    {"\"status\"", "\"required\":\"maybe\",\"status\"", "services[1].documents[0].required",
     "one of: wajib"},
    {"\"status\"", "\"required\":\"bersyarat\",\"status\"", "services[1].documents[0].when_id",
     "bila"},
    {"\"number\":7", "\"number\":2", "desks[1].number", "another desk"},
    {"\"number\":7", "\"number\":0", "desks[0].number", "1 to 999"},
    {"\"number\":7,", "", "desks[0].number", "missing"},
    {"[\"A\"]", "[\"C\"]", "desks[0].services[0]", "no service"},
    {"[\"A\"]", "[]", "desks[0].services", "0 entries"},
    {"[\"*\"]", "[\"A\"]", "desks", "no desk serves service B"},
    {"\"number\":7", "\"number\":7,\"shape\":\"star\"", "desks[0].shape", "circle"},
    {"\"number\":7", "\"number\":7,\"direction\":\"down\"", "desks[0].direction", "none, left"},
    {"\"number\":7", "\"number\":7,\"colour\":\"red\"", "desks[0].colour", "no colour"},
    {"\"number\":7", "\"number\":7,\"colour\":\"#12345g\"", "desks[0].colour", "no colour"},
    {"\"desks\":", "\"slip\":{\"qr\":5},\"desks\":", "slip.qr", "not a text"},
    {"\"desks\":", "\"notices\":[{\"en\":\"x\"}],\"desks\":", "notices[0].id", "missing"},
    {"\"desks\":", "\"notices\":[1,2,3,4,5,6,7,8,9],\"desks\":", "notices", "9 entries"},
    {"\"desks\":", "\"rules\":{\"overtake_max\":256},\"desks\":", "rules.overtake_max", "0 to 255"},
    {"\"desks\":", "\"rules\":{\"waiting_cap\":0},\"desks\":", "rules.waiting_cap", "1 to"},
    {"\"desks\":", "\"rules\":{\"lane_rate\":{\"priority\":0}},\"desks\":",
     "rules.lane_rate.priority", "0.001 to 10"},
    {"\"desks\":", "\"rules\":{\"lane_rate\":{\"vip\":1}},\"desks\":", "rules.lane_rate.vip",
     "not a known key"},
    {"\"desks\":", "\"rules\":[],\"desks\":", "rules", "not an object"},
    {"\"desks\":", "\"hours\":{\"confirmed\":true},\"desks\":", "hours.week", "missing"},
    {"\"desks\":", "\"hours\":{\"week\":{\"mon\":[\"8:00\",\"15:00\"]}},\"desks\":",
     "hours.week.mon[0]", "no time of day"},
    {"\"desks\":", "\"hours\":{\"week\":{\"mon\":[\"08:00\",\"24:01\"]}},\"desks\":",
     "hours.week.mon[1]", "no time of day"},
    {"\"desks\":", "\"hours\":{\"week\":{\"mon\":[\"08:00\"]}},\"desks\":", "hours.week.mon",
     "1 entries"},
    {"\"desks\":", "\"hours\":{\"week\":{\"mon\":[\"15:00\",\"08:00\"]}},\"desks\":",
     "hours.week.mon", "before it opens"},
    {"\"desks\":", "\"hours\":{\"week\":{\"monday\":null}},\"desks\":", "hours.week.monday",
     "not a known key"},
};

static void every_fault_is_named_by_its_path(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof BAD / sizeof BAD[0]; i++) {
        if (parse_changed(BAD[i].from, BAD[i].to))
            fail_msg("accepted: %s -> %s", BAD[i].from, BAD[i].to);
        bool found = false;
        for (int f = 0; f < faults.count && f < CONTENT_FAULTS_MAX; f++)
            found |= strcmp(faults.fault[f].path, BAD[i].path) == 0 &&
                     strstr(faults.fault[f].reason, BAD[i].reason);
        if (!found)
            fail_msg("%s -> %s: %s", BAD[i].from, BAD[i].to, first_fault());
    }
}

static void all_faults_are_found_at_once(void **state)
{
    (void)state;
    assert_false(parse("{\"version\":1,\"branch\":{},\"services\":[],\"desks\":[],\"x\":0}"));
    assert_int_equal(faults.count, 5);
}

static void more_faults_than_fit_are_still_counted(void **state)
{
    char text[4096] = "{";
    (void)state;
    for (int i = 0; i < 100; i++) {
        const size_t used = strlen(text);
        snprintf(text + used, sizeof text - used, "\"x%d\":0,", i);
    }
    snprintf(text + strlen(text) - 1, 2, "}");
    assert_false(parse(text));
    assert_true(faults.count > CONTENT_FAULTS_MAX);
}

static void a_paper_listed_twice_is_a_fault(void **state)
{
    (void)state;
    assert_false(parse_changed("{\"key\":\"kk\"",
                               "{\"key\":\"kk\",\"id\":\"x\",\"en\":\"x\",\"status\":\"sourced\"},"
                               "{\"key\":\"kk\""));
    assert_string_equal(first_fault(),
                        "services[1].documents[1].key: \"kk\" stands twice in this list");
}

static void broken_json_says_where(void **state)
{
    (void)state;
    assert_false(parse("{\"version\":\n\"1\",,}"));
    assert_string_equal(faults.fault[0].path, "");
    assert_ptr_equal(strstr(faults.fault[0].reason, "line 2 column 5: "), faults.fault[0].reason);
    assert_false(parse("{\"version\":\"1\",\"version\":\"2\"}"));
    assert_non_null(strstr(faults.fault[0].reason, "duplicate"));
    assert_false(parse("{\"version\":\"\xff\"}"));
    assert_false(parse(""));
    assert_false(parse("[]"));
    assert_string_equal(faults.fault[0].path, "");
}

static void a_file_is_handed_over_with_its_text(void **state)
{
    char *text = NULL;
    (void)state;
    if (!content_load("assets/branch/jambi.json", &content, &faults, &text))
        fail_msg("%s", first_fault());
    assert_non_null(text);
    assert_int_equal(text[0], '{');
    free(text);
    assert_false(content_load("/nonexistent/x.json", &content, &faults, NULL));
    assert_string_equal(faults.fault[0].path, "");
    assert_non_null(strstr(faults.fault[0].reason, "No such file"));
    assert_false(content_load("/dev/zero", &content, &faults, NULL));
    assert_non_null(strstr(faults.fault[0].reason, "too large"));
}

static void jambi_prints_nothing_that_nobody_has_verified(void **state)
{
    (void)state;
    assert_true(content_load("assets/branch/jambi.json", &content, &faults, NULL));
    assert_int_equal(content.service_count, 9);
    assert_int_equal(content.desk_count, 2);
    assert_false(content.hours_enforced);
    for (int i = 0; i < content.service_count; i++) {
        assert_false(content.service[i].confirmed);
        assert_true(content.service[i].document_count <= 9);
        assert_true(content.service[i].document_count > 0);
        assert_int_equal(content.rules.service[content.service[i].letter - 'A'].target_wait_s,
                         content.rules.service[0].target_wait_s);
    }
    const struct content_service *job_loss = content_service(&content, 'E');
    for (int i = 0; i < job_loss->document_count; i++)
        assert_string_not_equal(job_loss->document[i].key, "ktp");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_document_gets_the_defaults),
        cmocka_unit_test(services_and_desks_stand_in_order_and_in_the_rules),
        cmocka_unit_test(unverified_papers_are_never_printed),
        cmocka_unit_test(conditions_are_kept_and_if_you_have_it_says_so),
        cmocka_unit_test(remarks_are_no_typos),
        cmocka_unit_test(hours_are_read_by_day),
        cmocka_unit_test(an_unknown_closing_time_is_fine_until_hours_are_confirmed),
        cmocka_unit_test(it_opens_again_later_today_tomorrow_or_after_the_weekend),
        cmocka_unit_test(one_day_a_week_opens_again_in_a_week_and_none_never),
        cmocka_unit_test(every_fault_is_named_by_its_path),
        cmocka_unit_test(all_faults_are_found_at_once),
        cmocka_unit_test(more_faults_than_fit_are_still_counted),
        cmocka_unit_test(a_paper_listed_twice_is_a_fault),
        cmocka_unit_test(broken_json_says_where),
        cmocka_unit_test(a_file_is_handed_over_with_its_text),
        cmocka_unit_test(jambi_prints_nothing_that_nobody_has_verified),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
