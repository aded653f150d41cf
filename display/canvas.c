// SPDX-License-Identifier: MIT
#include "display/canvas.h"

#include <stdio.h>
#include <string.h>

#include "display/png_write.h"

void canvas_scene_size(const struct canvas *canvas, int *width, int *height)
{
    bool aside = canvas->rotate == 90 || canvas->rotate == 270;
    *width = aside ? canvas->height : canvas->width;
    *height = aside ? canvas->width : canvas->height;
}

static bool make_wall(struct canvas *canvas, char reason[WALL_REASON_BYTES])
{
    int width, height;
    bool keeps = canvas->keeps_screen && canvas->rotate == 0;
    canvas_scene_size(canvas, &width, &height);
    wall_destroy(canvas->wall);
    canvas->wall = wall_create(canvas->renderer, width, height, keeps, reason);
    return canvas->wall != NULL;
}

static bool fail(struct canvas *canvas, char reason[WALL_REASON_BYTES], const char *what)
{
    snprintf(reason, WALL_REASON_BYTES, "%s: %.90s", what, SDL_GetError());
    canvas_close(canvas);
    return false;
}

static bool is_software(SDL_Renderer *renderer)
{
    SDL_RendererInfo info;
    return SDL_GetRendererInfo(renderer, &info) == 0 && (info.flags & SDL_RENDERER_SOFTWARE);
}

/* Bare KMS has no way to the screen but OpenGL ES. Elsewhere the software renderer takes a
 * third of the memory of an OpenGL without a graphics processor, is fast enough for a picture
 * that changes now and then, and gives the same pixels on every board. */
static SDL_Renderer *create_renderer(SDL_Window *window)
{
    bool chosen = SDL_getenv("SDL_RENDER_DRIVER") != NULL;
    bool bare = SDL_strcasecmp(SDL_GetCurrentVideoDriver(), "kmsdrm") == 0;
    SDL_Renderer *renderer = NULL;
    if (chosen || bare) {
        renderer = SDL_CreateRenderer(window, -1, SDL_RENDERER_TARGETTEXTURE);
    }
    return renderer ? renderer : SDL_CreateRenderer(window, -1, SDL_RENDERER_SOFTWARE);
}

/* SDL falls back to drivers that show nothing; only who names one wants it. */
static bool is_visible(const char *driver)
{
    return SDL_getenv("SDL_VIDEODRIVER") ||
           (driver && strcmp(driver, "offscreen") != 0 && strcmp(driver, "dummy") != 0);
}

bool canvas_open_window(struct canvas *canvas, const struct canvas_setup *setup,
                        char reason[WALL_REASON_BYTES])
{
    *canvas = (struct canvas){.rotate = setup->rotate};
    SDL_SetHint(SDL_HINT_NO_SIGNAL_HANDLERS, "1"); /* the loop has its own */
    SDL_SetHint(SDL_HINT_RENDER_SCALE_QUALITY, "nearest");
    /* The software renderer hands its picture to the screen itself, not by way of OpenGL:
     * without a graphics processor that costs 20 ms for each frame. */
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0) {
        return fail(canvas, reason, "no screen to draw on (try --keep FILE.png)");
    }
    if (!is_visible(SDL_GetCurrentVideoDriver())) {
        SDL_SetError("no display, no KMS device");
        return fail(canvas, reason, "no screen to draw on (try --keep FILE.png)");
    }
    uint32_t flags = SDL_WINDOW_ALLOW_HIGHDPI;
    flags |= setup->windowed ? SDL_WINDOW_RESIZABLE
             : setup->width  ? SDL_WINDOW_FULLSCREEN
                             : SDL_WINDOW_FULLSCREEN_DESKTOP;
    int width = setup->width ? setup->width : 1280, height = setup->height ? setup->height : 720;
    canvas->window = SDL_CreateWindow("Loket", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED,
                                      width, height, flags);
    if (!canvas->window) {
        return fail(canvas, reason, "no window");
    }
    canvas->renderer = create_renderer(canvas->window);
    if (!canvas->renderer ||
        SDL_GetRendererOutputSize(canvas->renderer, &canvas->width, &canvas->height) != 0) {
        return fail(canvas, reason, "no renderer");
    }
    canvas->keeps_screen = is_software(canvas->renderer);
    SDL_ShowCursor(SDL_DISABLE);
    if (!make_wall(canvas, reason)) {
        canvas_close(canvas);
        return false;
    }
    return true;
}

