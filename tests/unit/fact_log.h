// SPDX-License-Identifier: MIT
/* Days of the twin as a list of facts, and somebody who lives through them with an outlook:
 * either making the promises as it goes, or reading those that stand in the facts. */
#ifndef LOKET_TESTS_FACT_LOG_H
#define LOKET_TESTS_FACT_LOG_H

#include "firmware/forecast/outlook.h"
#include "tests/bench/twin.h"

enum { FACT_LOG_MAX = 16000, FACT_LOG_PATHS = 40 };

struct fact_log {
    struct rules rules;
    int count;
    struct {
        struct event event;
        int64_t midnight_ms;
    } fact[FACT_LOG_MAX];
};

struct fact_reader {
    struct queue queue;
    struct outlook outlook;
    struct simulation simulation;
    struct simulate_result result;
    struct pace pace;
    struct duty_plan plan;
    int next; /* fact */
};

void fact_log_twin(struct fact_log *log, uint64_t seed, int days);

void fact_reader_init(struct fact_reader *reader);
/* Feeds the facts up to, not including, `until`. */
void fact_reader_read(struct fact_reader *reader, const struct fact_log *log, int until,
                      bool study);
/* The same, and each number that is taken gets a promise, which is written into the log. */
void fact_reader_promise(struct fact_reader *reader, struct fact_log *log, int until);
/* What would come next, by what is known so far; the pace and the plan are the reader's. */
struct simulate_input fact_reader_input(struct fact_reader *reader, const struct rules *rules,
                                        int64_t now_ms);
/* Of somebody who takes a number now; uses the last result. */
struct promise fact_reader_ask(struct fact_reader *reader, const struct rules *rules, char service,
                               enum lane lane, int64_t now_ms);

#endif
