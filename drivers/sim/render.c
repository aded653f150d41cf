// SPDX-License-Identifier: MIT
#include "drivers/sim/render.h"

#include <SDL2/SDL_ttf.h>
#include <fontconfig/fontconfig.h>
#include <png.h>
#include <qrencode.h>
#include <stdlib.h>
#include <string.h>

enum {
    SIDE_DOTS = 32, /* left and right of what is printed: 72 mm on paper of 80 mm */
    TOP_DOTS = 56,  /* white above and below, as between the head and the blade */
    BOTTOM_DOTS = 48,
    HEIGHT_MAX = 20000,
    CELL_DOTS = 12,
    CELL_B_DOTS = 9,
    CHARACTER_DOTS = 24,
    FONT_DOTS = 20, /* type size whose monospaced advance is 12 dots */
    FONT_B_SIZE_DOTS = 15,
    LINE_DRAWING = 0x2500,
    BLACK = 0,
    WHITE = 255
};

struct render {
    TTF_Font *font[2]; /* normal, bold */
    bool ttf;
};

struct canvas {
    struct render *render;
    uint8_t *paper;
    uint8_t *dots; /* where the head can print: a column of the paper, `width` wide */
    int width, height, paper_width;
};

static TTF_Font *open_font(bool bold)
{
    FcPattern *pattern =
        FcNameParse((const FcChar8 *)"DejaVu Sans Mono,Noto Sans Mono,Liberation Mono,monospace");
    if (!pattern)
        return NULL;
    FcPatternAddInteger(pattern, FC_WEIGHT, bold ? FC_WEIGHT_BOLD : FC_WEIGHT_NORMAL);
    FcConfigSubstitute(NULL, pattern, FcMatchPattern);
    FcDefaultSubstitute(pattern);
    FcResult result;
    FcPattern *match = FcFontMatch(NULL, pattern, &result);
    FcChar8 *file = NULL;
    TTF_Font *font = NULL;
    if (match && FcPatternGetString(match, FC_FILE, 0, &file) == FcResultMatch)
        font = TTF_OpenFont((const char *)file, FONT_DOTS);
    if (match)
        FcPatternDestroy(match);
    FcPatternDestroy(pattern);
    if (font)
        TTF_SetFontHinting(font, TTF_HINTING_MONO);
    return font;
}

struct render *render_create(void)
{
    struct render *render = calloc(1, sizeof *render);
    if (!render)
        return NULL;
    render->ttf = TTF_Init() == 0;
    if (render->ttf) {
        render->font[0] = open_font(false);
        render->font[1] = open_font(true);
    }
    return render;
}

void render_destroy(struct render *render)
{
    if (!render)
        return;
    for (int i = 0; i < 2; i++) {
        if (render->font[i])
            TTF_CloseFont(render->font[i]);
    }
    if (render->ttf)
        TTF_Quit();
    free(render);
}

static bool take_paper(struct canvas *canvas)
{
    canvas->paper_width = canvas->width + 2 * SIDE_DOTS;
    size_t bytes = (size_t)canvas->paper_width * (size_t)canvas->height;
    canvas->paper = malloc(bytes);
    if (!canvas->paper)
        return false;
    memset(canvas->paper, WHITE, bytes);
    canvas->dots = canvas->paper + SIDE_DOTS;
    return true;
}

static void fill(struct canvas *canvas, int x, int y, int width, int height, uint8_t value)
{
    for (int row = y < 0 ? 0 : y; row < y + height && row < canvas->height; row++) {
        for (int column = x < 0 ? 0 : x; column < x + width && column < canvas->width; column++)
            canvas->dots[(size_t)row * (size_t)canvas->paper_width + (size_t)column] = value;
    }
}

/* Copies a glyph of the type size for `high` into a cell that may be wider or narrower. */
static void stamp(struct canvas *canvas, const SDL_Surface *glyph, int x, int y, int wide, int high)
{
    int width = glyph->w * wide / high;
    const uint8_t *pixels = glyph->pixels;
    for (int row = 0; row < glyph->h; row++) {
        for (int column = 0; column < width; column++) {
            if (pixels[row * glyph->pitch + column * high / wide])
                fill(canvas, x + column, y + row, 1, 1, BLACK);
        }
    }
}

static void draw_glyph(struct canvas *canvas, const struct model_cell *cell, int x, int y)
{
    TTF_Font *font = canvas->render->font[cell->flags & CELL_BOLD ? 1 : 0];
    int size = cell->flags & CELL_FONT_B ? FONT_B_SIZE_DOTS : FONT_DOTS;
    if (!font || TTF_SetFontSize(font, size * cell->high) != 0)
        return;
    SDL_Color black = {0, 0, 0, 255};
    SDL_Surface *glyph = TTF_RenderGlyph32_Solid(font, cell->code, black);
    if (glyph)
        stamp(canvas, glyph, x, y, cell->wide, cell->high);
    SDL_FreeSurface(glyph);
}

static int cell_width(const struct model_cell *cell)
{
    return (cell->flags & CELL_FONT_B ? CELL_B_DOTS : CELL_DOTS) * cell->wide;
}

