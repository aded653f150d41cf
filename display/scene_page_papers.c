// SPDX-License-Identifier: MIT
/* The papers that a service asks for, as a list to tick off. */
#include <stdio.h>
#include <string.h>

#include "display/scene_page.h"

enum english { ENGLISH_BELOW, ENGLISH_BESIDE, ENGLISH_NONE };

/* One way to set the list. */
struct papers_look {
    int size; /* of the Indonesian names, design pixels */
    enum english english;
    int columns;
    int shown;     /* papers; the others are counted in a last line */
    int lines_max; /* of a text, 0 = as many as it needs */
};

enum { LIST_SIZE_WANTED = 33 };      /* read from half the usual viewing distance */
static const double item_gap = 0.42; /* of the size, at least between two papers */

static int small_size(const struct papers_look *look, double share)
{
    int size = (int)(look->size * share);
    return size > 24 ? size : look->size < 24 ? look->size : 24;
}

static struct text_style name_style(const struct papers_look *look)
{
    return (struct text_style){SCENE_BOLD,       look->size, 21,
                               PALETTE_ON_STAGE, ALIGN_LEFT, SCENE_LABEL};
}

static struct text_style when_style(const struct papers_look *look)
{
    return (struct text_style){SCENE_REGULAR, small_size(look, 0.86), 21, PALETTE_BAND, ALIGN_LEFT,
                               SCENE_SECOND};
}

static struct text_style english_style(const struct papers_look *look)
{
    return (struct text_style){
        SCENE_REGULAR, small_size(look, 0.76), 21, PALETTE_STAGE_LABEL, ALIGN_LEFT, SCENE_SECOND};
}

static int width_of(const struct builder *builder, struct text_style style, const char *text)
{
    return text[0] ? build_width(builder, style.weight, build_px(builder, style.size), text) : 0;
}

static const char *condition(const struct wall_page_document *document)
{
    return document->when_id[0] ? document->when_id : document->optional ? "bila ada" : "";
}

/* A paper that may be missing says so in English, too. */
static void english_name(const struct wall_page_document *document, char text[WALL_TEXT_BYTES])
{
    bool optional = document->optional && document->text_en[0];
    snprintf(text, WALL_TEXT_BYTES, "%s%s", document->text_en, optional ? " (if you have it)" : "");
}

static void draw_check_box(struct builder *builder, struct page_flow *flow, int size)
{
    int line_h = build_px(builder, size * 1.3), side = build_px(builder, size * 0.8);
    int stroke = build_px(builder, size >= 30 ? 4 : 3);
    struct scene_box box = {flow->x, flow->y + (line_h - side) / 2, side, side};
    struct scene_box hole = {box.x + stroke, box.y + stroke, side - 2 * stroke, side - 2 * stroke};
    build_rect(builder, box, PALETTE_ON_STAGE, build_px(builder, size * 0.14));
    build_rect(builder, hole, PALETTE_STAGE, build_px(builder, size * 0.06));
}

/* Up to three texts side by side on a common baseline. */
static void draw_row(struct page_flow *flow, const struct text_style styles[3],
                     const char *const texts[3], int gap)
{
    struct builder *builder = flow->builder;
    int x = flow->x, line_h = build_px(builder, styles[0].size * 1.3), baseline = 0;
    for (int i = 0; i < 3; i++) {
        struct scene_box box = {x, flow->y, flow->x + flow->w - x, line_h};
        const struct scene_item *item = build_text(builder, box, styles[i], texts[i]);
        if (item) {
            struct scene_item *own = &builder->scene->item[builder->scene->count - 1];
            baseline = baseline ? baseline : own->baseline_y;
            own->baseline_y = baseline;
            x += own->text_w + gap;
        }
    }
}

/* One paper with its box; false when this look cannot hold it without a break. */
static bool flow_paper(struct page_flow *flow, const struct papers_look *look,
                       const struct wall_page_document *document)
{
    struct builder *builder = flow->builder;
    const struct text_style styles[3] = {name_style(look), when_style(look), english_style(look)};
    const char *texts[3] = {document->text_id, condition(document), ""};
    char english[WALL_TEXT_BYTES];
    english_name(document, english);
    if (look->english == ENGLISH_BESIDE) {
        texts[2] = english;
    }
    if (flow->draw) {
        draw_check_box(builder, flow, look->size);
    }
    int indent = build_px(builder, look->size * 1.35), gap = build_px(builder, look->size * 0.5);
    struct page_flow text = {builder,          flow->draw, flow->x + indent, flow->y,
                             flow->w - indent, 0,          look->lines_max};
    int wide = 0;
    for (int i = 0; i < 3; i++) {
        wide += texts[i][0] ? width_of(builder, styles[i], texts[i]) + (i > 0 ? gap : 0) : 0;
    }
    if (wide <= text.w) {
        if (flow->draw) {
            draw_row(&text, styles, texts, gap);
        }
        text.y += build_px(builder, look->size * 1.3);
    } else if (look->english == ENGLISH_BESIDE) {
        return false;
    } else {
        page_flow_text(&text, styles[0], texts[0]);
        page_flow_text(&text, styles[1], texts[1]);
    }
    if (look->english == ENGLISH_BELOW) {
        page_flow_text(&text, styles[2], english);
    }
    flow->y = text.y;
    return true;
}

