// SPDX-License-Identifier: MIT
/* Where the wall is drawn: a window or bare screen, or memory. */
#ifndef LOKET_DISPLAY_CANVAS_H
#define LOKET_DISPLAY_CANVAS_H

#include "display/wall.h"

struct canvas {
    SDL_Window *window;   /* NULL = memory */
    SDL_Surface *surface; /* memory only */
    SDL_Renderer *renderer;
    bool keeps_screen; /* what was drawn stays there: unturned pictures are drawn in place, and of
                          turned ones only what changed is copied again */
    struct wall *wall;
    int rotate;        /* 0, 90, 180, 270 degrees clockwise */
    int width, height; /* of the screen, before turning */
};

struct canvas_setup {
    int width, height; /* 0 = the whole screen, or 1280x720 in a window */
    int rotate;
    bool windowed;
};

/* Both: false and a sentence in `reason`; nothing is left open then. The canvas must stay
 * at its address. */
bool canvas_open_window(struct canvas *canvas, const struct canvas_setup *setup,
                        char reason[WALL_REASON_BYTES]);
bool canvas_open_memory(struct canvas *canvas, const struct canvas_setup *setup,
                        char reason[WALL_REASON_BYTES]);
/* Size of the scene to lay out, after turning. */
void canvas_scene_size(const struct canvas *canvas, int *width, int *height);
/* Follows a new window size; true when the wall was made anew, false when it could not. */
bool canvas_resize(struct canvas *canvas, char reason[WALL_REASON_BYTES]);
/* Draws and shows; true when a pixel changed. `again`: show even an unchanged picture. */
bool canvas_show(struct canvas *canvas, const struct scene *scene, bool again);
/* Memory only. False with errno. */
bool canvas_save(const struct canvas *canvas, const char *path);
void canvas_close(struct canvas *canvas);

#endif
