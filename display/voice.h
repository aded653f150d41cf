// SPDX-License-Identifier: MIT
/* A call in words: which clips are spoken, in which order. Pure. Indonesian number words as
 * in CLDR common/rbnf/id.xml (spellout-cardinal), English as in en.xml. */
#ifndef LOKET_DISPLAY_VOICE_H
#define LOKET_DISPLAY_VOICE_H

#include <stdbool.h>

#include "display/board_model.h"

enum { VOICE_CLIPS_MAX = 32, VOICE_CLIP_BYTES = 32 };

enum voice_language { VOICE_ID, VOICE_EN };

/* One clip and the silence after it. A clip's name is its file without ".wav" in the folder
 * of its language: id/loket.wav, en/desk.wav; the chime is chime.wav. */
struct voice_part {
    char clip[VOICE_CLIP_BYTES];
    int pause_ms;
};

struct voice_phrase {
    struct voice_part part[VOICE_CLIPS_MAX];
    int count;
};

/* "Nomor antrean A nol nol tujuh, silakan menuju loket dua." The priority lane and a recall
 * have openings of their own. False, phrase empty: the ticket is not LETTER-NUMBER with a
 * number of at most 999, or the desk is not 1 to 999. */
bool voice_phrase(enum voice_language language, enum wall_number_style style, const char *ticket,
                  int desk, bool recall, struct voice_phrase *phrase);

/* The names of all clips that voice_phrase can ask for, one call each; for tests and the
 * check of a branch's own recordings. */
void voice_each_clip(enum voice_language language, void (*take)(void *context, const char *clip),
                     void *context);

#endif
