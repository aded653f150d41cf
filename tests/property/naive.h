// SPDX-License-Identifier: MIT
/* A branch written a second time, as plainly as possible: one list of people, every
 * question answered by walking over all of them. Slow, and meant to be read. */
#ifndef LOKET_TESTS_NAIVE_H
#define LOKET_TESTS_NAIVE_H

#include "firmware/core/queue.h"

enum { NAIVE_PEOPLE_MAX = 400 };

struct person {
    struct ticket_no no;
    char service;
    enum lane lane;
    enum ticket_state state;
    uint16_t desk; /* serving, or waited for */
    int64_t arrived_ms, called_ms, changed_ms;
    int place;  /* rank of arrival; a return takes a new one */
    int passed; /* by later priority or return people */
    int recalls;
};

struct naive_desk {
    uint16_t number;
    enum desk_state state;
};

struct naive {
    const struct rules *rules;
    struct person person[NAIVE_PEOPLE_MAX];
    int people;
    int places;
    struct naive_desk desk[DESKS_MAX];
    int desks;
    bool open;
    int64_t now_ms, last_fact_ms;
};

void naive_init(struct naive *branch, const struct rules *rules);
struct person *naive_find(struct naive *branch, struct ticket_no no);
struct person *naive_served_by(struct naive *branch, uint16_t desk);
/* Sets the time of what comes next: never before the last thing that happened. */
void naive_time(struct naive *branch, int64_t at_ms);
/* Whom routing must pick, NULL = nobody. */
struct person *naive_pick(struct naive *branch, uint16_t desk);
/* True when the command is allowed; then the branch has moved on. *called = who was called. */
bool naive_do(struct naive *branch, const struct command *command, struct person **called);

#endif
