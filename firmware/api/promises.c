// SPDX-License-Identifier: MIT
/* GET /api/v1/promises: every wait that was forecast, beside what happened. */
#include "firmware/api/promises.h"

#include <stdlib.h>

#include "firmware/api/routes.h"

/* All kept days, or from the query. */
static bool read_days(struct exchange *exchange, struct promises_query *query)
{
    const struct kiosk *kiosk = exchange->door->api->kiosk;
    const struct ledger *ledger = kiosk_ledger(kiosk);
    int32_t day = 0;
    *query = (struct promises_query){.ledger = ledger, .content = kiosk_content(kiosk)};
    query->first = query->last = kiosk_queue(kiosk)->day;
    if (ledger && ledger->day_count > 0) {
        query->first = ledger->day[0].day;
        query->last = ledger->day[ledger->day_count - 1].day;
    }
    if (!exchange_day(exchange, "from", &query->first) ||
        !exchange_day(exchange, "to", &query->last) || !exchange_day(exchange, "day", &day))
        return false;
    if (day)
        query->first = query->last = day;
    bool named = *exchange_query(exchange, "from") && *exchange_query(exchange, "to");
    if (named && query->first > query->last) {
        exchange_error(exchange, MHD_HTTP_BAD_REQUEST, "invalid_field", "from is not after to",
                       "from");
        return false;
    }
    return true;
}

void promises_get(struct exchange *exchange)
{
    const struct kiosk *kiosk = exchange->door->api->kiosk;
    struct promises_query query;
    if (!read_days(exchange, &query))
        return;
    json_t *json = promises_json(&query);
    json_object_set_new(json, "state", json_string(waits_state_name(kiosk_waits_state(kiosk))));
    exchange_json(exchange, MHD_HTTP_OK, json);
}

void promises_csv(struct exchange *exchange)
{
    struct promises_query query;
    char *text = NULL;
    size_t bytes = 0;
    if (!read_days(exchange, &query))
        return;
    FILE *out = open_memstream(&text, &bytes);
    if (!out)
        abort();
    promises_write(out, &query);
    fclose(out);
    exchange_bytes(exchange, MHD_HTTP_OK, "text/csv; charset=utf-8", text, bytes);
    free(text);
}
