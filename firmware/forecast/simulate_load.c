// SPDX-License-Identifier: MIT
/* The start of every path: the waiting and the hypothetical tickets in classes, the desks
 * with what is left of their work, the flows of later tickets. */
#include <math.h>
#include <stddef.h>
#include <string.h>

#include "firmware/core/routing.h"
#include "firmware/forecast/simulate_parts.h"

/* A desk that keeps somebody waiting longer than this is away, not changing over. */
enum { AWAY_AFTER_S = 120, SAME_END_MS = 30 * 60000 };

static struct sim_class *add_class(struct simulation *sim, char service, uint8_t lane,
                                   uint16_t desk)
{
    if (sim->kind_count == SIMULATE_CLASSES_MAX)
        return NULL;
    struct sim_class *c = &sim->kind[sim->kind_count++];
    *c = (struct sim_class){
        .service = service, .lane = lane, .desk = desk, .first_now = NO_SLOT, .last_now = NO_SLOT};
    return c;
}

static struct sim_class *find_class(struct simulation *sim, char service, uint8_t lane,
                                    uint16_t desk)
{
    for (int i = sim->kind_count - 1; i >= 0; i--)
        if (sim->kind[i].service == service && sim->kind[i].lane == lane &&
            sim->kind[i].desk == desk)
            return &sim->kind[i];
    return NULL;
}

struct sim_class *simulate_class(struct simulation *sim, char service, uint8_t lane)
{
    struct sim_class *c = find_class(sim, service, lane, 0);
    return c ? c : add_class(sim, service, lane, 0);
}

/* Puts the ticket last. Within a class the earlier has been overtaken at least as often as
 * the later; where a parked ticket came back it has not, and a class of its own begins, so
 * that one who was overtaken too often always stands at a head where routing sees him. */
static bool join(struct simulation *sim, int slot)
{
    const struct ticket *t = &sim->queue.ticket[slot];
    struct sim_class *c = find_class(sim, t->service, t->lane, t->desk);
    if (c && c->last_now != NO_SLOT && t->overtaken > sim->queue.ticket[c->last_now].overtaken)
        c = NULL;
    if (!c && !(c = add_class(sim, t->service, t->lane, t->desk)))
        return false;
    struct sim_ticket *mine = &sim->ticket[slot];
    mine->next = NO_SLOT;
    mine->kind = (uint16_t)(c - sim->kind);
    mine->overtaken = t->overtaken;
    if (c->last_now == NO_SLOT) {
        c->first_now = (uint16_t)slot;
    } else {
        sim->ticket[c->last_now].next = (uint16_t)slot;
    }
    c->last_now = (uint16_t)slot;
    return true;
}

static void load_waiting(struct simulation *sim)
{
    const struct queue *from = sim->in.queue;
    sim->queue.next_order = from->next_order;
    for (int i = 0; i < from->waiting_count && sim->real_count < SIMULATE_WAITING_MAX; i++) {
        int slot = sim->real_count;
        sim->queue.ticket[slot] = from->ticket[from->waiting[i]];
        sim->slot_of[slot] = from->waiting[i];
        if (!join(sim, slot))
            continue;
        for (uint64_t draw = 0; draw < DRAWS; draw++)
            draw_spread(sim, draw_ticket_key(sim->queue.ticket[slot].no) << 8 | draw,
                        &sim->ticket[slot].spread[draw]);
        sim->real_count++;
    }
    sim->target_count = sim->real_count;
}

static void load_fresh(struct simulation *sim)
{
    for (char letter = 'A'; letter <= 'Z'; letter++)
        for (uint8_t lane = 0; lane < SIMULATE_NEW_LANES; lane++) {
            if ((service_bit(letter) & sim->in.rules->services) == 0)
                continue;
            sim->queue.ticket[sim->target_count] = (struct ticket){.issued_at_ms = sim->in.now_ms,
                                                                   .arrived_at_ms = sim->in.now_ms,
                                                                   .order = sim->queue.next_order++,
                                                                   .service = letter,
                                                                   .lane = lane};
            if (join(sim, sim->target_count))
                sim->target_count++;
        }
}

static const struct pace_desk *find_pace(const struct pace *pace, uint16_t number)
{
    for (int i = 0; i < pace->desk_count; i++)
        if (pace->desk[i].number == number)
            return &pace->desk[i];
    return NULL;
}

static int64_t last_end_ms(const struct duty *duty)
{
    return duty->span_count ? duty->span[duty->span_count - 1].to_ms : 0;
}

