// SPDX-License-Identifier: MIT
/* Which waiting ticket a desk serves next. The one copy of this rule, used live
 * and in simulation. Pure.
 *
 * Accumulating priority (Kleinrock's time-dependent priorities): a ticket's score is
 *     wait / target wait of its service x rate of its lane
 * and the highest score goes first, the earlier arrival at equal scores; equal
 * targets and rates give first come, first served.
 *
 * Bounded overtaking: a priority or return ticket is passed over while a regular
 * ticket that arrived before it, that this desk could serve, has already been
 * passed by rules.overtake_max later priority/return tickets. */
#ifndef LOKET_CORE_ROUTING_H
#define LOKET_CORE_ROUTING_H

#include "firmware/core/queue.h"

/* A waiting ticket that the desk with these services may call, or NO_SLOT.
 * now_ms: UTC, not before the last fact. */
ticket_slot routing_pick(const struct queue *queue, const struct rules *rules, uint16_t desk,
                         service_set services, int64_t now_ms);

/* Whether a desk with these services may serve this waiting ticket. */
static inline bool routing_serves(const struct ticket *ticket, uint16_t desk, service_set services)
{
    return (service_bit(ticket->service) & services) && (ticket->desk == 0 || ticket->desk == desk);
}

#endif
