// SPDX-License-Identifier: MIT
/* One service on its card, in three densities. */
#include <stdio.h>
#include <string.h>

#include "display/scene_build.h"

/* The marks of the open desks of a service, as many as fit, then how many more. */
static void draw_desks_of(struct builder *builder, struct scene_box box,
                          const struct wall_service *service)
{
    int gap = build_px(builder, 8), more_w = build_px(builder, 44);
    int fit = (box.w + gap) / (box.h + gap);
    if (fit < service->desk_count) {
        fit = (box.w - more_w + gap) / (box.h + gap);
    }
    int x = box.x;
    for (int i = 0; i < fit && i < service->desk_count; i++) {
        build_mark(builder, (struct scene_box){x, box.y, box.h, box.h}, builder->input->board,
                   service->desk[i], false);
        x += box.h + gap;
    }
    if (fit < service->desk_count) {
        char more[16];
        snprintf(more, sizeof more, "+%d", service->desk_count - (fit > 0 ? fit : 0));
        struct text_style style = {SCENE_BOLD, 22, 21, PALETTE_QUIET, ALIGN_LEFT};
        build_text(builder, (struct scene_box){x, box.y, more_w, box.h}, style, more);
    }
}

/* What the big figure of a card says, and the line under it. */
struct figure {
    char big[24];
    const char *unit; /* after the figure, smaller */
    char under_id[64], under_en[64];
};

static void figure_of(const struct builder *builder, const struct wall_service *service,
                      struct figure *figure)
{
    bool closed = builder->input->board->kiosk == WALL_KIOSK_CLOSED;
    memset(figure, 0, sizeof *figure);
    figure->unit = "";
    if (service->desk_count == 0) {
        snprintf(figure->big, sizeof figure->big, closed ? "Tutup" : "Belum buka");
        if (service->waiting > 0) {
            snprintf(figure->under_id, sizeof figure->under_id, "%d menunggu", service->waiting);
        }
        snprintf(figure->under_en, sizeof figure->under_en, closed ? "closed" : "no desk open");
    } else if (service->free) {
        snprintf(figure->big, sizeof figure->big, "Langsung");
        snprintf(figure->under_id, sizeof figure->under_id, "tanpa antre");
        snprintf(figure->under_en, sizeof figure->under_en, "no queue");
    } else if (service->ahead == 0) {
        snprintf(figure->big, sizeof figure->big, "Berikutnya");
        snprintf(figure->under_id, sizeof figure->under_id, "belum ada yang menunggu");
        snprintf(figure->under_en, sizeof figure->under_en, "next");
    } else if (service->low_min >= 0 && service->high_min >= service->low_min) {
        snprintf(figure->big, sizeof figure->big,
                 service->low_min == service->high_min ? "%d" : "%d–%d", service->low_min,
                 service->high_min);
        figure->unit = "menit";
        snprintf(figure->under_id, sizeof figure->under_id, "%d orang di depan", service->ahead);
        snprintf(figure->under_en, sizeof figure->under_en, "ahead");
    } else {
        snprintf(figure->big, sizeof figure->big, "%d", service->ahead);
        figure->unit = "orang";
        snprintf(figure->under_id, sizeof figure->under_id, "menunggu di depan");
        snprintf(figure->under_en, sizeof figure->under_en, "ahead");
    }
}

/* Returns the x where the figure ends. */
static int draw_figure(struct builder *builder, struct scene_box box, int size,
                       const struct figure *figure)
{
    int unit_size = size * 48 / 100;
    unit_size = unit_size < 22 ? 22 : unit_size;
    int gap = build_px(builder, 10);
    int unit_w = build_width(builder, SCENE_BOLD, build_px(builder, unit_size), figure->unit);
    int room = box.w - (figure->unit[0] ? unit_w + gap : 0);
    struct text_style big = {SCENE_BOLD, size, size > 44 ? size / 2 : 22, PALETTE_INK, ALIGN_LEFT};
    const struct scene_item *item =
        build_text(builder, (struct scene_box){box.x, box.y, room, box.h}, big, figure->big);
    if (!item || !figure->unit[0]) {
        return item ? item->x + item->text_w : box.x;
    }
    int baseline = item->baseline_y, x = item->x + item->text_w + gap;
    struct text_style unit = {SCENE_BOLD, unit_size, 21, PALETTE_INK, ALIGN_LEFT};
    if (build_text(builder, (struct scene_box){x, box.y, box.x + box.w - x, box.h}, unit,
                   figure->unit)) {
        builder->scene->item[builder->scene->count - 1].baseline_y = baseline;
    }
    return x + unit_w;
}

