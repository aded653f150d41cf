// SPDX-License-Identifier: MIT
#include "firmware/api/stream.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "firmware/api/json.h"

enum { HEARTBEAT_US = 5000000, HEARTBEAT_ACCURACY_US = 500000, BLOCK_BYTES = 8192 };
enum { HEAD_BYTES = 80, TCP_SILENCE_MS = 15000, BUFFER_BYTES = 16 * 1024 };

/* In the order in which a viewer gets them. */
enum topic { TOPIC_PAGES, TOPIC_BOARD, TOPICS };

/* One event as it goes over the line, shared by all viewers that send it. */
struct frame {
    int holders;
    int64_t board_id; /* 0 = no board */
    size_t bytes;
    char text[];
};

struct channel {
    struct frame *frame; /* the newest, NULL = must be made */
    uint64_t version;    /* counts changes, from 1 */
};

struct viewer {
    struct viewer *previous, *next;
    struct stream *stream;
    struct door *door;
    struct MHD_Connection *connection;
    struct frame *frame; /* being sent, NULL = none */
    size_t sent;
    uint64_t begun[TOPICS]; /* versions of the last frames begun */
    bool asleep;
    bool is_wall;
    struct wall wall; /* when it is one */
};

struct stream {
    struct api *api;
    struct viewer *viewers;
    int viewer_count;
    struct walls walls;
    struct channel channel[TOPICS];
    int64_t board_id; /* of the newest board made */
    uint32_t pages_version;
    bool ended;
    sd_event_source *heartbeat;
};

static void release(struct frame *frame)
{
    if (frame && --frame->holders == 0)
        free(frame);
}

static struct frame *frame_of(const char *head, const json_t *json)
{
    size_t head_bytes = strlen(head), bytes = json_dumpb(json, NULL, 0, JSON_COMPACT);
    struct frame *frame = malloc(sizeof *frame + head_bytes + bytes + 2);
    if (!frame)
        return NULL;
    *frame = (struct frame){.holders = 1, .bytes = head_bytes + bytes + 2};
    memcpy(frame->text, head, head_bytes);
    json_dumpb(json, frame->text + head_bytes, bytes, JSON_COMPACT);
    memcpy(frame->text + head_bytes + bytes, "\n\n", 2);
    return frame;
}

static struct frame *make_frame(struct stream *stream, enum topic topic)
{
    char head[HEAD_BYTES];
    bool is_board = topic == TOPIC_BOARD;
    int64_t id = is_board ? ++stream->board_id : 0;
    if (is_board)
        snprintf(head, sizeof head, "id: %lld\nretry: 1000\nevent: board\ndata: ", (long long)id);
    else
        snprintf(head, sizeof head, "retry: 1000\nevent: pages\ndata: ");
    json_t *json = is_board ? json_board(stream->api->kiosk) : json_pages(stream->api->kiosk);
    struct frame *frame = frame_of(head, json);
    if (frame)
        frame->board_id = id;
    json_decref(json);
    return frame;
}

/* The first topic of which the viewer has not had the newest. */
static void begin_frame(struct viewer *viewer)
{
    struct stream *stream = viewer->stream;
    for (int topic = 0; topic < TOPICS && !viewer->frame; topic++) {
        struct channel *channel = &stream->channel[topic];
        if (viewer->begun[topic] == channel->version)
            continue;
        if (!channel->frame)
            channel->frame = make_frame(stream, topic);
        viewer->begun[topic] = channel->version;
        viewer->frame = channel->frame;
        viewer->sent = 0;
        if (viewer->frame)
            viewer->frame->holders++;
    }
}

static void end_frame(struct viewer *viewer)
{
    if (viewer->frame->board_id) {
        viewer->wall.board_id = viewer->frame->board_id;
        viewer->wall.board_utc_ms = kiosk_now_ms(viewer->stream->api->kiosk);
    }
    release(viewer->frame);
    viewer->frame = NULL;
}

