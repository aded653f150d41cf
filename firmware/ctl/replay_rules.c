// SPDX-License-Identifier: MIT
#include "firmware/ctl/replay_rules.h"

#include <string.h>

static const float DAY_FADE = 0.9F;
static const float KNOWN_CALLS = 8.0F;
static const float HEAD_START = 1.0F; /* calls that must speak against the first guess */

/* Per mille of a regular ticket's ageing, the last one is "always first"; the first guess is
 * twice, three may pass. */
static const int rates[REPLAY_RATES] = {1000, 1250, 1500, 2000, 2500,  3000,
                                        4000, 5000, 6000, 8000, 10000, 1000000};
static const int passes[REPLAY_PASSES] = {1, 2, 3, 4, 5, 7, 10, UINT8_MAX};
enum { GUESS_RATE = 3, GUESS_PASSES = 2, TARGET_S = 1 };

void replay_rules_init(struct replay_rules *learned)
{
    memset(learned, 0, sizeof *learned);
    for (int r = 0; r < REPLAY_RATES; r++)
        for (int k = 0; k < REPLAY_PASSES; k++)
            learned->wrong[r][k] = r == GUESS_RATE && k == GUESS_PASSES ? 0 : HEAD_START;
}

void replay_rules_day(struct replay_rules *learned)
{
    for (int d = 0; d < REPLAY_RULES_DESKS; d++) {
        learned->calls_all[d] *= DAY_FADE;
        for (int s = 0; s < LETTERS; s++)
            learned->calls[d][s] *= DAY_FADE;
    }
    for (int r = 0; r < REPLAY_RATES; r++)
        for (int k = 0; k < REPLAY_PASSES; k++)
            learned->wrong[r][k] *= DAY_FADE;
}

service_set replay_rules_serves(const struct replay_rules *learned, uint16_t desk, service_set all)
{
    service_set serves = 0;
    if (learned->calls_all[desk] < KNOWN_CALLS)
        return all;
    for (int s = 0; s < LETTERS; s++)
        if (learned->calls[desk][s] > 0.3F + 0.002F * learned->calls_all[desk])
            serves |= service_bit((char)('A' + s));
    return serves & all ? serves & all : all;
}

/* The first of a lane whom the desk could call; NO_SLOT = nobody. */
static ticket_slot head_of(const struct queue *queue, service_set serves, bool regular)
{
    for (int i = 0; i < queue->waiting_count; i++) {
        const struct ticket *t = &queue->ticket[queue->waiting[i]];
        if ((t->lane == LANE_REGULAR) == regular && (service_bit(t->service) & serves))
            return queue->waiting[i];
    }
    return NO_SLOT;
}

static void learn_priority(struct replay_rules *learned, const struct queue *before,
                           ticket_slot called, service_set serves, int64_t at_ms)
{
    ticket_slot first = head_of(before, serves, true), urgent = head_of(before, serves, false);
    if (first == NO_SLOT || urgent == NO_SLOT || (called != first && called != urgent))
        return;
    const struct ticket *f = &before->ticket[first], *u = &before->ticket[urgent];
    int64_t first_ms = at_ms - f->arrived_at_ms, urgent_ms = at_ms - u->arrived_at_ms;
    for (int r = 0; r < REPLAY_RATES; r++)
        for (int k = 0; k < REPLAY_PASSES; k++) {
            bool held = f->order < u->order && f->overtaken >= passes[k];
            bool picks_urgent = !held && urgent_ms * rates[r] > first_ms * 1000;
            learned->wrong[r][k] += picks_urgent != (called == urgent) ? 1 : 0;
        }
}

void replay_rules_call(struct replay_rules *learned, const struct queue *before, ticket_slot slot,
                       uint16_t desk, int64_t at_ms)
{
    int service = before->ticket[slot].service - 'A';
    learned->calls[desk][service]++;
    learned->calls_all[desk]++;
    learn_priority(learned, before, slot, replay_rules_serves(learned, desk, UINT32_MAX), at_ms);
}

void replay_rules_read(const struct replay_rules *learned, service_set all, struct rules *rules)
{
    int rate = GUESS_RATE, pass = GUESS_PASSES;
    for (int r = 0; r < REPLAY_RATES; r++)
        for (int k = 0; k < REPLAY_PASSES; k++)
            if (learned->wrong[r][k] < learned->wrong[rate][pass]) {
                rate = r;
                pass = k;
            }
    rules->services = all;
    for (int s = 0; s < LETTERS; s++)
        rules->service[s] = (struct service_rules){TARGET_S, TICKET_NUMBER_MAX};
    rules->lane_rate[LANE_REGULAR] = 1000;
    rules->lane_rate[LANE_PRIORITY] = rules->lane_rate[LANE_RETURN] = rates[rate];
    rules->overtake_max = passes[pass];
    rules->waiting_cap = rules->daily_cap = TICKETS_MAX;
}
