// SPDX-License-Identifier: MIT
/* One request and its answer, and what all of them share. Inside of the HTTP room.
 *
 * A handler answers at once (exchange_json, exchange_error ...) or submits a command
 * (exchange_submit); then the connection sleeps until the fact is durable. */
#ifndef LOKET_API_EXCHANGE_H
#define LOKET_API_EXCHANGE_H

#include <jansson.h>
#include <microhttpd.h>

#include "firmware/api/api.h"
#include "firmware/api/assets.h"
#include "firmware/api/board_text.h"
#include "firmware/api/guests.h"
#include "firmware/api/replays.h"
#include "firmware/api/request.h"
#include "firmware/users.h"

enum {
    BODY_MAX_BYTES = 256 * 1024,
    BODY_SKIPPED_MAX_BYTES = 4 * 1024 * 1024, /* read and thrown away so that the 413 arrives */
    HEADERS_MAX_BYTES = 8 * 1024,
    DOORS_MAX = 2
};

/* One listening socket: its own MHD daemon, driven by the loop. */
struct door {
    struct api *api;
    struct MHD_Daemon *daemon;
    sd_event_source *readable, *due;
    struct guests guests;
    int64_t log_due_ms; /* monotonic; MHD may say its next word then */
    bool kicked;        /* something woke since MHD ran: it runs again at once */
    bool trusted;       /* whoever may open the socket file may do everything */
    bool secure;        /* TLS */
};

/* On whose behalf a request acts; for the audit. */
struct actor {
    char name[USER_NAME_BYTES]; /* "local" = through the Unix socket; "" = nobody signed in */
    enum user_role role;
    bool may_call;    /* a given number, out of order */
    bool must_change; /* her PIN, before anything else */
};

struct auth;
struct stream;
struct upkeep;
struct counted;
struct route;
struct work;

struct api {
    sd_event *loop;
    const struct config *config;
    struct kiosk *kiosk;
    struct door door[DOORS_MAX];
    int door_count;
    char socket[sizeof((struct config *)0)->socket]; /* to remove at the end, "" = none */
    struct exchange *exchanges;                      /* all open ones */
    struct stream *stream;
    struct board_text board;
    struct replays replays;
    struct upkeep *upkeep;
    struct counted *counted; /* today's figures so far, see report.c */
    struct auth *auth;
    struct assets assets;       /* of the console */
    sd_event_source *tcp_retry; /* while the address of [http] listen cannot be had */
    bool closing;
};

struct exchange {
    struct exchange *previous, *next;
    struct door *door;
    struct MHD_Connection *connection;
    const struct route *route;
    struct path_values values; /* what stood in the path */
    struct actor actor;
    char *body;
    size_t body_bytes, body_max_bytes; /* what is longer is counted, not kept */
    struct MHD_Response *response;     /* the answer, NULL = none yet */
    unsigned status;
    bool routed;                 /* the whole request has been read and given to a handler */
    bool suspended;              /* sleeps; an answer wakes it */
    struct work *work;           /* command under way */
    struct replay *replay;       /* repeats another request and waits for its end */
    void (*gone)(void *context); /* waits for something else, see exchange_wait */
    void *gone_context;
};

/* For server.c: MHD's callbacks and the end. */
enum MHD_Result exchange_access(void *door, struct MHD_Connection *connection, const char *url,
                                const char *method, const char *version, const char *data,
                                size_t *bytes, void **slot);
void exchange_completed(void *door, struct MHD_Connection *connection, void **slot,
                        enum MHD_RequestTerminationCode code);
/* Answers all sleeping exchanges: the daemon stops. */
void exchange_stop_all(struct api *api);

/* Answers. Exactly one per exchange; a sleeping one wakes. */
void exchange_json(struct exchange *exchange, unsigned status, json_t *body); /* takes body */
void exchange_text(struct exchange *exchange, unsigned status, const char *json);
void exchange_bytes(struct exchange *exchange, unsigned status, const char *content_type,
                    const void *data, size_t bytes);
void exchange_error(struct exchange *exchange, unsigned status, const char *code,
                    const char *message, const char *field);
void exchange_refuse(struct exchange *exchange, enum refusal refusal);
/* {"ok":true} or the refusal. */
void exchange_done(struct exchange *exchange, enum refusal refusal);
void exchange_response(struct exchange *exchange, unsigned status, struct MHD_Response *response);

/* Hands a command to the kiosk and answers when it is durable: 201 for a new ticket, else 200.
 * Honours Idempotency-Key. */
void exchange_submit(struct exchange *exchange, const struct command *command);

/* The answer comes later, from the loop. gone is called when the connection or the daemon ends
 * before that: there is nobody to answer any more. */
void exchange_wait(struct exchange *exchange, void (*gone)(void *context), void *context);
/* Name of the user who asks; "local" through the Unix socket. */
const char *exchange_who(const struct exchange *exchange);
/* False after an error answer: the body is something else than nothing or {}. */
bool exchange_empty(struct exchange *exchange);

/* "" when the query lacks it. */
const char *exchange_query(const struct exchange *exchange, const char *name);
/* A date in the query into *day, which stays when the query lacks it; false after an error answer:
 * it is none. */
bool exchange_day(struct exchange *exchange, const char *name, int32_t *day);

/* In server.c: lets MHD run soon (something woke). */
void door_kick(struct door *door);

#endif
