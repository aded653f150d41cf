// SPDX-License-Identifier: MIT
#include "firmware/forecast/branch_model.h"

#include <math.h>
#include <stddef.h>
#include <string.h>

#include "firmware/forecast/branch_parts.h"

/* Seconds. A service shorter than a press and a breath is none; a gap while somebody waits
 * is change-over up to two minutes, an absence beyond, and neither after hours. */
enum {
    TOO_SHORT_S = 5,
    CHANGEOVER_MAX_S = 120,
    AWAY_MAX_S = 3 * 3600,
    LONGEST_S = 5400,
    KNOWN_COUNT = 10
};
static const double day_fade = 0.95, desk_fade = 0.99;

void branch_model_init(struct branch_model *model)
{
    memset(model, 0, sizeof *model);
}

static struct branch_desk *desk_of(struct branch_model *model, uint16_t number, int64_t at_ms)
{
    struct branch_desk *oldest = &model->desk[0];
    for (int i = 0; i < BRANCH_DESKS; i++) {
        struct branch_desk *desk = &model->desk[i];
        if (desk->number == number) {
            desk->seen_at_ms = at_ms;
            return desk;
        }
        if (desk->seen_at_ms < oldest->seen_at_ms)
            oldest = desk;
    }
    *oldest = (struct branch_desk){.number = number, .seen_at_ms = at_ms};
    return oldest;
}

void branch_model_day(struct branch_model *model, int64_t midnight_ms)
{
    if (model->midnight_ms != 0)
        branch_hours_day(model);
    for (int s = 0; s < LETTERS && model->first_at_ms != 0; s++)
        for (int lane = 0; lane < LANES; lane++)
            for (int hour = 0; hour < DAY_HOURS; hour++)
                model->service[s].arrivals_past[lane][hour] =
                    (float)(model->service[s].arrivals_past[lane][hour] * day_fade +
                            model->service[s].arrivals_today[lane][hour]);
    if (model->first_at_ms != 0) {
        model->weight = model->weight * day_fade + 1;
        model->days++;
    }
    for (int s = 0; s < LETTERS; s++)
        memset(model->service[s].arrivals_today, 0, sizeof model->service[s].arrivals_today);
    for (int i = 0; i < BRANCH_DESKS; i++) {
        struct branch_desk *desk = &model->desk[i];
        desk->on = false;
        desk->free_since_ms = desk->paused_at_ms = 0;
    }
    for (int bin = 0; bin < WAIT_BINS; bin++) {
        model->called[bin] *= day_fade;
        model->absent_of[bin] *= day_fade;
        model->left[bin] *= day_fade;
        model->waited_s[bin] *= day_fade;
    }
    model->midnight_ms = midnight_ms;
    model->first_at_ms = 0;
    model->today_ratio = model->today_count = 0;
}

static void see_arrival(struct branch_model *model, const struct event *event, int64_t at_ms)
{
    int64_t hour = (at_ms - model->midnight_ms) / 3600000;
    uint16_t *count = model->service[event->service - 'A'].arrivals_today[event->lane];
    if (model->first_at_ms == 0)
        model->first_at_ms = at_ms;
    if (hour >= 0 && hour < DAY_HOURS && count[hour] < UINT16_MAX)
        count[hour]++;
}

/* Time spent waiting, bin by bin: what the leaving is measured against. */
static void expose(struct branch_model *model, double waited_s)
{
    for (int bin = 0; bin < WAIT_BINS && wait_bin_from(bin) < waited_s; bin++) {
        double end_s = bin + 1 < WAIT_BINS ? wait_bin_from(bin + 1) : waited_s;
        model->waited_s[bin] += fmin(end_s, waited_s) - wait_bin_from(bin);
    }
}

