// SPDX-License-Identifier: MIT
/* Verification and backup of the journal over HTTP. A child process does the work (upkeep_child.h);
 * one verification and one backup at a time. */
#ifndef LOKET_API_UPKEEP_H
#define LOKET_API_UPKEEP_H

#include "firmware/api/exchange.h"

struct upkeep;

/* Removes what an unfinished backup has left behind. */
struct upkeep *upkeep_create(struct api *api);
/* Accepts NULL. After exchange_stop_all. */
void upkeep_destroy(struct upkeep *upkeep);

#endif
