// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <SDL.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tests/unit/listener.h"

static void two_calls_of_one_moment_are_both_heard_one_after_the_other(void **state)
{
    struct listener *listener = *state;
    listener_need_clips(listener);
    struct announce_call first = listener_call("A-007", 2), second = listener_call("B-120", 11);
    first.repeat = second.repeat = 2;
    second.english = true;
    assert_true(announce_push(listener->announce, &first));
    assert_true(announce_push(listener->announce, &second));
    listener_run(listener->announce);
    struct sound sound = listener_read(listener->heard, 0);
    size_t end = listener_must_hear(listener, &sound, 0, &first); /* once: another one waits */
    end = listener_must_hear(listener, &sound, end, &second);
    end = listener_must_hear(listener, &sound, end, &second);
    char missing[LISTENER_MISSING_BYTES];
    assert_int_equal(listener_hear(listener, &sound, end, VOICE_ID, &second, missing), -1);
    free(sound.sample);
}

static void a_call_in_a_hurry_ends_with_its_present_round_and_the_next_one_does_not(void **state)
{
    struct listener *listener = *state;
    listener_need_clips(listener);
    struct announce_call first = listener_call("A-007", 2), second = listener_call("A-008", 2);
    first.repeat = second.repeat = 2;
    announce_push(listener->announce, &first);
    announce_run(listener->announce, 0);
    announce_hurry(listener->announce);
    listener_run(listener->announce);
    announce_push(listener->announce, &second);
    listener_run(listener->announce);
    struct sound sound = listener_read(listener->heard, 0);
    size_t end = listener_must_hear(listener, &sound, 0, &first);
    char missing[LISTENER_MISSING_BYTES];
    assert_int_equal(listener_hear(listener, &sound, end, VOICE_ID, &first, missing), -1);
    end = listener_must_hear(listener, &sound, end, &second);
    listener_must_hear(listener, &sound, end, &second);
    free(sound.sample);
}

static void the_first_call_after_silence_is_whole_and_has_a_lead_in(void **state)
{
    struct listener *listener = *state;
    listener_need_clips(listener);
    struct announce_call call = listener_call("C-025", 3);
    announce_push(listener->announce, &call);
    listener_run(listener->announce);
    SDL_Delay(50); /* seconds for this device, which stays open and plays silence */
    announce_push(listener->announce, &call);
    listener_run(listener->announce);
    struct sound sound = listener_read(listener->heard, 0);
    size_t end = 0;
    for (int i = 0; i < 2; i++) {
        const struct clip *chime = clips_find(listener->clips, "chime");
        long at = listener_find(&sound, end, chime);
        assert_true(at >= (long)(end + CLIP_RATE_HZ / 2)); /* half a second of silence at least */
        end = listener_must_hear(listener, &sound, end, &call);
    }
    free(sound.sample);
}

static void without_a_sound_device_calls_are_done_at_once(void **state)
{
    struct listener *listener = *state;
    listener_need_clips(listener);
    struct announce_call call = listener_call("A-007", 2);
    setenv("SDL_AUDIODRIVER", "nonexistent", 1);
    int saved = listener_hush();
    for (int i = 0; i < ANNOUNCE_QUEUE_MAX; i++) {
        assert_true(announce_push(listener->announce, &call));
    }
    assert_false(announce_push(listener->announce, &call)); /* full */
    announce_run(listener->announce, 1000);
    assert_false(announce_busy(listener->announce));
    setenv("SDL_AUDIODRIVER", "disk", 1); /* plugged in: found half a minute after the last try */
    announce_push(listener->announce, &call);
    announce_run(listener->announce, 30999);
    assert_false(announce_busy(listener->announce));
    announce_push(listener->announce, &call);
    announce_run(listener->announce, 31000);
    listener_unhush(saved);
    assert_true(announce_busy(listener->announce));
    listener_run(listener->announce);
}

static void one_call_without_a_device_says_so_and_as_a_file_needs_none(void **state)
{
    struct listener *listener = *state;
    char reason[WALL_REASON_BYTES];
    listener_need_clips(listener);
    struct announce_call call = listener_call("A-007", 2);
    setenv("SDL_AUDIODRIVER", "nonexistent", 1);
    int saved = listener_hush();
    bool spoken = announce_once(listener->announce, &call, NULL, reason);
    listener_unhush(saved);
    assert_false(spoken);
    assert_non_null(strstr(reason, "no sound"));
    assert_true(announce_once(listener->announce, &call, listener->heard, reason));
}

