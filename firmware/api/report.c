// SPDX-License-Identifier: MIT
/* The figures of one day as JSON and CSV, and its tickets as CSV: numbers, never people. */
#include "firmware/api/routes.h"

#include <stdio.h>
#include <stdlib.h>

#include "firmware/api/json.h"
#include "firmware/day_report.h"

enum { NOON_MS = 12 * 3600 * 1000 };

/* Minutes with one decimal, so that sums can be checked by hand. */
static double minutes(int64_t ms)
{
    return (double)(ms / 6000) / 10;
}

/* The facts of one day so far. Today's is kept: a page that looks again and again costs only
 * what is new. */
struct counted {
    int32_t day;
    int64_t seq; /* of the last fact in it, 0 = none */
    struct day_report report;
};

static bool add_fact(void *context, int64_t seq, const struct event *event)
{
    struct counted *counted = context;
    if (event->day != counted->day)
        return false;
    day_report_add(&counted->report, event);
    counted->seq = seq;
    return true;
}

static enum journal_fault count_on(struct journal *journal, struct counted *counted)
{
    return counted->seq ? journal_replay_from(journal, counted->seq + 1, add_fact, counted)
                        : journal_replay(journal, counted->day, add_fact, counted);
}

static struct counted *counted_of(struct api *api, int32_t day, bool kept)
{
    struct counted *counted = kept ? api->counted : NULL;
    if (counted && counted->day == day)
        return counted;
    counted = counted ? counted : malloc(sizeof *counted);
    if (!counted)
        abort();
    counted->day = day;
    counted->seq = 0;
    day_report_begin(&counted->report, clock_utc_offset_min(clock_midnight_utc_ms(day) + NOON_MS));
    return counted;
}

void report_forget(struct api *api)
{
    free(api->counted);
    api->counted = NULL;
}

/* The day that the query names (none: today), to be freed; NULL after an error answer. */
static struct day_report *count_day(struct exchange *exchange, int32_t *day)
{
    struct api *api = exchange->door->api;
    struct journal *journal = kiosk_journal(api->kiosk);
    const int32_t today = kiosk_queue(api->kiosk)->day;
    *day = today;
    if (!exchange_day(exchange, "day", day))
        return NULL;
    const bool kept = *day == today;
    struct counted *counted = counted_of(api, *day, kept);
    struct day_report *report = NULL;
    if (journal && count_on(journal, counted) == JOURNAL_OK) {
        report = malloc(sizeof *report);
        if (!report)
            abort();
        *report = counted->report;
        day_report_end(report, kept ? kiosk_now_ms(api->kiosk) : 0);
    } else {
        counted->day = 0; /* part of a day is none */
        exchange_refuse(exchange, REFUSED_JOURNAL);
    }
    if (kept)
        api->counted = counted;
    else
        free(counted);
    return report;
}

/* Services of the branch document, and others that had tickets that day. */
static bool is_listed(const struct kiosk *kiosk, const struct day_report *report, char letter)
{
    return content_service(kiosk_content(kiosk), letter) || report->of[letter - 'A'].issued > 0;
}

/* ---- JSON ---- */

static json_t *mean_wait(const struct day_figures *figures)
{
    return figures->called > 0 ? json_real(minutes(figures->wait_sum_ms / figures->called))
                               : json_null();
}

static void set_figures(json_t *json, const struct day_figures *figures)
{
    json_object_set_new(json, "issued", json_integer(figures->issued));
    json_object_set_new(json, "called", json_integer(figures->called));
    json_object_set_new(json, "served", json_integer(figures->served));
    json_object_set_new(json, "no_show", json_integer(figures->no_show));
    json_object_set_new(json, "left", json_integer(figures->left));
    json_object_set_new(json, "missing_papers", json_integer(figures->missing_papers));
    json_object_set_new(json, "wrong_office", json_integer(figures->wrong_office));
    json_object_set_new(json, "mean_wait_min", mean_wait(figures));
    json_object_set_new(json, "max_wait_min",
                        figures->called > 0 ? json_real(minutes(figures->wait_max_ms))
                                            : json_null());
}

static json_t *services_json(const struct kiosk *kiosk, const struct day_report *report)
{
    json_t *list = json_array();
    for (char letter = 'A'; letter <= 'Z'; letter++) {
        if (!is_listed(kiosk, report, letter))
            continue;
        const struct content_service *named = content_service(kiosk_content(kiosk), letter);
        json_t *one = json_object();
        json_object_set_new(one, "service", json_letter(letter));
        json_object_set_new(one, "name_id", json_string(named ? named->name_id : ""));
        set_figures(one, &report->of[letter - 'A']);
        json_array_append_new(list, one);
    }
    return list;
}

