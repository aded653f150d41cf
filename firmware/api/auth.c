// SPDX-License-Identifier: MIT
#include "firmware/api/auth.h"

#include <arpa/inet.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "firmware/log.h"

/* ---- who calls ---- */

struct cookies {
    int count;
    char token[SESSION_TEXT_BYTES];
    bool good;
};

static enum MHD_Result see_header(void *context, enum MHD_ValueKind kind, const char *key,
                                  const char *value)
{
    struct cookies *cookies = context;
    (void)kind;
    if (strcasecmp(key, MHD_HTTP_HEADER_COOKIE) == 0) {
        cookies->count++;
        cookies->good = value && session_cookie(value, cookies->token);
    }
    return MHD_YES;
}

struct session *auth_session(struct exchange *exchange)
{
    struct auth *auth = exchange->door->api->auth;
    struct cookies cookies = {0};
    if (exchange->door->trusted)
        return NULL;
    MHD_get_connection_values(exchange->connection, MHD_HEADER_KIND, see_header, &cookies);
    return cookies.count == 1 && cookies.good
               ? session_find(&auth->sessions, cookies.token, clock_mono_ms())
               : NULL;
}

void auth_address(const struct exchange *exchange, char address[48])
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(exchange->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *peer = info ? info->client_addr : NULL;
    snprintf(address, 48, "socket");
    if (peer && peer->sa_family == AF_INET) {
        inet_ntop(AF_INET, &((const struct sockaddr_in *)peer)->sin_addr, address, 48);
    } else if (peer && peer->sa_family == AF_INET6) {
        struct in6_addr v6 = ((const struct sockaddr_in6 *)peer)->sin6_addr;
        bool mapped = IN6_IS_ADDR_V4MAPPED(&v6);
        if (!mapped)
            memset(&v6.s6_addr[8], 0, 8); /* one household has them all */
        inet_ntop(mapped ? AF_INET : AF_INET6, mapped ? &v6.s6_addr[12] : v6.s6_addr, address, 48);
    }
}

/* Fills the actor. False: nobody is signed in, or she is not a user any more. */
static bool identify(struct exchange *exchange, struct session *session)
{
    struct auth *auth = exchange->door->api->auth;
    struct actor *actor = &exchange->actor;
    if (exchange->door->trusted) {
        *actor = (struct actor){.name = "local", .role = ROLE_ADMIN, .may_call = true};
        return true;
    }
    const struct user *user = session ? users_find(&auth->users, session->user) : NULL;
    if (!user || !user->active)
        return false;
    *actor = (struct actor){.role = user->role,
                            .may_call = user->may_call || user->role == ROLE_ADMIN,
                            .must_change = user->must_change};
    snprintf(actor->name, sizeof actor->name, "%s", user->name);
    return true;
}

/* ---- may she? ---- */

static const char *header(const struct exchange *exchange, const char *name)
{
    return MHD_lookup_connection_value(exchange->connection, MHD_HEADER_KIND, name);
}

static bool is_read(const struct route *route)
{
    return strcmp(route->method, MHD_HTTP_METHOD_GET) == 0;
}

/* A page of another site can make a browser send a change, but not without its own name. */
static bool origin_fits(const struct exchange *exchange)
{
    const char *origin = header(exchange, "Origin"), *host = header(exchange, "Host");
    const char *scheme = exchange->door->secure ? "https://" : "http://";
    size_t length = strlen(scheme);
    return origin && host && *host && strncasecmp(origin, scheme, length) == 0 &&
           strcasecmp(origin + length, host) == 0;
}

static bool refuse(struct exchange *exchange, unsigned status, const char *code,
                   const char *message, const char *field)
{
    exchange_error(exchange, status, code, message, field);
    return false;
}

static bool check_right(struct exchange *exchange, const struct route *route)
{
    const struct actor *actor = &exchange->actor;
    if (actor->must_change && route->access != ACCESS_OWN)
        return refuse(exchange, MHD_HTTP_FORBIDDEN, "change_pin",
                      "Choose a PIN of your own first: PUT /api/v1/session/pin.", "");
    if (route->access == ACCESS_ADMIN && actor->role != ROLE_ADMIN)
        return refuse(exchange, MHD_HTTP_FORBIDDEN, "no_right", "This is for an admin.", "");
    if (route->handle == route_command && route->command == CMD_CALL && !actor->may_call)
        return refuse(exchange, MHD_HTTP_FORBIDDEN, "no_right",
                      "Calling a given number is for officers with that right.", "");
    return true;
}

bool auth_admit(struct exchange *exchange, const struct route *route)
{
    struct session *session = auth_session(exchange);
    bool known = identify(exchange, session);
    if (exchange->door->trusted)
        return true;
    if (route->access != ACCESS_ANYONE && !known)
        return refuse(exchange, MHD_HTTP_UNAUTHORIZED, "sign_in", "Sign in first.", "");
    if (!is_read(route) && !origin_fits(exchange))
        return refuse(exchange, MHD_HTTP_FORBIDDEN, "origin",
                      "A change must come from this board's own pages.", "Origin");
    if (route->access != ACCESS_ANYONE && !check_right(exchange, route))
        return false;
    const char *person = header(exchange, "Loket-Person");
    if (known && (!is_read(route) || (person && strcmp(person, "acted") == 0)))
        session_act(session, clock_mono_ms());
    return true;
}

