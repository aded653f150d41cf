// SPDX-License-Identifier: MIT
#include "firmware/api/exchange.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "firmware/api/auth.h"
#include "firmware/api/json.h"
#include "firmware/api/routes.h"
#include "firmware/log.h"

enum { HANDLER_SLOW_MS = 20 }; /* the buttons wait meanwhile */

/* ---- commands ---- */

/* A command between kiosk_submit and its reply; outlives an exchange that goes away. */
struct work {
    struct api *api;
    struct exchange *exchange; /* NULL: gone */
    struct replay *replay;     /* its Idempotency-Key, or NULL */
    struct command command;
};

/* Requests with the same key that came while the first was under way. */
static void answer_repeats(struct api *api, struct replay *replay, unsigned status,
                           const char *body)
{
    for (struct exchange *each = api->exchanges; each; each = each->next)
        if (each->replay == replay) {
            each->replay = NULL;
            exchange_text(each, status, body);
        }
}

static void command_done(void *context, const struct kiosk_reply *reply)
{
    struct work *work = context;
    struct api *api = work->api;
    if (!work->exchange && !work->replay) {
        free(work);
        return;
    }
    unsigned status = json_refusal_status(reply->refusal);
    if (!reply->refusal && work->command.kind == CMD_TAKE)
        status = MHD_HTTP_CREATED;
    json_t *json = json_command_result(api->kiosk, &work->command, reply);
    char *body = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    const char *text = body ? body : "{}";
    if (work->exchange) {
        work->exchange->work = NULL;
        exchange_text(work->exchange, status, text);
    }
    if (work->replay) {
        answer_repeats(api, work->replay, status, text);
        replays_finish(work->replay, status, text);
    }
    free(body);
    free(work);
}

/* True when the request repeats another one; it is then answered, now or later. */
static bool repeats(struct exchange *exchange, const char *key, struct replay **replay)
{
    char path[192];
    snprintf(path, sizeof path, "%s %u %c%u %c", exchange->route->pattern, exchange->values.desk,
             exchange->values.ticket.letter + 32, exchange->values.ticket.number,
             exchange->values.service + 32);
    switch (replays_find(&exchange->door->api->replays, key, path,
                         exchange->body ? exchange->body : "", exchange->body_bytes, replay)) {
    case REPLAY_NEW:
        return false;
    case REPLAY_FULL:
        exchange_error(exchange, MHD_HTTP_SERVICE_UNAVAILABLE, "busy", "Too many requests at once.",
                       "");
        return true;
    case REPLAY_RUNNING:
        exchange->replay = *replay;
        return true;
    case REPLAY_ANSWERED:
        exchange_text(exchange, (*replay)->status, (*replay)->body);
        return true;
    case REPLAY_OTHER_REQUEST:
        exchange_error(exchange, MHD_HTTP_UNPROCESSABLE_CONTENT, "key_reused",
                       "This Idempotency-Key was used for a different request.", "Idempotency-Key");
        return true;
    }
    return true;
}

void exchange_submit(struct exchange *exchange, const struct command *command)
{
    struct api *api = exchange->door->api;
    struct replay *replay = NULL;
    const char *key =
        MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, "Idempotency-Key");
    if (key && strlen(key) > REPLAY_KEY_MAX_BYTES) {
        exchange_error(exchange, MHD_HTTP_BAD_REQUEST, "invalid_field",
                       "the key has at most 128 bytes", "Idempotency-Key");
        return;
    }
    if (key && *key && repeats(exchange, key, &replay))
        return;
    struct command keyed = *command;
    keyed.key = replay ? replay->id : 0;
    struct work *work = calloc(1, sizeof *work);
    if (!work)
        abort();
    *work = (struct work){api, exchange, replay, keyed};
    exchange->work = work;
    kiosk_submit(api->kiosk, &keyed, command_done, work); /* may answer at once */
}

/* ---- from request to handler ---- */