static ssize_t read_stream(void *context, uint64_t position, char *out, size_t most)
{
    (void)position;
    struct viewer *viewer = context;
    if (viewer->stream->ended)
        return MHD_CONTENT_READER_END_OF_STREAM;
    if (!viewer->frame)
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
    if (viewer->sent == viewer->frame->bytes)
        end_frame(viewer);
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
    if (viewer->is_wall)
        walls_leave(&viewer->stream->walls, &viewer->wall,
                    kiosk_now_ms(viewer->stream->api->kiosk));
    release(viewer->frame);
    free(viewer);
}

static void name_peer(struct MHD_Connection *connection, char from[WALLS_FROM_BYTES])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info ? info->client_addr : NULL;
    snprintf(from, WALLS_FROM_BYTES, "socket");
    if (address && address->sa_family == AF_INET) {
        const struct sockaddr_in *v4 = (const struct sockaddr_in *)address;
        inet_ntop(AF_INET, &v4->sin_addr, from, WALLS_FROM_BYTES);
    } else if (address && address->sa_family == AF_INET6) {
        const struct in6_addr *v6 = &((const struct sockaddr_in6 *)address)->sin6_addr;
        if (IN6_IS_ADDR_V4MAPPED(v6))
            inet_ntop(AF_INET, &v6->s6_addr[12], from, WALLS_FROM_BYTES);
        else
            inet_ntop(AF_INET6, v6, from, WALLS_FROM_BYTES);
    }
}

/* A cable that was pulled out says nothing: what nobody acknowledged for so long has not arrived
 * and the viewer is gone. The heartbeat sees to it that there is something to acknowledge. And
 * what waits in the kernel for a slow viewer is old: a few boards, not a hundred. */
static void keep_fresh(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
    unsigned silence_ms = TCP_SILENCE_MS;
    int bytes = BUFFER_BYTES;
    if (!info)
        return;
    setsockopt(info->connect_fd, SOL_SOCKET, SO_SNDBUF, &bytes, sizeof bytes);
    /* a Unix socket needs no such clock and refuses it */
    setsockopt(info->connect_fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &silence_ms, sizeof silence_ms);
}

static void take_name(struct viewer *viewer)
{
    struct MHD_Connection *connection = viewer->connection;
    const char *header = MHD_lookup_connection_value(connection, MHD_HEADER_KIND, "Loket-Wall");
    if (!header)
        return;
    viewer->is_wall = true;
    walls_read(header,
               MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_USER_AGENT),
               &viewer->wall);
    name_peer(connection, viewer->wall.from);
    viewer->wall.since_utc_ms = kiosk_now_ms(viewer->stream->api->kiosk);
    walls_join(&viewer->stream->walls, &viewer->wall);
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
    take_name(viewer);
    keep_fresh(viewer->connection);
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

static void renew(struct channel *channel)
{
    release(channel->frame);
    channel->frame = NULL;
    channel->version++;
}

void stream_changed(struct stream *stream)
{
    uint32_t pages_version = kiosk_pages_version(stream->api->kiosk);
    if (pages_version != stream->pages_version)
        renew(&stream->channel[TOPIC_PAGES]);
    stream->pages_version = pages_version;
    renew(&stream->channel[TOPIC_BOARD]);
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
    stream->board_id = time(NULL);
    stream->pages_version = kiosk_pages_version(api->kiosk);
    for (int topic = 0; topic < TOPICS; topic++)
        renew(&stream->channel[topic]);
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
    for (int topic = 0; topic < TOPICS; topic++)
        release(stream->channel[topic].frame);
    free(stream);
}

int stream_viewers(const struct stream *stream)
{
    return stream->viewer_count;
}

const struct walls *stream_walls(struct stream *stream)
{
    walls_forget(&stream->walls, kiosk_now_ms(stream->api->kiosk));
    return &stream->walls;
}
