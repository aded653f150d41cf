// SPDX-License-Identifier: MIT
/* Server-sent events: the pages first and whenever they change, the whole board after each
 * change and every 5 s. A slow reader gets the newest when it is ready for one, never a queue
 * of old ones.
 *
 * A board has an id, which a wall hands back when it joins again. It counts the boards made,
 * from the time of day at the daemon's start in seconds: since a branch makes fewer boards
 * than one a second, ids go on rising when the daemon starts anew. */
#ifndef LOKET_API_STREAM_H
#define LOKET_API_STREAM_H

#include "firmware/api/exchange.h"
#include "firmware/api/walls.h"

/* NULL when out of memory. */
struct stream *stream_create(struct api *api);
/* Ends all viewers' streams; MHD must run once more before the doors close. */
void stream_end(struct stream *stream);
void stream_destroy(struct stream *stream);
/* The board changed, or the pages. */
void stream_changed(struct stream *stream);
/* Answers with a stream that stays open. */
void stream_join(struct stream *stream, struct exchange *exchange);
/* All that watch; the walls among them said who they are. */
int stream_viewers(const struct stream *stream);
const struct walls *stream_walls(struct stream *stream);

#endif
