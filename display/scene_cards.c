// SPDX-License-Identifier: MIT
/* One service on its card: names, figure, a line under it, desks; each row of a size that
 * the reading rule gives, rows left out where the room is small. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "display/scene_build.h"

enum { PAD = 20, PAD_WIDE = 14, BADGE_GAP = 14, UNIT_GAP = 10, ROW_GAP = 8, SMALLEST = 21 };

static int scaled(double size, double scale)
{
    int small = (int)lround(size * scale), floor = scale < 0.5 ? 10 : SMALLEST;
    return small > floor ? small : floor;
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

struct card_look scene_card_look(const struct builder *builder, enum card_form form,
                                 enum card_detail detail, double scale)
{
    bool roomy = detail < CARD_NO_LAST_WAIT;
    struct card_look look = {.form = form, .detail = detail, .name_lines = 1};
    look.name = scaled(build_size(builder, SCENE_LABEL, roomy ? 30 : 26), scale);
    look.figure = roomy ? build_size(builder, SCENE_ESSENTIAL, 58)
                        : max_int(44, build_least(builder, SCENE_ESSENTIAL));
    look.figure = scaled(look.figure, scale);
    look.unit = max_int(scaled(build_size(builder, SCENE_LABEL, SMALLEST), scale),
                        (int)lround(look.figure * 0.42));
    int second = scaled(build_size(builder, SCENE_SECOND, 22), scale);
    look.english = detail < CARD_NO_ENGLISH ? second : 0;
    look.under = detail < CARD_BARE ? scaled(build_size(builder, SCENE_LABEL, 25), scale) : 0;
    look.under_en = detail < CARD_NO_ENGLISH_UNDER ? second : 0;
    look.wait = detail < CARD_NO_LAST_WAIT ? second : 0;
    bool instead = detail == CARD_WARNING;
    look.late = (struct late_strip){.size = scaled(build_size(builder, SCENE_LABEL, 25), scale),
                                    .lines = 1,
                                    .pad = instead             ? ROW_GAP
                                           : form == CARD_WIDE ? PAD_WIDE + 4
                                                               : PAD,
                                    .instead = instead};
    look.mark = detail < CARD_NO_DESKS
                    ? (int)lround(max_int(22, build_least(builder, SCENE_LABEL)) / 0.62 * scale)
                    : 0;
    look.badge = max_int((int)lround(look.name * 1.7), 50);
    return look;
}

static struct text_style style_of(enum scene_role role, enum scene_weight weight, int size,
                                  uint32_t colour)
{
    return (struct text_style){.weight = weight,
                               .size = size,
                               .size_min = size * 3 / 4,
                               .colour = colour,
                               .align = ALIGN_LEFT,
                               .role = role};
}

static struct text_style name_style(const struct card_look *look)
{
    struct text_style style = style_of(SCENE_LABEL, SCENE_BOLD, look->name, PALETTE_INK);
    style.size_min = look->name;
    return style;
}

static int names_height(const struct card_look *look)
{
    int h = look->name_lines * (int)lround(look->name * 1.2) +
            (look->english ? build_line_height(look->english) : 0);
    return max_int(h, look->badge);
}

static int figure_height(const struct card_look *look)
{
    return (int)lround(look->figure * 0.9);
}

int scene_card_height(const struct card_look *look)
{
    int under = look->under ? build_line_height(look->under) : 0;
    if (look->form == CARD_WIDE) {
        return 2 * PAD_WIDE + max_int(names_height(look), figure_height(look) + under) +
               scene_late_height(&look->late);
    }
    int h = PAD + names_height(look) + ROW_GAP + figure_height(look) + ROW_GAP / 2 + under;
    h += look->wait ? build_line_height(look->wait) : 0;
    h += look->mark ? ROW_GAP + look->mark : 0;
    return h + PAD + scene_late_height(&look->late);
}

/* Of the small words beside the figure, with their gap. */
static int beside_width(const struct builder *builder, const struct card_look *look,
                        const char *words)
{
    return words[0] ? build_px(builder, UNIT_GAP) +
                          build_width(builder, SCENE_BOLD, build_px(builder, look->unit), words) + 1
                    : 0;
}

int scene_card_figure_width(const struct builder *builder, const struct card_look *look,
                            const struct figure *figure)
{
    return beside_width(builder, look, figure->lead) +
           build_width(builder, SCENE_BOLD, build_px(builder, look->figure), figure->big) +
           beside_width(builder, look, figure->unit);
}