static void see_call(struct branch_model *model, const struct ticket *t, const struct event *event)
{
    struct branch_desk *desk = desk_of(model, event->desk, event->at_utc_ms);
    double waited_s = (double)(event->at_utc_ms - t->arrived_at_ms) / 1000;
    int64_t ready_ms = desk->free_since_ms;
    branch_hours_on(model, desk, event->at_utc_ms, false);
    expose(model, waited_s);
    desk->paused_at_ms = 0;
    if (ready_ms == 0 || t->arrived_at_ms >= ready_ms || t->state != TICKET_WAITING)
        return;
    double gap_s = (double)(event->at_utc_ms - ready_ms) / 1000;
    if (gap_s <= CHANGEOVER_MAX_S)
        samples_add(&model->changeover, gap_s);
    else if (gap_s < AWAY_MAX_S)
        samples_add(&model->pause, gap_s);
}

/* Absent or served a few seconds only. */
static void see_no_show(struct branch_model *model, const struct ticket *t, double busy_s,
                        bool came)
{
    int bin = wait_bin((double)(t->changed_at_ms - t->arrived_at_ms) / 1000);
    struct branch_service *service = &model->service[t->service - 'A'];
    service->absent_expected += branch_model_no_show(model, bin);
    model->called[bin]++;
    if (came)
        return;
    service->absent++;
    model->absent_of[bin]++;
    if (busy_s <= AWAY_MAX_S)
        samples_add(&model->absent, busy_s);
}

/* Somebody has been waiting since this moment, INT64_MAX = nobody waits. */
static int64_t waiting_since(const struct queue *queue)
{
    return queue->waiting_count ? queue->ticket[queue->waiting[0]].arrived_at_ms : INT64_MAX;
}

/* A "finish" far beyond the usual was forgotten; when nobody waited for it, so was one a
 * little beyond. Of a service hardly known yet, only what no visit lasts. `usual` is its
 * distribution at this desk. */
static bool forgotten(const struct branch_model *model, const struct curve *usual,
                      const struct queue *queue, const struct ticket *t, double busy_s)
{
    double long_s = curve_draw(usual, 0.9);
    if (model->service[t->service - 'A'].occupied.count < KNOWN_COUNT)
        return busy_s > LONGEST_S;
    if (busy_s > 4 * long_s)
        return true;
    return busy_s > 2.5 * long_s &&
           waiting_since(queue) > t->changed_at_ms + (int64_t)(long_s * 1000);
}

/* Against the mean of what is capped the same way, else long services would be lost. */
static double capped_ratio(const struct curve *usual, double busy_s)
{
    double cap_s = 3 * curve_mean(usual), sum_s = 0;
    for (int i = 0; i < CURVE_POINTS; i++)
        sum_s += fmin(usual->at_s[i], cap_s);
    return fmin(busy_s, cap_s) * CURVE_POINTS / sum_s;
}

static void see_served(struct branch_model *model, const struct queue *queue,
                       const struct ticket *t, const struct event *event)
{
    struct branch_desk *desk = desk_of(model, event->desk, event->at_utc_ms);
    struct branch_service *service = &model->service[t->service - 'A'];
    double busy_s = (double)(event->at_utc_ms - t->changed_at_ms) / 1000;
    double slow = branch_model_desk_factor(model, event->desk),
           today = branch_model_today_factor(model);
    struct curve usual;
    see_no_show(model, t, busy_s, busy_s >= TOO_SHORT_S);
    if (busy_s < TOO_SHORT_S)
        return;
    branch_model_curve(model, t->service, &usual);
    curve_scale(&usual, slow * today);
    if (forgotten(model, &usual, queue, t, busy_s))
        return;
    double ratio = capped_ratio(&usual, busy_s);
    desk->ratio = desk->ratio * desk_fade + ratio * slow;
    desk->weight = desk->weight * desk_fade + 1;
    model->today_ratio += ratio * today;
    model->today_count++;
    samples_add(&service->occupied, busy_s / slow);
    samples_add(&model->branch, busy_s / slow);
}

