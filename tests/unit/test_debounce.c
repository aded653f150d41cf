// SPDX-License-Identifier: MIT
#include "drivers/debounce.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

static const struct debounce_times TIMES = {20, 50, 2000, 10000, 1000};

static struct debounce line(bool wants_long, bool active_now)
{
    struct debounce debounce;
    debounce_init(&debounce, &TIMES, wants_long, active_now, 0);
    return debounce;
}

static void expect(struct debounce *debounce, int64_t now_ms, enum debounce_output output)
{
    assert_int_equal(debounce_tick(debounce, now_ms), output);
}

static void a_press_counts_once_it_is_stable(void **state)
{
    (void)state;
    struct debounce button = line(false, false);
    assert_true(debounce_due_ms(&button) == INT64_MAX);
    debounce_level(&button, true, 100);
    assert_int_equal(debounce_due_ms(&button), 120);
    expect(&button, 119, DEBOUNCE_NOTHING);
    expect(&button, 120, DEBOUNCE_PRESS);
    expect(&button, 120, DEBOUNCE_NOTHING);
}

static void bounces_make_one_press(void **state)
{
    (void)state;
    struct debounce button = line(false, false);
    for (int i = 0; i < 9; i++) {
        debounce_level(&button, i % 2 == 0, 100 + i * 3);
        expect(&button, 100 + i * 3, DEBOUNCE_NOTHING);
    }
    expect(&button, 144, DEBOUNCE_PRESS); /* 20 ms after the last edge at 124 */
    expect(&button, 1000, DEBOUNCE_NOTHING);
}

static void a_spike_is_no_press(void **state)
{
    (void)state;
    struct debounce button = line(false, false);
    debounce_level(&button, true, 100);
    debounce_level(&button, false, 119);
    expect(&button, 5000, DEBOUNCE_NOTHING);
}

static void two_rising_edges_in_a_row_are_one_press(void **state)
{
    (void)state;
    struct debounce button = line(false, false);
    debounce_level(&button, true, 100);
    debounce_level(&button, true, 110);
    expect(&button, 120, DEBOUNCE_PRESS);
    debounce_level(&button, true, 500);
    expect(&button, 600, DEBOUNCE_NOTHING);
}

static void chatter_at_release_is_no_second_press(void **state)
{
    (void)state;
    struct debounce button = line(false, false);
    debounce_level(&button, true, 100);
    expect(&button, 200, DEBOUNCE_PRESS);
    debounce_level(&button, false, 300);
    expect(&button, 325, DEBOUNCE_NOTHING);
    debounce_level(&button, true, 330); /* released only 30 ms */
    debounce_level(&button, false, 360);
    expect(&button, 380, DEBOUNCE_NOTHING);
    debounce_level(&button, true, 415); /* released 55 ms: a finger */
    expect(&button, 435, DEBOUNCE_PRESS);
}

static void a_late_reader_loses_no_press(void **state)
{
    (void)state;
    struct debounce button = line(false, false);
    debounce_level(&button, true, 100);
    debounce_level(&button, false, 180);
    expect(&button, 900, DEBOUNCE_PRESS);
    expect(&button, 900, DEBOUNCE_NOTHING);
}

static void a_short_press_is_told_at_release_when_a_long_one_means_something_else(void **state)
{
    (void)state;
    struct debounce button = line(true, false);
    debounce_level(&button, true, 100);
    expect(&button, 1000, DEBOUNCE_NOTHING);
    debounce_level(&button, false, 1000);
    expect(&button, 1019, DEBOUNCE_NOTHING);
    expect(&button, 1020, DEBOUNCE_PRESS);
    expect(&button, 5000, DEBOUNCE_NOTHING);
}

static void a_long_press_is_told_while_held_and_only_it(void **state)
{
    (void)state;
    struct debounce button = line(true, false);
    debounce_level(&button, true, 100);
    expect(&button, 2099, DEBOUNCE_NOTHING);
    expect(&button, 2100, DEBOUNCE_LONG_PRESS);
    debounce_level(&button, false, 3000);
    expect(&button, 4000, DEBOUNCE_NOTHING);
    debounce_level(&button, true, 5000);
    debounce_level(&button, false, 5100);
    expect(&button, 5200, DEBOUNCE_PRESS);
}

static void a_release_just_before_two_seconds_stays_short(void **state)
{
    (void)state;
    struct debounce button = line(true, false);
    debounce_level(&button, true, 100);
    debounce_level(&button, false, 2095);
    expect(&button, 2200, DEBOUNCE_PRESS);
    expect(&button, 2200, DEBOUNCE_NOTHING);
}

static void a_jammed_button_is_stuck_until_released_for_a_second(void **state)
{
    (void)state;
    struct debounce button = line(false, false);
    debounce_level(&button, true, 100);
    expect(&button, 120, DEBOUNCE_PRESS);
    expect(&button, 10099, DEBOUNCE_NOTHING);
    expect(&button, 10100, DEBOUNCE_STUCK);
    debounce_level(&button, false, 11000);
    debounce_level(&button, true, 11900); /* jams again before the second is over */
    expect(&button, 20000, DEBOUNCE_NOTHING);
    debounce_level(&button, false, 30000);
    expect(&button, 30999, DEBOUNCE_NOTHING);
    expect(&button, 31000, DEBOUNCE_UNSTUCK);
    debounce_level(&button, true, 31100);
    expect(&button, 31120, DEBOUNCE_PRESS);
}

