// SPDX-License-Identifier: MIT
#include "display/text_cache.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "display/text_run.h"

enum { RULER_PX = 100, PIECES_MAX = 16 };

static TTF_Font *open_font(const struct text_file *file, int size_px)
{
    TTF_Font *font = TTF_OpenFontIndex(file->path, size_px, file->index);
    if (font) {
        /* Unhinted shapes keep the designer's spacing, so that drawn and measured widths
         * agree at every size. */
        TTF_SetFontHinting(font, TTF_HINTING_NONE);
    }
    return font;
}

bool text_cache_open(struct text_cache *cache, struct texture_cache *textures,
                     char reason[WALL_REASON_BYTES])
{
    memset(cache, 0, sizeof *cache);
    cache->textures = textures;
    if (TTF_Init() != 0) {
        snprintf(reason, WALL_REASON_BYTES, "SDL_ttf does not start: %.100s", TTF_GetError());
        return false;
    }
    struct text_file file[TEXT_WEIGHTS];
    bool good = text_face_find(file);
    for (int i = 0; i < TEXT_WEIGHTS && good; i++) {
        cache->face[i].file = file[i];
        cache->face[i].ruler = open_font(&file[i], RULER_PX);
        good = cache->face[i].ruler != NULL;
    }
    cache->faces = TEXT_WEIGHTS;
    if (!good) {
        snprintf(reason, WALL_REASON_BYTES, "no usable font; install fonts-noto-core");
        text_cache_close(cache);
    }
    return good;
}

/* The weight goes through the hash: added to its start, two texts of different weights that
 * differ in one letter would have the same key. */
static uint64_t key_of(enum scene_weight weight, const char *text)
{
    uint64_t key = texture_key(TEXTURE_KEY_START, &weight, sizeof weight);
    return texture_key(key, text, strlen(text));
}

static bool has_all_glyphs(TTF_Font *font, const char *text)
{
    uint32_t character;
    while ((character = text_run_next(&text)) != 0) {
        if (character > ' ' && !text_run_is_ignorable(character) &&
            !TTF_GlyphIsProvided32(font, character)) {
            return false;
        }
    }
    return true;
}

/* The face of another writing: one that is open already, else a new one as long as there is
 * room, else the typeface itself with its empty boxes. */
static int other_face(struct text_cache *cache, enum scene_weight weight, const char *text)
{
    for (int i = TEXT_WEIGHTS; i < cache->faces; i++) {
        if (has_all_glyphs(cache->face[i].ruler, text)) {
            return i;
        }
    }
    struct text_file file;
    if (!text_face_for(text, weight, &file)) {
        return (int)weight;
    }
    for (int i = 0; i < cache->faces; i++) {
        if (strcmp(cache->face[i].file.path, file.path) == 0 &&
            cache->face[i].file.index == file.index) {
            return i;
        }
    }
    TTF_Font *ruler = cache->faces < TEXT_FACES_MAX ? open_font(&file, RULER_PX) : NULL;
    if (!ruler) {
        return (int)weight;
    }
    cache->face[cache->faces].file = file;
    cache->face[cache->faces].ruler = ruler;
    return cache->faces++;
}

/* Fontconfig is slow to ask, so every answer is kept, also that there is none. */
static int face_for(struct text_cache *cache, enum scene_weight weight, const char *text)
{
    if (has_all_glyphs(cache->face[weight].ruler, text)) {
        return (int)weight;
    }
    uint64_t key = key_of(weight, text);
    size_t place = key % TEXT_CHOICES_MAX;
    if (cache->choice[place].key != key) {
        cache->choice[place].face = other_face(cache, weight, text);
        cache->choice[place].key = key;
    }
    return cache->choice[place].face;
}

/* Tells the shaper what it gets, and puts numbers in the order in which it wants them. */
static void prepare(TTF_Font *font, const char *text, char ordered[TEXT_RUN_BYTES])
{
    text_run_order(text, ordered);
    TTF_SetFontKerning(font, !text_run_is_figure(text));
#if SDL_TTF_VERSION_ATLEAST(2, 20, 0)
    TTF_SetFontScriptName(font, text_run_script(text));
    TTF_SetFontDirection(font, text_run_is_rtl(text) ? TTF_DIRECTION_RTL : TTF_DIRECTION_LTR);
#else
    (void)font;
#endif
}

/* Parts of a text that are drawn with one face each, from left to right. */
struct piece {
    int face;
    char text[TEXT_RUN_BYTES];
};
struct pieces {
    int count;
    struct piece piece[PIECES_MAX];
};

