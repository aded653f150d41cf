// SPDX-License-Identifier: MIT
/* The stage with the called number, and the list of recent calls. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "display/scene_build.h"

enum {
    NUMBER_SIZE_MAX = 420,     /* design pixels */
    NUMBER_SIZE_STACKED = 230, /* below this the desk stands beside the number, not under it */
};

static bool any_desk_works(const struct wall_board *board)
{
    for (int i = 0; i < board->desk_count; i++) {
        if (board->desk[i].state != WALL_DESK_CLOSED) {
            return true;
        }
    }
    return false;
}

const struct wall_call *scene_stage_call(const struct builder *builder)
{
    const struct wall_board *board = builder->input->board;
    if (board->kiosk == WALL_KIOSK_CLOSED && !any_desk_works(board)) {
        return NULL; /* after hours nobody should be sent to a desk */
    }
    return builder->input->stage;
}

/* Big words with a quieter sentence under each language. */
static void draw_words(struct builder *builder, struct scene_box box, struct words title,
                       struct words more)
{
    int margin = build_px(builder, builder->portrait ? 56 : 64);
    int heights[] = {130, 70, 44, 50, 42};
    int total = 0;
    for (int i = 0; i < 5; i++) {
        heights[i] = build_px(builder, heights[i]);
        total += heights[i];
    }
    int y = box.y + (box.h - total) / 2, w = box.w - 2 * margin;
    struct text_style title_id = {SCENE_BOLD, 96, 40, PALETTE_ON_STAGE, ALIGN_LEFT};
    struct text_style title_en = {SCENE_REGULAR, 52, 30, PALETTE_STAGE_LABEL, ALIGN_LEFT};
    struct text_style more_id = {SCENE_BOLD, 32, 22, PALETTE_ON_STAGE, ALIGN_LEFT};
    struct text_style more_en = {SCENE_REGULAR, 28, 21, PALETTE_STAGE_LABEL, ALIGN_LEFT};
    int x = box.x + margin;
    build_text(builder, (struct scene_box){x, y, w, heights[0]}, title_id, title.id);
    y += heights[0];
    build_text(builder, (struct scene_box){x, y, w, heights[1]}, title_en, title.en);
    y += heights[1] + heights[2];
    build_text(builder, (struct scene_box){x, y, w, heights[3]}, more_id, more.id);
    y += heights[3];
    build_text(builder, (struct scene_box){x, y, w, heights[4]}, more_en, more.en);
}

void scene_stage_waiting(struct builder *builder, struct scene_box box)
{
    const char *address = builder->input->address ? builder->input->address : "";
    build_rect(builder, box, PALETTE_STAGE, 0);
    draw_words(builder, box, (struct words){"Menunggu sambungan", "Waiting for connection"},
               (struct words){"Layar ini menyambung sendiri. Silakan dengarkan petugas.",
                              "This screen connects by itself. Please listen for staff."});
    int margin = build_px(builder, 64), h = build_px(builder, 40);
    struct text_style style = {SCENE_REGULAR, 24, 21, PALETTE_STAGE_LABEL, ALIGN_LEFT};
    struct scene_box foot = {margin, box.h - margin - h, box.w - 2 * margin, h};
    build_text(builder, foot, style, address);
}

/* A pill at the right end of the box; returns its width. */
static int draw_recall(struct builder *builder, struct scene_box box)
{
    static const struct words words = {"Panggilan ulang", "Called again"};
    struct text_style id = {SCENE_BOLD, 30, 0, PALETTE_ON_BAND, ALIGN_CENTRE};
    struct text_style en = {SCENE_REGULAR, 25, 0, PALETTE_ON_BAND, ALIGN_CENTRE};
    int pad = build_px(builder, 26), h = build_px(builder, 58);
    int w = build_width(builder, id.weight, build_px(builder, id.size), words.id) +
            build_width(builder, en.weight, build_px(builder, en.size), words.en) +
            build_px(builder, id.size * 0.45) + 2 * pad + 2;
    struct scene_box pill = {box.x + box.w - w, box.y + (box.h - h) / 2, w, h};
    build_rect(builder, pill, PALETTE_BAND, h / 2);
    build_pair(builder, (struct scene_box){pill.x + pad, pill.y, w - 2 * pad, h}, id, en, words);
    return w + pad;
}

/* The number rises into its place while it appears, then stands still. */
static void animate(struct builder *builder, int first_item)
{
    int64_t age_ms = builder->input->stage_age_ms;
    if (age_ms >= SCENE_ENTER_MS) {
        return;
    }
    double left = 1.0 - (double)(age_ms < 0 ? 0 : age_ms) / SCENE_ENTER_MS;
    double eased = left * left * left;
    int shift = build_px(builder, 40 * eased);
    for (int i = first_item; i < builder->scene->count; i++) {
        struct scene_item *item = &builder->scene->item[i];
        item->alpha = (int)lround(255 * (1.0 - eased));
        item->baseline_y += shift;
        item->box.y += shift;
    }
}

