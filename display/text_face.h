// SPDX-License-Identifier: MIT
/* Asks fontconfig which font file to draw with. */
#ifndef LOKET_DISPLAY_TEXT_FACE_H
#define LOKET_DISPLAY_TEXT_FACE_H

#include <stdbool.h>

#include "display/scene.h"

enum { TEXT_PATH_BYTES = 512 };

struct text_file {
    char path[TEXT_PATH_BYTES];
    int index; /* of the font inside a collection */
};

/* The wall's typeface: Noto Sans, else DejaVu Sans, else whatever there is; one file for
 * each weight. */
bool text_face_find(struct text_file file[2]);
/* A font with the glyphs of a text that the wall's typeface lacks: one that has all of them,
 * else the one that has most. False when no font has any of them. */
bool text_face_for(const char *text, enum scene_weight weight, struct text_file *file);

#endif
