// SPDX-License-Identifier: MIT
/* A picture as a PNG file: 8-bit RGB, the same bytes for the same pixels. */
#ifndef LOKET_DISPLAY_PNG_WRITE_H
#define LOKET_DISPLAY_PNG_WRITE_H

#include <stdbool.h>
#include <stdint.h>

/* pixels: 0x00RRGGBB in rows of pitch_bytes. Written beside `path` first and renamed, so
 * that a reader never sees half a file. False with errno when it cannot be written. */
bool png_write(const char *path, const void *pixels, int width, int height, int pitch_bytes);

#endif