static void answer_no_route(struct exchange *exchange, const struct route_found *found)
{
    if (found->match == PATH_OTHER) {
        exchange_error(exchange, MHD_HTTP_NOT_FOUND, "not_found", "There is no such address.", "");
        return;
    }
    exchange_error(exchange, MHD_HTTP_METHOD_NOT_ALLOWED, "method_not_allowed",
                   "This address does not answer to this method.", "");
    if (exchange->response)
        MHD_add_response_header(exchange->response, MHD_HTTP_HEADER_ALLOW, found->allow);
}

static bool body_is_json(const struct exchange *exchange)
{
    static const char wanted[] = "application/json";
    const char *type = MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND,
                                                   MHD_HTTP_HEADER_CONTENT_TYPE);
    return exchange->body_bytes == 0 ||
           (type && strncasecmp(type, wanted, sizeof wanted - 1) == 0 &&
            strchr("; \t", type[sizeof wanted - 1])); /* strchr finds the 0, too */
}

static enum MHD_Result add_length(void *context, enum MHD_ValueKind kind, const char *key,
                                  const char *value)
{
    (void)kind;
    *(size_t *)context += strlen(key) + (value ? strlen(value) : 0) + 4;
    return MHD_YES;
}

/* Refusals that are the same for every call; true when the handler may have it. */
static bool admit(struct exchange *exchange, const struct route_found *found)
{
    size_t headers = 0;
    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND | MHD_GET_ARGUMENT_KIND,
                              add_length, &headers);
    if (headers > HEADERS_MAX_BYTES)
        exchange_error(exchange, MHD_HTTP_REQUEST_HEADER_FIELDS_TOO_LARGE, "headers_too_large",
                       "The headers are too long.", "");
    else if (exchange->body_bytes > exchange->body_max_bytes)
        exchange_error(exchange, MHD_HTTP_CONTENT_TOO_LARGE, "too_large",
                       exchange->body_max_bytes < BODY_MAX_BYTES
                           ? "The body may have at most 1 KiB before signing in."
                           : "The body may have at most 256 KiB.",
                       "");
    else if (!found->route)
        answer_no_route(exchange, found);
    else if (!auth_admit(exchange, found->route))
        return false;
    else if (found->match == PATH_UNKNOWN_DESK)
        exchange_refuse(exchange, REFUSED_UNKNOWN_DESK);
    else if (found->match == PATH_UNKNOWN_TICKET)
        exchange_refuse(exchange, REFUSED_UNKNOWN_TICKET);
    else if (found->match == PATH_UNKNOWN_SERVICE)
        exchange_refuse(exchange, REFUSED_UNKNOWN_SERVICE);
    else if (!body_is_json(exchange))
        exchange_error(exchange, MHD_HTTP_UNSUPPORTED_MEDIA_TYPE, "not_json",
                       "The body must be application/json.", "Content-Type");
    else
        return true;
    return false;
}

static void dispatch(struct exchange *exchange, const char *method, const char *path)
{
    struct route_found found;
    exchange->routed = true;
    guests_asked(&exchange->door->guests, exchange->connection);
    routes_find(method, path, &exchange->values, &found);
    if (!admit(exchange, &found))
        return;
    exchange->route = found.route;
    int64_t began_ms = clock_mono_ms();
    found.route->handle(exchange);
    int64_t took_ms = clock_mono_ms() - began_ms;
    if (took_ms > HANDLER_SLOW_MS)
        log_line(LOG_NOTICE, "http: %s %s took %lld ms", found.route->method, found.route->pattern,
                 (long long)took_ms);
}

/* On every answer: whatever a browser takes it for, it runs nothing that is not the console's own
 * and shows it in no frame of somebody else's. */
static void add_guards(struct MHD_Response *response)
{
    MHD_add_response_header(response, "Content-Security-Policy",
                            "default-src 'none'; script-src 'self'; style-src 'self'; "
                            "img-src 'self' data:; connect-src 'self'; base-uri 'none'; "
                            "form-action 'none'; frame-ancestors 'none'");
    MHD_add_response_header(response, "X-Content-Type-Options", "nosniff");
    MHD_add_response_header(response, "Referrer-Policy", "no-referrer");
}

