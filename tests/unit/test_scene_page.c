// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/palette.h"
#include "tests/unit/scene_check.h"

static const char *const boards[] = {"busy", "many", "eight", "empty", "paper_out"};
static const char *const kinds[] = {"documents", "text", "quiet_hours"};
static const int sizes[][2] = {{1920, 1080}, {1280, 720}, {1080, 1920}, {1024, 768}, {3840, 2160}};
enum { BOARDS = 5, KINDS = 3, SIZES = 5 };

struct world {
    struct wall_board board;
    struct wall_pages pages;
    struct scene scene;
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

/* The page on the stage of that board; checks the rules of every picture. */
static void draw(struct world *world, const struct wall_page *page, int width, int height,
                 const char *where)
{
    struct scene_input input = scene_check_input(&world->board, width, height);
    input.page = page;
    input.page_number = 2;
    input.page_count = 5;
    scene_make(&input, &scene_check_measure, &world->scene);
    char full[128];
    snprintf(full, sizeof full, "%s %dx%d", where, width, height);
    scene_check_rules(&world->scene, full);
    int least = (int)(21 * fmin(width, height) / 1080.0 * 0.93);
    for (int i = 0; i < world->scene.count; i++) {
        const struct scene_item *item = &world->scene.item[i];
        if (item->kind == SCENE_TEXT && item->colour == PALETTE_STAGE_LABEL &&
            item->size_px < least && width * 9 == height * 16) {
            fail_msg("%s: \"%s\" is %d px", full, item->text, item->size_px);
        }
    }
}

static void every_page_fits_every_board_and_screen(void **state)
{
    struct world *world = *state;
    for (int b = 0; b < BOARDS; b++) {
        scene_check_load_board(boards[b], &world->board);
        for (int k = 0; k < KINDS; k++) {
            scene_check_load_pages(kinds[k], &world->pages);
            for (int i = 0; i < world->pages.count * SIZES; i++) {
                char where[64];
                snprintf(where, sizeof where, "%s %s %d", boards[b], kinds[k], i / SIZES + 1);
                draw(world, &world->pages.page[i / SIZES], sizes[i % SIZES][0], sizes[i % SIZES][1],
                     where);
            }
        }
    }
}

static void fill(char *text, size_t bytes, const char *piece)
{
    size_t length = strlen(piece);
    text[0] = '\0';
    for (size_t used = 0; length > 0 && used + length < bytes; used += length) {
        memcpy(text + used, piece, length + 1);
    }
}

/* As much as a page can hold, made of that piece. */
static void stuff(struct wall_page *page, enum wall_page_kind kind, const char *piece, bool english)
{
    memset(page, 0, sizeof *page);
    page->kind = kind;
    fill(page->title_id, sizeof page->title_id, piece);
    fill(page->title_en, english ? sizeof page->title_en : 1, piece);
    snprintf(page->letter, sizeof page->letter, "WWW");
    page->line_count = WALL_PAGE_LINES_MAX;
    for (int i = 0; i < WALL_PAGE_LINES_MAX; i++) {
        fill(page->line[i].text_id, WALL_TEXT_BYTES, piece);
        fill(page->line[i].text_en, english ? WALL_TEXT_BYTES : 1, piece);
    }
    page->document_count = WALL_PAGE_DOCUMENTS_MAX;
    for (int i = 0; i < WALL_PAGE_DOCUMENTS_MAX; i++) {
        fill(page->document[i].text_id, WALL_NAME_BYTES, piece);
        fill(page->document[i].text_en, english ? WALL_NAME_BYTES : 1, piece);
        fill(page->document[i].when_id, WALL_NAME_BYTES, piece);
    }
    page->weekday = 3;
    page->days = 9999;
    page->hour_count = WALL_PAGE_HOURS_MAX;
    for (int i = 0; i < WALL_PAGE_HOURS_MAX; i++) {
        page->hour[i].hour = i;
        page->hour[i].visitors = i % 2 ? 0.4 : 99999;
    }
}

static void the_fullest_page_with_the_longest_words_fits(void **state)
{
    struct world *world = *state;
    static const char *const pieces[] = {"Keterangan ", "W", "–", "a ", ""};
    for (int b = 0; b < BOARDS; b++) {
        scene_check_load_board(boards[b], &world->board);
        for (int i = 0; i < 5 * KINDS * 2; i++) {
            struct wall_page page;
            stuff(&page, (enum wall_page_kind)(i % KINDS), pieces[i / KINDS % 5], i % 2);
            for (int s = 0; s < SIZES; s++) {
                char where[64];
                snprintf(where, sizeof where, "%s stuffed %d", boards[b], i);
                draw(world, &page, sizes[s][0], sizes[s][1], where);
            }
        }
    }
}

static void papers_that_do_not_fit_are_counted_and_promised_on_the_slip(void **state)
{
    struct world *world = *state;
    scene_check_load_board("many", &world->board);
    struct wall_page page;
    stuff(&page, WALL_PAGE_DOCUMENTS, "Keterangan ", true);
    draw(world, &page, 1920, 1080, "stuffed");
    int boxes = 0, more = 0;
    for (int i = 0; i < world->scene.count; i++) {
        const struct scene_item *item = &world->scene.item[i];
        boxes += item->kind == SCENE_RECT && item->colour == PALETTE_STAGE && item->box.w < 40;
        if (item->kind == SCENE_TEXT) {
            sscanf(item->text, "dan %d lagi: lihat daftar di slip", &more);
        }
    }
    assert_true(boxes > 0 && more > 0);
    assert_int_equal(boxes + more, WALL_PAGE_DOCUMENTS_MAX);
}

static void a_real_list_of_papers_is_complete_in_both_languages(void **state)
{
    struct world *world = *state;
    scene_check_load_board("busy", &world->board);
    scene_check_load_pages("documents", &world->pages);
    struct wall_page *page = &world->pages.page[0];
    draw(world, page, 1920, 1080, "papers");
    assert_non_null(scene_check_find(&world->scene, "Berkas untuk Klaim JHT"));
    assert_non_null(scene_check_find(&world->scene, "Kartu Keluarga (KK)"));
    assert_non_null(scene_check_find(&world->scene, "NPWP"));
    assert_non_null(scene_check_find(&world->scene, "2 / 5"));
    assert_true(scene_check_contains(&world->scene, "Belum dikonfirmasi kantor cabang."));
    page->confirmed = true;
    page->document_count = 3; /* a short list has room for both languages */
    page->document[0].optional = true;
    draw(world, page, 1920, 1080, "papers");
    assert_false(scene_check_contains(&world->scene, "Belum dikonfirmasi"));
    assert_non_null(scene_check_find(&world->scene, "Family card (KK)"));
    assert_non_null(scene_check_find(&world->scene, "bila ada"));
    assert_true(scene_check_contains(&world->scene, "(if you have it)"));
}

static void few_words_are_large(void **state)
{
    struct world *world = *state;
    scene_check_load_board("busy", &world->board);
    scene_check_load_pages("text", &world->pages);
    draw(world, &world->pages.page[0], 1920, 1080, "text");
    assert_true(scene_check_find(&world->scene, "Semua layanan gratis")->size_px >= 58);
    assert_true(scene_check_find(&world->scene, "No step costs anything.")->size_px >= 28);
}

static void the_newest_call_stands_in_the_list_while_a_page_is_shown(void **state)
{
    struct world *world = *state;
    scene_check_load_board("busy", &world->board);
    scene_check_load_pages("text", &world->pages);
    draw(world, &world->pages.page[0], 1920, 1080, "text");
    const struct scene_item *newest = scene_check_find(&world->scene, "A-025");
    assert_non_null(newest);
    assert_true(newest->box.x > 1920 / 2);
    assert_true(newest->baseline_y < scene_check_find(&world->scene, "C-004")->baseline_y);
    assert_null(scene_check_find(&world->scene, "Silakan menuju"));
}

static void quiet_hours_are_told_in_words_and_marked_by_more_than_colour(void **state)
{
    struct world *world = *state;
    scene_check_load_board("busy", &world->board); /* a Sunday, 09.42 */
    scene_check_load_pages("quiet_hours", &world->pages);
    draw(world, &world->pages.page[0], 1920, 1080, "hours");
    assert_non_null(scene_check_find(&world->scene, "Jam sepi hari Minggu"));
    assert_non_null(scene_check_find(&world->scene, "12.00–15.00"));
    assert_non_null(scene_check_find(&world->scene, "sepi"));
    assert_non_null(scene_check_find(&world->scene, "sekarang"));
    assert_int_equal(scene_check_find(&world->scene, "09")->weight, SCENE_BOLD);
    assert_int_equal(scene_check_find(&world->scene, "31")->weight, SCENE_BOLD);
    assert_true(scene_check_contains(&world->scene, "rata-rata 8 hari Minggu terakhir"));
    /* Of three quiet hours, the two quietest are named; another weekday has no "now". */
    draw(world, &world->pages.page[2], 1920, 1080, "hours");
    assert_non_null(scene_check_find(&world->scene, "08.00–09.00 dan 15.00–16.00"));
    assert_null(scene_check_find(&world->scene, "sekarang"));
}

static void an_even_day_has_no_quiet_hour(void **state)
{
    struct world *world = *state;
    scene_check_load_board("busy", &world->board);
    scene_check_load_pages("quiet_hours", &world->pages);
    draw(world, &world->pages.page[1], 1920, 1080, "hours");
    assert_null(scene_check_find(&world->scene, "sepi"));
    assert_non_null(scene_check_find(&world->scene, "Hampir sama sepanjang hari"));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(every_page_fits_every_board_and_screen),
        TEST(the_fullest_page_with_the_longest_words_fits),
        TEST(papers_that_do_not_fit_are_counted_and_promised_on_the_slip),
        TEST(a_real_list_of_papers_is_complete_in_both_languages),
        TEST(few_words_are_large),
        TEST(the_newest_call_stands_in_the_list_while_a_page_is_shown),
        TEST(quiet_hours_are_told_in_words_and_marked_by_more_than_colour),
        TEST(an_even_day_has_no_quiet_hour),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
