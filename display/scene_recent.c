// SPDX-License-Identifier: MIT
/* The list of recent calls: number and desk of each, in the same places. */
#include <stdio.h>
#include <string.h>

#include "display/scene_build.h"

enum { MARGIN = 48, TOP = 22, FOOT = 12, ROW_LEAST = 92, GAP = 18, COLUMN_GAP = 30 };

/* How a row tells the desk, from the clearest to the smallest. */
enum row_form {
    ROW_WORDS, /* mark, "Loket 2" */
    ROW_MARK,  /* a mark so large that its number is read from the last row */
    ROW_BARE,  /* shape without a number, the number beside it */
};

/* Sizes of all rows; design pixels are in `number` and `where` only. */
struct row_look {
    enum row_form form;
    int number, where; /* design pixels */
    int number_w, mark, where_w, arrow, h;
};

/* Newest first: what was called before the stage's call, each ticket once. */
static int recent_calls(const struct builder *builder, const struct wall_call *list[])
{
    const struct wall_board *board = builder->input->board;
    const struct wall_call *stage = scene_stage_call(builder);
    int count = 0;
    for (int i = 0; i < board->call_count; i++) {
        const struct wall_call *call = &board->call[i];
        bool known = stage && (call->seq >= stage->seq || strcmp(call->ticket, stage->ticket) == 0);
        for (int k = 0; k < count; k++) {
            known = known || strcmp(list[k]->ticket, call->ticket) == 0;
        }
        if (!known) {
            list[count++] = call;
        }
    }
    return count;
}

static int max_int(int a, int b)
{
    return a > b ? a : b;
}

/* The widest number and desk that may come, so that the columns stand still. */
static void widest(const struct builder *builder, const struct wall_call *const list[], int count,
                   struct row_look *look, const char *before)
{
    const struct wall_board *board = builder->input->board;
    int number_px = build_px(builder, look->number), where_px = build_px(builder, look->where);
    look->number_w = build_width(builder, SCENE_BOLD, number_px, "A-000") + 1;
    look->where_w = 0;
    int desk = 1;
    for (int i = 0; i < count; i++) {
        look->number_w = max_int(look->number_w,
                                 build_width(builder, SCENE_BOLD, number_px, list[i]->ticket) + 1);
        desk = max_int(desk, list[i]->desk);
    }
    for (int i = 0; i < board->desk_count; i++) {
        desk = max_int(desk, board->desk[i].number);
    }
    char text[24];
    snprintf(text, sizeof text, "%s%d", before, desk);
    look->where_w = build_width(builder, SCENE_BOLD, where_px, text) + 1;
}

/* Side of a mark whose number has that size, for every desk of the list. */
static int mark_for(const struct builder *builder, const struct wall_call *const list[], int count,
                    int size)
{
    const struct wall_board *board = builder->input->board;
    double share = 1;
    for (int i = 0; i < count; i++) {
        double of_this = build_mark_share(board, list[i]->desk);
        share = of_this < share ? of_this : share;
    }
    return build_px(builder, (size + 1) / share);
}

static int row_width(const struct builder *builder, const struct row_look *look)
{
    int gap = build_px(builder, GAP);
    int w = look->number_w + build_px(builder, COLUMN_GAP) + look->mark + gap + look->arrow;
    return look->form == ROW_MARK ? w : w + look->where_w + gap;
}

static void measure_row(const struct builder *builder, struct row_look *look,
                        const struct wall_call *const list[], int count)
{
    widest(builder, list, count, look, look->form == ROW_WORDS ? "Loket " : "");
    int small = build_px(builder, max_int(64, look->number * 4 / 5));
    look->mark = look->form == ROW_MARK ? mark_for(builder, list, count, look->where) : small;
    look->arrow = build_px(builder, max_int(52, look->where * 3 / 4));
    int text_h = build_px(builder, look->number * 1.22);
    look->h =
        max_int(max_int(text_h, look->mark + build_px(builder, 14)), build_px(builder, ROW_LEAST));
}

/* One form, as large as the box allows; false when it misses the reading rule. */
static bool fit_form(const struct builder *builder, struct row_look *look, enum row_form form,
                     const struct wall_call *const list[], int count, struct scene_box box)
{
    int least = build_least(builder, SCENE_ESSENTIAL);
    int wanted = build_wanted(builder, SCENE_ESSENTIAL);
    int number_least = max_int(least, 40), where_least = max_int(least, 30);
    *look = (struct row_look){
        .form = form, .number = max_int(wanted, 72), .where = max_int(wanted, 44)};
    measure_row(builder, look, list, count);
    while ((row_width(builder, look) > box.w || look->h > box.h) &&
           (look->number > number_least || look->where > where_least)) {
        /* The desk gives way first: the number is what everybody looks for. */
        look->number -= look->where <= where_least;
        look->where -= look->where > where_least;
        measure_row(builder, look, list, count);
    }
    return row_width(builder, look) <= box.w && look->h <= box.h;
}

