// SPDX-License-Identifier: MIT
/* Chime and spoken calls: a queue of calls, each spoken clip by clip to its real end. Never
 * two at once; none is lost. Without a sound device calls are skipped in silence: the wall
 * shows them all the same. Driven from the wall's loop; SDL plays in a thread of its own. */
#ifndef LOKET_DISPLAY_ANNOUNCE_H
#define LOKET_DISPLAY_ANNOUNCE_H

#include "display/board_model.h"

enum { ANNOUNCE_QUEUE_MAX = 16 };

struct announce;

/* One call to be spoken. */
struct announce_call {
    char ticket[WALL_TICKET_BYTES];
    int desk;
    bool recall;
    enum wall_number_style style;
    bool english; /* after the Indonesian */
    int repeat;   /* 1..3; fewer while other calls wait */
    int volume_percent;
};

/* Loads the clips of `folder`; what is missing there comes from `fallback` (NULL = none). NULL and
 * a sentence in `reason` when the clips cannot be had; a missing sound device is no error. */
struct announce *announce_create(const char *folder, const char *fallback,
                                 char reason[WALL_REASON_BYTES]);
/* Queues the call. False when the queue is full or the ticket cannot be spoken. */
bool announce_push(struct announce *announce, const struct announce_call *call);
/* Moves on: starts the next call when the last one has ended. Opens the device when it is
 * needed and tries again later when there is none. */
void announce_run(struct announce *announce, int64_t now_mono_ms);
/* Others wait outside the queue: the call being spoken ends with its present round. */
void announce_hurry(struct announce *announce);
/* A call is being spoken or waits to be. */
bool announce_busy(const struct announce *announce);
void announce_destroy(struct announce *announce); /* NULL is fine */

/* --announce: speaks one call to the end, or with `wav` writes it there (16 bit, mono) without
 * any device. False and a sentence in `reason`. */
bool announce_once(struct announce *announce, const struct announce_call *call, const char *wav,
                   char reason[WALL_REASON_BYTES]);

#endif
