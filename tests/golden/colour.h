// SPDX-License-Identifier: MIT
/* Colours as eyes see them: luminance, contrast, and what colour-blind visitors are left with. */
#ifndef LOKET_TESTS_GOLDEN_COLOUR_H
#define LOKET_TESTS_GOLDEN_COLOUR_H

#include "tests/golden/frame.h"

/* WCAG 2.2, relative luminance 0..1 and contrast 1..21. */
double colour_luminance(uint32_t colour);
double colour_contrast(uint32_t a, uint32_t b);

/* Complete loss of one kind of cones, and of all colour. */
enum colour_sight {
    COLOUR_SIGHT_FULL,
    COLOUR_SIGHT_PROTANOPIA,
    COLOUR_SIGHT_DEUTERANOPIA,
    COLOUR_SIGHT_TRITANOPIA,
    COLOUR_SIGHT_GREY,
    COLOUR_SIGHTS,
};

const char *colour_sight_name(enum colour_sight sight);
/* Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color
 * Vision Deficiency", IEEE TVCG 15(6), 2009: the matrices of severity 1.0, in linear light.
 * GREY keeps the luminance alone. */
uint32_t colour_simulate(uint32_t colour, enum colour_sight sight);
void colour_simulate_frame(struct frame *frame, enum colour_sight sight);

#endif
