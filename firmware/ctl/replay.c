// SPDX-License-Identifier: MIT
/* loketctl forecast replay: a ticket log in, a forecast for every arrival out. One pass, one
 * branch at a time; a forecast is written before the next row is read. The queue is simulated
 * as the daemon does it (replay_hall.h). */
#include "firmware/ctl/ctl.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/ctl/replay_hall.h"

struct replay {
    FILE *in, *out;
    const char *in_name;
    bool lenient;
    uint64_t row, skipped, arrivals;
    struct replay_log log;
    struct replay_hall hall;
    struct forecast forecast;
};

static void write_wait(struct replay *replay, const struct replay_row *row,
                       const struct forecast_wait *wait)
{
    const char *text[] = {row->branch, row->day_text, row->ticket, row->service};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        bool quoted = strpbrk(text[i], ",\"\r\n") != NULL;
        if (quoted)
            fputc('"', replay->out);
        for (const char *at = text[i]; *at; at++) {
            if (*at == '"')
                fputc('"', replay->out);
            fputc(*at, replay->out);
        }
        fputs(quoted ? "\"," : ",", replay->out);
    }
    fprintf(replay->out, "%s,%d,%.1f,%.1f,%.1f\n", row->time_text, wait->ahead, (double)wait->p10_s,
            (double)wait->p50_s, (double)wait->p90_s);
    replay->arrivals++;
}

static void take_event(struct replay *replay, const struct forecast_event *event,
                       struct feature_hint *hint, struct forecast_wait *wait)
{
    replay_hall_feed(&replay->hall, event, hint);
    forecast_feed(&replay->forecast, event, hint, wait);
}

static void feed(struct replay *replay, const struct replay_row *row, struct forecast_event *event)
{
    struct forecast_wait wait;
    struct feature_hint hint;
    for (int i = 0; row->kind == FORECAST_PLAN && i < row->windows; i++) {
        event->from_s = row->from_s[i];
        event->to_s = row->to_s[i];
        take_event(replay, event, &hint, NULL);
    }
    if (row->kind != FORECAST_PLAN)
        take_event(replay, event, &hint, &wait);
    if (row->kind == FORECAST_ARRIVE)
        write_wait(replay, row, &wait);
}

static void begin_branch(struct replay *replay)
{
    replay_hall_init(&replay->hall);
    forecast_init(&replay->forecast, NULL);
}

static const char *take_line(struct replay *replay, char *line, size_t bytes)
{
    struct replay_row row;
    struct forecast_event event;
    bool new_branch = false;
    if (strlen(line) != bytes)
        return "a zero byte";
    while (bytes > 0 && (line[bytes - 1] == '\n' || line[bytes - 1] == '\r'))
        line[--bytes] = '\0';
    const char *fault = replay_row_read(line, &row);
    if (!fault)
        fault = replay_log_add(&replay->log, &row, &event, &new_branch);
    if (new_branch) /* also when its first row is a bad one */
        begin_branch(replay);
    if (fault)
        return fault;
    feed(replay, &row, &event);
    return NULL;
}

static bool check_header(struct replay *replay, char *line, ssize_t bytes)
{
    size_t want = strlen(replay_header);
    if (bytes >= 0 && strncmp(line, replay_header, want) == 0 &&
        line[want + strspn(line + want, "\r\n")] == '\0')
        return true;
    fprintf(stderr, "loketctl: %s row 1: the header must be %s\n", replay->in_name, replay_header);
    return false;
}

static bool read_rows(struct replay *replay)
{
    char *line = NULL;
    size_t room = 0;
    bool fine = true;
    ssize_t bytes = getline(&line, &room, replay->in);
    replay->row = 1;
    fine = check_header(replay, line ? line : (char[]){""}, bytes);
    if (fine)
        fputs("branch,day,ticket,service,time_s,ahead,p10_s,p50_s,p90_s\n", replay->out);
    while (fine && (bytes = getline(&line, &room, replay->in)) >= 0) {
        replay->row++;
        const char *fault = take_line(replay, line, (size_t)bytes);
        if (!fault)
            continue;
        replay->skipped++;
        fine = replay->lenient;
        if (!fine || replay->skipped <= 10)
            fprintf(stderr, "loketctl: %s row %" PRIu64 ": %s\n", replay->in_name, replay->row,
                    fault);
    }
    free(line);
    if (ferror(replay->in)) {
        fprintf(stderr, "loketctl: %s: %s\n", replay->in_name, strerror(errno));
        return false;
    }
    return fine;
}

static FILE *open_or_standard(const char *path, const char *mode, FILE *standard)
{
    if (!path || strcmp(path, "-") == 0)
        return standard;
    FILE *file = fopen(path, mode);
    if (!file)
        fprintf(stderr, "loketctl: %s: %s\n", path, strerror(errno));
    return file;
}

static int run_replay(struct replay *replay, const char *out_name)
{
    bool fine = read_rows(replay);
    bool written = fflush(replay->out) == 0 && !ferror(replay->out);
    if (!written)
        fprintf(stderr, "loketctl: %s: cannot write\n", out_name);
    if (replay->skipped && replay->lenient)
        fprintf(stderr, "loketctl: %" PRIu64 " of %" PRIu64 " rows skipped\n", replay->skipped,
                replay->row - 1);
    return fine && written ? CTL_DONE : CTL_REFUSED;
}

int replay_run(const struct ctl *ctl)
{
    const char *out_name = ctl->out ? ctl->out : "-";
    if (!ctl->events) {
        fprintf(stderr, "loketctl: forecast replay needs --events FILE (- for standard input)\n");
        return CTL_USAGE;
    }
    struct replay *replay = calloc(1, sizeof *replay);
    if (!replay) {
        fprintf(stderr, "loketctl: out of memory\n");
        return CTL_REFUSED;
    }
    replay->in_name = ctl->events;
    replay->lenient = ctl->lenient;
    replay_log_init(&replay->log);
    begin_branch(replay);
    int result = CTL_REFUSED;
    replay->in = open_or_standard(ctl->events, "r", stdin);
    replay->out = replay->in ? open_or_standard(ctl->out, "w", stdout) : NULL;
    if (replay->out)
        result = run_replay(replay, out_name);
    if (replay->out && replay->out != stdout && fclose(replay->out) != 0)
        result = CTL_REFUSED;
    if (replay->in && replay->in != stdin)
        fclose(replay->in);
    free(replay);
    return result;
}
