// SPDX-License-Identifier: MIT
#include "display/reading.h"

#include <math.h>

static const double radians_per_arcmin = 3.14159265358979323846 / 180.0 / 60.0;
static const double mm_per_inch = 25.4;

struct reading reading_make(double distance_m, double screen_inch, int width_px, int height_px)
{
    double diagonal_px = hypot(width_px, height_px);
    return (struct reading){
        .distance_m = distance_m,
        .mm_per_px = diagonal_px > 0 ? screen_inch * mm_per_inch / diagonal_px : 0,
    };
}

int reading_cap_px(struct reading reading, double arcmin)
{
    if (reading.mm_per_px <= 0) {
        return 0;
    }
    double mm = 2.0 * reading.distance_m * 1000.0 * tan(arcmin * radians_per_arcmin / 2.0);
    /* A hair less, so that an exact number of pixels is not rounded up to the next. */
    return (int)ceil(mm / reading.mm_per_px - 1e-9);
}

double reading_arcmin(struct reading reading, double cap_px)
{
    if (reading.distance_m <= 0) {
        return 0;
    }
    double mm = cap_px * reading.mm_per_px;
    return 2.0 * atan(mm / (2.0 * reading.distance_m * 1000.0)) / radians_per_arcmin;
}

struct reading_rule reading_rule(struct reading reading)
{
    struct reading near = {reading.distance_m / 2.0, reading.mm_per_px};
    return (struct reading_rule){
        .essential_px = reading_cap_px(reading, READING_COMFORT_ARCMIN),
        .essential_least_px = reading_cap_px(reading, READING_LEGIBLE_ARCMIN),
        .label_px = reading_cap_px(near, READING_LEGIBLE_ARCMIN),
        .second_px = reading_cap_px(near, READING_SECOND_ARCMIN),
    };
}
