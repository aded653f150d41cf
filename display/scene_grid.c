// SPDX-License-Identifier: MIT
/* The grid of service cards: which columns, which form, how much on each card. */
#include <math.h>

#include "display/scene_build.h"

enum { GAP = 18 };

static bool try_grid(const struct builder *builder, struct card_grid *grid, int width, int room,
                     enum name_care names, const struct wall_service *const list[], int count)
{
    int least_h = build_px(builder, scene_card_height(&grid->look)); /* names on one line */
    if (grid->rows * (least_h + grid->gap) - grid->gap > room) {
        return false; /* before anything is measured */
    }
    int card_w = (width + grid->gap) / grid->columns - grid->gap;
    if (!scene_card_fit(builder, &grid->look, card_w, names, list, count)) {
        return false;
    }
    grid->card_h = build_px(builder, scene_card_height(&grid->look));
    grid->height = grid->rows * (grid->card_h + grid->gap) - grid->gap;
    return grid->height <= room;
}

/* The last wait, the desks and the strip take room only where a card has something to say in it. */
static void spare_rows(struct card_look *look, const struct wall_board *board,
                       const struct wall_service *const list[], int count)
{
    bool wait = false, desks = false, differ = false, late = false;
    for (int i = 0; i < count; i++) {
        wait = wait || scene_card_has_last_wait(list[i]);
        late = late || scene_late_told(board, list[i]);
        desks = desks || list[i]->desk_count > 0;
        differ = differ || list[i]->desk_count != list[0]->desk_count;
        for (int k = 0; k < list[i]->desk_count && !differ; k++) {
            differ = list[i]->desk[k] != list[0]->desk[k];
        }
    }
    look->wait = wait ? look->wait : 0;
    look->late.size = late ? look->late.size : 0;
    look->mark = desks && differ ? look->mark : 0; /* else the line above says it once */
    look->beside = desks && differ && look->mark == 0;
}

bool scene_grid_fit(const struct builder *builder, struct card_grid *grid, int width, int room,
                    int details, int rows_max, double scale, enum name_care names,
                    const struct wall_service *const list[], int count)
{
    static const enum card_form forms[] = {CARD_STACKED, CARD_WIDE};
    /* Nothing shrinks below the rule for the sake of lesser lines. */
    int first = scale < 1 ? CARD_NO_ENGLISH : CARD_ALL;
    for (int detail = first; detail < details; detail++) {
        for (int form = 0; form < 2; form++) {
            if (forms[form] == CARD_WIDE && detail < CARD_NO_DESKS) {
                continue;
            }
            for (int rows = 1; rows <= rows_max && rows <= count; rows++) {
                *grid = (struct card_grid){.rows = rows, .gap = build_px(builder, GAP)};
                /* Even rows: 7 services are 4 and 3, not 6 and 1. */
                grid->columns = (count + rows - 1) / rows;
                grid->rows = (count + grid->columns - 1) / grid->columns;
                grid->look = scene_card_look(builder, forms[form], (enum card_detail)detail, scale);
                spare_rows(&grid->look, builder->input->board, list, count);
                if (detail == CARD_WARNING && grid->look.late.size == 0) {
                    continue; /* nobody to warn: the same as without */
                }
                if (try_grid(builder, grid, width, room, names, list, count)) {
                    return true;
                }
            }
        }
    }
    return false;
}

void scene_grid_draw(struct builder *builder, struct scene_box box, const struct card_grid *grid,
                     const struct wall_service *const list[], int count)
{
    double step = (double)(box.w + grid->gap) / grid->columns;
    for (int i = 0; i < count; i++) {
        int column = i % grid->columns, row = i / grid->columns;
        int left = box.x + (int)lround(column * step);
        int right = box.x + (int)lround((column + 1) * step);
        struct scene_box card = {left, box.y + row * (grid->card_h + grid->gap),
                                 right - left - grid->gap, grid->card_h};
        scene_card_draw(builder, card, &grid->look, list[i]);
    }
}
