// SPDX-License-Identifier: MIT
#include "firmware/api/board_text.h"

#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "firmware/api/json.h"

/* A kiosk of two numbers and a clock that stands still. */
static int64_t now_utc_ms, now_mono_ms;
static uint32_t look;
static int waiting, made;

json_t *json_board(const struct kiosk *kiosk)
{
    (void)kiosk;
    made++;
    return json_pack("{s:i,s:{s:I,s:i},s:i}", "schema", 1, "clock", "utc_ms",
                     (json_int_t)now_utc_ms, "speed", 1, "waiting", waiting);
}

int64_t kiosk_now_ms(const struct kiosk *kiosk)
{
    (void)kiosk;
    return now_utc_ms;
}

uint32_t kiosk_look(const struct kiosk *kiosk)
{
    (void)kiosk;
    return look;
}

int64_t clock_mono_ms(void)
{
    return now_mono_ms;
}

static struct board_text board;

static int begin(void **state)
{
    (void)state;
    now_utc_ms = 1795399200000;
    now_mono_ms = 5000;
    waiting = made = 0;
    return 0;
}

static int end(void **state)
{
    (void)state;
    board_text_forget(&board);
    return 0;
}

static void assert_told(int64_t utc_ms, int people)
{
    size_t bytes;
    const char *text = board_text_now(&board, NULL, &bytes);
    json_int_t told_ms;
    int told;
    assert_int_equal(strlen(text), bytes);
    json_t *json = json_loads(text, 0, NULL);
    assert_int_equal(
        json_unpack(json, "{s:{s:I},s:i}", "clock", "utc_ms", &told_ms, "waiting", &told), 0);
    assert_int_equal(told_ms, utc_ms);
    assert_int_equal(told, people);
    json_decref(json);
}

static void its_clock_goes_on_though_it_was_made_once(void **state)
{
    (void)state;
    assert_told(1795399200000, 0);
    now_utc_ms += 70;
    now_mono_ms += 70;
    assert_told(1795399200070, 0);
    assert_int_equal(made, 1);
}

static void a_change_is_told_at_once(void **state)
{
    (void)state;
    assert_told(1795399200000, 0);
    waiting = 3;
    look++;
    assert_told(1795399200000, 3);
    assert_int_equal(made, 2);
}

static void what_changes_with_time_alone_is_told_within_a_second(void **state)
{
    (void)state;
    assert_told(1795399200000, 0);
    waiting = 1;
    now_mono_ms += 999;
    assert_told(1795399200000, 0);
    now_mono_ms += 1;
    assert_told(1795399200000, 1);
}

static void a_clock_with_another_number_of_digits_fits(void **state)
{
    (void)state;
    now_utc_ms = 999999;
    assert_told(999999, 0);
    now_utc_ms = 1000000;
    assert_told(1000000, 0);
    assert_int_equal(made, 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(its_clock_goes_on_though_it_was_made_once, begin, end),
        cmocka_unit_test_setup_teardown(a_change_is_told_at_once, begin, end),
        cmocka_unit_test_setup_teardown(what_changes_with_time_alone_is_told_within_a_second, begin,
                                        end),
        cmocka_unit_test_setup_teardown(a_clock_with_another_number_of_digits_fits, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
