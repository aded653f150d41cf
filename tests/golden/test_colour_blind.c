// SPDX-License-Identifier: MIT
/* What is left of the wall without one kind of cones, or without any colour. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/golden/colour.h"
#include "tests/golden/measure.h"
#include "tests/golden/situation.h"

/* Of every text in every sight, and of plain shapes (WCAG 1.4.3 and 1.4.11). */
#define TEXT_MIN 4.5
#define SHAPE_MIN 3.0

static struct studio *open_studio(void)
{
    return studio_open(1280, 720);
}

static struct frame draw(struct studio *studio, enum colour_sight sight)
{
    struct frame frame = studio_draw(studio);
    if (sight != COLOUR_SIGHT_FULL) {
        colour_simulate_frame(&frame, sight);
    }
    return frame;
}

static void the_simulations_do_what_they_should(void **state)
{
    (void)state;
    for (int sight = 0; sight < COLOUR_SIGHTS; sight++) {
        for (uint32_t level = 0; level < 256; level += 51) {
            uint32_t grey = level << 16 | level << 8 | level;
            assert_int_equal(colour_simulate(grey, (enum colour_sight)sight), grey);
        }
    }
    assert_int_equal(colour_simulate(0x12AB34, COLOUR_SIGHT_FULL), 0x12AB34);
    /* A red and a green that differ clearly become nearly one colour. */
    uint32_t red = 0xC8503C, green = 0x788C3C;
    assert_true(abs((int)(red >> 8 & 0xFF) - (int)(green >> 8 & 0xFF)) > 50);
    red = colour_simulate(red, COLOUR_SIGHT_DEUTERANOPIA);
    green = colour_simulate(green, COLOUR_SIGHT_DEUTERANOPIA);
    for (int shift = 0; shift < 24; shift += 8) {
        assert_true(abs((int)(red >> shift & 0xFF) - (int)(green >> shift & 0xFF)) < 40);
    }
    /* Blue and yellow stay apart for them. */
    assert_true(colour_contrast(colour_simulate(0x3060C0, COLOUR_SIGHT_PROTANOPIA),
                                colour_simulate(0xF0D040, COLOUR_SIGHT_PROTANOPIA)) > 3);
}

struct least {
    double value;
    char what[SCENE_TEXT_BYTES + 64];
};

static int check_texts(const struct studio *studio, const struct frame *frame, const char *name,
                       enum colour_sight sight, struct least *least)
{
    int faults = 0;
    for (int i = 0; i < studio->scene.count; i++) {
        const struct scene_item *item = &studio->scene.item[i];
        struct scene_box place = measure_place(item);
        struct measured measured = {0};
        if (place.w <= 0) {
            continue;
        }
        measure_contrast(frame, place, &measured);
        if (least->value == 0 || measured.worst < least->value) {
            least->value = measured.worst;
            snprintf(least->what, sizeof least->what, "%s \"%s\"", name, item->text);
        }
        if (measured.worst < TEXT_MIN) {
            print_error("%s, %s: \"%s\" has %.2f : 1\n", name, colour_sight_name(sight), item->text,
                        measured.worst);
            faults++;
        }
    }
    return faults;
}

static void every_text_keeps_its_contrast_in_every_sight(void **state)
{
    (void)state;
    struct studio *studio = open_studio();
    struct least least[COLOUR_SIGHTS] = {0};
    int faults = 0;
    for (int i = 0; i < SITUATION_COUNT; i++) {
        const char *name = situation_get(i)->name;
        studio_load(studio, name);
        for (int sight = 0; sight < COLOUR_SIGHTS; sight++) {
            struct frame frame = draw(studio, (enum colour_sight)sight);
            faults += check_texts(studio, &frame, name, (enum colour_sight)sight, &least[sight]);
            frame_free(&frame);
        }
    }
    for (int sight = 0; sight < COLOUR_SIGHTS; sight++) {
        printf("# %s: least %.2f : 1, %s\n", colour_sight_name((enum colour_sight)sight),
               least[sight].value, least[sight].what);
    }
    studio_close(studio);
    assert_int_equal(faults, 0);
}

