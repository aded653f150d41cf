// SPDX-License-Identifier: MIT
/* One calm panel for services that share a queue: a big figure, then whom it is for. */
#include <math.h>
#include <stdio.h>

#include "display/scene_build.h"

enum { PAD = 26, GAP = 28, BADGE_GAP = 16, ROW_GAP = 12, TALL_BELOW = 1300, COLUMNS_MAX = 4 };

static const char last_wait_words[] = "Terakhir menunggu";

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

static struct text_style line_style(enum scene_role role, int size, uint32_t colour)
{
    return (struct text_style){.weight = SCENE_REGULAR,
                               .size = size,
                               .size_min = size * 3 / 4,
                               .colour = colour,
                               .align = ALIGN_LEFT,
                               .role = role};
}

/* Figure, the line under it, English, last waits: design pixels. */
static int block_height(const struct panel *panel)
{
    const struct card_look *look = &panel->look;
    int h = (int)lround(look->figure * 0.85);
    h += look->under ? 8 + build_line_height(look->under) : 0;
    h += look->under_en ? build_line_height(look->under_en) : 0;
    h += look->wait ? 2 * build_line_height(look->wait) + 8 : 0;
    return h;
}

/* Pixels; the names get the rest. */
static int block_width(const struct builder *builder, const struct panel *panel,
                       const struct service_group *group)
{
    const struct card_look *look = &panel->look;
    struct figure figure;
    scene_figure_of(builder->input->board, &group->shown, &figure);
    int w = scene_card_figure_width(builder, look, &figure);
    if (look->under) {
        w = max_int(w, build_width(builder, SCENE_REGULAR, build_px(builder, look->under),
                                   look->short_under ? figure.short_id : figure.under_id));
    }
    if (look->wait) {
        w = max_int(
            w, build_width(builder, SCENE_REGULAR, build_px(builder, look->wait), last_wait_words));
    }
    return w + 1;
}

static int cell_width(const struct builder *builder, const struct panel *panel,
                      const struct service_group *group)
{
    const struct wall_board *board = builder->input->board;
    int w = 0;
    for (int i = 0; i < group->count; i++) {
        const struct wall_service *service = &board->service[group->member[i]];
        w = max_int(w, build_width(builder, SCENE_REGULAR, build_px(builder, panel->look.name),
                                   service->name_id));
        if (panel->look.english) {
            w = max_int(w, build_width(builder, SCENE_REGULAR,
                                       build_px(builder, panel->look.english), service->name_en));
        }
    }
    return w + 1 + build_px(builder, panel->look.badge + BADGE_GAP);
}

static int names_width(const struct builder *builder, const struct panel *panel, int width)
{
    int inside = width - 2 * build_px(builder, PAD);
    return panel->tall ? inside : inside - panel->figure_w - 2 * build_px(builder, GAP);
}

/* What a panel leaves out first: English names, last waits, English under the figure, the
 * line under it. */
static struct card_look panel_look(const struct builder *builder, bool alone, int step,
                                   double scale)
{
    struct card_look look = scene_card_look(builder, CARD_STACKED, CARD_ALL, scale);
    if (alone && scale >= 1 && step < PANEL_NO_LINE) {
        look.figure = max_int(look.figure, 112);
    }
    if (step >= PANEL_NO_LINE) {
        look = scene_card_look(builder, CARD_STACKED, CARD_BARE, scale);
        look.figure = build_size(builder, SCENE_ESSENTIAL, 58);
    }
    look.short_under = step >= PANEL_SHORT_LINE;
    look.english = step < PANEL_NO_ENGLISH ? look.english : 0;
    look.wait = step < PANEL_NO_LAST_WAIT ? look.wait : 0;
    look.under_en = step < PANEL_NO_ENGLISH_UNDER ? look.under_en : 0;
    look.badge = (int)lround(look.name * 1.55);
    return look;
}

