// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "firmware/api/request.h"

enum {
    TAKE = FIELD_SERVICE | FIELD_LANE | FIELD_PRINT | FIELD_LATE,
    FINISH = FIELD_OUTCOME | FIELD_MISSING
};

static bool parse(const char *body, unsigned allowed, unsigned required, struct command *command,
                  struct request_fault *fault)
{
    *command = (struct command){.print = true};
    *fault = (struct request_fault){0};
    return request_parse(body, strlen(body), allowed, required, command, fault);
}

static void expect_fault(const char *body, unsigned allowed, const char *code, const char *field)
{
    struct command command;
    struct request_fault fault;
    if (parse(body, allowed, 0, &command, &fault))
        fail_msg("accepted: %s", body);
    assert_string_equal(fault.code, code);
    assert_string_equal(fault.field, field);
    assert_true(strlen(fault.message) > 5);
}

static void a_take_says_service_lane_and_paper(void **state)
{
    (void)state;
    struct command command;
    struct request_fault fault;
    assert_true(parse("{\"service\":\"B\",\"lane\":\"priority\",\"print\":false}", TAKE,
                      FIELD_SERVICE, &command, &fault));
    assert_int_equal(command.service, 'B');
    assert_int_equal(command.lane, LANE_PRIORITY);
    assert_false(command.print);
}

static void whoever_takes_a_number_may_accept_that_it_is_late(void **state)
{
    (void)state;
    struct command command;
    struct request_fault fault;
    assert_true(parse("{\"service\":\"B\",\"late\":true}", TAKE, 0, &command, &fault));
    assert_true(command.accept_late);
    assert_true(parse("{\"service\":\"B\",\"late\":false}", TAKE, 0, &command, &fault));
    assert_false(command.accept_late);
    assert_true(parse("{\"service\":\"B\"}", TAKE, 0, &command, &fault));
    assert_false(command.accept_late);
    expect_fault("{\"service\":\"B\",\"late\":1}", TAKE, "invalid_field", "late");
    expect_fault("{\"late\":true}", FINISH, "unknown_field", "late");
}

static void what_is_left_out_keeps_its_default(void **state)
{
    (void)state;
    struct command command;
    struct request_fault fault;
    assert_true(parse("{\"service\":\"A\"}", TAKE, FIELD_SERVICE, &command, &fault));
    assert_true(command.print);
    assert_int_equal(command.lane, LANE_REGULAR);
    assert_true(parse("", FINISH, 0, &command, &fault));
    assert_int_equal(command.outcome, OUTCOME_DONE);
    assert_false(parse("", TAKE, FIELD_SERVICE, &command, &fault));
    assert_string_equal(fault.code, "missing_field");
    assert_string_equal(fault.field, "service");
}

static void wrong_types_and_values_name_their_field(void **state)
{
    (void)state;
    expect_fault("{\"service\":1}", TAKE, "invalid_field", "service");
    expect_fault("{\"service\":\"\"}", TAKE, "invalid_field", "service");
    expect_fault("{\"service\":\"AB\"}", TAKE, "invalid_field", "service");
    expect_fault("{\"service\":\"a\"}", TAKE, "invalid_field", "service");
    expect_fault("{\"service\":null}", TAKE, "invalid_field", "service");
    expect_fault("{\"lane\":\"vip\"}", TAKE, "invalid_field", "lane");
    expect_fault("{\"lane\":\"return\"}", TAKE, "invalid_field", "lane");
    expect_fault("{\"print\":1}", TAKE, "invalid_field", "print");
    expect_fault("{\"desk\":1000}", FIELD_DESK, "invalid_field", "desk");
    expect_fault("{\"desk\":-1}", FIELD_DESK, "invalid_field", "desk");
    expect_fault("{\"desk\":1.5}", FIELD_DESK, "invalid_field", "desk");
    expect_fault("{\"ticket\":\"A-1000\"}", FIELD_TICKET, "invalid_field", "ticket");
    expect_fault("{\"outcome\":\"won\"}", FINISH, "invalid_field", "outcome");
    expect_fault("{\"reason\":\"two\\nlines\"}", FIELD_REASON, "invalid_field", "reason");
    expect_fault("{\"ticket\":\"A-001\"}", TAKE, "unknown_field", "ticket");
    expect_fault("{\"colour\":\"red\"}", TAKE, "unknown_field", "colour");
}

static void a_body_that_is_no_object_is_malformed(void **state)
{
    (void)state;
    static const char *const bodies[] = {"[]",
                                         "\"A\"",
                                         "{",
                                         "{\"service\":\"A\"",
                                         "null",
                                         "{}{}",
                                         "{\"print\":true,\"print\":true}",
                                         "\xFF"};
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++)
        expect_fault(bodies[i], TAKE, "malformed", "");
}

static void missing_papers_become_a_note(void **state)
{
    (void)state;
    struct command command;
    struct request_fault fault;
    assert_true(parse("{\"outcome\":\"missing_papers\",\"missing\":[\"kk\",\"ktp\"]}", FINISH, 0,
                      &command, &fault));
    assert_string_equal(command.note, "kk,ktp");
    expect_fault("{\"missing\":[\"kk\"]}", FINISH, "invalid_field", "missing");
    expect_fault("{\"outcome\":\"missing_papers\",\"missing\":[\"k,k\"]}", FINISH, "invalid_field",
                 "missing");
    expect_fault("{\"outcome\":\"missing_papers\",\"missing\":\"kk\"}", FINISH, "invalid_field",
                 "missing");
}

