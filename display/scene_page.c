// SPDX-License-Identifier: MIT
#include "display/scene_page.h"

#include <stdio.h>

bool scene_page_shown(const struct builder *builder)
{
    return builder->input->page != NULL;
}

void page_flow_gap(struct page_flow *flow, double design_px)
{
    flow->y += build_px(flow->builder, design_px);
}

void page_flow_text(struct page_flow *flow, struct text_style style, const char *text)
{
    if (!text[0]) {
        return;
    }
    int most = flow->lines_max ? flow->lines_max : PAGE_TEXT_LINES_MAX;
    int lines = build_line_count(flow->builder, flow->w, style, text, most);
    int line_h = build_px(flow->builder, style.size * 1.3);
    if (flow->draw) {
        struct scene_box box = {flow->x, flow->y, flow->w, lines * line_h};
        build_lines(flow->builder, box, style, text, most);
    }
    flow->y += lines * line_h;
    flow->breaks += lines - 1;
}

/* How large a page of texts is, from inviting to merely complete. */
struct text_look {
    int title, title_en, line, line_en; /* design pixels, 0 = left out */
    int gap;
};

static void flow_texts(struct page_flow *flow, const struct text_look *look, int first_w)
{
    const struct wall_page *page = flow->builder->input->page;
    struct text_style title = {SCENE_BOLD,       look->title, 21,
                               PALETTE_ON_STAGE, ALIGN_LEFT,  SCENE_LABEL};
    struct text_style title_en = {SCENE_REGULAR,       look->title_en, 21,
                                  PALETTE_STAGE_LABEL, ALIGN_LEFT,     SCENE_SECOND};
    struct text_style id = {SCENE_REGULAR,    look->line, 21,
                            PALETTE_ON_STAGE, ALIGN_LEFT, SCENE_LABEL};
    struct text_style en = {SCENE_REGULAR,       look->line_en, 21,
                            PALETTE_STAGE_LABEL, ALIGN_LEFT,    SCENE_SECOND};
    int w = flow->w;
    flow->w = first_w;
    page_flow_text(flow, title, page->title_id[0] ? page->title_id : page->title_en);
    flow->w = w;
    if (look->title_en && page->title_id[0]) {
        page_flow_text(flow, title_en, page->title_en);
    }
    for (int i = 0; i < page->line_count; i++) {
        const struct wall_page_line *line = &page->line[i];
        page_flow_gap(flow, i == 0 ? look->gap * 1.5 : look->gap);
        page_flow_text(flow, id, line->text_id[0] ? line->text_id : line->text_en);
        if (look->line_en && line->text_id[0]) {
            page_flow_text(flow, en, line->text_en);
        }
    }
}

/* Beyond any page that a branch may write: one cut line for each text. */
static void draw_crowded(struct builder *builder, const struct page_frame *frame)
{
    const struct wall_page *page = builder->input->page;
    struct scene_box box = frame->inside;
    int line_h = box.h / (page->line_count + 1);
    struct text_style title = {SCENE_BOLD, 32, 21, PALETTE_ON_STAGE, ALIGN_LEFT, SCENE_LABEL};
    struct text_style id = {SCENE_REGULAR, 26, 21, PALETTE_ON_STAGE, ALIGN_LEFT, SCENE_LABEL};
    build_text(builder, (struct scene_box){box.x, box.y, frame->first_w, line_h}, title,
               page->title_id);
    for (int i = 0; i < page->line_count; i++) {
        struct scene_box place = {box.x, box.y + (i + 1) * line_h, box.w, line_h};
        build_text(builder, place, id, page->line[i].text_id);
    }
}

void scene_page_texts(struct builder *builder, const struct page_frame *frame)
{
    static const struct text_look looks[] = {
        {72, 38, 46, 32, 30}, {64, 34, 42, 30, 26}, {58, 32, 38, 28, 22}, {52, 30, 35, 27, 18},
        {46, 28, 33, 26, 14}, {42, 26, 30, 25, 11}, {38, 25, 27, 24, 8},  {36, 24, 25, 22, 5},
        {36, 24, 33, 0, 10},  {36, 24, 29, 0, 9},   {36, 24, 27, 0, 8},   {32, 24, 25, 0, 5},
        {30, 0, 21, 0, 3},
    };
    enum { LOOKS = sizeof looks / sizeof looks[0], INVITING = 4 };
    const struct scene_box inside = frame->inside;
    /* A little smaller with each sentence on its own line reads better than broken ones. */
    for (int i = -INVITING; i < LOOKS; i++) {
        const struct text_look *look = &looks[i < 0 ? i + INVITING : i];
        struct page_flow flow = {.builder = builder, .x = inside.x, .w = inside.w};
        flow_texts(&flow, look, frame->first_w);
        if (flow.y <= inside.h && (i >= 0 || flow.breaks == 0)) {
            /* A little above the middle, where a block looks centred. */
            flow.y = inside.y + (inside.h - flow.y) * 2 / 5;
            flow.draw = true;
            flow_texts(&flow, look, frame->first_w);
            return;
        }
    }
    draw_crowded(builder, frame);
}

/* Returns the width it takes with its distance. */
static int draw_page_number(struct builder *builder, struct scene_box inside)
{
    if (builder->input->page_count < 2) {
        return 0;
    }
    char text[32];
    snprintf(text, sizeof text, "%d / %d", builder->input->page_number, builder->input->page_count);
    struct text_style style = {SCENE_REGULAR,       26,          24,
                               PALETTE_STAGE_LABEL, ALIGN_RIGHT, SCENE_SECOND};
    int w = build_width(builder, style.weight, build_px(builder, style.size), text);
    struct scene_box box = {inside.x + inside.w - w, inside.y, w, build_px(builder, 40)};
    build_text(builder, box, style, text);
    return w + build_px(builder, 32);
}

void scene_page_draw(struct builder *builder, struct scene_box box)
{
    int margin = build_px(builder, builder->portrait ? 56 : 64), edge = build_px(builder, 30);
    struct page_frame frame = {
        .inside = {box.x + margin, box.y + edge, box.w - 2 * margin, box.h - 2 * edge}};
    build_rect(builder, box, PALETTE_STAGE, 0);
    frame.first_w = frame.inside.w - draw_page_number(builder, frame.inside);
    switch (builder->input->page->kind) {
    case WALL_PAGE_TEXT:
        scene_page_texts(builder, &frame);
        break;
    case WALL_PAGE_DOCUMENTS:
        scene_page_papers(builder, &frame);
        break;
    case WALL_PAGE_QUIET_HOURS:
        scene_page_hours(builder, &frame);
        break;
    }
}

void scene_page_or_stage(struct builder *builder, struct scene_box box)
{
    if (scene_page_shown(builder)) {
        scene_page_draw(builder, box);
    } else {
        scene_stage_draw(builder, box);
    }
}
