// SPDX-License-Identifier: MIT
#include "firmware/ctl/replay_row.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

const char replay_header[] = "branch,day,time_s,event,ticket,service,lane,desk,value";

enum field { BRANCH, DAY, TIME, EVENT, TICKET, SERVICE, LANE, DESK, VALUE };

static const double TIME_MAX_S = 1.5 * 86400.0; /* a service may run past midnight */

/* One field off the line, quoted ones as RFC 4180 has them; what follows, or NULL at the end. */
static char *take_field(char *at, char **field)
{
    if (*at != '"') {
        *field = at;
        char *comma = strchr(at, ',');
        if (comma)
            *comma++ = '\0';
        return comma;
    }
    char *out = ++at;
    *field = out;
    while (*at && (at[0] != '"' || at[1] == '"')) {
        at += at[0] == '"';
        *out++ = *at++;
    }
    char *next = at[0] == '"' && at[1] == ',' ? at + 2 : NULL;
    *out = '\0';
    return next;
}

static int split(char *line, char *field[REPLAY_FIELDS])
{
    int count = 0;
    for (char *next = line; next; count++) {
        char *one;
        next = take_field(next, &one);
        if (count < REPLAY_FIELDS)
            field[count] = one;
    }
    return count;
}

static bool is_digits(const char *text, int count)
{
    for (int i = 0; i < count; i++)
        if (text[i] < '0' || text[i] > '9')
            return false;
    return true;
}

static bool read_day(const char *text, int32_t *day)
{
    if (strlen(text) != 10 || text[4] != '-' || text[7] != '-' || !is_digits(text, 4) ||
        !is_digits(text + 5, 2) || !is_digits(text + 8, 2))
        return false;
    int year = (int)strtol(text, NULL, 10);
    int month = (int)strtol(text + 5, NULL, 10), date = (int)strtol(text + 8, NULL, 10);
    *day = year * 10000 + month * 100 + date;
    return year > 0 && month >= 1 && month <= 12 && date >= 1 && date <= 31;
}

/* A plain decimal number and nothing behind it. */
static bool read_number(const char *text, double *number)
{
    char *end;
    if (text[strspn(text, "0123456789.-+eE")] != '\0' || text[0] == '\0')
        return false;
    *number = strtod(text, &end);
    return *end == '\0' && isfinite(*number);
}

static bool read_kind(const char *text, enum forecast_kind *kind)
{
    static const char *const names[] = {
        [FORECAST_PLAN] = "plan",       [FORECAST_OPEN] = "open",     [FORECAST_CLOSE] = "close",
        [FORECAST_PAUSE] = "pause",     [FORECAST_RESUME] = "resume", [FORECAST_DESKS] = "desks",
        [FORECAST_ARRIVE] = "arrive",   [FORECAST_CALL] = "call",     [FORECAST_END] = "end",
        [FORECAST_ABANDON] = "abandon", [FORECAST_EXPECT] = "expect",
    };
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strcmp(text, names[i]) == 0) {
            *kind = (enum forecast_kind)i;
            return true;
        }
    }
    return false;
}

/* "9:00" or "09:00", up to 47:59; what follows it, NULL when it is none. */
static const char *read_clock(const char *text, double *at_s)
{
    int digits = text[0] && text[1] == ':' ? 1 : 2;
    if (!is_digits(text, digits) || text[digits] != ':' || !is_digits(text + digits + 1, 2))
        return NULL;
    long hours = strtol(text, NULL, 10), minutes = strtol(text + digits + 1, NULL, 10);
    *at_s = (double)(hours * 3600 + minutes * 60);
    return hours <= 47 && minutes <= 59 ? text + digits + 3 : NULL;
}

/* "09:00-12:00 13:00-16:00"; windows of no length are left out. */
static bool read_plan(const char *text, struct replay_row *row)
{
    row->windows = 0;
    for (text += strspn(text, " "); *text; text += strspn(text, " ")) {
        double from_s, to_s;
        text = read_clock(text, &from_s);
        if (!text || *text != '-' || !(text = read_clock(text + 1, &to_s)) ||
            (*text && *text != ' '))
            return false;
        if (from_s >= to_s)
            continue;
        if (row->windows == REPLAY_WINDOWS_MAX)
            return false;
        row->from_s[row->windows] = from_s;
        row->to_s[row->windows++] = to_s;
    }
    return true;
}

static bool read_lane(const char *text, enum forecast_lane *lane)
{
    bool priority = strcmp(text, "priority") == 0;
    *lane = priority ? FORECAST_PRIORITY : FORECAST_REGULAR;
    return priority || text[0] == '\0' || strcmp(text, "regular") == 0;
}

static const char *read_value(const char *text, struct replay_row *row)
{
    switch (row->kind) {
    case FORECAST_PLAN:
        return read_plan(text, row) ? NULL : "the plan is not like 09:00-12:00 13:00-16:00";
    case FORECAST_DESKS:
        return read_number(text, &row->number) && row->number >= 0 && row->number <= 1000
                   ? NULL
                   : "desks needs a number of desks";
    case FORECAST_EXPECT:
        return read_number(text, &row->number) && row->number >= 0 && row->number <= 1440
                   ? NULL
                   : "expect needs minutes per visitor";
    case FORECAST_ARRIVE:
        row->before = strcmp(text, "before") == 0;
        return NULL;
    case FORECAST_OPEN:
    case FORECAST_CLOSE:
    case FORECAST_PAUSE:
    case FORECAST_RESUME:
    case FORECAST_CALL:
    case FORECAST_END:
    case FORECAST_ABANDON:
        return NULL;
    }
    return NULL;
}

/* What an event cannot do without. */
static const char *check_parts(const struct replay_row *row)
{
    bool of_desk = row->kind <= FORECAST_RESUME;
    bool of_ticket = row->kind >= FORECAST_ARRIVE && row->kind <= FORECAST_ABANDON;
    if (of_desk && !row->desk[0])
        return "the desk is missing";
    if (!of_desk && !row->service[0])
        return "the service is missing";
    return of_ticket && !row->ticket[0] ? "the ticket is missing" : NULL;
}

const char *replay_row_read(char *line, struct replay_row *row)
{
    char *field[REPLAY_FIELDS];
    memset(row, 0, sizeof *row);
    if (split(line, field) != REPLAY_FIELDS)
        return "not 9 columns";
    for (int i = 0; i < REPLAY_FIELDS; i++)
        if (strlen(field[i]) >= (i == VALUE ? 4 : 1) * REPLAY_TEXT_BYTES)
            return "a column is too long";
    row->branch = field[BRANCH];
    row->day_text = field[DAY];
    row->time_text = field[TIME];
    row->ticket = field[TICKET];
    row->service = field[SERVICE];
    row->desk = field[DESK];
    if (!row->branch[0])
        return "the branch is missing";
    if (!read_day(row->day_text, &row->day))
        return "the day is not a date like 2025-01-13";
    if (!read_number(row->time_text, &row->at_s))
        return "the time is not a number of seconds";
    if (row->at_s < 0 || row->at_s > TIME_MAX_S)
        return "the time is outside the day";
    if (!read_kind(field[EVENT], &row->kind))
        return "the event is unknown";
    if (!read_lane(field[LANE], &row->lane))
        return "the lane is neither regular nor priority";
    const char *fault = check_parts(row);
    return fault ? fault : read_value(field[VALUE], row);
}