static void invert(struct canvas *canvas, int x, int y, int width, int height)
{
    for (int row = y; row < y + height && row < canvas->height; row++) {
        for (int column = x; column < x + width && column < canvas->width; column++)
            canvas->dots[(size_t)row * (size_t)canvas->paper_width + (size_t)column] ^= 0xFF;
    }
}

static void draw_cell(struct canvas *canvas, const struct model_cell *cell, int x, int y)
{
    int width = cell_width(cell), height = CHARACTER_DOTS * cell->high;
    if (cell->code == LINE_DRAWING)
        fill(canvas, x, y + height / 2 - cell->high, width, 3 * cell->high, BLACK);
    else if (cell->code != ' ')
        draw_glyph(canvas, cell, x, y);
    if (cell->flags & CELL_UNDERLINE)
        fill(canvas, x, y + height - 2, width, 2, BLACK);
    if (cell->flags & CELL_REVERSE)
        invert(canvas, x, y, width, height);
}

static int left_of(const struct canvas *canvas, uint8_t align, int width)
{
    int room = canvas->width - width;
    return room <= 0 || align == 0 ? 0 : align == 1 ? room / 2 : room;
}

static void draw_text(struct canvas *canvas, const struct model_row *row, int y)
{
    int width = 0, high = 1;
    for (int i = 0; i < row->cells; i++) {
        width += cell_width(&row->cell[i]);
        high = row->cell[i].high > high ? row->cell[i].high : high;
    }
    int x = left_of(canvas, row->align, width);
    for (int i = 0; i < row->cells; i++) { /* all stand on one base line */
        draw_cell(canvas, &row->cell[i], x, y + CHARACTER_DOTS * (high - row->cell[i].high));
        x += cell_width(&row->cell[i]);
    }
}

static void draw_image(struct canvas *canvas, const struct model_row *row, const uint8_t *data,
                       int y)
{
    int x = left_of(canvas, row->align, row->width_bytes * 8 * row->wide);
    for (int line = 0; line < row->image_rows; line++) {
        const uint8_t *bytes = data + (size_t)line * row->width_bytes;
        for (int column = 0; column < row->width_bytes * 8; column++) {
            if (bytes[column / 8] & 0x80 >> column % 8)
                fill(canvas, x + column * row->wide, y + line * row->high, row->wide, row->high,
                     BLACK);
        }
    }
}

static QRcode *encode_qr(const struct model_row *row, const uint8_t *data)
{
    return QRcode_encodeData((int)row->arena_bytes, data, 0, (QRecLevel)row->high);
}

static void draw_qr(struct canvas *canvas, const struct model_row *row, const uint8_t *data, int y)
{
    QRcode *code = encode_qr(row, data);
    if (!code)
        return;
    int x = left_of(canvas, row->align, code->width * row->wide);
    for (int i = 0; i < code->width * code->width; i++) {
        if (code->data[i] & 1)
            fill(canvas, x + i % code->width * row->wide, y + i / code->width * row->wide,
                 row->wide, row->wide, BLACK);
    }
    QRcode_free(code);
}

static int row_height(const struct model_row *row, const uint8_t *data)
{
    if (row->kind != ROW_QR)
        return row->feed_dots;
    QRcode *code = encode_qr(row, data);
    int height = code ? code->width * row->wide : 0;
    QRcode_free(code);
    return height;
}

static void draw_row(struct canvas *canvas, const struct model_row *row, const uint8_t *data, int y)
{
    switch (row->kind) {
    case ROW_TEXT:
        draw_text(canvas, row, y);
        break;
    case ROW_IMAGE:
        draw_image(canvas, row, data, y);
        break;
    case ROW_QR:
        draw_qr(canvas, row, data, y);
        break;
    case ROW_FEED:
        break;
    }
}

static bool write_png(const struct canvas *canvas, const char *path)
{
    png_image image = {.version = PNG_IMAGE_VERSION,
                       .width = (png_uint_32)canvas->paper_width,
                       .height = (png_uint_32)canvas->height,
                       .format = PNG_FORMAT_GRAY};
    bool written =
        png_image_write_to_file(&image, path, 0, canvas->paper, canvas->paper_width, NULL);
    png_image_free(&image);
    return written;
}

bool render_slip_png(struct render *render, const struct model_slip *slip, int width_dots,
                     const char *path)
{
    int height = TOP_DOTS + BOTTOM_DOTS;
    for (int i = 0; i < slip->rows; i++)
        height += row_height(&slip->row[i], slip->arena + slip->row[i].arena_at);
    struct canvas canvas = {.render = render, .width = width_dots};
    canvas.height = height < HEIGHT_MAX ? height : HEIGHT_MAX;
    if (!take_paper(&canvas))
        return false;
    int y = TOP_DOTS;
    for (int i = 0; i < slip->rows && y < canvas.height; i++) {
        const uint8_t *data = slip->arena + slip->row[i].arena_at;
        draw_row(&canvas, &slip->row[i], data, y);
        y += row_height(&slip->row[i], data);
    }
    bool written = write_png(&canvas, path);
    free(canvas.paper);
    return written;
}
