// SPDX-License-Identifier: MIT
#include "tests/bench/twin.h"

#include <math.h>
#include <string.h>

#include "tests/bench/support.h"

enum {
    MINUTE_MS = 60000,
    OPENS_MIN = 8 * 60,
    KIOSK_CLOSES_MIN = 15 * 60,
    CLOSES_MIN = 15 * 60 + 30
};
static const int64_t first_midnight_ms = 1767027600000; /* a Tuesday, 00:00 at UTC+7 */
static const int64_t never_ms = INT64_MAX;

static const double share[TWIN_SERVICES] = {.30, .20, .15, .15, .10, .10};
static const double mean_min[TWIN_SERVICES] = {8, 5, 11, 6, 13, 7};
static const double cv[TWIN_SERVICES] = {.7, .6, .8, .7, .9, .6};
static const double desk_factor[TWIN_DESKS] = {.85, 1.1, .95, 1.2, 1};
static const char *const skills[TWIN_DESKS] = {"ABF", "ACD", "ABDF", "ACE", "ABCDEF"};
/* Arrivals per hour from 08:00 on. */
static const double per_hour[] = {36, 38, 33, 24, 16, 25, 22};
/* From and to, minutes of the day, three spans a desk. */
static const int duty_min[TWIN_DESKS][6] = {
    {480, 600, 615, 720, 750, 930}, {480, 615, 630, 750, 780, 930}, {480, 630, 645, 735, 765, 930},
    {480, 645, 660, 765, 795, 930}, {540, 645, 660, 750, 0, 0},
};

static double uniform(struct twin *twin)
{
    twin->random = twin->random * 6364136223846793005U + 1442695040888963407U;
    uint64_t x = twin->random;
    x = (x ^ x >> 32) * 0xD6E8FEB86659FD93U;
    x ^= x >> 32;
    return ((double)(x >> 11) + 0.5) / 9007199254740992.0;
}

static double normal(struct twin *twin)
{
    double radius = sqrt(-2 * log(uniform(twin)));
    return radius * cos(6.283185307179586 * uniform(twin)); /* Box and Muller */
}

static double lognormal(struct twin *twin, double mean, double variation)
{
    double sigma = sqrt(log(1 + variation * variation));
    return mean * exp(sigma * normal(twin) - sigma * sigma / 2);
}

static int64_t minutes(double min)
{
    return (int64_t)(min * MINUTE_MS);
}

static bool order(struct twin *twin, struct command command)
{
    struct decision decision;
    command.at_utc_ms = twin->now_ms;
    if (queue_decide(&twin->queue, &twin->rules, &command, &decision) != REFUSED_NOT)
        return false;
    for (int i = 0; i < decision.count; i++) {
        if (twin->fact)
            twin->fact(twin->context, twin, &decision.event[i]);
        if (!queue_apply(&twin->queue, &decision.event[i]))
            support_fail("the queue refused a fact of the twin");
    }
    return true;
}

static bool order_desk(struct twin *twin, int d, enum command_kind kind)
{
    return order(twin, (struct command){.kind = kind, .desk = (uint16_t)(d + 1)});
}

static int64_t span_ms(const struct twin *twin, int d, int i)
{
    return i < 6 && duty_min[d][i] ? twin->midnight_ms + minutes(duty_min[d][i]) : never_ms;
}

/* Wait-dependent: 2 % of those called at once, a quarter after an hour. */
static bool comes(struct twin *twin, const struct ticket *t)
{
    double waited_min = (double)(twin->now_ms - t->arrived_at_ms) / MINUTE_MS;
    return uniform(twin) < 0.98 * exp(-0.0045 * waited_min);
}

static double service_min(struct twin *twin, int d, char letter)
{
    int s = letter - 'A';
    double drift = 1 + 0.1 * sin(6.283185307179586 * twin->day / 25);
    return lognormal(twin, mean_min[s], cv[s]) * twin->desk[d].factor * twin->day_factor * drift;
}

/* The end of the turn that has just begun. */
static void begin_turn(struct twin *twin, int d)
{
    struct twin_desk *desk = &twin->desk[d];
    const struct desk *seen = queue_desk(&twin->queue, (uint16_t)(d + 1));
    const struct ticket *t = &twin->queue.ticket[seen->serving];
    double min;
    desk->comes = comes(twin, t);
    if (!desk->comes)
        min = 0.75 + 0.75 * uniform(twin);
    else if (uniform(twin) < 0.004)
        min = 0.03; /* pressed twice */
    else
        min = 0.3 + service_min(twin, d, t->service);
    desk->doing = TWIN_BUSY;
    desk->due_ms = twin->now_ms + minutes(min);
}

