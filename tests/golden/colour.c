// SPDX-License-Identifier: MIT
#include "tests/golden/colour.h"

#include <math.h>
#include <stddef.h>

static const double luminance_of[3] = {0.2126, 0.7152, 0.0722}; /* red, green, blue */

static double to_linear(uint32_t level)
{
    double c = level / 255.0;
    return c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4);
}

static uint32_t to_level(double linear)
{
    double c = fmin(fmax(linear, 0), 1);
    c = c <= 0.0031308 ? c * 12.92 : 1.055 * pow(c, 1 / 2.4) - 0.055;
    return (uint32_t)lround(c * 255);
}

double colour_luminance(uint32_t colour)
{
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        sum += luminance_of[i] * to_linear(colour >> (16 - 8 * i) & 0xFF);
    }
    return sum;
}

double colour_contrast(uint32_t a, uint32_t b)
{
    double one = colour_luminance(a), other = colour_luminance(b);
    return (fmax(one, other) + 0.05) / (fmin(one, other) + 0.05);
}

const char *colour_sight_name(enum colour_sight sight)
{
    static const char *const names[COLOUR_SIGHTS] = {"full sight", "protanopia", "deuteranopia",
                                                     "tritanopia", "grey"};
    return names[sight];
}

uint32_t colour_simulate(uint32_t colour, enum colour_sight sight)
{
    static const double matrix[COLOUR_SIGHTS][3][3] = {
        [COLOUR_SIGHT_FULL] = {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
        [COLOUR_SIGHT_PROTANOPIA] = {{0.152286, 1.052583, -0.204868},
                                     {0.114503, 0.786281, 0.099216},
                                     {-0.003882, -0.048116, 1.051998}},
        [COLOUR_SIGHT_DEUTERANOPIA] = {{0.367322, 0.860646, -0.227968},
                                       {0.280085, 0.672501, 0.047413},
                                       {-0.011820, 0.042940, 0.968881}},
        [COLOUR_SIGHT_TRITANOPIA] = {{1.255528, -0.076749, -0.178779},
                                     {-0.078411, 0.930809, 0.147602},
                                     {0.004733, 0.691367, 0.303900}},
        [COLOUR_SIGHT_GREY] = {{0.2126, 0.7152, 0.0722},
                               {0.2126, 0.7152, 0.0722},
                               {0.2126, 0.7152, 0.0722}},
    };
    double linear[3];
    uint32_t seen = 0;
    for (int i = 0; i < 3; i++) {
        linear[i] = to_linear(colour >> (16 - 8 * i) & 0xFF);
    }
    for (int i = 0; i < 3; i++) {
        const double *row = matrix[sight][i];
        seen |= to_level(row[0] * linear[0] + row[1] * linear[1] + row[2] * linear[2])
                << (16 - 8 * i);
    }
    return seen;
}

void colour_simulate_frame(struct frame *frame, enum colour_sight sight)
{
    /* Frames have few colours, mostly in runs: what is known is not computed again. */
    enum { KNOWN = 4096 };
    uint32_t known[KNOWN], seen[KNOWN];
    for (int i = 0; i < KNOWN; i++) {
        known[i] = UINT32_MAX;
    }
    for (size_t i = 0; i < (size_t)frame->width * (size_t)frame->height; i++) {
        uint32_t colour = frame->pixels[i];
        uint32_t place = (colour * UINT32_C(2654435761)) >> 20;
        if (known[place] != colour) {
            known[place] = colour;
            seen[place] = colour_simulate(colour, sight);
        }
        frame->pixels[i] = seen[place];
    }
}
