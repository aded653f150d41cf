// SPDX-License-Identifier: MIT
#include "tests/golden/sheet.h"

#include <stdio.h>
#include <string.h>

enum {
    GAP = 16,
    LABEL_H = 30,
    LABEL_PX = 17,
    GROUND = 0x2A2F2D,
    NAME = 0xFFFFFF,
    STORY = 0xB9C4BF
};

struct grid {
    int columns, rows, cell_w, cell_h;
};

static struct grid grid_for(const struct frame *picture)
{
    struct grid grid = {.columns = picture->width > picture->height ? 4 : 6};
    grid.rows = (SITUATION_COUNT + grid.columns - 1) / grid.columns;
    grid.cell_w = picture->width + GAP;
    grid.cell_h = picture->height + LABEL_H + GAP;
    return grid;
}

static int label_width(struct studio *studio, enum scene_weight weight, const char *text)
{
    struct scene_measure measure = wall_measure(studio->canvas.wall);
    return measure.width(measure.context, weight, LABEL_PX, text);
}

static void add_text(struct studio *studio, int x, int y, enum scene_weight weight, uint32_t colour,
                     const char *text)
{
    struct scene_item *item = &studio->scene.item[studio->scene.count++];
    memset(item, 0, sizeof *item);
    item->kind = SCENE_TEXT;
    item->colour = colour;
    item->alpha = 255;
    item->weight = weight;
    item->size_px = LABEL_PX;
    item->x = x;
    item->baseline_y = y;
    item->text_w = label_width(studio, weight, text);
    item->box = (struct scene_box){x, y - LABEL_PX, item->text_w, LABEL_PX};
    snprintf(item->text, sizeof item->text, "%s", text);
}

static void add_labels(struct studio *studio, struct grid grid)
{
    for (int i = 0; i < SITUATION_COUNT; i++) {
        const struct situation *situation = situation_get(i);
        int x = GAP + i % grid.columns * grid.cell_w;
        int y = GAP + i / grid.columns * grid.cell_h + LABEL_H - 10;
        int name_w = label_width(studio, SCENE_BOLD, situation->name) + 12;
        add_text(studio, x, y, SCENE_BOLD, NAME, situation->name);
        if (name_w + label_width(studio, SCENE_REGULAR, situation->story) <= grid.cell_w - GAP) {
            add_text(studio, x + name_w, y, SCENE_REGULAR, STORY, situation->story);
        }
    }
}

bool sheet_write(const char *path, const struct frame picture[])
{
    struct grid grid = grid_for(&picture[0]);
    int width = GAP + grid.columns * grid.cell_w, height = GAP + grid.rows * grid.cell_h;
    struct studio *studio = studio_open(width, height);
    studio->scene.width = width;
    studio->scene.height = height;
    studio->scene.ground = GROUND;
    add_labels(studio, grid);
    struct frame sheet = studio_draw(studio);
    for (int i = 0; i < SITUATION_COUNT; i++) {
        frame_put(&sheet, &picture[i], GAP + i % grid.columns * grid.cell_w,
                  GAP + i / grid.columns * grid.cell_h + LABEL_H);
    }
    bool good = frame_write(path, &sheet);
    frame_free(&sheet);
    studio_close(studio);
    return good;
}
