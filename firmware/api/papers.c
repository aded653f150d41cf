// SPDX-License-Identifier: MIT
/* Slips and checklists as text or as the bytes that a printer gets. */
#include "firmware/api/routes.h"

#include <stdlib.h>
#include <string.h>

#include "drivers/escpos.h"
#include "firmware/api/json.h"
#include "firmware/core/slip.h"

enum { TEXT_BYTES = 16 * 1024, ESCPOS_BYTES = 64 * 1024 };

static const struct escpos_profile *profile_of(const struct config *config)
{
    const struct escpos_profile *profile = escpos_profile_find(config->profile);
    return profile ? profile : escpos_profile_at(0);
}

static int columns_of(const struct config *config)
{
    return escpos_columns(profile_of(config), config->width_dots);
}

static void answer_text(struct exchange *exchange, const struct paper *paper)
{
    char *text = malloc(TEXT_BYTES);
    if (!text)
        abort();
    int length = paper_to_text(paper, columns_of(exchange->door->api->config), text, TEXT_BYTES);
    if (length >= TEXT_BYTES)
        length = TEXT_BYTES - 1;
    exchange_bytes(exchange, MHD_HTTP_OK, "text/plain; charset=utf-8", text, (size_t)length);
    free(text);
}

static void answer_escpos(struct exchange *exchange, const struct paper *paper)
{
    const struct config *config = exchange->door->api->config;
    uint8_t *bytes = malloc(ESCPOS_BYTES);
    if (!bytes)
        abort();
    size_t count =
        escpos_encode(profile_of(config), config->width_dots, paper, bytes, ESCPOS_BYTES);
    if (count <= ESCPOS_BYTES)
        exchange_bytes(exchange, MHD_HTTP_OK, "application/octet-stream", bytes, count);
    else
        exchange_error(exchange, MHD_HTTP_INTERNAL_SERVER_ERROR, "too_large",
                       "The slip does not fit.", "");
    free(bytes);
}

static void answer_paper(struct exchange *exchange, const struct paper *paper)
{
    const char *format = exchange_query(exchange, "format");
    if (!*format || strcmp(format, "text") == 0)
        answer_text(exchange, paper);
    else if (strcmp(format, "escpos") == 0)
        answer_escpos(exchange, paper);
    else
        exchange_error(exchange, MHD_HTTP_BAD_REQUEST, "invalid_field", "format is text or escpos",
                       "format");
}

void tickets_slip(struct exchange *exchange)
{
    struct api *api = exchange->door->api;
    struct paper paper;
    if (kiosk_slip(api->kiosk, exchange->values.ticket, columns_of(api->config), &paper))
        answer_paper(exchange, &paper);
    else
        exchange_refuse(exchange, REFUSED_UNKNOWN_TICKET);
}

void checklist_get(struct exchange *exchange)
{
    struct api *api = exchange->door->api;
    struct paper paper;
    if (kiosk_checklist(api->kiosk, exchange->values.service, columns_of(api->config), &paper))
        answer_paper(exchange, &paper);
    else
        exchange_refuse(exchange, REFUSED_UNKNOWN_SERVICE);
}

/* Calls without fields still refuse a body that is none. */
static bool body_is_empty(struct exchange *exchange)
{
    struct request_fault fault;
    struct command nothing = {0};
    if (request_parse(exchange->body, exchange->body_bytes, 0, 0, &nothing, &fault))
        return true;
    exchange_error(exchange, MHD_HTTP_BAD_REQUEST, fault.code, fault.message, fault.field);
    return false;
}

void checklist_print(struct exchange *exchange)
{
    if (body_is_empty(exchange))
        exchange_done(exchange,
                      kiosk_print_checklist(exchange->door->api->kiosk, exchange->values.service));
}

void printer_test(struct exchange *exchange)
{
    if (body_is_empty(exchange))
        exchange_done(exchange, kiosk_print_test(exchange->door->api->kiosk));
}