/* From the first hour with anything in it to the last, quiet ones between them, too. */
static json_t *hours_json(const struct day_report *report)
{
    json_t *list = json_array();
    int first, last;
    if (!day_report_span(report, &first, &last))
        return list;
    for (int hour = first; hour <= last; hour++) {
        const struct day_figures *figures = &report->hour[hour];
        json_array_append_new(list, json_pack("{s:i,s:i,s:i,s:i,s:i,s:o}", "hour", hour, "issued",
                                              figures->issued, "called", figures->called, "served",
                                              figures->served, "no_show", figures->no_show,
                                              "mean_wait_min", mean_wait(figures)));
    }
    return list;
}

static json_t *desks_json(const struct day_report *report)
{
    json_t *list = json_array();
    for (int i = 0; i < report->desk_count; i++) {
        const struct day_desk *desk = &report->desk[i];
        json_array_append_new(list, json_pack("{s:i,s:i,s:i,s:f}", "desk", desk->number, "served",
                                              desk->served, "no_show", desk->no_show, "busy_min",
                                              minutes(desk->busy_ms)));
    }
    return list;
}

void report_get(struct exchange *exchange)
{
    int32_t day;
    struct day_report *report = count_day(exchange, &day);
    if (!report)
        return;
    json_t *json = json_object(), *total = json_object();
    set_figures(total, &report->total);
    json_object_set_new(json, "day", json_day(day));
    json_object_set_new(json, "services", services_json(exchange->door->api->kiosk, report));
    json_object_set_new(json, "hours", hours_json(report));
    json_object_set_new(json, "desks", desks_json(report));
    json_object_set_new(json, "total", total);
    free(report);
    exchange_json(exchange, MHD_HTTP_OK, json);
}

/* ---- CSV ---- */

static void print_row(FILE *out, const char *name, const struct day_figures *figures)
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

static void print_services(FILE *out, const struct kiosk *kiosk, const struct day_report *report)
{
    fprintf(out, "service,issued,called,served,no_show,left,missing_papers,wrong_office,"
                 "mean_wait_min,max_wait_min\r\n");
    for (char letter = 'A'; letter <= 'Z'; letter++)
        if (is_listed(kiosk, report, letter))
            print_row(out, (char[]){letter, '\0'}, &report->of[letter - 'A']);
    print_row(out, "total", &report->total);
}

/* A local time that a spreadsheet understands; nothing for never. */
static void print_time(FILE *out, int64_t utc_ms)
{
    char text[24] = "";
    if (utc_ms)
        clock_format(utc_ms, "%Y-%m-%d %H:%M:%S", text, sizeof text);
    fprintf(out, "%s,", text);
}

static const char *ending_name(const struct day_visit *visit)
{
    switch ((enum visit_end)visit->ending) {
    case VISIT_OPEN:
        return "";
    case VISIT_ABSENT:
        return "no_show";
    case VISIT_FINISHED:
        return outcome_name((enum outcome)visit->outcome);
    }
    return "";
}

static void print_ticket(FILE *out, struct ticket_no ticket, const struct day_visit *visit)
{
    char number[TICKET_TEXT_BYTES];
    ticket_no_format(ticket, number);
    fprintf(out, "%s,%s,%c,", number, lane_name((enum lane)visit->lane), visit->service);
    print_time(out, visit->issued_ms);
    print_time(out, visit->called_ms);
    if (visit->desk)
        fprintf(out, "%u", (unsigned)visit->desk);
    fprintf(out, ",");
    print_time(out, visit->ended_ms);
    fprintf(out, "%s,", ending_name(visit));
    if (visit->called_ms)
        fprintf(out, "%.1f", minutes(visit->called_ms - visit->issued_ms));
    fprintf(out, "\r\n");
}

static void print_tickets(FILE *out, const struct kiosk *kiosk, const struct day_report *report)
{
    (void)kiosk;
    fprintf(out, "number,lane,service,taken,called,desk,finished,outcome,wait_min\r\n");
    for (int i = 0; i < report->tickets; i++)
        print_ticket(out, report->order[i], day_report_visit(report, report->order[i]));
}

static void answer_csv(struct exchange *exchange,
                       void (*print)(FILE *out, const struct kiosk *kiosk,
                                     const struct day_report *report))
{
    int32_t day;
    char *text = NULL;
    size_t bytes = 0;
    struct day_report *report = count_day(exchange, &day);
    if (!report)
        return;
    FILE *out = open_memstream(&text, &bytes);
    if (!out)
        abort();
    print(out, exchange->door->api->kiosk, report);
    fclose(out);
    exchange_bytes(exchange, MHD_HTTP_OK, "text/csv; charset=utf-8", text, bytes);
    free(text);
    free(report);
}

void report_csv(struct exchange *exchange)
{
    answer_csv(exchange, print_services);
}

void report_tickets(struct exchange *exchange)
{
    answer_csv(exchange, print_tickets);
}
