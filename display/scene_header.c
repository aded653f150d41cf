// SPDX-License-Identifier: MIT
/* The header: which branch, which date, what time. */
#include <stdio.h>

#include "display/calendar.h"
#include "display/scene_build.h"

void scene_bars_time(const struct builder *builder, int64_t utc_ms, char text[16])
{
    struct calendar now = calendar_make(utc_ms, builder->input->board->utc_offset_min);
    snprintf(text, 16, "%02d.%02d", now.hour % 24, now.minute % 60);
}

struct header_look {
    struct text_style name, id, en, clock, date;
    int upper, lower; /* pixels */
};

static struct header_look header_look(const struct builder *builder)
{
    struct header_look look = {
        .name = build_style(builder, SCENE_LABEL, SCENE_BOLD, 36, PALETTE_INK),
        .id = build_style(builder, SCENE_LABEL, SCENE_REGULAR, 25, PALETTE_QUIET),
        .en = build_style(builder, SCENE_SECOND, SCENE_REGULAR, 22, PALETTE_QUIET),
        .clock = build_style(builder, SCENE_LABEL, SCENE_BOLD, 60, PALETTE_INK),
        .date = build_style(builder, SCENE_SECOND, SCENE_REGULAR, 24, PALETTE_QUIET)};
    int larger = look.id.size * 6 / 5; /* the branch stands out from what it is */
    look.name.size = larger > look.name.size ? larger : look.name.size;
    look.clock.align = look.date.align = ALIGN_RIGHT;
    look.upper = build_px(builder, look.name.size * 1.17);
    look.lower = build_px(builder, look.id.size * 1.28);
    return look;
}

/* The date goes where it would cut what the branch is. */
static bool date_fits(const struct builder *builder, const struct header_look *look, int left)
{
    int w = build_width(builder, look->id.weight, build_px(builder, look->id.size),
                        builder->input->board->line_id);
    return left - build_px(builder, 48 + 36) >= w;
}

/* Weekday over date, right of it the clock; returns where they begin. */
static int draw_clock(struct builder *builder, struct scene_box box, const struct header_look *look)
{
    struct calendar now =
        calendar_make(builder->input->branch_utc_ms, builder->input->board->utc_offset_min);
    char clock[16], day[16], date[48];
    scene_bars_time(builder, builder->input->branch_utc_ms, clock);
    snprintf(day, sizeof day, "%s,", calendar_weekday_id(now.weekday));
    snprintf(date, sizeof date, "%d %s %d", now.day, calendar_month_id(now.month), now.year);
    /* The widest clock of the day, so that the date never moves. */
    int clock_w =
        build_width(builder, SCENE_BOLD, build_px(builder, look->clock.size), "00.00") + 1;
    int clock_x = box.x + box.w - clock_w;
    build_text(builder, (struct scene_box){clock_x, box.y, clock_w, box.h}, look->clock, clock);
    int date_w = build_width(builder, SCENE_REGULAR, build_px(builder, look->date.size), date) + 1;
    int line_h = build_px(builder, build_line_height(look->date.size));
    int x = clock_x - build_px(builder, 28) - date_w, top = box.y + box.h / 2 - line_h;
    if (!date_fits(builder, look, x)) {
        return clock_x;
    }
    build_text(builder, (struct scene_box){x, top, date_w, line_h}, look->date, day);
    build_text(builder, (struct scene_box){x, top + line_h, date_w, line_h}, look->date, date);
    return x;
}

int scene_help_draw(struct builder *builder, struct scene_box box)
{
    static const struct words words = {"Petugas sudah dipanggil", "Staff called"};
    struct text_style id = build_style(builder, SCENE_LABEL, SCENE_BOLD, 24, PALETTE_ON_BAND);
    struct text_style en = build_style(builder, SCENE_SECOND, SCENE_REGULAR, 21, PALETTE_ON_BAND);
    int pad = build_px(builder, 20), h = build_px(builder, build_line_height(id.size) + 16);
    int id_w = build_width(builder, id.weight, build_px(builder, id.size), words.id) + 1;
    int full_w = build_pair_width(builder, id, en, words) + 1 + 2 * pad;
    bool both = full_w < builder->scene->width * 3 / 10;
    int w = both ? full_w : id_w + 2 * pad;
    struct scene_box pill = {box.x + box.w - w, box.y + (box.h - h) / 2, w, h};
    build_rect(builder, pill, PALETTE_BAND, h / 2);
    struct scene_box inside = {pill.x + pad, pill.y, w - 2 * pad, h};
    build_pair(builder, inside, id, en, both ? words : (struct words){words.id, ""});
    return pill.x;
}

int scene_bars_header_height(const struct builder *builder)
{
    struct header_look look = header_look(builder);
    int needed = look.upper + look.lower + build_px(builder, 14), least = build_px(builder, 92);
    return needed > least ? needed : least;
}

void scene_bars_header(struct builder *builder, struct scene_box box)
{
    const struct wall_board *board = builder->input->board;
    int margin = build_px(builder, 48), line = build_px(builder, 2);
    build_rect(builder, box, PALETTE_PANEL, 0);
    build_rect(builder, (struct scene_box){0, box.h - line, box.w, line}, PALETTE_RULE, 0);
    struct scene_box inside = {margin, 0, box.w - 2 * margin, box.h - line};
    struct header_look look = header_look(builder);
    int right = draw_clock(builder, inside, &look);
    if (board->help && !builder->portrait) {
        right = scene_help_draw(
            builder,
            (struct scene_box){margin, 0, right - margin - build_px(builder, 36), inside.h});
    }
    int w = right - build_px(builder, 36) - margin;
    int top = (inside.h - look.upper - look.lower) / 2;
    build_text(builder, (struct scene_box){margin, top, w, look.upper}, look.name,
               board->branch_name);
    build_pair(builder, (struct scene_box){margin, top + look.upper, w, look.lower}, look.id,
               look.en, (struct words){board->line_id, board->line_en});
}
