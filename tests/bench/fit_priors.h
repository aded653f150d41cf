// SPDX-License-Identifier: MIT
/* Fits what firmware/forecast/priors.c holds, from ticket logs in the replay format. */
#ifndef LOKET_BENCH_FIT_PRIORS_H
#define LOKET_BENCH_FIT_PRIORS_H

/* words: "fit LOG..." writes priors.c to standard output; "leave-out LOG..." replays every
 * branch with priors fitted without it and writes the predictions. Exit status. */
int fit_priors(int count, char **words);

#endif
