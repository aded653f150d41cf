// SPDX-License-Identifier: MIT
/* The band for what is wrong, and the notice bar. */
#include <stdio.h>
#include <string.h>

#include "display/scene_build.h"

static struct words kiosk_words(const struct wall_board *board)
{
    static const struct words defaults[] = {
        [WALL_KIOSK_READY] = {"", ""},
        [WALL_KIOSK_CLOSED] = {"Pengambilan nomor antrean sudah ditutup.",
                               "No more queue tickets are given."},
        [WALL_KIOSK_PAPER_OUT] = {"Kertas tiket habis. Petugas sedang mengisi.",
                                  "Ticket paper is out. Staff are refilling it."},
        [WALL_KIOSK_COVER_OPEN] = {"Mesin tiket sedang dibuka petugas. Mohon tunggu sebentar.",
                                   "Staff are working on the ticket machine. Please wait."},
        [WALL_KIOSK_CUTTER] = {"Mesin tiket macet. Silakan minta nomor kepada petugas.",
                               "The ticket machine is jammed. Please ask staff for a number."},
        [WALL_KIOSK_PRINTER_OFFLINE] =
            {"Mesin tiket mati. Silakan minta nomor kepada petugas.",
             "The ticket machine is off. Please ask staff for a number."},
        [WALL_KIOSK_DISK_FULL] = {"Mesin tiket terganggu. Silakan minta nomor kepada petugas.",
                                  "Ticket machine trouble. Please ask staff for a number."},
        [WALL_KIOSK_JOURNAL] = {"Mesin tiket terganggu. Silakan minta nomor kepada petugas.",
                                "Ticket machine trouble. Please ask staff for a number."},
        [WALL_KIOSK_STOPPING] = {"Mesin tiket sedang dimulai ulang. Mohon tunggu sebentar.",
                                 "The ticket machine is restarting. Please wait a moment."},
        [WALL_KIOSK_OTHER] = {"Mesin tiket belum siap. Mohon tunggu sebentar.",
                              "The ticket machine is not ready. Please wait a moment."},
    };
    if (board->kiosk != WALL_KIOSK_READY && board->message_id[0]) {
        return (struct words){board->message_id, board->message_en};
    }
    return defaults[board->kiosk];
}

static bool band_wanted(const struct builder *builder)
{
    return builder->input->lost_since_utc_ms != 0 ||
           builder->input->board->kiosk != WALL_KIOSK_READY;
}

static struct message band_message(const struct builder *builder)
{
    bool lost = builder->input->lost_since_utc_ms != 0;
    uint32_t ink = lost ? PALETTE_ON_LOST : PALETTE_ON_BAND;
    uint32_t quiet = lost ? PALETTE_LOST_QUIET : PALETTE_ON_BAND;
    return (struct message){.id = build_style(builder, SCENE_LABEL, SCENE_BOLD, 34, ink),
                            .en = build_style(builder, SCENE_SECOND, SCENE_REGULAR, 26, quiet),
                            .lines_max = 2};
}

enum { SIGN = 60, SIGN_GAP = 26 };

static int band_text_width(const struct builder *builder)
{
    return builder->scene->width - build_px(builder, 48 + SIGN + SIGN_GAP + 48);
}

/* What the band says; `space` holds the sentences with a time in them. */
struct lost_words {
    char id[96], en[96];
};

static struct words band_words(const struct builder *builder, struct lost_words *space)
{
    if (builder->input->lost_since_utc_ms == 0) {
        return kiosk_words(builder->input->board);
    }
    char since[16];
    scene_bars_time(builder, builder->input->lost_since_utc_ms, since);
    snprintf(space->id, sizeof space->id,
             "Sambungan terputus sejak %s. Dengarkan panggilan petugas.", since);
    snprintf(space->en, sizeof space->en, "Connection lost since %s. Please listen for staff.",
             since);
    return (struct words){space->id, space->en};
}

int scene_bars_band_height(const struct builder *builder)
{
    if (!band_wanted(builder)) {
        return 0;
    }
    struct lost_words space;
    struct message message = band_message(builder);
    int needed = build_message_height(builder, band_text_width(builder), &message,
                                      band_words(builder, &space)) +
                 build_px(builder, 14);
    int least = build_px(builder, 92);
    return needed > least ? needed : least;
}

