// SPDX-License-Identifier: MIT
/* The table of calls: method, path, who may, what it does. */
#ifndef LOKET_API_ROUTES_H
#define LOKET_API_ROUTES_H

#include "firmware/api/exchange.h"

enum access {
    ACCESS_ANYONE,
    ACCESS_OWN,   /* whoever is signed in, for her own session; also before she has chosen a PIN */
    ACCESS_STAFF, /* an officer or an admin */
    ACCESS_ADMIN
};

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
void tickets_list(struct exchange *exchange); /* tickets.c */
void tickets_get(struct exchange *exchange);
void tickets_slip(struct exchange *exchange); /* papers.c */
void checklist_get(struct exchange *exchange);
void checklist_print(struct exchange *exchange);
void printer_test(struct exchange *exchange);
void hardware_get(struct exchange *exchange); /* hardware.c */
void report_get(struct exchange *exchange);   /* report.c */
void report_csv(struct exchange *exchange);
void report_tickets(struct exchange *exchange);
void report_forget(struct api *api);         /* what it keeps of today */
void content_get(struct exchange *exchange); /* content.c */
void content_put(struct exchange *exchange);
void content_versions(struct exchange *exchange);
void content_version(struct exchange *exchange);
void content_activate(struct exchange *exchange);
void content_approve(struct exchange *exchange);
void content_reject(struct exchange *exchange);
void console_home(struct exchange *exchange); /* console.c */
void console_get(struct exchange *exchange);
void audit_get(struct exchange *exchange);     /* audit.c */
void upkeep_verify(struct exchange *exchange); /* upkeep.c */
void upkeep_verified(struct exchange *exchange);
void upkeep_backup(struct exchange *exchange);
void promises_get(struct exchange *exchange); /* promises.c */
void promises_csv(struct exchange *exchange);
void sign_in_post(struct exchange *exchange); /* sign_in.c */
void sign_in_get(struct exchange *exchange);
void sign_in_delete(struct exchange *exchange);
void sign_in_pin(struct exchange *exchange);
void users_list(struct exchange *exchange); /* users.c */
void users_add(struct exchange *exchange);
void users_change(struct exchange *exchange);
void users_reset_pin(struct exchange *exchange);

#endif
