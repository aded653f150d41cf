// SPDX-License-Identifier: MIT
#include "firmware/core/routing.h"

struct candidate {
    ticket_slot slot;
    int64_t weight;   /* wait_ms x lane rate */
    int64_t target_s; /* of its service */
};

/* Largest product: 10 days in ms (8.64e8) x rate 1e4 x target 86400 s < 2^63. */
static bool scores_higher(const struct candidate *a, const struct candidate *b)
{
    return a->weight * b->target_s > b->weight * a->target_s;
}

static struct candidate weigh(const struct queue *queue, const struct rules *rules,
                              ticket_slot slot, int64_t now_ms)
{
    const struct ticket *t = &queue->ticket[slot];
    int64_t wait_ms = now_ms > t->arrived_at_ms ? now_ms - t->arrived_at_ms : 0;
    int32_t target_s = rules->service[t->service - 'A'].target_wait_s;
    return (struct candidate){slot, wait_ms * rules->lane_rate[t->lane],
                              target_s > 0 ? target_s : 1};
}

ticket_slot routing_pick(const struct queue *queue, const struct rules *rules, uint16_t desk,
                         service_set services, int64_t now_ms)
{
    struct candidate best = {NO_SLOT, 0, 1};
    /* The waiting list is in order of arrival: once a regular ticket that has been
     * passed often enough is met, every priority or return ticket behind it is later. */
    bool only_regular = false;
    for (int i = 0; i < queue->waiting_count; i++) {
        ticket_slot slot = queue->waiting[i];
        const struct ticket *t = &queue->ticket[slot];
        if (!routing_serves(t, desk, services))
            continue;
        if (t->lane == LANE_REGULAR)
            only_regular = only_regular || t->overtaken >= rules->overtake_max;
        else if (only_regular)
            continue;
        struct candidate c = weigh(queue, rules, slot, now_ms);
        if (best.slot == NO_SLOT || scores_higher(&c, &best))
            best = c;
    }
    return best.slot;
}
