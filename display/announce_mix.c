// SPDX-License-Identifier: MIT
#include "display/announce_mix.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/voice.h"

enum { AFTER_CHIME_MS = 150, BETWEEN_LANGUAGES_MS = 240, FULL_PERCENT = 100 };

static bool make_room(struct announce_sound *sound, size_t more)
{
    size_t room = sound->room ? sound->room : CLIP_RATE_HZ;
    while (room < sound->count + more) {
        room *= 2;
    }
    if (room == sound->room) {
        return true;
    }
    int16_t *larger = realloc(sound->sample, room * sizeof *larger);
    if (!larger) {
        sound->failed = true;
        return false;
    }
    sound->sample = larger;
    sound->room = room;
    return true;
}

void announce_mix_silence(struct announce_sound *sound, int duration_ms)
{
    size_t count = (size_t)duration_ms * CLIP_RATE_HZ / 1000;
    if (make_room(sound, count)) {
        memset(sound->sample + sound->count, 0, count * sizeof sound->sample[0]);
        sound->count += count;
    }
}

static void add_clip(struct announce_sound *sound, const struct clip *clip, int volume_percent)
{
    if (!make_room(sound, clip->count)) {
        return;
    }
    for (size_t i = 0; i < clip->count; i++) {
        sound->sample[sound->count++] = (int16_t)(clip->sample[i] * volume_percent / FULL_PERCENT);
    }
}

static const struct clip *find(const struct clips *clips, enum voice_language language,
                               const char *word)
{
    static const char *const folder[] = {[VOICE_ID] = "id", [VOICE_EN] = "en"};
    char name[VOICE_CLIP_BYTES + 8];
    snprintf(name, sizeof name, "%s/%s", folder[language], word);
    return clips_find(clips, name);
}

static bool is_whole(const struct clips *clips, enum voice_language language,
                     const struct voice_phrase *phrase, char reason[WALL_REASON_BYTES])
{
    for (int i = 0; i < phrase->count; i++) {
        if (!find(clips, language, phrase->part[i].clip)) {
            snprintf(reason, WALL_REASON_BYTES, "no clip of \"%s\" in %s", phrase->part[i].clip,
                     language == VOICE_ID ? "Indonesian" : "English");
            return false;
        }
    }
    return true;
}

static bool add_phrase(const struct clips *clips, enum voice_language language,
                       const struct announce_call *call, int volume_percent,
                       struct announce_sound *sound, char reason[WALL_REASON_BYTES])
{
    struct voice_phrase phrase;
    if (!voice_phrase(language, call->style, call->ticket, call->desk, call->recall, &phrase)) {
        snprintf(reason, WALL_REASON_BYTES, "ticket \"%s\" to desk %d cannot be spoken",
                 call->ticket, call->desk);
        return false;
    }
    if (!is_whole(clips, language, &phrase, reason)) {
        return false;
    }
    for (int i = 0; i < phrase.count; i++) {
        add_clip(sound, find(clips, language, phrase.part[i].clip), volume_percent);
        announce_mix_silence(sound, phrase.part[i].pause_ms);
    }
    return true;
}

bool announce_mix_round(const struct clips *clips, const struct announce_call *call,
                        struct announce_sound *sound, char reason[WALL_REASON_BYTES])
{
    const struct clip *chime = clips_find(clips, "chime");
    int volume = call->volume_percent < 0 ? 0 : call->volume_percent;
    volume = volume > FULL_PERCENT ? FULL_PERCENT : volume;
    if (chime) {
        add_clip(sound, chime, volume);
        announce_mix_silence(sound, AFTER_CHIME_MS);
    }
    bool good = add_phrase(clips, VOICE_ID, call, volume, sound, reason);
    if (call->english) {
        announce_mix_silence(sound, BETWEEN_LANGUAGES_MS);
        good = add_phrase(clips, VOICE_EN, call, volume, sound, reason) && good;
    }
    if (sound->failed) {
        snprintf(reason, WALL_REASON_BYTES, "out of memory");
        good = false;
    }
    return good;
}

void announce_mix_clear(struct announce_sound *sound)
{
    sound->count = 0;
    sound->failed = false;
}

void announce_mix_free(struct announce_sound *sound)
{
    free(sound->sample);
    *sound = (struct announce_sound){0};
}