bool canvas_open_memory(struct canvas *canvas, const struct canvas_setup *setup,
                        char reason[WALL_REASON_BYTES])
{
    *canvas = (struct canvas){.rotate = setup->rotate,
                              .width = setup->width ? setup->width : 1920,
                              .height = setup->height ? setup->height : 1080};
    canvas->surface = SDL_CreateRGBSurfaceWithFormat(0, canvas->width, canvas->height, 32,
                                                     SDL_PIXELFORMAT_RGB888);
    canvas->renderer = canvas->surface ? SDL_CreateSoftwareRenderer(canvas->surface) : NULL;
    if (!canvas->renderer) {
        return fail(canvas, reason, "no picture in memory");
    }
    canvas->keeps_screen = true;
    if (!make_wall(canvas, reason)) {
        canvas_close(canvas);
        return false;
    }
    return true;
}

bool canvas_resize(struct canvas *canvas, char reason[WALL_REASON_BYTES])
{
    int width, height;
    if (SDL_GetRendererOutputSize(canvas->renderer, &width, &height) != 0) {
        snprintf(reason, WALL_REASON_BYTES, "no renderer: %.90s", SDL_GetError());
        return false;
    }
    if (width == canvas->width && height == canvas->height) {
        return true;
    }
    canvas->width = width;
    canvas->height = height;
    return make_wall(canvas, reason);
}

/* Where a box of the scene is on the screen, turned clockwise; as SDL wants it, before the
 * turn around its middle. Side lengths of both parities would leave half a pixel: the box
 * grows to even places and sizes, which scenes and screens have. */
static void copy_turned(struct canvas *canvas, struct scene_box box)
{
    int width, height;
    canvas_scene_size(canvas, &width, &height);
    int right = (box.x + box.w + 1) & ~1, bottom = (box.y + box.h + 1) & ~1;
    SDL_Rect from = {box.x & ~1, box.y & ~1, 0, 0};
    from.w = (right < width ? right : width) - from.x;
    from.h = (bottom < height ? bottom : height) - from.y;
    int x = from.x, y = from.y; /* 180 and 270 degrees from the other edges */
    if (canvas->rotate == 90) {
        x = height - from.y - from.h;
        y = from.x;
    } else if (canvas->rotate == 180) {
        x = width - from.x - from.w;
        y = height - from.y - from.h;
    } else if (canvas->rotate == 270) {
        x = from.y;
        y = width - from.x - from.w;
    }
    int shift = canvas->rotate == 180 ? 0 : (from.w - from.h) / 2;
    SDL_Rect to = {x - shift, y + shift, from.w, from.h};
    SDL_RenderCopyEx(canvas->renderer, canvas->wall->picture, &from, &to, canvas->rotate, NULL,
                     SDL_FLIP_NONE);
}

static void present(struct canvas *canvas, bool whole)
{
    struct dirty dirty = canvas->wall->dirty;
    SDL_Texture *picture = canvas->wall->picture;
    if (!picture) { /* drawn in place */
        SDL_RenderPresent(canvas->renderer);
        return;
    }
    if (whole || !canvas->keeps_screen) {
        dirty = (struct dirty){.count = 1};
        canvas_scene_size(canvas, &dirty.box[0].w, &dirty.box[0].h);
    }
    for (int i = 0; i < dirty.count; i++) {
        SDL_Rect box = {dirty.box[i].x, dirty.box[i].y, dirty.box[i].w, dirty.box[i].h};
        if (canvas->rotate == 0) {
            SDL_RenderCopy(canvas->renderer, picture, &box, &box);
        } else {
            copy_turned(canvas, dirty.box[i]);
        }
    }
    SDL_RenderPresent(canvas->renderer);
}

bool canvas_show(struct canvas *canvas, const struct scene *scene, bool again)
{
    bool changed = wall_draw(canvas->wall, scene) > 0;
    if (changed || again) {
        present(canvas, again);
    }
    return changed;
}

bool canvas_save(const struct canvas *canvas, const char *path)
{
    const SDL_Surface *surface = canvas->surface;
    return png_write(path, surface->pixels, surface->w, surface->h, surface->pitch);
}

void canvas_close(struct canvas *canvas)
{
    wall_destroy(canvas->wall);
    if (canvas->renderer) {
        SDL_DestroyRenderer(canvas->renderer);
    }
    SDL_FreeSurface(canvas->surface);
    if (canvas->window) {
        SDL_DestroyWindow(canvas->window);
    }
    if (SDL_WasInit(SDL_INIT_VIDEO)) {
        SDL_QuitSubSystem(SDL_INIT_VIDEO);
    }
    memset(canvas, 0, sizeof *canvas);
}
