// SPDX-License-Identifier: MIT
/* Buttons and lamps on the loop: opens the driver (again when the chip vanishes),
 * debounces every line, reports presses by line number. Knows no queue. */
#ifndef LOKET_PANEL_H
#define LOKET_PANEL_H

#include <stdbool.h>
#include <systemd/sd-event.h>

#include "firmware/config.h"

struct panel;

struct panel_listener {
    void *context;
    /* line: one of config->line[]; held: a long press (only lines of LINE_TAKE). */
    void (*press)(void *context, const struct config_line *line, bool held);
    void (*changed)(void *context); /* chip came or went, a line got stuck or free */
};

struct panel_line {
    uint64_t presses;
    int64_t last_mono_ms; /* of the last press; 0 = none yet */
};

struct panel_health {
    bool ok; /* the driver is open, or there is none to open */
    char error[256];
    int stuck[CONFIG_LINES_MAX]; /* line numbers */
    int stuck_count;
    uint64_t presses;
    struct panel_line line[CONFIG_LINES_MAX]; /* as in config->line */
};

/* config is borrowed for the life of the object. NULL only when out of memory. */
struct panel *panel_create(sd_event *loop, const struct config *config,
                           const struct panel_listener *listener);
void panel_destroy(struct panel *panel);
/* Lights the lamps beside the take buttons of these services (bit letter - 'A') and darkens
 * the others; remembered and set again when the chip comes back. */
void panel_lamps(struct panel *panel, unsigned services);
void panel_health(const struct panel *panel, struct panel_health *health);

#endif
