// SPDX-License-Identifier: MIT
/* One path: desks become free one after the other and call whom routing picks. */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "firmware/core/routing.h"
#include "firmware/forecast/simulate_parts.h"

static bool is_fresh(const struct simulation *sim, int slot)
{
    return slot >= sim->real_count && slot < sim->target_count;
}

/* Among the heads, which stand in order of arrival as routing_pick expects. */
static void add_head(struct simulation *sim, ticket_slot slot)
{
    struct queue *q = &sim->queue;
    uint32_t order = q->ticket[slot].order;
    int at = q->waiting_count++;
    for (; at > 0 && q->ticket[q->waiting[at - 1]].order > order; at--)
        q->waiting[at] = q->waiting[at - 1];
    q->waiting[at] = slot;
}

/* The head leaves and the next of its class steps forward. */
static void take_head(struct simulation *sim, ticket_slot slot)
{
    struct queue *q = &sim->queue;
    struct sim_class *c = &sim->kind[sim->ticket[slot].kind];
    int at = 0;
    while (q->waiting[at] != slot)
        at++;
    q->waiting_count--;
    memmove(&q->waiting[at], &q->waiting[at + 1],
            (size_t)(q->waiting_count - at) * sizeof q->waiting[0]);
    c->first = sim->ticket[slot].next;
    if (c->first == NO_SLOT)
        c->last = NO_SLOT;
    else
        add_head(sim, c->first);
}

static void note_wait(struct simulation *sim, int slot, int64_t at_ms)
{
    if (slot >= sim->target_count)
        return;
    sim->wait_s[slot][sim->path] = (float)((double)(at_ms - sim->in.now_ms) / 1000);
    sim->left--;
}

static void count_passed(struct simulation *sim, int slot)
{
    struct ticket *t = &sim->queue.ticket[slot];
    if (!is_fresh(sim, slot)) {
        t->overtaken += t->overtaken < UINT8_MAX;
    } else if (sim->ticket[slot].overtaken < UINT8_MAX &&
               ++sim->ticket[slot].overtaken == sim->in.rules->overtake_max) {
        sim->blocked[sim->blocked_count++] = (uint16_t)slot;
    }
}

/* As queue_apply counts: a priority or return ticket goes past every earlier regular one that
 * the desk could serve. */
static void count_overtaken(struct simulation *sim, const struct ticket *called,
                            const struct sim_desk *desk)
{
    if (called->lane == LANE_REGULAR)
        return;
    for (int i = 0; i < sim->kind_count; i++) {
        const struct sim_class *c = &sim->kind[i];
        if (c->lane != LANE_REGULAR || c->first == NO_SLOT ||
            !routing_serves(&sim->queue.ticket[c->first], desk->number, desk->services))
            continue;
        for (uint16_t slot = c->first;
             slot != NO_SLOT && sim->queue.ticket[slot].order < called->order;
             slot = sim->ticket[slot].next)
            count_passed(sim, slot);
    }
}

static ticket_slot pick(const struct simulation *sim, const struct sim_desk *desk, int64_t at_ms)
{
    return routing_pick(&sim->queue, sim->in.rules, desk->number, desk->services, at_ms);
}

/* A hypothetical visitor who was passed too often holds back later priority only in his own
 * world: there, would he be the one? NO_SLOT = none of them. */
static ticket_slot pick_blocked(struct simulation *sim, const struct sim_desk *desk,
                                ticket_slot instead, int64_t at_ms)
{
    if (sim->queue.ticket[instead].lane == LANE_REGULAR)
        return NO_SLOT;
    for (int i = 0; i < sim->blocked_count; i++) {
        ticket_slot slot = sim->blocked[i];
        struct ticket *t = &sim->queue.ticket[slot];
        if (sim->kind[sim->ticket[slot].kind].first != slot ||
            t->order > sim->queue.ticket[instead].order)
            continue;
        t->overtaken = sim->ticket[slot].overtaken;
        bool his_turn = pick(sim, desk, at_ms) == slot;
        t->overtaken = 0;
        if (his_turn) {
            sim->blocked[i] = sim->blocked[--sim->blocked_count];
            return slot;
        }
    }
    return NO_SLOT;
}

static double share(const struct simulation *sim, int slot, enum sim_draw draw)
{
    if (slot < sim->real_count)
        return draw_share(sim, &sim->ticket[slot].spread[draw]);
    uint64_t at_ms = (uint64_t)sim->queue.ticket[slot].arrived_at_ms;
    return draw_single(draw_mix(sim->in.seed ^ at_ms << 8 ^ draw) ^ (uint64_t)sim->path);
}

