// SPDX-License-Identifier: MIT
/* Callers of an HTTP server on the loopback, as many as wanted, each on a connection that stays
 * and with one request under way; all in one thread. */
#ifndef LOKET_BENCH_HTTP_LOAD_H
#define LOKET_BENCH_HTTP_LOAD_H

#include <stdbool.h>
#include <stddef.h>

enum { LOAD_CLIENTS_MAX = 256, LOAD_ANSWERS_MAX = 200000 };

/* Where it listens: a port of the loopback, or with port 0 a Unix socket. */
struct load_place {
    int port;
    char socket[108];
};

struct load {
    struct load_place place;
    int clients;
    const char *request; /* sent again and again */
    int requests;        /* in all; 0 = for `ms` */
    double ms;
    /* May be NULL. `body` ends with a 0. */
    void (*answered)(void *context, int status, const char *body);
    void *context;

    int answers; /* what came of it */
    double took_ms;
    double *answer_ms; /* of each; malloc'd, the caller lets go of it */
};

/* Leaves the program when the server does not answer in order. */
void load_run(struct load *load);
double load_per_s(const struct load *load);

/* One call; its status. Head and body, either may be NULL, are cut to `bytes` with their 0. */
int load_ask(const struct load_place *place, const char *request, char *head, char *body,
             size_t bytes);
/* -1 = nobody listens. */
int load_connect(const struct load_place *place);
/* A port that nobody listens on now. */
int load_free_port(void);

#endif
