// SPDX-License-Identifier: MIT
/* Trains the factory network: pinball loss of the three quantiles, each branch's waits counted
 * in its own mean wait; Adam (Kingma and Ba 2015) over shuffled samples, seeded. */
#ifndef LOKET_BENCH_FIT_NETWORK_H
#define LOKET_BENCH_FIT_NETWORK_H

#include "tests/bench/fit_samples.h"

enum { FIT_FOLDS = 4 };

/* Samples of the branches whose number % FIT_FOLDS is `without` are left out; -1 = none. */
void fit_network(struct network *network, const struct fit_samples *samples, int without,
                 int epochs);

#endif
