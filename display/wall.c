// SPDX-License-Identifier: MIT
#include "display/wall.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/mask.h"

enum { TEXTURE_BYTES_1080P = 10 * 1024 * 1024 };

struct wall *wall_create(SDL_Renderer *renderer, int width, int height, bool keeps,
                         char reason[WALL_REASON_BYTES])
{
    struct wall *wall = calloc(1, sizeof *wall);
    if (!wall) {
        snprintf(reason, WALL_REASON_BYTES, "out of memory");
        return NULL;
    }
    wall->renderer = renderer;
    int64_t share = (int64_t)TEXTURE_BYTES_1080P * width * height / (1920 * 1080);
    texture_cache_init(&wall->textures, renderer,
                       share > TEXTURE_BYTES_1080P / 2 ? (size_t)share : TEXTURE_BYTES_1080P / 2);
    if (!text_cache_open(&wall->texts, &wall->textures, reason)) {
        free(wall);
        return NULL;
    }
    if (!keeps) {
        wall->picture = SDL_CreateTexture(renderer, SDL_PIXELFORMAT_RGB888,
                                          SDL_TEXTUREACCESS_TARGET, width, height);
    }
    if (!keeps && !wall->picture) {
        snprintf(reason, WALL_REASON_BYTES, "no drawing target: %.100s", SDL_GetError());
        wall_destroy(wall);
        return NULL;
    }
    return wall;
}

static void set_colour(struct wall *wall, uint32_t colour, int alpha)
{
    SDL_SetRenderDrawColor(wall->renderer, (uint8_t)(colour >> 16), (uint8_t)(colour >> 8),
                           (uint8_t)colour, (uint8_t)alpha);
}

enum mask_kind { MASK_DISC = 100, MASK_SHAPE, MASK_ARROW };

/* A smooth shape in one colour, drawn once per size and colour. */
static const struct cached_texture *mask_texture(struct wall *wall, enum mask_kind kind,
                                                 int variant, int side, uint32_t colour)
{
    uint32_t look[] = {(uint32_t)kind, (uint32_t)variant, (uint32_t)side, colour};
    uint64_t key = texture_key(TEXTURE_KEY_START, look, sizeof look);
    const struct cached_texture *known = texture_cache_find(&wall->textures, key);
    uint8_t *mask = known || side <= 0 ? NULL : malloc((size_t)side * (size_t)side);
    if (!mask) {
        return known;
    }
    switch (kind) {
    case MASK_DISC:
        mask_disc(mask, side);
        break;
    case MASK_SHAPE:
        mask_shape(mask, side, (enum wall_shape)variant);
        break;
    case MASK_ARROW:
        mask_arrow(mask, side, (enum wall_direction)variant);
        break;
    }
    SDL_Surface *surface =
        SDL_CreateRGBSurfaceWithFormat(0, side, side, 32, SDL_PIXELFORMAT_ARGB8888);
    for (int y = 0; surface && y < side; y++) {
        uint32_t *row = (uint32_t *)(void *)((uint8_t *)surface->pixels + y * surface->pitch);
        for (int x = 0; x < side; x++) {
            row[x] = (uint32_t)mask[y * side + x] << 24 | colour;
        }
    }
    known = surface ? texture_cache_put(&wall->textures, key, surface, 0) : NULL;
    SDL_FreeSurface(surface);
    free(mask);
    return known;
}

static void fill(struct wall *wall, int x, int y, int w, int h)
{
    SDL_Rect rect = {x, y, w, h};
    SDL_RenderFillRect(wall->renderer, &rect);
}

static void draw_rect(struct wall *wall, const struct scene_item *item)
{
    struct scene_box b = item->box;
    int r = item->radius_px;
    r = r * 2 > b.h ? b.h / 2 : r;
    r = r * 2 > b.w ? b.w / 2 : r;
    set_colour(wall, item->colour, 255);
    if (r <= 0) {
        fill(wall, b.x, b.y, b.w, b.h);
        return;
    }
    fill(wall, b.x + r, b.y, b.w - 2 * r, r);
    fill(wall, b.x, b.y + r, b.w, b.h - 2 * r);
    fill(wall, b.x + r, b.y + b.h - r, b.w - 2 * r, r);
    const struct cached_texture *disc = mask_texture(wall, MASK_DISC, 0, 2 * r, item->colour);
    for (int corner = 0; disc && corner < 4; corner++) {
        int right = corner & 1, bottom = corner >> 1;
        SDL_Rect from = {right * r, bottom * r, r, r};
        SDL_Rect to = {right ? b.x + b.w - r : b.x, bottom ? b.y + b.h - r : b.y, r, r};
        SDL_RenderCopy(wall->renderer, disc->texture, &from, &to);
    }
}

