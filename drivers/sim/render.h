// SPDX-License-Identifier: MIT
/* A slip as a picture: one pixel per dot, black on white, with the white edges that a print
 * head leaves on its paper. Uses SDL_ttf with a monospaced font that fontconfig finds. */
#ifndef LOKET_DRIVERS_SIM_RENDER_H
#define LOKET_DRIVERS_SIM_RENDER_H

#include <stdbool.h>

#include "drivers/sim/model.h"

struct render;

/* Looks for fonts; without any, slips still get their rules, images and QR codes. NULL only
 * when out of memory. */
struct render *render_create(void);
void render_destroy(struct render *render);
/* Writes the PNG (not atomically); width_dots is the printable width, the picture is wider by
 * the edges. False when the file cannot be written. */
bool render_slip_png(struct render *render, const struct model_slip *slip, int width_dots,
                     const char *path);

#endif
