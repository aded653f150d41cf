// SPDX-License-Identifier: MIT
/* A loketd of one's own for the HTTP benchmarks, without buttons and printer, on a Monday morning;
 * an officer is signed in. */
#ifndef LOKET_BENCH_HTTP_BRANCH_H
#define LOKET_BENCH_HTTP_BRANCH_H

#include <sys/types.h>

#include "tests/bench/http_load.h"

struct http_branch {
    char dir[200];
    struct load_place tcp, socket;
    char cookie[80]; /* of the officer */
    pid_t pid;
};

void http_branch_start(struct http_branch *branch, const char *dir);
void http_branch_stop(struct http_branch *branch);
/* A whole request of the officer over TCP, into text. */
void http_branch_request(const struct http_branch *branch, const char *method, const char *path,
                         const char *body, char *text, size_t bytes);
/* Processor time of loketd so far; its resident memory now. */
double http_branch_cpu_ms(const struct http_branch *branch);
double http_branch_resident_mib(const struct http_branch *branch);

#endif
