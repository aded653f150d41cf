// SPDX-License-Identifier: MIT
#include "display/mask.h"

#include <math.h>

struct point {
    double x, y; /* -1..1, y grows downwards */
};

struct polygon {
    int corners;
    double radius; /* rounding of the corners, the corners below are already inset by it */
    struct point corner[6];
};

static double clamp(double value, double low, double high)
{
    return value < low ? low : value > high ? high : value;
}

static double segment_distance(struct point p, struct point a, struct point b)
{
    double dx = b.x - a.x, dy = b.y - a.y;
    double t = clamp(((p.x - a.x) * dx + (p.y - a.y) * dy) / (dx * dx + dy * dy), 0, 1);
    return hypot(p.x - a.x - t * dx, p.y - a.y - t * dy);
}

/* Distance to the outline, negative inside (even-odd rule). */
static double polygon_distance(const struct polygon *polygon, struct point p)
{
    double nearest = 1e9;
    bool inside = false;
    for (int i = 0, j = polygon->corners - 1; i < polygon->corners; j = i++) {
        struct point a = polygon->corner[i], b = polygon->corner[j];
        nearest = fmin(nearest, segment_distance(p, a, b));
        if ((a.y > p.y) != (b.y > p.y) && p.x < (b.x - a.x) * (p.y - a.y) / (b.y - a.y) + a.x) {
            inside = !inside;
        }
    }
    return (inside ? -nearest : nearest) - polygon->radius;
}

static uint8_t coverage(double distance_px)
{
    return (uint8_t)lround(255 * clamp(0.5 - distance_px, 0, 1));
}

static struct point pixel_centre(int x, int y, int side)
{
    return (struct point){(x + 0.5) * 2 / side - 1, (y + 0.5) * 2 / side - 1};
}

void mask_disc(uint8_t *mask, int side)
{
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            struct point p = pixel_centre(x, y, side);
            mask[y * side + x] = coverage((hypot(p.x, p.y) - 1) * side / 2);
        }
    }
}

void mask_shape(uint8_t *mask, int side, enum wall_shape shape)
{
    /* Sized so that all marks look equally large. */
    static const struct polygon polygons[] = {
        [WALL_SHAPE_SQUARE] = {4, 0.16, {{-.77, -.77}, {.77, -.77}, {.77, .77}, {-.77, .77}}},
        [WALL_SHAPE_TRIANGLE] = {3, 0.12, {{0, -.80}, {.86, .76}, {-.86, .76}}},
        [WALL_SHAPE_DIAMOND] = {4, 0.12, {{0, -.88}, {.88, 0}, {0, .88}, {-.88, 0}}},
        [WALL_SHAPE_HEXAGON] =
            {6, 0.10, {{-.45, -.78}, {.45, -.78}, {.90, 0}, {.45, .78}, {-.45, .78}, {-.90, 0}}},
        [WALL_SHAPE_PENTAGON] = {5,
                                 0.10,
                                 {{0, -.89}, {.87, -.25}, {.54, .79}, {-.54, .79}, {-.87, -.25}}},
    };
    if (shape == WALL_SHAPE_CIRCLE) {
        mask_disc(mask, side);
        return;
    }
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            double distance = polygon_distance(&polygons[shape], pixel_centre(x, y, side));
            mask[y * side + x] = coverage(distance * side / 2);
        }
    }
}

/* Turns the point so that an arrow to the right becomes one in that direction. */
static struct point turn(struct point p, enum wall_direction direction)
{
    switch (direction) {
    case WALL_DIRECTION_LEFT:
        return (struct point){-p.x, p.y};
    case WALL_DIRECTION_STRAIGHT:
    case WALL_DIRECTION_UP:
        return (struct point){-p.y, p.x};
    case WALL_DIRECTION_NONE:
    case WALL_DIRECTION_RIGHT:
        break;
    }
    return p;
}

void mask_arrow(uint8_t *mask, int side, enum wall_direction direction)
{
    static const struct point tail = {-.80, 0}, tip = {.80, 0}, upper = {.12, -.68},
                              lower = {.12, .68};
    /* Upstairs gets a step under the arrow; straight on does not. */
    static const struct point step_a = {-.84, -.5}, step_b = {-.84, .5};
    struct point from = direction == WALL_DIRECTION_UP ? (struct point){-.45, 0} : tail;
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            struct point p = turn(pixel_centre(x, y, side), direction);
            double d = segment_distance(p, from, tip);
            d = fmin(d, segment_distance(p, tip, upper));
            d = fmin(d, segment_distance(p, tip, lower));
            if (direction == WALL_DIRECTION_UP) {
                d = fmin(d, segment_distance(p, step_a, step_b));
            }
            mask[y * side + x] = coverage((d - 0.125) * side / 2);
        }
    }
}
