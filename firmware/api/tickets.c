// SPDX-License-Identifier: MIT
#include "firmware/api/routes.h"

#include "firmware/api/json.h"

void tickets_list(struct exchange *exchange)
{
    const struct kiosk *kiosk = exchange->door->api->kiosk;
    const struct queue *queue = kiosk_queue(kiosk);
    const char *name = exchange_query(exchange, "state");
    enum ticket_state state = *name ? ticket_state_parse(name) : TICKET_STATES;
    if (*name && state == TICKET_STATES) {
        exchange_error(exchange, MHD_HTTP_BAD_REQUEST, "invalid_field",
                       "state is waiting, serving, parked, absent or done", "state");
        return;
    }
    json_t *list = json_array();
    for (int slot = 0; slot < queue->ticket_count; slot++)
        if (state == TICKET_STATES || queue->ticket[slot].state == state)
            json_array_append_new(list, json_ticket(kiosk, (ticket_slot)slot));
    exchange_json(exchange, MHD_HTTP_OK,
                  json_pack("{s:o,s:o}", "day", json_day(queue->day), "tickets", list));
}

struct history {
    struct ticket_no ticket;
    json_t *list;
};

static bool add_history(void *context, int64_t seq, const struct event *event)
{
    struct history *history = context;
    if (ticket_no_equal(event->ticket, history->ticket))
        json_array_append_new(history->list, json_event(seq, event));
    return true;
}

void tickets_get(struct exchange *exchange)
{
    struct kiosk *kiosk = exchange->door->api->kiosk;
    const struct queue *queue = kiosk_queue(kiosk);
    struct journal *journal = kiosk_journal(kiosk);
    ticket_slot slot = queue_find(queue, exchange->values.ticket);
    if (slot == NO_SLOT) {
        exchange_refuse(exchange, REFUSED_UNKNOWN_TICKET);
        return;
    }
    struct history history = {exchange->values.ticket, json_array()};
    if (journal && journal_replay(journal, queue->day, add_history, &history) != JOURNAL_OK) {
        json_decref(history.list);
        exchange_refuse(exchange, REFUSED_JOURNAL);
        return;
    }
    json_t *json = json_ticket(kiosk, slot);
    json_object_set_new(json, "history", history.list);
    exchange_json(exchange, MHD_HTTP_OK, json);
}
