// SPDX-License-Identifier: MIT
/* How high characters must be to be read from the last row. Pure.
 *
 * A capital is legible when it spans at least 16 minutes of arc and comfortable from 20 to 22
 * (ISO 9241-303:2011, character height); its height is 2 * distance * tan(angle / 2).
 *
 * The rule of the wall, for capitals and digits:
 *   essential  called number, desk, recent numbers with their desks, figure of a service:
 *              20 minutes of arc from the last row where there is room, never under 16
 *   label      names and Indonesian words: 16 from half that distance, since whoever needs
 *              a name walks up to it
 *   second     English and lesser lines: 12 from half that distance
 * Where a screen is too small for all of it, texts are left out in the order of
 * display/scene_build.h, then all shrink alike, and display/scene_report.h names what is
 * missing. */
#ifndef LOKET_DISPLAY_READING_H
#define LOKET_DISPLAY_READING_H

struct reading {
    double distance_m;
    double mm_per_px;
};

enum {
    READING_COMFORT_ARCMIN = 20,
    READING_LEGIBLE_ARCMIN = 16,
    READING_SECOND_ARCMIN = 12,
};

/* Heights of capitals in pixels. */
struct reading_rule {
    int essential_px, essential_least_px;
    int label_px;
    int second_px;
};

/* Of a screen with that diagonal that shows width x height pixels. */
struct reading reading_make(double distance_m, double screen_inch, int width_px, int height_px);
/* Height of capitals, in pixels, rounded up. */
int reading_cap_px(struct reading reading, double arcmin);
/* The angle that capitals of cap_px span. */
double reading_arcmin(struct reading reading, double cap_px);
/* What the rule above asks for. */
struct reading_rule reading_rule(struct reading reading);

#endif
