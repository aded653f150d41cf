// SPDX-License-Identifier: MIT
/* Doors: each listening socket is an MHD daemon of its own that the loop drives: its
 * epoll descriptor and its timeout are event sources. */
#include "firmware/api/api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware/api/auth.h"
#include "firmware/api/exchange.h"
#include "firmware/api/listen.h"
#include "firmware/api/remember.h"
#include "firmware/api/routes.h"
#include "firmware/api/stream.h"
#include "firmware/api/upkeep.h"
#include "firmware/log.h"

enum { IDLE_TIMEOUT_S = 30, CONNECTION_BYTES = 32 * 1024, PEM_MAX_BYTES = 64 * 1024 };
enum { TCP_RETRY_US = 10000000, LOG_PAUSE_MS = 1000 };

static void arm(struct door *door)
{
    MHD_UNSIGNED_LONG_LONG wait_ms;
    uint64_t now_us;
    if (door->kicked)
        return; /* due already: MHD before 1.0 leaves out what was resumed */
    if (MHD_get_timeout(door->daemon, &wait_ms) != MHD_YES) {
        sd_event_source_set_enabled(door->due, SD_EVENT_OFF);
        return;
    }
    sd_event_now(door->api->loop, CLOCK_MONOTONIC, &now_us);
    /* 0 = at once: "now" may be as late as the source's accuracy allows. */
    sd_event_source_set_time(door->due, wait_ms ? now_us + (uint64_t)wait_ms * 1000 : 0);
    sd_event_source_set_enabled(door->due, SD_EVENT_ONESHOT);
}

void door_kick(struct door *door)
{
    door->kicked = true;
    sd_event_source_set_time(door->due, 0);
    sd_event_source_set_enabled(door->due, SD_EVENT_ONESHOT);
}

static bool is_full(const struct door *door)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(door->daemon, MHD_DAEMON_INFO_CURRENT_CONNECTIONS);
    return info && info->num_connections >= (unsigned)door->api->config->connections;
}

static void run(struct door *door)
{
    bool was_full = is_full(door);
    door->kicked = false;
    MHD_run(door->daemon);
    kiosk_flush_overdue(door->api->kiosk);
    if (was_full && !is_full(door))
        door_kick(door); /* a full MHD does not listen until it runs again */
    arm(door);
}

static int on_readable(sd_event_source *source, int fd, uint32_t events, void *context)
{
    (void)source, (void)fd, (void)events;
    run(context);
    return 0;
}

static int on_due(sd_event_source *source, uint64_t usec, void *context)
{
    (void)source, (void)usec;
    run(context);
    return 0;
}

__attribute__((format(printf, 2, 0))) static void log_http(void *context, const char *format,
                                                           va_list arguments)
{
    struct door *door = context;
    char text[512];
    int64_t now_ms = clock_mono_ms();
    if (now_ms < door->log_due_ms)
        return; /* a crowd at the door shall not fill the log */
    door->log_due_ms = now_ms + LOG_PAUSE_MS;
    vsnprintf(text, sizeof text, format, arguments);
    text[strcspn(text, "\n")] = 0;
    log_line(LOG_WARNING, "http: %s", text);
}