/* The number is drawn right after its mark. */
static const struct scene_item *number_of(const struct scene *scene, int mark)
{
    const struct scene_item *item = mark + 1 < scene->count ? &scene->item[mark + 1] : NULL;
    return item && item->kind == SCENE_TEXT && item->text[0] >= '0' && item->text[0] <= '9' ? item
                                                                                            : NULL;
}

/* Each desk of the crowded board is called in turn: its mark is on the stage then. */
static void the_number_on_every_desk_mark_is_readable_in_every_sight(void **state)
{
    (void)state;
    struct studio *studio = open_studio();
    double least = 21;
    int marks = 0;
    studio_load(studio, "many");
    struct wall_board *board = &studio->board;
    for (int first = 0; first < board->desk_count; first++) {
        board->call[0].desk = board->desk[first].number;
        studio_make(studio);
        for (int sight = 0; sight < COLOUR_SIGHTS; sight++) {
            struct frame frame = draw(studio, (enum colour_sight)sight);
            for (int i = 0; i < studio->scene.count; i++) {
                const struct scene_item *number = number_of(&studio->scene, i);
                struct measured measured = {0};
                if (studio->scene.item[i].kind != SCENE_MARK || !number) {
                    continue;
                }
                measure_contrast(&frame, measure_place(number), &measured);
                least = measured.worst < least ? measured.worst : least;
                marks++;
            }
            frame_free(&frame);
        }
    }
    printf("# %d desk marks, least %.2f : 1\n", marks, least);
    assert_true(marks >= board->desk_count * COLOUR_SIGHTS);
    studio_close(studio);
    assert_true(least >= TEXT_MIN);
}

/* The square that a mark fills, as light and dark only. */
static struct frame cut_out(const struct frame *frame, struct scene_box box)
{
    struct frame part;
    assert_true(frame_make(&part, box.w, box.h));
    uint32_t ground = frame_at(frame, box.x, box.y);
    for (int y = 0; y < box.h; y++) {
        for (int x = 0; x < box.w; x++) {
            uint32_t pixel = frame_at(frame, box.x + x, box.y + y);
            part.pixels[y * box.w + x] = pixel == ground ? 0 : pixel < 0x606060 ? 2 : 1;
        }
    }
    return part;
}

static double share_apart(const struct frame *a, const struct frame *b)
{
    int apart = 0;
    for (int i = 0; i < a->width * a->height; i++) {
        apart += a->pixels[i] != b->pixels[i];
    }
    return (double)apart / (a->width * a->height);
}

/* The mark on the stage for a desk, without colour. */
static struct frame grey_mark(struct studio *studio, int desk)
{
    studio->board.call[0].desk = desk;
    studio_make(studio);
    struct frame frame = draw(studio, COLOUR_SIGHT_GREY), part = {0};
    const struct scene_item *largest = NULL;
    for (int i = 0; i < studio->scene.count; i++) {
        const struct scene_item *item = &studio->scene.item[i];
        if (item->kind == SCENE_MARK && (!largest || item->box.h > largest->box.h)) {
            largest = item;
        }
    }
    assert_non_null(largest);
    part = cut_out(&frame, largest->box);
    frame_free(&frame);
    return part;
}

static void desks_are_told_apart_without_any_colour(void **state)
{
    (void)state;
    enum { DESKS = 12 };
    struct studio *studio = open_studio();
    struct frame mark[DESKS];
    double least = 1;
    int pairs = 0;
    studio_load(studio, "busy");
    /* Twelve desks of six shapes: the second six differ from the first by their number alone. */
    for (int i = 0; i < DESKS; i++) {
        studio->board.desk[i] = studio->board.desk[0];
        studio->board.desk[i].number = i + 1;
        studio->board.desk[i].shape = (enum wall_shape)(i % 6);
    }
    studio->board.desk_count = DESKS;
    for (int i = 0; i < DESKS; i++) {
        mark[i] = grey_mark(studio, i + 1);
        for (int k = 0; k < i; k++) {
            if (mark[i].width == mark[k].width && mark[i].height == mark[k].height) {
                double apart = share_apart(&mark[i], &mark[k]);
                least = apart < least ? apart : least;
                pairs++;
            }
        }
    }
    printf("# marks of two desks differ in %.1f %% of their pixels at least\n", least * 100);
    for (int i = 0; i < DESKS; i++) {
        frame_free(&mark[i]);
    }
    studio_close(studio);
    assert_true(pairs >= DESKS * (DESKS - 1) / 4); /* marks of one size can be compared */
    assert_true(least >= 0.03);
}

