// SPDX-License-Identifier: MIT
/* What a request asks for: its path's values and its JSON body as a command. Pure. */
#ifndef LOKET_API_REQUEST_H
#define LOKET_API_REQUEST_H

#include <stddef.h>

#include "firmware/core/command.h"

/* Fields that a body may have. */
enum {
    FIELD_SERVICE = 1 << 0,
    FIELD_LANE = 1 << 1,
    FIELD_PRINT = 1 << 2,
    FIELD_OUTCOME = 1 << 3,
    FIELD_MISSING = 1 << 4,
    FIELD_TICKET = 1 << 5,
    FIELD_DESK = 1 << 6,
    FIELD_REASON = 1 << 7,
    FIELD_MESSAGE = 1 << 8,
    FIELD_LATE = 1 << 9,
};

struct request_fault {
    const char *code;
    char message[160];
    char field[32];
};

/* Fills the fields of command that the body names; command has its defaults already. An
 * empty body is an empty object. False with the first fault: no JSON object, a field
 * that is not in `allowed`, a wrong type or value, a missing one of `required`. */
bool request_parse(const char *body, size_t bytes, unsigned allowed, unsigned required,
                   struct command *command, struct request_fault *fault);

/* "2026-11-22" -> 20261122; false for anything else. */
bool request_day(const char *text, int32_t *day);

enum { NAME_BYTES = 32, REST_BYTES = 96 };

/* Values found in a path. */
struct path_values {
    uint16_t desk;           /* for '#' */
    struct ticket_no ticket; /* for '@' */
    char service;            /* for '%' */
    char name[NAME_BYTES];   /* for '*' */
    char rest[REST_BYTES];   /* for '>' */
};

enum path_match {
    PATH_OTHER,
    PATH_MATCHES,
    PATH_UNKNOWN_DESK,
    PATH_UNKNOWN_TICKET,
    PATH_UNKNOWN_SERVICE
};

/* Compares a path with a pattern like "/api/v1/desks/#/next": # a desk number, @ a ticket
 * number, % a service letter, * a name of letters, digits, '.', '_' and '-' (any other is
 * PATH_OTHER). At the end, > is all that follows, also nothing and more slashes; too long:
 * PATH_OTHER. PATH_UNKNOWN_*: it fits, but for a value that cannot exist. */
enum path_match request_match(const char *pattern, const char *path, struct path_values *values);

#endif
