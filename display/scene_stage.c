// SPDX-License-Identifier: MIT
/* The stage with the called number. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "display/scene_build.h"

enum {
    NUMBER_SIZE_MAX = 420,     /* design pixels */
    NUMBER_SIZE_STACKED = 230, /* below this the desk stands beside the number, not under it */
};

static const struct words number_words = {"Nomor antrean", "Ticket number"};
static const struct words go_words = {"Silakan menuju", "Please go to"};

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
    if (scene_page_shown(builder)) {
        return NULL; /* so the newest call stands in the list */
    }
    return builder->input->stage;
}

/* Big words with a quieter sentence under each language. */
static void draw_words(struct builder *builder, struct scene_box box, struct words title,
                       struct words more)
{
    int margin = build_px(builder, builder->portrait ? 56 : 64);
    struct text_style title_id =
        build_style(builder, SCENE_LABEL, SCENE_BOLD, 96, PALETTE_ON_STAGE);
    struct text_style title_en =
        build_style(builder, SCENE_SECOND, SCENE_REGULAR, 52, PALETTE_STAGE_LABEL);
    struct message message = {
        .id = build_style(builder, SCENE_LABEL, SCENE_BOLD, 32, PALETTE_ON_STAGE),
        .en = build_style(builder, SCENE_SECOND, SCENE_REGULAR, 28, PALETTE_STAGE_LABEL),
        .lines_max = 2};
    int x = box.x + margin, w = box.w - 2 * margin, gap = build_px(builder, 44);
    int id_h = build_px(builder, build_line_height(title_id.size));
    int en_h = build_px(builder, build_line_height(title_en.size));
    int more_h = build_message_height(builder, w, &message, more);
    int y = box.y + (box.h - id_h - en_h - gap - more_h) / 2;
    y = y > box.y ? y : box.y;
    build_text(builder, (struct scene_box){x, y, w, id_h}, title_id, title.id);
    build_text(builder, (struct scene_box){x, y + id_h, w, en_h}, title_en, title.en);
    y += id_h + en_h + gap;
    if (y + more_h <= box.y + box.h) {
        build_message(builder, (struct scene_box){x, y, w, more_h}, &message, more);
    }
}

void scene_stage_waiting(struct builder *builder, struct scene_box box)
{
    const char *address = builder->input->address ? builder->input->address : "";
    build_rect(builder, box, PALETTE_STAGE, 0);
    draw_words(builder, box, (struct words){"Menunggu sambungan", "Waiting for connection"},
               (struct words){"Layar ini menyambung sendiri. Silakan dengarkan petugas.",
                              "This screen connects by itself. Please listen for staff."});
    int margin = build_px(builder, 64), h = build_px(builder, 40);
    struct text_style style =
        build_style(builder, SCENE_SECOND, SCENE_REGULAR, 24, PALETTE_STAGE_LABEL);
    struct scene_box foot = {margin, box.h - margin - h, box.w - 2 * margin, h};
    build_text(builder, foot, style, address);
}

