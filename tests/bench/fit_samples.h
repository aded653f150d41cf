// SPDX-License-Identifier: MIT
/* Ticket logs of whole branches in memory, and what a forecast knew of each visitor who had to
 * wait: what the factory's priors are fitted to. */
#ifndef LOKET_BENCH_FIT_SAMPLES_H
#define LOKET_BENCH_FIT_SAMPLES_H

#include <stdio.h>

#include "firmware/ctl/replay_hall.h"

struct fit_event {
    struct forecast_event event;
    struct feature_hint hint; /* of an arrival: what the simulation says */
    char *text;               /* of an arrival: "branch,day,ticket,service,time" */
};

struct fit_branch {
    char name[REPLAY_TEXT_BYTES];
    struct fit_event *events;
    int count;
};

struct fit_sample {
    float x[FEATURE_COUNT];
    float wait_s;
    float weight; /* 1 / mean wait of the branch */
    int branch;
};

enum { FIT_BRANCHES_MAX = 256 };

struct fit_logs {
    struct fit_branch branch[FIT_BRANCHES_MAX];
    int count;
};

struct fit_samples {
    struct fit_sample *sample;
    int count, room;
};

/* Leaves with a message when the file is no good log. */
void fit_logs_read(struct fit_logs *logs, const char *path);
/* Replays a branch from its first day; samples and out (predictions) may be NULL. */
void fit_replay(const struct fit_branch *branch, int number, const struct forecast_priors *priors,
                struct fit_samples *samples, FILE *out);

#endif