/* Only who is there at the end of the day serves out; a half-day desk goes home. */
static bool stays_on(const struct duty_plan *plan, const struct duty *duty)
{
    int64_t end_ms = 0;
    for (int i = 0; i < plan->count; i++)
        if (last_end_ms(&plan->duty[i]) > end_ms)
            end_ms = last_end_ms(&plan->duty[i]);
    return plan->serves_out && end_ms - last_end_ms(duty) <= SAME_END_MS;
}

static void load_duty(const struct simulation *sim, struct sim_desk *desk)
{
    const struct duty_plan *plan = sim->in.plan;
    for (int i = 0; plan && i < plan->count; i++)
        if (plan->duty[i].desk == desk->number) {
            desk->duty = plan->duty[i];
            desk->stays = stays_on(plan, &plan->duty[i]);
        }
}

/* A fact beats the plan: a desk that works on, or before, its hours stays open until the end
 * of the next span. One that only finishes whom it called in time goes to its break. */
static void stay_open(struct sim_desk *desk, int64_t called_at_ms, int64_t now_ms)
{
    int64_t ended_ms = 0;
    for (int i = 0; i < desk->duty.span_count; i++) {
        if (now_ms < desk->duty.span[i].from_ms) {
            if (called_at_ms == 0 || called_at_ms >= ended_ms)
                desk->duty.span[i].from_ms = now_ms;
            return;
        }
        if (now_ms < desk->duty.span[i].to_ms)
            return;
        ended_ms = desk->duty.span[i].to_ms;
    }
    desk->stays = desk->stays || called_at_ms == 0 || called_at_ms >= ended_ms;
}

/* Since when somebody waits whom the desk could call, INT64_MAX = nobody does. */
static int64_t work_since(const struct simulation *sim, const struct sim_desk *desk)
{
    for (int i = 0; i < sim->real_count; i++)
        if (routing_serves(&sim->queue.ticket[i], desk->number, desk->services))
            return sim->queue.ticket[i].arrived_at_ms;
    return INT64_MAX;
}

static void load_serving(const struct simulation *sim, struct sim_desk *desk,
                         const struct ticket *served)
{
    desk->busy = true;
    desk->elapsed_s = (double)(sim->in.now_ms - served->changed_at_ms) / 1000;
    desk->rest_of = &sim->in.pace->service[served->service - 'A'];
    desk->free_now_ms = sim->in.now_ms;
    draw_spread(sim, draw_ticket_key(served->no) << 8 | DRAW_SERVICE, &desk->spread[0]);
    draw_spread(sim, draw_ticket_key(served->no) << 8 | DRAW_LEAVE, &desk->spread[1]);
}

/* Nobody at the desk: it is free, changing over, or away although it says it is open. */
static void load_free(const struct simulation *sim, struct sim_desk *desk, const struct desk *seen,
                      int64_t free_since_ms)
{
    int64_t work_ms = work_since(sim, desk), since_ms = free_since_ms;
    desk->free_now_ms = sim->in.now_ms;
    if (work_ms == INT64_MAX || free_since_ms == 0)
        return;
    if (seen->since_ms > since_ms)
        since_ms = seen->since_ms;
    bool was_idle = work_ms >= since_ms;
    double gap_s = (double)(sim->in.now_ms - (work_ms > since_ms ? work_ms : since_ms)) / 1000;
    desk->away = gap_s > AWAY_AFTER_S;
    if (was_idle && !desk->away)
        return;
    desk->gap_elapsed_s = gap_s;
    desk->rest_of = desk->away ? &sim->in.pace->pause : &sim->in.pace->changeover;
}

static bool day_is_over(const struct sim_desk *desk, int64_t now_ms)
{
    int spans = desk->duty.span_count;
    return spans == 0 || now_ms >= desk->duty.span[spans - 1].to_ms;
}

/* Closed or paused: back at its next span; should it be there already, some time soon. */
static void load_shut(const struct simulation *sim, struct sim_desk *desk, const struct desk *seen)
{
    int64_t now_ms = sim->in.now_ms;
    bool paused = seen && seen->state == DESK_PAUSED;
    if (!paused && day_is_over(desk, now_ms)) {
        desk->free_now_ms = SIM_NEVER;
        return;
    }
    desk->free_now_ms = sim_on_duty(
        desk, paused && seen->since_ms < now_ms ? sim_back(desk, seen->since_ms, now_ms) : now_ms);
    if (desk->free_now_ms > now_ms)
        return;
    desk->away = true;
    desk->rest_of = &sim->in.pace->pause;
    desk->gap_elapsed_s = paused ? (double)(now_ms - seen->since_ms) / 1000 : 0;
}