static void copy(struct wall *wall, const struct cached_texture *texture, int x, int y, int alpha)
{
    if (!texture) {
        return;
    }
    SDL_Rect to = {x, y, texture->w, texture->h};
    SDL_SetTextureAlphaMod(texture->texture, (uint8_t)alpha);
    SDL_RenderCopy(wall->renderer, texture->texture, NULL, &to);
}

static void draw_item(struct wall *wall, const struct scene_item *item)
{
    const struct cached_texture *texture = NULL;
    switch (item->kind) {
    case SCENE_RECT:
        draw_rect(wall, item);
        break;
    case SCENE_MARK:
        texture = mask_texture(wall, MASK_SHAPE, (int)item->shape, item->box.h, item->colour);
        copy(wall, texture, item->box.x, item->box.y, item->alpha);
        break;
    case SCENE_ARROW:
        texture = mask_texture(wall, MASK_ARROW, (int)item->direction, item->box.h, item->colour);
        copy(wall, texture, item->box.x, item->box.y, item->alpha);
        break;
    case SCENE_TEXT:
        texture = text_cache_draw(&wall->texts, item);
        copy(wall, texture, item->x, item->baseline_y + (texture ? texture->dy : 0), item->alpha);
        break;
    }
}

static bool within(struct scene_box inner, struct scene_box outer)
{
    return inner.x >= outer.x && inner.y >= outer.y && inner.x + inner.w <= outer.x + outer.w &&
           inner.y + inner.h <= outer.y + outer.h;
}

/* A rectangle hides all of the region, which does not reach into its round corners. */
static bool hides(const struct scene_item *item, struct scene_box region)
{
    struct scene_box b = item->box;
    int r = item->radius_px;
    return item->kind == SCENE_RECT && item->alpha == 255 &&
           (within(region, (struct scene_box){b.x + r, b.y, b.w - 2 * r, b.h}) ||
            within(region, (struct scene_box){b.x, b.y + r, b.w, b.h - 2 * r}));
}

static void draw_region(struct wall *wall, const struct scene *scene, struct scene_box region)
{
    SDL_Rect clip = {region.x, region.y, region.w, region.h};
    SDL_RenderSetClipRect(wall->renderer, &clip);
    /* Filling is a third of the work: what is hidden anyway is left out. */
    int first = scene->count - 1;
    while (first >= 0 && !hides(&scene->item[first], region)) {
        first--;
    }
    if (first < 0) {
        set_colour(wall, scene->ground, 255);
        SDL_RenderFillRect(wall->renderer, &clip);
        first = 0;
    }
    for (int i = first; i < scene->count; i++) {
        if (dirty_touch(dirty_extent(&scene->item[i]), region)) {
            draw_item(wall, &scene->item[i]);
        }
    }
    SDL_RenderSetClipRect(wall->renderer, NULL);
}

int64_t wall_draw(struct wall *wall, const struct scene *scene)
{
    struct dirty dirty = {.count = 1, .box = {{0, 0, scene->width, scene->height}}};
    bool same_size = wall->last.width == scene->width && wall->last.height == scene->height;
    if (wall->drawn && same_size && wall->last.ground == scene->ground) {
        dirty_compare(&wall->last, scene, &dirty);
    }
    int64_t pixels = 0;
    wall->dirty = dirty;
    if (dirty.count > 0) {
        SDL_SetRenderTarget(wall->renderer, wall->picture);
        for (int i = 0; i < dirty.count; i++) {
            draw_region(wall, scene, dirty.box[i]);
            pixels += (int64_t)dirty.box[i].w * dirty.box[i].h;
        }
        SDL_RenderFlush(wall->renderer);
        SDL_SetRenderTarget(wall->renderer, NULL);
        wall->last = *scene;
        wall->drawn = true;
    }
    return pixels;
}

void wall_forget(struct wall *wall)
{
    wall->drawn = false;
}

struct scene_measure wall_measure(struct wall *wall)
{
    return (struct scene_measure){.width = text_cache_width, .context = &wall->texts};
}

size_t wall_texture_bytes(const struct wall *wall)
{
    size_t picture = 0;
    if (wall->picture) {
        int w = 0, h = 0;
        SDL_QueryTexture(wall->picture, NULL, NULL, &w, &h);
        picture = (size_t)w * (size_t)h * 4;
    }
    return wall->textures.bytes + picture;
}

void wall_destroy(struct wall *wall)
{
    if (!wall) {
        return;
    }
    texture_cache_clear(&wall->textures);
    text_cache_close(&wall->texts);
    SDL_DestroyTexture(wall->picture);
    free(wall);
}
