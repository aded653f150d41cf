// SPDX-License-Identifier: MIT
/* What the three files of the simulation share; nobody else includes it. */
#ifndef LOKET_FORECAST_SIMULATE_PARTS_H
#define LOKET_FORECAST_SIMULATE_PARTS_H

#include "firmware/forecast/simulate.h"

#define SIM_NEVER (INT64_MAX / 4)

enum sim_draw { DRAW_SERVICE, DRAW_SHOW, DRAW_LEAVE, DRAWS };

/* simulate_load.c: the start of every path, from the input. */
void simulate_load(struct simulation *sim);
/* The class of such tickets, made when there is none; NULL when the table is full. */
struct sim_class *simulate_class(struct simulation *sim, char service, uint8_t lane);

/* simulate_path.c: one path, into sim->wait_s[..][path]. */
void simulate_path(struct simulation *sim, int path);

/* simulate_draw.c */
uint64_t draw_mix(uint64_t x);
void draw_mixes(struct simulation *sim);
void draw_spread(const struct simulation *sim, uint64_t key, struct spread *spread);
/* 0 < share < 1; over all paths one in each of `paths` equal parts. */
double draw_share(const struct simulation *sim, const struct spread *spread);
/* Of what exists on one path only. */
double draw_single(uint64_t key);
double draw_speed(const struct simulation *sim);
/* Same number for the same ticket all day. */
uint64_t draw_ticket_key(struct ticket_no no);

static inline int64_t sim_ms(double s)
{
    return (int64_t)(s * 1000 + 0.5);
}

/* The first moment from at_ms on at which the desk is on duty. */
static inline int64_t sim_on_duty(const struct sim_desk *desk, int64_t at_ms)
{
    if (desk->duty.span_count == 0)
        return at_ms;
    for (int i = 0; i < desk->duty.span_count; i++)
        if (at_ms < desk->duty.span[i].to_ms)
            return at_ms > desk->duty.span[i].from_ms ? at_ms : desk->duty.span[i].from_ms;
    return desk->stays ? at_ms : SIM_NEVER;
}

/* On duty again after it became free at free_ms: a break that begins late is not cut short
 * by all of that, three quarters of it are taken. */
static inline int64_t sim_back(const struct sim_desk *desk, int64_t free_ms, int64_t at_ms)
{
    for (int i = 0; i + 1 < desk->duty.span_count; i++) {
        int64_t from_ms = desk->duty.span[i].to_ms, to_ms = desk->duty.span[i + 1].from_ms;
        int64_t back_ms = free_ms + (to_ms - from_ms) * 3 / 4;
        if (free_ms >= from_ms && free_ms < to_ms)
            return sim_on_duty(desk, back_ms > to_ms ? back_ms : at_ms);
    }
    return sim_on_duty(desk, at_ms);
}

#endif
