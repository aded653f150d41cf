// SPDX-License-Identifier: MIT
#include "firmware/forecast/simulate.h"

#include <stddef.h>
#include <string.h>

#include "firmware/forecast/select.h"
#include "firmware/forecast/simulate_parts.h"

static const struct wait_range never = {.mean_s = SIMULATE_NEVER_S,
                                        .least_s = SIMULATE_NEVER_S,
                                        .p10_s = SIMULATE_NEVER_S,
                                        .p50_s = SIMULATE_NEVER_S,
                                        .p90_s = SIMULATE_NEVER_S};

static struct wait_range summarize(float *wait_s, int paths)
{
    struct wait_range wait = never;
    double sum_s = 0;
    int served = 0;
    for (int i = 0; i < paths; i++)
        if (wait_s[i] < SIMULATE_NEVER_S) {
            wait.least_s = wait_s[i] < wait.least_s ? wait_s[i] : wait.least_s;
            sum_s += (double)wait_s[i];
            served++;
        }
    if (served == 0)
        return wait;
    wait.mean_s = (float)(sum_s / served);
    wait.served = (float)served / (float)paths;
    int p90 = paths * 9 / 10, p50 = paths / 2, p10 = paths / 10;
    wait.p90_s = select_rank(wait_s, paths, p90);
    wait.p50_s = select_rank(wait_s, p90 + 1, p50); /* the small ones stand in front now */
    wait.p10_s = select_rank(wait_s, p50 + 1, p10);
    return wait;
}

void simulate_begin(struct simulation *simulation, const struct simulate_input *input)
{
    simulation->in = *input;
    if (simulation->in.paths < 1)
        simulation->in.paths = 1;
    if (simulation->in.paths > SIMULATE_PATHS_MAX)
        simulation->in.paths = SIMULATE_PATHS_MAX;
    simulate_load(simulation);
    simulation->in.queue = NULL; /* it goes on meanwhile */
    simulation->walked = simulation->summed = 0;
}

bool simulate_step(struct simulation *simulation, int paths)
{
    int most = paths < 1 ? 1 : paths > SIMULATE_PATHS_MAX ? SIMULATE_PATHS_MAX : paths;
    int until = simulation->walked + most, sums = simulation->summed + 2 * most;
    if (simulation->walked < simulation->in.paths) {
        while (simulation->walked < until && simulation->walked < simulation->in.paths)
            simulate_path(simulation, simulation->walked++);
        return true;
    }
    for (; simulation->summed < sums && simulation->summed < simulation->target_count;
         simulation->summed++)
        simulation->summary[simulation->summed] =
            summarize(simulation->wait_s[simulation->summed], simulation->in.paths);
    return simulation->summed < simulation->target_count;
}

void simulate_end(struct simulation *simulation, struct simulate_result *result)
{
    while (simulate_step(simulation, SIMULATE_PATHS_MAX)) {
    }
    memset(result, 0, sizeof *result);
    result->waiting_count = simulation->real_count;
    for (int i = 0; i < simulation->real_count; i++) {
        result->waiting[i].slot = simulation->slot_of[i];
        result->waiting[i].wait = simulation->summary[i];
    }
    for (int i = 0; i < LETTERS; i++)
        for (int lane = 0; lane < SIMULATE_NEW_LANES; lane++)
            result->fresh[i][lane] = never;
    for (int i = simulation->real_count; i < simulation->target_count; i++) {
        const struct ticket *t = &simulation->queue.ticket[i];
        result->fresh[t->service - 'A'][t->lane] = simulation->summary[i];
    }
}

void simulate_run(struct simulation *simulation, const struct simulate_input *input,
                  struct simulate_result *result)
{
    simulate_begin(simulation, input);
    simulate_end(simulation, result);
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
