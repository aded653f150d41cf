// SPDX-License-Identifier: MIT
#include "tests/golden/measure.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/golden/colour.h"

enum { COLOURS_MAX = 8192, AREA_PERCENT = 20 };
#define CAP_PER_EM 0.714 /* Noto Sans */

struct tally {
    uint32_t colour;
    int around, inside; /* pixels in the wider place, and in the place itself */
    double contrast;    /* to the ground */
};

struct histogram {
    int count;
    struct tally tally[COLOURS_MAX];
};

static struct tally *find(struct histogram *histogram, uint32_t colour)
{
    /* Newest first: neighbours mostly have the colour of the pixel before. */
    for (int i = histogram->count - 1; i >= 0; i--) {
        if (histogram->tally[i].colour == colour) {
            return &histogram->tally[i];
        }
    }
    if (histogram->count == COLOURS_MAX) {
        return &histogram->tally[0];
    }
    histogram->tally[histogram->count] = (struct tally){.colour = colour};
    return &histogram->tally[histogram->count++];
}

static bool within(struct scene_box box, int x, int y)
{
    return x >= box.x && x < box.x + box.w && y >= box.y && y < box.y + box.h;
}

static void count_colours(const struct frame *frame, struct scene_box place,
                          struct histogram *histogram)
{
    int margin = place.h / 5 > 2 ? place.h / 5 : 2;
    struct tally *last = NULL;
    for (int y = place.y - margin; y < place.y + place.h + margin; y++) {
        for (int x = place.x - margin; x < place.x + place.w + margin; x++) {
            if (x < 0 || y < 0 || x >= frame->width || y >= frame->height) {
                continue;
            }
            uint32_t colour = frame_at(frame, x, y);
            last = last && last->colour == colour ? last : find(histogram, colour);
            last->around++;
            last->inside += within(place, x, y);
        }
    }
}

static int by_contrast(const void *a, const void *b)
{
    double left = ((const struct tally *)a)->contrast, right = ((const struct tally *)b)->contrast;
    return (left < right) - (left > right);
}

/* Sets ink and contrast. */
static void find_ink(struct histogram *histogram, int pixels, struct measured *measured)
{
    int needed = pixels / 400 > 3 ? pixels / 400 : 3, seen = 0;
    qsort(histogram->tally, (size_t)histogram->count, sizeof histogram->tally[0], by_contrast);
    for (int i = 0; i < histogram->count && seen < needed; i++) {
        seen += histogram->tally[i].inside;
        measured->ink = histogram->tally[i].colour;
        measured->contrast = histogram->tally[i].contrast;
    }
}

/* A large plain area is a ground as well, unless it is the ink of heavy letters. */
static double worst_contrast(const struct histogram *histogram, int pixels,
                             const struct measured *measured)
{
    double worst = measured->contrast;
    for (int i = 0; i < histogram->count; i++) {
        const struct tally *tally = &histogram->tally[i];
        bool area = pixels > 200 && tally->inside * 100 > pixels * AREA_PERCENT;
        if (area && tally->contrast < measured->contrast * 0.8) {
            worst = fmin(worst, colour_contrast(tally->colour, measured->ink));
        }
    }
    return worst;
}

bool measure_contrast(const struct frame *frame, struct scene_box place, struct measured *measured)
{
    struct histogram *histogram = calloc(1, sizeof *histogram);
    if (!histogram) {
        return false;
    }
    count_colours(frame, place, histogram);
    int most = 0;
    for (int i = 0; i < histogram->count; i++) {
        if (histogram->tally[i].around > most) {
            most = histogram->tally[i].around;
            measured->ground = histogram->tally[i].colour;
        }
    }
    for (int i = 0; i < histogram->count; i++) {
        struct tally *tally = &histogram->tally[i];
        tally->contrast = colour_contrast(tally->colour, measured->ground);
    }
    find_ink(histogram, place.w * place.h, measured);
    measured->worst = worst_contrast(histogram, place.w * place.h, measured);
    free(histogram);
    return most > 0 && measured->contrast > 1.05;
}

struct scene_box measure_place(const struct scene_item *item)
{
    int cap = (int)lround(item->size_px * CAP_PER_EM);
    if (item->kind == SCENE_TEXT) {
        return (struct scene_box){item->x, item->baseline_y - cap, item->text_w, cap};
    }
    return item->kind == SCENE_ARROW ? item->box : (struct scene_box){0, 0, 0, 0};
}

/* 0 = ground, 1 = ink, by the channel in which they are farthest apart. */
static double coverage(uint32_t pixel, const struct measured *measured)
{
    int most = 0, shift = 0;
    for (int s = 0; s < 24; s += 8) {
        int apart = abs((int)(measured->ink >> s & 0xFF) - (int)(measured->ground >> s & 0xFF));
        if (apart > most) {
            most = apart;
            shift = s;
        }
    }
    int ground = (int)(measured->ground >> shift & 0xFF),
        ink = (int)(measured->ink >> shift & 0xFF);
    return (double)((int)(pixel >> shift & 0xFF) - ground) / (ink - ground);
}

static bool row_is_inked(const struct frame *frame, struct scene_box columns, int y,
                         const struct measured *measured, double least)
{
    for (int x = columns.x; x < columns.x + columns.w && y >= 0 && y < frame->height; x++) {
        if (x >= 0 && x < frame->width && coverage(frame_at(frame, x, y), measured) >= least) {
            return true;
        }
    }
    return false;
}

/* The columns of a flat letter, one that hardly overshoots and never descends. Near the start:
 * letters are set to whole pixels, which adds up in a long text. */
static bool find_flat(const struct scene_item *item, const struct scene_measure *measure,
                      struct scene_box *columns)
{
    size_t at = strcspn(item->text, "BDEFHIKLMNPRTZ1247");
    if (!item->text[at] || at > 3) {
        return false;
    }
    char prefix[SCENE_TEXT_BYTES];
    memcpy(prefix, item->text, sizeof prefix);
    prefix[at] = '\0';
    int left = at ? measure->width(measure->context, item->weight, item->size_px, prefix) : 0;
    prefix[at] = item->text[at];
    prefix[at + 1] = '\0';
    int right = measure->width(measure->context, item->weight, item->size_px, prefix);
    /* Not the edges: a neighbour that is taller may reach into them. */
    int inset = (right - left) / 6 + 1;
    columns->x = item->x + left + inset;
    columns->w = right - left - 2 * inset;
    return columns->w > 0;
}

int measure_cap_rows(const struct frame *frame, const struct scene_item *item,
                     const struct scene_measure *measure, double *expected_px)
{
    struct scene_box columns;
    struct measured measured;
    *expected_px = item->size_px * CAP_PER_EM;
    if (item->kind != SCENE_TEXT || !find_flat(item, measure, &columns) ||
        !measure_contrast(frame, measure_place(item), &measured)) {
        return 0;
    }
    /* From the middle of the letter as far as it goes, for what stands above or below is apart;
     * thin strokes between two columns are faint. Then the rows at its ends must count. */
    int middle = item->baseline_y - (int)*expected_px / 2, top = middle, bottom = middle;
    while (row_is_inked(frame, columns, top - 1, &measured, 0.25)) {
        top--;
    }
    while (row_is_inked(frame, columns, bottom, &measured, 0.25)) {
        bottom++;
    }
    while (top < bottom && !row_is_inked(frame, columns, top, &measured, 0.5)) {
        top++;
    }
    while (top < bottom && !row_is_inked(frame, columns, bottom - 1, &measured, 0.5)) {
        bottom--;
    }
    return bottom - top;
}
