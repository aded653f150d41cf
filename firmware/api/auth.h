// SPDX-License-Identifier: MIT
/* Who may do what. Whoever may open the Unix socket is trusted as admin ("local"). Over TCP a
 * caller signs in with a PIN and then carries a cookie:
 *
 *   POST /session {user, pin}          -> 200 and Set-Cookie; 401 wrong_pin (a one-time PIN is
 *                                         wrong after 24 hours), 429 slow_down
 *   GET /session                       -> 200, or 401 sign_in
 *   DELETE /session
 *   PUT /session/pin {pin, new_pin}    -> 200 and a new cookie
 *
 * Every change over TCP needs an Origin that names the very host it is sent to. */
#ifndef LOKET_API_AUTH_H
#define LOKET_API_AUTH_H

#include "firmware/api/exchange.h"
#include "firmware/api/routes.h"
#include "firmware/api/session.h"
#include "firmware/api/slowdown.h"
#include "firmware/pin.h"
#include "firmware/users.h"

enum { AUTH_BODY_MAX_BYTES = 1024 }; /* of whoever is not signed in, and of calls with PINs */

struct auth {
    struct api *api;
    struct users users;
    bool users_known; /* false: the journal cannot tell them */
    struct sessions sessions;
    struct slowdown slowdown;
    struct pins *pins;
    char first_pin[PIN_BYTES]; /* of the first admin, until she is in the journal */
};

/* Reads the users from the journal; a branch that listens on TCP and has none gets its first
 * admin, with a one-time PIN on paper. NULL when out of memory. */
struct auth *auth_create(struct api *api);
void auth_destroy(struct auth *auth);

/* Fills exchange->actor; false after an error answer: this caller may not. */
bool auth_admit(struct exchange *exchange, const struct route *route);
/* How many bytes of a body this caller may send; headers are there, nothing else is. */
size_t auth_body_max(struct exchange *exchange);

/* The caller's session, NULL = none (also a trusted caller has none). */
struct session *auth_session(struct exchange *exchange);
/* Signs the user in and hands out the new token: adds Set-Cookie to the answer, which is there
 * already. */
void auth_open(struct exchange *exchange, const char *user);
/* Takes the cookie away from the browser. */
void auth_drop_cookie(struct exchange *exchange);
/* Where the caller is: an IPv4 address, the /64 of an IPv6 one, or "socket". */
void auth_address(const struct exchange *exchange, char address[48]);

/* Writes the user with the audit fact "WHO WHAT" and adopts it. */
enum journal_fault auth_put_user(struct auth *auth, const char *who, const char *what,
                                 const struct user *user);
/* The answer for a journal that cannot be written. */
void auth_refuse_fault(struct exchange *exchange, enum journal_fault fault);
void auth_once_pin(char pin[PIN_BYTES]);

/* 503: too many PINs are being computed. */
void auth_busy(struct exchange *exchange);

#endif