/* Right of it the figures of WIDE cards: as wide as the widest. */
static int figures_width(const struct builder *builder, const struct card_look *look, int card_w,
                         const struct wall_service *const list[], int count)
{
    int w = 0;
    for (int i = 0; i < count; i++) {
        struct figure figure;
        scene_figure_of(builder->input->board, list[i], &figure);
        if (figure.unit[0]) {
            w = max_int(w, scene_card_figure_width(builder, look, &figure));
        }
    }
    /* Words may take more room than figures, and shrink to it. */
    return max_int(w, (card_w - 2 * build_px(builder, PAD_WIDE)) * 36 / 100);
}

static int inner_width(const struct builder *builder, const struct card_look *look, int card_w)
{
    return card_w - 2 * build_px(builder, look->form == CARD_WIDE ? PAD_WIDE + 4 : PAD);
}

static int name_width(const struct builder *builder, const struct card_look *look, int card_w,
                      int figures_w)
{
    int w = inner_width(builder, look, card_w) - build_px(builder, look->badge + BADGE_GAP);
    return look->form == CARD_WIDE ? w - figures_w - build_px(builder, BADGE_GAP) : w;
}

static bool figure_fits(const struct builder *builder, const struct card_look *look, int w,
                        const struct wall_service *service)
{
    struct figure figure;
    scene_figure_of(builder->input->board, service, &figure);
    if (figure.unit[0]) {
        return scene_card_figure_width(builder, look, &figure) <= w;
    }
    int size_px = build_px(builder, max_int(look->under, SMALLEST));
    return build_width(builder, SCENE_BOLD, size_px, figure.big) <= w;
}

bool scene_card_fit(const struct builder *builder, struct card_look *look, int card_w,
                    enum name_care names, const struct wall_service *const list[], int count)
{
    int figures_w = look->form == CARD_WIDE ? figures_width(builder, look, card_w, list, count) : 0;
    int name_w = name_width(builder, look, card_w, figures_w);
    int figure_w = look->form == CARD_WIDE ? figures_w : inner_width(builder, look, card_w);
    int late_w = look->late.instead ? figure_w : card_w;
    if (name_w < build_px(builder, look->name * 3) ||
        (!scene_late_fit(builder, &look->late, late_w) &&
         (names != NAMES_CUT || look->late.instead))) {
        return false;
    }
    look->name_lines = 1;
    for (int i = 0; i < count; i++) {
        const char *name = list[i]->name_id;
        if (!build_lines_fit(builder, name_w, name_style(look), name, look->name_lines)) {
            look->name_lines = 2;
        }
        int lines = names == NAMES_WHOLE ? 2 : SCENE_TEXT_BYTES;
        if (!figure_fits(builder, look, figure_w, list[i]) ||
            (names != NAMES_CUT &&
             !build_lines_fit(builder, name_w, name_style(look), name, lines))) {
            return false;
        }
    }
    return true;
}

void scene_card_badge(struct builder *builder, struct scene_box box, const char *letter)
{
    build_rect(builder, box, PALETTE_INK, box.h / 5);
    int size = (int)(box.h * 0.68 / builder->unit);
    struct text_style style = style_of(SCENE_LABEL, SCENE_BOLD, size, PALETTE_ON_BAR);
    style.align = ALIGN_CENTRE;
    build_text(builder, box, style, letter);
}

/* Indonesian, on one or two lines of one size, English under it; centred on the badge. */
static void draw_names(struct builder *builder, struct scene_box box, const struct card_look *look,
                       const struct wall_service *service)
{
    int badge = build_px(builder, look->badge);
    scene_card_badge(builder, (struct scene_box){box.x, box.y + (box.h - badge) / 2, badge, badge},
                     service->letter);
    int x = box.x + badge + build_px(builder, BADGE_GAP), w = box.x + box.w - x;
    int line_h = build_px(builder, look->name * 1.2);
    int en_h = look->english && service->name_en[0]
                   ? build_px(builder, build_line_height(look->english))
                   : 0;
    int lines = build_line_count(builder, w, name_style(look), service->name_id, look->name_lines);
    int y = box.y + (box.h - lines * line_h - en_h) / 2;
    build_lines(builder, (struct scene_box){x, y, w, lines * line_h}, name_style(look),
                service->name_id, look->name_lines);
    if (en_h > 0) {
        build_text(builder, (struct scene_box){x, y + lines * line_h, w, en_h},
                   style_of(SCENE_SECOND, SCENE_REGULAR, look->english, PALETTE_QUIET),
                   service->name_en);
    }
}

