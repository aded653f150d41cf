// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/scene_check.h"

static const char *const boards[] = {"busy", "many", "paper_out", "empty"};
static const int sizes[][2] = {{1920, 1080}, {1280, 720}, {1080, 1920}, {1024, 768}, {3840, 2160}};
enum { BOARDS = 4, SIZES = 5 };

struct world {
    struct wall_board board;
    struct scene rest, scene;
};

static int setup(void **state)
{
    *state = calloc(1, sizeof(struct world));
    return *state ? 0 : -1;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static void make(const struct world *world, int width, int height, int drift, struct scene *scene)
{
    struct scene_input input = scene_check_input(&world->board, width, height);
    input.drift = drift;
    scene_make(&input, &scene_check_measure, scene);
}

/* How far the first text of the scene has moved. */
static void shift_of(const struct world *world, int *dx, int *dy)
{
    for (int i = 0; i < world->rest.count; i++) {
        if (world->rest.item[i].kind == SCENE_TEXT) {
            *dx = world->scene.item[i].x - world->rest.item[i].x;
            *dy = world->scene.item[i].baseline_y - world->rest.item[i].baseline_y;
            return;
        }
    }
    fail();
}

static void nothing_leaves_the_screen_at_any_step(void **state)
{
    struct world *world = *state;
    for (int b = 0; b < BOARDS; b++) {
        scene_check_load_board(boards[b], &world->board);
        for (int s = 0; s < SIZES; s++) {
            for (int drift = 0; drift < 256; drift += 5) {
                char where[64];
                snprintf(where, sizeof where, "%s %dx%d step %d", boards[b], sizes[s][0],
                         sizes[s][1], drift);
                make(world, sizes[s][0], sizes[s][1], drift, &world->scene);
                scene_check_rules(&world->scene, where);
            }
        }
    }
}

static void areas_at_an_edge_stay_there_and_neighbours_stay_joined(void **state)
{
    struct world *world = *state;
    scene_check_load_board("busy", &world->board);
    make(world, 1920, 1080, 0, &world->rest);
    for (int drift = 1; drift < 256; drift++) {
        int dx, dy, edges = 0;
        make(world, 1920, 1080, drift, &world->scene);
        assert_int_equal(world->scene.count, world->rest.count);
        shift_of(world, &dx, &dy);
        for (int i = 0; i < world->rest.count; i++) {
            struct scene_box was = world->rest.item[i].box, is = world->scene.item[i].box;
            if (world->rest.item[i].kind == SCENE_TEXT) {
                assert_int_equal(world->scene.item[i].x, world->rest.item[i].x + dx);
                continue;
            }
            if (world->rest.item[i].kind != SCENE_RECT) {
                assert_true(is.x == was.x + dx && is.y == was.y + dy && is.w == was.w);
                continue;
            }
            edges += was.x == 0;
            assert_int_equal(is.x, was.x == 0 ? 0 : was.x + dx);
            assert_int_equal(is.y, was.y == 0 ? 0 : was.y + dy);
            assert_int_equal(is.x + is.w, was.x + was.w == 1920 ? 1920 : was.x + was.w + dx);
            assert_int_equal(is.y + is.h, was.y + was.h == 1080 ? 1080 : was.y + was.h + dy);
        }
        assert_true(edges > 0);
    }
}

static void the_path_goes_by_single_pixels_and_returns(void **state)
{
    struct world *world = *state;
    scene_check_load_board("busy", &world->board);
    make(world, 1920, 1080, 0, &world->rest);
    int last_x = 0, last_y = 0, home = 0;
    bool seen[9][9] = {{false}};
    for (int drift = 0; drift <= 512; drift++) {
        int dx, dy;
        make(world, 1920, 1080, drift, &world->scene);
        shift_of(world, &dx, &dy);
        assert_true(abs(dx) <= 4 && abs(dy) <= 4);
        assert_true(abs(dx - last_x) <= 1 && abs(dy - last_y) <= 1);
        assert_true(drift == 0 || dx != last_x || dy != last_y);
        seen[dx + 4][dy + 4] = true;
        last_x = dx;
        last_y = dy;
        if (drift % 256 == 0) {
            home++;
            assert_memory_equal(world->scene.item, world->rest.item,
                                (size_t)world->rest.count * sizeof world->rest.item[0]);
        }
    }
    assert_int_equal(home, 3);
    for (int i = 0; i < 81; i++) {
        assert_true(seen[i / 9][i % 9]); /* no place is spared, so none stays lit */
    }
}

static void the_picture_before_the_first_board_moves_too(void **state)
{
    struct world *world = *state;
    struct scene_input input = {.width = 1920, .height = 1080, .address = "unix:/run/x"};
    scene_make(&input, &scene_check_measure, &world->rest);
    input.drift = 3;
    scene_make(&input, &scene_check_measure, &world->scene);
    int dx, dy;
    shift_of(world, &dx, &dy);
    assert_int_equal(dx, 3);
    assert_int_equal(world->scene.item[0].box.x, 0);
    assert_int_equal(world->scene.item[0].box.w, 1920);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nothing_leaves_the_screen_at_any_step),
        TEST(areas_at_an_edge_stay_there_and_neighbours_stay_joined),
        TEST(the_path_goes_by_single_pixels_and_returns),
        TEST(the_picture_before_the_first_board_moves_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
