// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/announce_mix.h"
#include "tests/unit/listener.h"

enum { FULL_SCALE = 32700 };

static void check_wav(struct listener *listener, const struct announce_call *call)
{
    char reason[WALL_REASON_BYTES] = "";
    bool good = announce_once(listener->announce, call, listener->heard, reason);
    assert_string_equal(reason, "");
    assert_true(good);
    struct sound sound = listener_read(listener->heard, 44);
    size_t end = 0;
    for (int i = 0; i < call->repeat; i++) {
        end = listener_must_hear(listener, &sound, end, call);
    }
    assert_int_equal(end, sound.count); /* and nothing after the last word */
    assert_in_range(listener_gap_ms(&sound), 20, 400);
    assert_in_range(listener_peak(&sound), FULL_SCALE / 4, FULL_SCALE);
    free(sound.sample);
}

static void a_call_as_a_file_has_all_words_in_order_no_long_gap_and_no_clipping(void **state)
{
    listener_need_clips(*state);
    struct announce_call call = listener_call("A-007", 2);
    check_wav(*state, &call);
    call = listener_call("P-299", 999);
    call.style = WALL_NUMBER_CARDINAL;
    call.recall = call.english = true;
    call.repeat = 3;
    check_wav(*state, &call);
}

static void find_built(const struct clips *clips, const char *language, const char *word)
{
    char name[LISTENER_MISSING_BYTES];
    snprintf(name, sizeof name, "%s/%s", language, word);
    const struct clip *clip = clips_find(clips, name);
    if (!clip) {
        fail_msg("%s is not in assets/voice/clips.txt", name);
    }
    assert_in_range(clip->count * 1000 / CLIP_RATE_HZ, 200, 2000);
}

static void find_indonesian(void *clips, const char *word)
{
    find_built(clips, "id", word);
}

static void find_english(void *clips, const char *word)
{
    find_built(clips, "en", word);
}

static void the_build_makes_every_clip_that_a_call_can_ask_for(void **state)
{
    struct listener *listener = *state;
    listener_need_clips(listener);
    voice_each_clip(VOICE_ID, find_indonesian, listener->clips);
    voice_each_clip(VOICE_EN, find_english, listener->clips);
}

/* Digits and letters all have their turn, in both languages and styles. */
static void no_call_has_a_long_gap(void **state)
{
    static const char *const tickets[] = {"A-012", "B-345", "C-678", "D-900", "E-111", "F-019",
                                          "G-240", "H-813", "J-317", "K-516", "L-018", "M-014",
                                          "N-099", "P-001", "R-030", "S-070", "T-080", "U-000",
                                          "V-060", "W-020", "X-013", "Y-015", "Z-050"};
    struct listener *listener = *state;
    listener_need_clips(listener);
    for (int i = 0; i < 2 * (int)(sizeof tickets / sizeof tickets[0]); i++) {
        struct announce_call call = listener_call(tickets[i / 2], i + 1);
        struct announce_sound mixed = {0};
        char reason[WALL_REASON_BYTES];
        call.style = i % 2 ? WALL_NUMBER_CARDINAL : WALL_NUMBER_DIGITS;
        call.english = call.recall = true;
        assert_true(announce_mix_round(listener->clips, &call, &mixed, reason));
        struct sound sound = {mixed.sample, mixed.count};
        int gap_ms = listener_gap_ms(&sound);
        if (gap_ms > 400) {
            fail_msg("%s: a gap of %d ms", call.ticket, gap_ms);
        }
        assert_in_range(listener_peak(&sound), 0, FULL_SCALE);
        announce_mix_free(&mixed);
    }
}

/* The listener of these tests must notice what is wrong. */
static void the_listener_notices_a_missing_a_wrong_and_a_cut_word(void **state)
{
    struct listener *listener = *state;
    listener_need_clips(listener);
    struct announce_call said = listener_call("A-007", 2), meant = listener_call("A-070", 2);
    struct announce_sound mixed = {0};
    char reason[WALL_REASON_BYTES], missing[LISTENER_MISSING_BYTES];
    assert_true(announce_mix_round(listener->clips, &said, &mixed, reason));
    struct sound sound = {mixed.sample, mixed.count};
    assert_true(listener_hear(listener, &sound, 0, VOICE_ID, &said, missing) > 0);
    assert_int_equal(listener_hear(listener, &sound, 0, VOICE_ID, &meant, missing), -1);
    assert_string_equal(missing, "id/nol"); /* the second one, after tujuh */
    sound.count -= 100;
    assert_int_equal(listener_hear(listener, &sound, 0, VOICE_ID, &said, missing), -1);
    assert_string_equal(missing, "id/dua");
    const struct clip *chime = clips_find(listener->clips, "chime");
    memset(sound.sample + chime->count, 0, CLIP_RATE_HZ); /* over "nomor antrean" */
    assert_int_equal(listener_hear(listener, &sound, 0, VOICE_ID, &said, missing), -1);
    assert_string_equal(missing, "id/nomor-antrean");
    assert_true(listener_gap_ms(&sound) > 400);
    announce_mix_free(&mixed);
}

static void the_volume_scales_every_word(void **state)
{
    struct listener *listener = *state;
    listener_need_clips(listener);
    struct announce_call call = listener_call("A-007", 2);
    struct announce_sound full = {0}, half = {0};
    char reason[WALL_REASON_BYTES];
    assert_true(announce_mix_round(listener->clips, &call, &full, reason));
    call.volume_percent = 50;
    assert_true(announce_mix_round(listener->clips, &call, &half, reason));
    assert_int_equal(full.count, half.count);
    for (size_t i = 0; i < full.count; i++) {
        assert_int_equal(half.sample[i], full.sample[i] / 2);
    }
    announce_mix_free(&full);
    announce_mix_free(&half);
}

int main(void)
{
#define IN_A_HALL(test) cmocka_unit_test_setup_teardown(test, listener_open, listener_close)
    const struct CMUnitTest tests[] = {
        IN_A_HALL(the_build_makes_every_clip_that_a_call_can_ask_for),
        IN_A_HALL(a_call_as_a_file_has_all_words_in_order_no_long_gap_and_no_clipping),
        IN_A_HALL(no_call_has_a_long_gap),
        IN_A_HALL(the_listener_notices_a_missing_a_wrong_and_a_cut_word),
        IN_A_HALL(the_volume_scales_every_word),
    };
    return cmocka_run_group_tests_name("announce_mix", tests, NULL, NULL);
}
