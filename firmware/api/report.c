// SPDX-License-Identifier: MIT
/* The figures of one day, counted from its facts. A visitor counts for the service whose
 * letter stands on the ticket; a wait is from issue to first call. */
#include "firmware/api/routes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/api/json.h"

struct visit {
    int64_t issued_ms, called_ms;
};

struct figures {
    int issued, called, served, no_show, left, wrong_office, missing_papers;
    int64_t wait_sum_ms, wait_max_ms;
};

struct day {
    struct visit visit[LETTERS][TICKET_NUMBER_MAX + 1];
    struct figures of[LETTERS], total;
};

static void add_outcome(struct figures *figures, enum outcome outcome)
{
    switch (outcome) {
    case OUTCOME_DONE:
        figures->served++;
        break;
    case OUTCOME_MISSING_PAPERS:
        figures->served++;
        figures->missing_papers++;
        break;
    case OUTCOME_WRONG_OFFICE:
        figures->served++;
        figures->wrong_office++;
        break;
    case OUTCOME_LEFT:
        figures->left++;
        break;
    case OUTCOMES:
        break;
    }
}

static void add_call(struct figures *figures, struct visit *visit, int64_t at_ms)
{
    if (visit->called_ms)
        return;
    int64_t wait_ms = at_ms - visit->issued_ms;
    visit->called_ms = at_ms;
    figures->called++;
    figures->wait_sum_ms += wait_ms;
    if (wait_ms > figures->wait_max_ms)
        figures->wait_max_ms = wait_ms;
}

static bool add_fact(void *context, int64_t seq, const struct event *event)
{
    (void)seq;
    struct day *day = context;
    char letter = event->ticket.letter;
    if (!service_bit(letter) || event->ticket.number > TICKET_NUMBER_MAX)
        return true;
    struct figures *figures = &day->of[letter - 'A'];
    struct visit *visit = &day->visit[letter - 'A'][event->ticket.number];
    if (event->kind == EV_TICKET_ISSUED) {
        visit->issued_ms = event->at_utc_ms;
        figures->issued++;
    } else if (event->kind == EV_TICKET_CALLED) {
        add_call(figures, visit, event->at_utc_ms);
    } else if (event->kind == EV_TICKET_ABSENT) {
        figures->no_show++;
    } else if (event->kind == EV_TICKET_FINISHED) {
        add_outcome(figures, event->outcome);
    }
    return true;
}

static void add_total(struct day *day)
{
    struct figures *total = &day->total;
    for (int i = 0; i < LETTERS; i++) {
        const struct figures *one = &day->of[i];
        total->issued += one->issued;
        total->called += one->called;
        total->served += one->served;
        total->no_show += one->no_show;
        total->left += one->left;
        total->wrong_office += one->wrong_office;
        total->missing_papers += one->missing_papers;
        total->wait_sum_ms += one->wait_sum_ms;
        if (one->wait_max_ms > total->wait_max_ms)
            total->wait_max_ms = one->wait_max_ms;
    }
}

/* Minutes with one decimal, so that sums can be checked by hand. */
static double minutes(int64_t ms)
{
    return (double)(ms / 6000) / 10;
}

static void set_figures(json_t *json, const struct figures *figures)
{
    json_object_set_new(json, "issued", json_integer(figures->issued));
    json_object_set_new(json, "called", json_integer(figures->called));
    json_object_set_new(json, "served", json_integer(figures->served));
    json_object_set_new(json, "no_show", json_integer(figures->no_show));
    json_object_set_new(json, "left", json_integer(figures->left));
    json_object_set_new(json, "missing_papers", json_integer(figures->missing_papers));
    json_object_set_new(json, "wrong_office", json_integer(figures->wrong_office));
    bool any = figures->called > 0;
    json_object_set_new(json, "mean_wait_min",
                        any ? json_real(minutes(figures->wait_sum_ms / figures->called))
                            : json_null());
    json_object_set_new(json, "max_wait_min",
                        any ? json_real(minutes(figures->wait_max_ms)) : json_null());
}

