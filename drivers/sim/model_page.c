// SPDX-License-Identifier: MIT
/* The paper of the model: characters to lines, lines to a page, pages to slips. */
#include <string.h>

#include "drivers/sim/model_internal.h"

enum { LINE_DOTS = 34, FONT_A_DOTS = 12, FONT_B_DOTS = 9, CHARACTER_DOTS = 24 };

/* Upper half of code page 858; 437 and 850 share the line drawing. */
static const uint16_t page_858[128] = {
    0x00C7, 0x00FC, 0x00E9, 0x00E2, 0x00E4, 0x00E0, 0x00E5, 0x00E7, 0x00EA, 0x00EB, 0x00E8, 0x00EF,
    0x00EE, 0x00EC, 0x00C4, 0x00C5, 0x00C9, 0x00E6, 0x00C6, 0x00F4, 0x00F6, 0x00F2, 0x00FB, 0x00F9,
    0x00FF, 0x00D6, 0x00DC, 0x00F8, 0x00A3, 0x00D8, 0x00D7, 0x0192, 0x00E1, 0x00ED, 0x00F3, 0x00FA,
    0x00F1, 0x00D1, 0x00AA, 0x00BA, 0x00BF, 0x00AE, 0x00AC, 0x00BD, 0x00BC, 0x00A1, 0x00AB, 0x00BB,
    0x2591, 0x2592, 0x2593, 0x2502, 0x2524, 0x00C1, 0x00C2, 0x00C0, 0x00A9, 0x2563, 0x2551, 0x2557,
    0x255D, 0x00A2, 0x00A5, 0x2510, 0x2514, 0x2534, 0x252C, 0x251C, 0x2500, 0x253C, 0x00E3, 0x00C3,
    0x255A, 0x2554, 0x2569, 0x2566, 0x2560, 0x2550, 0x256C, 0x00A4, 0x00F0, 0x00D0, 0x00CA, 0x00CB,
    0x00C8, 0x20AC, 0x00CD, 0x00CE, 0x00CF, 0x2518, 0x250C, 0x2588, 0x2584, 0x00A6, 0x00CC, 0x2580,
    0x00D3, 0x00DF, 0x00D4, 0x00D2, 0x00F5, 0x00D5, 0x00B5, 0x00FE, 0x00DE, 0x00DA, 0x00DB, 0x00D9,
    0x00FD, 0x00DD, 0x00AF, 0x00B4, 0x00AD, 0x00B1, 0x2017, 0x00BE, 0x00B6, 0x00A7, 0x00F7, 0x00B8,
    0x00B0, 0x00A8, 0x00B7, 0x00B9, 0x00B3, 0x00B2, 0x25A0, 0x00A0};

enum { PAGE_1252 = 16, UNKNOWN_CHARACTER = 0xFFFD };

void model_page_init(struct model *model)
{
    model->style =
        (struct model_style){.wide = 1, .high = 1, .line_dots = LINE_DOTS, .kanji = true};
    model->line.cells = 0;
    model->line_x = 0;
    model->kanji_lead = 0;
    model->qr_module_dots = 3;
    model->qr_level = 0;
}

static double dots_ms(const struct model *model, int dots)
{
    return dots / model->dots_per_ms;
}

static struct model_row *new_row(struct model *model, enum model_row_kind kind, int feed_dots)
{
    struct model_slip *page = &model->page;
    if (page->rows == MODEL_ROWS_MAX) { /* an endless slip: keep its end */
        memmove(page->row, page->row + 1, sizeof page->row[0] * (MODEL_ROWS_MAX - 1));
        page->rows--;
    }
    struct model_row *row = &page->row[page->rows++];
    memset(row, 0, sizeof *row);
    row->kind = kind;
    row->align = model->style.align;
    row->feed_dots = (uint16_t)feed_dots;
    return row;
}

static int tallest(const struct model_row *line)
{
    int high = 0;
    for (int i = 0; i < line->cells; i++) {
        if (line->cell[i].high > high)
            high = line->cell[i].high;
    }
    return high * CHARACTER_DOTS;
}

