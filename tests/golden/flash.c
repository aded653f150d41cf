// SPDX-License-Identifier: MIT
#include "tests/golden/flash.h"

#include <stdlib.h>
#include <string.h>

#include "tests/golden/colour.h"

static const float change_min = 0.10F, dark_max = 0.80F;

bool flash_init(struct flash_meter *meter, int width, int height)
{
    memset(meter, 0, sizeof *meter);
    meter->width = width;
    meter->height = height;
    meter->cell = calloc((size_t)width * (size_t)height, sizeof meter->cell[0]);
    return meter->cell != NULL;
}

static void turn(struct flash_cell *cell, int direction, float luminance)
{
    cell->direction = direction;
    cell->changes |= 1;
    cell->low = cell->high = luminance;
}

/* One more frame: a change counts when it turns against the one before. */
static void follow(struct flash_cell *cell, float luminance)
{
    cell->low = luminance < cell->low ? luminance : cell->low;
    cell->high = luminance > cell->high ? luminance : cell->high;
    bool fell = cell->high - luminance >= change_min && luminance < dark_max;
    bool rose = luminance - cell->low >= change_min && cell->low < dark_max;
    if (fell && cell->direction >= 0) {
        turn(cell, -1, luminance);
    } else if (rose && cell->direction <= 0) {
        turn(cell, 1, luminance);
    }
}

static int changes_within_a_second(const struct flash_cell *cell)
{
    return __builtin_popcount(cell->changes & ((UINT32_C(1) << FLASH_FRAMES_PER_S) - 1));
}

static double area_of_block(const struct flash_meter *meter, int left, int top, int w, int h)
{
    int flashing = 0;
    for (int y = top; y < top + h; y++) {
        for (int x = left; x < left + w; x++) {
            flashing +=
                changes_within_a_second(&meter->cell[y * meter->width + x]) > FLASH_CHANGES_MAX;
        }
    }
    return (double)flashing / (w * h);
}

static void find_worst_area(struct flash_meter *meter)
{
    int w = meter->width / 3, h = meter->height / 3;
    for (int top = 0; top + h <= meter->height; top += h / 4) {
        for (int left = 0; left + w <= meter->width; left += w / 4) {
            double area = area_of_block(meter, left, top, w, h);
            meter->worst_area = area > meter->worst_area ? area : meter->worst_area;
        }
    }
}

void flash_add(struct flash_meter *meter, const struct frame *frame)
{
    bool too_many = false;
    uint32_t colour = 0;
    float luminance = 0;
    for (int i = 0; i < meter->width * meter->height; i++) {
        struct flash_cell *cell = &meter->cell[i];
        if (frame->pixels[i] != colour) { /* runs of one colour are the rule */
            colour = frame->pixels[i];
            luminance = (float)colour_luminance(colour);
        }
        if (meter->frames == 0) {
            cell->low = cell->high = luminance;
        }
        cell->changes <<= 1;
        follow(cell, luminance);
        int changes = changes_within_a_second(cell);
        meter->most_changes = changes > meter->most_changes ? changes : meter->most_changes;
        too_many = too_many || changes > FLASH_CHANGES_MAX;
    }
    meter->frames++;
    if (too_many) {
        find_worst_area(meter);
    }
}

void flash_free(struct flash_meter *meter)
{
    free(meter->cell);
    memset(meter, 0, sizeof *meter);
}
