// SPDX-License-Identifier: MIT
#include "tests/golden/situation.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct situation situations[SITUATION_COUNT] = {
    {.name = "busy", .story = "A busy morning with forecasts", .board = "busy"},
    {.name = "jambi", .story = "Nine services, every desk takes all", .board = "jambi"},
    {.name = "many",
     .story = "Sixteen services, thirty-two desks",
     .board = "many",
     .crowded = true},
    {.name = "recall",
     .story = "Called again, no forecast, help is coming",
     .board = "no_forecast"},
    {.name = "paper_out", .story = "No ticket paper", .board = "paper_out"},
    {.name = "lost", .story = "The line went dead", .board = "busy", .lost_for_ms = 240000},
    {.name = "closing", .story = "Closed, the last visitors are served", .board = "closing"},
    {.name = "night", .story = "Night, it opens in the morning", .board = "night"},
    {.name = "empty", .story = "Just opened, nobody called yet", .board = "empty"},
    {.name = "documents",
     .story = "Idle: the papers for a service",
     .board = "busy",
     .pages = "documents",
     .kind = WALL_PAGE_DOCUMENTS},
    {.name = "quiet_hours",
     .story = "Idle: when it is quiet",
     .board = "busy",
     .pages = "quiet_hours",
     .kind = WALL_PAGE_QUIET_HOURS},
    {.name = "long_names",
     .story = "Long names, desks of three digits",
     .board = "long_names",
     .crowded = true},
    {.name = "late", .story = "Long waits, some too late for today", .board = "late"},
    {.name = "late_pooled", .story = "One queue, too long for today", .board = "late_pooled"},
    {.name = "late_eight", .story = "Too late, and no room to say both", .board = "late_eight"},
};

const struct situation *situation_get(int index)
{
    return &situations[index];
}

const struct situation *situation_named(const char *name)
{
    for (int i = 0; i < SITUATION_COUNT; i++) {
        if (strcmp(situations[i].name, name) == 0) {
            return &situations[i];
        }
    }
    return NULL;
}

struct situation_size situation_size_get(int index)
{
    static const struct situation_size sizes[SITUATION_SIZES] = {
        {1920, 1080, 4}, {1280, 720, 4}, {1080, 1920, 4}};
    return sizes[index];
}

char *situation_read_file(const char *path, size_t *bytes)
{
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(WALL_JSON_BYTES_MAX) : NULL;
    if (!text) {
        fail_msg("%s cannot be read", path);
    }
    *bytes = fread(text, 1, WALL_JSON_BYTES_MAX, file);
    fclose(file);
    return text;
}

struct studio *studio_open(int width, int height)
{
    struct studio *studio = calloc(1, sizeof *studio);
    struct canvas_setup setup = {.width = width, .height = height};
    char reason[WALL_REASON_BYTES];
    assert_non_null(studio);
    if (!canvas_open_memory(&studio->canvas, &setup, reason)) {
        fail_msg("%s", reason);
    }
    return studio;
}

static char *read_part(const char *folder, const char *name, size_t *bytes)
{
    char path[SITUATION_PATH_BYTES];
    snprintf(path, sizeof path, "tests/golden/%s/%s.json", folder, name);
    return situation_read_file(path, bytes);
}

static const struct wall_page *find_page(const struct wall_pages *pages, enum wall_page_kind kind)
{
    for (int i = 0; i < pages->count; i++) {
        if (pages->page[i].kind == kind) {
            return &pages->page[i];
        }
    }
    return NULL;
}

static void load_page(struct studio *studio, const struct situation *situation)
{
    size_t bytes = 0;
    char reason[WALL_REASON_BYTES];
    char *text = read_part("pages", situation->pages, &bytes);
    if (!pages_model_parse(text, bytes, &studio->pages, reason)) {
        fail_msg("%s: %s", situation->pages, reason);
    }
    free(text);
    const struct wall_page *page = find_page(&studio->pages, situation->kind);
    assert_non_null(page);
    studio->input.page = page;
    studio->input.page_number = (int)(page - studio->pages.page) + 1;
    studio->input.page_count = studio->pages.count;
}

static void load_board(struct wall_board *board, const char *name)
{
    size_t bytes = 0;
    char reason[WALL_REASON_BYTES];
    char *text = read_part("boards", name, &bytes);
    if (!board_model_parse(text, bytes, board, reason)) {
        fail_msg("%s: %s", name, reason);
    }
    free(text);
}

void studio_load(struct studio *studio, const char *name)
{
    const struct situation *situation = situation_named(name);
    struct wall_board *board = &studio->board;
    assert_non_null(situation);
    load_board(board, situation->board);
    int lost_ms = situation->lost_for_ms;
    studio->input = (struct scene_input){.board = board,
                                         .stage = board->call_count > 0 ? &board->call[0] : NULL,
                                         .stage_age_ms = SCENE_ENTER_MS,
                                         .branch_utc_ms = board->utc_ms + lost_ms,
                                         .lost_since_utc_ms = lost_ms > 0 ? board->utc_ms : 0};
    canvas_scene_size(&studio->canvas, &studio->input.width, &studio->input.height);
    if (situation->pages) {
        load_page(studio, situation);
    }
    studio_make(studio);
}

void studio_make(struct studio *studio)
{
    struct scene_measure measure = wall_measure(studio->canvas.wall);
    scene_make(&studio->input, &measure, &studio->scene);
}

void studio_copy(const struct studio *studio, struct frame *frame)
{
    const SDL_Surface *surface = studio->canvas.surface;
    for (int y = 0; y < frame->height; y++) {
        const uint32_t *row =
            (const uint32_t *)(const void *)((const uint8_t *)surface->pixels + y * surface->pitch);
        for (int x = 0; x < frame->width; x++) {
            frame->pixels[(size_t)y * (size_t)frame->width + (size_t)x] = row[x] & 0xFFFFFF;
        }
    }
}

struct frame studio_draw(struct studio *studio)
{
    const SDL_Surface *surface = studio->canvas.surface;
    struct frame frame;
    assert_true(frame_make(&frame, surface->w, surface->h));
    wall_forget(studio->canvas.wall);
    canvas_show(&studio->canvas, &studio->scene, true);
    studio_copy(studio, &frame);
    return frame;
}

struct frame studio_draw_reduced(struct studio *studio, int reduction)
{
    struct frame whole = studio_draw(studio), small;
    assert_true(frame_reduce(&whole, reduction, &small));
    frame_free(&whole);
    return small;
}

void studio_close(struct studio *studio)
{
    if (studio) {
        canvas_close(&studio->canvas);
        free(studio);
    }
}
