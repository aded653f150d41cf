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

static bool make_wall(struct canvas *canvas, bool keeps, char reason[WALL_REASON_BYTES])
{
    int width, height;
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
    canvas->renderer = SDL_CreateRenderer(canvas->window, -1, SDL_RENDERER_TARGETTEXTURE);
    if (!canvas->renderer) {
        canvas->renderer = SDL_CreateRenderer(canvas->window, -1, SDL_RENDERER_SOFTWARE);
    }
    if (!canvas->renderer ||
        SDL_GetRendererOutputSize(canvas->renderer, &canvas->width, &canvas->height) != 0) {
        return fail(canvas, reason, "no renderer");
    }
    SDL_ShowCursor(SDL_DISABLE);
    if (!make_wall(canvas, false, reason)) {
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
    if (!make_wall(canvas, setup->rotate == 0 && !setup->presents, reason)) {
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
    return make_wall(canvas, false, reason);
}

static void present(struct canvas *canvas)
{
    int width, height;
    canvas_scene_size(canvas, &width, &height);
    SDL_Rect to = {(canvas->width - width) / 2, (canvas->height - height) / 2, width, height};
    SDL_Texture *picture = canvas->wall->picture;
    if (!picture) {
        return;
    }
    if (canvas->rotate == 0) {
        SDL_RenderCopy(canvas->renderer, picture, NULL, NULL);
    } else {
        SDL_RenderCopyEx(canvas->renderer, picture, NULL, &to, canvas->rotate, NULL, SDL_FLIP_NONE);
    }
    SDL_RenderPresent(canvas->renderer);
}

bool canvas_show(struct canvas *canvas, const struct scene *scene, bool again)
{
    bool changed = wall_draw(canvas->wall, scene) > 0;
    if (changed || again) {
        present(canvas);
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
