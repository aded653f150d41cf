// SPDX-License-Identifier: MIT
/* The twin's days as rows of the replay format. */
#include <inttypes.h>

#include "tests/bench/twin.h"

void twin_write_head(FILE *file)
{
    fputs("branch,day,time_s,event,ticket,service,lane,desk,value\n", file);
}

/* Days of one invented year, counted on from 1 January. */
static void write_start(FILE *file, const struct twin *twin, int64_t at_ms, const char *event)
{
    static const int month_days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int month = 0, day = twin->day;
    while (month < 11 && day >= month_days[month])
        day -= month_days[month++];
    fprintf(file, "twin,2026-%02d-%02d,%.3f,%s,", month + 1, day + 1,
            (double)(at_ms - twin->midnight_ms) / 1000, event);
}

void twin_write_plan(FILE *file, const struct twin *twin)
{
    for (int i = 0; i < twin->plan.count; i++) {
        const struct duty *duty = &twin->plan.duty[i];
        write_start(file, twin, twin->midnight_ms, "plan");
        fprintf(file, ",,,D%d,", duty->desk);
        for (int s = 0; s < duty->span_count; s++) {
            int from = (int)((duty->span[s].from_ms - twin->midnight_ms) / 60000);
            int to = (int)((duty->span[s].to_ms - twin->midnight_ms) / 60000);
            fprintf(file, "%s%02d:%02d-%02d:%02d", s ? " " : "", from / 60, from % 60, to / 60,
                    to % 60);
        }
        fputc('\n', file);
    }
}

/* Who comes back after a no-show is another ticket to this format: named by when it came. */
static void write_ticket(FILE *file, const struct twin *twin, const struct event *event,
                         const char *name, const char *desk)
{
    ticket_slot slot = queue_find(&twin->queue, event->ticket);
    enum lane lane = slot == NO_SLOT ? event->lane : (enum lane)twin->queue.ticket[slot].lane;
    int64_t came_ms = slot == NO_SLOT ? 0 : twin->queue.ticket[slot].arrived_at_ms;
    if (event->kind == EV_TICKET_RETURNED) {
        lane = LANE_RETURN;
        came_ms = event->at_utc_ms;
    }
    char suffix[24] = "";
    if (lane == LANE_RETURN)
        snprintf(suffix, sizeof suffix, "r%lld", (long long)(came_ms - twin->midnight_ms) / 1000);
    write_start(file, twin, event->at_utc_ms, name);
    fprintf(file, "%d%s,%c,%s,%s,\n", event->ticket.number, suffix, event->ticket.letter,
            lane == LANE_REGULAR ? "regular" : "priority", desk);
}

void twin_write_fact(FILE *file, const struct twin *twin, const struct event *event)
{
    static const char *const names[EVENT_KINDS] = {
        [EV_TICKET_ISSUED] = "arrive",  [EV_TICKET_CALLED] = "call",
        [EV_TICKET_ABSENT] = "abandon", [EV_TICKET_FINISHED] = "end",
        [EV_DESK_OPENED] = "open",      [EV_DESK_PAUSED] = "pause",
        [EV_DESK_CLOSED] = "close",     [EV_TICKET_RETURNED] = "arrive",
    };
    const char *name = names[event->kind];
    char desk[16] = "";
    if (name == NULL)
        return;
    if (event->desk && event->kind != EV_TICKET_RETURNED)
        snprintf(desk, sizeof desk, "D%d", event->desk);
    if (event->ticket.letter) {
        write_ticket(file, twin, event, name, desk);
        return;
    }
    const struct desk *seen = queue_desk(&twin->queue, event->desk);
    if (event->kind == EV_DESK_OPENED && seen && seen->state == DESK_PAUSED)
        name = "resume";
    write_start(file, twin, event->at_utc_ms, name);
    fprintf(file, ",,,%s,\n", desk);
}
