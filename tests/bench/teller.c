// SPDX-License-Identifier: MIT
#include "tests/bench/teller.h"

#include <string.h>

#include "firmware/forecast/attendance.h"
#include "tests/bench/support.h"

void teller_init(struct teller *teller)
{
    memset(teller, 0, sizeof *teller);
    outlook_init(&teller->outlook);
}

/* Paths of the hypothetical visitor; they stand behind those of the waiting. */
static void read_paths(const struct simulation *simulation, char service, enum lane lane,
                       float path_s[SIMULATE_PATHS])
{
    for (int i = simulation->real_count; i < simulation->target_count; i++) {
        const struct ticket *t = &simulation->queue.ticket[i];
        if (t->service == service && t->lane == lane)
            memcpy(path_s, simulation->wait_s[i], SIMULATE_PATHS * sizeof *path_s);
    }
}

void teller_simulate(struct teller *teller, const struct twin *twin, const struct event *event,
                     const struct duty_plan *plan, struct wait_range *wait,
                     float path_s[SIMULATE_PATHS])
{
    double start_ms = support_now_ms();
    struct pace pace;
    struct duty_plan expected;
    struct simulate_input input = {.queue = &twin->queue,
                                   .rules = &twin->rules,
                                   .pace = &pace,
                                   .plan = plan ? &expected : NULL,
                                   .now_ms = event->at_utc_ms,
                                   .seed = (uint64_t)twin->queue.day,
                                   .paths = SIMULATE_PATHS};
    branch_model_pace(&teller->outlook.model, &twin->rules, &pace);
    if (plan)
        attendance_expect(plan, &twin->queue, event->at_utc_ms, ATTENDANCE_LATE_MS, &expected);
    simulate_run(&teller->simulation, &input, &teller->result);
    *wait = teller->result.fresh[event->service - 'A'][event->lane];
    if (path_s)
        read_paths(&teller->simulation, event->service, event->lane, path_s);
    teller->simulate_ms += support_now_ms() - start_ms;
}

void teller_fact(struct teller *teller, const struct twin *twin, const struct event *event,
                 const struct duty_plan *plan, bool asks)
{
    struct event fact = *event;
    if (event->kind == EV_TICKET_ISSUED && asks) {
        teller_simulate(teller, twin, event, plan, &teller->simulated, teller->path_s);
        double start_ms = support_now_ms();
        outlook_promise(&teller->outlook, &twin->queue, &twin->rules, event->service, event->lane,
                        event->at_utc_ms, &teller->simulated, 0, &teller->promise);
        teller->promise_ms += support_now_ms() - start_ms;
        teller->asked++;
        fact.promise = teller->promise;
    }
    outlook_fact(&teller->outlook, &twin->queue, &fact, twin->midnight_ms, true);
}
