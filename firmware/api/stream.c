// SPDX-License-Identifier: MIT
#include "firmware/api/stream.h"

#include <stdlib.h>
#include <string.h>

#include "firmware/api/json.h"

enum { HEARTBEAT_US = 5000000, HEARTBEAT_ACCURACY_US = 500000, BLOCK_BYTES = 8192 };

/* One board as it goes over the line, shared by all viewers that send it. */
struct frame {
    int holders;
    size_t bytes;
    char text[];
};

struct viewer {
    struct viewer *previous, *next;
    struct stream *stream;
    struct door *door;
    struct MHD_Connection *connection;
    struct frame *frame; /* being sent, NULL = none */
    size_t sent;
    uint64_t version; /* of the last frame begun */
    bool asleep;
};

struct stream {
    struct api *api;
    struct viewer *viewers;
    int viewer_count;
    struct frame *frame; /* the newest, NULL = must be made */
    uint64_t version;    /* counts changes, from 1 */
    bool ended;
    sd_event_source *heartbeat;
};

static void release(struct frame *frame)
{
    if (frame && --frame->holders == 0)
        free(frame);
}

static struct frame *make_frame(const struct kiosk *kiosk)
{
    static const char begin[] = "retry: 1000\nevent: board\ndata: ", end[] = "\n\n";
    json_t *board = json_board(kiosk);
    size_t bytes = json_dumpb(board, NULL, 0, JSON_COMPACT);
    struct frame *frame = malloc(sizeof *frame + sizeof begin + sizeof end + bytes);
    if (frame) {
        memcpy(frame->text, begin, sizeof begin - 1);
        json_dumpb(board, frame->text + sizeof begin - 1, bytes, JSON_COMPACT);
        memcpy(frame->text + sizeof begin - 1 + bytes, end, sizeof end - 1);
        frame->bytes = sizeof begin - 1 + bytes + sizeof end - 1;
        frame->holders = 1;
    }
    json_decref(board);
    return frame;
}

static void begin_frame(struct viewer *viewer)
{
    struct stream *stream = viewer->stream;
    if (!stream->frame)
        stream->frame = make_frame(stream->api->kiosk);
    viewer->frame = stream->frame;
    viewer->version = stream->version;
    viewer->sent = 0;
    if (viewer->frame)
        viewer->frame->holders++;
}

static ssize_t read_stream(void *context, uint64_t position, char *out, size_t most)
{
    (void)position;
    struct viewer *viewer = context;
    if (viewer->stream->ended)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (!viewer->frame && viewer->version != viewer->stream->version)
        begin_frame(viewer);
    if (!viewer->frame) {
        viewer->asleep = true;
        MHD_suspend_connection(viewer->connection);
        return 0;
    }
    size_t rest = viewer->frame->bytes - viewer->sent;
    size_t bytes = rest < most ? rest : most;
    memcpy(out, viewer->frame->text + viewer->sent, bytes);
    viewer->sent += bytes;
    if (viewer->sent == viewer->frame->bytes) {
        release(viewer->frame);
        viewer->frame = NULL;
    }
    return (ssize_t)bytes;
}

static void forget_viewer(void *context)
{
    struct viewer *viewer = context;
    if (viewer->previous)
        viewer->previous->next = viewer->next;
    else
        viewer->stream->viewers = viewer->next;
    if (viewer->next)
        viewer->next->previous = viewer->previous;
    viewer->stream->viewer_count--;
    release(viewer->frame);
    free(viewer);
}

static struct viewer *add_viewer(struct stream *stream, const struct exchange *exchange)
{
    struct viewer *viewer = calloc(1, sizeof *viewer);
    if (!viewer)
        return NULL;
    viewer->stream = stream;
    viewer->door = exchange->door;
    viewer->connection = exchange->connection;
    viewer->next = stream->viewers;
    if (viewer->next)
        viewer->next->previous = viewer;
    stream->viewers = viewer;
    stream->viewer_count++;
    return viewer;
}

void stream_join(struct stream *stream, struct exchange *exchange)
{
    struct viewer *viewer = add_viewer(stream, exchange);
    struct MHD_Response *response = NULL;
    if (viewer)
        response = MHD_create_response_from_callback(MHD_SIZE_UNKNOWN, BLOCK_BYTES, read_stream,
                                                     viewer, forget_viewer);
    if (response) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "text/event-stream");
        MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    } else if (viewer) {
        forget_viewer(viewer);
    }
    exchange_response(exchange, MHD_HTTP_OK, response);
}

static void wake_all(struct stream *stream)
{
    for (struct viewer *each = stream->viewers; each; each = each->next) {
        if (!each->asleep)
            continue;
        each->asleep = false;
        MHD_resume_connection(each->connection);
        door_kick(each->door);
    }
}

void stream_changed(struct stream *stream)
{
    release(stream->frame);
    stream->frame = NULL;
    stream->version++;
    wake_all(stream);
}

static int on_heartbeat(sd_event_source *source, uint64_t usec, void *context)
{
    stream_changed(context);
    sd_event_source_set_time(source, usec + HEARTBEAT_US);
    sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
    return 0;
}

struct stream *stream_create(struct api *api)
{
    struct stream *stream = calloc(1, sizeof *stream);
    if (!stream)
        return NULL;
    stream->api = api;
    stream->version = 1;
    if (sd_event_add_time_relative(api->loop, &stream->heartbeat, CLOCK_MONOTONIC, HEARTBEAT_US,
                                   HEARTBEAT_ACCURACY_US, on_heartbeat, stream) < 0) {
        free(stream);
        return NULL;
    }
    return stream;
}

void stream_end(struct stream *stream)
{
    stream->ended = true;
    wake_all(stream);
}

void stream_destroy(struct stream *stream)
{
    if (!stream)
        return;
    sd_event_source_disable_unref(stream->heartbeat);
    release(stream->frame);
    free(stream);
}

int stream_viewers(const struct stream *stream)
{
    return stream->viewer_count;
}
