// SPDX-License-Identifier: MIT
/* Header, the band for what is wrong, and the notice bar. */
#include <stdio.h>
#include <string.h>

#include "display/scene_build.h"

struct calendar {
    int year, month, day, weekday; /* weekday 0 = Sunday */
    int hour, minute;
};

/* Howard Hinnant's civil_from_days: days since 1970-01-01 to the Gregorian date. */
static struct calendar calendar_from(int64_t utc_ms, int offset_min)
{
    int64_t minutes = utc_ms / 60000 + offset_min;
    int64_t days = (minutes >= 0 ? minutes : minutes - 1439) / 1440;
    int64_t of_day = minutes - days * 1440;
    int64_t shifted = days + 719468;
    int64_t era = (shifted >= 0 ? shifted : shifted - 146096) / 146097;
    int64_t doe = shifted - era * 146097;
    int64_t yoe = (doe - doe / 1460 + doe / 36524 - doe / 146096) / 365;
    int64_t doy = doe - (365 * yoe + yoe / 4 - yoe / 100);
    int64_t mp = (5 * doy + 2) / 153;
    struct calendar c;
    c.day = (int)(doy - (153 * mp + 2) / 5 + 1);
    c.month = (int)(mp < 10 ? mp + 3 : mp - 9);
    c.year = (int)(yoe + era * 400 + (c.month <= 2));
    c.weekday = (int)(((days + 4) % 7 + 7) % 7);
    c.hour = (int)(of_day / 60);
    c.minute = (int)(of_day % 60);
    return c;
}

static void format_clock(const struct builder *builder, int64_t utc_ms, char text[16])
{
    struct calendar now = calendar_from(utc_ms, builder->input->board->utc_offset_min);
    snprintf(text, 16, "%02d.%02d", now.hour % 24, now.minute % 60);
}

/* Weekday over date, right of it the clock; returns where they begin. */
static int draw_clock(struct builder *builder, struct scene_box box)
{
    static const char *const days[] = {"Minggu", "Senin", "Selasa", "Rabu",
                                       "Kamis",  "Jumat", "Sabtu"};
    static const char *const months[] = {"Januari",   "Februari", "Maret",    "April",
                                         "Mei",       "Juni",     "Juli",     "Agustus",
                                         "September", "Oktober",  "November", "Desember"};
    struct calendar now =
        calendar_from(builder->input->branch_utc_ms, builder->input->board->utc_offset_min);
    char clock[16], day[16], date[48];
    format_clock(builder, builder->input->branch_utc_ms, clock);
    snprintf(day, sizeof day, "%s,", days[now.weekday]);
    snprintf(date, sizeof date, "%d %s %d", now.day, months[now.month - 1], now.year);
    struct text_style big = {SCENE_BOLD, 60, 0, PALETTE_INK, ALIGN_RIGHT};
    struct text_style small = {SCENE_REGULAR, 24, 0, PALETTE_QUIET, ALIGN_RIGHT};
    /* The widest clock of the day, so that the date never moves. */
    int clock_w = build_width(builder, SCENE_BOLD, build_px(builder, 60), "00.00");
    int right = box.x + box.w;
    build_text(builder, (struct scene_box){right - clock_w, box.y, clock_w, box.h}, big, clock);
    if (builder->portrait && builder->input->board->help) {
        return right - clock_w; /* the call for help takes the date's place */
    }
    int date_right = right - clock_w - build_px(builder, 28);
    int date_w = build_width(builder, SCENE_REGULAR, build_px(builder, 24), date) + 1;
    int line_h = build_px(builder, 34), top = box.y + box.h / 2 - line_h;
    struct scene_box upper = {date_right - date_w, top, date_w, line_h};
    struct scene_box lower = {date_right - date_w, top + line_h, date_w, line_h};
    build_text(builder, upper, small, day);
    build_text(builder, lower, small, date);
    return date_right - date_w;
}

/* A pill left of the date: somebody asked for staff, and staff know. */
static int draw_help(struct builder *builder, struct scene_box box, int right)
{
    if (!builder->input->board->help) {
        return right;
    }
    static const struct words words = {"Petugas sudah dipanggil", "Staff called"};
    struct text_style id = {SCENE_BOLD, 24, 0, PALETTE_ON_BAND, ALIGN_CENTRE};
    struct text_style en = {SCENE_REGULAR, 21, 0, PALETTE_ON_BAND, ALIGN_CENTRE};
    int pad = build_px(builder, 20), h = build_px(builder, 48);
    int id_w = build_width(builder, id.weight, build_px(builder, id.size), words.id);
    int en_w = build_width(builder, en.weight, build_px(builder, en.size), words.en);
    int full_w = id_w + en_w + build_px(builder, 12) + 2 * pad;
    bool both = full_w < box.w * 3 / 10;
    int w = both ? full_w : id_w + 2 * pad;
    struct scene_box pill = {right - build_px(builder, 36) - w, box.y + (box.h - h) / 2, w, h};
    build_rect(builder, pill, PALETTE_BAND, h / 2);
    struct scene_box inside = {pill.x + pad, pill.y, w - 2 * pad, h};
    build_pair(builder, inside, id, en, both ? words : (struct words){words.id, ""});
    return pill.x;
}