/* Left unseen before its turn: the wait so far counts, and the time until now. */
static bool has_left(const struct simulation *sim, int slot, int64_t at_ms)
{
    const struct pace *pace = sim->in.pace;
    const struct ticket *t = &sim->queue.ticket[slot];
    double from_s = (double)(sim->in.now_ms - t->arrived_at_ms) / 1000;
    double to_s = (double)(at_ms - t->arrived_at_ms) / 1000;
    double hazard = 0;
    if (!sim->some_leave)
        return false;
    from_s = from_s > 0 ? from_s : 0;
    for (int bin = wait_bin(from_s); bin < WAIT_BINS && wait_bin_from(bin) < to_s; bin++) {
        double end_s = bin + 1 < WAIT_BINS ? wait_bin_from(bin + 1) : to_s;
        double begin_s = fmax(from_s, wait_bin_from(bin));
        hazard += (double)pace->leave_per_s[bin] * (fmin(end_s, to_s) - begin_s);
    }
    return hazard > 0 && share(sim, slot, DRAW_LEAVE) < 1 - exp(-hazard);
}

static double occupied_s(const struct simulation *sim, int slot, double factor, int64_t at_ms)
{
    const struct pace *pace = sim->in.pace;
    const struct ticket *t = &sim->queue.ticket[slot];
    int service = t->service - 'A';
    double come = share(sim, slot, DRAW_SHOW);
    double stay_away =
        (double)pace->no_show[service][wait_bin((double)(at_ms - t->arrived_at_ms) / 1000)];
    if (come < stay_away)
        return curve_draw(&pace->absent, come / stay_away);
    return factor * sim->speed *
           curve_draw(&pace->service[service], share(sim, slot, DRAW_SERVICE));
}

static void serve(struct simulation *sim, struct sim_desk *desk, ticket_slot slot)
{
    int64_t at_ms = desk->free_at_ms;
    note_wait(sim, slot, at_ms);
    if (has_left(sim, slot, at_ms)) {
        take_head(sim, slot);
        return;
    }
    take_head(sim, slot);
    count_overtaken(sim, &sim->queue.ticket[slot], desk);
    double busy_s = occupied_s(sim, slot, desk->factor, at_ms);
    double gap_s = curve_draw(&sim->in.pace->changeover, share(sim, slot, DRAW_LEAVE));
    desk->free_at_ms = sim_back(desk, at_ms + sim_ms(busy_s), at_ms + sim_ms(busy_s + gap_s));
}

/* One call of the desk, or it has nobody to call. */
static void call_next(struct simulation *sim, struct sim_desk *desk)
{
    ticket_slot slot = pick(sim, desk, desk->free_at_ms);
    if (slot == NO_SLOT) {
        desk->idle = true;
        return;
    }
    if (sim->blocked_count > 0) {
        ticket_slot blocked = pick_blocked(sim, desk, slot, desk->free_at_ms);
        slot = blocked == NO_SLOT ? slot : blocked;
    }
    if (!is_fresh(sim, slot)) {
        serve(sim, desk, slot);
        return;
    }
    note_wait(sim, slot, desk->free_at_ms);
    take_head(sim, slot);
}

/* Later tickets of one quarter of an hour of the day: as many, and at the same times,
 * whenever on that day they are foreseen from. */
static void foresee(struct simulation *sim)
{
    int64_t first = (sim->in.now_ms - sim->in.pace->midnight_ms) / SIM_SLOT_MS + sim->slot;
    int64_t from_ms = sim->in.pace->midnight_ms + first * SIM_SLOT_MS;
    uint64_t key = draw_mix(sim->in.seed ^ (uint64_t)first << 32 ^ (uint64_t)sim->path);
    double rate = sim->slot_rate[sim->slot], term = exp(-rate), sum = term;
    int hour = (int)(first * (SIM_SLOT_MS / 60000) / 60 % DAY_HOURS), count = 0;
    for (double u = draw_single(key); u > sum && count < SIM_SLOT_ARRIVALS; sum += term)
        term *= rate / ++count; /* Poisson by inversion */
    sim->slot_count = 0;
    for (int i = 0; i < count; i++) {
        int64_t at_ms = from_ms + (int64_t)(draw_single(key + 2 * (uint64_t)i + 1) * SIM_SLOT_MS);
        double kind = draw_single(key + 2 * (uint64_t)i + 2) * rate * 3600000 / SIM_SLOT_MS;
        int f = 0;
        for (; f < sim->flow_count - 1; f++) {
            kind -= (double)sim->in.pace
                        ->arrivals_per_h[sim->flow[f].service - 'A'][sim->flow[f].lane][hour];
            if (kind < 0)
                break;
        }
        if (at_ms <= sim->in.now_ms)
            continue;
        int at = sim->slot_count++;
        for (; at > 0 && sim->arrival[at - 1].at_ms > at_ms; at--)
            sim->arrival[at] = sim->arrival[at - 1];
        sim->arrival[at] = (struct sim_arrival){at_ms, sim->flow[f].service, sim->flow[f].lane};
    }
    sim->slot_at = 0;
}