static void draw_more(struct page_flow *flow, int size, int more)
{
    char id[64], en[64];
    snprintf(id, sizeof id, "dan %d lagi: lihat daftar di slip", more);
    snprintf(en, sizeof en, "and %d more: see the list on your slip", more);
    struct papers_look look = {.size = size};
    struct scene_box box = {flow->x, flow->y, flow->w, build_px(flow->builder, size * 1.3)};
    struct text_style style = when_style(&look);
    style.weight = SCENE_BOLD;
    style.role = SCENE_LABEL;
    build_pair(flow->builder, box, style, english_style(&look), (struct words){id, en});
}

/* All columns in the box with `gap` between papers. Returns the height of the tallest one, or
 * more than the box when the look does not do. */
static int flow_columns(struct builder *builder, struct scene_box box,
                        const struct papers_look *look, int gap, bool draw)
{
    const struct wall_page *page = builder->input->page;
    int between = build_px(builder, 44);
    int w = (box.w - (look->columns - 1) * between) / look->columns;
    int rows = (look->shown + look->columns - 1) / look->columns, tallest = 0;
    for (int i = 0, column = 0; column < look->columns; column++) {
        struct page_flow flow = {builder, draw, box.x + column * (w + between), box.y, w, 0, 0};
        for (int row = 0; row < rows && i < look->shown; row++, i++) {
            flow.y += row > 0 ? gap : 0;
            if (!flow_paper(&flow, look, &page->document[i])) {
                return box.h + 1;
            }
        }
        tallest = flow.y - box.y > tallest ? flow.y - box.y : tallest;
    }
    return tallest;
}

static bool fits(struct builder *builder, struct scene_box box, const struct papers_look *look)
{
    int gap = build_px(builder, look->size * item_gap);
    return flow_columns(builder, box, look, gap, false) <= box.h;
}

/* As many papers as fit in the smallest letters above a last line that counts the others. */
static struct papers_look crowded_look(struct builder *builder, struct scene_box box)
{
    struct papers_look look = {.size = 24, .english = ENGLISH_NONE, .columns = 2};
    box.h -= build_px(builder, look.size * 1.3 + look.size * item_gap);
    for (int cut = 0; cut < 2 && look.shown == 0; cut++) { /* texts that nobody would write */
        look.lines_max = cut;
        look.shown = builder->input->page->document_count - 1;
        while (look.shown > 0 && !fits(builder, box, &look)) {
            look.shown--;
        }
    }
    return look;
}

/* The largest letters that hold the list. English gives way before the letters become too
 * small for half the viewing distance; where they must, there is room for it again. */
static struct papers_look choose_look(struct builder *builder, struct scene_box box)
{
    static const int sizes[] = {46, 43, 40, 37, 35, 33, 31, 29, 28, 26, 25, 24};
    static const struct papers_look kinds[] = {
        {.english = ENGLISH_BELOW, .columns = 1}, {.english = ENGLISH_BESIDE, .columns = 1},
        {.english = ENGLISH_BELOW, .columns = 2}, {.english = ENGLISH_NONE, .columns = 1},
        {.english = ENGLISH_NONE, .columns = 2},
    };
    enum { LARGE = 8, SIZES = 12, BILINGUAL = 3, KINDS = 5 };
    static const struct {
        int size, size_end, kind, kind_end;
    } passes[] = {{0, LARGE, 0, BILINGUAL},
                  {0, LARGE, BILINGUAL, KINDS},
                  {LARGE, SIZES, 0, BILINGUAL},
                  {LARGE, SIZES, BILINGUAL, KINDS}};
    for (int pass = 0; pass < 4; pass++) {
        for (int s = passes[pass].size; s < passes[pass].size_end; s++) {
            for (int k = passes[pass].kind; k < passes[pass].kind_end; k++) {
                struct papers_look look = kinds[k];
                look.size = sizes[s];
                look.shown = builder->input->page->document_count;
                if (fits(builder, box, &look)) {
                    return look;
                }
            }
        }
    }
    return crowded_look(builder, box);
}

