// SPDX-License-Identifier: MIT
#include "display/clip_wav.h"

#include <SDL.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    RATE_HZ_MIN = 4000,
    RATE_HZ_MAX = 192000,
    CHANNELS_MAX = 8,
    PEAK_MIN = 328,      /* 1 % of full scale: below it there is only noise */
    PEAK_MAX = 29204,    /* -1 dB */
    QUIET_PART = 64,     /* of the peak */
    KEEP_BEFORE_MS = 20, /* a soft consonant begins before it is loud */
    KEEP_AFTER_MS = 80,  /* and fades after it */
    WAV_HEADER_BYTES = 44,
    FORMAT_PCM = 1,
    FORMAT_FLOAT = 3,
    FORMAT_EXTENSIBLE = 0xFFFE,
};

void clip_wav_free(struct clip *clip)
{
    free(clip->sample);
    *clip = (struct clip){0};
}

static int peak_of(const struct clip *clip)
{
    int peak = 0;
    for (size_t i = 0; i < clip->count; i++) {
        int level = abs(clip->sample[i]);
        peak = level > peak ? level : peak;
    }
    return peak;
}

static void make_quieter(struct clip *clip, int peak)
{
    for (size_t i = 0; i < clip->count; i++) {
        clip->sample[i] = (int16_t)(clip->sample[i] * PEAK_MAX / peak);
    }
}

bool clip_wav_trim(struct clip *clip)
{
    const size_t before = KEEP_BEFORE_MS * CLIP_RATE_HZ / 1000;
    const size_t after = KEEP_AFTER_MS * CLIP_RATE_HZ / 1000;
    int peak = peak_of(clip);
    if (peak < PEAK_MIN) {
        return false;
    }
    size_t from = 0, to = clip->count;
    while (abs(clip->sample[from]) <= peak / QUIET_PART) {
        from++;
    }
    while (abs(clip->sample[to - 1]) <= peak / QUIET_PART) {
        to--;
    }
    from = from > before ? from - before : 0;
    to = clip->count - to > after ? to + after : clip->count;
    clip->count = to - from;
    memmove(clip->sample, clip->sample + from, clip->count * sizeof clip->sample[0]);
    if (peak > PEAK_MAX) {
        make_quieter(clip, peak);
    }
    return true;
}

/* The whole file, at most CLIP_FILE_BYTES_MAX; NULL and a sentence. */
static void *read_file(const char *path, size_t *bytes, char reason[WALL_REASON_BYTES])
{
    struct stat facts;
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a pipe must not hang the wall */
    if (fd < 0 || fstat(fd, &facts) != 0) {
        snprintf(reason, WALL_REASON_BYTES, "%s", strerror(errno));
        if (fd >= 0) {
            close(fd);
        }
        return NULL;
    }
    char *data = NULL;
    if (!S_ISREG(facts.st_mode) || facts.st_size <= 0 || facts.st_size > CLIP_FILE_BYTES_MAX) {
        snprintf(reason, WALL_REASON_BYTES, "is no file of 1 byte to 8 MiB");
    } else {
        data = malloc((size_t)facts.st_size);
        ssize_t got = data ? read(fd, data, (size_t)facts.st_size) : -1;
        if (got != facts.st_size) {
            snprintf(reason, WALL_REASON_BYTES, "could not be read whole");
            free(data);
            data = NULL;
        }
    }
    *bytes = data ? (size_t)facts.st_size : 0;
    close(fd);
    return data;
}

/* Everything that the stream holds; false when that is nothing, too much or memory is short. */
static bool take_samples(SDL_AudioStream *stream, struct clip *clip)
{
    int bytes = SDL_AudioStreamAvailable(stream);
    if (bytes <= 0 || bytes > CLIP_SECONDS_MAX * CLIP_RATE_HZ * (int)sizeof(int16_t)) {
        return false;
    }
    clip->sample = malloc((size_t)bytes);
    if (!clip->sample || SDL_AudioStreamGet(stream, clip->sample, bytes) != bytes) {
        clip_wav_free(clip);
        return false;
    }
    clip->count = (size_t)bytes / sizeof(int16_t);
    return true;
}

static bool convert(const SDL_AudioSpec *spec, const Uint8 *data, Uint32 bytes, struct clip *clip,
                    char reason[WALL_REASON_BYTES])
{
    if (spec->freq < RATE_HZ_MIN || spec->freq > RATE_HZ_MAX || spec->channels < 1 ||
        spec->channels > CHANNELS_MAX) {
        snprintf(reason, WALL_REASON_BYTES, "has %d Hz and %d channels", spec->freq,
                 spec->channels);
        return false;
    }
    Uint64 frame_bytes = (Uint64)spec->channels * (SDL_AUDIO_BITSIZE(spec->format) / 8);
    if (bytes / frame_bytes > (Uint64)spec->freq * CLIP_SECONDS_MAX) {
        snprintf(reason, WALL_REASON_BYTES, "is longer than %d s", CLIP_SECONDS_MAX);
        return false;
    }
    SDL_AudioStream *stream =
        SDL_NewAudioStream(spec->format, spec->channels, spec->freq, AUDIO_S16SYS, 1, CLIP_RATE_HZ);
    bool good = stream &&
                SDL_AudioStreamPut(stream, data, (int)(bytes - bytes % frame_bytes)) == 0 &&
                SDL_AudioStreamFlush(stream) == 0 && take_samples(stream, clip);
    SDL_FreeAudioStream(stream);
    if (!good) {
        snprintf(reason, WALL_REASON_BYTES, "holds no sound that can be converted");
    }
    return good;
}

