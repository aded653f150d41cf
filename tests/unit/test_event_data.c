// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "firmware/journal.h"

static void expect_round_trip(const struct event *event)
{
    char data[EVENT_DATA_BYTES], again[EVENT_DATA_BYTES];
    struct event back = {.kind = event->kind, .lane = LANE_RETURN, .note = "left over"};
    event_data_format(event, data);
    assert_true(event_data_parse(data, &back));
    assert_int_equal(back.lane, event->lane);
    assert_int_equal(back.outcome, event->outcome);
    assert_int_equal(back.print, event->print);
    assert_int_equal(back.out_of_order, event->out_of_order);
    assert_int_equal(back.services, event->services);
    assert_string_equal(back.note, event->note);
    event_data_format(&back, again);
    assert_string_equal(again, data);
}

static void a_plain_fact_has_an_empty_object(void **state)
{
    (void)state;
    char data[EVENT_DATA_BYTES];
    event_data_format(&(struct event){.kind = EV_DESK_OPENED, .desk = 2}, data);
    assert_string_equal(data, "{}");
}

static void keys_stand_in_order_and_defaults_are_left_out(void **state)
{
    (void)state;
    char data[EVENT_DATA_BYTES];
    struct event event = {.lane = LANE_PRIORITY,
                          .outcome = OUTCOME_MISSING_PAPERS,
                          .print = true,
                          .out_of_order = true,
                          .services = service_bit('A') | service_bit('Z'),
                          .note = "kk, ktp"};
    event_data_format(&event, data);
    assert_string_equal(data, "{\"lane\":\"priority\",\"note\":\"kk, ktp\",\"out_of_order\":true,"
                              "\"outcome\":\"missing_papers\",\"print\":true,\"services\":\"AZ\"}");
}

static void every_kind_lane_and_outcome_comes_back(void **state)
{
    (void)state;
    for (int kind = 0; kind < EVENT_KINDS; kind++)
        for (int lane = 0; lane < LANES; lane++)
            for (int outcome = 0; outcome < OUTCOMES; outcome++) {
                struct event event = {.kind = kind,
                                      .lane = lane,
                                      .outcome = outcome,
                                      .print = kind & 1,
                                      .out_of_order = kind & 2,
                                      .services = (service_set)kind * 977,
                                      .note = "Bu Siti · \"menyusul\" \\ besok"};
                expect_round_trip(&event);
            }
}

static void the_longest_note_fits_whatever_it_holds(void **state)
{
    (void)state;
    struct event event = {.lane = LANE_PRIORITY,
                          .outcome = OUTCOME_MISSING_PAPERS,
                          .print = true,
                          .out_of_order = true,
                          .services = 0x3FFFFFF};
    for (int c = 1; c < 256; c++) {
        char data[EVENT_DATA_BYTES];
        struct event back;
        memset(event.note, c, sizeof event.note - 1);
        event_data_format(&event, data);
        assert_true(event_data_parse(data, &back));
        assert_int_equal(strlen(back.note), sizeof event.note - 1);
    }
}

static void what_it_does_not_know_is_refused(void **state)
{
    (void)state;
    static const char *const bad[] = {
        "",
        "[]",
        "null",
        "{",
        "{\"lane\":\"fast\"}",
        "{\"lane\":1}",
        "{\"print\":\"yes\"}",
        "{\"print\":false,}",
        "{\"services\":\"BA\"}",
        "{\"services\":\"a\"}",
        "{\"services\":\"\"}",
        "{\"name\":\"Siti\"}",
        "{\"note\":7}",
        "{\"note\":\"a\",\"note\":\"b\"}",
        "{} {}",
    };
    struct event event;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        if (event_data_parse(bad[i], &event))
            fail_msg("accepted: %s", bad[i]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_plain_fact_has_an_empty_object),
        cmocka_unit_test(keys_stand_in_order_and_defaults_are_left_out),
        cmocka_unit_test(every_kind_lane_and_outcome_comes_back),
        cmocka_unit_test(the_longest_note_fits_whatever_it_holds),
        cmocka_unit_test(what_it_does_not_know_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
