// SPDX-License-Identifier: MIT
/* Any stream, cut at any place: the same events as in one piece. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "display/sse.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void count_event(void *context, const struct sse_event *event)
{
    uint64_t *sum = context;
    assert(strlen(event->name) < SSE_NAME_BYTES && strlen(event->id) < SSE_ID_BYTES);
    assert(event->data[event->bytes] == '\0');
    *sum = *sum * 31 + event->bytes + 1;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    uint64_t whole = 0, pieces = 0;
    struct sse one, two;
    sse_init(&one, count_event, &whole);
    sse_init(&two, count_event, &pieces);
    sse_feed(&one, (const char *)data, size);
    size_t cut = size > 0 ? data[0] % size : 0;
    sse_feed(&two, (const char *)data, cut);
    sse_feed(&two, (const char *)data + cut, size - cut);
    assert(whole == pieces);
    sse_finish(&one);
    sse_finish(&two);
    return 0;
}
