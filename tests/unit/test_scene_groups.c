// SPDX-License-Identifier: MIT
/* Services that tell a visitor the same thing are told once. */
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

static int fake_width(void *context, enum scene_weight weight, int size_px, const char *text)
{
    (void)context;
    int characters = 0;
    for (; *text; text++) {
        characters += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return (characters * size_px * (weight == SCENE_BOLD ? 60 : 55) + 99) / 100;
}

/* Nine services, two desks that serve all, fourteen people in one queue. */
static void pooled(struct wall_board *board, int services)
{
    static const char letters[] = "ABCDEFGHKLMNPRST";
    memset(board, 0, sizeof *board);
    board->utc_ms = INT64_C(1795315320000);
    board->speed = 1;
    for (int i = 0; i < 2; i++) {
        board->desk[i] = (struct wall_desk){.number = i + 1, .colour = 0xF0B429};
    }
    board->desk_count = 2;
    board->service_count = services;
    for (int i = 0; i < services; i++) {
        struct wall_service *service = &board->service[i];
        *service = (struct wall_service){.letter = {letters[i]},
                                         .waiting = 1,
                                         .ahead = 14,
                                         .last_wait_min = 10 + i,
                                         .low_min = -1,
                                         .high_min = -1,
                                         .desk = {1, 2},
                                         .desk_count = 2};
        snprintf(service->name_id, sizeof service->name_id, "Layanan %c", letters[i]);
        snprintf(service->name_en, sizeof service->name_en, "Service %c", letters[i]);
    }
}

static void draw(const struct wall_board *board, struct scene *scene)
{
    struct scene_input input = {.width = 1920,
                                .height = 1080,
                                .board = board,
                                .branch_utc_ms = board->utc_ms,
                                .viewing_distance_m = 5,
                                .screen_inch = 43};
    struct scene_measure measure = {.width = fake_width};
    scene_make(&input, &measure, scene);
}

static int count_text(const struct scene *scene, const char *text)
{
    int count = 0;
    for (int i = 0; i < scene->count; i++) {
        count += scene->item[i].kind == SCENE_TEXT && strcmp(scene->item[i].text, text) == 0;
    }
    return count;
}

static void one_queue_is_one_group_with_the_range_of_its_waits(void **state)
{
    (void)state;
    struct wall_board board;
    struct service_group group[WALL_SERVICES_MAX];
    pooled(&board, 9);
    assert_int_equal(scene_groups_make(&board, group), 1);
    assert_int_equal(group[0].count, 9);
    assert_int_equal(group[0].shown.waiting, 9);
    assert_int_equal(group[0].wait_from_min, 10);
    assert_int_equal(group[0].wait_to_min, 18);
}

static void whoever_waits_differently_stands_alone(void **state)
{
    (void)state;
    struct wall_board board;
    struct service_group group[WALL_SERVICES_MAX];
    pooled(&board, 6);
    board.service[1].ahead = 3;                               /* another queue */
    board.service[2].desk_count = 1;                          /* other desks */
    board.service[3].low_min = board.service[3].high_min = 5; /* another interval */
    assert_int_equal(scene_groups_make(&board, group), 4);
    board.service[5].late = true; /* another warning */
    assert_int_equal(scene_groups_make(&board, group), 5);
    board.service[5].late = false;
    assert_int_equal(scene_groups_make(&board, group), 4);
    assert_int_equal(group[0].count, 3); /* A, E, F */
    assert_int_equal(group[0].member[1], 4);
    board.service[4].desk[0] = 2; /* the same desks in another order are the same */
    board.service[4].desk[1] = 1;
    assert_int_equal(scene_groups_make(&board, group), 4);
}

static void groups_stand_in_the_order_of_their_letters_whatever_the_board_does(void **state)
{
    (void)state;
    struct wall_board board, turned;
    struct service_group a[WALL_SERVICES_MAX], b[WALL_SERVICES_MAX];
    pooled(&board, 7);
    board.service[0].ahead = board.service[4].ahead = 2;
    turned = board;
    for (int i = 0; i < 7; i++) {
        turned.service[i] = board.service[6 - i];
    }
    int count = scene_groups_make(&board, a);
    assert_int_equal(scene_groups_make(&turned, b), count);
    for (int i = 0; i < count; i++) {
        assert_int_equal(a[i].count, b[i].count);
        for (int k = 0; k < a[i].count; k++) {
            assert_string_equal(board.service[a[i].member[k]].letter,
                                turned.service[b[i].member[k]].letter);
        }
    }
}

static void no_service_is_lost_and_none_is_told_twice(void **state)
{
    (void)state;
    struct wall_board board;
    struct service_group group[WALL_SERVICES_MAX];
    for (int services = 0; services <= WALL_SERVICES_MAX; services++) {
        pooled(&board, services);
        for (int i = 0; i < services; i++) {
            board.service[i].ahead = i * 7 % 4;
        }
        int seen[WALL_SERVICES_MAX] = {0}, count = scene_groups_make(&board, group);
        for (int i = 0; i < count; i++) {
            for (int k = 0; k < group[i].count; k++) {
                seen[group[i].member[k]]++;
            }
        }
        for (int i = 0; i < services; i++) {
            assert_int_equal(seen[i], 1);
        }
    }
}

static void nine_services_of_one_queue_say_their_figure_once(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    struct wall_board board;
    pooled(&board, 9);
    draw(&board, scene);
    assert_int_equal(count_text(scene, "14"), 1);
    assert_int_equal(count_text(scene, "Semua layanan"), 1);
    for (int i = 0; i < 9; i++) {
        assert_int_equal(count_text(scene, board.service[i].letter), 1);
        assert_int_equal(count_text(scene, board.service[i].name_id), 1);
    }
    board.service[8].ahead = 3;
    draw(&board, scene);
    assert_int_equal(count_text(scene, "14"), 1);
    assert_int_equal(count_text(scene, "3"), 1);
    assert_int_equal(count_text(scene, "Semua layanan"), 0);
    free(scene);
}

static void few_services_keep_their_own_cards(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    struct wall_board board;
    pooled(&board, 3);
    draw(&board, scene);
    assert_int_equal(count_text(scene, "14"), 3);
    free(scene);
}

static void the_branch_of_nine_keeps_the_reading_rule_at_five_metres(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    struct wall_board board;
    struct scene_report report;
    pooled(&board, 9);
    draw(&board, scene);
    scene_report_make(scene, &report);
    for (int role = 0; role < SCENE_ROLES; role++) {
        if (report.role[role].missing > 0) {
            fail_msg("\"%s\" has %.1f minutes of arc", report.role[role].lowest->text,
                     report.role[role].least_arcmin);
        }
    }
    assert_int_equal(report.cut, 0);
    free(scene);
}

static void the_report_names_what_is_too_small(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    struct scene_report report;
    scene->reading = reading_make(5, 43, 1920, 1080);
    scene->count = 2;
    scene->item[0] = (struct scene_item){
        .kind = SCENE_TEXT, .role = SCENE_ESSENTIAL, .size_px = 82, .text = "A-025"};
    scene->item[1] = (struct scene_item){
        .kind = SCENE_TEXT, .role = SCENE_LABEL, .size_px = 24, .text = "Nomor antr…"};
    scene_report_make(scene, &report);
    assert_int_equal(report.role[SCENE_ESSENTIAL].missing, 0);
    assert_int_equal(report.role[SCENE_LABEL].missing, 1);
    assert_ptr_equal(report.role[SCENE_LABEL].lowest, &scene->item[1]);
    assert_true(report.role[SCENE_LABEL].least_arcmin < 12);
    assert_int_equal(report.cut, 1);
    free(scene);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(one_queue_is_one_group_with_the_range_of_its_waits),
        cmocka_unit_test(whoever_waits_differently_stands_alone),
        cmocka_unit_test(groups_stand_in_the_order_of_their_letters_whatever_the_board_does),
        cmocka_unit_test(no_service_is_lost_and_none_is_told_twice),
        cmocka_unit_test(nine_services_of_one_queue_say_their_figure_once),
        cmocka_unit_test(few_services_keep_their_own_cards),
        cmocka_unit_test(the_branch_of_nine_keeps_the_reading_rule_at_five_metres),
        cmocka_unit_test(the_report_names_what_is_too_small),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