static void draw_where(struct builder *builder, struct scene_box box, int number)
{
    const struct wall_board *board = builder->input->board;
    const struct wall_desk *desk = board_model_desk(board, number);
    enum wall_direction direction = desk ? desk->direction : WALL_DIRECTION_NONE;
    int side = box.h, arrow = build_px(builder, 168);
    build_mark(builder, (struct scene_box){box.x, box.y, side, side}, board, number, false);
    char text[24];
    snprintf(text, sizeof text, "Loket %d", number);
    int x = box.x + side + build_px(builder, 36);
    int right = box.x + box.w;
    if (direction != WALL_DIRECTION_NONE) {
        build_arrow(builder,
                    (struct scene_box){right - arrow, box.y + (box.h - arrow) / 2, arrow, arrow},
                    direction, PALETTE_ON_STAGE);
        right -= arrow + build_px(builder, 24);
    }
    struct text_style style = {SCENE_BOLD, 112, 60, PALETTE_ON_STAGE, ALIGN_LEFT};
    build_text(builder, (struct scene_box){x, box.y, right - x, box.h}, style, text);
}

/* Mark and arrow, the desk's name under them: for a stage too low to stand it all upright. */
static void draw_where_beside(struct builder *builder, struct scene_box box, int number)
{
    const struct wall_desk *desk = board_model_desk(builder->input->board, number);
    enum wall_direction direction = desk ? desk->direction : WALL_DIRECTION_NONE;
    struct text_style id = {SCENE_BOLD, 38, 28, PALETTE_STAGE_LABEL, ALIGN_LEFT};
    struct text_style en = {SCENE_REGULAR, 28, 22, PALETTE_STAGE_LABEL, ALIGN_LEFT};
    struct text_style name = {SCENE_BOLD, 84, 40, PALETTE_ON_STAGE, ALIGN_LEFT};
    int id_h = build_px(builder, 50), en_h = build_px(builder, 36), name_h = build_px(builder, 96);
    int gap = build_px(builder, 14), side = box.h - id_h - en_h - name_h - 2 * gap;
    int most = (box.w - build_px(builder, 30)) / 2;
    side = side > most ? most : side;
    int y = box.y + (box.h - id_h - en_h - name_h - 2 * gap - side) / 2;
    build_text(builder, (struct scene_box){box.x, y, box.w, id_h}, id, "Silakan menuju");
    build_text(builder, (struct scene_box){box.x, y + id_h, box.w, en_h}, en, "Please go to");
    y += id_h + en_h + gap;
    build_mark(builder, (struct scene_box){box.x, y, side, side}, builder->input->board, number,
               false);
    if (direction != WALL_DIRECTION_NONE) {
        build_arrow(builder, (struct scene_box){box.x + box.w - side, y, side, side}, direction,
                    PALETTE_ON_STAGE);
    }
    char text[24];
    snprintf(text, sizeof text, "Loket %d", number);
    build_text(builder, (struct scene_box){box.x, y + side + gap, box.w, name_h}, name, text);
}

static void draw_number(struct builder *builder, struct scene_box box, int size, const char *number)
{
    struct text_style big = {SCENE_BOLD, size, size < 100 ? size : 100, PALETTE_ON_STAGE,
                             ALIGN_LEFT};
    int first = builder->scene->count;
    build_text(builder, box, big, number);
    animate(builder, first);
}

/* As large as the room allows, with air above and below. */
static int number_size(const struct builder *builder, int room)
{
    int size = (int)((room - build_px(builder, 52)) / 0.714 / builder->unit);
    return size > NUMBER_SIZE_MAX ? NUMBER_SIZE_MAX : size;
}

static void draw_call(struct builder *builder, struct scene_box box, const struct wall_call *call)
{
    static const struct words number_words = {"Nomor antrean", "Ticket number"};
    static const struct words go_words = {"Silakan menuju", "Please go to"};
    struct text_style id = {SCENE_BOLD, 40, 28, PALETTE_STAGE_LABEL, ALIGN_LEFT};
    struct text_style en = {SCENE_REGULAR, 30, 24, PALETTE_STAGE_LABEL, ALIGN_LEFT};
    int margin = build_px(builder, builder->portrait ? 56 : 64), top = build_px(builder, 26);
    int label_h = build_px(builder, 56), where_h = build_px(builder, 130);
    int x = box.x + margin, w = box.w - 2 * margin, bottom = box.y + box.h - build_px(builder, 38);
    int where_y = bottom - where_h;
    int go_y = where_y - build_px(builder, 10) - label_h;
    int number_y = box.y + top + label_h;
    int size = number_size(builder, go_y - number_y);
    bool beside = size < NUMBER_SIZE_STACKED;
    int number_w = beside ? w * 63 / 100 : w;
    struct scene_box label = {x, box.y + top, number_w, label_h};
    label.w -= call->recall ? draw_recall(builder, label) : 0;
    build_pair(builder, label, id, en, number_words);
    if (beside) {
        int where_x = x + number_w + build_px(builder, 40);
        draw_number(builder, (struct scene_box){x, number_y, number_w, bottom - number_y},
                    number_size(builder, bottom - number_y), call->ticket);
        draw_where_beside(
            builder,
            (struct scene_box){where_x, box.y + top, x + w - where_x, bottom - box.y - top},
            call->desk);
        return;
    }
    draw_number(builder, (struct scene_box){x, number_y, w, go_y - number_y}, size, call->ticket);
    build_pair(builder, (struct scene_box){x, go_y, w, label_h}, id, en, go_words);
    draw_where(builder, (struct scene_box){x, where_y, w, where_h}, call->desk);
}

