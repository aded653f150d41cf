// SPDX-License-Identifier: MIT
#include "firmware/forecast/track.h"

#include <math.h>
#include <string.h>

static const double FADE_S = 1800.0;
static const float SKILL_FADE = 0.9F;         /* by the day */
static const double SERVE_MAX_S = 4 * 3600.0; /* longer was a forgotten "finish" */

void track_init(struct track *track)
{
    memset(track, 0, sizeof *track);
    for (int s = 0; s < TRACK_SERVICES_MAX; s++)
        track->service[s].desks = -1;
    track_new_day(track, 0);
    track->days = 0;
}

double track_fade(double sum, double from_s, double to_s)
{
    return to_s > from_s ? sum * exp((from_s - to_s) / FADE_S) : sum;
}

static void remember_speed(struct track_speed past[TRACK_DAYS], struct track_speed *today)
{
    if (today->calls > 0 || today->desk_s > 0) {
        memmove(past + 1, past, (TRACK_DAYS - 1) * sizeof *past);
        past[0] = *today;
    }
    *today = (struct track_speed){0, 0};
}

/* The mean of the first days, later a mean that forgets. */
static void close_profile(struct track_service *service)
{
    float share = 1.0F / (float)(service->days < 5 ? service->days + 1 : 6);
    if (service->last_call_s < 0)
        return;
    for (int i = 0; i < TRACK_BINS; i++)
        service->profile[i] += share * (service->calls_bin[i] - service->profile[i]);
    service->close_s += share * ((float)service->last_call_s - service->close_s);
    service->open_s += share * ((float)service->first_call_s - service->open_s);
    for (int i = 0; i < 24; i++) {
        service->hour_wait_s[i] *= 0.85F;
        service->hour_waits[i] *= 0.85F;
    }
    service->days++;
}

static void clear_service(struct track_service *service)
{
    service->head = service->tail = -1;
    service->waiting = service->waiting_priority = 0;
    service->arrive_sum_s = 0;
    service->desks = -1;
    service->tick_s = -1;
    service->lately = (struct track_speed){0, 0};
    service->calls_30 = service->arrivals_30 = 0;
    service->calls_at_s = service->arrivals_at_s = 0;
    service->recent_count = 0;
    service->ratio_wait_s = service->ratio_load_s = 0;
    service->last_call_s = service->first_call_s = -1;
    memset(service->calls_bin, 0, sizeof service->calls_bin);
}

static void fade_skills(struct track *track)
{
    for (int d = 0; d < TRACK_DESKS_MAX; d++) {
        track->skill_all[d] *= SKILL_FADE;
        for (int s = 0; s < TRACK_SERVICES_MAX; s++)
            track->skill[d][s] *= SKILL_FADE;
    }
}

bool track_serves(const struct track *track, int desk, int service)
{
    if (desk >= TRACK_DESKS_MAX || track->skill_all[desk] < 8)
        return true;
    return track->skill[desk][service] > 0.3F + 0.002F * track->skill_all[desk];
}

void track_plan(struct track *track, int index, double from_s, double to_s)
{
    struct track_desk *desk = &track->desk[index];
    if (desk->windows == TRACK_WINDOWS)
        return;
    desk->from_s[desk->windows] = (float)from_s;
    desk->to_s[desk->windows++] = (float)to_s;
}

void track_new_day(struct track *track, int32_t day)
{
    for (int s = 0; s < TRACK_SERVICES_MAX; s++) {
        struct track_service *service = &track->service[s];
        if (service->seen) {
            close_profile(service);
            remember_speed(service->past, &service->today);
        }
        clear_service(service);
    }
    remember_speed(track->past, &track->today);
    memset(track->desk, 0, sizeof track->desk);
    fade_skills(track);
    track->waiting = track->busy = track->open = 0;
    track->knows_open = false;
    track->tick_s = -1;
    track->day = day;
    track->days++;
    track->free_head = 0;
    for (int i = 0; i < TRACK_WAITING_MAX; i++)
        track->ticket[i].next = (int16_t)(i + 1 < TRACK_WAITING_MAX ? i + 1 : -1);
}

