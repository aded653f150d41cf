// SPDX-License-Identifier: MIT
/* Contrast and height of what was really drawn, in every situation and size. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/golden/measure.h"
#include "tests/golden/situation.h"

#define CONTRAST_MIN 7.0

/* The least found, for the one line that is reported. */
struct least {
    double value;
    char what[SCENE_TEXT_BYTES + 64];
    int count;
};

static void note(struct least *least, double value, const char *situation,
                 const struct studio *studio, const struct scene_item *item)
{
    if (least->count++ == 0 || value < least->value) {
        least->value = value;
        snprintf(least->what, sizeof least->what, "%s %dx%d \"%s\"", situation, studio->scene.width,
                 studio->scene.height, item->kind == SCENE_ARROW ? "(arrow)" : item->text);
    }
}

static struct studio *open_at(struct situation_size size)
{
    return studio_open(size.width, size.height);
}

static struct frame draw(struct studio *studio, const struct situation *situation)
{
    studio_load(studio, situation->name);
    return studio_draw(studio);
}

/* Each item of each frame goes through `look`, which counts faults. */
typedef int look(const struct studio *studio, const struct frame *frame,
                 const struct scene_item *item, const char *situation, struct least *least);

static int look_at(const struct studio *studio, const struct frame *frame, const char *name,
                   look *one, struct least *least)
{
    int faults = 0;
    for (int i = 0; i < studio->scene.count; i++) {
        faults += one(studio, frame, &studio->scene.item[i], name, least);
    }
    return faults;
}

static int look_at_all(look *one, struct least *least)
{
    int faults = 0;
    for (int s = 0; s < SITUATION_SIZES; s++) {
        struct studio *studio = open_at(situation_size_get(s));
        for (int i = 0; i < SITUATION_COUNT; i++) {
            const struct situation *situation = situation_get(i);
            struct frame frame = draw(studio, situation);
            faults += look_at(studio, &frame, situation->name, one, least);
            frame_free(&frame);
        }
        studio_close(studio);
    }
    return faults;
}

static int look_at_contrast(const struct studio *studio, const struct frame *frame,
                            const struct scene_item *item, const char *situation,
                            struct least *least)
{
    struct scene_box place = measure_place(item);
    struct measured measured = {0};
    if (place.w <= 0) {
        return 0;
    }
    bool seen = measure_contrast(frame, place, &measured);
    note(least, measured.worst, situation, studio, item);
    if (seen && measured.worst >= CONTRAST_MIN) {
        return 0;
    }
    print_error("%s %dx%d: \"%s\" has %.2f : 1 (#%06X on #%06X, over all its grounds %.2f)\n",
                situation, frame->width, frame->height, item->text, measured.contrast, measured.ink,
                measured.ground, measured.worst);
    return 1;
}

static void every_text_and_arrow_has_seven_to_one_in_the_picture(void **state)
{
    (void)state;
    struct least least = {0};
    int faults = look_at_all(look_at_contrast, &least);
    printf("# contrast: %d texts and arrows, least %.2f : 1, %s\n", least.count, least.value,
           least.what);
    assert_int_equal(faults, 0);
    assert_true(least.count > 1500);
}

static int look_at_height(const struct studio *studio, const struct frame *frame,
                          const struct scene_item *item, const char *situation, struct least *least)
{
    double expected = 0;
    struct scene_measure measure = wall_measure(studio->canvas.wall);
    int rows = measure_cap_rows(frame, item, &measure, &expected);
    double slack = 1.0 + expected * 0.015; /* a round 2 is that much higher than a flat 1 */
    if (rows == 0) {
        return 0;
    }
    note(least, -fabs(rows - expected), situation, studio, item);
    if (fabs(rows - expected) <= slack) {
        return 0;
    }
    print_error("%s %dx%d: \"%s\" has capitals of %d rows, not %.1f\n", situation, frame->width,
                frame->height, item->text, rows, expected);
    return 1;
}

static void drawn_capitals_are_as_high_as_the_typeface_says(void **state)
{
    (void)state;
    struct least least = {0};
    int faults = look_at_all(look_at_height, &least);
    printf("# height: %d texts, farthest from the typeface %.2f px, %s\n", least.count,
           -least.value, least.what);
    assert_int_equal(faults, 0);
    assert_true(least.count > 1000);
}

static bool is_call(const char *text)
{
    return strchr(text, '-') || strncmp(text, "Loket", 5) == 0;
}

/* A label or second line may shrink a little before it is cut. */
#define SHRUNK 0.8

/* What display/reading.h asks of a text, as an angle from the last row. */
static double angle_wanted(const struct scene_item *item, const char *situation)
{
    bool crowded = situation_named(situation)->crowded;
    switch (item->role) {
    case SCENE_ESSENTIAL:
        return !crowded || is_call(item->text) ? READING_LEGIBLE_ARCMIN : 0;
    case SCENE_LABEL:
        return crowded ? 0 : READING_LEGIBLE_ARCMIN / 2.0 * SHRUNK;
    case SCENE_SECOND:
        return crowded ? 0 : READING_SECOND_ARCMIN / 2.0 * SHRUNK;
    }
    return 0;
}

