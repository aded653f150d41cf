// SPDX-License-Identifier: MIT
/* Minutes of arc, millimetres and pixels. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>

#include "display/reading.h"

static void a_43_inch_screen_is_952_mm_wide(void **state)
{
    (void)state;
    struct reading reading = reading_make(5, 43, 1920, 1080);
    assert_true(fabs(reading.mm_per_px * 1920 - 952) < 0.5);
    struct reading upright = reading_make(5, 43, 1080, 1920);
    assert_true(fabs(upright.mm_per_px - reading.mm_per_px) < 1e-12);
    struct reading fine = reading_make(5, 43, 3840, 2160);
    assert_true(fabs(fine.mm_per_px * 2 - reading.mm_per_px) < 1e-12);
}

static void twenty_minutes_at_five_metres_are_29_mm(void **state)
{
    (void)state;
    /* 2 * 5000 mm * tan(10') = 29.09 mm; 16': 23.27 mm. A pixel of 1 mm shows it. */
    struct reading reading = {.distance_m = 5, .mm_per_px = 1};
    assert_int_equal(reading_cap_px(reading, 20), 30);
    assert_int_equal(reading_cap_px(reading, 16), 24);
    assert_true(fabs(reading_arcmin(reading, 29.0888) - 20) < 0.001);
}

static void pixels_and_angle_agree_both_ways(void **state)
{
    (void)state;
    for (int inch = 10; inch <= 100; inch += 9) {
        for (int distance_m = 1; distance_m <= 12; distance_m++) {
            struct reading reading = reading_make(distance_m, inch, 1920, 1080);
            int px = reading_cap_px(reading, READING_LEGIBLE_ARCMIN);
            assert_true(reading_arcmin(reading, px) >= READING_LEGIBLE_ARCMIN - 1e-6);
            assert_true(reading_arcmin(reading, px - 1) < READING_LEGIBLE_ARCMIN);
        }
    }
}

static void the_rule_asks_most_of_what_the_last_row_reads(void **state)
{
    (void)state;
    struct reading_rule rule = reading_rule(reading_make(5, 43, 1920, 1080));
    assert_int_equal(rule.essential_px, 59);
    assert_int_equal(rule.essential_least_px, 47);
    assert_int_equal(rule.label_px, 24);
    assert_int_equal(rule.second_px, 18);
    struct reading_rule far = reading_rule(reading_make(10, 43, 1920, 1080));
    assert_in_range(far.essential_px, 2 * rule.essential_px - 1, 2 * rule.essential_px);
}

static void a_screen_without_a_size_asks_for_nothing(void **state)
{
    (void)state;
    assert_int_equal(reading_cap_px(reading_make(5, 43, 0, 0), 20), 0);
    assert_int_equal(reading_cap_px(reading_make(5, 0, 1920, 1080), 20), 0);
    assert_true(reading_arcmin((struct reading){0, 1}, 10) == 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_43_inch_screen_is_952_mm_wide),
        cmocka_unit_test(twenty_minutes_at_five_metres_are_29_mm),
        cmocka_unit_test(pixels_and_angle_agree_both_ways),
        cmocka_unit_test(the_rule_asks_most_of_what_the_last_row_reads),
        cmocka_unit_test(a_screen_without_a_size_asks_for_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
