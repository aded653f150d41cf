// SPDX-License-Identifier: MIT
#include "firmware/api/upkeep.h"

#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "firmware/api/json.h"
#include "firmware/api/routes.h"
#include "firmware/child.h"
#include "firmware/log.h"
#include "firmware/upkeep_child.h"

enum { PATH_BYTES = CONFIG_PATH_BYTES + 32, MOST_MS = 15 * 60 * 1000, RESERVED_BYTES = 64 << 20 };

/* What the last verification has found. */
struct verdict {
    const char *state; /* "idle" "running" "good" "bad" "unknown" */
    int64_t rows, bad_seq, at_utc_ms;
    char message[JOURNAL_ERROR_BYTES];
};

struct upkeep {
    struct api *api;
    struct child *verifying, *copying; /* NULL = none */
    struct verdict verdict;
    struct exchange *receiver; /* of the backup; NULL: went away */
};

/* ---- verification ---- */

static void on_verified(void *context, int status, const char *out, size_t bytes)
{
    struct upkeep *u = context;
    struct verdict *v = &u->verdict;
    const char *line = strchr(out, '\n');
    (void)bytes;
    u->verifying = NULL;
    v->at_utc_ms = kiosk_now_ms(u->api->kiosk);
    v->state = status == UPKEEP_GOOD ? "good" : status == UPKEEP_BAD ? "bad" : "unknown";
    bool told = sscanf(out, "%" SCNd64 " %" SCNd64, &v->rows, &v->bad_seq) == 2 && line;
    const char *message = told ? line + 1 : out;
    snprintf(v->message, sizeof v->message, "%.*s", (int)strcspn(message, "\n"), message);
    log_line(status == UPKEEP_GOOD ? LOG_NOTICE : LOG_ERR,
             "journal: verified: %s, %" PRId64 " rows fit%s%s", v->state, v->rows,
             v->message[0] ? ": " : "", v->message);
}

static json_t *verdict_json(const struct verdict *v)
{
    json_t *message = json_string(v->message);
    json_t *json = json_object();
    json_object_set_new(json, "state", json_string(v->state));
    json_object_set_new(json, "rows", json_integer(v->rows));
    json_object_set_new(json, "bad_seq", v->bad_seq ? json_integer(v->bad_seq) : json_null());
    json_object_set_new(json, "at_utc_ms", v->at_utc_ms ? json_integer(v->at_utc_ms) : json_null());
    json_object_set_new(json, "message", message ? message : json_string(""));
    return json;
}

void upkeep_verify(struct exchange *exchange)
{
    struct api *api = exchange->door->api;
    struct upkeep *u = api->upkeep;
    if (!exchange_empty(exchange))
        return;
    if (!u->verifying) {
        u->verifying = child_start(api->loop, "--verify", api->config->data_dir, NULL, 0, MOST_MS,
                                   on_verified, u);
        u->verdict = (struct verdict){.state = u->verifying ? "running" : "unknown"};
    }
    if (u->verifying)
        exchange_json(exchange, MHD_HTTP_ACCEPTED, verdict_json(&u->verdict));
    else
        exchange_error(exchange, MHD_HTTP_SERVICE_UNAVAILABLE, "busy",
                       "No process can be started for it now.", "");
}

void upkeep_verified(struct exchange *exchange)
{
    exchange_json(exchange, MHD_HTTP_OK, verdict_json(&exchange->door->api->upkeep->verdict));
}

/* ---- backup ---- */

static void backup_path(const struct upkeep *u, const char *ending, char path[PATH_BYTES])
{
    snprintf(path, PATH_BYTES, "%s/" UPKEEP_BACKUP_NAME "%s", u->api->config->data_dir, ending);
}

static void remove_backup(const struct upkeep *u)
{
    static const char *const endings[] = {"", "-journal", "-wal", "-shm"}; /* SQLite's own */
    char path[PATH_BYTES];
    for (size_t i = 0; i < sizeof endings / sizeof *endings; i++) {
        backup_path(u, endings[i], path);
        unlink(path);
    }
}

