// SPDX-License-Identifier: MIT
/* What the benchmarks share: clocks, percentiles, a queue full of people, a daemon of one's
 * own, and a line per result for bench.sh. */
#ifndef LOKET_BENCH_SUPPORT_H
#define LOKET_BENCH_SUPPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "firmware/core/queue.h"

double support_now_ms(void);
/* share 0..1 of values[count], which is sorted by the call. */
double support_percentile(double *values, int count, double share);
/* One result, "name value unit limit better"; limit < 0: shown, not judged. */
void support_result(const char *name, double value, const char *unit, double limit,
                    const char *better);
/* The programs' folder: $BUILD, else build/host. */
const char *support_build(void);
/* Says what failed and leaves with status 1. */
void support_fail(const char *what) __attribute__((noreturn));

/* `services` services (A, B ... without I, O, Q) and `desks` desks that serve all of them. */
void support_rules(struct rules *rules, int services, int desks);
char support_letter(int i);
/* Decides and applies; events go to each (may be NULL). False when refused. */
bool support_do(struct queue *queue, const struct rules *rules, const struct command *command,
                void (*each)(void *context, const struct event *event), void *context);

/* Starts loketd with this configuration (written to dir/loket.conf), silent. */
pid_t support_daemon_start(const char *dir, const char *config);
/* The same at another time, ms since 1970 UTC. */
pid_t support_daemon_start_at(const char *dir, const char *config, int64_t start_utc_ms);
/* Until GET /api/v1/health answers (any status) on dir/loket.sock; ms waited, -1 after 10 s. */
double support_daemon_wait(const char *dir);
void support_daemon_stop(pid_t pid);
/* Asks the simulated printer of dir to leave. */
void support_printer_quit(const char *dir);

#endif
