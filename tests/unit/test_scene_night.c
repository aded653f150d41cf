// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/palette.h"
#include "tests/unit/scene_check.h"

static const int sizes[][2] = {{1920, 1080}, {1280, 720}, {1080, 1920}, {1024, 768}, {3840, 2160}};
enum { SIZES = 5, NIGHT_MIN = 15 * 60 };

struct world {
    struct wall_board board;
    struct scene scene;
};

static int setup(void **state)
{
    struct world *world = calloc(1, sizeof *world);
    *state = world;
    if (world) {
        scene_check_load_board("closed", &world->board);
    }
    return world ? 0 : -1;
}

static int teardown(void **state)
{
    free(*state);
    return 0;
}

static void draw(struct world *world, struct scene_input input)
{
    char where[64];
    snprintf(where, sizeof where, "%dx%d step %d", input.width, input.height, input.drift);
    scene_make(&input, &scene_check_measure, &world->scene);
    scene_check_rules(&world->scene, where);
}

static bool is_night(const struct world *world)
{
    return world->scene.ground == PALETTE_NIGHT;
}

static void night_falls_when_the_last_visitor_has_gone(void **state)
{
    struct world *world = *state;
    struct scene_input input = scene_check_input(&world->board, 1920, 1080);
    draw(world, input);
    assert_true(is_night(world));
    assert_non_null(scene_check_find(&world->scene, "Tutup"));
    assert_null(scene_check_find(&world->scene, "A-025")); /* nobody is sent to a desk */
    world->board.desk[0].state = WALL_DESK_PAUSED;
    draw(world, input);
    assert_false(is_night(world));
    world->board.desk[0].state = WALL_DESK_CLOSED;
    world->board.kiosk = WALL_KIOSK_READY;
    draw(world, input);
    assert_false(is_night(world));
}

static void it_tells_when_the_branch_opens_again(void **state)
{
    struct world *world = *state;
    world->board.opens_utc_ms = INT64_C(1795395600000); /* Monday 08.00 in Jambi */
    struct scene_input input = scene_check_input(&world->board, 1920, 1080);
    draw(world, input);
    assert_non_null(scene_check_find(&world->scene, "Buka lagi Senin, 23 November, pukul 08.00"));
    assert_non_null(
        scene_check_find(&world->scene, "Opens again on Monday, 23 November, at 08.00"));
    input.branch_utc_ms = INT64_C(1795390000000); /* the same Monday, early */
    draw(world, input);
    assert_non_null(scene_check_find(&world->scene, "Buka lagi hari ini, pukul 08.00"));
}

static void without_that_it_shows_the_message_of_the_branch(void **state)
{
    struct world *world = *state;
    struct scene_input input = scene_check_input(&world->board, 1920, 1080);
    draw(world, input);
    assert_true(scene_check_contains(&world->scene, "Antrean hari ini sudah ditutup."));
    world->board.opens_utc_ms = world->board.utc_ms - 1; /* past: no promise */
    draw(world, input);
    assert_false(scene_check_contains(&world->scene, "Buka lagi Minggu"));
    world->board.message_id[0] = world->board.message_en[0] = '\0';
    draw(world, input);
    assert_non_null(scene_check_find(&world->scene, "Terima kasih atas kunjungan Anda."));
}

static void a_holiday_is_named_beside_the_next_opening(void **state)
{
    struct world *world = *state;
    world->board.opens_utc_ms = INT64_C(1795395600000);
    world->board.noted = true;
    snprintf(world->board.message_id, WALL_TEXT_BYTES, "Libur: Natal");
    snprintf(world->board.message_en, WALL_TEXT_BYTES, "Closed today: Christmas");
    draw(world, scene_check_input(&world->board, 1920, 1080));
    assert_non_null(scene_check_find(&world->scene, "Libur: Natal"));
    assert_non_null(scene_check_find(&world->scene, "Closed today: Christmas"));
    assert_true(scene_check_contains(&world->scene, "Buka lagi Senin, 23 November"));
    world->board.noted = false; /* a sentence that says no more than "Tutup" */
    draw(world, scene_check_input(&world->board, 1920, 1080));
    assert_false(scene_check_contains(&world->scene, "Natal"));
}

