// SPDX-License-Identifier: MIT
/* Real pixels, drawn in memory by the software renderer. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "display/canvas.h"
#include "display/palette.h"
#include "display/picture.h"

struct studio {
    struct wall_board board;
    struct scene scene;
    struct canvas canvas;
};

static int open_studio(void **state)
{
    struct studio *studio = calloc(1, sizeof *studio);
    struct options options = {.board_file = "tests/golden/boards/busy.json"};
    struct canvas_setup setup = {.width = 1280, .height = 720};
    char reason[WALL_REASON_BYTES];
    assert_true(picture_board(&options, &studio->board, reason));
    if (!canvas_open_memory(&studio->canvas, &setup, reason)) {
        fail_msg("%s", reason);
    }
    *state = studio;
    return 0;
}

static int close_studio(void **state)
{
    struct studio *studio = *state;
    canvas_close(&studio->canvas);
    free(studio);
    return 0;
}

static bool draw(struct studio *studio)
{
    struct scene_input input = {.board = &studio->board,
                                .stage = &studio->board.call[0],
                                .stage_age_ms = SCENE_ENTER_MS,
                                .branch_utc_ms = studio->board.utc_ms};
    canvas_scene_size(&studio->canvas, &input.width, &input.height);
    struct scene_measure measure = wall_measure(studio->canvas.wall);
    scene_make(&input, &measure, &studio->scene);
    return canvas_show(&studio->canvas, &studio->scene, false);
}

static uint32_t pixel(const struct studio *studio, int x, int y)
{
    const SDL_Surface *surface = studio->canvas.surface;
    const uint8_t *row = (const uint8_t *)surface->pixels + y * surface->pitch;
    return ((const uint32_t *)(const void *)row)[x] & 0xFFFFFF;
}

/* Share of pixels in a text's capitals that have its colour. */
static double ink_share(const struct studio *studio, const char *text)
{
    for (int i = 0; i < studio->scene.count; i++) {
        const struct scene_item *item = &studio->scene.item[i];
        if (item->kind != SCENE_TEXT || strcmp(item->text, text) != 0) {
            continue;
        }
        int inked = 0, all = 0;
        for (int y = item->baseline_y - item->size_px * 7 / 10; y < item->baseline_y; y++) {
            for (int x = item->x; x < item->x + item->text_w; x++, all++) {
                inked += pixel(studio, x, y) == item->colour;
            }
        }
        return (double)inked / all;
    }
    return 0;
}

static void the_called_number_is_really_there(void **state)
{
    struct studio *studio = *state;
    assert_true(draw(studio));
    assert_true(ink_share(studio, "A-025") > 0.25);
    assert_true(ink_share(studio, "Loket 2") > 0.20);
    assert_true(ink_share(studio, "25–40") > 0.15);
    assert_int_equal(pixel(studio, 4, 300), PALETTE_STAGE);
}

static void marks_have_the_colour_of_their_desk_and_smooth_edges(void **state)
{
    struct studio *studio = *state;
    draw(studio);
    const struct scene_item *mark = NULL;
    for (int i = 0; i < studio->scene.count && !mark; i++) {
        mark = studio->scene.item[i].kind == SCENE_MARK ? &studio->scene.item[i] : NULL;
    }
    assert_non_null(mark);
    int plain = 0, between = 0;
    for (int x = mark->box.x; x < mark->box.x + mark->box.w; x++) {
        uint32_t colour = pixel(studio, x, mark->box.y + mark->box.h / 8);
        plain += colour == mark->colour;
        between += colour != mark->colour && colour != PALETTE_STAGE;
    }
    assert_true(plain > mark->box.w / 3);
    assert_in_range(between, 1, 12);
}

static void an_unchanged_scene_draws_nothing(void **state)
{
    struct studio *studio = *state;
    assert_true(draw(studio));
    assert_false(draw(studio));
    studio->board.utc_ms += 60000;
    assert_true(draw(studio));
}

static void a_partly_redrawn_wall_equals_a_freshly_drawn_one(void **state)
{
    struct studio *studio = *state;
    const SDL_Surface *surface = studio->canvas.surface;
    size_t bytes = (size_t)surface->pitch * (size_t)surface->h;
    uint8_t *partly = malloc(bytes);
    draw(studio);
    for (int step = 0; step < 12; step++) {
        struct wall_board *board = &studio->board;
        snprintf(board->call[0].ticket, sizeof board->call[0].ticket, "B-%03d", 111 * (step % 9));
        board->call[0].desk = 1 + step % 2;
        board->call[0].recall = step % 3 == 0;
        board->service[step % 5].waiting += 7;
        board->utc_ms += 25000;
        board->help = step % 4 == 1;
        board->kiosk = step == 6 ? WALL_KIOSK_PAPER_OUT : WALL_KIOSK_READY;
        draw(studio);
        memcpy(partly, surface->pixels, bytes);
        wall_forget(studio->canvas.wall);
        draw(studio);
        assert_memory_equal(partly, surface->pixels, bytes);
    }
    free(partly);
}

