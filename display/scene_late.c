// SPDX-License-Identifier: MIT
/* The strip that warns: who takes a number now may not be served today. */
#include "display/scene_build.h"

enum { RADIUS = 16, PAD_Y = 6, LINES_MAX = 2 };

static const char whole_id[] = "Mungkin tidak terlayani hari ini";
static const char brief_id[] = "Mungkin tidak terlayani";
static const char words_en[] = "May not be served today";

bool scene_late_told(const struct wall_board *board, const struct wall_service *service)
{
    return service->late && board->kiosk != WALL_KIOSK_CLOSED;
}

int scene_late_height(const struct late_strip *strip)
{
    bool row = strip->size > 0 && !strip->instead;
    return row ? strip->lines * build_line_height(strip->size) + 2 * PAD_Y : 0;
}

static struct text_style strip_style(enum scene_role role, int size)
{
    return (struct text_style){.weight = SCENE_REGULAR,
                               .size = size,
                               .size_min = size,
                               .colour = PALETTE_ON_BAND,
                               .align = ALIGN_LEFT,
                               .role = role};
}

bool scene_late_fit(const struct builder *builder, struct late_strip *strip, int width)
{
    if (strip->size == 0) {
        return true;
    }
    int w = strip->instead ? width : width - 2 * build_px(builder, strip->pad);
    struct text_style style = strip_style(SCENE_LABEL, strip->size);
    int lines_max = strip->instead ? 1 : LINES_MAX;
    for (strip->lines = 1; strip->lines <= lines_max; strip->lines++) {
        for (int brief = 0; brief < 2; brief++) {
            strip->brief = brief > 0;
            if (build_lines_fit(builder, w, style, brief ? brief_id : whole_id, strip->lines)) {
                return true;
            }
        }
    }
    strip->lines = lines_max;
    return false;
}

static void draw_words(struct builder *builder, struct scene_box box,
                       const struct late_strip *strip)
{
    struct text_style id = strip_style(SCENE_LABEL, strip->size);
    int second = build_size(builder, SCENE_SECOND, 22);
    struct text_style en = strip_style(SCENE_SECOND, second < strip->size ? second : strip->size);
    const char *text = strip->brief ? brief_id : whole_id;
    if (strip->lines == 1) {
        build_pair(builder, box, id, en, (struct words){text, words_en});
    } else {
        id.size_min = strip->size * 3 / 4;
        build_lines(builder, box, id, text, strip->lines);
    }
}

int scene_late_instead(struct builder *builder, struct scene_box box,
                       const struct late_strip *strip)
{
    int pad = build_px(builder, strip->pad);
    struct scene_box ground = {box.x - pad, box.y, box.w + 2 * pad, box.h};
    build_rect(builder, ground, PALETTE_BAND, build_px(builder, RADIUS / 2));
    draw_words(builder, box, strip); /* its edge is that of the figures */
    return box.x + box.w;
}

struct scene_box scene_late_ground(struct builder *builder, struct scene_box card,
                                   const struct late_strip *strip, bool told)
{
    int radius = build_px(builder, RADIUS), strip_h = build_px(builder, scene_late_height(strip));
    struct scene_box above = {card.x, card.y, card.w, card.h - strip_h};
    if (strip_h == 0 || !told) {
        build_rect(builder, card, PALETTE_PANEL, radius);
        return above;
    }
    build_rect(builder, card, PALETTE_BAND, radius);
    build_rect(builder, above, PALETTE_PANEL, radius);
    struct scene_box corners = {above.x, above.y + above.h - radius, above.w, radius};
    build_rect(builder, corners, PALETTE_PANEL, 0);
    int x = build_px(builder, strip->pad), y = build_px(builder, PAD_Y);
    draw_words(
        builder,
        (struct scene_box){card.x + x, above.y + above.h + y, card.w - 2 * x, strip_h - 2 * y},
        strip);
    return above;
}