void scene_stage_draw(struct builder *builder, struct scene_box box)
{
    const struct wall_call *call = scene_stage_call(builder);
    build_rect(builder, box, PALETTE_STAGE, 0);
    if (call) {
        draw_call(builder, box, call);
    } else if (builder->input->board->kiosk == WALL_KIOSK_CLOSED) {
        draw_words(
            builder, box, (struct words){"Antrean tutup", "The queue is closed"},
            (struct words){"Terima kasih atas kunjungan Anda.", "Thank you for your visit."});
    } else {
        draw_words(builder, box, (struct words){"Belum ada panggilan", "No calls yet"},
                   (struct words){"Nomor yang dipanggil muncul di sini.",
                                  "The number that is called appears here."});
    }
}

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

static void draw_row(struct builder *builder, struct scene_box box, const struct wall_call *call)
{
    const struct wall_board *board = builder->input->board;
    const struct wall_desk *desk = board_model_desk(board, call->desk);
    enum wall_direction direction = desk ? desk->direction : WALL_DIRECTION_NONE;
    int side = build_px(builder, 64), arrow = build_px(builder, 52);
    int middle = box.y + box.h / 2;
    int number_w = (int)(box.w * 0.43), x = box.x + (int)(box.w * 0.46);
    struct text_style number = {SCENE_BOLD, 72, 40, PALETTE_INK, ALIGN_LEFT};
    struct text_style where = {SCENE_BOLD, 44, 28, PALETTE_INK, ALIGN_LEFT};
    build_text(builder, (struct scene_box){box.x, box.y, number_w, box.h}, number, call->ticket);
    build_mark(builder, (struct scene_box){x, middle - side / 2, side, side}, board, call->desk,
               false);
    int right = box.x + box.w;
    build_arrow(builder, (struct scene_box){right - arrow, middle - arrow / 2, arrow, arrow},
                direction, PALETTE_INK);
    int text_x = x + side + build_px(builder, 20);
    int text_right = right - arrow - build_px(builder, 12);
    char text[24];
    snprintf(text, sizeof text, "Loket %d", call->desk);
    build_text(builder, (struct scene_box){text_x, box.y, text_right - text_x, box.h}, where, text);
}

void scene_recent_draw(struct builder *builder, struct scene_box box)
{
    static const struct words heading = {"Panggilan terakhir", "Recent calls"};
    const struct wall_call *list[WALL_CALLS_MAX];
    int count = recent_calls(builder, list);
    int margin = build_px(builder, 48), top = build_px(builder, 22);
    int head_h = build_px(builder, 56), line = build_px(builder, 2);
    build_rect(builder, box, PALETTE_PANEL, 0);
    struct scene_box inside = {box.x + margin, box.y + top, box.w - 2 * margin, head_h};
    struct text_style id = {SCENE_BOLD, 30, 24, PALETTE_QUIET, ALIGN_LEFT};
    struct text_style en = {SCENE_REGULAR, 25, 21, PALETTE_QUIET, ALIGN_LEFT};
    build_pair(builder, inside, id, en, heading);
    int list_y = inside.y + head_h, list_h = box.y + box.h - build_px(builder, 12) - list_y;
    int rows = list_h / build_px(builder, 92);
    rows = rows < 1 ? 1 : rows > WALL_CALLS_MAX ? WALL_CALLS_MAX : rows;
    int row_h = list_h / rows;
    for (int i = 0; i < rows && i < count; i++) {
        struct scene_box row = {inside.x, list_y + i * row_h, inside.w, row_h};
        build_rect(builder, (struct scene_box){row.x, row.y, row.w, line}, PALETTE_RULE, 0);
        draw_row(builder, row, list[i]);
    }
    if (count == 0) {
        struct text_style more = {SCENE_REGULAR, 28, 22, PALETTE_QUIET, ALIGN_LEFT};
        build_rect(builder, (struct scene_box){inside.x, list_y, inside.w, line}, PALETTE_RULE, 0);
        build_pair(builder,
                   (struct scene_box){inside.x, list_y + build_px(builder, 20), inside.w, head_h},
                   more, en, (struct words){"Belum ada", "None yet"});
    }
}
