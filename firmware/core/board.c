// SPDX-License-Identifier: MIT
#include "firmware/core/board.h"

#include <stddef.h>

static void add_calls(const struct queue *queue, struct board *board)
{
    uint32_t kept = queue->calls < CALLS_KEPT ? queue->calls : CALLS_KEPT;
    for (uint32_t i = 0; i < kept; i++) {
        const struct call *call = &queue->call[(queue->calls - 1 - i) % CALLS_KEPT];
        board->call[board->call_count++] = (struct board_call){
            call->seq, queue->ticket[call->slot].no, call->desk, call->recall, call->at_ms};
    }
}

static void add_desk(const struct queue *queue, uint16_t number, struct board *board)
{
    const struct desk *desk = queue_desk(queue, number);
    struct board_desk shown = {.number = number, .state = DESK_CLOSED};
    if (desk) {
        shown.state = (enum desk_state)desk->state;
        shown.help = desk->help;
        if (desk->serving != NO_SLOT)
            shown.serving = queue->ticket[desk->serving].no;
    }
    int at = board->desk_count++;
    for (; at > 0 && board->desk[at - 1].number > number; at--)
        board->desk[at] = board->desk[at - 1];
    board->desk[at] = shown;
}

static void add_service(const struct queue *queue, const struct rules *rules, char letter,
                        struct board *board)
{
    struct board_service *s = &board->service[board->service_count++];
    int64_t wait_ms = queue->last_wait_ms[letter - 'A'];
    s->letter = letter;
    s->last_wait_min = wait_ms < 0 ? -1 : (int)((wait_ms + 30000) / 60000);
    s->low_min = s->high_min = -1;
    s->late = false;
    s->desk_count = 0;
    s->free = false;
    for (int i = 0; i < board->desk_count; i++) {
        for (int j = 0; j < rules->desk_count; j++)
            if (rules->desk[j].number == board->desk[i].number &&
                (rules->desk[j].services & service_bit(letter)) &&
                board->desk[i].state == DESK_OPEN) {
                s->desk[s->desk_count++] = board->desk[i].number;
                s->free = s->free || board->desk[i].serving.letter == 0;
            }
    }
    s->waiting = queue_waiting(queue, letter);
    s->ahead = queue_ahead_of_new(queue, rules, letter);
    s->free = s->free && s->ahead == 0;
}

void board_make(const struct queue *queue, const struct rules *rules, struct board *board)
{
    board->day = queue->day;
    board->kiosk_open = queue->kiosk_open;
    board->kiosk_help = queue->kiosk_help;
    board->kiosk_note = queue->kiosk_note;
    board->call_count = board->desk_count = board->service_count = 0;
    add_calls(queue, board);
    for (int i = 0; i < rules->desk_count; i++)
        add_desk(queue, rules->desk[i].number, board);
    for (char letter = 'A'; letter <= 'Z' && board->service_count < SERVICES_MAX; letter++)
        if (rules->services & service_bit(letter))
            add_service(queue, rules, letter, board);
}

void board_promise(struct board *board, char service, const struct promise *promise)
{
    for (int i = 0; i < board->service_count; i++) {
        struct board_service *s = &board->service[i];
        if (s->letter != service || !promise->known)
            continue;
        s->late = promise->late;
        if (promise->said) {
            s->low_min = promise->low_min;
            s->high_min = promise->high_min;
        }
    }
}