static void held_at_start_is_stuck_and_no_press(void **state)
{
    (void)state;
    struct debounce button = line(true, true);
    expect(&button, 0, DEBOUNCE_STUCK);
    expect(&button, 60000, DEBOUNCE_NOTHING);
    debounce_level(&button, false, 60000);
    expect(&button, 61000, DEBOUNCE_UNSTUCK);
}

static void a_long_press_that_never_ends_becomes_stuck(void **state)
{
    (void)state;
    struct debounce button = line(true, false);
    debounce_level(&button, true, 0);
    expect(&button, 30000, DEBOUNCE_LONG_PRESS);
    expect(&button, 30000, DEBOUNCE_STUCK);
    expect(&button, 30000, DEBOUNCE_NOTHING);
}

/* The same rules, written the slow way: one look at the level every millisecond. */
struct naive {
    bool wants_long, level, armed, down, stuck, long_done;
    int same_ms, held_ms;
};

static enum debounce_output naive_released(struct naive *naive)
{
    if (naive->down && naive->same_ms >= TIMES.stable_ms) {
        naive->down = false;
        return naive->wants_long && !naive->long_done ? DEBOUNCE_PRESS : DEBOUNCE_NOTHING;
    }
    if (naive->stuck && naive->same_ms >= TIMES.unstick_ms) {
        naive->stuck = false;
        naive->armed = true;
        return DEBOUNCE_UNSTUCK;
    }
    if (!naive->down && !naive->stuck && naive->same_ms >= TIMES.release_ms)
        naive->armed = true;
    return DEBOUNCE_NOTHING;
}

static enum debounce_output naive_jammed(struct naive *naive)
{
    naive->down = naive->armed = false;
    naive->stuck = true;
    return DEBOUNCE_STUCK;
}

static enum debounce_output naive_held(struct naive *naive)
{
    if (naive->stuck)
        return DEBOUNCE_NOTHING;
    if (naive->armed && naive->same_ms >= TIMES.stable_ms) {
        naive->armed = naive->long_done = false;
        naive->down = true;
        naive->held_ms = naive->same_ms;
        return naive->wants_long ? DEBOUNCE_NOTHING : DEBOUNCE_PRESS;
    }
    if (naive->down && naive->wants_long && !naive->long_done && naive->held_ms >= TIMES.long_ms) {
        naive->long_done = true;
        return DEBOUNCE_LONG_PRESS;
    }
    if (naive->down && naive->held_ms >= TIMES.stuck_ms)
        return naive_jammed(naive);
    if (!naive->down && !naive->armed && naive->same_ms >= TIMES.stuck_ms)
        return naive_jammed(naive);
    return DEBOUNCE_NOTHING;
}

/* One more millisecond has passed with the level unchanged, then perhaps a change. */
static enum debounce_output naive_step(struct naive *naive)
{
    naive->same_ms++;
    naive->held_ms++;
    return naive->level ? naive_held(naive) : naive_released(naive);
}

static uint32_t next_random(uint32_t *seed)
{
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

static int random_span_ms(uint32_t *seed)
{
    static const uint32_t SPAN_MS[] = {3, 25, 60, 300, 2100, 12000};
    const uint32_t span_ms = SPAN_MS[next_random(seed) % 6];
    return 1 + (int)(next_random(seed) % span_ms);
}

/* A contact that closes again after its time was over is long, or stuck, at once. */
static enum debounce_output naive_change(struct naive *naive)
{
    naive->level = !naive->level;
    naive->same_ms = 0;
    return naive->level ? naive_held(naive) : DEBOUNCE_NOTHING;
}

static void run_against_naive(uint32_t seed, bool wants_long)
{
    const uint32_t first_seed = seed;
    struct debounce button = line(wants_long, false);
    struct naive naive = {.wants_long = wants_long, .armed = true};
    int64_t change_at_ms = 1;

    for (int64_t now_ms = 1; now_ms < 60000; now_ms++) {
        enum debounce_output wanted = naive_step(&naive);
        if (now_ms == change_at_ms) {
            const enum debounce_output also = naive_change(&naive);
            wanted = also != DEBOUNCE_NOTHING ? also : wanted;
            debounce_level(&button, naive.level, now_ms);
            change_at_ms += random_span_ms(&seed);
        }
        const enum debounce_output got = debounce_tick(&button, now_ms);
        if (got != wanted)
            fail_msg("seed %u at %d ms: %d, the slow model says %d", first_seed, (int)now_ms, got,
                     wanted);
        assert_int_equal(debounce_tick(&button, now_ms), DEBOUNCE_NOTHING);
    }
}

static void random_days_agree_with_the_slow_model(void **state)
{
    (void)state;
    for (uint32_t seed = 1; seed <= 300; seed++)
        run_against_naive(seed, seed % 2 == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_press_counts_once_it_is_stable),
        cmocka_unit_test(bounces_make_one_press),
        cmocka_unit_test(a_spike_is_no_press),
        cmocka_unit_test(two_rising_edges_in_a_row_are_one_press),
        cmocka_unit_test(chatter_at_release_is_no_second_press),
        cmocka_unit_test(a_late_reader_loses_no_press),
        cmocka_unit_test(a_short_press_is_told_at_release_when_a_long_one_means_something_else),
        cmocka_unit_test(a_long_press_is_told_while_held_and_only_it),
        cmocka_unit_test(a_release_just_before_two_seconds_stays_short),
        cmocka_unit_test(a_jammed_button_is_stuck_until_released_for_a_second),
        cmocka_unit_test(held_at_start_is_stuck_and_no_press),
        cmocka_unit_test(a_long_press_that_never_ends_becomes_stuck),
        cmocka_unit_test(random_days_agree_with_the_slow_model),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
