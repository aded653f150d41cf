// SPDX-License-Identifier: MIT
/* Users, for admins:
 *   GET /users                         POST /users {user, role, may_call}    -> 201 with a PIN
 *   PUT /users/NAME {role?, may_call?, active?}
 *   POST /users/NAME/reset-pin         -> {pin}
 * A PIN that is made here is told once, in the answer, and must be changed at the first sign-in,
 * within 24 hours. */
#include "firmware/api/auth.h"

#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/api/fields.h"

/* While the child computes a hash; outlives an exchange that goes away. */
struct making {
    struct auth *auth;
    struct exchange *exchange; /* NULL: gone */
    char who[USER_NAME_BYTES], pin[PIN_BYTES];
    struct user user;
    bool is_new;
};

static void on_gone(void *making)
{
    ((struct making *)making)->exchange = NULL;
}

static json_t *user_json(const struct user *user)
{
    return json_pack("{s:s,s:s,s:b,s:b,s:b,s:I}", "user", user->name, "role",
                     user_role_name(user->role), "may_call", user->may_call, "active", user->active,
                     "must_change", user->must_change, "changed_utc_ms",
                     (json_int_t)user->changed_utc_ms);
}

static void answer_fault(struct exchange *exchange, enum users_fault fault)
{
    switch (fault) {
    case USERS_FINE:
        break;
    case USERS_BAD_NAME:
        exchange_error(exchange, MHD_HTTP_BAD_REQUEST, "invalid_field",
                       "a user's name has 2 to 24 of a-z, 0-9, '.', '_' and '-'", "user");
        break;
    case USERS_RESERVED:
        exchange_error(exchange, MHD_HTTP_BAD_REQUEST, "invalid_field",
                       "local and loketd are names of the board itself", "user");
        break;
    case USERS_EXISTS:
        exchange_error(exchange, MHD_HTTP_CONFLICT, "user_exists", "There is such a user already.",
                       "user");
        break;
    case USERS_UNKNOWN:
        exchange_error(exchange, MHD_HTTP_NOT_FOUND, "unknown_user", "There is no such user.",
                       "user");
        break;
    case USERS_FULL:
        exchange_error(exchange, MHD_HTTP_CONFLICT, "users_full", "There are 64 users already.",
                       "");
        break;
    case USERS_LAST_ADMIN:
        exchange_error(exchange, MHD_HTTP_CONFLICT, "last_admin",
                       "Nobody would be left to administer: make another admin first.", "");
        break;
    }
}

/* False after an error answer: the users cannot be told now. */
static bool users_ready(struct exchange *exchange)
{
    bool known = exchange->door->api->auth->users_known;
    if (!known)
        auth_refuse_fault(exchange, JOURNAL_BROKEN);
    return known;
}

void users_list(struct exchange *exchange)
{
    if (!users_ready(exchange))
        return;
    const struct users *users = &exchange->door->api->auth->users;
    json_t *list = json_array();
    for (int i = 0; i < users->count; i++)
        json_array_append_new(list, user_json(&users->user[i]));
    exchange_json(exchange, MHD_HTTP_OK, json_pack("{s:o}", "users", list));
}

static void answer_made(struct making *making)
{
    struct exchange *exchange = making->exchange;
    const struct user *user = users_find(&making->auth->users, making->user.name);
    json_t *json = user_json(user);
    json_object_set_new(json, "pin", json_string(making->pin));
    exchange_json(exchange, making->is_new ? MHD_HTTP_CREATED : MHD_HTTP_OK, json);
}

static void put_made(struct making *making, struct user *user)
{
    struct auth *auth = making->auth;
    char what[NOTE_BYTES];
    snprintf(what, sizeof what, "user %s %s%s%s", making->is_new ? "add" : "reset-pin", user->name,
             making->is_new ? " as " : "", making->is_new ? user_role_name(user->role) : "");
    enum journal_fault fault = auth_put_user(auth, making->who, what, user);
    if (fault) {
        auth_refuse_fault(making->exchange, fault);
        return;
    }
    sessions_close_user(&auth->sessions, user->name);
    kiosk_forget_pin(auth->api->kiosk, user->name);
    answer_made(making);
}

static void take_hash(struct making *making, const char *hash)
{
    struct users *users = &making->auth->users;
    struct user user = making->user;
    const struct user *now = users_find(users, user.name);
    if (!making->is_new && now)
        user = *now; /* as she is by now */
    enum users_fault wrong = making->is_new ? users_may_add(users, &user) : USERS_FINE;
    user.must_change = true;
    snprintf(user.pin_hash, sizeof user.pin_hash, "%s", hash);
    if (wrong)
        answer_fault(making->exchange, wrong);
    else
        put_made(making, &user);
}