static void draw_badge(struct builder *builder, struct scene_box box, const char *letter, int size)
{
    build_rect(builder, box, PALETTE_INK, build_px(builder, 12));
    struct text_style style = {SCENE_BOLD, size, 21, PALETTE_ON_BAR, ALIGN_CENTRE};
    build_text(builder, box, style, letter);
}

/* Names in one size on all cards: Indonesian on one or two lines, English under it. */
static void draw_names(struct builder *builder, struct scene_box box, const struct card_look *look,
                       const struct wall_service *service)
{
    struct text_style id = {SCENE_BOLD, look->name_size, 22, PALETTE_INK, ALIGN_LEFT};
    struct text_style en = {SCENE_REGULAR, 22, 21, PALETTE_QUIET, ALIGN_LEFT};
    int line_h = build_px(builder, look->name_size + 4), en_h = build_px(builder, 28);
    int lines = build_line_count(builder, box.w, id, service->name_id, look->name_lines);
    int y = box.y + (box.h - lines * line_h - en_h) / 2;
    build_lines(builder, (struct scene_box){box.x, y, box.w, lines * line_h}, id, service->name_id,
                look->name_lines);
    build_text(builder, (struct scene_box){box.x, y + lines * line_h, box.w, en_h}, en,
               service->name_en);
}

bool scene_card_has_last_wait(const struct wall_service *service)
{
    return service->low_min < 0 && service->last_wait_min >= 0 && service->desk_count > 0 &&
           service->ahead > 0;
}

static void draw_last_wait(struct builder *builder, struct scene_box box,
                           const struct wall_service *service)
{
    struct text_style style = {SCENE_REGULAR, 22, 21, PALETTE_QUIET, ALIGN_LEFT};
    char text[48];
    snprintf(text, sizeof text, "Terakhir menunggu %d menit", service->last_wait_min);
    if (build_width(builder, style.weight, build_px(builder, 21), text) > box.w) {
        snprintf(text, sizeof text, "Tunggu terakhir %d mnt", service->last_wait_min);
    }
    build_text(builder, box, style, text);
}

static void draw_under(struct builder *builder, struct scene_box box, int size,
                       const struct figure *figure)
{
    struct text_style id = {SCENE_REGULAR, size, 21, PALETTE_INK, ALIGN_LEFT};
    struct text_style en = {SCENE_REGULAR, 22, 21, PALETTE_QUIET, ALIGN_LEFT};
    build_pair(builder, box, id, en, (struct words){figure->under_id, figure->under_en});
}

static void draw_roomy(struct builder *builder, struct scene_box box, const struct card_look *look,
                       const struct wall_service *service)
{
    int pad = build_px(builder, 22), badge = build_px(builder, 60), gap = build_px(builder, 16);
    int x = box.x + pad, w = box.w - 2 * pad, name_x = x + badge + gap;
    int names_h = build_px(builder, look->name_lines > 1 ? 88 : 64);
    int y = box.y + build_px(builder, look->name_lines > 1 ? 12 : 18);
    draw_badge(builder, (struct scene_box){x, y + (names_h - badge) / 2, badge, badge},
               service->letter, 38);
    draw_names(builder, (struct scene_box){name_x, y, x + w - name_x, names_h}, look, service);
    y += names_h + build_px(builder, 12);
    struct figure figure;
    figure_of(builder, service, &figure);
    draw_figure(builder, (struct scene_box){x, y, w, build_px(builder, 58)}, 58, &figure);
    y += build_px(builder, 62);
    draw_under(builder, (struct scene_box){x, y, w, build_px(builder, 32)}, 25, &figure);
    y += build_px(builder, 32);
    if (scene_card_has_last_wait(service)) {
        draw_last_wait(builder, (struct scene_box){x, y, w, build_px(builder, 28)}, service);
    }
    int mark = build_px(builder, 36), mark_y = box.y + box.h - build_px(builder, 16) - mark;
    draw_desks_of(builder, (struct scene_box){x, mark_y, w, mark}, service);
}

