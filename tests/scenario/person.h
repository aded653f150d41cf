// SPDX-License-Identifier: MIT
/* Somebody at a browser: calls over TCP with a cookie and the Origin that a browser would send,
 * from an address of her own. story_text holds the last answer. */
#ifndef LOKET_TESTS_SCENARIO_PERSON_H
#define LOKET_TESTS_SCENARIO_PERSON_H

#include "tests/scenario/box.h"

#define PERSON_ORIGIN "Origin: http://loket\r\n"

struct person {
    const char *from; /* 127.x.y.z; NULL = 127.0.0.1 */
    char cookie[80];  /* "loket=TOKEN", "" = not signed in */
    char user[32], pin[16];
};

/* -1 = nobody listens. */
int person_connect(const struct box *box, const struct person *person);
/* HTTP status; headers = more lines, each with its \r\n. */
int person_ask(const struct box *box, const struct person *person, const char *method,
               const char *path, const char *headers, const char *body);
/* The same with the right Origin and Content-Type. */
int person_get(const struct box *box, const struct person *person, const char *path);
int person_change(const struct box *box, const struct person *person, const char *method,
                  const char *path, const char *body);
/* Signs in; HTTP status. The cookie of a good answer is kept. */
int person_sign_in(const struct box *box, struct person *person, const char *user, const char *pin);
/* PUT /session/pin; HTTP status. Keeps the new cookie and PIN. */
int person_choose_pin(const struct box *box, struct person *person, const char *pin);
/* A new user, made through the Unix socket, who has signed in and chosen the PIN 246813. */
void person_make(const struct box *box, struct person *person, const char *user, const char *role,
                 bool may_call);
/* The "pin" in the last answer. */
void person_read_pin(char pin[16]);

#endif