/* A pill at the right end of the box; returns its width. */
static int draw_recall(struct builder *builder, struct scene_box box)
{
    static const struct words words = {"Panggilan ulang", "Called again"};
    struct text_style id = build_style(builder, SCENE_LABEL, SCENE_BOLD, 30, PALETTE_ON_BAND);
    struct text_style en = build_style(builder, SCENE_SECOND, SCENE_REGULAR, 25, PALETTE_ON_BAND);
    int pad = build_px(builder, 26), h = build_px(builder, build_line_height(id.size) + 18);
    h = h < box.h ? h : box.h;
    int w = build_pair_width(builder, id, en, words) + 2 * pad + 2;
    if (w > box.w / 2) { /* no room for two languages beside the label */
        w = build_width(builder, id.weight, build_px(builder, id.size), words.id) + 2 * pad + 2;
    }
    w = w < box.w ? w : box.w;
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

/* The desk that the wall sends to, in words. */
struct desk_words {
    char text[24];
};

static struct desk_words desk_words(int number)
{
    struct desk_words words;
    snprintf(words.text, sizeof words.text, "Loket %d", number);
    return words;
}

static enum wall_direction direction_of(const struct builder *builder, int number)
{
    const struct wall_desk *desk = board_model_desk(builder->input->board, number);
    return desk ? desk->direction : WALL_DIRECTION_NONE;
}

static struct text_style where_style(const struct builder *builder, int design)
{
    return build_style(builder, SCENE_ESSENTIAL, SCENE_BOLD, design, PALETTE_ON_STAGE);
}

/* Mark, name and arrow in one row. */
static void draw_where(struct builder *builder, struct scene_box box, int number)
{
    enum wall_direction direction = direction_of(builder, number);
    int side = box.h, arrow = box.h + build_px(builder, 30);
    build_mark(builder, (struct scene_box){box.x, box.y, side, side}, builder->input->board, number,
               false);
    int x = box.x + side + build_px(builder, 36);
    int right = box.x + box.w;
    if (direction != WALL_DIRECTION_NONE) {
        build_arrow(builder,
                    (struct scene_box){right - arrow, box.y + (box.h - arrow) / 2, arrow, arrow},
                    direction, PALETTE_ON_STAGE);
        right -= arrow + build_px(builder, 24);
    }
    build_text(builder, (struct scene_box){x, box.y, right - x, box.h}, where_style(builder, 112),
               desk_words(number).text);
}

static struct text_style label_id_style(const struct builder *builder)
{
    return build_style(builder, SCENE_LABEL, SCENE_BOLD, 40, PALETTE_STAGE_LABEL);
}

static struct text_style label_en_style(const struct builder *builder)
{
    return build_style(builder, SCENE_SECOND, SCENE_REGULAR, 30, PALETTE_STAGE_LABEL);
}

/* "Please go to" above the mark, as far as the mark keeps its size; returns what is left. */
static struct scene_box draw_go_beside(struct builder *builder, struct scene_box box, int needed)
{
    struct text_style id = label_id_style(builder), en = label_en_style(builder);
    int id_h = build_px(builder, build_line_height(id.size));
    int en_h = build_px(builder, build_line_height(en.size));
    if (box.h - id_h >= needed) {
        build_text(builder, (struct scene_box){box.x, box.y, box.w, id_h}, id, go_words.id);
        box.y += id_h;
        box.h -= id_h;
        if (box.h - en_h >= needed) {
            build_text(builder, (struct scene_box){box.x, box.y, box.w, en_h}, en, go_words.en);
            box.y += en_h;
            box.h -= en_h;
        }
    }
    return box;
}

/* Mark and arrow, the desk's name under them: for a stage too low to stand it all upright. */
static void draw_where_beside(struct builder *builder, struct scene_box box, int number)
{
    struct text_style name = where_style(builder, 84);
    int name_h = build_px(builder, name.size * 1.1), gap = build_px(builder, 16);
    box = draw_go_beside(builder, box, name_h + gap + build_px(builder, 150));
    int side = box.h - name_h - 2 * gap, most = (box.w - build_px(builder, 30)) / 2;
    side = side > most ? most : side;
    int y = box.y + (box.h - name_h - gap - side) / 2;
    if (side > build_px(builder, 30)) {
        build_mark(builder, (struct scene_box){box.x, y, side, side}, builder->input->board, number,
                   false);
        build_arrow(builder, (struct scene_box){box.x + box.w - side, y, side, side},
                    direction_of(builder, number), PALETTE_ON_STAGE);
        y += side + gap;
    } else {
        y = box.y + (box.h - name_h) / 2;
    }
    build_text(builder, (struct scene_box){box.x, y, box.w, name_h}, name, desk_words(number).text);
}

static void draw_number(struct builder *builder, struct scene_box box, int size, const char *number)
{
    struct text_style big = {SCENE_BOLD, size, 0, PALETTE_ON_STAGE, ALIGN_LEFT, SCENE_ESSENTIAL};
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

/* Where the parts of a call stand, pixels. */
struct call_places {
    struct scene_box inside;
    int label_h, where_h;
    int number_y, go_y, where_y;
    int size;    /* of the number when all stand over each other, design pixels */
    bool beside; /* the desk stands right of the number instead */
};

static struct call_places call_places(const struct builder *builder, struct scene_box box)
{
    int margin = build_px(builder, builder->portrait ? 56 : 64), top = build_px(builder, 24);
    int foot = build_px(builder, 38);
    struct call_places places = {
        .inside = {box.x + margin, box.y + top, box.w - 2 * margin, box.h - top - foot}};
    int bottom = box.y + box.h - foot;
    places.label_h = build_px(builder, label_id_style(builder).size * 1.4);
    places.where_h = build_px(builder, where_style(builder, 112).size * 1.16);
    places.where_y = bottom - places.where_h;
    places.go_y = places.where_y - build_px(builder, 10) - places.label_h;
    places.number_y = places.inside.y + places.label_h;
    places.size = number_size(builder, places.go_y - places.number_y);
    places.beside = places.size < NUMBER_SIZE_STACKED;
    return places;
}

/* Width of the desk's column: its name keeps the reading rule, the number gets the rest. */
static int beside_width(const struct builder *builder, const struct call_places *places, int number)
{
    int size = build_wanted(builder, SCENE_ESSENTIAL);
    int name_w = build_width(builder, SCENE_BOLD, build_px(builder, size > 84 ? size : 84),
                             desk_words(number).text);
    int least = places->inside.w * 33 / 100, most = places->inside.w * 45 / 100;
    return name_w < least ? least : name_w > most ? most : name_w + 1;
}

static void draw_call(struct builder *builder, struct scene_box box, const struct wall_call *call)
{
    struct call_places places = call_places(builder, box);
    struct scene_box inside = places.inside;
    int bottom = inside.y + inside.h, gap = build_px(builder, 40);
    int number_w =
        inside.w - (places.beside ? beside_width(builder, &places, call->desk) + gap : 0);
    struct scene_box label = {inside.x, inside.y, number_w, places.label_h};
    label.w -= call->recall ? draw_recall(builder, label) : 0;
    build_pair(builder, label, label_id_style(builder), label_en_style(builder), number_words);
    if (places.beside) {
        int where_x = inside.x + number_w + gap;
        struct scene_box number = {inside.x, places.number_y, number_w, bottom - places.number_y};
        draw_number(builder, number, number_size(builder, number.h), call->ticket);
        draw_where_beside(
            builder, (struct scene_box){where_x, inside.y, inside.x + inside.w - where_x, inside.h},
            call->desk);
        return;
    }
    draw_number(
        builder,
        (struct scene_box){inside.x, places.number_y, inside.w, places.go_y - places.number_y},
        places.size, call->ticket);
    build_pair(builder, (struct scene_box){inside.x, places.go_y, inside.w, places.label_h},
               label_id_style(builder), label_en_style(builder), go_words);
    draw_where(builder, (struct scene_box){inside.x, places.where_y, inside.w, places.where_h},
               call->desk);
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