/* When the next of them comes. */
static int64_t next_arrival(struct simulation *sim)
{
    while (sim->slot_at == sim->slot_count) {
        if (sim->flow_count == 0 || sim->slot + 1 >= SIM_SLOTS ||
            sim->future_count == SIMULATE_FUTURE_MAX)
            return SIM_NEVER;
        sim->slot++;
        foresee(sim);
    }
    return sim->arrival[sim->slot_at].at_ms;
}

static void arrive(struct simulation *sim)
{
    const struct sim_arrival *a = &sim->arrival[sim->slot_at++];
    struct sim_class *c = simulate_class(sim, a->service, a->lane);
    if (sim->future_count == SIMULATE_FUTURE_MAX)
        return;
    int slot = sim->target_count + sim->future_count++;
    sim->queue.ticket[slot] = (struct ticket){.issued_at_ms = a->at_ms,
                                              .arrived_at_ms = a->at_ms,
                                              .order = sim->queue.next_order + (uint32_t)slot,
                                              .service = a->service,
                                              .lane = a->lane};
    sim->ticket[slot].next = NO_SLOT;
    sim->ticket[slot].kind = (uint16_t)(c - sim->kind);
    if (c->last == NO_SLOT) {
        c->first = (uint16_t)slot;
        add_head(sim, (ticket_slot)slot);
    } else {
        sim->ticket[c->last].next = (uint16_t)slot;
    }
    c->last = (uint16_t)slot;
    for (int i = 0; i < sim->desk_count; i++) {
        struct sim_desk *desk = &sim->desk[i];
        if (desk->idle && (service_bit(a->service) & desk->services)) {
            desk->free_at_ms = sim_on_duty(desk, a->at_ms);
            desk->idle = false;
        }
    }
}

static void start_desk(const struct simulation *sim, struct sim_desk *desk)
{
    double rest_s = 0, gap_s = 0;
    desk->idle = false;
    desk->free_at_ms = desk->free_now_ms;
    if (desk->rest_of == NULL)
        return;
    double u = draw_share(sim, &desk->spread[0]);
    if (desk->busy) {
        double slow = desk->factor * sim->speed;
        rest_s = slow * curve_rest(desk->rest_of, desk->elapsed_s / slow, u);
        gap_s = curve_draw(&sim->in.pace->changeover, draw_share(sim, &desk->spread[1]));
    } else {
        rest_s = curve_rest(desk->rest_of, desk->gap_elapsed_s, u);
    }
    desk->free_at_ms =
        sim_back(desk, sim->in.now_ms + sim_ms(rest_s), sim->in.now_ms + sim_ms(rest_s + gap_s));
}

static void start_path(struct simulation *sim, int path)
{
    sim->path = path;
    sim->speed = sim->unended * draw_speed(sim);
    sim->left = sim->target_count;
    sim->future_count = sim->blocked_count = 0;
    sim->slot = -1;
    sim->slot_at = sim->slot_count = 0;
    for (int i = 0; i < sim->target_count; i++) {
        bool fresh = i >= sim->real_count;
        sim->queue.ticket[i].overtaken = fresh ? 0 : sim->ticket[i].overtaken;
        if (fresh)
            sim->ticket[i].overtaken = 0;
        sim->wait_s[i][path] = SIMULATE_NEVER_S;
    }
    sim->queue.waiting_count = 0;
    for (int i = 0; i < sim->kind_count; i++) {
        struct sim_class *c = &sim->kind[i];
        if (c->last_now != NO_SLOT)
            sim->ticket[c->last_now].next = NO_SLOT;
        c->first = c->first_now;
        c->last = c->last_now;
        if (c->first != NO_SLOT)
            add_head(sim, c->first);
    }
    for (int i = 0; i < sim->desk_count; i++)
        start_desk(sim, &sim->desk[i]);
}

void simulate_path(struct simulation *sim, int path)
{
    start_path(sim, path);
    while (sim->left > 0) {
        struct sim_desk *first = NULL;
        for (int i = 0; i < sim->desk_count; i++)
            if (!sim->desk[i].idle && (!first || sim->desk[i].free_at_ms < first->free_at_ms))
                first = &sim->desk[i];
        if (!first || first->free_at_ms >= sim->in.now_ms + (int64_t)SIMULATE_NEVER_S * 1000)
            return;
        if (next_arrival(sim) < first->free_at_ms)
            arrive(sim);
        else
            call_next(sim, first);
    }
}