/* A disc with an exclamation mark, so that the band is seen without its colour. */
static void draw_sign(struct builder *builder, struct scene_box box, uint32_t disc, uint32_t ink)
{
    build_rect(builder, box, disc, box.h / 2);
    struct text_style style = build_style(builder, SCENE_LABEL, SCENE_BOLD, 40, ink);
    style.align = ALIGN_CENTRE;
    build_text(builder, box, style, "!");
}

void scene_bars_band(struct builder *builder, struct scene_box box)
{
    if (!band_wanted(builder)) {
        return;
    }
    bool lost = builder->input->lost_since_utc_ms != 0;
    struct lost_words space;
    struct message message = band_message(builder);
    uint32_t ground = lost ? PALETTE_LOST : PALETTE_BAND;
    build_rect(builder, box, ground, 0);
    int margin = build_px(builder, 48), side = build_px(builder, SIGN);
    draw_sign(builder, (struct scene_box){margin, box.y + (box.h - side) / 2, side, side},
              message.id.colour, ground);
    int x = margin + side + build_px(builder, SIGN_GAP);
    build_message(builder, (struct scene_box){x, box.y, band_text_width(builder), box.h}, &message,
                  band_words(builder, &space));
}

static const struct wall_notice *notice_now(const struct builder *builder)
{
    const struct wall_board *board = builder->input->board;
    if (board->notice_count == 0) {
        return NULL;
    }
    int64_t turn = builder->input->branch_utc_ms / scene_notice_period_ms(board);
    return &board->notice[(turn % board->notice_count + board->notice_count) % board->notice_count];
}

static struct message notice_message(const struct builder *builder)
{
    return (struct message){
        .id = build_style(builder, SCENE_LABEL, SCENE_REGULAR, 31, PALETTE_ON_BAR),
        .en = build_style(builder, SCENE_SECOND, SCENE_REGULAR, 25, PALETTE_BAR_QUIET),
        .lines_max = 2,
        .height_max = builder->scene->height * 13 / 100};
}

static const char notice_label[] = "Info";

/* Where the sentence begins. */
static int notice_x(const struct builder *builder, const struct message *message)
{
    return build_px(builder, 48) +
           build_width(builder, SCENE_BOLD, build_px(builder, message->id.size), notice_label) + 1 +
           build_px(builder, 26);
}

int scene_bars_notice_height(const struct builder *builder)
{
    const struct wall_board *board = builder->input->board;
    if (board->notice_count == 0 || band_wanted(builder)) {
        return 0; /* the band is the notice then, and the number keeps its size */
    }
    struct message message = notice_message(builder);
    int w = builder->scene->width - build_px(builder, 48) - notice_x(builder, &message);
    int most = build_px(builder, 60);
    for (int i = 0; i < board->notice_count; i++) { /* one height for all: nothing jumps */
        int h = build_message_height(
            builder, w, &message,
            (struct words){board->notice[i].text_id, board->notice[i].text_en});
        most = h > most ? h : most;
    }
    return most + build_px(builder, 18);
}

void scene_bars_notice(struct builder *builder, struct scene_box box)
{
    const struct wall_notice *notice = notice_now(builder);
    if (!notice || box.h == 0) {
        return;
    }
    build_rect(builder, box, PALETTE_BAR, 0);
    struct message message = notice_message(builder);
    struct words words = {notice->text_id, notice->text_en};
    int margin = build_px(builder, 48), x = notice_x(builder, &message);
    int w = box.w - margin - x, h = build_message_height(builder, w, &message, words);
    struct text_style label = build_style(builder, SCENE_LABEL, SCENE_BOLD, 31, PALETTE_BAR_ACCENT);
    int line_h = build_px(builder, build_line_height(label.size));
    line_h = line_h < h ? line_h : h;
    build_text(builder, (struct scene_box){margin, box.y + (box.h - h) / 2, x - margin, line_h},
               label, notice_label);
    build_message(builder, (struct scene_box){x, box.y, w, box.h}, &message, words);
}
