// SPDX-License-Identifier: MIT
#include <math.h>
#include <stdio.h>

#include "display/calendar.h"
#include "display/scene_page.h"

/* The block of words bounces between the edges; the two numbers of steps have no common
 * divisor, so it is long until it takes the same way again. */
enum { STEPS_ACROSS = 41, STEPS_DOWN = 29, NIGHT_TEXT_BYTES = 96, REASON_LINES_MAX = 2 };

bool scene_night_wanted(const struct builder *builder)
{
    const struct wall_board *board = builder->input->board;
    if (!board || board->kiosk != WALL_KIOSK_CLOSED) {
        return false;
    }
    for (int i = 0; i < board->desk_count; i++) {
        if (board->desk[i].state != WALL_DESK_CLOSED) {
            return false; /* somebody may still be called */
        }
    }
    return true;
}

/* When it opens again; empty when that is not known or past. */
static void format_opening(const struct builder *builder, char id[NIGHT_TEXT_BYTES],
                           char en[NIGHT_TEXT_BYTES])
{
    const struct wall_board *board = builder->input->board;
    struct calendar now = calendar_make(builder->input->branch_utc_ms, board->utc_offset_min);
    struct calendar opens = calendar_make(board->opens_utc_ms, board->utc_offset_min);
    id[0] = en[0] = '\0';
    if (board->opens_utc_ms <= builder->input->branch_utc_ms) {
        return;
    }
    if (now.year == opens.year && now.month == opens.month && now.day == opens.day) {
        snprintf(id, NIGHT_TEXT_BYTES, "Buka lagi hari ini, pukul %02d.%02d", opens.hour,
                 opens.minute);
        snprintf(en, NIGHT_TEXT_BYTES, "Opens again today at %02d.%02d", opens.hour, opens.minute);
        return;
    }
    snprintf(id, NIGHT_TEXT_BYTES, "Buka lagi %s, %d %s, pukul %02d.%02d",
             calendar_weekday_id(opens.weekday), opens.day, calendar_month_id(opens.month),
             opens.hour, opens.minute);
    snprintf(en, NIGHT_TEXT_BYTES, "Opens again on %s, %d %s, at %02d.%02d",
             calendar_weekday_en(opens.weekday), opens.day, calendar_month_en(opens.month),
             opens.hour, opens.minute);
}

static const struct text_style label = {SCENE_REGULAR,       28,         24,
                                        PALETTE_NIGHT_QUIET, ALIGN_LEFT, SCENE_SECOND};
static const struct text_style said = {SCENE_BOLD,       36,         24,
                                       PALETTE_ON_NIGHT, ALIGN_LEFT, SCENE_LABEL};

static void flow_closed(struct page_flow *flow)
{
    static const struct words words = {"Tutup", "Closed"};
    struct text_style id = {SCENE_BOLD, 88, 60, PALETTE_ON_NIGHT, ALIGN_LEFT, SCENE_LABEL};
    struct text_style en = {SCENE_REGULAR, 48, 34, PALETTE_NIGHT_QUIET, ALIGN_LEFT, SCENE_SECOND};
    int h = build_px(flow->builder, 116);
    if (flow->draw) {
        build_pair(flow->builder, (struct scene_box){flow->x, flow->y, flow->w, h}, id, en, words);
    }
    flow->y += h;
}

static void flow_words(struct page_flow *flow, struct words words)
{
    page_flow_text(flow, said, words.id);
    page_flow_gap(flow, 6);
    page_flow_text(flow, label, words.en);
}

/* Why it is closed, and when it opens: both where both are known. */
static void flow_opening(struct page_flow *flow)
{
    const struct wall_board *board = flow->builder->input->board;
    char id[NIGHT_TEXT_BYTES], en[NIGHT_TEXT_BYTES];
    format_opening(flow->builder, id, en);
    struct words message = {board->message_id, board->message_en}, opening = {id, en};
    if (id[0] && board->noted && board->message_id[0]) {
        flow->lines_max = REASON_LINES_MAX;
        flow_words(flow, message);
        flow->lines_max = 0;
        page_flow_gap(flow, 14);
    }
    if (id[0]) {
        flow_words(flow, opening);
    } else if (board->message_id[0]) {
        flow_words(flow, message);
    } else {
        flow_words(
            flow, (struct words){"Terima kasih atas kunjungan Anda.", "Thank you for your visit."});
    }
}

static void flow_foot(struct page_flow *flow)
{
    const struct scene_input *input = flow->builder->input;
    int offset_min = input->board->utc_offset_min;
    struct text_style style = label;
    char text[NIGHT_TEXT_BYTES];
    if (input->lost_since_utc_ms) {
        struct calendar lost = calendar_make(input->lost_since_utc_ms, offset_min);
        style.colour = PALETTE_NIGHT_LOST;
        snprintf(text, sizeof text, "Sambungan terputus sejak %02d.%02d", lost.hour, lost.minute);
        page_flow_text(flow, style, text);
        snprintf(text, sizeof text, "Connection lost since %02d.%02d", lost.hour, lost.minute);
        style.size = 25;
        page_flow_text(flow, style, text);
        page_flow_gap(flow, 30);
    }
    struct calendar now = calendar_make(input->branch_utc_ms, offset_min);
    struct text_style clock = {SCENE_BOLD, 48, 40, PALETTE_NIGHT_QUIET, ALIGN_LEFT, SCENE_LABEL};
    snprintf(text, sizeof text, "%02d.%02d", now.hour, now.minute);
    page_flow_text(flow, clock, text);
}

static void flow_night(struct page_flow *flow)
{
    page_flow_text(flow, label, flow->builder->input->board->branch_name);
    page_flow_gap(flow, 10);
    flow_closed(flow);
    page_flow_gap(flow, 14);
    flow_opening(flow);
    page_flow_gap(flow, 40);
    flow_foot(flow);
}

/* Where the block is: from 0 to `room` and back, each way in so many steps. */
static int bounce(int drift, int steps, int room)
{
    int at = drift % (2 * steps);
    at = at <= steps ? at : 2 * steps - at;
    return (int)lround((double)room * at / steps);
}

void scene_night_draw(struct builder *builder, struct scene_box screen)
{
    int margin = build_px(builder, 48), drift = builder->input->drift;
    int most = screen.w - 2 * margin, w = build_px(builder, 960);
    builder->scene->ground = PALETTE_NIGHT;
    struct page_flow flow = {.builder = builder, .w = w < most ? w : most};
    flow_night(&flow);
    int room_x = most - flow.w, room_y = screen.h - 2 * margin - flow.y;
    drift = drift < 0 ? 0 : drift;
    /* It begins near the middle, where a visitor looks first. */
    flow.x = screen.x + margin + bounce(drift + STEPS_ACROSS / 2, STEPS_ACROSS, room_x);
    flow.y =
        screen.y + margin + bounce(drift + STEPS_DOWN / 2, STEPS_DOWN, room_y > 0 ? room_y : 0);
    flow.draw = true;
    flow_night(&flow);
}
