// SPDX-License-Identifier: MIT
/* A clip of sound and its WAV file. In memory a clip is always CLIP_RATE_HZ, mono, 16 bit. */
#ifndef LOKET_DISPLAY_CLIP_WAV_H
#define LOKET_DISPLAY_CLIP_WAV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "display/board_model.h"

enum {
    CLIP_RATE_HZ = 22050,
    CLIP_SECONDS_MAX = 10,
    CLIP_FILE_BYTES_MAX = 8 * 1024 * 1024,
};

struct clip {
    int16_t *sample; /* NULL = no clip */
    size_t count;
};

/* Reads a WAV of any rate from 4 to 192 kHz and up to 8 channels. What is quieter than 1/64 of
 * the peak is cut off at both ends, a recording that reaches full scale is made a little
 * quieter. False, *clip empty and a sentence without the path in `reason`. Frees nothing. */
bool clip_wav_read(const char *path, struct clip *clip, char reason[WALL_REASON_BYTES]);
/* The same from a file's bytes. */
bool clip_wav_parse(const void *file, size_t bytes, struct clip *clip,
                    char reason[WALL_REASON_BYTES]);
/* Writes a file of CLIP_RATE_HZ, mono, 16 bit; false and a sentence in `reason`. */
bool clip_wav_write(const char *path, const int16_t *sample, size_t count,
                    char reason[WALL_REASON_BYTES]);
/* What clip_wav_read does to the samples once they are mono. False: nothing but silence. */
bool clip_wav_trim(struct clip *clip);
void clip_wav_free(struct clip *clip);

#endif