static bool parse_day(const char *text, int32_t *day)
{
    int year, month, date, end = 0;
    if (strlen(text) != 10 || sscanf(text, "%4d-%2d-%2d%n", &year, &month, &date, &end) != 3 ||
        end != 10 || month < 1 || month > 12 || date < 1 || date > 31 || year < 2000)
        return false;
    *day = year * 10000 + month * 100 + date;
    return true;
}

/* Counts the day that the query names (none: today); NULL after an error answer. */
static struct day *count_day(struct exchange *exchange, int32_t *number)
{
    struct kiosk *kiosk = exchange->door->api->kiosk;
    struct journal *journal = kiosk_journal(kiosk);
    const char *text = exchange_query(exchange, "day");
    *number = kiosk_queue(kiosk)->day;
    if (*text && !parse_day(text, number)) {
        exchange_error(exchange, MHD_HTTP_BAD_REQUEST, "invalid_field",
                       "day is a date like 2026-11-22", "day");
        return NULL;
    }
    struct day *day = calloc(1, sizeof *day);
    if (!day)
        abort();
    if (!journal || journal_replay(journal, *number, add_fact, day) != JOURNAL_OK) {
        free(day);
        exchange_refuse(exchange, REFUSED_JOURNAL);
        return NULL;
    }
    add_total(day);
    return day;
}

/* Services of the branch document, and others that had tickets that day. */
static bool is_listed(const struct kiosk *kiosk, const struct day *day, char letter)
{
    return content_service(kiosk_content(kiosk), letter) || day->of[letter - 'A'].issued > 0;
}

void report_get(struct exchange *exchange)
{
    const struct kiosk *kiosk = exchange->door->api->kiosk;
    int32_t number;
    struct day *day = count_day(exchange, &number);
    if (!day)
        return;
    json_t *json = json_object(), *services = json_array(), *total = json_object();
    for (char letter = 'A'; letter <= 'Z'; letter++) {
        if (!is_listed(kiosk, day, letter))
            continue;
        const struct content_service *named = content_service(kiosk_content(kiosk), letter);
        json_t *one = json_object();
        json_object_set_new(one, "service", json_letter(letter));
        json_object_set_new(one, "name_id", json_string(named ? named->name_id : ""));
        set_figures(one, &day->of[letter - 'A']);
        json_array_append_new(services, one);
    }
    set_figures(total, &day->total);
    json_object_set_new(json, "day", json_day(number));
    json_object_set_new(json, "services", services);
    json_object_set_new(json, "total", total);
    free(day);
    exchange_json(exchange, MHD_HTTP_OK, json);
}

static void print_row(FILE *out, const char *name, const struct figures *figures)
{
    fprintf(out, "%s,%d,%d,%d,%d,%d,%d,%d,", name, figures->issued, figures->called,
            figures->served, figures->no_show, figures->left, figures->missing_papers,
            figures->wrong_office);
    if (figures->called > 0)
        fprintf(out, "%.1f,%.1f\r\n", minutes(figures->wait_sum_ms / figures->called),
                minutes(figures->wait_max_ms));
    else
        fprintf(out, ",\r\n");
}

void report_csv(struct exchange *exchange)
{
    const struct kiosk *kiosk = exchange->door->api->kiosk;
    int32_t number;
    char *text = NULL;
    size_t bytes = 0;
    struct day *day = count_day(exchange, &number);
    if (!day)
        return;
    FILE *out = open_memstream(&text, &bytes);
    if (!out)
        abort();
    fprintf(out, "service,issued,called,served,no_show,left,missing_papers,wrong_office,"
                 "mean_wait_min,max_wait_min\r\n");
    for (char letter = 'A'; letter <= 'Z'; letter++)
        if (is_listed(kiosk, day, letter))
            print_row(out, (char[]){letter, '\0'}, &day->of[letter - 'A']);
    print_row(out, "total", &day->total);
    fclose(out);
    exchange_bytes(exchange, MHD_HTTP_OK, "text/csv; charset=utf-8", text, bytes);
    free(text);
    free(day);
}