/* Right of the figure, where there is room for at least one mark. */
static void draw_desks_beside(struct builder *builder, struct scene_box box,
                              const struct wall_service *service)
{
    int gap = build_px(builder, 8), more = gap + build_px(builder, 44);
    int wanted = service->desk_count * (box.h + gap) - gap;
    int least = service->desk_count > 1 ? box.h + more : box.h;
    if (service->desk_count > 0 && box.w >= least) {
        int w = wanted < box.w ? wanted : box.w;
        draw_desks_of(builder, (struct scene_box){box.x + box.w - w, box.y, w, box.h}, service);
    }
}

static void draw_compact(struct builder *builder, struct scene_box box,
                         const struct card_look *look, const struct wall_service *service)
{
    int pad = build_px(builder, 18), badge = build_px(builder, 50), gap = build_px(builder, 12);
    int x = box.x + pad, w = box.w - 2 * pad, name_x = x + badge + gap;
    int names_h = build_px(builder, look->name_lines > 1 ? 84 : 60);
    int y = box.y + build_px(builder, 10);
    draw_badge(builder, (struct scene_box){x, y + (names_h - badge) / 2, badge, badge},
               service->letter, 32);
    draw_names(builder, (struct scene_box){name_x, y, x + w - name_x, names_h}, look, service);
    y += names_h + build_px(builder, 6);
    struct figure figure;
    figure_of(builder, service, &figure);
    int figure_h = build_px(builder, 48), mark = build_px(builder, 34);
    int end = draw_figure(builder, (struct scene_box){x, y, w, figure_h}, 44, &figure) +
              build_px(builder, 14);
    draw_desks_beside(
        builder, (struct scene_box){end, y + (figure_h - mark) / 2, x + w - end, mark}, service);
    draw_under(builder, (struct scene_box){x, y + figure_h, w, build_px(builder, 30)}, 23, &figure);
}

/* More than twelve services: figure beside the letter, names below, nothing else. */
static void draw_dense(struct builder *builder, struct scene_box box, const struct card_look *look,
                       const struct wall_service *service)
{
    int pad = build_px(builder, 16), badge = build_px(builder, 48), gap = build_px(builder, 12);
    int x = box.x + pad, w = box.w - 2 * pad, y = box.y + build_px(builder, 12);
    draw_badge(builder, (struct scene_box){x, y, badge, badge}, service->letter, 31);
    struct figure figure;
    figure_of(builder, service, &figure);
    if (strcmp(figure.unit, "orang") == 0) {
        figure.unit = "antre";
    } else if (strcmp(figure.unit, "menit") == 0) {
        figure.unit = "mnt";
    }
    int left = x + badge + gap;
    draw_figure(builder, (struct scene_box){left, y, x + w - left, badge}, 38, &figure);
    y += badge + build_px(builder, 2);
    int bottom = box.y + box.h - build_px(builder, 6);
    draw_names(builder, (struct scene_box){x, y, w, bottom - y}, look, service);
}

int scene_card_name_width(const struct builder *builder, int card_w, enum card_density density)
{
    switch (density) {
    case CARD_ROOMY:
        return card_w - build_px(builder, 22 + 60 + 16 + 22);
    case CARD_COMPACT:
        return card_w - build_px(builder, 18 + 50 + 12 + 18);
    case CARD_DENSE:
        break;
    }
    return card_w - build_px(builder, 16 + 16);
}

int scene_card_height(enum card_density density, int name_lines, bool last_wait)
{
    bool two = name_lines > 1;
    switch (density) {
    case CARD_ROOMY:
        return (last_wait ? 272 : 242) + (two ? 18 : 0);
    case CARD_COMPACT:
        return two ? 186 : 162;
    case CARD_DENSE:
        break;
    }
    return two ? 156 : 130;
}

void scene_card_draw(struct builder *builder, struct scene_box box, const struct card_look *look,
                     const struct wall_service *service)
{
    build_rect(builder, box, PALETTE_PANEL, build_px(builder, 16));
    switch (look->density) {
    case CARD_ROOMY:
        draw_roomy(builder, box, look, service);
        break;
    case CARD_COMPACT:
        draw_compact(builder, box, look, service);
        break;
    case CARD_DENSE:
        draw_dense(builder, box, look, service);
        break;
    }
}