static bool add_sources(struct door *door)
{
    const union MHD_DaemonInfo *info = MHD_get_daemon_info(door->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    sd_event *loop = door->api->loop;
    if (!info || sd_event_add_io(loop, &door->readable, info->epoll_fd, SD_EVENT_PRIORITY_NORMAL,
                                 on_readable, door) < 0)
        return false;
    sd_event_source_set_io_events(door->readable, EPOLLIN);
    return sd_event_add_time(loop, &door->due, CLOCK_MONOTONIC, 0, 1000, on_due, door) >= 0;
}

/* A 0 in a path or query would end it early for us, but not for whoever reads along: what holds
 * one is not unescaped, and fits nothing. */
static size_t unescape(void *context, struct MHD_Connection *connection, char *text)
{
    (void)context, (void)connection;
    return strstr(text, "%00") ? strlen(text) : MHD_http_unescape(text);
}

static void shut_door(struct door *door)
{
    door->readable = sd_event_source_disable_unref(door->readable);
    door->due = sd_event_source_disable_unref(door->due);
    if (door->daemon) {
        MHD_run(door->daemon); /* sends what woke a moment ago */
        MHD_stop_daemon(door->daemon);
    }
    guests_finish(&door->guests);
}

/* tls: {certificate, key} in PEM, or NULL. */
static struct MHD_Daemon *start_daemon(struct door *door, int fd, char *const tls[2])
{
    const struct config *config = door->api->config;
    unsigned flags = MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME | MHD_USE_ERROR_LOG;
    struct MHD_OptionItem limits[] = {
        {MHD_OPTION_CONNECTION_TIMEOUT, IDLE_TIMEOUT_S, NULL},
        {MHD_OPTION_CONNECTION_LIMIT, config->connections, NULL},
        {MHD_OPTION_PER_IP_CONNECTION_LIMIT, config->connections_per_address, NULL},
        {MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_BYTES, NULL},
        {MHD_OPTION_STRICT_FOR_CLIENT, 1, NULL}, /* no request without Host, for one */
        {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem secure[] = {{MHD_OPTION_HTTPS_MEM_CERT, 0, tls ? tls[0] : NULL},
                                      {MHD_OPTION_HTTPS_MEM_KEY, 0, tls ? tls[1] : NULL},
                                      {MHD_OPTION_END, 0, NULL}};
    struct MHD_OptionItem plain[] = {{MHD_OPTION_END, 0, NULL}};
    return MHD_start_daemon(
        tls ? flags | MHD_USE_TLS : flags, 0, NULL, NULL, exchange_access, door,
        MHD_OPTION_EXTERNAL_LOGGER, log_http, door, MHD_OPTION_UNESCAPE_CALLBACK, unescape, NULL,
        MHD_OPTION_LISTEN_SOCKET, fd, MHD_OPTION_NOTIFY_COMPLETED, exchange_completed, door,
        MHD_OPTION_NOTIFY_CONNECTION, guests_notify, &door->guests, MHD_OPTION_ARRAY, limits,
        MHD_OPTION_ARRAY, tls ? secure : plain, MHD_OPTION_END);
}

static bool open_door(struct api *api, int fd, bool trusted, char *const tls[2])
{
    struct door *door = &api->door[api->door_count];
    *door = (struct door){.api = api, .trusted = trusted, .secure = tls != NULL};
    if (guests_init(&door->guests, api->loop, api->config->connections))
        door->daemon = start_daemon(door, fd, tls);
    if (!door->daemon) {
        shut_door(door);
        close(fd);
        return false;
    }
    api->door_count++;
    return add_sources(door);
}

static char *read_pem(const char *path)
{
    FILE *file = fopen(path, "re");
    char *text = file ? calloc(1, PEM_MAX_BYTES) : NULL;
    size_t bytes = text ? fread(text, 1, PEM_MAX_BYTES - 1, file) : 0;
    if (file)
        fclose(file);
    if (bytes == 0) {
        free(text);
        return NULL;
    }
    return text;
}

static bool open_tcp(struct api *api, char error[CONFIG_ERROR_BYTES])
{
    const struct config *config = api->config;
    int fd = listen_tcp(config->listen, error);
    if (fd < 0)
        return false;
    bool secure = config->tls_cert[0], good;
    char *tls[2] = {secure ? read_pem(config->tls_cert) : NULL,
                    secure ? read_pem(config->tls_key) : NULL};
    if (secure && (!tls[0] || !tls[1])) {
        close(fd);
        snprintf(error, CONFIG_ERROR_BYTES, "tls_cert %.200s, tls_key %.200s: cannot be read",
                 config->tls_cert, config->tls_key);
        good = false;
    } else {
        good = open_door(api, fd, false, secure ? tls : NULL);
        if (!good)
            snprintf(error, CONFIG_ERROR_BYTES, "%s: the HTTP server did not start%s",
                     config->listen, secure ? "; check tls_cert and tls_key" : "");
    }
    free(tls[0]);
    free(tls[1]);
    return good;
}

static bool open_unix(struct api *api, char error[CONFIG_ERROR_BYTES])
{
    int fd = listen_unix(api->config->socket, error);
    if (fd < 0)
        return false;
    snprintf(api->socket, sizeof api->socket, "%s", api->config->socket);
    if (open_door(api, fd, true, NULL))
        return true;
    snprintf(error, CONFIG_ERROR_BYTES, "%s: the HTTP server did not start", api->socket);
    return false;
}

static void on_change(void *context)
{
    stream_changed(((struct api *)context)->stream);
}

/* The branch works with the cable out: an address that is not there yet is tried again. */
static int try_tcp(sd_event_source *source, uint64_t usec, void *context)
{
    struct api *api = context;
    char error[CONFIG_ERROR_BYTES] = "";
    if (open_tcp(api, error)) {
        log_line(LOG_NOTICE, "http: listening on %s", api->config->listen);
        api->tcp_retry = sd_event_source_disable_unref(source);
        return 0;
    }
    sd_event_source_set_time(source, usec + TCP_RETRY_US);
    sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
    return 0;
}

static bool open_or_retry_tcp(struct api *api, char error[CONFIG_ERROR_BYTES])
{
    uint64_t now_us;
    if (open_tcp(api, error))
        return true;
    log_line(LOG_ERR, "http: %s; trying again every 10 s", error);
    sd_event_now(api->loop, CLOCK_MONOTONIC, &now_us);
    return sd_event_add_time(api->loop, &api->tcp_retry, CLOCK_MONOTONIC, now_us + TCP_RETRY_US, 0,
                             try_tcp, api) >= 0;
}

/* Numbers are issued without it, too. */
static void load_console(struct api *api)
{
    char folder[CONFIG_PATH_BYTES], error[CONFIG_ERROR_BYTES];
    assets_folder(api->config, folder);
    if (!assets_load(&api->assets, folder, error))
        log_line(LOG_WARNING, "http: no console: %s", error);
}

struct api *api_create(sd_event *loop, const struct config *config, struct kiosk *kiosk,
                       char error[CONFIG_ERROR_BYTES])
{
    struct api *api = calloc(1, sizeof *api);
    if (!api)
        abort();
    api->loop = loop;
    api->config = config;
    api->kiosk = kiosk;
    api->stream = stream_create(api);
    api->auth = auth_create(api);
    remember_answers(kiosk, &api->replays);
    load_console(api);
    api->upkeep = upkeep_create(api);
    snprintf(error, CONFIG_ERROR_BYTES, "out of memory");
    if (!api->stream || !api->auth || (config->socket[0] && !open_unix(api, error)) ||
        (config->listen[0] && !open_or_retry_tcp(api, error))) {
        api_destroy(api);
        return NULL;
    }
    kiosk_on_change(kiosk, on_change, api);
    return api;
}

void api_destroy(struct api *api)
{
    if (!api)
        return;
    kiosk_on_change(api->kiosk, NULL, NULL);
    sd_event_source_disable_unref(api->tcp_retry);
    exchange_stop_all(api);
    if (api->stream)
        stream_end(api->stream);
    for (int i = 0; i < api->door_count; i++)
        shut_door(&api->door[i]);
    if (api->socket[0])
        unlink(api->socket);
    stream_destroy(api->stream);
    upkeep_destroy(api->upkeep);
    report_forget(api);
    auth_destroy(api->auth);
    replays_clear(&api->replays);
    assets_clear(&api->assets);
    board_text_forget(&api->board);
    free(api);
}
