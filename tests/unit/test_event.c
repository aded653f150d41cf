// SPDX-License-Identifier: MIT
#include "firmware/core/event.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "firmware/core/refusal.h"

static void every_kind_has_a_name_that_reads_back(void **state)
{
    (void)state;
    for (int i = 0; i < EVENT_KINDS; i++)
        assert_int_equal(event_kind_parse(event_kind_name((enum event_kind)i)), i);
    for (int i = 0; i < LANES; i++)
        assert_int_equal(lane_parse(lane_name((enum lane)i)), i);
    for (int i = 0; i < OUTCOMES; i++)
        assert_int_equal(outcome_parse(outcome_name((enum outcome)i)), i);
    assert_int_equal(event_kind_parse("TICKET_EATEN"), EVENT_KINDS);
    assert_int_equal(lane_parse(""), LANES);
    assert_int_equal(lane_parse(NULL), LANES);
}

static void ticket_numbers_are_written_with_three_digits(void **state)
{
    (void)state;
    char text[TICKET_TEXT_BYTES];
    ticket_no_format((struct ticket_no){'A', 7}, text);
    assert_string_equal(text, "A-007");
    ticket_no_format((struct ticket_no){'K', 999}, text);
    assert_string_equal(text, "K-999");
    ticket_no_format((struct ticket_no){0, 0}, text);
    assert_string_equal(text, "");
}

static void people_write_numbers_in_several_ways(void **state)
{
    (void)state;
    static const char *const ways[] = {"A-007", "A007", "a7", "a-7", "A-07"};
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        struct ticket_no no = {0, 0};
        assert_true(ticket_no_parse(ways[i], &no));
        assert_int_equal(no.letter, 'A');
        assert_int_equal(no.number, 7);
    }
}

static void what_is_no_number_is_not_read_as_one(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",     "A",    "A-",  "7",     "A-000",         "A-1000",    "A-7x",
        "AA-7", "A--7", "A 7", "A-0x1", "A-99999999999", "\xc3\xa4-7"};
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        struct ticket_no no = {'Z', 1};
        assert_false(ticket_no_parse(wrong[i], &no));
        assert_int_equal(no.letter, 'Z');
    }
}

static void every_refusal_has_a_code_and_two_sentences(void **state)
{
    (void)state;
    for (int i = 0; i < REFUSALS; i++) {
        assert_non_null(refusal_code((enum refusal)i));
        assert_non_null(refusal_text_id((enum refusal)i));
        assert_non_null(refusal_text_en((enum refusal)i));
        for (int j = 0; j < i; j++)
            assert_string_not_equal(refusal_code((enum refusal)i), refusal_code((enum refusal)j));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_kind_has_a_name_that_reads_back),
        cmocka_unit_test(ticket_numbers_are_written_with_three_digits),
        cmocka_unit_test(people_write_numbers_in_several_ways),
        cmocka_unit_test(what_is_no_number_is_not_read_as_one),
        cmocka_unit_test(every_refusal_has_a_code_and_two_sentences),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
