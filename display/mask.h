// SPDX-License-Identifier: MIT
/* Smooth shapes as coverage masks, from signed distances. Pure. */
#ifndef LOKET_DISPLAY_MASK_H
#define LOKET_DISPLAY_MASK_H

#include <stdint.h>

#include "display/board_model.h"

/* Fill side*side bytes, row by row, 0 = outside .. 255 = inside. */
void mask_disc(uint8_t *mask, int side);
void mask_shape(uint8_t *mask, int side, enum wall_shape shape);
void mask_arrow(uint8_t *mask, int side, enum wall_direction direction);

#endif
