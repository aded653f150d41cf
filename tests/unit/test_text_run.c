// SPDX-License-Identifier: MIT
/* Writing of other kinds than Latin, and digits of one width. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/text_cache.h"
#include "display/text_run.h"

static void utf8_is_read_character_by_character(void **state)
{
    (void)state;
    const char *text = "A–ꦲ😀";
    assert_int_equal(text_run_next(&text), 'A');
    assert_int_equal(text_run_next(&text), 0x2013);
    assert_int_equal(text_run_next(&text), 0xA9B2);
    assert_int_equal(text_run_next(&text), 0x1F600);
    assert_int_equal(text_run_next(&text), 0);
    assert_int_equal(text_run_next(&text), 0);
}

static void a_text_cut_in_the_middle_of_a_character_ends_there(void **state)
{
    (void)state;
    const char *text = "A\xF0\x9F";
    assert_int_equal(text_run_next(&text), 'A');
    text_run_next(&text);
    assert_int_equal(text_run_next(&text), 0);
}

static void the_first_letter_tells_the_direction(void **state)
{
    (void)state;
    assert_true(text_run_is_rtl("خدمة المراجعين"));
    assert_true(text_run_is_rtl("12. שלום"));
    assert_false(text_run_is_rtl("Loket 2 خدمة"));
    assert_false(text_run_is_rtl("25–40"));
    assert_false(text_run_is_rtl(""));
    assert_string_equal(text_run_script("ꦲꦏ꧀ꦱꦫ"), "Java");
    assert_string_equal(text_run_script("25"), "Latn");
}

static void a_number_in_arabic_reads_as_written(void **state)
{
    (void)state;
    /* The shaper lays the whole text from right to left; what was turned is turned back. */
    char ordered[TEXT_RUN_BYTES];
    text_run_order("خدمة 128", ordered);
    assert_string_equal(ordered, "خدمة 821");
    text_run_order("خدمة A-025 و 08.30", ordered);
    assert_string_equal(ordered, "خدمة 520-A و 03.80");
    text_run_order("Loket 128", ordered);
    assert_string_equal(ordered, "Loket 128");
}

static struct text_cache *open_cache(void)
{
    static struct texture_cache textures;
    struct text_cache *cache = calloc(1, sizeof *cache);
    char reason[WALL_REASON_BYTES];
    if (!text_cache_open(cache, &textures, reason)) {
        fail_msg("%s", reason);
    }
    return cache;
}

static void digits_have_one_width_so_that_numbers_and_clock_stand_still(void **state)
{
    (void)state;
    struct text_cache *cache = open_cache();
    for (int weight = SCENE_REGULAR; weight <= SCENE_BOLD; weight++) {
        int one = text_cache_width(cache, (enum scene_weight)weight, 300, "1111");
        for (char digit = '0'; digit <= '9'; digit++) {
            char text[] = {digit, digit, digit, digit, '\0'};
            assert_int_equal(text_cache_width(cache, (enum scene_weight)weight, 300, text), one);
        }
        int clock = text_cache_width(cache, (enum scene_weight)weight, 60, "00.00");
        for (int minute = 0; minute < 24 * 60; minute++) {
            char text[16];
            snprintf(text, sizeof text, "%02d.%02d", minute / 60, minute % 60);
            assert_int_equal(text_cache_width(cache, (enum scene_weight)weight, 60, text), clock);
        }
    }
    text_cache_close(cache);
    free(cache);
}

static void any_writing_has_a_width_and_few_fonts_are_opened(void **state)
{
    (void)state;
    static const char *const texts[] = {"جميع الخدمات مجانية",
                                        "שלום",
                                        "所有服务均免费",
                                        "ꦱꦢꦪꦭꦪꦤꦤ꧀",
                                        "ᮞᮥᮔ᮪ᮓ",
                                        "ᬩᬮᬶ",
                                        "ไทย",
                                        "हिन्दी",
                                        "中文\u200b\ufeff",
                                        "😀",
                                        "ខ្មែរ",
                                        "မြန်မာ",
                                        "తెలుగు",
                                        "ქართული",
                                        "e\u0301\u0301\u0301",
                                        "한국어"};
    struct text_cache *cache = open_cache();
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_true(text_cache_width(cache, SCENE_REGULAR, 30, texts[i]) > 0);
        assert_true(text_cache_width(cache, SCENE_BOLD, 30, texts[i]) > 0);
    }
    assert_in_range(cache->faces, TEXT_WEIGHTS, TEXT_FACES_MAX);
    int faces = cache->faces;
    text_cache_width(cache, SCENE_REGULAR, 31, texts[0]); /* known already */
    assert_int_equal(cache->faces, faces);
    text_cache_close(cache);
    free(cache);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(utf8_is_read_character_by_character),
        cmocka_unit_test(a_text_cut_in_the_middle_of_a_character_ends_there),
        cmocka_unit_test(the_first_letter_tells_the_direction),
        cmocka_unit_test(a_number_in_arabic_reads_as_written),
        cmocka_unit_test(digits_have_one_width_so_that_numbers_and_clock_stand_still),
        cmocka_unit_test(any_writing_has_a_width_and_few_fonts_are_opened),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
