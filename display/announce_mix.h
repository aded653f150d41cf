// SPDX-License-Identifier: MIT
/* A call as samples: its clips one after the other, each to its real end. Pure. */
#ifndef LOKET_DISPLAY_ANNOUNCE_MIX_H
#define LOKET_DISPLAY_ANNOUNCE_MIX_H

#include "display/announce.h"
#include "display/clips.h"

/* Grows as sound is added; all zero is a valid empty one. */
struct announce_sound {
    int16_t *sample;
    size_t count, room;
    bool failed; /* out of memory: the sound is not whole */
};

void announce_mix_silence(struct announce_sound *sound, int duration_ms);
/* Adds one round: chime, the call in Indonesian and, when wanted, in English, ending in sound
 * rather than silence. A language of which a clip is missing is left out as a whole: half a
 * number would be a wrong one. False then, with a sentence in `reason`. */
bool announce_mix_round(const struct clips *clips, const struct announce_call *call,
                        struct announce_sound *sound, char reason[WALL_REASON_BYTES]);
void announce_mix_clear(struct announce_sound *sound); /* empty, keeps its memory */
void announce_mix_free(struct announce_sound *sound);

#endif
