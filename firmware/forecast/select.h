// SPDX-License-Identifier: MIT
/* One value of a sorted list without sorting it: Hoare's selection. Pure. */
#ifndef LOKET_FORECAST_SELECT_H
#define LOKET_FORECAST_SELECT_H

/* The value that stands at `rank` (0-based, < count) when values[0..count) are sorted;
 * reorders them. */
float select_rank(float *values, int count, int rank);

#endif