static void see_free(struct branch_model *model, const struct event *event)
{
    struct branch_desk *desk = desk_of(model, event->desk, event->at_utc_ms);
    desk->free_since_ms = event->at_utc_ms;
    branch_hours_on(model, desk, event->at_utc_ms, false);
}

static void see_desk(struct branch_model *model, const struct event *event)
{
    struct branch_desk *desk = desk_of(model, event->desk, event->at_utc_ms);
    if (event->kind == EV_DESK_OPENED) {
        if (desk->paused_at_ms != 0 && event->at_utc_ms - desk->paused_at_ms < AWAY_MAX_S * 1000LL)
            samples_add(&model->pause, (double)(event->at_utc_ms - desk->paused_at_ms) / 1000);
        desk->paused_at_ms = 0;
        desk->free_since_ms = event->at_utc_ms;
        branch_hours_on(model, desk, event->at_utc_ms, true);
        return;
    }
    desk->paused_at_ms = event->kind == EV_DESK_PAUSED ? event->at_utc_ms : 0;
    branch_hours_off(model, desk, event->at_utc_ms);
    desk->free_since_ms = 0;
}

static void see_left(struct branch_model *model, const struct ticket *t, const struct event *event)
{
    double waited_s = (double)(event->at_utc_ms - t->arrived_at_ms) / 1000;
    expose(model, waited_s);
    model->left[wait_bin(waited_s)]++;
}

static void see_ticket(struct branch_model *model, const struct queue *before,
                       const struct ticket *t, const struct event *event)
{
    bool served = t->state == TICKET_SERVED_NOW;
    double busy_s = (double)(event->at_utc_ms - t->changed_at_ms) / 1000;
    switch (event->kind) {
    case EV_TICKET_CALLED:
        see_call(model, t, event);
        return;
    case EV_TICKET_ABSENT:
        if (served)
            see_no_show(model, t, busy_s, false);
        break;
    case EV_TICKET_FINISHED:
        if (served)
            see_served(model, before, t, event);
        break;
    case EV_TICKET_PARKED:
        if (!served) {
            see_left(model, t, event);
            return;
        }
        break;
    case EV_TICKET_TRANSFERRED:
        break;
    case EV_TICKET_RETURNED:
        see_arrival(
            model, &(struct event){.service = t->service, .lane = LANE_RETURN, .desk = event->desk},
            event->at_utc_ms);
        return;
    case EV_DAY_STARTED:
    case EV_KIOSK_OPENED:
    case EV_KIOSK_CLOSED:
    case EV_TICKET_ISSUED:
    case EV_TICKET_RECALLED:
    case EV_TICKET_UNPARKED:
    case EV_DESK_OPENED:
    case EV_DESK_PAUSED:
    case EV_DESK_CLOSED:
    case EV_HELP_ASKED:
    case EV_HELP_ANSWERED:
    case EV_SLIP_WANTED:
    case EV_SLIP_SENT:
    case EV_SLIP_PRINTED:
    case EV_SLIP_GIVEN_UP:
    case EV_AUDIT:
    case EVENT_KINDS:
        return;
    }
    struct event freed = *event;
    freed.desk = t->desk;
    if (served)
        see_free(model, &freed);
}

void branch_model_event(struct branch_model *model, const struct queue *before,
                        const struct event *event)
{
    if (event->kind == EV_TICKET_ISSUED) {
        if (service_bit(event->service) && event->lane < LANES)
            see_arrival(model, event, event->at_utc_ms);
        return;
    }
    if (event->kind == EV_DESK_OPENED || event->kind == EV_DESK_PAUSED ||
        event->kind == EV_DESK_CLOSED) {
        see_desk(model, event);
        return;
    }
    ticket_slot slot = event->ticket.letter ? queue_find(before, event->ticket) : NO_SLOT;
    if (slot != NO_SLOT)
        see_ticket(model, before, &before->ticket[slot], event);
}
