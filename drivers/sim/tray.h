// SPDX-License-Identifier: MIT
/* What the simulated printer leaves in its directory: slips as text and picture, every byte
 * received, and a summary. Files appear whole (written aside, then renamed). */
#ifndef LOKET_DRIVERS_SIM_TRAY_H
#define LOKET_DRIVERS_SIM_TRAY_H

#include "drivers/sim/model.h"
#include "drivers/sim/render.h"

struct tray {
    int dir;          /* fd of the directory */
    const char *path; /* of the same; borrowed */
    int log;          /* fd of printer.bin */
    int number;       /* of the newest slip */
    int width_dots;
    struct render *render;
};

/* Goes on after the highest slip number that is there. False with errno. */
bool tray_open(struct tray *tray, int dir, const char *path, int width_dots);
void tray_close(struct tray *tray);
void tray_log_bytes(struct tray *tray, const uint8_t *data, size_t bytes);
void tray_put_slip(struct tray *tray, const struct model_slip *slip);
void tray_put_state(struct tray *tray, const struct model *model, bool powered, bool plugged,
                    bool connected);

#endif
