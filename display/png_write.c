// SPDX-License-Identifier: MIT
#include "display/png_write.h"

#include <errno.h>
#include <png.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

struct picture {
    const void *pixels;
    int width, height, pitch_bytes;
};

/* Apart because libpng comes back by longjmp: nothing here may change after setjmp. */
static bool encode(FILE *file, png_structp png, png_infop info, const struct picture *picture,
                   png_bytep row)
{
    if (setjmp(png_jmpbuf(png))) {
        return false;
    }
    png_init_io(png, file);
    png_set_compression_level(png, 3);
    png_set_IHDR(png, info, (png_uint_32)picture->width, (png_uint_32)picture->height, 8,
                 PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
                 PNG_FILTER_TYPE_DEFAULT);
    png_write_info(png, info);
    for (int y = 0; y < picture->height; y++) {
        const uint32_t *from =
            (const uint32_t *)(const void *)((const uint8_t *)picture->pixels +
                                             (size_t)y * (size_t)picture->pitch_bytes);
        for (int x = 0; x < picture->width; x++) {
            row[x * 3] = (png_byte)(from[x] >> 16);
            row[x * 3 + 1] = (png_byte)(from[x] >> 8);
            row[x * 3 + 2] = (png_byte)from[x];
        }
        png_write_row(png, row);
    }
    png_write_end(png, info);
    return true;
}

static bool write_file(FILE *file, const struct picture *picture)
{
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    png_bytep row = malloc((size_t)picture->width * 3);
    bool good = info && row && encode(file, png, info, picture, row);
    free(row);
    png_destroy_write_struct(&png, &info);
    return good;
}

bool png_write(const char *path, const void *pixels, int width, int height, int pitch_bytes)
{
    char beside[4096];
    int length = snprintf(beside, sizeof beside, "%s.part", path);
    if (length < 0 || (size_t)length >= sizeof beside) {
        errno = ENAMETOOLONG;
        return false;
    }
    FILE *file = fopen(beside, "wb");
    if (!file) {
        return false;
    }
    struct picture picture = {pixels, width, height, pitch_bytes};
    bool good = write_file(file, &picture);
    good = fclose(file) == 0 && good;
    good = good && rename(beside, path) == 0;
    if (!good) {
        int saved = errno;
        unlink(beside);
        errno = saved;
    }
    return good;
}
