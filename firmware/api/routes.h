// SPDX-License-Identifier: MIT
/* The table of calls: method, path, who may, what it does. */
#ifndef LOKET_API_ROUTES_H
#define LOKET_API_ROUTES_H

#include "firmware/api/exchange.h"

enum access { ACCESS_ANYONE, ACCESS_STAFF };

struct route {
    const char *method;
    const char *pattern; /* see request_match */
    enum access access;
    void (*handle)(struct exchange *exchange);
    /* For calls that are one command (handle = route_command): */
    enum command_kind command;
    unsigned allowed, required; /* fields of the body */
};

struct route_found {
    const struct route *route; /* NULL: no such path, or not with this method */
    enum path_match match;     /* PATH_OTHER: no such path */
    char allow[32];            /* methods of the path, for 405 */
};

void routes_find(const char *method, const char *path, struct path_values *values,
                 struct route_found *found);

/* Handlers, by file. */
void route_command(struct exchange *exchange);  /* routes.c */
void overview_board(struct exchange *exchange); /* overview.c */
void overview_stream(struct exchange *exchange);
void overview_pages(struct exchange *exchange);
void overview_health(struct exchange *exchange);
void overview_content(struct exchange *exchange);
void tickets_list(struct exchange *exchange); /* tickets.c */
void tickets_get(struct exchange *exchange);
void tickets_slip(struct exchange *exchange); /* papers.c */
void checklist_get(struct exchange *exchange);
void checklist_print(struct exchange *exchange);
void printer_test(struct exchange *exchange);
void hardware_get(struct exchange *exchange); /* hardware.c */
void report_get(struct exchange *exchange);   /* report.c */
void report_csv(struct exchange *exchange);

#endif
