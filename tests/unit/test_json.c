// SPDX-License-Identifier: MIT
/* What the interface tells of waits, with a kiosk that is no more than its looks. */
#include "firmware/api/json.h"

#include <stdlib.h>

#include "tests/unit/hall.h"

struct kiosk {
    struct hall hall;
    struct content content;
    struct promise promise[LETTERS];
    struct wait_range expected;
    bool expects;
    enum waits_state waits;
};

const struct queue *kiosk_queue(const struct kiosk *kiosk)
{
    return &kiosk->hall.queue;
}

const struct content *kiosk_content(const struct kiosk *kiosk)
{
    return &kiosk->content;
}

enum kiosk_state kiosk_state(const struct kiosk *kiosk)
{
    return kiosk->hall.queue.kiosk_open ? KIOSK_READY : KIOSK_CLOSED;
}

const char *kiosk_state_name(enum kiosk_state state)
{
    return state == KIOSK_READY ? "ready" : "closed";
}

int64_t kiosk_now_ms(const struct kiosk *kiosk)
{
    return kiosk->hall.now_ms;
}

int kiosk_speed(const struct kiosk *kiosk)
{
    (void)kiosk;
    return 1;
}

int64_t kiosk_opens_utc_ms(const struct kiosk *kiosk)
{
    (void)kiosk;
    return 0;
}

enum waits_state kiosk_waits_state(const struct kiosk *kiosk)
{
    return kiosk->waits;
}

const char *waits_state_name(enum waits_state state)
{
    return state == WAITS_TOLD ? "told" : "off";
}

const struct promise *kiosk_promise(const struct kiosk *kiosk, char service)
{
    return &kiosk->promise[service - 'A'];
}

bool kiosk_expected(const struct kiosk *kiosk, ticket_slot slot, struct wait_range *wait)
{
    (void)slot;
    *wait = kiosk->expected;
    return kiosk->expects;
}

static int make_kiosk(void **state)
{
    struct kiosk *kiosk = calloc(1, sizeof *kiosk);
    hall_open(&kiosk->hall);
    kiosk->content.rules = kiosk->hall.rules;
    *state = kiosk;
    return 0;
}

static int free_kiosk(void **state)
{
    free(*state);
    return 0;
}

static const json_t *service_of(const json_t *board, size_t i)
{
    return json_array_get(json_object_get(board, "services"), i);
}

static void expect_wait(const json_t *service, int low_min, int high_min, bool late)
{
    const json_t *wait = json_object_get(service, "wait");
    const json_t *low = json_object_get(wait, "low_min"), *high = json_object_get(wait, "high_min");
    assert_true(low_min < 0 ? json_is_null(low) : json_integer_value(low) == low_min);
    assert_true(high_min < 0 ? json_is_null(high) : json_integer_value(high) == high_min);
    assert_true(low_min < 0 || (json_is_integer(low) && json_is_integer(high)));
    assert_true(json_is_boolean(json_object_get(service, "late")));
    assert_int_equal(json_is_true(json_object_get(service, "late")), late);
}

static void the_board_says_the_wait_of_each_service_or_null(void **state)
{
    struct kiosk *kiosk = *state;
    kiosk->waits = WAITS_TOLD;
    kiosk->promise[0] = (struct promise){.known = true, .said = true, .low_min = 0, .high_min = 10};
    kiosk->promise[1] =
        (struct promise){.known = true, .late = true, .low_min = 150, .high_min = 210};
    json_t *board = json_board(kiosk);
    assert_string_equal(json_string_value(json_object_get(board, "waits")), "told");
    expect_wait(service_of(board, 0), 0, 10, false);
    expect_wait(service_of(board, 1), -1, -1, true);
    expect_wait(service_of(board, 2), -1, -1, false);
    json_decref(board);
}

static ticket_slot take_told(struct kiosk *kiosk, struct promise promise)
{
    struct command take = {.kind = CMD_TAKE, .service = 'A', .print = true, .promise = promise};
    assert_int_equal(hall_do(&kiosk->hall, take), REFUSED_NOT);
    return queue_find(&kiosk->hall.queue, kiosk->hall.decision.event[0].ticket);
}

static void a_ticket_carries_what_its_visitor_was_told(void **state)
{
    struct kiosk *kiosk = *state;
    ticket_slot told = take_told(
        kiosk,
        (struct promise){.known = true, .said = true, .late = true, .low_min = 25, .high_min = 40});
    ticket_slot silent = take_told(kiosk, (struct promise){.known = false});
    json_t *json = json_ticket(kiosk, told);
    const json_t *promise = json_object_get(json, "promise");
    assert_int_equal(json_integer_value(json_object_get(promise, "low_min")), 25);
    assert_int_equal(json_integer_value(json_object_get(promise, "high_min")), 40);
    assert_true(json_is_true(json_object_get(promise, "said")));
    assert_true(json_is_true(json_object_get(promise, "late")));
    json_decref(json);
    json = json_ticket(kiosk, silent);
    assert_true(json_is_null(json_object_get(json, "promise")));
    json_decref(json);
}

static void whoever_waits_is_expected_at_a_time_of_the_clock(void **state)
{
    struct kiosk *kiosk = *state;
    ticket_slot slot = take_told(kiosk, (struct promise){.known = false});
    kiosk->expects = true;
    kiosk->expected = (struct wait_range){.p10_s = 60, .p50_s = 600.5F, .p90_s = SIMULATE_NEVER_S};
    json_t *json = json_ticket(kiosk, slot);
    const json_t *expected = json_object_get(json, "expected");
    assert_int_equal(json_integer_value(json_object_get(expected, "p10_utc_ms")),
                     kiosk->hall.now_ms + 60000);
    assert_int_equal(json_integer_value(json_object_get(expected, "p50_utc_ms")),
                     kiosk->hall.now_ms + 600500);
    assert_true(json_is_null(json_object_get(expected, "p90_utc_ms"))); /* perhaps never */
    json_decref(json);
    kiosk->expects = false;
    json = json_ticket(kiosk, slot);
    assert_true(json_is_null(json_object_get(json, "expected")));
    json_decref(json);
}

static void whoever_was_called_is_expected_no_more(void **state)
{
    struct kiosk *kiosk = *state;
    ticket_slot slot = take_told(kiosk, (struct promise){.known = false});
    kiosk->expects = true;
    assert_ticket(hall_next(&kiosk->hall, 1), 'A', 1);
    json_t *json = json_ticket(kiosk, slot);
    assert_true(json_is_null(json_object_get(json, "expected")));
    json_decref(json);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_board_says_the_wait_of_each_service_or_null, make_kiosk,
                                        free_kiosk),
        cmocka_unit_test_setup_teardown(a_ticket_carries_what_its_visitor_was_told, make_kiosk,
                                        free_kiosk),
        cmocka_unit_test_setup_teardown(whoever_waits_is_expected_at_a_time_of_the_clock,
                                        make_kiosk, free_kiosk),
        cmocka_unit_test_setup_teardown(whoever_was_called_is_expected_no_more, make_kiosk,
                                        free_kiosk),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
