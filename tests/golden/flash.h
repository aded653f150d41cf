// SPDX-License-Identifier: MIT
/* Counts flashes as WCAG 2.2 defines them (2.3.1, general flash): a flash is a pair of
 * opposing changes of relative luminance by 10 % or more of its maximum, where the darker
 * picture is below 0.80; more than three within a second are too many when they cover a
 * quarter of any block of a third of the width by a third of the height. */
#ifndef LOKET_TESTS_GOLDEN_FLASH_H
#define LOKET_TESTS_GOLDEN_FLASH_H

#include "tests/golden/frame.h"

enum { FLASH_FRAMES_PER_S = 30, FLASH_CHANGES_MAX = 6 };

struct flash_cell {
    float low, high;  /* since the last change */
    int direction;    /* of the last change, 0 = none yet */
    uint32_t changes; /* one bit for each of the last 32 frames */
};

struct flash_meter {
    int width, height;
    struct flash_cell *cell;
    int frames;
    int most_changes;  /* of any pixel within any second */
    double worst_area; /* share of a block with more than FLASH_CHANGES_MAX within a second */
};

bool flash_init(struct flash_meter *meter, int width, int height);
/* The next frame, 1/30 s after the one before; of the meter's size. */
void flash_add(struct flash_meter *meter, const struct frame *frame);
void flash_free(struct flash_meter *meter);

#endif
