// SPDX-License-Identifier: MIT
#include "tests/unit/scene_check.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

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

const struct scene_measure scene_check_measure = {.width = fake_width};

static size_t read_sample(const char *folder, const char *name, char *text, size_t room)
{
    char path[128];
    snprintf(path, sizeof path, "tests/golden/%s/%s.json", folder, name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t bytes = fread(text, 1, room, file);
    fclose(file);
    return bytes;
}

void scene_check_load_board(const char *name, struct wall_board *board)
{
    static char text[65536];
    char reason[WALL_REASON_BYTES];
    size_t bytes = read_sample("boards", name, text, sizeof text);
    assert_true(board_model_parse(text, bytes, board, reason));
}

void scene_check_load_pages(const char *name, struct wall_pages *pages)
{
    static char text[65536];
    char reason[WALL_REASON_BYTES];
    size_t bytes = read_sample("pages", name, text, sizeof text);
    if (!pages_model_parse(text, bytes, pages, reason)) {
        fail_msg("%s: %s", name, reason);
    }
}

struct scene_input scene_check_input(const struct wall_board *board, int width, int height)
{
    return (struct scene_input){.width = width,
                                .height = height,
                                .board = board,
                                .stage = board->call_count ? &board->call[0] : NULL,
                                .stage_age_ms = SCENE_ENTER_MS,
                                .branch_utc_ms = board->utc_ms};
}

const struct scene_item *scene_check_find(const struct scene *scene, const char *text)
{
    for (int i = 0; i < scene->count; i++) {
        if (scene->item[i].kind == SCENE_TEXT && strcmp(scene->item[i].text, text) == 0) {
            return &scene->item[i];
        }
    }
    return NULL;
}

bool scene_check_contains(const struct scene *scene, const char *part)
{
    for (int i = 0; i < scene->count; i++) {
        if (scene->item[i].kind == SCENE_TEXT && strstr(scene->item[i].text, part)) {
            return true;
        }
    }
    return false;
}

static void check_item(const struct scene *scene, const struct scene_item *item, const char *where)
{
    struct scene_box b = item->box;
    if (b.x < 0 || b.y < 0 || b.w < 0 || b.h < 0 || b.x + b.w > scene->width ||
        b.y + b.h > scene->height) {
        fail_msg("%s: item leaves the screen: %d,%d %dx%d \"%s\"", where, b.x, b.y, b.w, b.h,
                 item->text);
    }
    if (item->kind != SCENE_TEXT) {
        return;
    }
    int cap = item->size_px * 714 / 1000;
    if (item->x < b.x - 1 || item->x + item->text_w > b.x + b.w + 1) {
        fail_msg("%s: \"%s\" is wider than its box", where, item->text);
    }
    if (item->baseline_y > b.y + b.h + 1 || item->baseline_y - cap < b.y - 1) {
        fail_msg("%s: \"%s\" is taller than its box", where, item->text);
    }
}

static bool overlap(const struct scene_item *a, const struct scene_item *b)
{
    int a_top = a->baseline_y - a->size_px * 7 / 10, b_top = b->baseline_y - b->size_px * 7 / 10;
    return a->x + 1 < b->x + b->text_w && b->x + 1 < a->x + a->text_w && a_top < b->baseline_y &&
           b_top < a->baseline_y;
}

void scene_check_rules(const struct scene *scene, const char *where)
{
    assert_false(scene->overflow);
    for (int i = 0; i < scene->count; i++) {
        check_item(scene, &scene->item[i], where);
        for (int k = 0; k < i && scene->item[i].kind == SCENE_TEXT; k++) {
            if (scene->item[k].kind == SCENE_TEXT && overlap(&scene->item[i], &scene->item[k])) {
                fail_msg("%s: \"%s\" lies on \"%s\"", where, scene->item[i].text,
                         scene->item[k].text);
            }
        }
    }
}
