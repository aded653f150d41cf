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

static struct promise a_promise(void)
{
    return (struct promise){.known = true,
                            .said = true,
                            .low_min = 25,
                            .high_min = 40,
                            .p10_s = 900,
                            .p50_s = 1500,
                            .p90_s = 2400,
                            .sim10_s = 800,
                            .sim50_s = 1400,
                            .sim90_s = 2500,
                            .les_s = 1200,
                            .queue_s = 1800,
                            .mean_s = 700};
}

static void what_was_promised_comes_back(void **state)
{
    (void)state;
    struct event event = {.kind = EV_TICKET_ISSUED, .print = true, .promise = a_promise()}, back;
    char data[EVENT_DATA_BYTES];
    event_data_format(&event, data);
    assert_string_equal(data, "{\"print\":true,\"promise\":{\"high\":40,\"les\":1200,\"low\":25,"
                              "\"mean\":700,\"p\":[900,1500,2400],\"queue\":1800,\"said\":true,"
                              "\"sim\":[800,1400,2500]}}");
    assert_true(event_data_parse(data, &back));
    assert_memory_equal(&back.promise, &event.promise, sizeof back.promise);

    event.promise.sim10_s = -1; /* no simulation, kept quiet, too late */
    event.promise.sim50_s = event.promise.sim90_s = 0;
    event.promise.said = false;
    event.promise.late = true;
    event_data_format(&event, data);
    assert_true(event_data_parse(data, &back));
    assert_memory_equal(&back.promise, &event.promise, sizeof back.promise);
}

static void a_promise_that_cannot_be_is_refused(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "{\"promise\":true}",
        "{\"promise\":{\"high\":40}}",
        "{\"promise\":{\"high\":20,\"les\":1,\"low\":25,\"mean\":1,\"p\":[1,2,3],\"queue\":1}}",
        "{\"promise\":{\"high\":40,\"les\":1,\"low\":25,\"mean\":1,\"p\":[3,2,1],\"queue\":1}}",
        "{\"promise\":{\"high\":40,\"les\":-1,\"low\":25,\"mean\":1,\"p\":[1,2,3],\"queue\":1}}",
        "{\"promise\":{\"high\":40,\"les\":4294967297,\"low\":25,\"mean\":1,\"p\":[1,2,3],"
        "\"queue\":1}}",
        "{\"promise\":{\"high\":40,\"les\":1,\"low\":25,\"mean\":1,\"p\":[1,2],\"queue\":1}}",
        "{\"promise\":{\"high\":40,\"les\":1,\"low\":25,\"mean\":1,\"p\":[1,2,3],\"queue\":1,\"x\":"
        "1}}",
    };
    struct event event;
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(event_data_parse(wrong[i], &event));
}

static void the_key_of_its_request_comes_back(void **state)
{
    (void)state;
    struct event event = {.kind = EV_TICKET_CALLED, .key = 0xFEDCBA9876543210u}, back;
    char data[EVENT_DATA_BYTES];
    event_data_format(&event, data);
    assert_string_equal(data, "{\"key\":\"fedcba9876543210\"}");
    assert_true(event_data_parse(data, &back));
    assert_true(back.key == event.key);
    event.key = 1;
    event_data_format(&event, data);
    assert_string_equal(data, "{\"key\":\"0000000000000001\"}");
    static const char *const wrong[] = {
        "{\"key\":1}", "{\"key\":\"1\"}", "{\"key\":\"FEDCBA9876543210\"}",
        "{\"key\":\"0000000000000000\"}", "{\"key\":\"-edcba9876543210\"}"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(event_data_parse(wrong[i], &back));
    assert_true(event_data_parse("{}", &back));
    assert_true(back.key == 0);
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
        cmocka_unit_test(what_was_promised_comes_back),
        cmocka_unit_test(a_promise_that_cannot_be_is_refused),
        cmocka_unit_test(the_key_of_its_request_comes_back),
        cmocka_unit_test(every_kind_lane_and_outcome_comes_back),
        cmocka_unit_test(the_longest_note_fits_whatever_it_holds),
        cmocka_unit_test(what_it_does_not_know_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