static int look_at_angle(const struct studio *studio, const struct frame *frame,
                         const struct scene_item *item, const char *situation, struct least *least)
{
    double expected = 0, wanted = angle_wanted(item, situation);
    struct scene_measure measure = wall_measure(studio->canvas.wall);
    int rows = wanted > 0 ? measure_cap_rows(frame, item, &measure, &expected) : 0;
    if (rows == 0) {
        return 0;
    }
    double angle = reading_arcmin(studio->scene.reading, rows);
    note(&least[item->role], angle, situation, studio, item);
    /* Of a row that its capitals fill less than half nothing is counted. */
    double slack = item->role == SCENE_ESSENTIAL ? 0 : reading_arcmin(studio->scene.reading, 0.5);
    if (angle + slack >= wanted) {
        return 0;
    }
    print_error("%s %dx%d: \"%s\", %d rows, spans %.1f minutes of arc, not %.1f\n", situation,
                frame->width, frame->height, item->text, rows, angle, wanted);
    return 1;
}

static void what_the_last_row_must_read_spans_sixteen_minutes_of_arc(void **state)
{
    (void)state;
    struct least least[SCENE_ESSENTIAL + 1] = {0};
    static const char *const names[] = {"labels", "second lines", "essential texts"};
    int faults = look_at_all(look_at_angle, least);
    for (int i = 0; i <= SCENE_ESSENTIAL; i++) {
        printf("# angle: %d %s, least %.1f minutes of arc, %s\n", least[i].count, names[i],
               least[i].value, least[i].what);
    }
    assert_int_equal(faults, 0);
    assert_true(least[SCENE_ESSENTIAL].count > 200);
}

static void digits_are_tabular(void **state)
{
    (void)state;
    struct studio *studio = open_at(situation_size_get(0));
    struct scene_measure measure = wall_measure(studio->canvas.wall);
    for (int weight = SCENE_REGULAR; weight <= SCENE_BOLD; weight++) {
        enum scene_weight w = (enum scene_weight)weight;
        int wide = measure.width(measure.context, w, 200, "0000");
        for (char digit = '1'; digit <= '9'; digit++) {
            char text[] = {digit, digit, digit, digit, '\0'};
            assert_int_equal(measure.width(measure.context, w, 200, text), wide);
        }
    }
    studio_close(studio);
}

/* The measurement itself must be able to fail. */
static struct scene_item *first_text(struct studio *studio, const char *text)
{
    for (int i = 0; i < studio->scene.count; i++) {
        struct scene_item *item = &studio->scene.item[i];
        if (item->kind == SCENE_TEXT && strcmp(item->text, text) == 0) {
            return item;
        }
    }
    fail_msg("no \"%s\"", text);
    return NULL;
}

static void a_pale_text_is_found(void **state)
{
    (void)state;
    struct least least = {0};
    struct studio *studio = open_at(situation_size_get(0));
    struct frame frame = draw(studio, situation_named("busy"));
    assert_int_equal(look_at(studio, &frame, "busy", look_at_contrast, &least), 0);
    frame_free(&frame);
    first_text(studio, "Klaim JHT")->colour = 0x6E7773; /* 4.6 : 1 on white */
    frame = studio_draw(studio);
    struct measured measured;
    assert_true(
        measure_contrast(&frame, measure_place(first_text(studio, "Klaim JHT")), &measured));
    assert_int_equal(measured.ground, 0xFFFFFF);
    assert_true(measured.contrast > 4.2 && measured.contrast < 4.9);
    frame_free(&frame);
    studio_close(studio);
}

static void a_text_that_is_covered_or_lies_on_two_grounds_is_found(void **state)
{
    (void)state;
    struct studio *studio = open_at(situation_size_get(0));
    struct frame frame = draw(studio, situation_named("busy"));
    frame_free(&frame);
    const struct scene_item *number = first_text(studio, "A-025");
    struct scene_box place = measure_place(number);
    struct scene_item *cover = &studio->scene.item[studio->scene.count++];
    memset(cover, 0, sizeof *cover);
    *cover =
        (struct scene_item){.kind = SCENE_RECT, .box = place, .colour = 0xF0B429, .alpha = 255};
    struct measured measured;
    frame = studio_draw(studio);
    assert_false(measure_contrast(&frame, place, &measured) && measured.contrast > 7 &&
                 measured.worst > 7);
    frame_free(&frame);
    /* Amber behind the right half of the white number. */
    struct scene_item last = *cover;
    memmove(&studio->scene.item[1], &studio->scene.item[0],
            (size_t)(studio->scene.count - 1) * sizeof last);
    int at = (int)(number - studio->scene.item) + 1;
    struct scene_item text = studio->scene.item[at];
    last.box.x += last.box.w / 2;
    last.box.w /= 2;
    studio->scene.item[at] = last;
    studio->scene.item[studio->scene.count - 1] = text;
    frame = studio_draw(studio);
    assert_true(measure_contrast(&frame, place, &measured));
    assert_true(measured.worst < 3);
    frame_free(&frame);
    studio_close(studio);
}

static void letters_of_another_height_are_found(void **state)
{
    (void)state;
    struct least least = {0};
    struct studio *studio = open_at(situation_size_get(0));
    struct frame frame = draw(studio, situation_named("busy"));
    struct scene_item claimed = *first_text(studio, "Klaim JHT");
    claimed.size_px += 4; /* what the scene says is larger than what is drawn */
    assert_int_equal(look_at_height(studio, &frame, &claimed, "busy", &least), 1);
    frame_free(&frame);
    studio_close(studio);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_text_and_arrow_has_seven_to_one_in_the_picture),
        cmocka_unit_test(drawn_capitals_are_as_high_as_the_typeface_says),
        cmocka_unit_test(what_the_last_row_must_read_spans_sixteen_minutes_of_arc),
        cmocka_unit_test(digits_are_tabular),
        cmocka_unit_test(a_pale_text_is_found),
        cmocka_unit_test(a_text_that_is_covered_or_lies_on_two_grounds_is_found),
        cmocka_unit_test(letters_of_another_height_are_found),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
