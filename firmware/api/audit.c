// SPDX-License-Identifier: MIT
/* Who changed what outside of the queue, on one day. A fact's note is "WHO KIND ...". */
#include "firmware/api/routes.h"

#include <string.h>

#include "firmware/api/json.h"

static json_t *piece(const char *text, size_t bytes)
{
    json_t *json = json_stringn(text, bytes);
    return json ? json : json_string("");
}

static bool add_row(void *context, int64_t seq, const struct event *event)
{
    if (event->kind != EV_AUDIT)
        return true;
    const char *who = event->note, *kind = who + strcspn(who, " ");
    const size_t who_bytes = (size_t)(kind - who);
    kind += *kind == ' ';
    json_t *row = json_object();
    json_object_set_new(row, "seq", json_integer(seq));
    json_object_set_new(row, "at_utc_ms", json_integer(event->at_utc_ms));
    json_object_set_new(row, "who", piece(who, who_bytes));
    json_object_set_new(row, "kind", piece(kind, strcspn(kind, " ")));
    json_object_set_new(row, "what", piece(kind, strlen(kind)));
    json_array_append_new(context, row);
    return true;
}

void audit_get(struct exchange *exchange)
{
    struct kiosk *kiosk = exchange->door->api->kiosk;
    struct journal *journal = kiosk_journal(kiosk);
    int32_t day = kiosk_queue(kiosk)->day;
    if (!exchange_day(exchange, "day", &day))
        return;
    json_t *rows = json_array();
    if (journal && journal_replay(journal, day, add_row, rows) == JOURNAL_OK) {
        exchange_json(exchange, MHD_HTTP_OK,
                      json_pack("{s:o,s:o}", "day", json_day(day), "audit", rows));
        return;
    }
    json_decref(rows);
    exchange_refuse(exchange, REFUSED_JOURNAL);
}
