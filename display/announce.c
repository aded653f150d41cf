// SPDX-License-Identifier: MIT
#include "display/announce.h"

#include <SDL.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/announce_mix.h"
#include "display/clips.h"
#include "display/voice.h"

enum {
    DEVICE_SAMPLES = 2048, /* 93 ms: a busy small board keeps up */
    RETRY_MS = 30 * 1000,
    STUCK_MS = 5 * 1000,
    /* Amplifiers and HDMI screens swallow the first moments after silence: nothing is played
     * in them, and then the chime comes before any word. */
    LEAD_IN_MS = 600,
    BETWEEN_ROUNDS_MS = 250,
    /* The device's own buffers still play when its queue is empty: silence fills them, so that
     * an empty queue means that the last word was heard. */
    TAIL_MS = 300,
    /* So much is left when the next round is added: no hole opens between two turns of the loop. */
    AHEAD_MS = 250,
    POLL_MS = 20,
    REPEAT_MAX = 3,
};

struct announce {
    struct clips *clips;
    struct announce_call waiting[ANNOUNCE_QUEUE_MAX];
    int waiting_count;
    struct announce_call call; /* being spoken */
    bool speaking;
    int round;  /* of `call`, handed to the device so far */
    bool hurry; /* no further round of it */
    struct announce_sound sound;
    SDL_AudioDeviceID device; /* 0 = none */
    bool tried;               /* at tried_mono_ms */
    int64_t tried_mono_ms;
    bool stuck;        /* the device takes nothing any more */
    Uint32 left_bytes; /* in the device's queue, and since when that has not changed */
    int64_t left_mono_ms;
    bool once;                       /* the caller tells the trouble */
    char trouble[WALL_REASON_BYTES]; /* why a call was not heard; "" = all is well */
};

struct announce *announce_create(const char *folder, const char *fallback,
                                 char reason[WALL_REASON_BYTES])
{
    struct announce *announce = calloc(1, sizeof *announce);
    if (!announce) {
        snprintf(reason, WALL_REASON_BYTES, "out of memory");
        return NULL;
    }
    announce->clips = clips_load(folder, fallback, reason);
    if (!announce->clips) {
        free(announce);
        return NULL;
    }
    return announce;
}

static void close_device(struct announce *announce)
{
    if (announce->device) {
        SDL_CloseAudioDevice(announce->device);
        SDL_QuitSubSystem(SDL_INIT_AUDIO);
        announce->device = 0;
    }
    announce->speaking = announce->stuck = false;
}

void announce_destroy(struct announce *announce)
{
    if (announce) {
        close_device(announce);
        clips_free(announce->clips);
        announce_mix_free(&announce->sound);
        free(announce);
    }
}

/* One line when the trouble begins, none for every call that it costs. */
static void tell(struct announce *announce, const char *trouble)
{
    if (strcmp(announce->trouble, trouble) != 0) {
        if (!announce->once) {
            fprintf(stderr, "loket-wall: %s\n", trouble);
        }
        snprintf(announce->trouble, sizeof announce->trouble, "%s", trouble);
    }
}

bool announce_push(struct announce *announce, const struct announce_call *call)
{
    struct voice_phrase phrase;
    if (announce->waiting_count == ANNOUNCE_QUEUE_MAX ||
        !voice_phrase(VOICE_ID, call->style, call->ticket, call->desk, call->recall, &phrase)) {
        return false;
    }
    announce->waiting[announce->waiting_count++] = *call;
    return true;
}

static struct announce_call pop(struct announce *announce)
{
    struct announce_call call = announce->waiting[0];
    announce->waiting_count--;
    memmove(&announce->waiting[0], &announce->waiting[1],
            (size_t)announce->waiting_count * sizeof announce->waiting[0]);
    return call;
}

static bool is_gone(const struct announce *announce)
{
    return SDL_GetAudioDeviceStatus(announce->device) == SDL_AUDIO_STOPPED;
}

/* The subsystem starts anew each time: a screen plugged in later is found. */
static void open_device(struct announce *announce)
{
    const SDL_AudioSpec spec = {
        .freq = CLIP_RATE_HZ, .format = AUDIO_S16SYS, .channels = 1, .samples = DEVICE_SAMPLES};
    char trouble[WALL_REASON_BYTES];
    if (SDL_InitSubSystem(SDL_INIT_AUDIO) == 0) {
        announce->device = SDL_OpenAudioDevice(NULL, 0, &spec, NULL, 0);
        if (!announce->device) {
            SDL_QuitSubSystem(SDL_INIT_AUDIO);
        }
    }
    if (announce->device) {
        SDL_PauseAudioDevice(announce->device, 0); /* for good: it plays silence between calls */
        announce->trouble[0] = '\0';
    } else {
        snprintf(trouble, sizeof trouble, "no sound, calls are only shown: %.90s", SDL_GetError());
        tell(announce, trouble);
    }
}

/* A device that takes sound, opened where needed; false when there is none at the moment. */
static bool have_device(struct announce *announce, int64_t now_mono_ms)
{
    if (announce->device && announce->stuck) {
        announce->stuck = SDL_GetQueuedAudioSize(announce->device) > 0;
        return !announce->stuck;
    }
    if (announce->device && is_gone(announce)) {
        close_device(announce);
    }
    bool due = !announce->tried || now_mono_ms - announce->tried_mono_ms >= RETRY_MS;
    if (!announce->device && due) {
        announce->tried = true;
        announce->tried_mono_ms = now_mono_ms;
        open_device(announce);
    }
    return announce->device != 0;
}

