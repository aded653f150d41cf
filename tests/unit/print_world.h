// SPDX-License-Identifier: MIT
/* The job and the printer model, both pure, joined by a line in virtual time; for the tests
 * of the job. Asserts. */
#ifndef LOKET_TESTS_PRINT_WORLD_H
#define LOKET_TESTS_PRINT_WORLD_H

#include "drivers/print_job.h"
#include "drivers/sim/model.h"

enum { WORLD_ANSWERING = 4 };
/* Profiles of printers that answer. */
extern const char *const world_answering[WORLD_ANSWERING];

struct world {
    struct print_job job;
    struct model *model;
    int64_t now_ms;
    bool plugged, deaf, mute; /* deaf: takes nothing; mute: answers nothing */
    int confirmed, unconfirmed, unknown, slips;
    char text[4096]; /* of the newest slip */
};

struct world *world_begin(const char *profile);
void world_end(struct world *world);

void world_plug(struct world *world, bool in_doubt);
bool world_is_ready(const struct world *world);
/* Starts a slip that shows the number. */
void world_start(struct world *world, const char *number);
void world_start_lines(struct world *world, const char *number, int lines);
/* Ticks the job and counts its outcomes. */
void world_collect(struct world *world);
int world_outcomes(const struct world *world);
/* One millisecond: two bytes each way, as at 19200 baud. */
void world_pass_ms(struct world *world);
void world_pass(struct world *world, int64_t ms);

#endif
