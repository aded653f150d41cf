// SPDX-License-Identifier: MIT
#include "display/text_cache.h"

#include <fontconfig/fontconfig.h>
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

enum { RULER_PX = 100 };

/* True when fontconfig has a file for it; `exact`: only of that very family. */
static bool find_font(const char *family, enum scene_weight weight, bool exact,
                      char path[TEXT_PATH_BYTES])
{
    FcPattern *wanted = FcPatternCreate();
    FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)family);
    FcPatternAddInteger(wanted, FC_WEIGHT,
                        weight == SCENE_BOLD ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
    FcPatternAddInteger(wanted, FC_SLANT, FC_SLANT_ROMAN);
    FcPatternAddInteger(wanted, FC_WIDTH, FC_WIDTH_NORMAL);
    FcConfigSubstitute(NULL, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    FcResult result = FcResultNoMatch;
    FcPattern *found = FcFontMatch(NULL, wanted, &result);
    FcChar8 *file = NULL, *name = NULL;
    bool good = found && FcPatternGetString(found, FC_FILE, 0, &file) == FcResultMatch &&
                FcPatternGetString(found, FC_FAMILY, 0, &name) == FcResultMatch &&
                (!exact || strcasecmp((const char *)name, family) == 0) &&
                strlen((const char *)file) < TEXT_PATH_BYTES;
    if (good) {
        snprintf(path, TEXT_PATH_BYTES, "%s", (const char *)file);
    }
    if (found) {
        FcPatternDestroy(found);
    }
    FcPatternDestroy(wanted);
    return good;
}

static bool find_fonts(struct text_cache *cache)
{
    static const struct {
        const char *family;
        bool exact;
    } choices[] = {{"Noto Sans", true}, {"DejaVu Sans", true}, {"sans-serif", false}};
    bool found = false;
    for (size_t i = 0; i < sizeof choices / sizeof choices[0] && !found; i++) {
        found = find_font(choices[i].family, SCENE_REGULAR, choices[i].exact, cache->path[0]) &&
                find_font(choices[i].family, SCENE_BOLD, choices[i].exact, cache->path[1]);
    }
    FcFini(); /* its caches are megabytes and never needed again */
    return found;
}

static TTF_Font *open_font(const char *path, int size_px)
{
    TTF_Font *font = TTF_OpenFont(path, size_px);
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
    bool good = find_fonts(cache);
    for (int i = 0; i < TEXT_WEIGHTS && good; i++) {
        cache->ruler[i] = open_font(cache->path[i], RULER_PX);
        good = cache->ruler[i] != NULL;
    }
    if (!good) {
        snprintf(reason, WALL_REASON_BYTES, "no usable font; install fonts-noto-core");
        text_cache_close(cache);
    }
    return good;
}

int text_cache_width(void *context, enum scene_weight weight, int size_px, const char *text)
{
    struct text_cache *cache = context;
    uint64_t key = texture_key(TEXTURE_KEY_START + weight, text, strlen(text));
    size_t place = key % TEXT_WIDTHS_MAX;
    if (cache->width[place].key != key) {
        int width = 0, height = 0;
        if (TTF_SizeUTF8(cache->ruler[weight], text, &width, &height) != 0) {
            width = 0;
        }
        cache->width[place].key = key;
        cache->width[place].width = width;
    }
    return (int)ceil((double)cache->width[place].width * size_px / RULER_PX);
}

static TTF_Font *font_for(struct text_cache *cache, enum scene_weight weight, int size_px)
{
    int oldest = 0;
    for (int i = 0; i < TEXT_FONTS_MAX; i++) {
        if (cache->font[i].font && cache->font[i].weight == weight &&
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
    cache->font[oldest].font = open_font(cache->path[weight], size_px);
    cache->font[oldest].weight = weight;
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
    TTF_Font *font = font_for(cache, item->weight, item->size_px);
    SDL_Color colour = {(uint8_t)(item->colour >> 16), (uint8_t)(item->colour >> 8),
                        (uint8_t)item->colour, 255};
    SDL_Surface *drawn = font ? TTF_RenderUTF8_Blended(font, item->text, colour) : NULL;
    if (!drawn) {
        return NULL;
    }
    known = keep(cache, key, drawn, TTF_FontAscent(font));
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
    for (int i = 0; i < TEXT_WEIGHTS; i++) {
        if (cache->ruler[i]) {
            TTF_CloseFont(cache->ruler[i]);
        }
    }
    if (cache->textures && TTF_WasInit()) {
        TTF_Quit();
    }
    memset(cache, 0, sizeof *cache);
}