/* The clearest form whose texts keep the reading rule. */
static struct row_look choose(const struct builder *builder, const struct wall_call *const list[],
                              int count, struct scene_box box)
{
    struct row_look words, mark, bare;
    if (fit_form(builder, &words, ROW_WORDS, list, count, box)) {
        return words;
    }
    bool marks = fit_form(builder, &mark, ROW_MARK, list, count, box);
    bool bares = fit_form(builder, &bare, ROW_BARE, list, count, box);
    if (marks && (!bares || box.h / mark.h >= box.h / bare.h)) {
        return mark; /* no row is lost for the larger marks */
    }
    return bare;
}

static void draw_row(struct builder *builder, struct scene_box box, const struct row_look *look,
                     const struct wall_call *call)
{
    const struct wall_board *board = builder->input->board;
    const struct wall_desk *desk = board_model_desk(board, call->desk);
    int middle = box.y + box.h / 2, gap = build_px(builder, GAP), right = box.x + box.w;
    int spare = max_int(box.w - row_width(builder, look), 0);
    struct text_style number =
        build_style(builder, SCENE_ESSENTIAL, SCENE_BOLD, look->number, PALETTE_INK);
    struct text_style where = number;
    number.size = look->number;
    where.size = look->where;
    build_text(builder, (struct scene_box){box.x, box.y, look->number_w, box.h}, number,
               call->ticket);
    int x = box.x + look->number_w + build_px(builder, COLUMN_GAP) + spare / 2;
    struct scene_box mark = {x, middle - look->mark / 2, look->mark, look->mark};
    int arrow_x = right - look->arrow;
    build_arrow(builder,
                (struct scene_box){arrow_x, middle - look->arrow / 2, look->arrow, look->arrow},
                desk ? desk->direction : WALL_DIRECTION_NONE, PALETTE_INK);
    if (look->form == ROW_MARK) {
        build_mark_essential(builder, mark, board, call->desk);
        return;
    }
    char text[24];
    if (look->form == ROW_WORDS) {
        build_mark(builder, mark, board, call->desk, false);
        snprintf(text, sizeof text, "Loket %d", call->desk);
    } else {
        build_mark_bare(builder, mark, board, call->desk);
        snprintf(text, sizeof text, "%d", call->desk);
    }
    x += look->mark + gap;
    build_text(builder, (struct scene_box){x, box.y, arrow_x - gap / 2 - x, box.h}, where, text);
}

static void draw_none(struct builder *builder, struct scene_box box)
{
    static const struct words none = {"Belum ada", "None yet"};
    struct text_style id = build_style(builder, SCENE_LABEL, SCENE_REGULAR, 28, PALETTE_QUIET);
    struct text_style en = build_style(builder, SCENE_SECOND, SCENE_REGULAR, 25, PALETTE_QUIET);
    int h = build_px(builder, id.size * 1.6);
    build_rect(builder, (struct scene_box){box.x, box.y, box.w, build_px(builder, 2)}, PALETTE_RULE,
               0);
    build_pair(builder, (struct scene_box){box.x, box.y + build_px(builder, 16), box.w, h}, id, en,
               none);
}

static void draw_rows(struct builder *builder, struct scene_box box)
{
    const struct wall_call *list[WALL_CALLS_MAX];
    int count = recent_calls(builder, list);
    if (count == 0) {
        draw_none(builder, box);
        return;
    }
    struct row_look look = choose(builder, list, count, box);
    int rows = box.h / look.h;
    rows = rows < 1 ? 1 : rows > WALL_CALLS_MAX ? WALL_CALLS_MAX : rows;
    int row_h = box.h / rows, line = build_px(builder, 2);
    for (int i = 0; i < rows && i < count; i++) {
        struct scene_box row = {box.x, box.y + i * row_h, box.w, row_h};
        build_rect(builder, (struct scene_box){row.x, row.y, row.w, line}, PALETTE_RULE, 0);
        draw_row(builder, row, &look, list[i]);
    }
}

void scene_recent_draw(struct builder *builder, struct scene_box box)
{
    static const struct words heading = {"Panggilan terakhir", "Recent calls"};
    int margin = build_px(builder, MARGIN);
    struct text_style id = build_style(builder, SCENE_LABEL, SCENE_BOLD, 30, PALETTE_QUIET);
    struct text_style en = build_style(builder, SCENE_SECOND, SCENE_REGULAR, 25, PALETTE_QUIET);
    int head_h = build_px(builder, max_int(56, id.size * 8 / 5));
    build_rect(builder, box, PALETTE_PANEL, 0);
    struct scene_box inside = {box.x + margin, box.y + build_px(builder, TOP), box.w - 2 * margin,
                               head_h};
    struct scene_box head = inside;
    if (builder->input->board->help && builder->portrait) {
        head.w = scene_help_draw(builder, inside) - build_px(builder, 24) - inside.x;
    }
    build_pair(builder, head, id, en, heading);
    inside.y += head_h;
    inside.h = box.y + box.h - build_px(builder, FOOT) - inside.y;
    if (inside.h > 0) {
        draw_rows(builder, inside);
    }
}
