// SPDX-License-Identifier: MIT
/* Signing in and out, and the caller's own PIN. */
#include "firmware/api/auth.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/api/fields.h"
#include "firmware/api/json.h"
#include "firmware/log.h"

/* While the child computes; outlives an exchange that goes away. */
struct attempt {
    struct auth *auth;
    struct exchange *exchange; /* NULL: gone */
    char user[USER_NAME_BYTES], address[48];
    char hash[PIN_HASH_BYTES]; /* checked against; "" = there is no such user */
    char new_pin[PIN_BYTES];   /* to be set when the old one fits, "" = just sign in */
};

static void end_attempt(struct attempt *attempt)
{
    sodium_memzero(attempt, sizeof *attempt);
    free(attempt);
}

static void on_gone(void *attempt)
{
    ((struct attempt *)attempt)->exchange = NULL;
}

/* Over TCP: of a session; else of the socket's own. */
static void answer_who(struct exchange *exchange, const struct actor *actor, int64_t rest_ms)
{
    struct kiosk *kiosk = exchange->door->api->kiosk;
    json_int_t ends_utc_ms = kiosk_now_ms(kiosk) + rest_ms * kiosk_speed(kiosk);
    exchange_json(exchange, MHD_HTTP_OK,
                  json_pack("{s:s,s:s,s:b,s:b,s:i,s:I}", "user", actor->name, "role",
                            user_role_name(actor->role), "may_call", actor->may_call, "must_change",
                            actor->must_change, "idle_s", SESSION_IDLE_MS / 1000, "ends_utc_ms",
                            ends_utc_ms));
}

static void answer_signed_in(struct exchange *exchange, const struct user *user)
{
    struct actor actor = {.role = user->role,
                          .may_call = user->may_call || user->role == ROLE_ADMIN,
                          .must_change = user->must_change};
    snprintf(actor.name, sizeof actor.name, "%s", user->name);
    answer_who(exchange, &actor, SESSION_ENDS_MS);
    auth_open(exchange, user->name);
}

void sign_in_get(struct exchange *exchange)
{
    const struct session *session = auth_session(exchange);
    int64_t rest_ms = session ? session->ends_ms - clock_mono_ms() : SESSION_ENDS_MS;
    answer_who(exchange, &exchange->actor, rest_ms);
}

void sign_in_delete(struct exchange *exchange)
{
    struct session *session = auth_session(exchange);
    if (session)
        session_close(session);
    exchange_done(exchange, REFUSED_NOT);
    auth_drop_cookie(exchange);
}

static void answer_slow_down(struct exchange *exchange, int64_t wait_ms)
{
    char seconds[16];
    int wait_s = (int)((wait_ms + 999) / 1000);
    snprintf(seconds, sizeof seconds, "%d", wait_s);
    json_t *body =
        json_error_body("slow_down", "Too many wrong PINs: wait before the next try.", "");
    json_object_set_new(json_object_get(body, "error"), "retry_after_s", json_integer(wait_s));
    exchange_json(exchange, MHD_HTTP_TOO_MANY_REQUESTS, body);
    if (exchange->response)
        MHD_add_response_header(exchange->response, MHD_HTTP_HEADER_RETRY_AFTER, seconds);
}

/* The same sentence whether the user exists or not. */
static void answer_wrong(struct exchange *exchange)
{
    exchange_error(exchange, MHD_HTTP_UNAUTHORIZED, "wrong_pin", "User or PIN is wrong.", "");
}

/* Only tries that led to a delay are facts: so those cannot fill the journal. */
static void tell_failure(const struct attempt *attempt)
{
    struct auth *auth = attempt->auth;
    char what[NOTE_BYTES];
    if (!slowdown_wait(&auth->slowdown, attempt->user, attempt->address, clock_mono_ms()))
        return;
    snprintf(what, sizeof what, "sign-in slowed: %s from %s",
             users_name_good(attempt->user) ? attempt->user : "?", attempt->address);
    if (kiosk_change(auth->api->kiosk, "-", what, NULL, NULL))
        log_line(LOG_WARNING, "%s", what);
}

/* The user whose PIN was checked, NULL when she was changed meanwhile or may not sign in. */
static struct user *checked_user(const struct attempt *attempt)
{
    struct user *user = users_find(&attempt->auth->users, attempt->user);
    bool same = user && strcmp(user->pin_hash, attempt->hash) == 0;
    return same && user->active ? user : NULL;
}

/* Her other sessions end: whoever knew the old PIN may hold one. */
static void set_pin(struct attempt *attempt, const struct user *before, const char *hash)
{
    struct user user = *before;
    user.must_change = false;
    snprintf(user.pin_hash, sizeof user.pin_hash, "%s", hash);
    enum journal_fault fault = auth_put_user(attempt->auth, user.name, "pin changed", &user);
    if (fault) {
        auth_refuse_fault(attempt->exchange, fault);
        return;
    }
    sessions_close_user(&attempt->auth->sessions, user.name);
    answer_signed_in(attempt->exchange, &user);
}

