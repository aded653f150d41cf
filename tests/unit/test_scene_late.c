// SPDX-License-Identifier: MIT
/* Whoever may not be served today is warned, on every screen and in every company. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/scene_build.h"
#include "display/scene_report.h"
#include "display/text_cache.h"
#include "tests/unit/scene_check.h"

static const char warning[] = "Mungkin tidak";

static const int sizes[][2] = {{1920, 1080}, {1280, 720}, {1080, 1920}, {3840, 2160}};
enum { SIZES = sizeof sizes / sizeof sizes[0] };

/* With the wall's own typeface: what fits is the question. */
struct desk_of_letters {
    struct texture_cache textures;
    struct text_cache cache;
    struct scene scene;
};

static int open_desk(void **state)
{
    struct desk_of_letters *desk = calloc(1, sizeof *desk);
    char reason[WALL_REASON_BYTES];
    if (!text_cache_open(&desk->cache, &desk->textures, reason)) {
        fail_msg("%s", reason);
    }
    *state = desk;
    return 0;
}

static int close_desk(void **state)
{
    struct desk_of_letters *desk = *state;
    text_cache_close(&desk->cache);
    free(desk);
    return 0;
}

static const struct scene *draw(struct desk_of_letters *desk, const struct wall_board *board,
                                int size)
{
    struct scene_input input = scene_check_input(board, sizes[size][0], sizes[size][1]);
    struct scene_measure measure = {.width = text_cache_width, .context = &desk->cache};
    scene_make(&input, &measure, &desk->scene);
    scene_check_rules(&desk->scene, "late");
    return &desk->scene;
}

/* Warnings begin with the same words, on one line or on two. */
static int warnings(const struct scene *scene)
{
    int count = 0;
    for (int i = 0; i < scene->count; i++) {
        const struct scene_item *item = &scene->item[i];
        count += item->kind == SCENE_TEXT && strncmp(item->text, warning, sizeof warning - 1) == 0;
    }
    return count;
}

static int strips(const struct scene *scene)
{
    int count = 0;
    for (int i = 0; i < scene->count; i++) {
        count += scene->item[i].kind == SCENE_RECT && scene->item[i].colour == PALETTE_BAND;
    }
    return count;
}

static void each_late_service_and_no_other_is_marked_on_its_card(void **state)
{
    struct wall_board board;
    scene_check_load_board("late", &board);
    for (int size = 0; size < SIZES; size++) {
        const struct scene *scene = draw(*state, &board, size);
        assert_int_equal(warnings(scene), 2); /* A and D */
        assert_int_equal(strips(scene), 2);
        assert_non_null(scene_check_find(scene, "2,5–3,5"));
        assert_non_null(scene_check_find(scene, "s.d."));
    }
}

static void one_queue_is_warned_once_and_in_both_languages(void **state)
{
    struct wall_board board;
    scene_check_load_board("late_pooled", &board);
    for (int size = 0; size < SIZES; size++) {
        const struct scene *scene = draw(*state, &board, size);
        assert_int_equal(warnings(scene), 1);
        assert_non_null(scene_check_find(scene, "Mungkin tidak terlayani hari ini"));
        assert_non_null(scene_check_find(scene, "May not be served today"));
    }
    board.service[3].late = false; /* it tells its visitors something else: it stands alone */
    const struct scene *scene = draw(*state, &board, 0);
    assert_int_equal(warnings(scene), 1);
    assert_int_equal(strips(scene), 1);
}

static void where_both_have_no_room_the_warning_takes_the_place_of_the_figure(void **state)
{
    struct wall_board board;
    struct scene_report report;
    scene_check_load_board("late_eight", &board);
    const struct scene *scene = draw(*state, &board, 0);
    assert_int_equal(warnings(scene), 2);
    assert_null(scene_check_find(scene, "2,5–3,5"));
    assert_non_null(scene_check_find(scene, "40–60")); /* the others keep theirs */
    scene_report_make(scene, &report);
    assert_int_equal(report.role[SCENE_ESSENTIAL].missing, 0);
    assert_int_equal(report.cut, 0);
}

static void after_closing_nobody_is_warned(void **state)
{
    struct wall_board board;
    scene_check_load_board("late", &board);
    board.kiosk = WALL_KIOSK_CLOSED;
    const struct scene *scene = draw(*state, &board, 0);
    assert_int_equal(warnings(scene), 0);
}

static void sixteen_late_services_are_all_warned(void **state)
{
    struct wall_board board;
    scene_check_load_board("many", &board);
    struct service_group group[WALL_SERVICES_MAX];
    for (int i = 0; i < board.service_count; i++) {
        board.service[i].late = true;
    }
    int groups = scene_groups_make(&board, group);
    for (int size = 0; size < SIZES; size++) {
        const struct scene *scene = draw(*state, &board, size);
        assert_true(warnings(scene) == groups || warnings(scene) == board.service_count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_late_service_and_no_other_is_marked_on_its_card),
        cmocka_unit_test(one_queue_is_warned_once_and_in_both_languages),
        cmocka_unit_test(where_both_have_no_room_the_warning_takes_the_place_of_the_figure),
        cmocka_unit_test(after_closing_nobody_is_warned),
        cmocka_unit_test(sixteen_late_services_are_all_warned),
    };
    return cmocka_run_group_tests(tests, open_desk, close_desk);
}
