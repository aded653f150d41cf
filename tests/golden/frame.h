// SPDX-License-Identifier: MIT
/* Pictures of the wall in memory: made smaller, kept as PNG, compared. */
#ifndef LOKET_TESTS_GOLDEN_FRAME_H
#define LOKET_TESTS_GOLDEN_FRAME_H

#include <stdbool.h>
#include <stdint.h>

struct frame {
    int width, height;
    uint32_t *pixels; /* 0x00RRGGBB, rows without gaps */
};

/* A black one; false without memory. Whoever makes a frame frees it. */
bool frame_make(struct frame *frame, int width, int height);
void frame_free(struct frame *frame); /* safe on a zeroed one */
uint32_t frame_at(const struct frame *frame, int x, int y);
/* Puts a smaller frame into a larger one. */
void frame_put(struct frame *onto, const struct frame *part, int x, int y);

/* 1/factor of the size, each pixel the mean of factor x factor. */
bool frame_reduce(const struct frame *from, int factor, struct frame *to);

/* Sixteen levels a channel: half the bytes in a file, far within FRAME_CHANNEL_MAX. */
void frame_coarsen(struct frame *frame);

/* PNG, 8-bit RGB. False when the file cannot be read, or written. */
bool frame_read(const char *path, struct frame *frame);
bool frame_write(const char *path, const struct frame *frame);

/* Two pixels differ when a channel differs by more than FRAME_CHANNEL_MAX. Another FreeType
 * draws the edges of letters a little otherwise, all over the picture and a little
 * everywhere; a wrong digit is a crowd of differences in one place. So two frames differ
 * when too large a share of all pixels does, or too many within one small square. */
enum { FRAME_CHANNEL_MAX = 40, FRAME_SQUARE = 10, FRAME_SQUARE_MAX = 12 };
#define FRAME_SHARE_MAX 0.003

struct frame_difference {
    double share;    /* of pixels that differ */
    int crowd;       /* pixels that differ in the worst square */
    int x, y;        /* that square's corner */
    bool other_size; /* then nothing else is set */
    bool differ;
};

/* `picture`, if wanted: the second frame, pale, with what differs in red; to be freed. */
struct frame_difference frame_compare(const struct frame *a, const struct frame *b,
                                      struct frame *picture);

#endif