static void a_lost_connection_is_told_at_night_too(void **state)
{
    struct world *world = *state;
    struct scene_input input = scene_check_input(&world->board, 1920, 1080);
    draw(world, input);
    assert_false(scene_check_contains(&world->scene, "Sambungan"));
    assert_non_null(scene_check_find(&world->scene, "16.42"));
    input.lost_since_utc_ms = input.branch_utc_ms;
    input.branch_utc_ms += 60000;
    draw(world, input);
    assert_non_null(scene_check_find(&world->scene, "Sambungan terputus sejak 16.42"));
    assert_non_null(scene_check_find(&world->scene, "Connection lost since 16.42"));
    assert_non_null(scene_check_find(&world->scene, "16.43"));
}

static void it_stays_on_the_screen_all_night_with_the_longest_message(void **state)
{
    struct world *world = *state;
    memset(world->board.message_id, 'W', sizeof world->board.message_id - 1);
    for (int i = 9; i < WALL_TEXT_BYTES - 1; i += 10) {
        world->board.message_id[i] = ' ';
    }
    memcpy(world->board.message_en, world->board.message_id, WALL_TEXT_BYTES);
    world->board.noted = true;
    for (int s = 0; s < SIZES; s++) {
        struct scene_input input = scene_check_input(&world->board, sizes[s][0], sizes[s][1]);
        input.lost_since_utc_ms = input.branch_utc_ms;
        for (input.drift = 0; input.drift < NIGHT_MIN; input.drift += 7) {
            world->board.opens_utc_ms = input.drift % 2 ? INT64_C(1795395600000) : 0;
            draw(world, input);
        }
    }
}

/* Over one night, in how many minutes text covers each cell of 8 x 8 pixels. */
static void every_pixel_rests_most_of_the_night(void **state)
{
    struct world *world = *state;
    enum { CELL = 8, ACROSS = 1920 / CELL, DOWN = 1080 / CELL };
    int *lit = calloc(ACROSS * DOWN, sizeof *lit), most = 0;
    struct scene_input input = scene_check_input(&world->board, 1920, 1080);
    for (input.drift = 0; input.drift < NIGHT_MIN; input.drift++) {
        draw(world, input);
        int area = 0;
        for (int i = 0; i < world->scene.count; i++) {
            const struct scene_item *item = &world->scene.item[i];
            int cap = item->size_px * 7 / 10;
            assert_int_equal(item->kind, SCENE_TEXT); /* no lit areas */
            area += item->text_w * cap;
            for (int y = (item->baseline_y - cap) / CELL; y <= item->baseline_y / CELL; y++) {
                for (int x = item->x / CELL; x <= (item->x + item->text_w) / CELL; x++) {
                    lit[y * ACROSS + x]++;
                }
            }
        }
        assert_true(area < 1920 * 1080 / 20);
    }
    for (int i = 0; i < ACROSS * DOWN; i++) {
        most = lit[i] > most ? lit[i] : most;
    }
    free(lit);
    if (most > NIGHT_MIN / 3) {
        fail_msg("a place is lit %d of %d minutes", most, NIGHT_MIN);
    }
}

static void equal_steps_give_equal_pictures_and_each_step_is_small(void **state)
{
    struct world *world = *state;
    struct scene_input input = scene_check_input(&world->board, 1920, 1080);
    input.drift = 12345;
    draw(world, input);
    struct scene *again = calloc(1, sizeof *again);
    scene_make(&input, &scene_check_measure, again);
    assert_memory_equal(again->item, world->scene.item,
                        (size_t)again->count * sizeof again->item[0]);
    input.drift++;
    draw(world, input);
    int dx = world->scene.item[0].x - again->item[0].x;
    int dy = world->scene.item[0].baseline_y - again->item[0].baseline_y;
    assert_true(dx != 0 && dy != 0 && abs(dx) <= 30 && abs(dy) <= 30);
    free(again);
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(night_falls_when_the_last_visitor_has_gone),
        TEST(it_tells_when_the_branch_opens_again),
        TEST(without_that_it_shows_the_message_of_the_branch),
        TEST(a_holiday_is_named_beside_the_next_opening),
        TEST(a_lost_connection_is_told_at_night_too),
        TEST(it_stays_on_the_screen_all_night_with_the_longest_message),
        TEST(every_pixel_rests_most_of_the_night),
        TEST(equal_steps_give_equal_pictures_and_each_step_is_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