static void draw_list(struct builder *builder, struct scene_box box, struct papers_look look)
{
    int more = builder->input->page->document_count - look.shown;
    int rows = (look.shown + look.columns - 1) / look.columns;
    int gap = build_px(builder, look.size * item_gap);
    int spare = box.h - flow_columns(builder, box, &look, gap, false);
    if (more > 0) {
        int line_h = build_px(builder, look.size * 1.3);
        struct page_flow last = {builder, true, box.x, box.y + box.h - line_h, box.w, 0, 0};
        draw_more(&last, look.size, more);
    } else if (spare > 0 && rows > 1) {
        /* Air between the papers, but not so much that the list falls apart. */
        int airy = build_px(builder, look.size * 1.1) - gap;
        gap += spare / (rows - 1) < airy ? spare / (rows - 1) : airy;
    }
    flow_columns(builder, box, &look, gap, true);
}

static int head_height(const struct builder *builder, bool low)
{
    return build_px(builder, low ? 64 : 92);
}

/* The letter of the service and what the list is for: in two lines, or in a low one. */
static void draw_head(struct builder *builder, const struct page_frame *frame, bool low)
{
    const struct wall_page *page = builder->input->page;
    struct scene_box box = frame->inside;
    int side = page->letter[0] ? head_height(builder, low) : 0;
    char id[WALL_NAME_BYTES + 16], en[WALL_NAME_BYTES + 16];
    snprintf(id, sizeof id, "Berkas untuk %s", page->title_id);
    snprintf(en, sizeof en, "Papers for %s", page->title_en);
    struct text_style letter = {SCENE_BOLD,    low ? 44 : 64, 24,
                                PALETTE_STAGE, ALIGN_CENTRE,  SCENE_LABEL};
    struct text_style title = {SCENE_BOLD,       low ? 44 : 52, 34,
                               PALETTE_ON_STAGE, ALIGN_LEFT,    SCENE_LABEL};
    struct text_style second = {SCENE_REGULAR,       low ? 27 : 30, 24,
                                PALETTE_STAGE_LABEL, ALIGN_LEFT,    SCENE_SECOND};
    if (side > 0) {
        struct scene_box badge = {box.x, box.y, side, side};
        build_rect(builder, badge, PALETTE_ON_STAGE, side / 6);
        build_text(builder, badge, letter, page->letter);
    }
    int x = box.x + (side > 0 ? side + build_px(builder, low ? 22 : 28) : 0);
    int w = box.x + frame->first_w - x, h = head_height(builder, low);
    const char *english = page->title_en[0] ? en : "";
    if (low) {
        build_pair(builder, (struct scene_box){x, box.y, w, h}, title, second,
                   (struct words){id, english});
        return;
    }
    int upper = build_px(builder, 56);
    build_text(builder, (struct scene_box){x, box.y, w, upper}, title, id);
    build_text(builder, (struct scene_box){x, box.y + upper, w, h - upper}, second, english);
}

/* A list that the branch has not confirmed says so; returns its height. */
static int draw_foot(struct builder *builder, struct scene_box box)
{
    static const struct words words = {"Belum dikonfirmasi kantor cabang. Tanyakan kepada petugas.",
                                       "Not yet confirmed: ask staff."};
    if (builder->input->page->confirmed) {
        return 0;
    }
    struct text_style id = {SCENE_REGULAR, 25, 21, PALETTE_BAND, ALIGN_LEFT, SCENE_SECOND};
    struct text_style en = {SCENE_REGULAR, 24, 21, PALETTE_STAGE_LABEL, ALIGN_LEFT, SCENE_SECOND};
    int h = build_px(builder, 34);
    build_pair(builder, (struct scene_box){box.x, box.y + box.h - h, box.w, h}, id, en, words);
    return h + build_px(builder, 20);
}

void scene_page_papers(struct builder *builder, const struct page_frame *frame)
{
    int foot = draw_foot(builder, frame->inside);
    struct scene_box list = frame->inside;
    struct papers_look look = {.size = 0};
    bool low = false;
    for (int attempt = 0; attempt < 2 && look.size < LIST_SIZE_WANTED; attempt++) {
        low = attempt > 0; /* a long list takes the room of the heading */
        int head = head_height(builder, low) + build_px(builder, low ? 20 : 24);
        list = frame->inside;
        list.y += head;
        list.h -= head + foot;
        look = choose_look(builder, list);
    }
    draw_head(builder, frame, low);
    draw_list(builder, list, look);
}
