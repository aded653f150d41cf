// SPDX-License-Identifier: MIT
#include "firmware/api/json.h"

#include <stdio.h>

#include "firmware/journal.h"

json_t *json_error_body(const char *code, const char *message, const char *field)
{
    return json_pack("{s:{s:s,s:s,s:s}}", "error", "code", code, "message", message, "field",
                     field);
}

static const char *refusal_field(enum refusal refusal)
{
    if (refusal == REFUSED_UNKNOWN_SERVICE)
        return "service";
    if (refusal == REFUSED_UNKNOWN_DESK)
        return "desk";
    return refusal == REFUSED_UNKNOWN_TICKET ? "ticket" : "";
}

json_t *json_refusal(enum refusal refusal)
{
    return json_error_body(refusal_code(refusal), refusal_text_en(refusal), refusal_field(refusal));
}

unsigned json_refusal_status(enum refusal refusal)
{
    switch (refusal) {
    case REFUSED_NOT:
        return 200;
    case REFUSED_UNKNOWN_SERVICE:
    case REFUSED_UNKNOWN_DESK:
    case REFUSED_UNKNOWN_TICKET:
        return 404;
    case REFUSED_OLD_DAY:
    case REFUSED_KIOSK_CLOSED:
    case REFUSED_ALREADY:
    case REFUSED_DESK_CLOSED:
    case REFUSED_DESK_PAUSED:
    case REFUSED_DESK_BUSY:
    case REFUSED_DESK_IDLE:
    case REFUSED_WRONG_SERVICE:
    case REFUSED_NOBODY_WAITING:
    case REFUSED_WRONG_STATE:
    case REFUSED_RECALL_TOO_SOON:
    case REFUSED_RECALL_TOO_OFTEN:
    case REFUSED_TOO_LATE:
    case REFUSED_LATE:
        return 409;
    case REFUSED_NO_DAY:
    case REFUSED_SERVICE_FULL:
    case REFUSED_DAY_FULL:
    case REFUSED_QUEUE_FULL:
    case REFUSED_PAPER_OUT:
    case REFUSED_COVER_OPEN:
    case REFUSED_CUTTER:
    case REFUSED_PRINTER_OFFLINE:
    case REFUSED_PRINTER_BUSY:
    case REFUSED_JOURNAL:
    case REFUSED_DISK_FULL:
    case REFUSED_STOPPING:
    case REFUSALS:
        return 503;
    }
    return 503;
}

enum refusal json_state_refusal(enum kiosk_state state)
{
    switch (state) {
    case KIOSK_READY:
        return REFUSED_NOT;
    case KIOSK_CLOSED:
        return REFUSED_KIOSK_CLOSED;
    case KIOSK_PAPER_OUT:
        return REFUSED_PAPER_OUT;
    case KIOSK_COVER_OPEN:
        return REFUSED_COVER_OPEN;
    case KIOSK_CUTTER:
        return REFUSED_CUTTER;
    case KIOSK_PRINTER_OFFLINE:
        return REFUSED_PRINTER_OFFLINE;
    case KIOSK_DISK_FULL:
        return REFUSED_DISK_FULL;
    case KIOSK_JOURNAL:
        return REFUSED_JOURNAL;
    case KIOSK_STOPPING:
        return REFUSED_STOPPING;
    }
    return REFUSED_JOURNAL;
}

json_t *json_ticket_no(struct ticket_no no)
{
    char text[TICKET_TEXT_BYTES];
    ticket_no_format(no, text);
    return json_string(text);
}

json_t *json_letter(char letter)
{
    char text[2] = {letter, '\0'};
    return json_string(text);
}

json_t *json_day(int32_t day)
{
    return day > 0 ? json_sprintf("%04d-%02d-%02d", day / 10000, day / 100 % 100, day % 100)
                   : json_string("");
}

static const char *slip_name(enum slip_state slip)
{
    switch (slip) {
    case SLIP_NONE:
        return "none";
    case SLIP_WANTED:
        return "wanted";
    case SLIP_SENT:
        return "sent";
    case SLIP_PRINTED:
        return "printed";
    case SLIP_GIVEN_UP:
        return "given_up";
    }
    return "";
}

/* A time, or null for "never". */
static json_t *time_json(int64_t utc_ms)
{
    return utc_ms ? json_integer(utc_ms) : json_null();
}

/* What its visitor was told; null when there was no forecast. */
static json_t *told_json(const struct told *told)
{
    if (!told->known)
        return json_null();
    return json_pack("{s:i,s:i,s:b,s:b}", "low_min", told->low_min, "high_min", told->high_min,
                     "said", told->said, "late", told->late);
}

/* `wait_s` from now on, null when that turn does not come. */
static json_t *turn_json(int64_t now_ms, float wait_s)
{
    return wait_s < SIMULATE_NEVER_S ? json_integer(now_ms + (int64_t)((double)wait_s * 1000))
                                     : json_null();
}

/* When it will be called, as far as is known now. */
static json_t *expected_json(const struct kiosk *kiosk, ticket_slot slot)
{
    struct wait_range wait;
    if (kiosk_queue(kiosk)->ticket[slot].state != TICKET_WAITING ||
        !kiosk_expected(kiosk, slot, &wait))
        return json_null();
    int64_t now_ms = kiosk_now_ms(kiosk);
    return json_pack("{s:o,s:o,s:o}", "p10_utc_ms", turn_json(now_ms, wait.p10_s), "p50_utc_ms",
                     turn_json(now_ms, wait.p50_s), "p90_utc_ms", turn_json(now_ms, wait.p90_s));
}

