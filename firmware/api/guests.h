// SPDX-License-Identifier: MIT
/* The connections of one door that have not asked yet, or not to the end: they take a place and
 * give nothing. Each has half a minute for its next whole request, however slowly it dribbles
 * bytes; when the house is nearly full, those that were silent longest go first, so that
 * an officer always finds a place. Whoever has asked and is waiting for an answer (or
 * listens to a stream) is left alone. */
#ifndef LOKET_API_GUESTS_H
#define LOKET_API_GUESTS_H

#include <microhttpd.h>
#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-event.h>

enum {
    GUEST_WAIT_MS = 30000,      /* for a whole request */
    GUEST_WAIT_CROWD_MS = 1000, /* the same in a crowd */
    GUESTS_CROWD_EIGHTHS = 7,   /* a crowd: so many eighths of the places are taken */
};

struct guest;

struct guests {
    struct guest *longest, *newest; /* those who have not asked, in the order since when */
    int count, places;              /* all who are in; how many may be */
    sd_event *loop;
    sd_event_source *sweep; /* while somebody has not asked */
};

/* Zeroed before; false when out of memory. */
bool guests_init(struct guests *guests, sd_event *loop, int places);
/* All connections have ended. */
void guests_finish(struct guests *guests);

/* MHD_OPTION_NOTIFY_CONNECTION; the context is the guests. */
void guests_notify(void *guests, struct MHD_Connection *connection, void **slot,
                   enum MHD_ConnectionNotificationCode code);
/* Her whole request is here. */
void guests_asked(struct guests *guests, struct MHD_Connection *connection);
/* She has her answer; the next request may follow. */
void guests_answered(struct guests *guests, struct MHD_Connection *connection);

#endif
