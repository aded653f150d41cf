// SPDX-License-Identifier: MIT
/* The parts of an information page: scene_page.c draws the ground, the page number and texts,
 * the others one kind each. */
#ifndef LOKET_DISPLAY_SCENE_PAGE_H
#define LOKET_DISPLAY_SCENE_PAGE_H

#include "display/scene_build.h"

struct page_frame {
    struct scene_box inside; /* within the margins */
    int first_w;             /* width beside the page number, in the upper right corner */
};

/* A column of wrapped texts. Measuring and drawing take the same path, so that what was measured
 * to fit does fit. */
struct page_flow {
    struct builder *builder;
    bool draw; /* false = only measure */
    int x, y, w;
    int breaks;    /* lines that were broken so far */
    int lines_max; /* of one text, what is longer ends in an ellipsis; 0 = PAGE_TEXT_LINES_MAX */
};

enum { PAGE_TEXT_LINES_MAX = 8 };

/* The text below what was there before; moves y. */
void page_flow_text(struct page_flow *flow, struct text_style style, const char *text);
void page_flow_gap(struct page_flow *flow, double design_px);

void scene_page_texts(struct builder *builder, const struct page_frame *frame);
void scene_page_papers(struct builder *builder, const struct page_frame *frame);
void scene_page_hours(struct builder *builder, const struct page_frame *frame);

#endif