/* Small words on the baseline of the figure. */
static void draw_beside(struct builder *builder, struct scene_box place, int size, int baseline_y,
                        const char *words)
{
    struct text_style style = style_of(SCENE_LABEL, SCENE_BOLD, size, PALETTE_INK);
    int cap = build_cap_px(build_px(builder, size));
    if (build_text(builder, (struct scene_box){place.x, baseline_y - cap, place.w, cap + 1}, style,
                   words)) {
        builder->scene->item[builder->scene->count - 1].baseline_y = baseline_y;
    }
}

int scene_card_figure(struct builder *builder, struct scene_box box, const struct card_look *look,
                      const struct figure *figure, enum text_align align)
{
    struct text_style big =
        style_of(figure->unit[0] ? SCENE_ESSENTIAL : SCENE_LABEL, SCENE_BOLD,
                 figure->unit[0] ? look->figure : look->figure * 9 / 10, PALETTE_INK);
    big.size_min = max_int(SMALLEST, look->under);
    int w = scene_card_figure_width(builder, look, figure);
    int left = align == ALIGN_RIGHT && w < box.w ? box.w - w : 0;
    int lead_w = beside_width(builder, look, figure->lead);
    int unit_w = beside_width(builder, look, figure->unit);
    int gap = build_px(builder, UNIT_GAP);
    struct scene_box place = {box.x + left + lead_w, box.y, box.w - left - lead_w - unit_w, box.h};
    const struct scene_item *item = build_text(builder, place, big, figure->big);
    if (!item || unit_w == 0) {
        return item ? item->x + item->text_w : box.x;
    }
    int baseline_y = item->baseline_y, end = item->x + item->text_w + gap;
    if (lead_w > 0) {
        struct scene_box before = {box.x + left, box.y, lead_w - gap, box.h};
        draw_beside(builder, before, look->unit, baseline_y, figure->lead);
    }
    struct scene_box after = {end, box.y, box.x + box.w - end, box.h};
    draw_beside(builder, after, look->unit, baseline_y, figure->unit);
    return box.x + left + w;
}

/* The figure, or the warning in its place. */
static int draw_figure(struct builder *builder, struct scene_box box, const struct card_look *look,
                       const struct wall_service *service, const struct figure *figure,
                       enum text_align align)
{
    bool warning = look->late.instead && look->late.size > 0 &&
                   scene_late_told(builder->input->board, service);
    return warning ? scene_late_instead(builder, box, &look->late)
                   : scene_card_figure(builder, box, look, figure, align);
}

static void draw_under(struct builder *builder, struct scene_box box, const struct card_look *look,
                       const struct figure *figure, enum text_align align)
{
    struct text_style id = style_of(SCENE_LABEL, SCENE_REGULAR, look->under, PALETTE_INK);
    int id_w = build_width(builder, id.weight, build_px(builder, id.size), figure->under_id);
    id.align = align;
    if (look->under_en == 0) {
        build_text(builder, box, id, id_w <= box.w ? figure->under_id : figure->short_id);
        return;
    }
    struct text_style en = style_of(SCENE_SECOND, SCENE_REGULAR, look->under_en, PALETTE_QUIET);
    en.align = align;
    build_pair(
        builder, box, id, en,
        (struct words){id_w <= box.w ? figure->under_id : figure->short_id, figure->under_en});
}

void scene_card_last_wait(struct builder *builder, struct scene_box box, int size, int from_min,
                          int to_min)
{
    struct text_style style = style_of(SCENE_SECOND, SCENE_REGULAR, size, PALETTE_QUIET);
    char minutes[32], text[64];
    snprintf(minutes, sizeof minutes, from_min == to_min ? "%d" : "%d–%d", from_min, to_min);
    snprintf(text, sizeof text, "Terakhir menunggu %s menit", minutes);
    if (build_width(builder, style.weight, build_px(builder, size), text) > box.w) {
        snprintf(text, sizeof text, "Tunggu terakhir %s mnt", minutes);
    }
    build_text(builder, box, style, text);
}

/* The line under the figure, and in it the desks when they have no row of their own: they are
 * worth more than the whole sentence. */
static void draw_under_and_desks(struct builder *builder, struct scene_box box,
                                 const struct card_look *look, const struct wall_service *service,
                                 const struct figure *figure)
{
    int shorter =
        build_width(builder, SCENE_REGULAR, build_px(builder, look->under), figure->short_id);
    if (look->beside) {
        box.w -= scene_card_desks_beside(builder, box, box.x + shorter, service);
    }
    draw_under(builder, box, look, figure, ALIGN_LEFT);
}