json_t *json_ticket(const struct kiosk *kiosk, ticket_slot slot)
{
    const struct queue *queue = kiosk_queue(kiosk);
    const struct rules *rules = &kiosk_content(kiosk)->rules;
    const struct ticket *ticket = &queue->ticket[slot];
    bool waits = ticket->state == TICKET_WAITING, over = ticket->state == TICKET_DONE;
    json_t *json = json_object();
    json_object_set_new(json, "ticket", json_ticket_no(ticket->no));
    json_object_set_new(json, "service", json_letter(ticket->service));
    json_object_set_new(json, "lane", json_string(lane_name(ticket->lane)));
    json_object_set_new(json, "state", json_string(ticket_state_name(ticket->state)));
    json_object_set_new(json, "desk", json_integer(ticket->desk));
    json_object_set_new(json, "issued_at_utc_ms", json_integer(ticket->issued_at_ms));
    json_object_set_new(json, "arrived_at_utc_ms", json_integer(ticket->arrived_at_ms));
    json_object_set_new(json, "called_at_utc_ms", time_json(ticket->called_at_ms));
    json_object_set_new(json, "first_called_at_utc_ms", time_json(ticket->first_called_at_ms));
    json_object_set_new(json, "changed_at_utc_ms", json_integer(ticket->changed_at_ms));
    json_object_set_new(json, "ahead",
                        waits ? json_integer(queue_ahead(queue, rules, slot)) : json_null());
    json_object_set_new(json, "promise", told_json(&ticket->told));
    json_object_set_new(json, "expected", expected_json(kiosk, slot));
    json_object_set_new(json, "overtaken", json_integer(ticket->overtaken));
    json_object_set_new(json, "recalls", json_integer(ticket->recalls));
    json_object_set_new(json, "slip", json_string(slip_name(ticket->slip)));
    json_object_set_new(json, "slips_sent", json_integer(ticket->slips_sent));
    json_object_set_new(json, "outcome",
                        over ? json_string(outcome_name(ticket->outcome)) : json_null());
    return json;
}

json_t *json_event(int64_t seq, const struct event *event)
{
    char data[EVENT_DATA_BYTES];
    event_data_format(event, data);
    json_t *json = json_object();
    json_object_set_new(json, "seq", json_integer(seq));
    json_object_set_new(json, "day", json_day(event->day));
    json_object_set_new(json, "at_utc_ms", json_integer(event->at_utc_ms));
    json_object_set_new(json, "kind", json_string(event_kind_name(event->kind)));
    json_object_set_new(json, "ticket", json_ticket_no(event->ticket));
    json_object_set_new(json, "service", json_letter(event->service));
    json_object_set_new(json, "desk", json_integer(event->desk));
    json_object_set_new(json, "data", json_loads(data, 0, NULL));
    return json;
}

/* The ticket that the command was about: the last one its facts name. */
static ticket_slot ticket_of(const struct queue *queue, const struct kiosk_reply *reply)
{
    for (int i = reply->decision.count - 1; i >= 0; i--)
        if (reply->decision.event[i].ticket.letter)
            return queue_find(queue, reply->decision.event[i].ticket);
    return NO_SLOT;
}

static json_t *desk_result(const struct kiosk *kiosk, uint16_t number, ticket_slot slot)
{
    const struct queue *queue = kiosk_queue(kiosk);
    const struct desk *desk = queue_desk(queue, number);
    struct ticket_no none = {0};
    bool serves = desk && desk->serving != NO_SLOT;
    json_t *json = json_object();
    json_object_set_new(json, "desk", json_integer(number));
    json_object_set_new(json, "state",
                        json_string(desk_state_name(desk ? desk->state : DESK_CLOSED)));
    json_object_set_new(json, "help", json_boolean(desk && desk->help));
    json_object_set_new(json, "serving",
                        json_ticket_no(serves ? queue->ticket[desk->serving].no : none));
    json_object_set_new(json, "ticket",
                        json_ticket_no(slot == NO_SLOT ? none : queue->ticket[slot].no));
    json_object_set_new(json, "visitor", slot == NO_SLOT ? json_null() : json_ticket(kiosk, slot));
    return json;
}

json_t *json_command_result(const struct kiosk *kiosk, const struct command *command,
                            const struct kiosk_reply *reply)
{
    const struct queue *queue = kiosk_queue(kiosk);
    if (reply->refusal)
        return json_refusal(reply->refusal);
    ticket_slot slot = ticket_of(queue, reply);
    if (command->kind == CMD_TAKE || command->kind == CMD_TRANSFER ||
        command->kind == CMD_REPRINT || command->kind == CMD_RETURN || command->kind == CMD_UNPARK)
        return slot == NO_SLOT ? json_object() : json_ticket(kiosk, slot);
    if (command->desk)
        return desk_result(kiosk, command->desk, slot);
    return json_pack("{s:b,s:s,s:b}", "ok", 1, "state", kiosk_state_name(kiosk_state(kiosk)),
                     "help", queue->kiosk_help);
}
