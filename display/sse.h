// SPDX-License-Identifier: MIT
/* Server-sent events, taken in as the bytes arrive (WHATWG HTML, section 9.2.6). Pure but
 * for the memory that it grows. */
#ifndef LOKET_DISPLAY_SSE_H
#define LOKET_DISPLAY_SSE_H

#include <stdbool.h>
#include <stddef.h>

enum { SSE_NAME_BYTES = 32, SSE_ID_BYTES = 24, SSE_DATA_BYTES_MAX = 512 * 1024 };

/* One whole event; lives until the call returns. */
struct sse_event {
    const char *name; /* "message" when the stream named none */
    const char *id;   /* the last one that the stream gave, "" = none yet */
    const char *data; /* 0-terminated, without a closing newline */
    size_t bytes;
};
typedef void (*sse_event_fn)(void *context, const struct sse_event *event);

struct sse {
    sse_event_fn on_event;
    void *context;
    char name[SSE_NAME_BYTES];
    char id[SSE_ID_BYTES]; /* one that is longer is ignored */
    char *line, *data;     /* growing buffers */
    size_t line_bytes, line_room, data_bytes, data_room;
    bool has_data;
    bool after_cr;    /* a \n right after \r is the same line end */
    bool line_began;  /* past the optional byte order mark */
    bool too_long;    /* this event is dropped at its end */
    unsigned dropped; /* events dropped because they were too long */
};

void sse_init(struct sse *sse, sse_event_fn on_event, void *context);
/* Any slicing of the stream gives the same events. */
void sse_feed(struct sse *sse, const char *bytes, size_t count);
/* Forgets a half event and the id, for a new connection. */
void sse_reset(struct sse *sse);
void sse_finish(struct sse *sse);

#endif
