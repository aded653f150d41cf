// SPDX-License-Identifier: MIT
#include "firmware/core/event.h"

#include <stddef.h>
#include <string.h>

static const char *const kind_names[EVENT_KINDS] = {
    [EV_DAY_STARTED] = "DAY_STARTED",
    [EV_KIOSK_OPENED] = "KIOSK_OPENED",
    [EV_KIOSK_CLOSED] = "KIOSK_CLOSED",
    [EV_TICKET_ISSUED] = "TICKET_ISSUED",
    [EV_TICKET_CALLED] = "TICKET_CALLED",
    [EV_TICKET_RECALLED] = "TICKET_RECALLED",
    [EV_TICKET_ABSENT] = "TICKET_ABSENT",
    [EV_TICKET_RETURNED] = "TICKET_RETURNED",
    [EV_TICKET_FINISHED] = "TICKET_FINISHED",
    [EV_TICKET_PARKED] = "TICKET_PARKED",
    [EV_TICKET_UNPARKED] = "TICKET_UNPARKED",
    [EV_TICKET_TRANSFERRED] = "TICKET_TRANSFERRED",
    [EV_DESK_OPENED] = "DESK_OPENED",
    [EV_DESK_PAUSED] = "DESK_PAUSED",
    [EV_DESK_CLOSED] = "DESK_CLOSED",
    [EV_HELP_ASKED] = "HELP_ASKED",
    [EV_HELP_ANSWERED] = "HELP_ANSWERED",
    [EV_SLIP_WANTED] = "SLIP_WANTED",
    [EV_SLIP_SENT] = "SLIP_SENT",
    [EV_SLIP_PRINTED] = "SLIP_PRINTED",
    [EV_SLIP_GIVEN_UP] = "SLIP_GIVEN_UP",
    [EV_AUDIT] = "AUDIT",
};

static const char *const lane_names[LANES] = {
    [LANE_REGULAR] = "regular",
    [LANE_PRIORITY] = "priority",
    [LANE_RETURN] = "return",
};

static const char *const outcome_names[OUTCOMES] = {
    [OUTCOME_DONE] = "done",
    [OUTCOME_MISSING_PAPERS] = "missing_papers",
    [OUTCOME_WRONG_OFFICE] = "wrong_office",
    [OUTCOME_LEFT] = "left",
};

static int find_name(const char *const names[], int count, const char *name)
{
    int i = 0;
    while (i < count && (name == NULL || strcmp(names[i], name) != 0))
        i++;
    return i;
}

const char *event_kind_name(enum event_kind kind)
{
    return kind_names[kind];
}

enum event_kind event_kind_parse(const char *name)
{
    return (enum event_kind)find_name(kind_names, EVENT_KINDS, name);
}

const char *lane_name(enum lane lane)
{
    return lane_names[lane];
}

enum lane lane_parse(const char *name)
{
    return (enum lane)find_name(lane_names, LANES, name);
}

const char *outcome_name(enum outcome outcome)
{
    return outcome_names[outcome];
}

enum outcome outcome_parse(const char *name)
{
    return (enum outcome)find_name(outcome_names, OUTCOMES, name);
}

void ticket_no_format(struct ticket_no no, char text[TICKET_TEXT_BYTES])
{
    memset(text, 0, TICKET_TEXT_BYTES);
    if (no.letter == 0)
        return;
    unsigned n = no.number % 1000u;
    text[0] = no.letter;
    text[1] = '-';
    text[2] = (char)('0' + n / 100);
    text[3] = (char)('0' + n / 10 % 10);
    text[4] = (char)('0' + n % 10);
}

bool ticket_no_parse(const char *text, struct ticket_no *no)
{
    char letter = text[0];
    if (letter >= 'a' && letter <= 'z')
        letter = (char)(letter - 'a' + 'A');
    if (service_bit(letter) == 0)
        return false;
    const char *p = text + 1 + (text[1] == '-');
    unsigned n = 0;
    int digits = 0;
    for (; *p >= '0' && *p <= '9' && digits < 4; p++, digits++)
        n = n * 10 + (unsigned)(*p - '0');
    if (*p != 0 || digits < 1 || digits > 3 || n < 1)
        return false;
    *no = (struct ticket_no){letter, (uint16_t)n};
    return true;
}