void scene_bars_header(struct builder *builder, struct scene_box box)
{
    const struct wall_board *board = builder->input->board;
    int margin = build_px(builder, 48), line = build_px(builder, 2);
    build_rect(builder, box, PALETTE_PANEL, 0);
    build_rect(builder, (struct scene_box){0, box.h - line, box.w, line}, PALETTE_RULE, 0);
    struct scene_box inside = {margin, 0, box.w - 2 * margin, box.h - line};
    int right = draw_help(builder, inside, draw_clock(builder, inside));
    int w = right - build_px(builder, 36) - margin;
    struct text_style name = {SCENE_BOLD, 36, 26, PALETTE_INK, ALIGN_LEFT};
    struct text_style id = {SCENE_REGULAR, 25, 21, PALETTE_QUIET, ALIGN_LEFT};
    struct text_style en = {SCENE_REGULAR, 22, 21, PALETTE_QUIET, ALIGN_LEFT};
    int upper = build_px(builder, 42), lower = build_px(builder, 32);
    int top = (inside.h - upper - lower) / 2;
    build_text(builder, (struct scene_box){margin, top, w, upper}, name, board->branch_name);
    build_pair(builder, (struct scene_box){margin, top + upper, w, lower}, id, en,
               (struct words){board->line_id, board->line_en});
}

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

int scene_bars_band_height(const struct builder *builder)
{
    return band_wanted(builder) ? build_px(builder, 92) : 0;
}

/* A disc with an exclamation mark, so that the band is seen without its colour. */
static void draw_sign(struct builder *builder, struct scene_box box, uint32_t disc, uint32_t ink)
{
    build_rect(builder, box, disc, box.h / 2);
    struct text_style style = {SCENE_BOLD, 40, 0, ink, ALIGN_CENTRE};
    build_text(builder, box, style, "!");
}

void scene_bars_band(struct builder *builder, struct scene_box box)
{
    if (!band_wanted(builder)) {
        return;
    }
    bool lost = builder->input->lost_since_utc_ms != 0;
    char since[16] = "", lost_id[96], lost_en[96];
    format_clock(builder, builder->input->lost_since_utc_ms, since);
    snprintf(lost_id, sizeof lost_id, "Sambungan terputus sejak %s. Dengarkan panggilan petugas.",
             since);
    snprintf(lost_en, sizeof lost_en, "Connection lost since %s. Please listen for staff.", since);
    struct words words =
        lost ? (struct words){lost_id, lost_en} : kiosk_words(builder->input->board);
    uint32_t ground = lost ? PALETTE_LOST : PALETTE_BAND;
    uint32_t ink = lost ? PALETTE_ON_LOST : PALETTE_ON_BAND;
    build_rect(builder, box, ground, 0);
    int margin = build_px(builder, 48), side = build_px(builder, 60);
    draw_sign(builder, (struct scene_box){margin, box.y + (box.h - side) / 2, side, side}, ink,
              ground);
    int x = margin + side + build_px(builder, 26), w = box.w - x - margin;
    struct text_style id = {SCENE_BOLD, 34, 22, ink, ALIGN_LEFT};
    struct text_style en = {SCENE_REGULAR, 26, 21, lost ? PALETTE_LOST_QUIET : PALETTE_ON_BAND,
                            ALIGN_LEFT};
    int upper = build_px(builder, 44), lower = build_px(builder, 34);
    int top = box.y + (box.h - upper - lower) / 2;
    build_text(builder, (struct scene_box){x, top, w, upper}, id, words.id);
    build_text(builder, (struct scene_box){x, top + upper, w, lower}, en, words.en);
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

static const struct text_style notice_id = {SCENE_REGULAR, 31, 22, PALETTE_ON_BAR, ALIGN_LEFT};
static const struct text_style notice_en = {SCENE_REGULAR, 25, 21, PALETTE_BAR_QUIET, ALIGN_LEFT};

static int notice_lines_max(const struct builder *builder)
{
    return builder->portrait ? 2 : 1;
}

int scene_bars_notice_height(const struct builder *builder)
{
    if (builder->input->board->notice_count == 0 || band_wanted(builder)) {
        return 0; /* the band is the notice then, and the number keeps its size */
    }
    return build_px(builder, builder->portrait ? 168 : 86);
}

void scene_bars_notice(struct builder *builder, struct scene_box box)
{
    const struct wall_notice *notice = notice_now(builder);
    if (!notice || box.h == 0) {
        return;
    }
    build_rect(builder, box, PALETTE_BAR, 0);
    int margin = build_px(builder, 48), lines_max = notice_lines_max(builder);
    int label_w = build_width(builder, SCENE_BOLD, build_px(builder, 31), "Info");
    int x = margin + label_w + build_px(builder, 26), w = box.w - x - margin;
    int id_h = build_px(builder, 40), en_h = build_px(builder, 33);
    int id_lines = build_line_count(builder, w, notice_id, notice->text_id, lines_max);
    int en_lines = notice->text_en[0]
                       ? build_line_count(builder, w, notice_en, notice->text_en, lines_max)
                       : 0;
    int top = box.y + (box.h - id_lines * id_h - en_lines * en_h) / 2;
    struct text_style label = {SCENE_BOLD, 31, 0, PALETTE_BAR_ACCENT, ALIGN_LEFT};
    build_text(builder, (struct scene_box){margin, top, label_w, id_h}, label, "Info");
    build_lines(builder, (struct scene_box){x, top, w, id_lines * id_h}, notice_id, notice->text_id,
                lines_max);
    if (en_lines > 0) {
        build_lines(builder, (struct scene_box){x, top + id_lines * id_h, w, en_lines * en_h},
                    notice_en, notice->text_en, lines_max);
    }
}
