// SPDX-License-Identifier: MIT
/* Forward simulation of the queue: what would come next, many times over. Every path
 * calls the waiting through routing_pick(), the very rule of the live queue, with drawn
 * service times, and notes when each one's turn comes. Pure; the caller owns the memory.
 *
 * - A visitor at a desk keeps what is left of a duration that has lasted so long already.
 * - Desks come, go and pause by the plan of duty, where one is known.
 * - Later tickets that may overtake arrive at the rates of the pace.
 * - Nobody who waits is assumed to leave before being judged: a wait means "if you stay".
 *   Others ahead may leave or not come, as often as the pace says.
 * - One hypothetical visitor per service and lane takes a number now. They take no desk
 *   time, so nobody, real or hypothetical, waits because of them.
 *
 * Common random numbers: what is drawn for a ticket depends on the seed, the path and its
 * number alone, and each draw is spread evenly over the paths. The same input gives the
 * same bytes, and an estimate moves when something has happened, not by chance.
 *
 * Work: paths x (waiting + desks), each step a routing_pick() among the heads of the
 * queues (one per service, lane and desk waited for): only a head can be picked, since a
 * later ticket of the same kind never scores higher. */
#ifndef LOKET_FORECAST_SIMULATE_H
#define LOKET_FORECAST_SIMULATE_H

#include "firmware/core/queue.h"
#include "firmware/forecast/pace.h"

enum {
    SIMULATE_PATHS = 200,
    SIMULATE_PATHS_MAX = 256,
    SIMULATE_WAITING_MAX = 500, /* who stands further back is not simulated */
    SIMULATE_NEW_LANES = 2,     /* a number is taken in the regular or the priority lane */
    SIMULATE_NEVER_S = 12 * 3600,
};

struct simulate_input {
    const struct queue *queue;
    const struct rules *rules;
    const struct pace *pace;
    const struct duty_plan *plan; /* NULL = no plan: desks stay as they are */
    int64_t now_ms;               /* UTC, not before the last fact */
    uint64_t seed;                /* the same one all day */
    int paths;                    /* 1..SIMULATE_PATHS_MAX */
};

/* From now until called, in seconds; SIMULATE_NEVER_S when no desk is left to call. */
struct wait_range {
    float mean_s;  /* over the paths in which the turn comes; NEVER when in none */
    float least_s; /* on the luckiest path: what is certain to be waited */
    float p10_s, p50_s, p90_s;
    float served; /* share of the paths in which the turn comes, 0..1 */
};

struct simulate_result {
    int waiting_count; /* <= SIMULATE_WAITING_MAX */
    struct {
        ticket_slot slot; /* in input.queue */
        struct wait_range wait;
    } waiting[SIMULATE_WAITING_MAX];                      /* in order of arrival */
    struct wait_range fresh[LETTERS][SIMULATE_NEW_LANES]; /* of services that exist */
};

#define SIMULATE_TARGETS_MAX (SIMULATE_WAITING_MAX + LETTERS * SIMULATE_NEW_LANES)

enum { SIMULATE_FUTURE_MAX = 400, SIMULATE_CLASSES_MAX = 256, SIMULATE_MIXES = 64 };

/* How one kind of draw of one ticket is spread over the paths. */
struct spread {
    uint8_t first, second, shift;
    float offset;
};

struct sim_ticket {
    uint16_t next;           /* behind it in its class, NO_SLOT = last */
    uint16_t kind;           /* its class */
    uint8_t overtaken;       /* at the start; of a hypothetical one, counted here */
    struct spread spread[3]; /* service, coming at all, leaving */
};

/* Same service, lane and desk waited for; called in order of arrival. */
struct sim_class {
    char service;
    uint8_t lane;
    uint16_t desk;
    uint16_t first, last;         /* of a path */
    uint16_t first_now, last_now; /* at the start of every path */
};

struct sim_desk {
    uint16_t number;
    service_set services;
    double factor;
    struct duty duty;
    bool stays; /* beyond its last span */
    bool idle;
    int64_t free_at_ms, free_now_ms;
    /* Whom it serves now: what is left is drawn anew on each path. */
    bool busy, away;
    double elapsed_s, gap_elapsed_s;
    const struct curve *rest_of;
    struct spread spread[2];
};

struct sim_arrival {
    int64_t at_ms;
    char service;
    uint8_t lane;
};

struct sim_flow {
    char service;
    uint8_t lane;
};

enum { SIM_SLOT_MS = 15 * 60000, SIM_SLOTS = 48, SIM_SLOT_ARRIVALS = 24 };

/* Working memory, about 1 MB, of which only what is needed is touched. Nothing in it
 * survives a run but the waits of the last one, for simulate_share_below. */
struct simulation {
    struct simulate_input in;
    struct queue queue; /* the waiting, the hypothetical, the later ones; waiting[] = heads */
    struct sim_ticket ticket[SIMULATE_TARGETS_MAX + SIMULATE_FUTURE_MAX];
    struct sim_class kind[SIMULATE_CLASSES_MAX];
    int kind_count;
    int real_count, target_count, future_count, left;
    ticket_slot slot_of[SIMULATE_WAITING_MAX]; /* of the waiting, in the input's queue */
    int walked, summed;                        /* paths, targets so far */
    struct wait_range summary[SIMULATE_TARGETS_MAX];
    struct sim_desk desk[DESKS_MAX];
    int desk_count;
    uint16_t blocked[LETTERS * SIMULATE_NEW_LANES]; /* passed too often already */
    int blocked_count;
    struct sim_flow flow[LETTERS * LANES];
    int flow_count;
    int slot, slot_at, slot_count; /* of later arrivals on this path */
    struct sim_arrival arrival[SIM_SLOT_ARRIVALS];
    double slot_rate[SIM_SLOTS + 1]; /* expected arrivals */
    bool some_leave;                 /* the line while they wait */
    int path;
    struct spread speed_spread;
    double unended; /* what the visits that go on say of today's factor */
    double speed;   /* of this path, relative to what the pace says */
    uint8_t mix[SIMULATE_MIXES][SIMULATE_PATHS_MAX];
    float wait_s[SIMULATE_TARGETS_MAX][SIMULATE_PATHS_MAX];
};

void simulate_run(struct simulation *simulation, const struct simulate_input *input,
                  struct simulate_result *result);

/* The same in pieces, for a loop that must not be kept: begin copies what it needs of the queue
 * (rules, pace and plan are borrowed until the end); step walks up to `paths` more paths, or sums
 * up twice as many waits, and returns whether work is left; end does what is left and fills the
 * result, every byte of it. However it is cut, the result is the same. */
void simulate_begin(struct simulation *simulation, const struct simulate_input *input);
bool simulate_step(struct simulation *simulation, int paths);
void simulate_end(struct simulation *simulation, struct simulate_result *result);

/* Of the last run: share of the paths in which waiting[i] waited at most `wait_s`, half of
 * those that waited exactly so (the probability integral transform). */
double simulate_share_below(const struct simulation *simulation, int i, double wait_s);

#endif
