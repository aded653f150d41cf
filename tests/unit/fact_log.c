// SPDX-License-Identifier: MIT
#include "tests/unit/fact_log.h"

#include <stdlib.h>
#include <string.h>

#include "tests/bench/support.h"

static void write_fact(void *context, const struct twin *twin, const struct event *event)
{
    struct fact_log *log = context;
    if (log->count == FACT_LOG_MAX)
        support_fail("the twin's days have too many facts");
    log->fact[log->count].event = *event;
    log->fact[log->count++].midnight_ms = twin->midnight_ms;
}

void fact_log_twin(struct fact_log *log, uint64_t seed, int days)
{
    struct twin *twin = malloc(sizeof *twin);
    if (!twin)
        support_fail("out of memory");
    memset(log, 0, sizeof *log);
    twin_init(twin, seed);
    twin->fact = write_fact;
    twin->context = log;
    log->rules = twin->rules;
    while (twin->day < days)
        twin_day(twin);
    free(twin);
}

void fact_reader_init(struct fact_reader *reader)
{
    queue_init(&reader->queue);
    outlook_init(&reader->outlook);
    reader->next = 0;
}

static void read_one(struct fact_reader *reader, const struct fact_log *log, bool study)
{
    const struct event *event = &log->fact[reader->next].event;
    outlook_fact(&reader->outlook, &reader->queue, event, log->fact[reader->next++].midnight_ms,
                 study);
    if (!queue_apply(&reader->queue, event))
        support_fail("the queue refused a fact of the log");
}

void fact_reader_read(struct fact_reader *reader, const struct fact_log *log, int until, bool study)
{
    while (reader->next < until)
        read_one(reader, log, study);
}

struct simulate_input fact_reader_input(struct fact_reader *reader, const struct rules *rules,
                                        int64_t now_ms)
{
    branch_model_pace(&reader->outlook.model, rules, &reader->pace);
    bool planned = branch_model_plan(&reader->outlook.model, rules, &reader->plan);
    return (struct simulate_input){.queue = &reader->queue,
                                   .rules = rules,
                                   .pace = &reader->pace,
                                   .plan = planned ? &reader->plan : NULL,
                                   .now_ms = now_ms,
                                   .seed = (uint64_t)reader->queue.day,
                                   .paths = FACT_LOG_PATHS};
}

struct promise fact_reader_ask(struct fact_reader *reader, const struct rules *rules, char service,
                               enum lane lane, int64_t now_ms)
{
    struct promise promise;
    outlook_promise(&reader->outlook, &reader->queue, rules, service, lane, now_ms,
                    &reader->result.fresh[service - 'A'][lane], 0, &promise);
    return promise;
}

void fact_reader_promise(struct fact_reader *reader, struct fact_log *log, int until)
{
    while (reader->next < until) {
        struct event *event = &log->fact[reader->next].event;
        if (event->kind == EV_TICKET_ISSUED) {
            struct simulate_input input = fact_reader_input(reader, &log->rules, event->at_utc_ms);
            simulate_run(&reader->simulation, &input, &reader->result);
            event->promise =
                fact_reader_ask(reader, &log->rules, event->service, event->lane, event->at_utc_ms);
        }
        read_one(reader, log, true);
    }
}