/* Bytes up to where the typeface begins, or ceases, to have the glyphs. */
static size_t piece_bytes(const struct text_cache *cache, enum scene_weight weight,
                          const char *text)
{
    const char *at = text, *end = text;
    int first = -1;
    uint32_t character;
    while ((character = text_run_next(&at)) != 0) {
        if (character > ' ' && !text_run_is_ignorable(character)) {
            int has = TTF_GlyphIsProvided32(cache->face[weight].ruler, character) != 0;
            if (first >= 0 && has != first) {
                break;
            }
            first = has;
        }
        end = at;
    }
    return (size_t)(end - text);
}

static void add_piece(struct text_cache *cache, struct pieces *pieces, enum scene_weight weight,
                      const char *text, size_t bytes)
{
    int i = pieces->count++;
    snprintf(pieces->piece[i].text, TEXT_RUN_BYTES, "%.*s", (int)bytes, text);
    pieces->piece[i].face = face_for(cache, weight, pieces->piece[i].text);
}

/* One piece where one face has everything; else the typeface draws what it can. */
static void split(struct text_cache *cache, enum scene_weight weight, const char *text,
                  struct pieces *pieces)
{
    pieces->count = 0;
    int face = face_for(cache, weight, text);
    if (has_all_glyphs(cache->face[face].ruler, text)) {
        add_piece(cache, pieces, weight, text, strlen(text));
        return;
    }
    bool rtl = text_run_is_rtl(text);
    while (*text) {
        size_t bytes =
            pieces->count == PIECES_MAX - 1 ? strlen(text) : piece_bytes(cache, weight, text);
        add_piece(cache, pieces, weight, text, bytes);
        text += bytes;
    }
    for (int i = 0, k = pieces->count - 1; rtl && i < k; i++, k--) {
        struct piece kept = pieces->piece[i];
        pieces->piece[i] = pieces->piece[k];
        pieces->piece[k] = kept;
    }
}

static int measure(struct text_cache *cache, enum scene_weight weight, const char *text)
{
    struct pieces pieces;
    split(cache, weight, text, &pieces);
    int sum = 0;
    for (int i = 0; i < pieces.count; i++) {
        int width = 0, height = 0;
        char ordered[TEXT_RUN_BYTES];
        TTF_Font *ruler = cache->face[pieces.piece[i].face].ruler;
        prepare(ruler, pieces.piece[i].text, ordered);
        sum += TTF_SizeUTF8(ruler, ordered, &width, &height) == 0 ? width : 0;
    }
    return sum;
}

int text_cache_width(void *context, enum scene_weight weight, int size_px, const char *text)
{
    struct text_cache *cache = context;
    uint64_t key = key_of(weight, text);
    size_t place = key % TEXT_WIDTHS_MAX;
    if (cache->width[place].key != key) {
        cache->width[place].width = measure(cache, weight, text);
        cache->width[place].key = key;
    }
    return (int)ceil((double)cache->width[place].width * size_px / RULER_PX);
}

static TTF_Font *font_for(struct text_cache *cache, int face, int size_px)
{
    int oldest = 0;
    for (int i = 0; i < TEXT_FONTS_MAX; i++) {
        if (cache->font[i].font && cache->font[i].face == face &&
            cache->font[i].size_px == size_px) {
            cache->font[i].used = ++cache->turn;
            return cache->font[i].font;
        }
        if (cache->font[i].used < cache->font[oldest].used) {
            oldest = i;
        }
    }
    if (cache->font[oldest].font) {
        TTF_CloseFont(cache->font[oldest].font);
    }
    cache->font[oldest].font = open_font(&cache->face[face].file, size_px);
    cache->font[oldest].face = face;
    cache->font[oldest].size_px = size_px;
    cache->font[oldest].used = ++cache->turn;
    return cache->font[oldest].font;
}

static bool row_is_empty(const SDL_Surface *surface, int y)
{
    const uint32_t *row =
        (const uint32_t *)(const void *)((const uint8_t *)surface->pixels + y * surface->pitch);
    for (int x = 0; x < surface->w; x++) {
        if (row[x] & surface->format->Amask) {
            return false;
        }
    }
    return true;
}

