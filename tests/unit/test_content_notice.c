// SPDX-License-Identifier: MIT
/* Notices that end, and documents that need two people. */
#include "firmware/content.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct content content;
static struct content_faults faults;

/* A small good document with more at its end. */
static bool parse_with(const char *more)
{
    char text[2048];
    snprintf(text, sizeof text,
             "{\"version\":\"1\",\"branch\":{\"name\":\"Cabang\",\"time_zone\":\"Asia/Jakarta\"},"
             "\"services\":[{\"letter\":\"A\",\"name_id\":\"Satu\",\"name_en\":\"One\"}],"
             "\"desks\":[{\"number\":1,\"services\":[\"*\"]}]%s}",
             more);
    return content_parse(text, strlen(text), &content, &faults);
}

static bool parse_until(const char *until)
{
    char more[256];
    snprintf(more, sizeof more, ",\"notices\":[{\"id\":\"Gangguan\",\"until\":%s}]", until);
    return parse_with(more);
}

static void a_notice_without_an_end_is_always_shown(void **state)
{
    (void)state;
    assert_true(parse_with(",\"notices\":[{\"id\":\"Gratis\",\"en\":\"Free\"}]"));
    assert_int_equal(content.notice[0].until_day, 0);
    assert_true(content_notice_shown(&content.notice[0], 20991231, 1439));
    assert_true(parse_until("null"));
    assert_true(content_notice_shown(&content.notice[0], 20991231, 1439));
}

static void a_notice_ends_at_its_minute(void **state)
{
    (void)state;
    assert_true(parse_until("\"2026-11-22T15:30\""));
    const struct content_notice *notice = &content.notice[0];
    assert_int_equal(notice->until_day, 20261122);
    assert_int_equal(notice->until_min, 930);
    assert_true(content_notice_shown(notice, 20261121, 1439));
    assert_true(content_notice_shown(notice, 20261122, 929));
    assert_false(content_notice_shown(notice, 20261122, 930));
    assert_false(content_notice_shown(notice, 20261123, 0));
    assert_false(content_notice_shown(notice, 20270101, 0));
}

static void an_end_that_is_no_time_is_a_fault_with_its_path(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "\"2026-11-22\"",
        "\"2026-11-22 15:00\"",
        "\"2026-02-29T10:00\"",
        "\"2026-13-01T10:00\"",
        "\"2026-11-31T10:00\"",
        "\"2026-11-22T24:00\"",
        "\"2026-11-22T15:60\"",
        "\"2026-11-22T15:00Z\"",
        "\"2026-11-22T5:00\"",
        "\"\"",
        "15",
        "\"1999-01-01T00:00\"",
        "\"+026-11-22T15:00\"",
        "[]",
        "true",
    };
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        if (parse_until(wrong[i]))
            fail_msg("%s was taken", wrong[i]);
        assert_int_equal(faults.count, 1);
        assert_string_equal(faults.fault[0].path, "notices[0].until");
    }
    assert_true(parse_until("\"2028-02-29T00:00\"")); /* a leap year */
}

static void one_person_is_enough_unless_the_document_says_otherwise(void **state)
{
    (void)state;
    assert_true(parse_with(""));
    assert_false(content.approval);
    assert_true(parse_with(",\"approval\":true"));
    assert_true(content.approval);
    assert_false(parse_with(",\"approval\":\"yes\""));
    assert_string_equal(faults.fault[0].path, "approval");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_notice_without_an_end_is_always_shown),
        cmocka_unit_test(a_notice_ends_at_its_minute),
        cmocka_unit_test(an_end_that_is_no_time_is_a_fault_with_its_path),
        cmocka_unit_test(one_person_is_enough_unless_the_document_says_otherwise),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