double track_desks(const struct track *track, int service)
{
    int32_t said = track->service[service].desks;
    double desks = said >= 0 ? said : 1;
    if (track->named)
        desks = track->knows_open ? track->open : said >= 0 ? said : track->busy;
    return desks > 1 ? desks : 1;
}

void track_tick(struct track *track, double at_s)
{
    if (track->tick_s >= 0 && at_s > track->tick_s && track->waiting > 0)
        track->today.desk_s += (at_s - track->tick_s) * track_desks(track, 0);
    track->tick_s = at_s;
}

void track_advance(struct track *track, int index, double at_s)
{
    struct track_service *service = &track->service[index];
    double passed_s = service->tick_s >= 0 ? at_s - service->tick_s : 0;
    if (passed_s > 0) {
        service->lately.calls = track_fade(service->lately.calls, service->tick_s, at_s);
        service->lately.desk_s = track_fade(service->lately.desk_s, service->tick_s, at_s);
    }
    if (passed_s > 0 && service->waiting > 0) {
        service->today.desk_s += passed_s * (track->named ? 1 : track_desks(track, index));
        service->lately.desk_s += passed_s;
    }
    service->tick_s = at_s;
    service->seen = true;
    track_tick(track, at_s);
}

struct track_ticket *track_arrive(struct track *track, int index, uint32_t key, int lane,
                                  bool before, double at_s)
{
    struct track_service *service = &track->service[index];
    int16_t slot = track->free_head;
    if (slot < 0)
        return NULL;
    struct track_ticket *ticket = &track->ticket[slot];
    track->free_head = ticket->next;
    *ticket = (struct track_ticket){.key = key,
                                    .service = (uint16_t)index,
                                    .lane = (uint8_t)lane,
                                    .before = before,
                                    .next = -1,
                                    .previous = service->tail,
                                    .ahead = service->waiting,
                                    .arrive_s = at_s};
    if (service->tail >= 0)
        track->ticket[service->tail].next = slot;
    else
        service->head = slot;
    service->tail = slot;
    service->waiting++;
    service->arrive_sum_s += at_s;
    service->waiting_priority += lane == 1;
    track->waiting++;
    service->arrivals_30 = track_fade(service->arrivals_30, service->arrivals_at_s, at_s) + 1;
    service->arrivals_at_s = at_s;
    return ticket;
}

struct track_ticket *track_find(struct track *track, int service, uint32_t key)
{
    int16_t i = track->service[service].head;
    while (i >= 0 && track->ticket[i].key != key)
        i = track->ticket[i].next;
    return i >= 0 ? &track->ticket[i] : NULL;
}

void track_leave(struct track *track, struct track_ticket *ticket)
{
    struct track_service *service = &track->service[ticket->service];
    int16_t slot = (int16_t)(ticket - track->ticket);
    if (ticket->previous >= 0)
        track->ticket[ticket->previous].next = ticket->next;
    else
        service->head = ticket->next;
    if (ticket->next >= 0)
        track->ticket[ticket->next].previous = ticket->previous;
    else
        service->tail = ticket->previous;
    ticket->next = track->free_head;
    track->free_head = slot;
    service->waiting--;
    service->arrive_sum_s -= ticket->arrive_s;
    service->waiting_priority -= ticket->lane == 1;
    track->waiting--;
}

bool track_delayed(const struct track *track, const struct track_ticket *ticket, double wait_s)
{
    return !ticket->before && (ticket->ahead > 0 || (track->named && wait_s > 0.5));
}