/* Whoever asked may be gone: nobody would know the PIN, so nothing is changed. */
static void on_hash(void *context, enum pin_result result, const char *hash)
{
    struct making *making = context;
    if (making->exchange && result == PIN_GOOD)
        take_hash(making, hash);
    else if (making->exchange)
        auth_busy(making->exchange);
    sodium_memzero(making, sizeof *making);
    free(making);
}

static void make_pin(struct exchange *exchange, const struct user *user, bool is_new)
{
    struct making *making = calloc(1, sizeof *making);
    if (!making)
        abort();
    *making = (struct making){
        .auth = exchange->door->api->auth, .exchange = exchange, .user = *user, .is_new = is_new};
    snprintf(making->who, sizeof making->who, "%s", exchange_who(exchange));
    auth_once_pin(making->pin);
    if (pins_hash(making->auth->pins, making->pin, on_hash, making)) {
        exchange_wait(exchange, on_gone, making);
        return;
    }
    auth_busy(exchange);
    sodium_memzero(making, sizeof *making);
    free(making);
}

static bool parse_role(struct exchange *exchange, const char *text, enum user_role *role)
{
    *role = user_role_parse(text);
    if (*role != USER_ROLES)
        return true;
    exchange_error(exchange, MHD_HTTP_BAD_REQUEST, "invalid_field",
                   "role is \"officer\" or \"admin\"", "role");
    return false;
}

void users_add(struct exchange *exchange)
{
    struct user user = {.active = true};
    const char *name = NULL, *role = NULL;
    int may_call = -1;
    const struct fields_want want[] = {{"user", true, &name, NULL},
                                       {"role", true, &role, NULL},
                                       {"may_call", false, NULL, &may_call}};
    json_t *body = users_ready(exchange) ? fields_read(exchange, want, 3) : NULL;
    if (!body)
        return;
    bool named = strlen(name) < USER_NAME_BYTES;
    snprintf(user.name, sizeof user.name, "%s", named ? name : "");
    user.may_call = may_call == 1;
    enum users_fault fault = users_may_add(&exchange->door->api->auth->users, &user);
    if (fault)
        answer_fault(exchange, fault);
    else if (parse_role(exchange, role, &user.role))
        make_pin(exchange, &user, true);
    json_decref(body);
}

/* The user that the path names, NULL after an error answer. */
static struct user *named_user(struct exchange *exchange)
{
    if (!users_ready(exchange))
        return NULL;
    struct user *user = users_find(&exchange->door->api->auth->users, exchange->values.name);
    if (!user)
        answer_fault(exchange, USERS_UNKNOWN);
    return user;
}

void users_reset_pin(struct exchange *exchange)
{
    const struct user *user = named_user(exchange);
    if (user && exchange_empty(exchange))
        make_pin(exchange, user, false);
}

static void change_user(struct exchange *exchange, const struct user *user)
{
    struct auth *auth = exchange->door->api->auth;
    char what[NOTE_BYTES];
    enum users_fault wrong = users_may_change(&auth->users, user);
    if (wrong) {
        answer_fault(exchange, wrong);
        return;
    }
    snprintf(what, sizeof what, "user change %s: %s%s%s", user->name, user_role_name(user->role),
             user->may_call ? ", may call" : "", user->active ? "" : ", disabled");
    enum journal_fault fault = auth_put_user(auth, exchange->actor.name, what, user);
    if (fault) {
        auth_refuse_fault(exchange, fault);
        return;
    }
    if (!user->active)
        sessions_close_user(&auth->sessions, user->name);
    exchange_json(exchange, MHD_HTTP_OK, user_json(users_find(&auth->users, user->name)));
}

void users_change(struct exchange *exchange)
{
    const char *role = NULL;
    int may_call = -1, active = -1;
    const struct fields_want want[] = {{"role", false, &role, NULL},
                                       {"may_call", false, NULL, &may_call},
                                       {"active", false, NULL, &active}};
    const struct user *now = named_user(exchange);
    json_t *body = now ? fields_read(exchange, want, 3) : NULL;
    if (!body)
        return;
    struct user user = *now;
    if (may_call >= 0)
        user.may_call = may_call == 1;
    if (active >= 0)
        user.active = active == 1;
    if (!role || parse_role(exchange, role, &user.role))
        change_user(exchange, &user);
    json_decref(body);
}