static void more_papers_than_a_note_holds_are_refused(void **state)
{
    (void)state;
    char body[512] = "{\"outcome\":\"missing_papers\",\"missing\":[\"aaaaaaaaaaaaaaaaaaaaaaa\"";
    for (int i = 0; i < 4; i++) {
        size_t used = strlen(body);
        snprintf(body + used, sizeof body - used, ",\"bbbbbbbbbbbbbbbbbbbbbbb\"");
    }
    snprintf(body + strlen(body), 4, "]}");
    expect_fault(body, FINISH, "invalid_field", "missing");
}

static void paths_yield_their_values(void **state)
{
    (void)state;
    struct path_values values = {0};
    assert_int_equal(request_match("/d/#/next", "/d/12/next", &values), PATH_MATCHES);
    assert_int_equal(values.desk, 12);
    assert_int_equal(request_match("/t/@/slip", "/t/B-017/slip", &values), PATH_MATCHES);
    assert_int_equal(values.ticket.letter, 'B');
    assert_int_equal(values.ticket.number, 17);
    assert_int_equal(request_match("/c/%", "/c/C", &values), PATH_MATCHES);
    assert_int_equal(values.service, 'C');
}

static void a_name_holds_only_what_names_may_hold(void **state)
{
    (void)state;
    struct path_values values = {0};
    assert_int_equal(request_match("/v/*/activate", "/v/2026-11-01.b_C/activate", &values),
                     PATH_MATCHES);
    assert_string_equal(values.name, "2026-11-01.b_C");
    assert_int_equal(request_match("/v/*", "/v/", &values), PATH_OTHER);
    assert_int_equal(request_match("/v/*", "/v/a b", &values), PATH_OTHER);
    assert_int_equal(request_match("/v/*", "/v/a/b", &values), PATH_OTHER);
    assert_int_equal(request_match("/v/*", "/v/\xC3\xA9", &values), PATH_OTHER);
    assert_int_equal(request_match("/v/*", "/v/1234567890123456789012345678901", &values),
                     PATH_MATCHES);
    assert_int_equal(request_match("/v/*", "/v/12345678901234567890123456789012", &values),
                     PATH_OTHER);
}

static void the_rest_of_a_path_is_taken_as_it_stands(void **state)
{
    (void)state;
    struct path_values values = {0};
    char longest[REST_BYTES + 8] = "/c/";
    assert_int_equal(request_match("/c/>", "/c/", &values), PATH_MATCHES);
    assert_string_equal(values.rest, "");
    assert_int_equal(request_match("/c/>", "/c/a/../b", &values), PATH_MATCHES);
    assert_string_equal(values.rest, "a/../b");
    assert_int_equal(request_match("/c/>", "/c", &values), PATH_OTHER);
    memset(longest + 3, 'a', REST_BYTES - 1);
    assert_int_equal(request_match("/c/>", longest, &values), PATH_MATCHES);
    longest[REST_BYTES + 2] = 'a';
    assert_int_equal(request_match("/c/>", longest, &values), PATH_OTHER);
}

static void values_that_cannot_exist_are_told_from_other_paths(void **state)
{
    (void)state;
    struct path_values values = {0};
    assert_int_equal(request_match("/d/#/next", "/d/0/next", &values), PATH_UNKNOWN_DESK);
    assert_int_equal(request_match("/d/#/next", "/d/1234567890123456789/next", &values),
                     PATH_UNKNOWN_DESK);
    assert_int_equal(request_match("/d/#/next", "/d/-1/next", &values), PATH_UNKNOWN_DESK);
    assert_int_equal(request_match("/t/@", "/t/X", &values), PATH_UNKNOWN_TICKET);
    assert_int_equal(request_match("/c/%", "/c/AA", &values), PATH_UNKNOWN_SERVICE);
    assert_int_equal(request_match("/d/#/next", "/d/1/nexts", &values), PATH_OTHER);
    assert_int_equal(request_match("/d/#/next", "/d/1", &values), PATH_OTHER);
    assert_int_equal(request_match("/t/@", "/t/A-001/slip", &values), PATH_OTHER);
    assert_int_equal(request_match("/t", "", &values), PATH_OTHER);
}

static void a_day_is_a_date_and_nothing_else(void **state)
{
    (void)state;
    static const char *const wrong[] = {"",           "2026-11-2",   "2026-13-01", "2026-00-10",
                                        "2026-11-32", "1999-01-01",  "2026/11/22", "2026-1 -22",
                                        "+026-11-22", "2026-11-22 ", "20261122"};
    int32_t day = 7;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(request_day(wrong[i], &day));
    assert_int_equal(day, 7);
    assert_true(request_day("2026-11-22", &day));
    assert_int_equal(day, 20261122);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_take_says_service_lane_and_paper),
        cmocka_unit_test(whoever_takes_a_number_may_accept_that_it_is_late),
        cmocka_unit_test(what_is_left_out_keeps_its_default),
        cmocka_unit_test(wrong_types_and_values_name_their_field),
        cmocka_unit_test(a_body_that_is_no_object_is_malformed),
        cmocka_unit_test(missing_papers_become_a_note),
        cmocka_unit_test(more_papers_than_a_note_holds_are_refused),
        cmocka_unit_test(paths_yield_their_values),
        cmocka_unit_test(a_name_holds_only_what_names_may_hold),
        cmocka_unit_test(the_rest_of_a_path_is_taken_as_it_stands),
        cmocka_unit_test(values_that_cannot_exist_are_told_from_other_paths),
        cmocka_unit_test(a_day_is_a_date_and_nothing_else),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
