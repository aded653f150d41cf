// SPDX-License-Identifier: MIT
/* Texts and arrows measured in the drawn picture, as if nobody knew what was meant to be
 * drawn: the place comes from the scene, everything else from the pixels. */
#ifndef LOKET_TESTS_GOLDEN_MEASURE_H
#define LOKET_TESTS_GOLDEN_MEASURE_H

#include "display/scene.h"
#include "tests/golden/frame.h"

struct measured {
    uint32_t ground; /* the most frequent colour of the place and a little around it */
    uint32_t ink;    /* the least extreme of the most extreme few pixels, see below */
    double contrast; /* of the two */
    double worst;    /* of the ink to any plain area of the place: a text on two grounds */
};

/* Small letters hardly anywhere reach their full ink, smooth edges are most of them. The ink is
 * what the 1/400 of the pixels, at least 3, that stand out most reach at least: one stray
 * pixel does not decide, and the pale edges do not either. False when nothing stands out. */
bool measure_contrast(const struct frame *frame, struct scene_box place, struct measured *measured);

/* Where the capitals of a text are, or the whole of an arrow; an empty box for other items. */
struct scene_box measure_place(const struct scene_item *item);

/* Rows of the picture that the first flat capital or digit of the text fills at least half;
 * 0 when the text has none. `expected_px`: what the typeface says. */
int measure_cap_rows(const struct frame *frame, const struct scene_item *item,
                     const struct scene_measure *measure, double *expected_px);

#endif
