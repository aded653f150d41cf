// SPDX-License-Identifier: MIT
#include "firmware/forecast/simulate.h"

#include <stddef.h>

#include "firmware/forecast/select.h"
#include "firmware/forecast/simulate_parts.h"

static struct wait_range summarize(float *wait_s, int paths)
{
    struct wait_range wait = {.mean_s = SIMULATE_NEVER_S};
    double sum_s = 0;
    int served = 0;
    for (int i = 0; i < paths; i++)
        if (wait_s[i] < SIMULATE_NEVER_S) {
            sum_s += (double)wait_s[i];
            served++;
        }
    if (served > 0)
        wait.mean_s = (float)(sum_s / served);
    wait.served = (float)served / (float)paths;
    int p90 = paths * 9 / 10, p50 = paths / 2, p10 = paths / 10;
    wait.p90_s = select_rank(wait_s, paths, p90);
    wait.p50_s = select_rank(wait_s, p90 + 1, p50); /* the small ones stand in front now */
    wait.p10_s = select_rank(wait_s, p50 + 1, p10);
    return wait;
}

/* Slots of the waiting in the input's queue: those that were loaded, in order. */
static void list_waiting(struct simulation *sim, struct simulate_result *result)
{
    const struct queue *from = sim->in.queue;
    int at = 0;
    for (int i = 0; i < from->waiting_count && at < sim->real_count; i++)
        if (ticket_no_equal(from->ticket[from->waiting[i]].no, sim->queue.ticket[at].no))
            result->waiting[at++].slot = from->waiting[i];
    result->waiting_count = at;
    for (int i = 0; i < at; i++)
        result->waiting[i].wait = summarize(sim->wait_s[i], sim->in.paths);
}

void simulate_run(struct simulation *simulation, const struct simulate_input *input,
                  struct simulate_result *result)
{
    static const struct wait_range never = {SIMULATE_NEVER_S, SIMULATE_NEVER_S, SIMULATE_NEVER_S,
                                            SIMULATE_NEVER_S, SIMULATE_NEVER_S, 0};
    simulation->in = *input;
    if (simulation->in.paths < 1)
        simulation->in.paths = 1;
    if (simulation->in.paths > SIMULATE_PATHS_MAX)
        simulation->in.paths = SIMULATE_PATHS_MAX;
    simulate_load(simulation);
    for (int path = 0; path < simulation->in.paths; path++)
        simulate_path(simulation, path);
    list_waiting(simulation, result);
    for (int i = 0; i < LETTERS; i++)
        for (int lane = 0; lane < SIMULATE_NEW_LANES; lane++)
            result->fresh[i][lane] = never;
    for (int i = simulation->real_count; i < simulation->target_count; i++) {
        const struct ticket *t = &simulation->queue.ticket[i];
        result->fresh[t->service - 'A'][t->lane] =
            summarize(simulation->wait_s[i], simulation->in.paths);
    }
}

double simulate_share_below(const struct simulation *simulation, int i, double wait_s)
{
    int below = 0, equal = 0;
    for (int path = 0; path < simulation->in.paths; path++) {
        below += (double)simulation->wait_s[i][path] < wait_s;
        equal += (double)simulation->wait_s[i][path] == wait_s;
    }
    return (below + 0.5 * equal) / simulation->in.paths;
}