/* Only the rows with ink are kept: half the memory and half the blending. */
static const struct cached_texture *keep(struct text_cache *cache, uint64_t key, SDL_Surface *drawn,
                                         int ascent)
{
    int top = 0, bottom = drawn->h;
    while (top < bottom - 1 && row_is_empty(drawn, top)) {
        top++;
    }
    while (bottom > top + 1 && row_is_empty(drawn, bottom - 1)) {
        bottom--;
    }
    SDL_Surface *inked =
        SDL_CreateRGBSurfaceWithFormatFrom((uint8_t *)drawn->pixels + top * drawn->pitch, drawn->w,
                                           bottom - top, 32, drawn->pitch, drawn->format->format);
    const struct cached_texture *entry =
        inked ? texture_cache_put(cache->textures, key, inked, top - ascent) : NULL;
    SDL_FreeSurface(inked);
    return entry;
}

static SDL_Surface *draw_piece(struct text_cache *cache, const struct scene_item *item, int face,
                               const char *text, int *ascent)
{
    TTF_Font *font = font_for(cache, face, item->size_px);
    if (!font) {
        return NULL;
    }
    SDL_Color colour = {(uint8_t)(item->colour >> 16), (uint8_t)(item->colour >> 8),
                        (uint8_t)item->colour, 255};
    char ordered[TEXT_RUN_BYTES];
    prepare(font, text, ordered);
    *ascent = TTF_FontAscent(font);
    return TTF_RenderUTF8_Blended(font, ordered, colour);
}

/* Both on one baseline, `right` behind `left`; frees both. NULL when there is no memory. */
static SDL_Surface *join(SDL_Surface *left, int *left_ascent, SDL_Surface *right, int right_ascent)
{
    int ascent = *left_ascent > right_ascent ? *left_ascent : right_ascent;
    int left_y = ascent - *left_ascent, right_y = ascent - right_ascent;
    int left_h = left_y + left->h, right_h = right_y + right->h;
    SDL_Surface *both = SDL_CreateRGBSurfaceWithFormat(
        0, left->w + right->w, left_h > right_h ? left_h : right_h, 32, left->format->format);
    if (both) {
        SDL_SetSurfaceBlendMode(left, SDL_BLENDMODE_NONE);
        SDL_SetSurfaceBlendMode(right, SDL_BLENDMODE_NONE);
        SDL_Rect left_place = {0, left_y, left->w, left->h};
        SDL_Rect right_place = {left->w, right_y, right->w, right->h};
        SDL_BlitSurface(left, NULL, both, &left_place);
        SDL_BlitSurface(right, NULL, both, &right_place);
    }
    *left_ascent = ascent;
    SDL_FreeSurface(left);
    SDL_FreeSurface(right);
    return both;
}

/* The whole text; NULL when it cannot be drawn. The caller frees it. */
static SDL_Surface *draw_text(struct text_cache *cache, const struct scene_item *item, int *ascent)
{
    struct pieces pieces;
    split(cache, item->weight, item->text, &pieces);
    SDL_Surface *drawn = NULL;
    for (int i = 0; i < pieces.count; i++) {
        int above = 0;
        SDL_Surface *part =
            draw_piece(cache, item, pieces.piece[i].face, pieces.piece[i].text, &above);
        if (!part) {
            continue;
        }
        if (!drawn) {
            drawn = part;
            *ascent = above;
        } else {
            drawn = join(drawn, ascent, part, above);
        }
    }
    return drawn;
}

const struct cached_texture *text_cache_draw(struct text_cache *cache,
                                             const struct scene_item *item)
{
    uint32_t look[] = {(uint32_t)item->kind, (uint32_t)item->weight, (uint32_t)item->size_px,
                       item->colour};
    uint64_t key = texture_key(TEXTURE_KEY_START, look, sizeof look);
    key = texture_key(key, item->text, strlen(item->text));
    const struct cached_texture *known = texture_cache_find(cache->textures, key);
    if (known) {
        return known;
    }
    int ascent = 0;
    SDL_Surface *drawn = draw_text(cache, item, &ascent);
    if (!drawn) {
        return NULL;
    }
    known = keep(cache, key, drawn, ascent);
    SDL_FreeSurface(drawn);
    return known;
}

void text_cache_close(struct text_cache *cache)
{
    for (int i = 0; i < TEXT_FONTS_MAX; i++) {
        if (cache->font[i].font) {
            TTF_CloseFont(cache->font[i].font);
        }
    }
    for (int i = 0; i < TEXT_FACES_MAX; i++) {
        if (cache->face[i].ruler) {
            TTF_CloseFont(cache->face[i].ruler);
        }
    }
    if (cache->textures && TTF_WasInit()) {
        TTF_Quit();
    }
    memset(cache, 0, sizeof *cache);
}
