// SPDX-License-Identifier: MIT
/* The forecast of a busy branch: events of a replay per second, one question, one night.
 *
 *     bench_forecast                     measures
 *     bench_forecast fit LOG...          fits the factory's priors: fit_priors.h
 *     bench_forecast leave-out LOG...    judges them on branches they have not seen */
#include <stdlib.h>

#include "firmware/forecast/forecast.h"
#include "tests/bench/fit_priors.h"
#include "tests/bench/support.h"

enum { DAYS = 20, TICKETS = 400, SERVICES = 8, DESKS = 6, ASKED = 20000, QUEUE = 60 };
static const double OPEN_S = 28800, ARRIVAL_GAP_S = 60, CALL_GAP_S = 62;

struct day {
    struct forecast *forecast;
    int32_t number;
    long events;
    double night_ms; /* the longest first event of a day */
};

static void feed(struct day *day, struct forecast_event event)
{
    struct forecast_wait wait;
    event.day = day->number;
    forecast_feed(day->forecast, &event, NULL, &wait);
    day->events++;
}

static struct forecast_event ticket_event(enum forecast_kind kind, int ticket, double at_s)
{
    return (struct forecast_event){.kind = kind,
                                   .at_s = at_s,
                                   .key = (uint32_t)ticket + 1,
                                   .service = ticket * 7 % SERVICES,
                                   .desk = kind == FORECAST_ARRIVE ? 0 : ticket % DESKS + 1};
}

/* One arrival a minute, calls in the order of arrival, a little slower. */
static void live_day(struct day *day)
{
    double start_ms = support_now_ms();
    feed(day, (struct forecast_event){.kind = FORECAST_OPEN, .at_s = OPEN_S, .desk = 1});
    double night_ms = support_now_ms() - start_ms;
    if (night_ms > day->night_ms)
        day->night_ms = night_ms;
    for (int desk = 2; desk <= DESKS; desk++)
        feed(day, (struct forecast_event){.kind = FORECAST_OPEN, .at_s = OPEN_S, .desk = desk});
    for (int arrived = 0, called = 0; called < TICKETS;) {
        double arrive_s = OPEN_S + ARRIVAL_GAP_S * arrived;
        double call_s = OPEN_S + 600 + CALL_GAP_S * called;
        if (arrived < TICKETS && arrive_s <= call_s) {
            feed(day, ticket_event(FORECAST_ARRIVE, arrived++, arrive_s));
            continue;
        }
        if (called >= DESKS)
            feed(day, ticket_event(FORECAST_END, called - DESKS, call_s));
        feed(day, ticket_event(FORECAST_CALL, called++, call_s));
    }
}

/* A full hall, asked again and again. */
static double ask_us(struct day *day)
{
    struct forecast_wait wait;
    day->number++;
    for (int desk = 1; desk <= DESKS; desk++)
        feed(day, (struct forecast_event){.kind = FORECAST_OPEN, .at_s = OPEN_S, .desk = desk});
    for (int i = 0; i < QUEUE + DESKS; i++)
        feed(day, ticket_event(FORECAST_ARRIVE, i, OPEN_S + i));
    for (int i = 0; i < DESKS; i++)
        feed(day, ticket_event(FORECAST_CALL, i, OPEN_S + 100));
    double start_ms = support_now_ms();
    for (int i = 0; i < ASKED; i++)
        forecast_ask(day->forecast, i % SERVICES, FORECAST_REGULAR, OPEN_S + 200, NULL, &wait);
    return (support_now_ms() - start_ms) * 1000 / ASKED;
}

int main(int argc, char **argv)
{
    if (argc > 1)
        return fit_priors(argc - 1, argv + 1);
    struct day day = {.forecast = malloc(sizeof *day.forecast), .number = 20250300};
    if (!day.forecast)
        support_fail("out of memory");
    forecast_init(day.forecast, NULL);
    double start_ms = support_now_ms();
    for (int i = 0; i < DAYS; i++, day.number++)
        live_day(&day);
    double spent_ms = support_now_ms() - start_ms;
    support_result("forecast_events_per_s", (double)day.events / spent_ms * 1000, "1/s", 10000,
                   "higher");
    support_result("forecast_ask_60_waiting_us", ask_us(&day), "us", 200, "lower");
    support_result("forecast_night_ms", day.night_ms, "ms", 500, "lower");
    support_result("forecast_memory_mib", (double)sizeof *day.forecast / 1048576, "MiB", 4,
                   "lower");
    free(day.forecast);
    return 0;
}