size_t auth_body_max(struct exchange *exchange)
{
    return exchange->door->trusted || auth_session(exchange) ? BODY_MAX_BYTES : AUTH_BODY_MAX_BYTES;
}

/* ---- cookies ---- */

static void set_cookie(struct exchange *exchange, const char *value, const char *more)
{
    char cookie[SESSION_TEXT_BYTES + 96];
    snprintf(cookie, sizeof cookie, "loket=%s; HttpOnly; SameSite=Strict; Path=/%s%s", value, more,
             exchange->door->secure ? "; Secure" : "");
    if (exchange->response)
        MHD_add_response_header(exchange->response, MHD_HTTP_HEADER_SET_COOKIE, cookie);
    sodium_memzero(cookie, sizeof cookie);
}

void auth_open(struct exchange *exchange, const char *user)
{
    struct auth *auth = exchange->door->api->auth;
    uint8_t random[SESSION_TOKEN_BYTES];
    char token[SESSION_TEXT_BYTES];
    randombytes_buf(random, sizeof random);
    session_open(&auth->sessions, user, random, clock_mono_ms(), token);
    set_cookie(exchange, token, "");
    sodium_memzero(random, sizeof random);
    sodium_memzero(token, sizeof token);
}

void auth_drop_cookie(struct exchange *exchange)
{
    set_cookie(exchange, "", "; Max-Age=0");
}

/* ---- users ---- */

static enum journal_fault write_user(struct journal *journal, void *user)
{
    return journal_user_put(journal, user);
}

enum journal_fault auth_put_user(struct auth *auth, const char *who, const char *what,
                                 const struct user *user)
{
    struct user row = *user;
    const struct user *before = users_find(&auth->users, user->name);
    bool same_pin = before && strcmp(before->pin_hash, user->pin_hash) == 0;
    if (!same_pin)
        row.made_mono_ms = clock_mono_ms();
    if (!same_pin || !row.must_change) /* a PIN for once grows old whatever else changes */
        row.changed_utc_ms = kiosk_now_ms(auth->api->kiosk);
    enum journal_fault fault = kiosk_change(auth->api->kiosk, who, what, write_user, &row);
    if (fault == JOURNAL_OK)
        users_put(&auth->users, &row);
    return fault;
}

void auth_refuse_fault(struct exchange *exchange, enum journal_fault fault)
{
    exchange_refuse(exchange, fault == JOURNAL_FULL ? REFUSED_DISK_FULL : REFUSED_JOURNAL);
}

void auth_busy(struct exchange *exchange)
{
    exchange_error(exchange, MHD_HTTP_SERVICE_UNAVAILABLE, "busy",
                   "Too many PINs are being checked; try again.", "");
    if (exchange->response)
        MHD_add_response_header(exchange->response, MHD_HTTP_HEADER_RETRY_AFTER, "1");
}

void auth_once_pin(char pin[PIN_BYTES])
{
    do
        pin[0] = '\0';
    while (!users_once_pin(randombytes_uniform(100000000), pin));
}

static void on_first_hash(void *context, enum pin_result result, const char *hash)
{
    struct auth *auth = context;
    struct user admin = {.name = "admin", .role = ROLE_ADMIN, .active = true, .must_change = true};
    snprintf(admin.pin_hash, sizeof admin.pin_hash, "%s", hash);
    enum journal_fault fault =
        auth->users.count == 0 && result == PIN_GOOD
            ? auth_put_user(auth, "local", "user add admin: the first one", &admin)
            : JOURNAL_BROKEN;
    if (fault)
        log_line(LOG_WARNING, "sign-in: no first admin was made; loketctl user add admin --role "
                              "admin makes one");
    else
        kiosk_print_pin(auth->api->kiosk, admin.name, auth->first_pin);
    sodium_memzero(auth->first_pin, sizeof auth->first_pin);
}

/* Only where somebody could sign in. */
static void add_first_admin(struct auth *auth)
{
    if (!auth->users_known || auth->users.count > 0 || !auth->api->config->listen[0])
        return;
    auth_once_pin(auth->first_pin);
    (void)pins_hash(auth->pins, auth->first_pin, on_first_hash, auth);
}

static void read_users(struct auth *auth)
{
    struct journal *journal = kiosk_journal(auth->api->kiosk);
    if (journal && journal_users(journal, &auth->users) == JOURNAL_OK) {
        auth->users_known = true;
        return;
    }
    auth->users.count = 0;
    if (journal)
        log_line(LOG_ERR, "sign-in: nobody can sign in: %s", journal_error(journal));
}

struct auth *auth_create(struct api *api)
{
    struct auth *auth = calloc(1, sizeof *auth);
    if (!auth)
        return NULL;
    auth->api = api;
    auth->pins = pins_create(api->loop);
    if (!auth->pins) {
        free(auth);
        return NULL;
    }
    read_users(auth);
    add_first_admin(auth);
    return auth;
}

void auth_destroy(struct auth *auth)
{
    if (!auth)
        return;
    pins_destroy(auth->pins);
    sodium_memzero(auth, sizeof *auth);
    free(auth);
}
