// SPDX-License-Identifier: MIT
/* Any file as a branch's recording: a bounded clip with sound in it, or a sentence. */
#include <assert.h>
#include <string.h>

#include "display/clip_wav.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct clip clip;
    char reason[WALL_REASON_BYTES] = "";
    if (clip_wav_parse(data, size, &clip, reason)) {
        assert(clip.count > 0 && clip.count <= (size_t)CLIP_SECONDS_MAX * CLIP_RATE_HZ);
        clip_wav_free(&clip);
    } else {
        assert(!clip.sample && strlen(reason) > 0);
    }
    return 0;
}