static void go_away(struct twin *twin, int d, int64_t back_ms)
{
    struct twin_desk *desk = &twin->desk[d];
    bool for_good = back_ms == never_ms;
    order_desk(twin, d, for_good ? CMD_DESK_CLOSE : CMD_DESK_PAUSE);
    desk->doing = TWIN_AWAY;
    desk->due_ms = back_ms;
}

static bool day_is_over(const struct twin *twin)
{
    return twin->now_ms >= twin->midnight_ms + minutes(CLOSES_MIN);
}

/* A break that is due, begun late: back at its planned end, or after most of its length. */
static bool take_break(struct twin *twin, int d)
{
    struct twin_desk *desk = &twin->desk[d];
    int64_t from_ms = span_ms(twin, d, 2 * desk->span + 1);
    if (from_ms == never_ms || twin->now_ms < from_ms || (day_is_over(twin) && duty_min[d][5]))
        return false;
    int64_t to_ms = span_ms(twin, d, 2 * desk->span + 2), back_ms = never_ms;
    if (to_ms != never_ms) {
        int64_t least_ms = twin->now_ms + (to_ms - from_ms) * 8 / 10;
        back_ms = (to_ms > least_ms ? to_ms : least_ms) + minutes(2 * uniform(twin));
    }
    desk->span++;
    go_away(twin, d, back_ms);
    return true;
}

static void call_next(struct twin *twin, int d)
{
    struct twin_desk *desk = &twin->desk[d];
    if (take_break(twin, d))
        return;
    /* A forgotten "finish" may be made up for with nobody else to call. */
    if (order_desk(twin, d, CMD_NEXT) &&
        queue_desk(&twin->queue, (uint16_t)(d + 1))->serving != NO_SLOT) {
        begin_turn(twin, d);
        return;
    }
    desk->doing = TWIN_IDLE;
    desk->due_ms = span_ms(twin, d, 2 * desk->span + 1);
    if (desk->due_ms <= twin->now_ms)
        desk->due_ms = never_ms;
}

static void plan_return(struct twin *twin, struct ticket_no ticket)
{
    ticket_slot slot = queue_find(&twin->queue, ticket);
    if (twin->return_count == TWIN_RETURNS || uniform(twin) > 0.3 ||
        twin->queue.ticket[slot].lane == LANE_RETURN)
        return;
    twin->returns[twin->return_count].ticket = ticket;
    twin->returns[twin->return_count++].at_ms = twin->now_ms + minutes(3 + 7 * uniform(twin));
}

static void end_turn(struct twin *twin, int d)
{
    struct twin_desk *desk = &twin->desk[d];
    const struct desk *seen = queue_desk(&twin->queue, (uint16_t)(d + 1));
    struct ticket_no ticket = twin->queue.ticket[seen->serving].no;
    if (desk->comes && !desk->forgot && twin->queue.waiting_count == 0 && uniform(twin) < 0.02) {
        desk->due_ms += minutes(20 + 40 * uniform(twin)); /* pressed when somebody comes */
        desk->forgot = true;
        return;
    }
    desk->forgot = false;
    order_desk(twin, d, desk->comes ? CMD_FINISH : CMD_NO_SHOW);
    if (!desk->comes)
        plan_return(twin, ticket);
    if (take_break(twin, d))
        return;
    if (uniform(twin) < 0.008) {
        go_away(twin, d, twin->now_ms + minutes(4 + 8 * uniform(twin)));
        return;
    }
    desk->doing = TWIN_CHANGING;
    desk->due_ms = twin->now_ms + minutes(lognormal(twin, 0.25, 0.8));
}

static void act(struct twin *twin, int d)
{
    switch (twin->desk[d].doing) {
    case TWIN_AWAY:
        order_desk(twin, d, CMD_DESK_OPEN);
        call_next(twin, d);
        return;
    case TWIN_BUSY:
        end_turn(twin, d);
        return;
    case TWIN_IDLE:
    case TWIN_CHANGING:
        call_next(twin, d);
        return;
    }
}

/* Whoever is free and can looks after those who come. */
static void wake(struct twin *twin)
{
    for (int d = 0; d < TWIN_DESKS; d++)
        if (twin->desk[d].doing == TWIN_IDLE || twin->desk[d].forgot) {
            twin->desk[d].forgot = false;
            call_next(twin, d);
        }
}

static void plan_arrival(struct twin *twin)
{
    int64_t close_ms = twin->midnight_ms + minutes(KIOSK_CLOSES_MIN);
    double most = 50;
    do {
        twin->next_arrival_ms -= (int64_t)(log(uniform(twin)) / most * 3600000);
        int hour = (int)((twin->next_arrival_ms - twin->midnight_ms) / 3600000) - 8;
        if (twin->next_arrival_ms >= close_ms)
            twin->next_arrival_ms = never_ms;
        else if (uniform(twin) * most < per_hour[hour] * twin->arrival_factor)
            return;
    } while (twin->next_arrival_ms != never_ms);
}

