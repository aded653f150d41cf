// SPDX-License-Identifier: MIT
#include "display/picture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/board_client.h"
#include "display/canvas.h"

static char *read_file(const char *path, size_t *bytes, char reason[WALL_REASON_BYTES])
{
    FILE *file = fopen(path, "rb");
    char *text = file ? malloc(WALL_JSON_BYTES_MAX + 1) : NULL;
    if (!text) {
        snprintf(reason, WALL_REASON_BYTES, "%.90s: %s", path, strerror(errno));
    } else {
        *bytes = fread(text, 1, WALL_JSON_BYTES_MAX + 1, file); /* one more: too long shows */
    }
    if (file) {
        fclose(file);
    }
    return text;
}

bool picture_board(const struct options *options, struct wall_board *board,
                   char reason[WALL_REASON_BYTES])
{
    size_t bytes = 0;
    char *json = options->board_file
                     ? read_file(options->board_file, &bytes, reason)
                     : board_client_fetch(options->board, options->cacert, "board", &bytes, reason);
    bool good = json && board_model_parse(json, bytes, board, reason);
    free(json);
    return good;
}

static bool picture_pages(const struct options *options, struct wall_pages *pages,
                          char reason[WALL_REASON_BYTES])
{
    size_t bytes = 0;
    char *json = options->pages_file
                     ? read_file(options->pages_file, &bytes, reason)
                     : board_client_fetch(options->board, options->cacert, "pages", &bytes, reason);
    bool good = json && pages_model_parse(json, bytes, pages, reason);
    free(json);
    if (good && options->page > pages->count) {
        snprintf(reason, WALL_REASON_BYTES, "there are only %d pages", pages->count);
        good = false;
    }
    return good;
}

/* What one picture is made of. */
struct still {
    struct wall_board board;
    struct wall_pages pages;
    struct scene scene;
};

static int draw_and_save(const struct options *options, struct still *still)
{
    const struct wall_board *board = &still->board;
    struct canvas canvas;
    struct canvas_setup setup = {
        .width = options->width, .height = options->height, .rotate = options->rotate};
    char reason[WALL_REASON_BYTES];
    if (!canvas_open_memory(&canvas, &setup, reason)) {
        fprintf(stderr, "loket-wall: %s\n", reason);
        return 1;
    }
    struct scene_input input = {.board = board,
                                .stage = board->call_count > 0 ? &board->call[0] : NULL,
                                .stage_age_ms = SCENE_ENTER_MS,
                                .branch_utc_ms =
                                    options->has_at ? options->at_utc_ms : board->utc_ms,
                                .viewing_distance_m = options->viewing_distance_m,
                                .screen_inch = options->screen_inch};
    if (options->page) {
        input.page = &still->pages.page[options->page - 1];
        input.page_number = options->page;
        input.page_count = still->pages.count;
    }
    canvas_scene_size(&canvas, &input.width, &input.height);
    struct scene_measure measure = wall_measure(canvas.wall);
    scene_make(&input, &measure, &still->scene);
    canvas_show(&canvas, &still->scene, true);
    bool good = canvas_save(&canvas, options->output);
    if (!good) {
        fprintf(stderr, "loket-wall: %s: %s\n", options->output, strerror(errno));
    }
    canvas_close(&canvas);
    return good ? 0 : 1;
}

int picture_screenshot(const struct options *options)
{
    char reason[WALL_REASON_BYTES] = "out of memory";
    struct still *still = calloc(1, sizeof *still);
    int status = 1;
    if (still && picture_board(options, &still->board, reason) &&
        (options->page == 0 || picture_pages(options, &still->pages, reason))) {
        status = draw_and_save(options, still);
    } else {
        fprintf(stderr, "loket-wall: %s\n", reason);
    }
    free(still);
    return status;
}
