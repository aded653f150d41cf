// SPDX-License-Identifier: MIT
/* A listener in the hall: the clips that the build has made, a sound device that writes what
 * would be heard into a file, and ears that know every word sample by sample. */
#ifndef LOKET_TESTS_LISTENER_H
#define LOKET_TESTS_LISTENER_H

#include "display/announce.h"
#include "display/clips.h"
#include "display/voice.h"

struct listener {
    char built[256], folder[64], heard[80];
    struct clips *clips;
    struct announce *announce;
};

struct sound {
    int16_t *sample;
    size_t count;
};

enum { LISTENER_MISSING_BYTES = VOICE_CLIP_BYTES + 4 };

/* cmocka's setup and teardown. */
int listener_open(void **state);
int listener_close(void **state);
/* Skips the test where nothing could be built: no synthesizer. */
void listener_need_clips(const struct listener *listener);

struct announce_call listener_call(const char *ticket, int desk);
/* The whole file after its header; the caller frees sample. */
struct sound listener_read(const char *path, long header_bytes);
/* Where the clip begins at or after `from`, every sample of it there; -1 = nowhere. */
long listener_find(const struct sound *sound, size_t from, const struct clip *clip);
/* The end of one language of a round (the chime belongs to the Indonesian), its words one after
 * the other, none on top of another; -1 and the missing clip when it is not heard after `from`. */
long listener_hear(const struct listener *listener, const struct sound *sound, size_t from,
                   enum voice_language language, const struct announce_call *call,
                   char missing[LISTENER_MISSING_BYTES]);
/* The end of one whole round; fails the test when it is not heard. */
size_t listener_must_hear(const struct listener *listener, const struct sound *sound, size_t from,
                          const struct announce_call *call);
/* The longest silence (below 1 % of full scale) between the first sound and the last. */
int listener_gap_ms(const struct sound *sound);
int listener_peak(const struct sound *sound);
/* The wall's loop until the last call is spoken, in less time than the calls last. */
void listener_run(struct announce *announce);
/* Expected complaints on stderr stay out of the report. */
int listener_hush(void);
void listener_unhush(int saved);

#endif
