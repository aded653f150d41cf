// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "display/clips.h"

enum { PATH_BYTES = 256 };

struct world {
    char folder[64], own[80], built[80];
};

static int make_world(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    snprintf(world->folder, sizeof world->folder, "/tmp/loket-clips-XXXXXX");
    if (!mkdtemp(world->folder)) {
        return -1;
    }
    snprintf(world->own, sizeof world->own, "%s/own", world->folder);
    snprintf(world->built, sizeof world->built, "%s/built", world->folder);
    static const char *const folders[] = {"own", "own/id", "built", "built/id", "built/en"};
    for (size_t i = 0; i < sizeof folders / sizeof folders[0]; i++) {
        char path[PATH_BYTES];
        snprintf(path, sizeof path, "%s/%s", world->folder, folders[i]);
        mkdir(path, 0755);
    }
    *state = world;
    return 0;
}

static int end_world(void **state)
{
    static const char *const left[] = {"own/id/nol.wav",
                                       "own/id/satu.wav",
                                       "own/chime.wav",
                                       "built/id/nol.wav",
                                       "built/id/satu.wav",
                                       "built/id/dua.wav",
                                       "built/chime.wav",
                                       "x.wav",
                                       "own/id",
                                       "own",
                                       "built/id",
                                       "built/en",
                                       "built",
                                       ""};
    struct world *world = *state;
    for (size_t i = 0; i < sizeof left / sizeof left[0]; i++) {
        char path[PATH_BYTES];
        snprintf(path, sizeof path, "%s/%s", world->folder, left[i]);
        remove(path);
    }
    int status = access(world->folder, F_OK) == 0 ? -1 : 0;
    free(world);
    return status;
}

static char *in(const struct world *world, const char *name, char path[PATH_BYTES])
{
    snprintf(path, PATH_BYTES, "%s/%s", world->folder, name);
    return path;
}

static void put(FILE *file, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        fputc((int)(value >> (8 * i) & 0xFF), file);
    }
}

/* A tone of `tone_ms` at `level` between `still_ms` of silence, 16 bit. */
static void write_tone(const char *path, int rate, int channels, int still_ms, int tone_ms,
                       double level)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    int frames = rate / 1000 * (2 * still_ms + tone_ms), from = rate / 1000 * still_ms;
    uint32_t bytes = (uint32_t)(frames * channels * 2);
    fputs("RIFF", file);
    put(file, 36 + bytes, 4);
    fputs("WAVEfmt ", file);
    put(file, 16, 4);
    put(file, 1, 2);
    put(file, (uint32_t)channels, 2);
    put(file, (uint32_t)rate, 4);
    put(file, (uint32_t)(rate * channels * 2), 4);
    put(file, (uint32_t)(channels * 2), 2);
    put(file, 16, 2);
    fputs("data", file);
    put(file, bytes, 4);
    for (int i = 0; i < frames; i++) {
        bool sounds = i >= from && i < frames - from;
        double value = sounds ? level * sin(6.283185 * 440 * i / rate) : 0;
        for (int channel = 0; channel < channels; channel++) {
            put(file, (uint16_t)(int16_t)lrint(value * 32767), 2);
        }
    }
    fclose(file);
}

static int peak_of(const struct clip *clip)
{
    int peak = 0;
    for (size_t i = 0; i < clip->count; i++) {
        peak = abs(clip->sample[i]) > peak ? abs(clip->sample[i]) : peak;
    }
    return peak;
}

static void a_stereo_recording_of_48_khz_becomes_mono_without_its_silence(void **state)
{
    char path[PATH_BYTES], reason[WALL_REASON_BYTES];
    struct clip clip;
    write_tone(in(*state, "x.wav", path), 48000, 2, 900, 500, 0.5);
    assert_true(clip_wav_read(path, &clip, reason));
    assert_in_range(clip.count * 1000 / CLIP_RATE_HZ, 590, 610); /* 20 and 80 ms stay around */
    assert_in_range(peak_of(&clip), 15500, 17200);
    clip_wav_free(&clip);
}

static void a_recording_at_full_scale_is_made_quieter_others_keep_their_level(void **state)
{
    char path[PATH_BYTES], reason[WALL_REASON_BYTES];
    struct clip clip;
    write_tone(in(*state, "x.wav", path), CLIP_RATE_HZ, 1, 100, 300, 1.0);
    assert_true(clip_wav_read(path, &clip, reason));
    assert_in_range(peak_of(&clip), 29000, 29300);
    clip_wav_free(&clip);
    write_tone(path, CLIP_RATE_HZ, 1, 100, 300, 0.1);
    assert_true(clip_wav_read(path, &clip, reason));
    assert_in_range(peak_of(&clip), 3200, 3300);
    clip_wav_free(&clip);
}

static void what_is_written_is_read_again_sample_by_sample(void **state)
{
    char path[PATH_BYTES], reason[WALL_REASON_BYTES];
    int16_t sample[3000];
    struct clip clip;
    for (int i = 0; i < 3000; i++) {
        sample[i] = (int16_t)(i % 2 ? 9000 - i : i - 9000);
    }
    assert_true(clip_wav_write(in(*state, "x.wav", path), sample, 3000, reason));
    assert_true(clip_wav_read(path, &clip, reason));
    assert_int_equal(clip.count, 3000);
    assert_memory_equal(clip.sample, sample, sizeof sample);
    clip_wav_free(&clip);
    assert_false(clip_wav_write("/nowhere/x.wav", sample, 3000, reason));
    assert_non_null(strstr(reason, "/nowhere/x.wav"));
    assert_false(clip_wav_write("/dev/full", sample, 3000, reason));
}

