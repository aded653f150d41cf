// SPDX-License-Identifier: MIT
#include "firmware/api/guests.h"

#include <poll.h>
#include <stdlib.h>
#include <sys/socket.h>

#include "firmware/clock.h"

enum { SWEEP_US = 1000000, SWEEP_ACCURACY_US = 250000 };

struct guest {
    struct guest *previous, *next; /* of those who have not asked */
    int fd;
    int64_t since_ms;
    bool listed;
};

static struct guest *guest_of(struct MHD_Connection *connection)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(connection, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
    return info ? info->socket_context : NULL;
}

static void unlist(struct guests *guests, struct guest *guest)
{
    if (!guest->listed)
        return;
    if (guest->previous)
        guest->previous->next = guest->next;
    else
        guests->longest = guest->next;
    if (guest->next)
        guest->next->previous = guest->previous;
    else
        guests->newest = guest->previous;
    guest->listed = false;
}

static void sweep_later(struct guests *guests)
{
    uint64_t now_us;
    sd_event_now(guests->loop, CLOCK_MONOTONIC, &now_us);
    sd_event_source_set_time(guests->sweep, now_us + SWEEP_US);
    sd_event_source_set_enabled(guests->sweep, SD_EVENT_ONESHOT);
}

static void list(struct guests *guests, struct guest *guest)
{
    if (!guests->longest)
        sweep_later(guests);
    guest->since_ms = clock_mono_ms();
    guest->previous = guests->newest;
    guest->next = NULL;
    if (guests->newest)
        guests->newest->next = guest;
    else
        guests->longest = guest;
    guests->newest = guest;
    guest->listed = true;
}

/* MHD sees the end of the connection and cleans up behind it. */
static void show_out(struct guests *guests, struct guest *guest)
{
    unlist(guests, guest);
    shutdown(guest->fd, SHUT_RDWR);
}

/* MHD does not see the end of a connection that came together with the last bytes. */
static bool has_left(const struct guest *guest)
{
    struct pollfd look = {.fd = guest->fd, .events = POLLRDHUP};
    return poll(&look, 1, 0) > 0;
}

static int on_sweep(sd_event_source *source, uint64_t usec, void *context)
{
    (void)source, (void)usec;
    struct guests *guests = context;
    int64_t now_ms = clock_mono_ms();
    int surplus = guests->count - guests->places * GUESTS_CROWD_EIGHTHS / 8;
    for (struct guest *guest = guests->longest, *next; guest; guest = next) {
        int64_t waited_ms = now_ms - guest->since_ms;
        next = guest->next;
        if (waited_ms < GUEST_WAIT_CROWD_MS)
            break;
        if (surplus > 0 || waited_ms >= GUEST_WAIT_MS || has_left(guest)) {
            show_out(guests, guest);
            surplus--;
        }
    }
    if (guests->longest)
        sweep_later(guests);
    return 0;
}

bool guests_init(struct guests *guests, sd_event *loop, int places)
{
    guests->loop = loop;
    guests->places = places;
    if (sd_event_add_time(loop, &guests->sweep, CLOCK_MONOTONIC, 0, SWEEP_ACCURACY_US, on_sweep,
                          guests) < 0)
        return false;
    sd_event_source_set_enabled(guests->sweep, SD_EVENT_OFF);
    return true;
}

void guests_finish(struct guests *guests)
{
    guests->sweep = sd_event_source_disable_unref(guests->sweep);
}

void guests_notify(void *context, struct MHD_Connection *connection, void **slot,
                   enum MHD_ConnectionNotificationCode code)
{
    struct guests *guests = context;
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        const union MHD_ConnectionInfo *info =
            MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
        struct guest *guest = calloc(1, sizeof *guest);
        guests->count++;
        if (!guest)
            return; /* nobody watches this one: MHD's own time-out does */
        guest->fd = info->connect_fd;
        *slot = guest;
        list(guests, guest);
    } else {
        guests->count--;
        if (*slot)
            unlist(guests, *slot);
        free(*slot);
        *slot = NULL;
    }
}

void guests_asked(struct guests *guests, struct MHD_Connection *connection)
{
    struct guest *guest = guest_of(connection);
    if (guest)
        unlist(guests, guest);
}

void guests_answered(struct guests *guests, struct MHD_Connection *connection)
{
    struct guest *guest = guest_of(connection);
    if (!guest)
        return;
    unlist(guests, guest);
    list(guests, guest);
}