/* Rows of names beside a figure of that size, 0 = they do not fit. */
static int set_columns(const struct builder *builder, struct panel *panel, int width,
                       const struct service_group *group)
{
    panel->look.unit = max_int(panel->look.unit, (int)lround(panel->look.figure * 0.4));
    panel->figure_w = block_width(builder, panel, group);
    int gap = build_px(builder, GAP), room = names_width(builder, panel, width);
    int columns = (room + gap) / (cell_width(builder, panel, group) + gap);
    if (room <= 0 || columns < 1) {
        return 0;
    }
    columns = columns > COLUMNS_MAX ? COLUMNS_MAX : columns;
    panel->rows = (group->count + columns - 1) / columns;
    panel->columns = (group->count + panel->rows - 1) / panel->rows;
    return panel->rows;
}

/* The largest figure beside which the names need no more rows than beside the smallest. */
static bool set_figure(const struct builder *builder, struct panel *panel, int width, double scale,
                       const struct service_group *group)
{
    int largest = panel->look.figure, unit = panel->look.unit;
    int least = max_int(44, (int)(build_least(builder, SCENE_ESSENTIAL) * scale));
    panel->look.figure = least < largest ? least : largest;
    panel->look.unit = panel->look.figure / 2;
    int rows = set_columns(builder, panel, width, group);
    for (int size = largest; size > least; size -= 2) {
        panel->look.figure = size;
        panel->look.unit = unit < size / 2 ? unit : size / 2;
        panel->look.unit =
            max_int(panel->look.unit, (int)(build_least(builder, SCENE_LABEL) * scale));
        if (set_columns(builder, panel, width, group) == rows) {
            break;
        }
    }
    return set_columns(builder, panel, width, group) > 0;
}

bool scene_panel_fit(const struct builder *builder, struct panel *panel, int width, bool alone,
                     int step, double scale, const struct service_group *group)
{
    *panel = (struct panel){.look = panel_look(builder, alone, step, scale),
                            .tall = width < build_px(builder, TALL_BELOW)};
    struct card_look *look = &panel->look;
    look->wait = group->wait_from_min >= 0 ? look->wait : 0;
    bool late = scene_late_told(builder->input->board, &group->shown);
    look->late.size = late ? look->late.size : 0;
    look->late.pad = PAD;
    if (!scene_late_fit(builder, &look->late, width)) {
        return false;
    }
    if (!set_figure(builder, panel, width, scale, group)) {
        return false;
    }
    int name_h =
        (int)lround(look->name * 1.2) + (look->english ? build_line_height(look->english) : 0);
    panel->row_h = build_px(builder, max_int(name_h, look->badge) + ROW_GAP);
    int names_h = panel->rows * panel->row_h, block_h = build_px(builder, block_height(panel));
    panel->height =
        2 * build_px(builder, PAD) + build_px(builder, scene_late_height(&look->late)) +
        (panel->tall ? block_h + build_px(builder, GAP) + names_h : max_int(block_h, names_h));
    return true;
}

/* On two lines, so that the names keep their width. */
static void draw_last_wait(struct builder *builder, struct scene_box box, int size,
                           const struct service_group *group)
{
    struct text_style style = line_style(SCENE_SECOND, size, PALETTE_QUIET);
    char minutes[48];
    snprintf(minutes, sizeof minutes,
             group->wait_from_min == group->wait_to_min ? "%d menit" : "%d–%d menit",
             group->wait_from_min, group->wait_to_min);
    box.h = build_px(builder, build_line_height(size));
    build_text(builder, box, style, last_wait_words);
    box.y += box.h;
    build_text(builder, box, style, minutes);
}