static void load_desk(struct simulation *sim, const struct desk_rules *rules)
{
    struct sim_desk *desk = &sim->desk[sim->desk_count++];
    const struct desk *seen = queue_desk(sim->in.queue, rules->number);
    const struct pace_desk *pace = find_pace(sim->in.pace, rules->number);
    memset(desk, 0, sizeof *desk);
    desk->number = rules->number;
    desk->services = rules->services;
    desk->factor = pace && pace->factor > 0 ? (double)pace->factor : 1;
    load_duty(sim, desk);
    for (uint64_t i = 0; i < 2; i++)
        draw_spread(sim, (uint64_t)rules->number << 32 | 1U << 30 | i, &desk->spread[i]);
    const struct ticket *served =
        seen && seen->serving != NO_SLOT ? &sim->in.queue->ticket[seen->serving] : NULL;
    if (seen && seen->state == DESK_OPEN) {
        stay_open(desk, served ? served->changed_at_ms : 0, sim->in.now_ms);
        if (served)
            load_serving(sim, desk, served);
        else
            load_free(sim, desk, seen, pace ? pace->free_since_ms : 0);
    } else {
        load_shut(sim, desk, seen);
    }
}

/* How long a visit that has lasted `elapsed_s` is expected to last altogether, relative to any
 * visit; both cut off at three times the mean, as the model's own factors are. */
static double lasting(const struct curve *curve, double elapsed_s)
{
    double most_s = 3 * curve_mean(curve), all_s = 0, longer_s = 0;
    int longer = 0;
    for (int i = 0; i < CURVE_POINTS; i++) {
        double s = fmin((double)curve->at_s[i], most_s);
        all_s += s;
        if ((double)curve->at_s[i] > elapsed_s) {
            longer_s += s;
            longer++;
        }
    }
    return (longer ? longer_s / longer : most_s) * CURVE_POINTS / all_s;
}

/* Today's factor comes from visits that have ended, and the short ones end first: without those
 * that go on, every day would look quick in the morning. */
static double weigh_unended(const struct simulation *sim)
{
    double weight = (double)sim->in.pace->speed_weight, sum = weight;
    for (int i = 0; i < sim->desk_count && weight > 0; i++) {
        const struct sim_desk *desk = &sim->desk[i];
        if (!desk->busy || curve_mean(desk->rest_of) <= 0)
            continue;
        sum += lasting(desk->rest_of, desk->elapsed_s / desk->factor);
        weight++;
    }
    return weight > 0 ? sum / weight : 1;
}

static double urgency(const struct rules *rules, char service, int lane)
{
    int32_t target_s = rules->service[service - 'A'].target_wait_s;
    return rules->lane_rate[lane] / (double)(target_s > 0 ? target_s : 1);
}

/* Only later tickets that age faster than somebody can ever go past anybody. */
static void load_flows(struct simulation *sim)
{
    const struct rules *rules = sim->in.rules;
    double slowest = HUGE_VAL;
    for (char letter = 'A'; letter <= 'Z'; letter++)
        if (service_bit(letter) & rules->services)
            slowest = fmin(slowest, urgency(rules, letter, LANE_REGULAR));
    for (char letter = 'A'; letter <= 'Z'; letter++)
        for (uint8_t lane = 0; lane < LANES; lane++)
            if ((service_bit(letter) & rules->services) &&
                urgency(rules, letter, lane) > slowest * 1.0001 &&
                simulate_class(sim, letter, lane))
                sim->flow[sim->flow_count++] = (struct sim_flow){letter, lane};
    int first = (int)((sim->in.now_ms - sim->in.pace->midnight_ms) / SIM_SLOT_MS);
    for (int slot = 0; slot <= SIM_SLOTS; slot++) {
        int hour = (first + slot) * (SIM_SLOT_MS / 60000) / 60 % DAY_HOURS;
        sim->slot_rate[slot] = 0;
        for (int i = 0; i < sim->flow_count; i++)
            sim->slot_rate[slot] +=
                (double)sim->in.pace->arrivals_per_h[sim->flow[i].service - 'A'][sim->flow[i].lane]
                                                    [hour >= 0 ? hour : 0] *
                SIM_SLOT_MS / 3600000;
    }
}

void simulate_load(struct simulation *sim)
{
    sim->kind_count = sim->desk_count = sim->flow_count = 0;
    sim->real_count = sim->target_count = 0;
    draw_mixes(sim);
    draw_spread(sim, UINT64_MAX, &sim->speed_spread);
    load_waiting(sim);
    load_fresh(sim);
    for (int i = 0; i < sim->in.rules->desk_count && i < DESKS_MAX; i++)
        load_desk(sim, &sim->in.rules->desk[i]);
    sim->unended = weigh_unended(sim);
    load_flows(sim);
    sim->some_leave = false;
    for (int bin = 0; bin < WAIT_BINS; bin++)
        sim->some_leave = sim->some_leave || sim->in.pace->leave_per_s[bin] > 0;
}
