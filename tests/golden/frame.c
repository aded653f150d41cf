// SPDX-License-Identifier: MIT
#include "tests/golden/frame.h"

#include <png.h>
#include <stdlib.h>
#include <string.h>

bool frame_make(struct frame *frame, int width, int height)
{
    frame->width = width;
    frame->height = height;
    frame->pixels = calloc((size_t)width * (size_t)height, sizeof frame->pixels[0]);
    return frame->pixels != NULL;
}

void frame_free(struct frame *frame)
{
    free(frame->pixels);
    memset(frame, 0, sizeof *frame);
}

uint32_t frame_at(const struct frame *frame, int x, int y)
{
    return frame->pixels[(size_t)y * (size_t)frame->width + (size_t)x];
}

static void set(struct frame *frame, int x, int y, uint32_t colour)
{
    frame->pixels[(size_t)y * (size_t)frame->width + (size_t)x] = colour;
}

void frame_put(struct frame *onto, const struct frame *part, int x, int y)
{
    for (int row = 0; row < part->height && y + row < onto->height; row++) {
        for (int column = 0; column < part->width && x + column < onto->width; column++) {
            set(onto, x + column, y + row, frame_at(part, column, row));
        }
    }
}

static uint32_t mean(const struct frame *from, int x, int y, int factor)
{
    uint32_t sum[3] = {0, 0, 0}, count = (uint32_t)(factor * factor), colour = 0;
    for (int row = y; row < y + factor; row++) {
        for (int column = x; column < x + factor; column++) {
            uint32_t pixel = frame_at(from, column, row);
            for (int c = 0; c < 3; c++) {
                sum[c] += pixel >> (8 * c) & 0xFF;
            }
        }
    }
    for (int c = 0; c < 3; c++) {
        colour |= (sum[c] + count / 2) / count << (8 * c);
    }
    return colour;
}

bool frame_reduce(const struct frame *from, int factor, struct frame *to)
{
    if (!frame_make(to, from->width / factor, from->height / factor)) {
        return false;
    }
    for (int y = 0; y < to->height; y++) {
        for (int x = 0; x < to->width; x++) {
            set(to, x, y, mean(from, x * factor, y * factor, factor));
        }
    }
    return true;
}

void frame_coarsen(struct frame *frame)
{
    size_t count = (size_t)frame->width * (size_t)frame->height;
    for (size_t i = 0; i < count; i++) {
        uint32_t coarse = 0;
        for (int shift = 0; shift < 24; shift += 8) {
            uint32_t level = ((frame->pixels[i] >> shift & 0xFF) + 8) / 17;
            coarse |= level * 17 << shift;
        }
        frame->pixels[i] = coarse;
    }
}

bool frame_read(const char *path, struct frame *frame)
{
    png_image image = {.version = PNG_IMAGE_VERSION};
    memset(frame, 0, sizeof *frame);
    if (!png_image_begin_read_from_file(&image, path)) {
        return false;
    }
    image.format = PNG_FORMAT_RGB;
    uint8_t *bytes = malloc(PNG_IMAGE_SIZE(image));
    bool good = bytes && frame_make(frame, (int)image.width, (int)image.height) &&
                png_image_finish_read(&image, NULL, bytes, 0, NULL);
    for (size_t i = 0; good && i < (size_t)image.width * image.height; i++) {
        frame->pixels[i] =
            (uint32_t)bytes[i * 3] << 16 | (uint32_t)bytes[i * 3 + 1] << 8 | bytes[i * 3 + 2];
    }
    free(bytes);
    png_image_free(&image);
    if (!good) {
        frame_free(frame);
    }
    return good;
}

bool frame_write(const char *path, const struct frame *frame)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)frame->width,
                       .height = (png_uint_32)frame->height,
                       .format = PNG_FORMAT_RGB};
    uint8_t *bytes = malloc(PNG_IMAGE_SIZE(image));
    for (size_t i = 0; bytes && i < (size_t)image.width * image.height; i++) {
        bytes[i * 3] = (uint8_t)(frame->pixels[i] >> 16);
        bytes[i * 3 + 1] = (uint8_t)(frame->pixels[i] >> 8);
        bytes[i * 3 + 2] = (uint8_t)frame->pixels[i];
    }
    bool good = bytes && png_image_write_to_file(&image, path, 0, bytes, 0, NULL);
    free(bytes);
    png_image_free(&image);
    return good;
}

static bool pixels_differ(uint32_t a, uint32_t b)
{
    for (int shift = 0; shift < 24; shift += 8) {
        int distance = abs((int)(a >> shift & 0xFF) - (int)(b >> shift & 0xFF));
        if (distance > FRAME_CHANNEL_MAX) {
            return true;
        }
    }
    return false;
}

static uint32_t pale(uint32_t colour)
{
    return ((colour >> 2) & 0x3F3F3F) + 0xBFBFBF;
}

/* Pixels that differ in the square at x, y. */
static int crowd_at(const struct frame *a, const struct frame *b, int x, int y)
{
    int crowd = 0;
    for (int row = y; row < y + FRAME_SQUARE && row < a->height; row++) {
        for (int column = x; column < x + FRAME_SQUARE && column < a->width; column++) {
            crowd += pixels_differ(frame_at(a, column, row), frame_at(b, column, row));
        }
    }
    return crowd;
}

/* Squares lie half over each other, so that nothing hides on a seam. */
static void find_crowd(const struct frame *a, const struct frame *b,
                       struct frame_difference *difference)
{
    for (int y = 0; y < a->height; y += FRAME_SQUARE / 2) {
        for (int x = 0; x < a->width; x += FRAME_SQUARE / 2) {
            int crowd = crowd_at(a, b, x, y);
            if (crowd > difference->crowd) {
                difference->crowd = crowd;
                difference->x = x;
                difference->y = y;
            }
        }
    }
}

struct frame_difference frame_compare(const struct frame *a, const struct frame *b,
                                      struct frame *picture)
{
    struct frame_difference difference = {.differ = true, .other_size = true};
    if (picture && !frame_make(picture, b->width, b->height)) {
        picture = NULL;
    }
    if (a->width != b->width || a->height != b->height) {
        return difference;
    }
    difference.other_size = false;
    size_t count = (size_t)a->width * (size_t)a->height, differing = 0;
    for (size_t i = 0; i < count; i++) {
        bool differ = pixels_differ(a->pixels[i], b->pixels[i]);
        differing += differ;
        if (picture) {
            picture->pixels[i] = differ ? 0xE00000 : pale(b->pixels[i]);
        }
    }
    difference.share = (double)differing / (double)count;
    if (differing > 0) {
        find_crowd(a, b, &difference);
    }
    difference.differ = difference.share > FRAME_SHARE_MAX || difference.crowd > FRAME_SQUARE_MAX;
    return difference;
}