/* The finished copy as an answer. Its name is gone before its bytes are: whatever becomes of
 * connection and daemon, nothing stays behind. */
static struct MHD_Response *open_backup(const struct upkeep *u)
{
    char path[PATH_BYTES], name[64];
    struct stat found;
    backup_path(u, "", path);
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool good = fd >= 0 && fstat(fd, &found) == 0;
    remove_backup(u);
    struct MHD_Response *response =
        good ? MHD_create_response_from_fd64((uint64_t)found.st_size, fd) : NULL;
    if (!response) {
        if (fd >= 0)
            close(fd);
        return NULL;
    }
    clock_format(kiosk_now_ms(u->api->kiosk), "attachment; filename=\"loket-%Y-%m-%d-%H%M.db\"",
                 name, sizeof name);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, "application/octet-stream");
    MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_DISPOSITION, name);
    MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    return response;
}

static void on_copied(void *context, int status, const char *out, size_t bytes)
{
    struct upkeep *u = context;
    struct exchange *receiver = u->receiver;
    (void)bytes;
    u->copying = NULL;
    u->receiver = NULL;
    struct MHD_Response *response = status == JOURNAL_OK ? open_backup(u) : NULL;
    if (response) {
        exchange_response(receiver, MHD_HTTP_OK, response);
        return;
    }
    remove_backup(u);
    log_line(LOG_ERR, "journal: no backup: %.*s", (int)strcspn(out, "\n"), out);
    exchange_refuse(receiver, status == JOURNAL_FULL ? REFUSED_DISK_FULL : REFUSED_JOURNAL);
}

static void on_receiver_gone(void *context)
{
    struct upkeep *u = context;
    u->receiver = NULL;
    child_destroy(u->copying);
    u->copying = NULL;
    remove_backup(u);
}

/* A copy must not take the room that numbers need. */
static bool has_room(struct api *api)
{
    struct statvfs disk;
    const struct journal *journal = kiosk_journal(api->kiosk);
    if (!journal || statvfs(api->config->data_dir, &disk) != 0)
        return false;
    return (double)disk.f_bavail * (double)disk.f_frsize >
           (double)journal_bytes(journal) + RESERVED_BYTES;
}

void upkeep_backup(struct exchange *exchange)
{
    struct api *api = exchange->door->api;
    struct upkeep *u = api->upkeep;
    if (!u->copying && !has_room(api)) {
        exchange_refuse(exchange, kiosk_journal(api->kiosk) ? REFUSED_DISK_FULL : REFUSED_JOURNAL);
        return;
    }
    if (!u->copying &&
        kiosk_change(api->kiosk, exchange_who(exchange), "journal backup", NULL, NULL)) {
        exchange_refuse(exchange, REFUSED_JOURNAL);
        return;
    }
    struct child *child = u->copying ? NULL
                                     : child_start(api->loop, "--backup", api->config->data_dir,
                                                   NULL, 0, MOST_MS, on_copied, u);
    if (!child) {
        exchange_error(exchange, MHD_HTTP_SERVICE_UNAVAILABLE, "busy",
                       "Another backup is being made; try again in a moment.", "");
        return;
    }
    u->copying = child;
    u->receiver = exchange;
    exchange_wait(exchange, on_receiver_gone, u);
}

/* ---- life ---- */

struct upkeep *upkeep_create(struct api *api)
{
    struct upkeep *u = calloc(1, sizeof *u);
    if (!u)
        abort();
    u->api = api;
    u->verdict.state = "idle";
    remove_backup(u);
    return u;
}

void upkeep_destroy(struct upkeep *u)
{
    if (!u)
        return;
    child_destroy(u->verifying);
    child_destroy(u->copying);
    free(u);
}
