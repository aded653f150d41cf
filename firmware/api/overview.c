// SPDX-License-Identifier: MIT
#include "firmware/api/routes.h"

#include <stdlib.h>
#include <string.h>

#include "firmware/api/json.h"
#include "firmware/api/stream.h"

void overview_board(struct exchange *exchange)
{
    struct api *api = exchange->door->api;
    size_t bytes;
    const char *text = board_text_now(&api->board, api->kiosk, &bytes);
    exchange_bytes(exchange, text ? MHD_HTTP_OK : MHD_HTTP_INTERNAL_SERVER_ERROR,
                   "application/json", text ? text : "{}", text ? bytes : 2);
}

void overview_stream(struct exchange *exchange)
{
    stream_join(exchange->door->api->stream, exchange);
}

void overview_pages(struct exchange *exchange)
{
    exchange_json(exchange, MHD_HTTP_OK, json_pages(exchange->door->api->kiosk));
}

/* Not healthy = no number can be taken although it should be possible. */
void overview_health(struct exchange *exchange)
{
    struct kiosk *kiosk = exchange->door->api->kiosk;
    struct journal *journal = kiosk_journal(kiosk);
    enum kiosk_state state = kiosk_state(kiosk);
    enum refusal why = json_state_refusal(state);
    bool well = state == KIOSK_READY || state == KIOSK_CLOSED;
    json_t *json = json_object();
    json_object_set_new(json, "ok", json_boolean(well));
    json_object_set_new(json, "state", json_string(kiosk_state_name(state)));
    if (!well) {
        json_object_set_new(json, "reason", json_string(refusal_code(why)));
        json_object_set_new(json, "message", json_string(refusal_text_en(why)));
    }
    json_object_set_new(json, "day", json_day(kiosk_queue(kiosk)->day));
    json_object_set_new(json, "utc_ms", json_integer(kiosk_now_ms(kiosk)));
    json_object_set_new(json, "journal_rows", json_integer(journal ? journal_rows(journal) : 0));
    json_object_set_new(json, "journal_bytes", json_integer(journal ? journal_bytes(journal) : 0));
    exchange_json(exchange, well ? MHD_HTTP_OK : MHD_HTTP_SERVICE_UNAVAILABLE, json);
}