static bool is_bar(const struct scene_item *item, const struct scene *scene)
{
    return item->kind == SCENE_RECT && item->radius_px == 0 && item->box.h > 3 && item->box.w > 3 &&
           item->box.w < scene->width / 8 && item->box.y < scene->height / 2 &&
           item->box.x < scene->width * 3 / 5;
}

/* The bars of a drawn chart: to their ground, and the quiet ones to the others. */
struct bars {
    int count;
    double least;           /* contrast to the ground */
    double darkest, palest; /* contrast to black */
};

static struct bars look_at_bars(const struct scene *scene, const struct frame *frame)
{
    struct bars bars = {.least = 21, .darkest = 21};
    for (int i = 0; i < scene->count; i++) {
        const struct scene_item *item = &scene->item[i];
        if (is_bar(item, scene)) {
            int x = item->box.x, y = item->box.y + item->box.h / 2;
            uint32_t colour = frame_at(frame, x + item->box.w / 2, y);
            double contrast = colour_contrast(colour, frame_at(frame, x - 2, y));
            double light = colour_contrast(colour, 0);
            bars.least = contrast < bars.least ? contrast : bars.least;
            bars.darkest = light < bars.darkest ? light : bars.darkest;
            bars.palest = light > bars.palest ? light : bars.palest;
            bars.count++;
        }
    }
    return bars;
}

/* Quiet hours are marked by the word "sepi" as well: the two colours need not carry it alone. */
static void bars_of_the_quiet_hours_stand_out_in_every_sight(void **state)
{
    (void)state;
    struct studio *studio = open_studio();
    studio_load(studio, "quiet_hours");
    for (int sight = 0; sight < COLOUR_SIGHTS; sight++) {
        struct frame frame = draw(studio, (enum colour_sight)sight);
        struct bars bars = look_at_bars(&studio->scene, &frame);
        printf("# %s: %d bars, least %.2f : 1, quiet to busy %.2f : 1\n",
               colour_sight_name((enum colour_sight)sight), bars.count, bars.least,
               bars.palest / bars.darkest);
        frame_free(&frame);
        assert_in_range(bars.count, 5, 24);
        assert_true(bars.least >= SHAPE_MIN);
        assert_true(bars.palest / bars.darkest >= 1.5);
    }
    bool told = false;
    for (int i = 0; i < studio->scene.count; i++) {
        told = told || strcmp(studio->scene.item[i].text, "sepi") == 0;
    }
    studio_close(studio);
    assert_true(told);
}

static void colours_that_merge_are_found(void **state)
{
    (void)state;
    struct studio *studio = open_studio();
    struct least least = {0};
    studio_load(studio, "busy");
    for (int i = 0; i < studio->scene.count; i++) {
        struct scene_item *item = &studio->scene.item[i];
        if (item->kind == SCENE_TEXT && strcmp(item->text, "Loket 2") == 0) {
            item->colour = 0xFF6050; /* red: 3.9 : 1 on the green stage, 1.7 for protanopes */
        }
    }
    struct frame frame = draw(studio, COLOUR_SIGHT_PROTANOPIA);
    assert_true(check_texts(studio, &frame, "planted", COLOUR_SIGHT_PROTANOPIA, &least) > 0);
    frame_free(&frame);
    studio_close(studio);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_simulations_do_what_they_should),
        cmocka_unit_test(every_text_keeps_its_contrast_in_every_sight),
        cmocka_unit_test(the_number_on_every_desk_mark_is_readable_in_every_sight),
        cmocka_unit_test(desks_are_told_apart_without_any_colour),
        cmocka_unit_test(bars_of_the_quiet_hours_stand_out_in_every_sight),
        cmocka_unit_test(colours_that_merge_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
