// SPDX-License-Identifier: MIT
/* Server-sent events of the board: the whole board after each change and every 5 s. A
 * slow reader gets the newest board when it is ready for one, never a queue of old ones. */
#ifndef LOKET_API_STREAM_H
#define LOKET_API_STREAM_H

#include "firmware/api/exchange.h"

/* NULL when out of memory. */
struct stream *stream_create(struct api *api);
/* Ends all viewers' streams; MHD must run once more before the doors close. */
void stream_end(struct stream *stream);
void stream_destroy(struct stream *stream);
/* The board changed. */
void stream_changed(struct stream *stream);
/* Answers with a stream that stays open. */
void stream_join(struct stream *stream, struct exchange *exchange);
int stream_viewers(const struct stream *stream);

#endif
