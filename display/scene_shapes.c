// SPDX-License-Identifier: MIT
/* Items that are no text: rectangles, arrows, the marks of the desks. */
#include <stdio.h>
#include <string.h>

#include "display/scene_build.h"

struct scene_item *build_add(struct builder *builder, enum scene_kind kind, struct scene_box box,
                             uint32_t colour)
{
    struct scene *scene = builder->scene;
    if (scene->count == SCENE_ITEMS_MAX) {
        scene->overflow = true;
        return NULL;
    }
    struct scene_item *item = &scene->item[scene->count++];
    memset(item, 0, sizeof *item); /* padding too: scenes are compared byte by byte */
    item->kind = kind;
    item->box = box;
    item->colour = colour;
    item->alpha = 255;
    return item;
}

void build_rect(struct builder *builder, struct scene_box box, uint32_t colour, int radius_px)
{
    struct scene_item *item = build_add(builder, SCENE_RECT, box, colour);
    if (item) {
        item->radius_px = radius_px;
    }
}

void build_arrow(struct builder *builder, struct scene_box box, enum wall_direction direction,
                 uint32_t colour)
{
    struct scene_item *item =
        direction == WALL_DIRECTION_NONE ? NULL : build_add(builder, SCENE_ARROW, box, colour);
    if (item) {
        item->direction = direction;
    }
}

/* Perceived brightness, enough to choose between dark and white digits. */
static bool is_dark(uint32_t colour)
{
    int red = colour >> 16 & 0xFF, green = colour >> 8 & 0xFF, blue = colour & 0xFF;
    return red * 299 + green * 587 + blue * 114 < 118 * 1000;
}

/* Where the number sits in a shape: em size for one, two, three digits as a share of the
 * side, so that it stays clear of the outline; and a shift downwards. */
struct number_place {
    double share[3], shift;
};

static struct number_place number_place(enum wall_shape shape)
{
    switch (shape) {
    case WALL_SHAPE_CIRCLE:
        break;
    case WALL_SHAPE_SQUARE:
        return (struct number_place){{0.74, 0.64, 0.47}, 0};
    case WALL_SHAPE_TRIANGLE:
        return (struct number_place){{0.58, 0.40, 0.29}, 0.25};
    case WALL_SHAPE_DIAMOND:
        return (struct number_place){{0.58, 0.46, 0.34}, 0};
    case WALL_SHAPE_HEXAGON:
        return (struct number_place){{0.66, 0.58, 0.43}, 0};
    case WALL_SHAPE_PENTAGON:
        return (struct number_place){{0.62, 0.52, 0.40}, 0.05};
    }
    return (struct number_place){{0.68, 0.58, 0.43}, 0};
}

static int digits_index(int number)
{
    return number > 99 ? 2 : number > 9 ? 1 : 0;
}

double build_mark_share(const struct wall_board *board, int desk)
{
    const struct wall_desk *known = board ? board_model_desk(board, desk) : NULL;
    return number_place(known ? known->shape : WALL_SHAPE_CIRCLE).share[digits_index(desk)];
}

static struct scene_item *add_mark(struct builder *builder, struct scene_box box,
                                   const struct wall_board *board, int desk, bool off)
{
    const struct wall_desk *known = board ? board_model_desk(board, desk) : NULL;
    uint32_t colour = off ? PALETTE_MARK_OFF : known ? known->colour : PALETTE_MARK_PLAIN;
    struct scene_item *item = build_add(builder, SCENE_MARK, box, colour);
    if (item) {
        item->shape = known ? known->shape : WALL_SHAPE_CIRCLE;
    }
    return item;
}

static void mark(struct builder *builder, struct scene_box box, const struct wall_board *board,
                 int desk, bool off, enum scene_role role)
{
    struct scene_item *item = add_mark(builder, box, board, desk, off);
    if (!item) {
        return;
    }
    struct number_place place = number_place(item->shape);
    char number[12];
    snprintf(number, sizeof number, "%d", desk);
    int shift = (int)(box.h * place.shift);
    struct scene_box inside = {box.x, box.y + shift, box.w, box.h - shift};
    double size_px = box.h * place.share[digits_index(desk)];
    struct text_style style = {.weight = SCENE_BOLD,
                               .size = (int)(size_px / builder->unit),
                               .size_min = 6,
                               .colour =
                                   is_dark(item->colour) ? PALETTE_ON_STAGE : PALETTE_MARK_INK,
                               .align = ALIGN_CENTRE,
                               .role = role};
    build_text(builder, inside, style, number);
}

void build_mark(struct builder *builder, struct scene_box box, const struct wall_board *board,
                int desk, bool off)
{
    mark(builder, box, board, desk, off, SCENE_LABEL);
}

void build_mark_essential(struct builder *builder, struct scene_box box,
                          const struct wall_board *board, int desk)
{
    mark(builder, box, board, desk, false, SCENE_ESSENTIAL);
}

void build_mark_bare(struct builder *builder, struct scene_box box, const struct wall_board *board,
                     int desk)
{
    add_mark(builder, box, board, desk, false);
}
