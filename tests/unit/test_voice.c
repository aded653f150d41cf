// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/voice.h"

enum { TEXT_BYTES = 512 };

/* The clips of a call in one line, a space between two. */
static char *words(enum voice_language language, enum wall_number_style style, const char *ticket,
                   int desk, bool recall, char text[TEXT_BYTES])
{
    struct voice_phrase phrase;
    text[0] = '\0';
    assert_true(voice_phrase(language, style, ticket, desk, recall, &phrase));
    for (int i = 0; i < phrase.count; i++) {
        size_t used = strlen(text);
        snprintf(text + used, TEXT_BYTES - used, "%s%s", i ? " " : "", phrase.part[i].clip);
    }
    return text;
}

/* Only the number: what stands between the letter and the desk. */
static char *number_words(enum voice_language language, enum wall_number_style style, int number,
                          char text[TEXT_BYTES])
{
    char ticket[16], whole[TEXT_BYTES];
    snprintf(ticket, sizeof ticket, "A-%03d", number);
    words(language, style, ticket, 1, false, whole);
    const char *from = strstr(whole, " a ");
    const char *to = strstr(whole, language == VOICE_ID ? " silakan" : " please");
    assert_non_null(from);
    assert_non_null(to);
    snprintf(text, TEXT_BYTES, "%.*s", (int)(to - from - 3), from + 3);
    return text;
}

static void twenty_two_numbers_are_said_as_an_indonesian_says_them(void **state)
{
    (void)state;
    static const struct {
        int number;
        const char *cardinal, *digits;
    } table[] = {
        {0, "nol", "nol nol nol"},
        {1, "satu", "nol nol satu"},
        {9, "sembilan", "nol nol sembilan"},
        {10, "sepuluh", "nol satu nol"},
        {11, "sebelas", "nol satu satu"},
        {12, "dua belas", "nol satu dua"},
        {19, "sembilan belas", "nol satu sembilan"},
        {20, "dua puluh", "nol dua nol"},
        {21, "dua puluh satu", "nol dua satu"},
        {25, "dua puluh lima", "nol dua lima"},
        {99, "sembilan puluh sembilan", "nol sembilan sembilan"},
        {100, "seratus", "satu nol nol"},
        {101, "seratus satu", "satu nol satu"},
        {110, "seratus sepuluh", "satu satu nol"},
        {111, "seratus sebelas", "satu satu satu"},
        {112, "seratus dua belas", "satu satu dua"},
        {120, "seratus dua puluh", "satu dua nol"},
        {199, "seratus sembilan puluh sembilan", "satu sembilan sembilan"},
        {200, "dua ratus", "dua nol nol"},
        {211, "dua ratus sebelas", "dua satu satu"},
        {305, "tiga ratus lima", "tiga nol lima"},
        {999, "sembilan ratus sembilan puluh sembilan", "sembilan sembilan sembilan"},
    };
    char text[TEXT_BYTES];
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        int n = table[i].number;
        assert_string_equal(number_words(VOICE_ID, WALL_NUMBER_CARDINAL, n, text),
                            table[i].cardinal);
        assert_string_equal(number_words(VOICE_ID, WALL_NUMBER_DIGITS, n, text), table[i].digits);
    }
}

static void english_numbers_follow_the_same_two_styles(void **state)
{
    (void)state;
    static const struct {
        int number;
        const char *cardinal, *digits;
    } table[] = {
        {0, "zero", "zero zero zero"},
        {7, "seven", "zero zero seven"},
        {12, "twelve", "zero one two"},
        {20, "twenty", "zero two zero"},
        {21, "twenty one", "zero two one"},
        {100, "one hundred", "one zero zero"},
        {115, "one hundred fifteen", "one one five"},
        {340, "three hundred forty", "three four zero"},
        {999, "nine hundred ninety nine", "nine nine nine"},
    };
    char text[TEXT_BYTES];
    for (size_t i = 0; i < sizeof table / sizeof table[0]; i++) {
        int n = table[i].number;
        assert_string_equal(number_words(VOICE_EN, WALL_NUMBER_CARDINAL, n, text),
                            table[i].cardinal);
        assert_string_equal(number_words(VOICE_EN, WALL_NUMBER_DIGITS, n, text), table[i].digits);
    }
}

static void a_thousand_numbers_are_a_thousand_different_calls(void **state)
{
    (void)state;
    static char said[1000][TEXT_BYTES];
    for (int language = VOICE_ID; language <= VOICE_EN; language++) {
        for (int style = WALL_NUMBER_DIGITS; style <= WALL_NUMBER_CARDINAL; style++) {
            for (int n = 0; n < 1000; n++) {
                number_words(language, style, n, said[n]);
                for (int m = 0; m < n; m++) {
                    assert_string_not_equal(said[n], said[m]);
                }
            }
        }
    }
}

static void a_call_is_a_whole_sentence(void **state)
{
    (void)state;
    char text[TEXT_BYTES];
    assert_string_equal(words(VOICE_ID, WALL_NUMBER_DIGITS, "A-007", 2, false, text),
                        "nomor-antrean a nol nol tujuh silakan-menuju-loket dua");
    assert_string_equal(words(VOICE_EN, WALL_NUMBER_DIGITS, "A-007", 2, false, text),
                        "number a zero zero seven please-go-to-desk two");
}

