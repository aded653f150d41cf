// SPDX-License-Identifier: MIT
#include "display/scene_build.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "display/text_run.h"

static const double cap_share = 0.714; /* OS/2 sCapHeight of Noto Sans: 714 of 1000 */

int build_px(const struct builder *builder, double design_px)
{
    return (int)lround(design_px * builder->unit);
}

int build_cap_px(int size_px)
{
    return (int)lround(size_px * cap_share);
}

/* The smallest em size, in design pixels, whose capitals are that high on the screen. */
static int size_for_cap(const struct builder *builder, int cap_px)
{
    return (int)ceil((cap_px / cap_share + 0.5) / builder->unit);
}

int build_wanted(const struct builder *builder, enum scene_role role)
{
    return role == SCENE_ESSENTIAL ? size_for_cap(builder, builder->rule.essential_px)
                                   : build_least(builder, role);
}

int build_least(const struct builder *builder, enum scene_role role)
{
    switch (role) {
    case SCENE_ESSENTIAL:
        return size_for_cap(builder, builder->rule.essential_least_px);
    case SCENE_LABEL:
        return size_for_cap(builder, builder->rule.label_px);
    case SCENE_SECOND:
        break;
    }
    return size_for_cap(builder, builder->rule.second_px);
}

int build_size(const struct builder *builder, enum scene_role role, int design)
{
    int wanted = build_wanted(builder, role);
    return wanted > design ? wanted : design;
}

int build_width(const struct builder *builder, enum scene_weight weight, int size_px,
                const char *text)
{
    return builder->measure->width(builder->measure->context, weight, size_px, text);
}

struct text_style build_style(const struct builder *builder, enum scene_role role,
                              enum scene_weight weight, int design, uint32_t colour)
{
    enum { SMALLEST = 21 };
    int least = build_least(builder, role);
    least = role == SCENE_SECOND ? least : least * 3 / 4; /* English is whole or left out */
    int size = build_size(builder, role, design);
    return (struct text_style){.weight = weight,
                               .size = size,
                               .size_min = least > SMALLEST ? least : SMALLEST,
                               .colour = colour,
                               .align = ALIGN_LEFT,
                               .role = role};
}

int build_line_height(int size)
{
    return (int)lround(size * 1.3);
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
        if (length == 0) {
            break; /* an ellipsis alone says nothing */
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

/* What is drawn instead when it does not fit: smaller, at last with an ellipsis. A figure
 * is never cut, since half a number is a wrong number. */
static int fit_text(const struct builder *builder, struct scene_box box, struct text_style style,
                    char text[SCENE_TEXT_BYTES])
{
    int wanted_px = build_px(builder, style.size);
    int tallest_px = (int)(box.h / cap_share);
    wanted_px = wanted_px > tallest_px ? tallest_px : wanted_px;
    int smallest_px = build_px(builder, style.size_min ? style.size_min : style.size);
    smallest_px = style.role == SCENE_ESSENTIAL ? 4
                  : smallest_px > wanted_px     ? wanted_px
                                                : smallest_px;
    int size_px = fit_size(builder, style.weight, wanted_px, smallest_px, box.w, text);
    if (build_width(builder, style.weight, size_px, text) > box.w) {
        cut(builder, style.weight, size_px, box.w, text);
    }
    return size_px;
}

const struct scene_item *build_text(struct builder *builder, struct scene_box box,
                                    struct text_style style, const char *text)
{
    if (text[0] == '\0' || box.w <= 0 || box.h <= 0) {
        return NULL;
    }
    char fitted[SCENE_TEXT_BYTES];
    snprintf(fitted, sizeof fitted, "%s", text);
    int size_px = fit_text(builder, box, style, fitted);
    struct scene_item *item = fitted[0] ? build_add(builder, SCENE_TEXT, box, style.colour) : NULL;
    if (!item) {
        return NULL;
    }
    item->weight = style.weight;
    item->role = style.role;
    item->size_px = size_px;
    item->text_w = build_width(builder, style.weight, size_px, fitted);
    int spare = box.w - item->text_w;
    if (style.align == ALIGN_LEFT && text_run_is_rtl(fitted)) {
        style.align = ALIGN_RIGHT; /* Arabic and Hebrew begin there */
    }
    item->x = box.x + (style.align == ALIGN_LEFT     ? 0
                       : style.align == ALIGN_CENTRE ? spare / 2
                                                     : spare);
    item->baseline_y = box.y + (box.h + build_cap_px(size_px)) / 2;
    memcpy(item->text, fitted, strlen(fitted) + 1);
    return item;
}

int build_pair_width(const struct builder *builder, struct text_style id, struct text_style en,
                     struct words words)
{
    int w = build_width(builder, id.weight, build_px(builder, id.size), words.id);
    if (words.en[0]) {
        w += (words.id[0] ? build_px(builder, id.size * 0.45) : 0) +
             build_width(builder, en.weight, build_px(builder, en.size), words.en);
    }
    return w;
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