static uint32_t get_le(const uint8_t *from, int bytes)
{
    uint32_t value = 0;
    for (int i = 0; i < bytes; i++) {
        value |= (uint32_t)from[i] << (8 * i);
    }
    return value;
}

/* Where the samples end, 0 when the file is no plain WAV or is cut short. SDL believes each
 * length in a file and asks for the memory; it is shown only lengths that are true. */
static size_t end_of_data(const uint8_t *file, size_t bytes)
{
    bool plain = false;
    if (bytes < 12 || memcmp(file, "RIFF", 4) != 0 || memcmp(file + 8, "WAVE", 4) != 0) {
        return 0;
    }
    for (size_t at = 12; bytes - at >= 8;) {
        const uint8_t *chunk = file + at;
        uint32_t length = get_le(chunk + 4, 4);
        at += 8;
        if (length > bytes - at) {
            return 0;
        }
        if (memcmp(chunk, "data", 4) == 0) {
            return plain ? at + length : 0;
        }
        if (memcmp(chunk, "fmt ", 4) == 0 && length >= 16) {
            uint32_t kind = get_le(chunk + 8, 2);
            plain = kind == FORMAT_PCM || kind == FORMAT_FLOAT || kind == FORMAT_EXTENSIBLE;
        }
        length += length & 1; /* an odd chunk is filled up */
        if (length > bytes - at) {
            return 0;
        }
        at += length;
    }
    return 0;
}

bool clip_wav_parse(const void *file, size_t bytes, struct clip *clip,
                    char reason[WALL_REASON_BYTES])
{
    SDL_AudioSpec spec;
    Uint8 *data = NULL;
    Uint32 data_bytes = 0;
    *clip = (struct clip){0};
    size_t end = bytes <= CLIP_FILE_BYTES_MAX ? end_of_data(file, bytes) : 0;
    bool good =
        end > 0 && SDL_LoadWAV_RW(SDL_RWFromConstMem(file, (int)end), 1, &spec, &data, &data_bytes);
    if (!good) {
        snprintf(reason, WALL_REASON_BYTES, "is no whole WAV file of PCM or float samples");
    }
    good = good && convert(&spec, data, data_bytes, clip, reason);
    if (good && !clip_wav_trim(clip)) {
        snprintf(reason, WALL_REASON_BYTES, "is silent");
        clip_wav_free(clip);
        good = false;
    }
    SDL_FreeWAV(data);
    return good;
}

bool clip_wav_read(const char *path, struct clip *clip, char reason[WALL_REASON_BYTES])
{
    *clip = (struct clip){0};
    size_t bytes;
    void *file = read_file(path, &bytes, reason);
    bool good = file && clip_wav_parse(file, bytes, clip, reason);
    free(file);
    return good;
}

static void put_le(uint8_t *to, uint32_t value, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        to[i] = (uint8_t)(value >> (8 * i));
    }
}

static void make_header(uint8_t header[WAV_HEADER_BYTES], uint32_t data_bytes)
{
    memcpy(header, "RIFF....WAVEfmt ", 16);
    put_le(header + 4, WAV_HEADER_BYTES - 8 + data_bytes, 4);
    put_le(header + 16, 16, 4);
    put_le(header + 20, 1, 2); /* PCM */
    put_le(header + 22, 1, 2); /* channel */
    put_le(header + 24, CLIP_RATE_HZ, 4);
    put_le(header + 28, CLIP_RATE_HZ * 2, 4);
    put_le(header + 32, 2, 2);
    put_le(header + 34, 16, 2);
    memcpy(header + 36, "data", 4);
    put_le(header + 40, data_bytes, 4);
}

bool clip_wav_write(const char *path, const int16_t *sample, size_t count,
                    char reason[WALL_REASON_BYTES])
{
    uint8_t header[WAV_HEADER_BYTES];
    FILE *file = fopen(path, "wb");
    if (!file) {
        snprintf(reason, WALL_REASON_BYTES, "%.90s: %s", path, strerror(errno));
        return false;
    }
    make_header(header, (uint32_t)(count * 2));
    bool good = fwrite(header, sizeof header, 1, file) == 1;
    for (size_t i = 0; good && i < count; i++) {
        uint8_t bytes[2];
        put_le(bytes, (uint16_t)sample[i], 2);
        good = fwrite(bytes, sizeof bytes, 1, file) == 1;
    }
    good = fclose(file) == 0 && good;
    if (!good) {
        snprintf(reason, WALL_REASON_BYTES, "%.90s: %s", path, strerror(errno));
    }
    return good;
}
