// SPDX-License-Identifier: MIT
#include "display/scene_build.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static const double cap_share = 0.714; /* OS/2 sCapHeight of Noto Sans: 714 of 1000 */

int build_px(const struct builder *builder, double design_px)
{
    return (int)lround(design_px * builder->unit);
}

int build_cap_px(int size_px)
{
    return (int)lround(size_px * cap_share);
}

int build_width(const struct builder *builder, enum scene_weight weight, int size_px,
                const char *text)
{
    return builder->measure->width(builder->measure->context, weight, size_px, text);
}

static struct scene_item *add(struct builder *builder, enum scene_kind kind, struct scene_box box,
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
    struct scene_item *item = add(builder, SCENE_RECT, box, colour);
    if (item) {
        item->radius_px = radius_px;
    }
}

void build_arrow(struct builder *builder, struct scene_box box, enum wall_direction direction,
                 uint32_t colour)
{
    struct scene_item *item =
        direction == WALL_DIRECTION_NONE ? NULL : add(builder, SCENE_ARROW, box, colour);
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

/* The part of a shape where its number sits: share of its side, and shift downwards. */
static void number_place(enum wall_shape shape, double *size, double *shift)
{
    *size = 0.62;
    *shift = 0;
    switch (shape) {
    case WALL_SHAPE_CIRCLE:
        break;
    case WALL_SHAPE_SQUARE:
        *size = 0.66;
        break;
    case WALL_SHAPE_TRIANGLE:
        *size = 0.48;
        *shift = 0.18;
        break;
    case WALL_SHAPE_DIAMOND:
        *size = 0.52;
        break;
    case WALL_SHAPE_HEXAGON:
        *size = 0.58;
        break;
    case WALL_SHAPE_PENTAGON:
        *size = 0.56;
        *shift = 0.05;
        break;
    }
}

void build_mark(struct builder *builder, struct scene_box box, const struct wall_board *board,
                int desk, bool off)
{
    const struct wall_desk *known = board ? board_model_desk(board, desk) : NULL;
    uint32_t colour = off ? PALETTE_MARK_OFF : known ? known->colour : PALETTE_MARK_PLAIN;
    struct scene_item *item = add(builder, SCENE_MARK, box, colour);
    if (!item) {
        return;
    }
    item->shape = known ? known->shape : WALL_SHAPE_CIRCLE;
    char number[8];
    snprintf(number, sizeof number, "%d", desk);
    double size, shift;
    number_place(item->shape, &size, &shift);
    double share = desk > 9 ? 0.80 : 1.0; /* two digits in the same room */
    int size_px = (int)(box.h * size * share);
    int inset = (int)(box.w * 0.08);
    struct scene_box inside = {box.x + inset, box.y + (int)(box.h * shift), box.w - 2 * inset,
                               box.h - (int)(box.h * shift)};
    struct text_style style = {.weight = SCENE_BOLD,
                               .size = (int)lround(size_px / builder->unit),
                               .size_min = (int)(size_px / builder->unit / 2),
                               .colour = is_dark(colour) ? PALETTE_ON_STAGE : PALETTE_MARK_INK,
                               .align = ALIGN_CENTRE};
    build_text(builder, inside, style, number);
}

static size_t previous_character(const char *text, size_t at)
{
    while (at > 0 && ((unsigned char)text[--at] & 0xC0) == 0x80) {
    }
    return at;
}

/* Cuts text (SCENE_TEXT_BYTES) until it fits with an ellipsis. */
static void cut(const struct builder *builder, enum scene_weight weight, int size_px, int width,
                char *text)
{
    static const char ellipsis[] = "…";
    size_t length = strlen(text);
    if (length > SCENE_TEXT_BYTES - sizeof ellipsis) {
        length = previous_character(text, SCENE_TEXT_BYTES - sizeof ellipsis);
    }
    while (length > 0) {
        length = previous_character(text, length);
        while (length > 0 && text[length - 1] == ' ') {
            length--;
        }
        memcpy(text + length, ellipsis, sizeof ellipsis);
        if (build_width(builder, weight, size_px, text) <= width) {
            return;
        }
    }
    text[0] = '\0';
}

/* Largest size from wanted down to smallest at which the text is not wider. */
static int fit_size(const struct builder *builder, enum scene_weight weight, int wanted_px,
                    int smallest_px, int width, const char *text)
{
    int size_px = wanted_px;
    int have = build_width(builder, weight, size_px, text);
    if (have > width && have > 0) {
        size_px = (int)((double)size_px * width / have);
        while (size_px > smallest_px && build_width(builder, weight, size_px, text) > width) {
            size_px--;
        }
    }
    return size_px < smallest_px ? smallest_px : size_px;
}

const struct scene_item *build_text(struct builder *builder, struct scene_box box,
                                    struct text_style style, const char *text)
{
    if (text[0] == '\0' || box.w <= 0) {
        return NULL;
    }
    int smallest_px = build_px(builder, style.size_min ? style.size_min : style.size);
    int size_px =
        fit_size(builder, style.weight, build_px(builder, style.size), smallest_px, box.w, text);
    char fitted[SCENE_TEXT_BYTES];
    snprintf(fitted, sizeof fitted, "%s", text);
    if (build_width(builder, style.weight, size_px, fitted) > box.w) {
        cut(builder, style.weight, size_px, box.w, fitted);
    }
    struct scene_item *item = fitted[0] ? add(builder, SCENE_TEXT, box, style.colour) : NULL;
    if (!item) {
        return NULL;
    }
    item->weight = style.weight;
    item->size_px = size_px;
    item->text_w = build_width(builder, style.weight, size_px, fitted);
    int spare = box.w - item->text_w;
    item->x = box.x + (style.align == ALIGN_LEFT     ? 0
                       : style.align == ALIGN_CENTRE ? spare / 2
                                                     : spare);
    item->baseline_y = box.y + (box.h + build_cap_px(size_px)) / 2;
    memcpy(item->text, fitted, strlen(fitted) + 1);
    return item;
}

int build_pair(struct builder *builder, struct scene_box box, struct text_style id,
               struct text_style en, struct words words)
{
    int gap = words.id[0] ? build_px(builder, id.size * 0.45) : 0;
    int id_w = build_width(builder, id.weight, build_px(builder, id.size), words.id);
    int en_w = build_width(builder, en.weight, build_px(builder, en.size), words.en);
    int en_least = build_width(builder, en.weight,
                               build_px(builder, en.size_min ? en.size_min : en.size), words.en);
    if (words.en[0] == '\0' || id_w + gap + en_least > box.w) {
        /* No room for both: Indonesian alone. */
        const struct scene_item *only =
            build_text(builder, box, id, words.id[0] ? words.id : words.en);
        return only ? only->text_w : 0;
    }
    int both = id_w + gap + en_w < box.w ? id_w + gap + en_w : box.w;
    int start = id.align == ALIGN_RIGHT    ? box.w - both
                : id.align == ALIGN_CENTRE ? (box.w - both) / 2
                                           : 0;
    struct scene_box left = {box.x + start, box.y, id_w, box.h};
    id.align = en.align = ALIGN_LEFT;
    const struct scene_item *first = build_text(builder, left, id, words.id);
    struct scene_box right = {left.x + id_w + gap, box.y, box.w - start - id_w - gap, box.h};
    if (build_text(builder, right, en, words.en) && first) {
        /* A common baseline ties the two languages together. */
        builder->scene->item[builder->scene->count - 1].baseline_y = first->baseline_y;
    }
    return both;
}

/* Bytes of text that fit in the width, cut at a space when there is one. */
static size_t line_bytes(const struct builder *builder, enum scene_weight weight, int size_px,
                         int width, const char *text)
{
    char line[SCENE_TEXT_BYTES];
    size_t good = 0;
    for (size_t at = 0; at < sizeof line - 1; at++) {
        if (text[at] == ' ' || text[at] == '\0') {
            line[at] = '\0';
            if (at > 0 && build_width(builder, weight, size_px, line) > width) {
                break;
            }
            good = at;
        }
        if (text[at] == '\0') {
            break;
        }
        line[at] = text[at];
    }
    return good > 0 ? good : strlen(text);
}

int build_line_count(const struct builder *builder, int width, struct text_style style,
                     const char *text, int lines_max)
{
    int lines = 0;
    while (text[0] && lines < lines_max) {
        text += line_bytes(builder, style.weight, build_px(builder, style.size), width, text);
        text += strspn(text, " ");
        lines++;
    }
    return lines > 0 ? lines : 1;
}

int build_lines(struct builder *builder, struct scene_box box, struct text_style style,
                const char *text, int lines_max)
{
    int lines = build_line_count(builder, box.w, style, text, lines_max);
    int line_h = box.h / lines;
    for (int i = 0; i < lines && text[0]; i++) {
        char line[SCENE_TEXT_BYTES];
        size_t bytes = i == lines - 1 ? strlen(text)
                                      : line_bytes(builder, style.weight,
                                                   build_px(builder, style.size), box.w, text);
        snprintf(line, sizeof line, "%.*s", (int)bytes, text);
        struct scene_box place = {box.x, box.y + i * line_h, box.w, line_h};
        build_text(builder, place, style, line);
        text += bytes;
        text += strspn(text, " ");
    }
    return lines;
}
