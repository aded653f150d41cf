// SPDX-License-Identifier: MIT
#include "tests/unit/forecast_log.h"

#include <math.h>
#include <string.h>

enum { WAITING_MAX = 400 };

struct hall {
    struct forecast_log *log;
    uint32_t seed;
    int32_t day;
    bool named;
    int waiting;
    struct forecast_event queue[WAITING_MAX];
    struct forecast_event serving[FORECAST_LOG_DESKS];
    double free_s[FORECAST_LOG_DESKS];
    bool busy[FORECAST_LOG_DESKS];
};

static double draw(struct hall *hall)
{
    hall->seed = hall->seed * 1664525U + 1013904223U;
    return (hall->seed >> 8) / 16777216.0;
}

static void add(struct hall *hall, struct forecast_event event)
{
    event.day = hall->day;
    if (hall->log->count < FORECAST_LOG_MAX)
        hall->log->event[hall->log->count++] = event;
}

static void call_next(struct hall *hall, int desk, double at_s)
{
    if (hall->waiting == 0 || hall->busy[desk])
        return;
    struct forecast_event next = hall->queue[0];
    hall->waiting--;
    memmove(hall->queue, hall->queue + 1, (size_t)hall->waiting * sizeof *hall->queue);
    next.kind = FORECAST_CALL;
    next.at_s = at_s;
    next.desk = hall->named ? desk + 1 : 0;
    add(hall, next);
    hall->serving[desk] = next;
    hall->busy[desk] = true;
    hall->free_s[desk] = at_s - 300 * log(1 - 0.999 * draw(hall));
}

/* Desks that have finished until then call their next. */
static void work_until(struct hall *hall, double at_s)
{
    for (;;) {
        int first = -1;
        for (int d = 0; d < FORECAST_LOG_DESKS; d++)
            if (hall->busy[d] && hall->free_s[d] <= at_s &&
                (first < 0 || hall->free_s[d] < hall->free_s[first]))
                first = d;
        if (first < 0)
            return;
        struct forecast_event end = hall->serving[first];
        end.kind = FORECAST_END;
        end.at_s = hall->free_s[first];
        hall->busy[first] = false;
        if (hall->named)
            add(hall, end);
        call_next(hall, first, hall->free_s[first]);
    }
}

static void make_day(struct hall *hall)
{
    double at_s = 28800;
    uint32_t key = 0;
    hall->waiting = 0;
    memset(hall->busy, 0, sizeof hall->busy);
    for (int s = 0; s < FORECAST_LOG_SERVICES && !hall->named; s++)
        add(hall, (struct forecast_event){
                      .kind = FORECAST_DESKS, .at_s = at_s, .service = s, .number = 1});
    for (int d = 1; d <= FORECAST_LOG_DESKS && hall->named; d++)
        add(hall, (struct forecast_event){.kind = FORECAST_OPEN, .at_s = at_s, .desk = d});
    while (at_s < 45000 && hall->waiting < WAITING_MAX - 1) {
        at_s += -105 * log(1 - 0.999 * draw(hall));
        work_until(hall, at_s);
        struct forecast_event arrival = {.kind = FORECAST_ARRIVE,
                                         .at_s = at_s,
                                         .key = ++key,
                                         .service = (int)(draw(hall) * FORECAST_LOG_SERVICES),
                                         .lane = draw(hall) < 0.1};
        add(hall, arrival);
        hall->queue[hall->waiting++] = arrival;
        for (int d = 0; d < FORECAST_LOG_DESKS; d++)
            call_next(hall, d, at_s);
    }
    work_until(hall, 86000);
}

void forecast_log_make(struct forecast_log *log, uint32_t seed, int days, bool named)
{
    static struct hall hall;
    memset(&hall, 0, sizeof hall);
    hall.log = log;
    hall.seed = seed;
    hall.named = named;
    log->count = 0;
    for (int day = 1; day <= days; day++) {
        hall.day = 20250300 + day;
        make_day(&hall);
    }
}
