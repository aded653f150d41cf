// SPDX-License-Identifier: MIT
#include "tests/unit/listener.h"

#include <setjmp.h>
#include <stdarg.h>

#include <SDL.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { SILENCE_LEVEL = 328 };

int listener_open(void **state)
{
    struct listener *listener = calloc(1, sizeof *listener);
    const char *build = getenv("BUILD");
    char reason[WALL_REASON_BYTES];
    snprintf(listener->built, sizeof listener->built, "%s/voice", build ? build : "build/host");
    snprintf(listener->folder, sizeof listener->folder, "/tmp/loket-announce-XXXXXX");
    if (!mkdtemp(listener->folder)) {
        return -1;
    }
    snprintf(listener->heard, sizeof listener->heard, "%s/heard", listener->folder);
    setenv("SDL_AUDIODRIVER", "disk", 1);
    setenv("SDL_DISKAUDIOFILE", listener->heard, 1);
    setenv("SDL_DISKAUDIODELAY", "2", 1);
    if (access(listener->built, X_OK) == 0) {
        listener->clips = clips_load(NULL, listener->built, reason);
        listener->announce = announce_create(NULL, listener->built, reason);
    }
    *state = listener;
    return 0;
}

int listener_close(void **state)
{
    struct listener *listener = *state;
    announce_destroy(listener->announce);
    clips_free(listener->clips);
    remove(listener->heard);
    int status = rmdir(listener->folder);
    free(listener);
    return status;
}

void listener_need_clips(const struct listener *listener)
{
    if (!listener->announce) {
        print_message("no clips in %s\n", listener->built);
        skip();
    }
}

struct announce_call listener_call(const char *ticket, int desk)
{
    struct announce_call call = {.desk = desk, .repeat = 1, .volume_percent = 100};
    snprintf(call.ticket, sizeof call.ticket, "%s", ticket);
    return call;
}

struct sound listener_read(const char *path, long header_bytes)
{
    struct stat facts;
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fstat(fileno(file), &facts), 0);
    struct sound sound = {.count = (size_t)(facts.st_size - header_bytes) / 2};
    sound.sample = malloc(sound.count * 2 + 1);
    assert_non_null(sound.sample);
    fseek(file, header_bytes, SEEK_SET);
    assert_int_equal(fread(sound.sample, 2, sound.count, file), sound.count);
    fclose(file);
    return sound;
}

long listener_find(const struct sound *sound, size_t from, const struct clip *clip)
{
    size_t bytes = clip->count * sizeof clip->sample[0];
    for (size_t at = from; at + clip->count <= sound->count; at++) {
        if (memcmp(sound->sample + at, clip->sample, bytes) == 0) {
            return (long)at;
        }
    }
    return -1;
}

long listener_hear(const struct listener *listener, const struct sound *sound, size_t from,
                   enum voice_language language, const struct announce_call *call,
                   char missing[LISTENER_MISSING_BYTES])
{
    struct voice_phrase phrase;
    assert_true(
        voice_phrase(language, call->style, call->ticket, call->desk, call->recall, &phrase));
    for (int i = language == VOICE_ID ? -1 : 0; i < phrase.count; i++) {
        snprintf(missing, LISTENER_MISSING_BYTES, "%s%s",
                 i < 0                  ? ""
                 : language == VOICE_ID ? "id/"
                                        : "en/",
                 i < 0 ? "chime" : phrase.part[i].clip);
        const struct clip *clip = clips_find(listener->clips, missing);
        assert_non_null(clip);
        long at = listener_find(sound, from, clip);
        if (at < 0) {
            return -1;
        }
        from = (size_t)at + clip->count;
    }
    return (long)from;
}

size_t listener_must_hear(const struct listener *listener, const struct sound *sound, size_t from,
                          const struct announce_call *call)
{
    char missing[LISTENER_MISSING_BYTES];
    long end = listener_hear(listener, sound, from, VOICE_ID, call, missing);
    if (end >= 0 && call->english) {
        end = listener_hear(listener, sound, (size_t)end, VOICE_EN, call, missing);
    }
    if (end < 0) {
        fail_msg("%s to desk %d: %s is not heard in its place", call->ticket, call->desk, missing);
    }
    return (size_t)end;
}

int listener_gap_ms(const struct sound *sound)
{
    size_t last = sound->count, longest = 0;
    for (size_t i = 0; i < sound->count; i++) {
        if (abs(sound->sample[i]) > SILENCE_LEVEL) {
            longest = last < i && i - last > longest ? i - last : longest;
            last = i;
        }
    }
    return (int)(longest * 1000 / CLIP_RATE_HZ);
}

int listener_peak(const struct sound *sound)
{
    int peak = 0;
    for (size_t i = 0; i < sound->count; i++) {
        peak = abs(sound->sample[i]) > peak ? abs(sound->sample[i]) : peak;
    }
    return peak;
}

void listener_run(struct announce *announce)
{
    Uint64 limit_ms = SDL_GetTicks64() + 10000;
    while (announce_busy(announce)) {
        announce_run(announce, (int64_t)SDL_GetTicks64());
        SDL_Delay(1);
        assert_true(SDL_GetTicks64() < limit_ms);
    }
}

int listener_hush(void)
{
    fflush(stderr);
    int saved = dup(2);
    assert_non_null(freopen("/dev/null", "w", stderr));
    return saved;
}

void listener_unhush(int saved)
{
    fflush(stderr);
    dup2(saved, 2);
    close(saved);
}