static void the_texture_cache_stays_within_its_bytes(void **state)
{
    struct studio *studio = *state;
    size_t most = studio->canvas.wall->textures.bytes_max;
    for (int n = 0; n < 150; n++) {
        snprintf(studio->board.call[0].ticket, WALL_TICKET_BYTES, "A-%03d", n % 1000);
        draw(studio);
        assert_true(studio->canvas.wall->textures.bytes <= most);
    }
    assert_true(ink_share(studio, "A-149") > 0.2);
}

static size_t read_whole(const char *path, char *bytes, size_t room)
{
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t count = fread(bytes, 1, room, file);
    fclose(file);
    return count;
}

static void two_screenshots_of_one_board_are_the_same_bytes(void **state)
{
    (void)state;
    enum { ROOM = 1 << 20 };
    char directory[] = "/tmp/loket-wall-XXXXXX", first[64], second[64];
    assert_non_null(mkdtemp(directory));
    snprintf(first, sizeof first, "%s/1.png", directory);
    snprintf(second, sizeof second, "%s/2.png", directory);
    struct options options = {.board_file = "tests/golden/boards/many.json",
                              .output = first,
                              .width = 1280,
                              .height = 720,
                              .rotate = 90};
    assert_int_equal(picture_screenshot(&options), 0);
    options.output = second;
    assert_int_equal(picture_screenshot(&options), 0);
    char *a = malloc(ROOM), *b = malloc(ROOM);
    size_t bytes = read_whole(first, a, ROOM);
    assert_true(bytes > 10000 && bytes < ROOM);
    assert_int_equal(read_whole(second, b, ROOM), bytes);
    assert_memory_equal(a, b, bytes);
    free(a);
    free(b);
    unlink(first);
    unlink(second);
    assert_int_equal(rmdir(directory), 0);
}

/* WCAG 2.2 relative luminance. */
static double luminance(uint32_t colour)
{
    static const double weight[] = {0.2126, 0.7152, 0.0722};
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        double c = (colour >> (16 - 8 * i) & 0xFF) / 255.0;
        sum += weight[i] * (c <= 0.04045 ? c / 12.92 : pow((c + 0.055) / 1.055, 2.4));
    }
    return sum;
}

static void every_text_keeps_seven_to_one(void **state)
{
    (void)state;
    static const uint32_t pairs[][2] = {
        {PALETTE_ON_STAGE, PALETTE_STAGE},      {PALETTE_STAGE_LABEL, PALETTE_STAGE},
        {PALETTE_INK, PALETTE_PANEL},           {PALETTE_QUIET, PALETTE_PANEL},
        {PALETTE_QUIET_GROUND, PALETTE_GROUND}, {PALETTE_ON_BAR, PALETTE_BAR},
        {PALETTE_BAR_QUIET, PALETTE_BAR},       {PALETTE_BAR_ACCENT, PALETTE_BAR},
        {PALETTE_ON_BAND, PALETTE_BAND},        {PALETTE_ON_LOST, PALETTE_LOST},
        {PALETTE_LOST_QUIET, PALETTE_LOST},     {PALETTE_MARK_INK, PALETTE_MARK_OFF},
        {PALETTE_MARK_INK, PALETTE_MARK_PLAIN}, {PALETTE_MARK_INK, 0xF0B429},
        {PALETTE_MARK_INK, 0x6CB4EE},           {PALETTE_BAND, PALETTE_STAGE},
        {PALETTE_STAGE, PALETTE_ON_STAGE},      {PALETTE_ON_NIGHT, PALETTE_NIGHT},
        {PALETTE_NIGHT_QUIET, PALETTE_NIGHT},   {PALETTE_NIGHT_LOST, PALETTE_NIGHT},
    };
    for (size_t i = 0; i < sizeof pairs / sizeof pairs[0]; i++) {
        double a = luminance(pairs[i][0]), b = luminance(pairs[i][1]);
        double contrast = (fmax(a, b) + 0.05) / (fmin(a, b) + 0.05);
        if (contrast < 7.0) {
            fail_msg("#%06X on #%06X is only %.2f : 1", pairs[i][0], pairs[i][1], contrast);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_called_number_is_really_there, open_studio,
                                        close_studio),
        cmocka_unit_test_setup_teardown(marks_have_the_colour_of_their_desk_and_smooth_edges,
                                        open_studio, close_studio),
        cmocka_unit_test_setup_teardown(an_unchanged_scene_draws_nothing, open_studio,
                                        close_studio),
        cmocka_unit_test_setup_teardown(a_partly_redrawn_wall_equals_a_freshly_drawn_one,
                                        open_studio, close_studio),
        cmocka_unit_test_setup_teardown(the_texture_cache_stays_within_its_bytes, open_studio,
                                        close_studio),
        cmocka_unit_test(two_screenshots_of_one_board_are_the_same_bytes),
        cmocka_unit_test(every_text_keeps_seven_to_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