static void a_device_that_goes_away_costs_one_call_and_comes_back(void **state)
{
    struct listener *listener = *state;
    listener_need_clips(listener);
    struct announce_call call = listener_call("A-007", 2);
    setenv("SDL_DISKAUDIOFILE", "/dev/full", 1);
    int saved = listener_hush();
    announce_push(listener->announce, &call);
    announce_run(listener->announce, 0);
    for (int i = 0; i < 500 && announce_busy(listener->announce); i++) {
        SDL_Delay(2);
        announce_run(listener->announce, i);
    }
    listener_unhush(saved);
    assert_false(announce_busy(listener->announce));
    setenv("SDL_DISKAUDIOFILE", listener->heard, 1);
    call = listener_call("A-008", 2);
    announce_push(listener->announce, &call);
    announce_run(listener->announce, 40000);
    assert_true(announce_busy(listener->announce));
    Uint64 limit_ms = SDL_GetTicks64() + 10000;
    while (announce_busy(listener->announce) && SDL_GetTicks64() < limit_ms) {
        announce_run(listener->announce, 40000);
        SDL_Delay(1);
    }
    struct sound sound = listener_read(listener->heard, 0);
    listener_must_hear(listener, &sound, 0, &call);
    free(sound.sample);
}

static void a_device_that_stops_playing_does_not_hold_up_the_wall(void **state)
{
    struct listener *listener = *state;
    listener_need_clips(listener);
    struct announce_call call = listener_call("A-007", 2);
    setenv("SDL_DISKAUDIODELAY", "400", 1); /* beside the minutes below that is for ever */
    int saved = listener_hush();
    announce_push(listener->announce, &call);
    announce_run(listener->announce, 0);
    announce_run(listener->announce, 4999);
    assert_true(announce_busy(listener->announce));
    int64_t now_ms = 5000; /* a slow machine may play a little between two of these */
    for (; announce_busy(listener->announce) && now_ms < 60000; now_ms += 5000) {
        announce_run(listener->announce, now_ms);
    }
    assert_false(announce_busy(listener->announce));
    announce_push(listener->announce, &call);
    announce_run(listener->announce, now_ms);
    assert_false(announce_busy(listener->announce)); /* not another five seconds */
    listener_unhush(saved);
}

static void a_silent_hour_is_silent_but_the_call_counts_as_done(void **state)
{
    struct listener *listener = *state;
    listener_need_clips(listener);
    struct announce_call call = listener_call("A-007", 2);
    call.volume_percent = 0;
    assert_true(announce_push(listener->announce, &call));
    assert_true(announce_busy(listener->announce));
    announce_run(listener->announce, 0);
    assert_false(announce_busy(listener->announce));
    assert_int_not_equal(access(listener->heard, F_OK), 0); /* no device was opened for it */
}

static void what_cannot_be_spoken_whole_is_not_spoken_in_part(void **state)
{
    struct listener *listener = *state;
    char path[128], reason[WALL_REASON_BYTES];
    listener_need_clips(listener);
    const struct clip *nol = clips_find(listener->clips, "id/nol");
    snprintf(path, sizeof path, "%s/id", listener->folder);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/id/nol.wav", listener->folder);
    assert_true(clip_wav_write(path, nol->sample, nol->count, reason));
    int saved = listener_hush();
    struct announce *poor = announce_create(listener->folder, NULL, reason);
    listener_unhush(saved);
    assert_non_null(poor);
    struct announce_call call = listener_call("A-007", 2);
    assert_false(announce_once(poor, &call, listener->heard, reason));
    assert_string_equal(reason, "no clip of \"nomor-antrean\" in Indonesian");
    assert_int_not_equal(access(listener->heard, F_OK), 0);
    call = listener_call("Q-1", 2);
    assert_false(announce_once(poor, &call, NULL, reason));
    assert_non_null(strstr(reason, "\"Q-1\""));
    announce_destroy(poor);
    remove(path);
    snprintf(path, sizeof path, "%s/id", listener->folder);
    rmdir(path);
}

int main(void)
{
#define IN_A_HALL(test) cmocka_unit_test_setup_teardown(test, listener_open, listener_close)
    const struct CMUnitTest tests[] = {
        IN_A_HALL(two_calls_of_one_moment_are_both_heard_one_after_the_other),
        IN_A_HALL(a_call_in_a_hurry_ends_with_its_present_round_and_the_next_one_does_not),
        IN_A_HALL(the_first_call_after_silence_is_whole_and_has_a_lead_in),
        IN_A_HALL(without_a_sound_device_calls_are_done_at_once),
        IN_A_HALL(one_call_without_a_device_says_so_and_as_a_file_needs_none),
        IN_A_HALL(a_device_that_goes_away_costs_one_call_and_comes_back),
        IN_A_HALL(a_device_that_stops_playing_does_not_hold_up_the_wall),
        IN_A_HALL(a_silent_hour_is_silent_but_the_call_counts_as_done),
        IN_A_HALL(what_cannot_be_spoken_whole_is_not_spoken_in_part),
    };
    return cmocka_run_group_tests_name("announce", tests, NULL, NULL);
}