static void arrive(struct twin *twin)
{
    double u = uniform(twin);
    int s = 0;
    while (s < TWIN_SERVICES - 1 && (u -= share[s]) >= 0)
        s++;
    enum lane lane = uniform(twin) < 0.12 ? LANE_PRIORITY : LANE_REGULAR;
    bool taken =
        order(twin, (struct command){.kind = CMD_TAKE, .service = (char)('A' + s), .lane = lane});
    if (taken && twin->arrived)
        twin->arrived(twin->context, twin, (ticket_slot)(twin->queue.ticket_count - 1));
    wake(twin);
    plan_arrival(twin);
}

static void come_back(struct twin *twin, int i)
{
    struct ticket_no ticket = twin->returns[i].ticket;
    twin->returns[i] = twin->returns[--twin->return_count];
    order(twin, (struct command){.kind = CMD_RETURN, .ticket = ticket});
    wake(twin);
}

static void begin_day(struct twin *twin)
{
    twin->midnight_ms = first_midnight_ms + twin->day * INT64_C(86400000);
    twin->now_ms = twin->midnight_ms + minutes(OPENS_MIN - 30);
    twin->day_factor = exp(0.12 * normal(twin));
    twin->arrival_factor = exp(0.1 * normal(twin));
    twin->return_count = 0;
    twin->plan = (struct duty_plan){.serves_out = true, .count = TWIN_DESKS};
    for (int d = 0; d < TWIN_DESKS; d++) {
        struct duty *duty = &twin->plan.duty[d];
        duty->desk = (uint16_t)(d + 1);
        for (; duty->span_count < 3 && duty_min[d][2 * duty->span_count + 1]; duty->span_count++) {
            duty->span[duty->span_count].from_ms = span_ms(twin, d, 2 * duty->span_count);
            duty->span[duty->span_count].to_ms = span_ms(twin, d, 2 * duty->span_count + 1);
        }
        twin->desk[d] = (struct twin_desk){
            .due_ms = duty->span[0].from_ms + minutes(4 * uniform(twin)), .factor = desk_factor[d]};
    }
    order(twin, (struct command){.kind = CMD_DAY_START, .day = 20260100 + twin->day + 1});
    order(twin, (struct command){.kind = CMD_KIOSK_OPEN});
    twin->next_arrival_ms = twin->midnight_ms + minutes(OPENS_MIN);
    plan_arrival(twin);
}

/* What happens next: a desk 0.., -1 an arrival, -2 a return, -3 nothing more. */
static int next_thing(const struct twin *twin, int64_t *at_ms, int *which)
{
    int thing = -3;
    *at_ms = never_ms;
    if (twin->next_arrival_ms < *at_ms) {
        *at_ms = twin->next_arrival_ms;
        thing = -1;
    }
    for (int i = 0; i < twin->return_count; i++)
        if (twin->returns[i].at_ms < *at_ms) {
            *at_ms = twin->returns[i].at_ms;
            *which = i;
            thing = -2;
        }
    for (int d = 0; d < TWIN_DESKS; d++)
        if (twin->desk[d].due_ms < *at_ms) {
            *at_ms = twin->desk[d].due_ms;
            thing = d;
        }
    return thing;
}

void twin_init(struct twin *twin, uint64_t seed)
{
    memset(twin, 0, sizeof *twin);
    twin->random = seed * 2654435761U + 12345;
    queue_init(&twin->queue);
    support_rules(&twin->rules, TWIN_SERVICES, TWIN_DESKS);
    for (int d = 0; d < TWIN_DESKS; d++) {
        twin->rules.desk[d].services = 0;
        for (const char *s = skills[d]; *s; s++)
            twin->rules.desk[d].services |= service_bit(*s);
    }
}

void twin_day(struct twin *twin)
{
    int64_t at_ms;
    int which = 0;
    begin_day(twin);
    for (;;) {
        int thing = next_thing(twin, &at_ms, &which);
        if (thing == -3)
            break;
        twin->now_ms = at_ms > twin->now_ms ? at_ms : twin->now_ms;
        if (thing == -1)
            arrive(twin);
        else if (thing == -2)
            come_back(twin, which);
        else
            act(twin, thing);
    }
    for (int d = 0; d < TWIN_DESKS; d++)
        order_desk(twin, d, CMD_DESK_CLOSE);
    twin->day++;
}