static void learn_wait(struct track *track, struct track_service *service,
                       const struct track_ticket *ticket, double wait_s)
{
    int hour = (int)(ticket->arrive_s / 3600);
    int at = service->recent_count++ % TRACK_RECENT;
    service->recent_s[at] = (float)wait_s;
    service->error_s[at] = (float)wait_s - ticket->given_s[1];
    if (!track_delayed(track, ticket, wait_s))
        return;
    hour = hour < 0 ? 0 : hour > 23 ? 23 : hour;
    service->hour_wait_s[hour] += (float)wait_s;
    service->hour_waits[hour] += 1;
    service->wait_sum_s += wait_s;
    service->waits++;
    track->wait_sum_s += wait_s;
    track->waits++;
    service->ratio_wait_s = 0.85F * service->ratio_wait_s + (float)wait_s;
    service->ratio_load_s = 0.85F * service->ratio_load_s + ticket->x[0];
}

void track_called(struct track *track, const struct track_ticket *ticket, double at_s)
{
    struct track_service *service = &track->service[ticket->service];
    double wait_s = at_s - ticket->arrive_s;
    int bin = (int)(at_s / 900);
    service->calls_bin[bin < 0 ? 0 : bin >= TRACK_BINS ? TRACK_BINS - 1 : bin] += 1;
    if (wait_s > 0) {
        service->today.calls++;
        service->lately.calls++;
        track->today.calls++;
    }
    service->calls_30 = track_fade(service->calls_30, service->calls_at_s, at_s) + 1;
    service->calls_at_s = at_s;
    service->last_call_s = at_s;
    if (service->first_call_s < 0)
        service->first_call_s = at_s;
    if (!ticket->before)
        learn_wait(track, service, ticket, wait_s);
}

static void release(struct track *track, struct track_desk *desk, double at_s)
{
    track->busy -= desk->busy;
    desk->busy = false;
    desk->since_s = at_s;
}

void track_serve(struct track *track, int service, uint32_t key, int desk, double at_s)
{
    int at = desk;
    if (desk > 0) {
        track->named = true;
        track->skill[desk][service] += 1;
        track->skill_all[desk] += 1;
    } else {
        at = TRACK_DESKS_MAX;
        while (at < TRACK_DESKS_MAX + TRACK_UNNAMED_MAX - 1 && track->desk[at].busy)
            at++;
    }
    release(track, &track->desk[at], at_s);
    track->desk[at].busy = true;
    track->desk[at].service = (uint16_t)service;
    track->desk[at].ticket = key;
    track->busy++;
}

static void learn_service(struct track *track, struct track_service *service, double took_s)
{
    if (took_s < 0 || took_s > SERVE_MAX_S)
        return;
    service->serve_sum_s += took_s;
    service->serves++;
    track->serve_sum_s += took_s;
    track->serves++;
}

void track_end(struct track *track, int service, uint32_t key, bool served, double at_s)
{
    for (int i = 0; i < TRACK_DESKS_MAX + TRACK_UNNAMED_MAX; i++) {
        struct track_desk *desk = &track->desk[i];
        if (!desk->busy || desk->ticket != key || desk->service != service)
            continue;
        if (served)
            learn_service(track, &track->service[service], at_s - desk->since_s);
        release(track, desk, at_s);
        return;
    }
}

static void count_open(struct track *track, struct track_desk *desk, bool open, bool paused)
{
    track->open += (open && !paused) - (desk->open && !desk->paused);
    desk->open = open;
    desk->paused = paused;
}

void track_desk_new(struct track *track, int index)
{
    struct track_desk *desk = &track->desk[index];
    count_open(track, desk, false, false);
    track->busy -= desk->busy;
    memset(desk, 0, sizeof *desk);
    memset(track->skill[index], 0, sizeof track->skill[index]);
    track->skill_all[index] = 0;
}

void track_desk_open(struct track *track, int desk, bool open)
{
    track->knows_open = track->knows_open || open;
    count_open(track, &track->desk[desk], open, false);
}

void track_desk_pause(struct track *track, int desk, bool paused)
{
    track->knows_open = track->knows_open || !paused;
    count_open(track, &track->desk[desk], track->desk[desk].open || !paused, paused);
}