static void refuse(const char *path, const char *sentence)
{
    char reason[WALL_REASON_BYTES] = "";
    struct clip clip;
    assert_false(clip_wav_read(path, &clip, reason));
    assert_null(clip.sample);
    if (!strstr(reason, sentence)) {
        fail_msg("\"%s\" is not in \"%s\"", sentence, reason);
    }
}

static void a_file_that_is_no_clip_is_refused_with_a_sentence(void **state)
{
    char path[PATH_BYTES];
    refuse(in(*state, "x.wav", path), "No such file");
    refuse("/tmp", "is no file");
    refuse("/dev/zero", "is no file");
    write_tone(path, CLIP_RATE_HZ, 1, 300, 300, 0.0);
    refuse(path, "is silent");
    write_tone(path, CLIP_RATE_HZ, 1, 300, 11000, 0.5);
    refuse(path, "is longer than 10 s");
    FILE *file = fopen(path, "wb");
    fputs("RIFF\xff\xff\xff\xffWAVEfmt \xff\xff\xff\xff and then garbage", file);
    fclose(file);
    refuse(path, "is no whole WAV file");
    assert_int_equal(mkfifo(in(*state, "built/chime.wav", path), 0600), 0);
    refuse(path, "is no file"); /* and does not hang */
}

/* Every shorter beginning of a good file is either a clip or refused; nothing crashes. */
static void a_file_cut_off_anywhere_does_no_harm(void **state)
{
    char path[PATH_BYTES], reason[WALL_REASON_BYTES];
    write_tone(in(*state, "x.wav", path), 8000, 1, 0, 40, 0.5);
    struct stat facts;
    assert_int_equal(stat(path, &facts), 0);
    for (off_t bytes = facts.st_size; bytes > 0; bytes -= bytes > 60 ? 37 : 1) {
        struct clip clip;
        assert_int_equal(truncate(path, bytes), 0);
        if (clip_wav_read(path, &clip, reason)) {
            clip_wav_free(&clip);
        }
    }
}

/* Silences stderr while the clips are loaded: warnings are expected here. */
static struct clips *load(const char *own, const char *built, char reason[WALL_REASON_BYTES])
{
    fflush(stderr);
    int saved = dup(2);
    assert_non_null(freopen("/dev/null", "w", stderr));
    struct clips *clips = clips_load(own, built, reason);
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
    return clips;
}

static void a_branchs_own_recordings_come_first_and_the_rest_is_filled_in(void **state)
{
    struct world *world = *state;
    char path[PATH_BYTES], reason[WALL_REASON_BYTES];
    write_tone(in(world, "built/id/nol.wav", path), CLIP_RATE_HZ, 1, 0, 200, 0.3);
    write_tone(in(world, "built/id/satu.wav", path), CLIP_RATE_HZ, 1, 0, 200, 0.3);
    write_tone(in(world, "built/id/dua.wav", path), CLIP_RATE_HZ, 1, 0, 200, 0.3);
    write_tone(in(world, "own/id/nol.wav", path), 44100, 1, 500, 400, 0.6);
    FILE *broken = fopen(in(world, "own/id/satu.wav", path), "wb");
    fputs("not a recording", broken);
    fclose(broken);
    struct clips *clips = load(world->own, world->built, reason);
    assert_non_null(clips);
    assert_in_range(peak_of(clips_find(clips, "id/nol")), 19000, 20000);
    assert_in_range(peak_of(clips_find(clips, "id/satu")), 9500, 10000);
    assert_in_range(peak_of(clips_find(clips, "id/dua")), 9500, 10000);
    assert_null(clips_find(clips, "id/tiga"));
    assert_null(clips_find(clips, "chime"));
    clips_free(clips);
    clips = load(world->own, NULL, reason);
    assert_non_null(clips_find(clips, "id/nol"));
    assert_null(clips_find(clips, "id/satu"));
    clips_free(clips);
}

static void folders_without_clips_are_named(void **state)
{
    char reason[WALL_REASON_BYTES];
    (void)state;
    assert_null(load("/nowhere/own", "/nowhere/built", reason));
    assert_string_equal(reason, "no clips to speak with in /nowhere/own or /nowhere/built");
    assert_null(load(NULL, "/nowhere/built", reason));
    assert_string_equal(reason, "no clips to speak with in /nowhere/built");
    clips_free(NULL);
}

int main(void)
{
#define IN_A_FOLDER(test) cmocka_unit_test_setup_teardown(test, make_world, end_world)
    const struct CMUnitTest tests[] = {
        IN_A_FOLDER(a_stereo_recording_of_48_khz_becomes_mono_without_its_silence),
        IN_A_FOLDER(a_recording_at_full_scale_is_made_quieter_others_keep_their_level),
        IN_A_FOLDER(what_is_written_is_read_again_sample_by_sample),
        IN_A_FOLDER(a_file_that_is_no_clip_is_refused_with_a_sentence),
        IN_A_FOLDER(a_file_cut_off_anywhere_does_no_harm),
        IN_A_FOLDER(a_branchs_own_recordings_come_first_and_the_rest_is_filled_in),
        IN_A_FOLDER(folders_without_clips_are_named),
    };
    return cmocka_run_group_tests_name("clips", tests, NULL, NULL);
}