static void draw_block(struct builder *builder, struct scene_box box, const struct panel *panel,
                       const struct service_group *group)
{
    const struct card_look *look = &panel->look;
    struct figure figure;
    scene_figure_of(builder->input->board, &group->shown, &figure);
    int h = build_px(builder, look->figure * 0.85);
    int y = box.y + (box.h - build_px(builder, block_height(panel))) / 2;
    scene_card_figure(builder, (struct scene_box){box.x, y, box.w, h}, look, &figure, ALIGN_LEFT);
    y += h + build_px(builder, 8);
    if (look->under) {
        h = build_px(builder, build_line_height(look->under));
        build_text(builder, (struct scene_box){box.x, y, box.w, h},
                   line_style(SCENE_LABEL, look->under, PALETTE_INK),
                   look->short_under ? figure.short_id : figure.under_id);
        y += h;
    }
    if (look->under_en) {
        h = build_px(builder, build_line_height(look->under_en));
        build_text(builder, (struct scene_box){box.x, y, box.w, h},
                   line_style(SCENE_SECOND, look->under_en, PALETTE_QUIET), figure.under_en);
        y += h;
    }
    if (look->wait) {
        y += build_px(builder, 8);
        draw_last_wait(builder, (struct scene_box){box.x, y, box.w, box.h}, look->wait, group);
    }
}

static void draw_member(struct builder *builder, struct scene_box box, const struct panel *panel,
                        const struct wall_service *service)
{
    int badge = build_px(builder, panel->look.badge);
    scene_card_badge(builder, (struct scene_box){box.x, box.y + (box.h - badge) / 2, badge, badge},
                     service->letter);
    int x = box.x + badge + build_px(builder, BADGE_GAP), w = box.x + box.w - x;
    int id_h = build_px(builder, panel->look.name * 1.2);
    int en_h = panel->look.english && service->name_en[0]
                   ? build_px(builder, build_line_height(panel->look.english))
                   : 0;
    int y = box.y + (box.h - id_h - en_h) / 2;
    build_text(builder, (struct scene_box){x, y, w, id_h},
               line_style(SCENE_LABEL, panel->look.name, PALETTE_INK), service->name_id);
    if (en_h > 0) {
        build_text(builder, (struct scene_box){x, y + id_h, w, en_h},
                   line_style(SCENE_SECOND, panel->look.english, PALETTE_QUIET), service->name_en);
    }
}

/* Letters run down the columns, as in an index. */
static void draw_members(struct builder *builder, struct scene_box box, const struct panel *panel,
                         const struct service_group *group)
{
    const struct wall_board *board = builder->input->board;
    int gap = build_px(builder, GAP);
    double step = (double)(box.w + gap) / panel->columns;
    int top = box.y + (box.h - panel->rows * panel->row_h) / 2;
    for (int i = 0; i < group->count; i++) {
        int left = box.x + (int)lround(i / panel->rows * step);
        struct scene_box cell = {left, top + i % panel->rows * panel->row_h, (int)step - gap,
                                 panel->row_h};
        draw_member(builder, cell, panel, &board->service[group->member[i]]);
    }
}

void scene_panel_draw(struct builder *builder, struct scene_box box, const struct panel *panel,
                      const struct service_group *group)
{
    int pad = build_px(builder, PAD), gap = build_px(builder, GAP), line = build_px(builder, 2);
    box = scene_late_ground(builder, box, &panel->look.late, panel->look.late.size > 0);
    struct scene_box inside = {box.x + pad, box.y + pad, box.w - 2 * pad, box.h - 2 * pad};
    struct scene_box block = inside, names = inside;
    if (panel->tall) {
        block.h = build_px(builder, block_height(panel));
        names.y += block.h + gap;
        names.h -= block.h + gap;
        build_rect(builder, (struct scene_box){inside.x, names.y - gap / 2, inside.w, line},
                   PALETTE_RULE, 0);
    } else {
        block.w = panel->figure_w;
        names.x += block.w + 2 * gap;
        names.w -= block.w + 2 * gap;
        build_rect(builder, (struct scene_box){names.x - gap, inside.y, line, inside.h},
                   PALETTE_RULE, 0);
    }
    draw_block(builder, block, panel, group);
    draw_members(builder, names, panel, group);
}
