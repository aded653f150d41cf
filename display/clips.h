// SPDX-License-Identifier: MIT
/* All clips of a voice, in memory: the branch's own recordings, and for what these lack the
 * clips made at build time. Loaded once: a card that fails later does not silence the wall. */
#ifndef LOKET_DISPLAY_CLIPS_H
#define LOKET_DISPLAY_CLIPS_H

#include "display/clip_wav.h"

struct clips;

/* Loads id/NAME.wav and en/NAME.wav for every name of voice_each_clip, and chime.wav, from
 * `folder`, else from `fallback`; either may be NULL. Each recording of `folder` that is missing
 * or broken, and each clip that neither has, is one line on stderr; a language that a folder
 * lacks as a whole is one line only. NULL and a sentence when there is no Indonesian clip. */
struct clips *clips_load(const char *folder, const char *fallback, char reason[WALL_REASON_BYTES]);
/* "chime", "id/loket"; NULL = there is none. Lives as long as `clips`. */
const struct clip *clips_find(const struct clips *clips, const char *name);
void clips_free(struct clips *clips); /* NULL is fine */

#endif
