// SPDX-License-Identifier: MIT
/* The layout, measured with an invented typeface: no fonts, no SDL. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/palette.h"
#include "display/scene.h"
#include "tests/unit/scene_check.h"

static const char *const boards[] = {"busy",      "no_forecast", "empty", "closed",
                                     "paper_out", "many",        "eight", "small"};
static const int sizes[][2] = {{1920, 1080}, {1280, 720}, {3840, 2160}, {1024, 768},
                               {1080, 1920}, {800, 1280}, {2560, 1080}, {800, 480}};
enum { BOARDS = 8, SIZES = 8 };

/* Every character 0.58 em wide, bold ones 0.62: near Noto Sans. */
static int fake_width(void *context, enum scene_weight weight, int size_px, const char *text)
{
    (void)context;
    int characters = 0;
    for (; *text; text++) {
        characters += ((unsigned char)*text & 0xC0) != 0x80;
    }
    return (characters * size_px * (weight == SCENE_BOLD ? 62 : 58) + 99) / 100;
}

static const struct scene_measure measure = {.width = fake_width};

static void load(const char *name, struct wall_board *board)
{
    static char text[32768];
    char path[128], reason[WALL_REASON_BYTES];
    snprintf(path, sizeof path, "tests/golden/boards/%s.json", name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t bytes = fread(text, 1, sizeof text, file);
    fclose(file);
    assert_true(board_model_parse(text, bytes, board, reason));
}

static struct scene_input input_of(const struct wall_board *board, int width, int height)
{
    return (struct scene_input){.width = width,
                                .height = height,
                                .board = board,
                                .stage = board && board->call_count ? &board->call[0] : NULL,
                                .stage_age_ms = SCENE_ENTER_MS,
                                .branch_utc_ms = board ? board->utc_ms : 0,
                                .address = "unix:/run/loket/loket.sock"};
}

static void nothing_leaves_its_box_or_lies_on_something_else(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    for (int b = 0; b < BOARDS; b++) {
        struct wall_board board;
        load(boards[b], &board);
        for (int s = 0; s < SIZES * 2; s++) {
            struct scene_input input = input_of(&board, sizes[s / 2][0], sizes[s / 2][1]);
            input.lost_since_utc_ms = s % 2 ? board.utc_ms : 0;
            scene_make(&input, &measure, scene);
            char where[64];
            snprintf(where, sizeof where, "%s %dx%d%s", boards[b], input.width, input.height,
                     s % 2 ? " lost" : "");
            scene_check_rules(scene, where);
        }
    }
    free(scene);
}

static void the_called_number_is_the_largest_text_and_readable_from_the_back(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    struct wall_board board;
    load("busy", &board);
    for (int s = 0; s < SIZES; s++) {
        struct scene_input input = input_of(&board, sizes[s][0], sizes[s][1]);
        scene_make(&input, &measure, scene);
        const struct scene_item *number = scene_check_find(scene, "A-025");
        assert_non_null(number);
        for (int i = 0; i < scene->count; i++) {
            assert_true(scene->item[i].size_px <= number->size_px);
        }
        /* A 43-inch screen is 53 cm high: 1/9 of it is 5.9 cm, 20 arcmin from 10 m. */
        int shorter = input.width < input.height ? input.width : input.height;
        if (number->size_px * 714 / 1000 < shorter / 9) {
            fail_msg("%dx%d: the number is %d px", input.width, input.height, number->size_px);
        }
    }
    free(scene);
}

static void nothing_is_smaller_than_twenty_one_of_1080(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    for (int b = 0; b < BOARDS; b++) {
        struct wall_board board;
        load(boards[b], &board);
        struct scene_input input = input_of(&board, 1920, 1080);
        scene_make(&input, &measure, scene);
        for (int i = 0; i < scene->count; i++) {
            bool in_mark = i > 0 && scene->item[i - 1].kind == SCENE_MARK;
            if (scene->item[i].kind == SCENE_TEXT && !in_mark && scene->item[i].size_px < 21) {
                fail_msg("%s: \"%s\" is %d px", boards[b], scene->item[i].text,
                         scene->item[i].size_px);
            }
        }
    }
    free(scene);
}

static void clock_and_date_are_those_of_the_branch(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    struct wall_board board;
    load("busy", &board);
    struct scene_input input = input_of(&board, 1920, 1080);
    scene_make(&input, &measure, scene);
    assert_non_null(scene_check_find(scene, "09.42"));
    assert_non_null(scene_check_find(scene, "Minggu,"));
    assert_non_null(scene_check_find(scene, "22 November 2026"));
    input.branch_utc_ms = INT64_C(1709226000000); /* 2024-02-29 17:00 UTC */
    scene_make(&input, &measure, scene);
    assert_non_null(scene_check_find(scene, "00.00"));
    assert_non_null(scene_check_find(scene, "Jumat,"));
    assert_non_null(scene_check_find(scene, "1 Maret 2024"));
    free(scene);
}

static void notices_take_turns_by_branch_time(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    struct wall_board board;
    load("busy", &board);
    struct scene_input input = input_of(&board, 1920, 1080);
    int seen[2] = {0, 0};
    for (int second = 0; second < 40; second++) {
        input.branch_utc_ms = board.utc_ms + second * 1000;
        scene_make(&input, &measure, scene);
        bool free_of_charge = scene_check_contains(scene, "gratis"),
             priority = scene_check_contains(scene, "Prioritas");
        assert_true(free_of_charge != priority);
        seen[priority]++;
    }
    assert_int_equal(seen[0], 20);
    assert_int_equal(seen[1], 20);
    free(scene);
}

static void each_trouble_has_its_words_in_both_languages(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    struct wall_board board;
    load("paper_out", &board);
    struct scene_input input = input_of(&board, 1920, 1080);
    scene_make(&input, &measure, scene);
    assert_true(scene_check_contains(scene, "Kertas tiket habis"));
    assert_true(scene_check_contains(scene, "paper is out"));
    assert_true(scene_check_contains(scene, "Petugas sudah dipanggil"));
    input.lost_since_utc_ms = board.utc_ms;
    scene_make(&input, &measure, scene);
    assert_true(scene_check_contains(scene, "Sambungan terputus sejak 09.42"));
    assert_true(scene_check_contains(scene, "Connection lost since 09.42"));
    assert_non_null(scene_check_find(scene, "A-025")); /* the last good board stays */
    input.lost_since_utc_ms = 0;
    for (int kiosk = WALL_KIOSK_CLOSED; kiosk <= WALL_KIOSK_OTHER; kiosk++) {
        board.kiosk = (enum wall_kiosk_state)kiosk;
        scene_make(&input, &measure, scene);
        assert_non_null(scene_check_find(scene, "!"));
    }
    input.board = NULL;
    scene_make(&input, &measure, scene);
    assert_true(scene_check_contains(scene, "Menunggu sambungan"));
    free(scene);
}

static void after_hours_nobody_is_sent_to_a_desk(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    struct wall_board board;
    load("closed", &board);
    struct scene_input input = input_of(&board, 1920, 1080);
    scene_make(&input, &measure, scene);
    assert_false(scene_check_contains(scene, "Silakan menuju"));
    load("empty", &board);
    input = input_of(&board, 1920, 1080);
    scene_make(&input, &measure, scene);
    assert_non_null(scene_check_find(scene, "Belum ada panggilan"));
    free(scene);
}

static void waits_are_told_by_what_is_known(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    struct wall_board board;
    load("busy", &board);
    struct scene_input input = input_of(&board, 1920, 1080);
    scene_make(&input, &measure, scene);
    assert_non_null(scene_check_find(scene, "25–40"));
    assert_non_null(scene_check_find(scene, "Langsung"));
    load("no_forecast", &board);
    input = input_of(&board, 1920, 1080);
    scene_make(&input, &measure, scene);
    assert_non_null(scene_check_find(scene, "orang"));
    assert_false(scene_check_contains(scene, "22 m")); /* lesser lines give way to larger figures */
    input.viewing_distance_m = 2;
    board.service_count = 3;
    scene_make(&input, &measure, scene);
    assert_true(scene_check_contains(scene, "22 m"));
    assert_false(scene_check_contains(scene, "–"));
    load("small", &board);
    input = input_of(&board, 1920, 1080);
    scene_make(&input, &measure, scene);
    assert_non_null(scene_check_find(scene, "Belum buka"));
    free(scene);
}

static void a_call_on_the_stage_is_not_in_the_list_and_a_later_one_not_yet(void **state)
{
    (void)state;
    struct scene *scene = calloc(1, sizeof *scene);
    struct wall_board board;
    load("busy", &board);
    struct scene_input input = input_of(&board, 1920, 1080);
    input.stage = &board.call[1]; /* C-004 is shown, A-025 waits for its turn */
    scene_make(&input, &measure, scene);
    assert_non_null(scene_check_find(scene, "C-004"));
    assert_null(scene_check_find(scene, "A-025"));
    assert_non_null(scene_check_find(scene, "A-024"));
    free(scene);
}

static void the_number_moves_for_a_moment_and_then_rests(void **state)
{
    (void)state;
    struct scene *a = calloc(1, sizeof *a), *b = calloc(1, sizeof *b);
    struct wall_board board;
    load("busy", &board);
    struct scene_input input = input_of(&board, 1920, 1080);
    input.stage_age_ms = 0;
    scene_make(&input, &measure, a);
    assert_int_equal(scene_check_find(a, "A-025")->alpha, 0);
    input.stage_age_ms = SCENE_ENTER_MS;
    scene_make(&input, &measure, a);
    input.stage_age_ms = 60000;
    scene_make(&input, &measure, b);
    assert_int_equal(scene_check_find(b, "A-025")->alpha, 255);
    assert_int_equal(a->count, b->count);
    assert_memory_equal(a->item, b->item, (size_t)a->count * sizeof a->item[0]);
    free(a);
    free(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_leaves_its_box_or_lies_on_something_else),
        cmocka_unit_test(the_called_number_is_the_largest_text_and_readable_from_the_back),
        cmocka_unit_test(nothing_is_smaller_than_twenty_one_of_1080),
        cmocka_unit_test(clock_and_date_are_those_of_the_branch),
        cmocka_unit_test(notices_take_turns_by_branch_time),
        cmocka_unit_test(each_trouble_has_its_words_in_both_languages),
        cmocka_unit_test(after_hours_nobody_is_sent_to_a_desk),
        cmocka_unit_test(waits_are_told_by_what_is_known),
        cmocka_unit_test(a_call_on_the_stage_is_not_in_the_list_and_a_later_one_not_yet),
        cmocka_unit_test(the_number_moves_for_a_moment_and_then_rests),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
