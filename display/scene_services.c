// SPDX-License-Identifier: MIT
/* The grid of service cards under a line about the desks. */
#include <math.h>

#include "display/scene_build.h"

struct grid {
    int columns, rows;
    int margin, gap, card_h; /* pixels */
    struct card_look look;
};

static bool any_last_wait(const struct wall_board *board)
{
    for (int i = 0; i < board->service_count; i++) {
        if (scene_card_has_last_wait(&board->service[i])) {
            return true;
        }
    }
    return false;
}

/* One size for all names: the largest at which each fits on one line, else two lines. */
static void choose_names(const struct builder *builder, struct grid *grid)
{
    static const int largest[] = {[CARD_ROOMY] = 30, [CARD_COMPACT] = 27, [CARD_DENSE] = 24};
    const struct wall_board *board = builder->input->board;
    int w = builder->scene->width - 2 * grid->margin + grid->gap;
    int name_w = scene_card_name_width(builder, w / grid->columns - grid->gap, grid->look.density);
    int smallest = grid->look.density == CARD_DENSE ? 22 : 24;
    for (int size = largest[grid->look.density]; size >= smallest; size--) {
        bool fits = true;
        for (int i = 0; i < board->service_count && fits; i++) {
            fits = build_width(builder, SCENE_BOLD, build_px(builder, size),
                               board->service[i].name_id) <= name_w;
        }
        if (fits) {
            grid->look.name_size = size;
            grid->look.name_lines = 1;
            return;
        }
    }
    grid->look.name_size = smallest + (grid->look.density == CARD_ROOMY ? 2 : 0);
    grid->look.name_lines = 2;
}

static struct grid grid_for(const struct builder *builder)
{
    int count = builder->input->board->service_count;
    struct grid grid = {.gap = build_px(builder, 18), .margin = build_px(builder, 48)};
    /* Narrowest card, in design pixels, that still holds a figure and a name. */
    double narrowest = count > 12 ? 190 : 270;
    double room = builder->scene->width / builder->unit - 96 + 18;
    int widest = (int)(room / (narrowest + 18));
    widest = widest > 8 ? 8 : widest < 1 ? 1 : widest;
    widest = count <= 12 && widest > 6 ? 6 : widest;
    grid.rows = (count + widest - 1) / widest;
    /* Even rows: 7 services are 4 and 3, not 6 and 1. */
    grid.columns = grid.rows > 0 ? (count + grid.rows - 1) / grid.rows : 1;
    bool crowded = builder->portrait ? grid.rows > 2 : grid.rows > 1;
    grid.look.density = count > 12 ? CARD_DENSE : crowded ? CARD_COMPACT : CARD_ROOMY;
    choose_names(builder, &grid);
    grid.card_h = build_px(builder, scene_card_height(grid.look.density, grid.look.name_lines,
                                                      any_last_wait(builder->input->board)));
    return grid;
}

enum { STRIP_TOP = 10, STRIP_H = 44, STRIP_GAP = 8, FOOT = 16 };

int scene_services_height(const struct builder *builder)
{
    struct grid grid = grid_for(builder);
    return build_px(builder, STRIP_TOP + STRIP_H + STRIP_GAP + FOOT) + grid.rows * grid.card_h +
           (grid.rows > 1 ? (grid.rows - 1) * grid.gap : 0);
}

void scene_services_draw(struct builder *builder, struct scene_box box)
{
    const struct wall_board *board = builder->input->board;
    struct grid grid = grid_for(builder);
    int w = box.w - 2 * grid.margin;
    int strip_h = build_px(builder, STRIP_H), y = box.y + build_px(builder, STRIP_TOP);
    scene_desks_draw(builder, (struct scene_box){grid.margin, y, w, strip_h});
    y += strip_h + build_px(builder, STRIP_GAP);
    double step = (double)(w + grid.gap) / grid.columns;
    for (int i = 0; i < board->service_count; i++) {
        int column = i % grid.columns, row = i / grid.columns;
        int left = grid.margin + (int)lround(column * step);
        int right = grid.margin + (int)lround((column + 1) * step);
        struct scene_box card = {left, y + row * (grid.card_h + grid.gap), right - left - grid.gap,
                                 grid.card_h};
        scene_card_draw(builder, card, &grid.look, &board->service[i]);
    }
}