static enum MHD_Result queue_answer(struct exchange *exchange)
{
    if (!exchange->response)
        return MHD_NO; /* out of memory: drop the connection */
    struct MHD_Response *response = exchange->response;
    exchange->response = NULL;
    add_guards(response);
    enum MHD_Result queued = MHD_queue_response(exchange->connection, exchange->status, response);
    MHD_destroy_response(response);
    return queued;
}

/* Keeps what fits; more is counted and dropped, and far too much ends the connection. */
static enum MHD_Result take_body(struct exchange *exchange, const char *data, size_t *bytes)
{
    size_t total = exchange->body_bytes + *bytes;
    if (total > BODY_SKIPPED_MAX_BYTES)
        return MHD_NO;
    if (total <= exchange->body_max_bytes) {
        char *grown = realloc(exchange->body, total);
        if (!grown)
            return MHD_NO;
        memcpy(grown + exchange->body_bytes, data, *bytes);
        exchange->body = grown;
    }
    exchange->body_bytes = total;
    *bytes = 0;
    return MHD_YES;
}

static struct exchange *begin(struct door *door, struct MHD_Connection *connection)
{
    struct exchange *exchange = calloc(1, sizeof *exchange);
    if (!exchange)
        return NULL;
    exchange->door = door;
    exchange->connection = connection;
    exchange->body_max_bytes = auth_body_max(exchange);
    exchange->next = door->api->exchanges;
    if (exchange->next)
        exchange->next->previous = exchange;
    door->api->exchanges = exchange;
    return exchange;
}

enum MHD_Result exchange_access(void *door, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *data,
                                size_t *bytes, void **slot)
{
    (void)version;
    struct exchange *exchange = *slot;
    if (!exchange) {
        *slot = begin(door, connection);
        return *slot ? MHD_YES : MHD_NO;
    }
    if (*bytes)
        return take_body(exchange, data, bytes);
    if (!exchange->routed)
        dispatch(exchange, method, url);
    if (!exchange->response && (exchange->work || exchange->replay || exchange->gone)) {
        exchange->suspended = true;
        MHD_suspend_connection(connection);
        return MHD_YES;
    }
    return queue_answer(exchange);
}

/* Whoever was to answer later. */
static void tell_gone(struct exchange *exchange)
{
    void (*gone)(void *) = exchange->gone;
    exchange->gone = NULL;
    if (gone)
        gone(exchange->gone_context);
}

void exchange_completed(void *door, struct MHD_Connection *connection, void **slot,
                        enum MHD_RequestTerminationCode code)
{
    (void)code;
    struct api *api = ((struct door *)door)->api;
    guests_answered(&((struct door *)door)->guests, connection);
    struct exchange *exchange = *slot;
    if (!exchange)
        return;
    *slot = NULL;
    if (exchange->work)
        exchange->work->exchange = NULL;
    tell_gone(exchange);
    if (exchange->previous)
        exchange->previous->next = exchange->next;
    else
        api->exchanges = exchange->next;
    if (exchange->next)
        exchange->next->previous = exchange->previous;
    if (exchange->response)
        MHD_destroy_response(exchange->response);
    if (exchange->body && exchange->body_bytes <= AUTH_BODY_MAX_BYTES)
        sodium_memzero(exchange->body, exchange->body_bytes); /* it may hold a PIN */
    free(exchange->body);
    free(exchange);
}

void exchange_stop_all(struct api *api)
{
    for (struct exchange *each = api->exchanges; each; each = each->next) {
        if (each->work) { /* its facts may still become durable; nobody is left to tell */
            each->work->exchange = NULL;
            each->work->replay = NULL;
            each->work = NULL;
        }
        each->replay = NULL;
        tell_gone(each);
        if (each->suspended)
            exchange_refuse(each, REFUSED_STOPPING);
    }
}