static void the_priority_lane_and_a_recall_open_in_their_own_way(void **state)
{
    (void)state;
    char text[TEXT_BYTES];
    assert_string_equal(words(VOICE_ID, WALL_NUMBER_CARDINAL, "P-012", 3, false, text),
                        "antrean-prioritas nomor p dua belas silakan-menuju-loket tiga");
    assert_string_equal(words(VOICE_ID, WALL_NUMBER_CARDINAL, "B-003", 1, true, text),
                        "panggilan-ulang nomor-antrean b tiga silakan-menuju-loket satu");
    assert_string_equal(words(VOICE_EN, WALL_NUMBER_CARDINAL, "P-003", 1, true, text),
                        "called-again priority-queue number p three please-go-to-desk one");
}

static void a_desk_is_a_cardinal_whatever_the_style(void **state)
{
    (void)state;
    char text[TEXT_BYTES];
    assert_non_null(strstr(words(VOICE_ID, WALL_NUMBER_DIGITS, "A-007", 12, false, text),
                           "silakan-menuju-loket dua belas"));
    words(VOICE_ID, WALL_NUMBER_DIGITS, "A-007", 999, false, text);
    assert_non_null(strstr(text, "loket sembilan ratus sembilan puluh sembilan"));
}

static void what_is_no_ticket_is_not_spoken(void **state)
{
    (void)state;
    static const char *const bad[] = {"",      "A",    "A-",        "A007",  "a-007",
                                      "I-001", "-007", "A-1000",    "A-0x7", "A--07",
                                      "AB-07", "A-7 ", "A-99999999"};
    struct voice_phrase phrase;
    for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
        phrase.count = 1;
        assert_false(voice_phrase(VOICE_ID, WALL_NUMBER_DIGITS, bad[i], 1, false, &phrase));
        assert_int_equal(phrase.count, 0);
    }
    assert_false(voice_phrase(VOICE_ID, WALL_NUMBER_DIGITS, "A-001", 0, false, &phrase));
    assert_false(voice_phrase(VOICE_ID, WALL_NUMBER_DIGITS, "A-001", 1000, false, &phrase));
    assert_true(voice_phrase(VOICE_ID, WALL_NUMBER_DIGITS, "A-7", 1, false, &phrase));
}

struct list {
    char clip[128][VOICE_CLIP_BYTES];
    int count;
};

static bool lists(const struct list *list, const char *clip)
{
    for (int i = 0; i < list->count; i++) {
        if (strcmp(list->clip[i], clip) == 0) {
            return true;
        }
    }
    return false;
}

static void take(void *context, const char *clip)
{
    struct list *list = context;
    assert_false(lists(list, clip)); /* named once */
    assert_in_range(list->count, 0, 127);
    snprintf(list->clip[list->count++], VOICE_CLIP_BYTES, "%s", clip);
}

/* All calls of a language; every clip is listed, no pause is long, nothing was cut off. */
static void check_calls(enum voice_language language, const struct list *list, struct list *used)
{
    static const char letters[] = "ABCDEFGHJKLMNPRSTUVWXYZ";
    struct voice_phrase phrase;
    char ticket[16];
    for (int i = 0; i < 4 * 1000; i++) {
        snprintf(ticket, sizeof ticket, "%c-%03d", letters[i % 23], i % 1000);
        assert_true(voice_phrase(language, i & 1024 ? WALL_NUMBER_DIGITS : WALL_NUMBER_CARDINAL,
                                 ticket, 1 + i % 999, i & 2048, &phrase));
        assert_in_range(phrase.count, 5, VOICE_CLIPS_MAX - 1);
        for (int k = 0; k < phrase.count; k++) {
            assert_true(lists(list, phrase.part[k].clip));
            assert_in_range(phrase.part[k].pause_ms, 0, 300);
            if (!lists(used, phrase.part[k].clip)) {
                take(used, phrase.part[k].clip);
            }
        }
    }
}

static void every_clip_of_a_call_is_listed_and_every_listed_clip_is_used(void **state)
{
    (void)state;
    for (int language = VOICE_ID; language <= VOICE_EN; language++) {
        struct list *list = calloc(2, sizeof *list);
        assert_non_null(list);
        voice_each_clip(language, take, &list[0]);
        check_calls(language, &list[0], &list[1]);
        assert_int_equal(list[0].count, list[1].count);
        free(list);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(twenty_two_numbers_are_said_as_an_indonesian_says_them),
        cmocka_unit_test(english_numbers_follow_the_same_two_styles),
        cmocka_unit_test(a_thousand_numbers_are_a_thousand_different_calls),
        cmocka_unit_test(a_call_is_a_whole_sentence),
        cmocka_unit_test(the_priority_lane_and_a_recall_open_in_their_own_way),
        cmocka_unit_test(a_desk_is_a_cardinal_whatever_the_style),
        cmocka_unit_test(what_is_no_ticket_is_not_spoken),
        cmocka_unit_test(every_clip_of_a_call_is_listed_and_every_listed_clip_is_used),
    };
    return cmocka_run_group_tests_name("voice", tests, NULL, NULL);
}
