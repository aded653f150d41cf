// SPDX-License-Identifier: MIT
/* A few walks into the future with what a log tells: desks with names, who they have served so
 * far, planned hours, mean times of the services. Rough and quick (microseconds): an input of
 * the regression where the full simulation of the live queue cannot be run, as on a foreign
 * log. Draws are hashes of ticket and path: the same state gives the same answer, and the same
 * ticket the same luck. */
#ifndef LOKET_FORECAST_WALK_H
#define LOKET_FORECAST_WALK_H

#include "firmware/forecast/track.h"

enum { WALK_PATHS = 16, WALK_WAITING_MAX = 400, WALK_DESKS_MAX = 96 };

/* What walking needs besides the log: seconds a desk is occupied by a visitor. */
struct walk_times {
    float call_s[TRACK_SERVICES_MAX];
};

/* P10, P50, P90 of the wait of one who would arrive now. False when no desk is known that
 * could call: out_s is then untouched. */
bool walk_wait(const struct track *track, const struct walk_times *times, int service, int lane,
               double at_s, float out_s[3]);

#endif
