// SPDX-License-Identifier: MIT
/* Buttons to commands: the dictionary between lines and the words of the hall. */
#include "firmware/kiosk_state.h"

static void submit(struct kiosk *k, enum command_kind kind, uint16_t desk)
{
    struct command command = {.kind = kind, .desk = desk};
    kiosk_submit(k, &command, NULL, NULL);
}

static void press_take(struct kiosk *k, char service, bool held)
{
    if (held) {
        (void)kiosk_print_checklist(k, service); /* the wall says why when it cannot */
        return;
    }
    bool priority = clock_mono_ms() < k->priority_until_ms;
    struct command command = {.kind = CMD_TAKE,
                              .service = service,
                              .lane = priority ? LANE_PRIORITY : LANE_REGULAR,
                              .print = true};
    k->priority_until_ms = 0;
    kiosk_submit(k, &command, NULL, NULL);
}

static enum desk_state desk_state(const struct kiosk *k, uint16_t number)
{
    const struct desk *desk = queue_desk(&k->turn, number);
    return desk ? (enum desk_state)desk->state : DESK_CLOSED;
}

/* An officer who presses "next" is there: the desk opens, a pause ends. */
static void press_next(struct kiosk *k, uint16_t desk)
{
    if (desk_state(k, desk) != DESK_OPEN)
        submit(k, CMD_DESK_OPEN, desk);
    submit(k, CMD_NEXT, desk);
}

static void press_desk_help(struct kiosk *k, uint16_t number)
{
    const struct desk *desk = queue_desk(&k->turn, number);
    submit(k, desk && desk->help ? CMD_HELP_ANSWER : CMD_HELP, number);
}

static void on_press(void *context, const struct config_line *line, bool held)
{
    struct kiosk *k = context;
    switch (line->action) {
    case LINE_TAKE:
        press_take(k, line->service, held);
        break;
    case LINE_PRIORITY:
        k->priority_until_ms = clock_mono_ms() + PRIORITY_ARMED_MS;
        break;
    case LINE_HELP:
        submit(k, CMD_HELP, 0);
        break;
    case LINE_DESK_NEXT:
        press_next(k, line->desk);
        break;
    case LINE_DESK_RECALL:
        submit(k, CMD_RECALL, line->desk);
        break;
    case LINE_DESK_NO_SHOW:
        submit(k, CMD_NO_SHOW, line->desk);
        break;
    case LINE_DESK_FINISH:
        submit(k, CMD_FINISH, line->desk);
        break;
    case LINE_DESK_PAUSE:
        submit(k, desk_state(k, line->desk) == DESK_OPEN ? CMD_DESK_PAUSE : CMD_DESK_OPEN,
               line->desk);
        break;
    case LINE_DESK_HELP:
        press_desk_help(k, line->desk);
        break;
    }
}

static void on_panel_change(void *context)
{
    kiosk_turn_soon(context);
}

bool kiosk_press_open(struct kiosk *k)
{
    struct panel_listener listener = {k, on_press, on_panel_change};
    k->panel = panel_create(k->loop, k->config, &listener);
    return k->panel != NULL;
}

/* A lamp is lit beside each button that would give a number now. */
void kiosk_press_lamps(struct kiosk *k)
{
    panel_lamps(k->panel, kiosk_state(k) == KIOSK_READY ? k->content.rules.services : 0);
}
