// SPDX-License-Identifier: MIT
#include "firmware/api/remember.h"

#include <stdlib.h>

#include "firmware/api/json.h"
#include "firmware/log.h"

/* The last requests, each with its facts. */
struct memory {
    struct decision done[REPLAYS_MAX];
    int count; /* of all; request i stands at i % REPLAYS_MAX */
};

/* Facts of one command stand one behind the other. */
static bool belongs(const struct memory *memory, const struct event *event)
{
    const struct decision *last = &memory->done[(memory->count + REPLAYS_MAX - 1) % REPLAYS_MAX];
    return memory->count > 0 && last->event[0].key == event->key &&
           last->count < DECISION_EVENTS_MAX;
}

static bool add(void *context, int64_t seq, const struct event *event)
{
    (void)seq;
    struct memory *memory = context;
    if (!event->key)
        return true;
    if (!belongs(memory, event))
        memory->done[memory->count++ % REPLAYS_MAX].count = 0;
    struct decision *decision = &memory->done[(memory->count - 1) % REPLAYS_MAX];
    decision->event[decision->count++] = *event;
    return true;
}

/* The command as far as its answer depends on it. Which of those that answer with a ticket it
 * was makes no difference, but for taking one. */
static struct command command_of(const struct decision *decision)
{
    const struct event *event = &decision->event[decision->count - 1];
    struct command command = {.kind = CMD_NEXT, .desk = event->desk};
    switch (event->kind) {
    case EV_TICKET_ISSUED:
        command.kind = CMD_TAKE;
        break;
    case EV_TICKET_RETURNED:
    case EV_TICKET_UNPARKED:
    case EV_TICKET_TRANSFERRED:
    case EV_SLIP_WANTED:
        command.kind = CMD_TRANSFER;
        break;
    case EV_TICKET_PARKED: /* one that waited: no desk is named */
        command.kind = event->desk ? CMD_PARK : CMD_TRANSFER;
        break;
    case EV_DAY_STARTED:
    case EV_KIOSK_OPENED:
    case EV_KIOSK_CLOSED:
    case EV_TICKET_CALLED:
    case EV_TICKET_RECALLED:
    case EV_TICKET_ABSENT:
    case EV_TICKET_FINISHED:
    case EV_DESK_OPENED:
    case EV_DESK_PAUSED:
    case EV_DESK_CLOSED:
    case EV_HELP_ASKED:
    case EV_HELP_ANSWERED:
    case EV_SLIP_SENT:
    case EV_SLIP_PRINTED:
    case EV_SLIP_GIVEN_UP:
    case EV_AUDIT:
    case EVENT_KINDS:
        break;
    }
    return command;
}

static void recall(struct kiosk *kiosk, struct replays *replays, const struct decision *decision)
{
    struct command command = command_of(decision);
    struct kiosk_reply reply = {.refusal = REFUSED_NOT, .decision = *decision};
    json_t *json = json_command_result(kiosk, &command, &reply);
    char *body = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    if (body)
        replays_recall(replays, decision->event[0].key, command.kind == CMD_TAKE ? 201 : 200, body);
    free(body);
}

static enum journal_fault read_facts(struct journal *journal, struct memory *memory)
{
    int64_t seq;
    enum journal_fault fault = journal_keyed_from(journal, REPLAYS_MAX * DECISION_EVENTS_MAX, &seq);
    return fault || seq == 0 ? fault : journal_replay_from(journal, seq, add, memory);
}

void remember_answers(struct kiosk *kiosk, struct replays *replays)
{
    struct journal *journal = kiosk_journal(kiosk);
    struct memory *memory = calloc(1, sizeof *memory);
    if (!memory)
        abort();
    if (journal && read_facts(journal, memory))
        log_line(LOG_ERR, "requests repeated from before the start are not known: %s",
                 journal_error(journal));
    int from = memory->count > REPLAYS_MAX ? memory->count - REPLAYS_MAX : 0;
    for (int i = from; i < memory->count; i++)
        recall(kiosk, replays, &memory->done[i % REPLAYS_MAX]);
    free(memory);
}
