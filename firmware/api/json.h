// SPDX-License-Identifier: MIT
/* State -> JSON of the interface. New references, the caller's. */
#ifndef LOKET_API_JSON_H
#define LOKET_API_JSON_H

#include <jansson.h>

#include "firmware/kiosk.h"

/* {"error":{...}} */
json_t *json_error_body(const char *code, const char *message, const char *field);
json_t *json_refusal(enum refusal refusal);
/* HTTP status: 200 for REFUSED_NOT. */
unsigned json_refusal_status(enum refusal refusal);
/* What the kiosk's state is to somebody who wants a number; REFUSED_NOT when ready. */
enum refusal json_state_refusal(enum kiosk_state state);

json_t *json_board(const struct kiosk *kiosk);
/* The information pages of an idle wall, without those that have nothing to say. */
json_t *json_pages(const struct kiosk *kiosk);
json_t *json_ticket(const struct kiosk *kiosk, ticket_slot slot);
json_t *json_event(int64_t seq, const struct event *event);
/* The answer to a command: the refusal, the ticket, the desk or the kiosk's state. */
json_t *json_command_result(const struct kiosk *kiosk, const struct command *command,
                            const struct kiosk_reply *reply);

json_t *json_ticket_no(struct ticket_no no); /* "" for none */
json_t *json_letter(char letter);
json_t *json_day(int32_t day); /* "2026-11-22", "" for 0 */

#endif