/* Right of the figure, or else right of the names, which are the items from `first` on. */
static void draw_desks_somewhere(struct builder *builder, struct scene_box names, int first,
                                 struct scene_box figure, int figure_end,
                                 const struct wall_service *service)
{
    if (scene_card_desks_beside(builder, figure, figure_end, service) > 0) {
        return;
    }
    int end = names.x;
    for (int i = first; i < builder->scene->count; i++) {
        const struct scene_item *item = &builder->scene->item[i];
        bool name = item->kind == SCENE_TEXT && item->baseline_y <= names.y + names.h;
        end = name ? max_int(end, item->x + item->text_w) : end;
    }
    int mark = figure.h < names.h ? figure.h : names.h;
    struct scene_box middle = {names.x, names.y + (names.h - mark) / 2, names.w, mark};
    scene_card_desks_beside(builder, middle, end, service);
}

static void draw_stacked(struct builder *builder, struct scene_box box,
                         const struct card_look *look, const struct wall_service *service,
                         const struct figure *figure)
{
    int names_h = build_px(builder, names_height(look));
    int figure_h = build_px(builder, figure_height(look));
    struct scene_box names = {box.x, box.y, box.w, names_h};
    int first = builder->scene->count;
    draw_names(builder, names, look, service);
    int y = box.y + names_h + build_px(builder, ROW_GAP);
    struct scene_box line = {box.x, y, box.w, figure_h};
    int end = draw_figure(builder, line, look, service, figure, ALIGN_LEFT);
    int beside = figure_h * 4 / 5;
    if (look->beside && !look->under) {
        struct scene_box middle = {box.x, y + (figure_h - beside) / 2, box.w, beside};
        draw_desks_somewhere(builder, names, first, middle, end, service);
    }
    y += figure_h + build_px(builder, ROW_GAP / 2);
    if (look->under) {
        int h = build_px(builder, build_line_height(look->under));
        draw_under_and_desks(builder, (struct scene_box){box.x, y, box.w, h}, look, service,
                             figure);
        y += h;
    }
    if (look->wait && scene_card_has_last_wait(service)) {
        int h = build_px(builder, build_line_height(look->wait));
        scene_card_last_wait(builder, (struct scene_box){box.x, y, box.w, h}, look->wait,
                             service->last_wait_min, service->last_wait_min);
    }
    if (look->mark) {
        int mark = build_px(builder, look->mark);
        scene_card_desks(builder, (struct scene_box){box.x, box.y + box.h - mark, box.w, mark},
                         service);
    }
}

static void draw_wide(struct builder *builder, struct scene_box box, const struct card_look *look,
                      const struct wall_service *service, const struct figure *figure)
{
    int figure_h = build_px(builder, figure_height(look));
    int under_h = look->under ? build_px(builder, build_line_height(look->under)) : 0;
    const struct wall_service *list[] = {service};
    int right_w =
        figures_width(builder, look, box.w + 2 * build_px(builder, PAD_WIDE + 4), list, 1);
    int x = box.x + box.w - right_w, y = box.y + (box.h - figure_h - under_h) / 2;
    int names_w = box.w - right_w - build_px(builder, BADGE_GAP);
    draw_names(builder, (struct scene_box){box.x, box.y, names_w, box.h}, look, service);
    draw_figure(builder, (struct scene_box){x, y, right_w, figure_h}, look, service, figure,
                ALIGN_RIGHT);
    if (under_h > 0) {
        draw_under(builder, (struct scene_box){x, y + figure_h, right_w, under_h}, look, figure,
                   ALIGN_RIGHT);
    }
}

void scene_card_draw(struct builder *builder, struct scene_box box, const struct card_look *look,
                     const struct wall_service *service)
{
    struct figure figure;
    scene_figure_of(builder->input->board, service, &figure);
    box = scene_late_ground(builder, box, &look->late,
                            scene_late_told(builder->input->board, service));
    bool wide = look->form == CARD_WIDE;
    int pad_x = build_px(builder, wide ? PAD_WIDE + 4 : PAD);
    int pad_y = build_px(builder, wide ? PAD_WIDE : PAD);
    struct scene_box inside = {box.x + pad_x, box.y + pad_y, box.w - 2 * pad_x, box.h - 2 * pad_y};
    if (wide) {
        draw_wide(builder, inside, look, service, &figure);
    } else {
        draw_stacked(builder, inside, look, service, &figure);
    }
}