static int repeat_of(const struct announce_call *call)
{
    return call->repeat < 1 ? 1 : call->repeat > REPEAT_MAX ? REPEAT_MAX : call->repeat;
}

/* While others wait each call is spoken once: the voice must not fall behind the desks. */
static int rounds(const struct announce *announce)
{
    return announce->hurry || announce->waiting_count > 0 ? 1 : repeat_of(&announce->call);
}

/* Hands the next round to the device, after `before_ms` of silence. */
static void queue_round(struct announce *announce, int before_ms)
{
    char reason[WALL_REASON_BYTES];
    struct announce_sound *sound = &announce->sound;
    announce_mix_clear(sound);
    announce_mix_silence(sound, before_ms);
    if (!announce_mix_round(announce->clips, &announce->call, sound, reason)) {
        tell(announce, reason); /* the chime still calls people to look up */
    }
    announce->round++;
    if (SDL_QueueAudio(announce->device, sound->sample,
                       (Uint32)(sound->count * sizeof sound->sample[0])) != 0) {
        tell(announce, SDL_GetError());
    }
}

static void queue_tail(struct announce *announce)
{
    announce_mix_clear(&announce->sound);
    announce_mix_silence(&announce->sound, TAIL_MS);
    SDL_QueueAudio(announce->device, announce->sound.sample,
                   (Uint32)(announce->sound.count * sizeof announce->sound.sample[0]));
    announce->round = REPEAT_MAX + 1; /* nothing more of this call */
}

/* Closing would wait for the device, and the wall with it. What is queued instead of the call
 * is silence: when that is gone the device works again. */
static void give_up(struct announce *announce)
{
    tell(announce, "the sound device has stopped playing");
    SDL_ClearQueuedAudio(announce->device);
    queue_tail(announce);
    announce->stuck = true;
    announce->speaking = false;
}

/* The device is gone or takes nothing any more: the call it had is given up. */
static bool lost_device(struct announce *announce, int64_t now_mono_ms)
{
    Uint32 left = SDL_GetQueuedAudioSize(announce->device);
    if (left != announce->left_bytes || left == 0) {
        announce->left_bytes = left;
        announce->left_mono_ms = now_mono_ms;
    }
    if (is_gone(announce)) {
        tell(announce, "the sound device is gone");
        close_device(announce);
    } else if (now_mono_ms - announce->left_mono_ms >= STUCK_MS) {
        give_up(announce);
    }
    return !announce->speaking;
}

/* True while the call is being spoken. */
static bool go_on(struct announce *announce, int64_t now_mono_ms)
{
    if (lost_device(announce, now_mono_ms)) {
        return false;
    }
    const Uint32 ahead = AHEAD_MS * CLIP_RATE_HZ / 1000 * sizeof(int16_t);
    if (announce->left_bytes > ahead || announce->round > REPEAT_MAX) {
        announce->speaking = announce->left_bytes > 0;
    } else if (announce->round < rounds(announce)) {
        queue_round(announce, BETWEEN_ROUNDS_MS);
    } else {
        queue_tail(announce);
    }
    return announce->speaking;
}

static void start(struct announce *announce, int64_t now_mono_ms, bool after_silence)
{
    announce->speaking = true;
    announce->round = 0;
    announce->hurry = false;
    queue_round(announce, after_silence ? LEAD_IN_MS : 0);
    announce->left_bytes = SDL_GetQueuedAudioSize(announce->device);
    announce->left_mono_ms = now_mono_ms;
}

void announce_run(struct announce *announce, int64_t now_mono_ms)
{
    bool after_silence = !announce->speaking;
    if (announce->speaking && go_on(announce, now_mono_ms)) {
        return;
    }
    while (announce->waiting_count > 0 && !announce->speaking) {
        bool open = announce->device != 0;
        announce->call = pop(announce);
        if (announce->call.volume_percent > 0 && have_device(announce, now_mono_ms)) {
            start(announce, now_mono_ms, after_silence || !open);
        }
    }
}

void announce_hurry(struct announce *announce)
{
    announce->hurry = true; /* the next call starts without */
}

bool announce_busy(const struct announce *announce)
{
    return announce->speaking || announce->waiting_count > 0;
}

static bool write_call(struct announce *announce, const struct announce_call *call, const char *wav,
                       char reason[WALL_REASON_BYTES])
{
    announce_mix_clear(&announce->sound);
    for (int i = 0; i < repeat_of(call); i++) {
        if (i > 0) {
            announce_mix_silence(&announce->sound, BETWEEN_ROUNDS_MS);
        }
        if (!announce_mix_round(announce->clips, call, &announce->sound, reason)) {
            return false;
        }
    }
    return clip_wav_write(wav, announce->sound.sample, announce->sound.count, reason);
}

bool announce_once(struct announce *announce, const struct announce_call *call, const char *wav,
                   char reason[WALL_REASON_BYTES])
{
    if (wav) {
        return write_call(announce, call, wav, reason);
    }
    if (!announce_push(announce, call)) {
        snprintf(reason, WALL_REASON_BYTES, "ticket \"%s\" to desk %d cannot be spoken",
                 call->ticket, call->desk);
        return false;
    }
    announce->once = true;
    while (announce_busy(announce)) {
        announce_run(announce, (int64_t)SDL_GetTicks64());
        SDL_Delay(POLL_MS); /* only looks again; the end is when the device has played it all */
    }
    snprintf(reason, WALL_REASON_BYTES, "%s", announce->trouble);
    return !announce->trouble[0];
}
