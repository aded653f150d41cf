// SPDX-License-Identifier: MIT
#include "display/sse.h"

#include <stdlib.h>
#include <string.h>

void sse_init(struct sse *sse, sse_event_fn on_event, void *context)
{
    *sse = (struct sse){.on_event = on_event, .context = context};
}

void sse_reset(struct sse *sse)
{
    sse->line_bytes = sse->data_bytes = 0;
    sse->has_data = sse->after_cr = sse->line_began = sse->too_long = false;
    sse->name[0] = sse->id[0] = '\0';
}

void sse_finish(struct sse *sse)
{
    free(sse->line);
    free(sse->data);
    *sse = (struct sse){0};
}

/* Appends and keeps room for a closing 0; false when the limit or memory is reached. */
static bool append(char **buffer, size_t *bytes, size_t *room, const char *from, size_t count)
{
    if (*bytes + count + 1 > SSE_DATA_BYTES_MAX) {
        return false;
    }
    if (*bytes + count + 1 > *room) {
        size_t larger = (*bytes + count + 1) * 2;
        char *moved = realloc(*buffer, larger);
        if (!moved) {
            return false;
        }
        *buffer = moved;
        *room = larger;
    }
    if (count > 0) {
        memcpy(*buffer + *bytes, from, count);
    }
    *bytes += count;
    (*buffer)[*bytes] = '\0';
    return true;
}

static void dispatch(struct sse *sse)
{
    if (sse->too_long) {
        sse->dropped++;
    } else if (sse->has_data) {
        struct sse_event event = {.name = sse->name[0] ? sse->name : "message",
                                  .id = sse->id,
                                  .data = sse->data,
                                  .bytes = sse->data_bytes};
        sse->on_event(sse->context, &event);
    }
    sse->data_bytes = 0;
    sse->has_data = sse->too_long = false;
    sse->name[0] = '\0';
}

static void take_field(struct sse *sse, const char *field, size_t field_bytes, const char *value,
                       size_t value_bytes)
{
    if (field_bytes == 5 && memcmp(field, "event", 5) == 0) {
        size_t kept = value_bytes < SSE_NAME_BYTES ? value_bytes : SSE_NAME_BYTES - 1;
        memcpy(sse->name, value, kept);
        sse->name[kept] = '\0';
    } else if (field_bytes == 2 && memcmp(field, "id", 2) == 0) {
        if (value_bytes < SSE_ID_BYTES && !memchr(value, '\0', value_bytes)) {
            memcpy(sse->id, value, value_bytes);
            sse->id[value_bytes] = '\0';
        }
    } else if (field_bytes == 4 && memcmp(field, "data", 4) == 0) {
        bool good =
            !sse->has_data || append(&sse->data, &sse->data_bytes, &sse->data_room, "\n", 1);
        good = good && append(&sse->data, &sse->data_bytes, &sse->data_room, value, value_bytes);
        sse->has_data = true;
        sse->too_long = sse->too_long || !good;
    }
}

static void end_line(struct sse *sse)
{
    const char *line = sse->line_bytes > 0 ? sse->line : "";
    size_t bytes = sse->line_bytes;
    sse->line_bytes = 0;
    if (!sse->line_began && bytes >= 3 && memcmp(line, "\xEF\xBB\xBF", 3) == 0) {
        line += 3;
        bytes -= 3;
    }
    sse->line_began = true;
    if (bytes == 0) {
        dispatch(sse);
        return;
    }
    const char *colon = memchr(line, ':', bytes);
    size_t field_bytes = colon ? (size_t)(colon - line) : bytes;
    const char *value = colon ? colon + 1 : line + bytes;
    size_t value_bytes = bytes - field_bytes - (colon ? 1 : 0);
    if (value_bytes > 0 && value[0] == ' ') {
        value++;
        value_bytes--;
    }
    take_field(sse, line, field_bytes, value, value_bytes);
}

void sse_feed(struct sse *sse, const char *bytes, size_t count)
{
    size_t at = 0;
    while (at < count) {
        if (sse->after_cr && bytes[at] == '\n') {
            sse->after_cr = false;
            at++;
            continue;
        }
        sse->after_cr = false;
        size_t end = at;
        while (end < count && bytes[end] != '\n' && bytes[end] != '\r') {
            end++;
        }
        if (end > at &&
            !append(&sse->line, &sse->line_bytes, &sse->line_room, bytes + at, end - at)) {
            sse->too_long = true;
        }
        if (end < count) {
            sse->after_cr = bytes[end] == '\r';
            end_line(sse);
            end++;
        }
        at = end;
    }
}
