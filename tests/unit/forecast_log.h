// SPDX-License-Identifier: MIT
/* Invented days of a branch for tests of the forecast: visitors come, wait and are called by
 * named desks. Seeded; the same seed gives the same log. */
#ifndef LOKET_UNIT_FORECAST_LOG_H
#define LOKET_UNIT_FORECAST_LOG_H

#include "firmware/forecast/forecast.h"

enum { FORECAST_LOG_MAX = 20000, FORECAST_LOG_SERVICES = 3, FORECAST_LOG_DESKS = 3 };

struct forecast_log {
    int count;
    struct forecast_event event[FORECAST_LOG_MAX];
};

/* `days` days of about 150 visitors, in order. Desks have names when `named`. */
void forecast_log_make(struct forecast_log *log, uint32_t seed, int days, bool named);

#endif
