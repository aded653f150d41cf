// SPDX-License-Identifier: MIT
#include "tests/bench/fit_samples.h"

#include <stdlib.h>
#include <string.h>

#include "tests/bench/support.h"

static void *grow(void *memory, int count, int *room, size_t bytes)
{
    if (count < *room)
        return memory;
    *room = *room ? 2 * *room : 1024;
    void *more = realloc(memory, (size_t)*room * bytes);
    if (!more)
        support_fail("out of memory");
    return more;
}

static struct fit_branch *begin_branch(struct fit_logs *logs, const char *name)
{
    if (logs->count == FIT_BRANCHES_MAX)
        support_fail("too many branches");
    struct fit_branch *branch = &logs->branch[logs->count++];
    memset(branch, 0, sizeof *branch);
    snprintf(branch->name, sizeof branch->name, "%s", name);
    return branch;
}

struct reader {
    struct fit_logs *logs;
    struct replay_log log;
    struct replay_hall hall;
    int room; /* for events of the last branch */
};

static void add_event(struct reader *reader, const struct replay_row *row,
                      const struct forecast_event *event)
{
    struct fit_branch *branch = &reader->logs->branch[reader->logs->count - 1];
    branch->events = grow(branch->events, branch->count, &reader->room, sizeof *branch->events);
    struct fit_event *own = &branch->events[branch->count++];
    *own = (struct fit_event){.event = *event};
    replay_hall_feed(&reader->hall, event, &own->hint);
    if (row->kind == FORECAST_ARRIVE &&
        asprintf(&own->text, "%s,%s,%s,%s,%s", row->branch, row->day_text, row->ticket,
                 row->service, row->time_text) < 0)
        support_fail("out of memory");
}

static void add_line(struct reader *reader, char *line)
{
    struct replay_row row;
    struct forecast_event event;
    bool new_branch = false;
    line[strcspn(line, "\r\n")] = '\0';
    const char *fault = replay_row_read(line, &row);
    if (!fault)
        fault = replay_log_add(&reader->log, &row, &event, &new_branch);
    if (fault)
        support_fail(fault);
    if (new_branch) {
        begin_branch(reader->logs, row.branch);
        replay_hall_init(&reader->hall);
        reader->room = 0;
    }
    if (row.kind != FORECAST_PLAN)
        add_event(reader, &row, &event);
    for (int i = 0; i < row.windows; i++) {
        event.from_s = row.from_s[i];
        event.to_s = row.to_s[i];
        add_event(reader, &row, &event);
    }
}

void fit_logs_read(struct fit_logs *logs, const char *path)
{
    FILE *file = fopen(path, "r");
    struct reader *reader = calloc(1, sizeof *reader);
    char *line = NULL;
    size_t bytes = 0;
    if (!file || !reader)
        support_fail(path);
    reader->logs = logs;
    replay_log_init(&reader->log);
    if (getline(&line, &bytes, file) < 0)
        support_fail("an empty log");
    while (getline(&line, &bytes, file) >= 0)
        add_line(reader, line);
    free(line);
    free(reader);
    fclose(file);
}

static void add_sample(struct fit_samples *samples, struct forecast *forecast,
                       const struct forecast_event *event, int number)
{
    struct track_ticket *ticket = track_find(&forecast->track, event->service, event->key);
    if (!ticket)
        return;
    double wait_s = event->at_s - ticket->arrive_s;
    bool named = forecast->track.named;
    forecast->track.named = named || event->desk > 0;
    if (track_delayed(&forecast->track, ticket, wait_s)) {
        samples->sample =
            grow(samples->sample, samples->count, &samples->room, sizeof *samples->sample);
        struct fit_sample *sample = &samples->sample[samples->count++];
        memcpy(sample->x, ticket->x, sizeof sample->x);
        sample->wait_s = (float)wait_s;
        sample->branch = number;
    }
    forecast->track.named = named;
}

static void weigh(struct fit_samples *samples, int from)
{
    double sum_s = 0;
    int count = samples->count - from;
    for (int i = from; i < samples->count; i++)
        sum_s += samples->sample[i].wait_s;
    for (int i = from; i < samples->count; i++)
        samples->sample[i].weight = (float)(count / (sum_s + 1));
}

void fit_replay(const struct fit_branch *branch, int number, const struct forecast_priors *priors,
                struct fit_samples *samples, FILE *out)
{
    struct forecast *forecast = malloc(sizeof *forecast);
    int from = samples ? samples->count : 0;
    if (!forecast)
        support_fail("out of memory");
    forecast_init(forecast, priors);
    for (int i = 0; i < branch->count; i++) {
        const struct forecast_event *event = &branch->events[i].event;
        struct forecast_wait wait;
        if (samples && event->kind == FORECAST_CALL)
            add_sample(samples, forecast, event, number);
        forecast_feed(forecast, event, &branch->events[i].hint, &wait);
        if (out && event->kind == FORECAST_ARRIVE)
            fprintf(out, "%s,%d,%.1f,%.1f,%.1f\n", branch->events[i].text, wait.ahead,
                    (double)wait.p10_s, (double)wait.p50_s, (double)wait.p90_s);
    }
    if (samples)
        weigh(samples, from);
    free(forecast);
}
