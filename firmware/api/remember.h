// SPDX-License-Identifier: MIT
/* After a start: the answers to the requests whose keys stand in the facts of the newest day, so
 * that a request which is repeated because the daemon died is not carried out twice. */
#ifndef LOKET_API_REMEMBER_H
#define LOKET_API_REMEMBER_H

#include "firmware/api/replays.h"
#include "firmware/kiosk.h"

/* The answer names the same ticket as the first one did; how the ticket and the desk stand is
 * told as it is now. */
void remember_answers(struct kiosk *kiosk, struct replays *replays);

#endif