double model_page_line(struct model *model)
{
    int feed_dots = tallest(&model->line);
    if (feed_dots < model->style.line_dots)
        feed_dots = model->style.line_dots;
    struct model_row *row = new_row(model, model->line.cells > 0 ? ROW_TEXT : ROW_FEED, feed_dots);
    row->cells = model->line.cells;
    memcpy(row->cell, model->line.cell, sizeof row->cell[0] * row->cells);
    model->inked |= row->cells > 0;
    model->line.cells = 0;
    model->line_x = 0;
    return dots_ms(model, feed_dots);
}

double model_page_feed(struct model *model, int dots)
{
    if (dots > 0)
        new_row(model, ROW_FEED, dots);
    return dots_ms(model, dots);
}

static uint16_t to_unicode(struct model *model, uint8_t byte)
{
    if (byte < 0x80)
        return byte;
    if (model->style.kanji) { /* pairs become a character nobody meant */
        model->kanji_lead = byte;
        return 0;
    }
    return model->style.code_page == PAGE_1252 ? byte : page_858[byte - 0x80];
}

void model_page_character(struct model *model, uint8_t byte)
{
    const struct model_style *style = &model->style;
    uint16_t code = model->kanji_lead ? UNKNOWN_CHARACTER : to_unicode(model, byte);
    if (code == 0)
        return;
    model->kanji_lead = 0;
    int dots = (style->flags & CELL_FONT_B ? FONT_B_DOTS : FONT_A_DOTS) * style->wide;
    if (model->line_x + dots > model->width_dots || model->line.cells == MODEL_CELLS_MAX)
        model_page_line(model); /* wraps, as the printer does */
    model->line_x = (uint16_t)(model->line_x + dots);
    model->line.cell[model->line.cells++] =
        (struct model_cell){code, style->wide, style->high, style->flags};
}

double model_page_image(struct model *model)
{
    const uint8_t *c = model->command;
    struct model_slip *page = &model->page;
    uint32_t width_bytes = c[4] | (uint32_t)c[5] << 8, rows = c[6] | (uint32_t)c[7] << 8;
    uint8_t high = c[3] & 2 ? 2 : 1, wide = c[3] & 1 ? 2 : 1;
    size_t bytes = (size_t)width_bytes * rows;
    if (page->arena_bytes + bytes > MODEL_ARENA_BYTES)
        return dots_ms(model, (int)rows * high);
    struct model_row *row = new_row(model, ROW_IMAGE, (int)rows * high);
    row->arena_at = (uint32_t)page->arena_bytes;
    row->arena_bytes = (uint32_t)bytes;
    row->width_bytes = (uint16_t)width_bytes;
    row->image_rows = (uint16_t)rows;
    row->wide = wide;
    row->high = high;
    page->arena_bytes += bytes;
    model->inked = true;
    return dots_ms(model, row->feed_dots);
}

double model_page_qr(struct model *model)
{
    struct model_slip *page = &model->page;
    if (model->qr_bytes == 0 || page->arena_bytes + model->qr_bytes > MODEL_ARENA_BYTES)
        return 0;
    /* side of the smallest symbol, roughly: 17 + 4 * version modules */
    int modules = 25 + (int)(model->qr_bytes / 5);
    struct model_row *row = new_row(model, ROW_QR, modules * model->qr_module_dots);
    row->arena_at = (uint32_t)page->arena_bytes;
    row->arena_bytes = (uint32_t)model->qr_bytes;
    row->wide = model->qr_module_dots;
    row->high = model->qr_level;
    memcpy(page->arena + page->arena_bytes, model->qr, model->qr_bytes);
    page->arena_bytes += model->qr_bytes;
    model->inked = true;
    return dots_ms(model, row->feed_dots);
}

/* A cut in the middle of a line is ignored, as the reference says: line start only. */
double model_page_cut(struct model *model, int feed_dots)
{
    if (model->line.cells > 0)
        return 0;
    model->cutting = true;
    int blade_dots = 18 * 8; /* from the head to the blade */
    return dots_ms(model, blade_dots + feed_dots) + model->cut_ms;
}

void model_page_finish_cut(struct model *model)
{
    if (model->inked) {
        model->slips++;
        if (model->slip)
            model->slip(model->context, &model->page);
    }
    model->page.rows = 0;
    model->page.arena_bytes = 0;
    model->inked = false;
    model->cutting = false;
}