static void on_new_hash(void *context, enum pin_result result, const char *hash)
{
    struct attempt *attempt = context;
    const struct user *user = checked_user(attempt);
    if (attempt->exchange && result != PIN_GOOD)
        auth_busy(attempt->exchange);
    else if (attempt->exchange && !user)
        answer_wrong(attempt->exchange);
    else if (attempt->exchange)
        set_pin(attempt, user, hash);
    end_attempt(attempt);
}

static void on_right(struct attempt *attempt, const struct user *user)
{
    struct auth *auth = attempt->auth;
    slowdown_good(&auth->slowdown, attempt->user, attempt->address, clock_mono_ms());
    if (attempt->exchange && attempt->new_pin[0]) {
        if (pins_hash(auth->pins, attempt->new_pin, on_new_hash, attempt))
            return;
        auth_busy(attempt->exchange);
    } else if (attempt->exchange) {
        answer_signed_in(attempt->exchange, user);
    }
    end_attempt(attempt);
}

static void on_checked(void *context, enum pin_result result, const char *hash)
{
    (void)hash;
    struct attempt *attempt = context;
    const struct user *user = checked_user(attempt);
    if (result == PIN_GOOD && user) {
        on_right(attempt, user);
        return;
    }
    if (result == PIN_FAULT)
        slowdown_undo(&attempt->auth->slowdown, attempt->user, attempt->address);
    else
        tell_failure(attempt);
    if (attempt->exchange && result == PIN_FAULT)
        auth_busy(attempt->exchange);
    else if (attempt->exchange)
        answer_wrong(attempt->exchange);
    end_attempt(attempt);
}

/* Takes over the attempt. */
static void begin_check(struct attempt *attempt, const char *pin)
{
    struct auth *auth = attempt->auth;
    struct exchange *exchange = attempt->exchange;
    int64_t wait_ms =
        slowdown_try(&auth->slowdown, attempt->user, attempt->address, clock_mono_ms());
    if (wait_ms > 0) {
        answer_slow_down(exchange, wait_ms);
    } else if (strlen(pin) >= PIN_BYTES || users_pin_fault(pin)) { /* nobody has such a one */
        tell_failure(attempt);
        answer_wrong(exchange);
    } else if (pins_check(auth->pins, pin, attempt->hash, on_checked, attempt)) {
        exchange_wait(exchange, on_gone, attempt);
        return;
    } else {
        slowdown_undo(&auth->slowdown, attempt->user, attempt->address);
        auth_busy(exchange);
    }
    end_attempt(attempt);
}

static bool may_sign_in(const struct auth *auth, const struct user *user)
{
    return user->active && !users_once_over(user, kiosk_now_ms(auth->api->kiosk), clock_mono_ms());
}

/* For `name`, with her hash if she may sign in. */
static struct attempt *new_attempt(struct exchange *exchange, const char *name)
{
    struct attempt *attempt = calloc(1, sizeof *attempt);
    if (!attempt)
        abort();
    attempt->auth = exchange->door->api->auth;
    attempt->exchange = exchange;
    snprintf(attempt->user, sizeof attempt->user, "%.24s", name);
    auth_address(exchange, attempt->address);
    const struct user *user = users_find(&attempt->auth->users, name);
    if (user && may_sign_in(attempt->auth, user))
        snprintf(attempt->hash, sizeof attempt->hash, "%s", user->pin_hash);
    return attempt;
}

static bool body_fits(struct exchange *exchange)
{
    if (exchange->body_bytes <= AUTH_BODY_MAX_BYTES)
        return true;
    exchange_error(exchange, MHD_HTTP_CONTENT_TOO_LARGE, "too_large",
                   "The body may have at most 1 KiB here.", "");
    return false;
}

void sign_in_post(struct exchange *exchange)
{
    const char *user = NULL, *pin = NULL;
    const struct fields_want want[] = {{"user", true, &user, NULL}, {"pin", true, &pin, NULL}};
    json_t *body = body_fits(exchange) ? fields_read(exchange, want, 2) : NULL;
    if (!body)
        return;
    if (exchange->door->api->auth->users_known)
        begin_check(new_attempt(exchange, user), pin);
    else
        auth_refuse_fault(exchange, JOURNAL_BROKEN);
    json_decref(body);
}

void sign_in_pin(struct exchange *exchange)
{
    const char *pin = NULL, *new_pin = NULL;
    const struct fields_want want[] = {{"pin", true, &pin, NULL},
                                       {"new_pin", true, &new_pin, NULL}};
    json_t *body = body_fits(exchange) ? fields_read(exchange, want, 2) : NULL;
    if (!body)
        return;
    const char *fault = users_pin_fault(new_pin);
    if (exchange->door->trusted) {
        exchange_error(exchange, MHD_HTTP_UNAUTHORIZED, "sign_in",
                       "The socket has no PIN; use reset-pin for a user's.", "");
    } else if (fault || strcmp(pin, new_pin) == 0) {
        exchange_error(exchange, MHD_HTTP_BAD_REQUEST, "invalid_field",
                       fault ? fault : "the new PIN is the old one", "new_pin");
    } else {
        struct attempt *attempt = new_attempt(exchange, exchange->actor.name);
        snprintf(attempt->new_pin, sizeof attempt->new_pin, "%s", new_pin);
        begin_check(attempt, pin);
    }
    json_decref(body);
}
