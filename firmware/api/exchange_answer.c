// SPDX-License-Identifier: MIT
/* What a handler asks of its request and how it answers. */
#include "firmware/api/exchange.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/api/json.h"

void exchange_response(struct exchange *exchange, unsigned status, struct MHD_Response *response)
{
    exchange->response = response;
    exchange->status = status;
    exchange->gone = NULL;
    if (!exchange->suspended)
        return;
    exchange->suspended = false;
    MHD_resume_connection(exchange->connection);
    door_kick(exchange->door);
}

void exchange_bytes(struct exchange *exchange, unsigned status, const char *content_type,
                    const void *data, size_t bytes)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(bytes, (void *)data, MHD_RESPMEM_MUST_COPY);
    if (response) {
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, content_type);
        MHD_add_response_header(response, MHD_HTTP_HEADER_CACHE_CONTROL, "no-store");
    }
    exchange_response(exchange, status, response);
}

void exchange_text(struct exchange *exchange, unsigned status, const char *json)
{
    exchange_bytes(exchange, status, "application/json", json, strlen(json));
}

void exchange_json(struct exchange *exchange, unsigned status, json_t *body)
{
    char *text = json_dumps(body, JSON_COMPACT);
    json_decref(body);
    exchange_text(exchange, text ? status : MHD_HTTP_INTERNAL_SERVER_ERROR, text ? text : "{}");
    free(text);
}

void exchange_error(struct exchange *exchange, unsigned status, const char *code,
                    const char *message, const char *field)
{
    exchange_json(exchange, status, json_error_body(code, message, field));
}

void exchange_refuse(struct exchange *exchange, enum refusal refusal)
{
    exchange_json(exchange, json_refusal_status(refusal), json_refusal(refusal));
}

void exchange_done(struct exchange *exchange, enum refusal refusal)
{
    if (refusal)
        exchange_refuse(exchange, refusal);
    else
        exchange_json(exchange, MHD_HTTP_OK, json_pack("{s:b}", "ok", 1));
}

const char *exchange_query(const struct exchange *exchange, const char *name)
{
    const char *value =
        MHD_lookup_connection_value(exchange->connection, MHD_GET_ARGUMENT_KIND, name);
    return value ? value : "";
}

void exchange_wait(struct exchange *exchange, void (*gone)(void *context), void *context)
{
    exchange->gone = gone;
    exchange->gone_context = context;
}

const char *exchange_who(const struct exchange *exchange)
{
    return exchange->actor.name;
}

bool exchange_empty(struct exchange *exchange)
{
    struct command none = {0};
    struct request_fault fault;
    if (request_parse(exchange->body, exchange->body_bytes, 0, 0, &none, &fault))
        return true;
    exchange_error(exchange, MHD_HTTP_BAD_REQUEST, fault.code, fault.message, fault.field);
    return false;
}

bool exchange_day(struct exchange *exchange, const char *name, int32_t *day)
{
    char message[64];
    const char *text = exchange_query(exchange, name);
    if (!*text || request_day(text, day))
        return true;
    snprintf(message, sizeof message, "%s is a date like 2026-11-22", name);
    exchange_error(exchange, MHD_HTTP_BAD_REQUEST, "invalid_field", message, name);
    return false;
}
