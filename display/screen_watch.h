// SPDX-License-Identifier: MIT
/* Which screens are plugged in, for a wall on bare KMS. SDL looks at the connectors only when
 * its video starts: after a cable was out, or another television was plugged in, the wall has
 * to close its canvas and open it again. X11 and Wayland need nothing of this.
 *
 * The truth is the kernel's list, /sys/class/drm/CARD-CONNECTOR/status; its messages (uevents)
 * tell of a change at once, and of a cable that was out and in again between two looks. The
 * list of modes beside it is not read: the kernel renews it only when somebody asks the
 * screen, which is what opening the canvas does. */
#ifndef LOKET_DISPLAY_SCREEN_WATCH_H
#define LOKET_DISPLAY_SCREEN_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define SCREEN_WATCH_FOLDER "/sys/class/drm"
enum {
    SCREEN_WATCH_LOOK_MS = 2000,   /* between two looks at the list */
    SCREEN_WATCH_SETTLE_MS = 1500, /* a television that wakes up comes and goes for a while */
    SCREEN_WATCH_REST_MS = 5000,   /* at least so long between two changes that are told */
};

struct screen_watch {
    const char *folder;
    int fd;                  /* the kernel's messages, -1 = not to be had: the list alone */
    int connectors, plugged; /* at the last look */
    uint64_t state, told;    /* of the list: at the last look, and when the caller last knew */
    bool heard;              /* a message since then */
    int64_t look_mono_ms;    /* when to look again */
    int64_t quiet_mono_ms;   /* nothing moves from then on */
    int64_t rest_mono_ms;    /* nothing is told before */
};

/* Never fails: without a list there are 0 connectors, without messages fd is -1. Takes the
 * present state as known. */
void screen_watch_open(struct screen_watch *watch, const char *folder, int64_t now_mono_ms);
/* Call it in every round of the loop; it looks when it is time or the kernel has spoken. True
 * once for each change, when it has settled: close the canvas; open it again when something
 * is plugged in. */
bool screen_watch_changed(struct screen_watch *watch, int64_t now_mono_ms);
/* Monotonic time of the next call that may have news; also poll fd for reading. */
int64_t screen_watch_due_mono_ms(const struct screen_watch *watch);
void screen_watch_close(struct screen_watch *watch);

/* True for a message of the kernel that says that a connector has changed. Pure. */
bool screen_watch_is_hotplug(const char *message, size_t bytes);

#endif
