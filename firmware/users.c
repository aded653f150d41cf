// SPDX-License-Identifier: MIT
#include "firmware/users.h"

#include <stdio.h>
#include <string.h>

static const char *const role_names[USER_ROLES] = {
    [ROLE_OFFICER] = "officer",
    [ROLE_ADMIN] = "admin",
};

bool users_name_good(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    size_t length = strlen(name);
    return length >= 2 && length < USER_NAME_BYTES && strspn(name, letters) == length &&
           !strchr("._-", name[0]);
}

const char *user_role_name(enum user_role role)
{
    return role_names[role];
}

enum user_role user_role_parse(const char *name)
{
    int role = 0;
    while (role < USER_ROLES && strcmp(name, role_names[role]) != 0)
        role++;
    return (enum user_role)role;
}

/* Every digit differs from the one before it by `step`, 9 and 0 being neighbours. */
static bool is_run(const char *pin, int step)
{
    for (; pin[1]; pin++)
        if ((pin[0] - '0' + step + 10) % 10 != pin[1] - '0')
            return false;
    return true;
}

const char *users_pin_fault(const char *pin)
{
    size_t length = strlen(pin);
    if (strspn(pin, "0123456789") != length || length < USER_PIN_DIGITS_MIN ||
        length > USER_PIN_DIGITS_MAX)
        return "a PIN has 6 to 12 digits";
    if (is_run(pin, 0))
        return "a PIN is not one digit again and again";
    if (is_run(pin, 1) || is_run(pin, -1))
        return "a PIN is no run of digits like 123456";
    return NULL;
}

bool users_once_pin(uint32_t random, char pin[PIN_BYTES])
{
    snprintf(pin, PIN_BYTES, "%08u", (unsigned)(random % 100000000u));
    return users_pin_fault(pin) == NULL;
}

bool users_once_over(const struct user *user, int64_t now_utc_ms, int64_t now_mono_ms)
{
    int64_t age_ms =
        user->made_mono_ms ? now_mono_ms - user->made_mono_ms : now_utc_ms - user->changed_utc_ms;
    return user->must_change && age_ms > USER_ONCE_HOURS * INT64_C(3600000);
}

struct user *users_find(struct users *users, const char *name)
{
    for (int i = 0; i < users->count; i++)
        if (strcmp(users->user[i].name, name) == 0)
            return &users->user[i];
    return NULL;
}

static bool is_admin(const struct user *user)
{
    return user->active && user->role == ROLE_ADMIN;
}

/* An active admin who is not `name`. */
static bool has_other_admin(const struct users *users, const char *name)
{
    for (int i = 0; i < users->count; i++)
        if (is_admin(&users->user[i]) && strcmp(users->user[i].name, name) != 0)
            return true;
    return false;
}

static const struct user *find(const struct users *users, const char *name)
{
    return users_find((struct users *)users, name);
}

/* "local" is whoever may open the socket, "loketd" what it does by itself. */
static bool is_reserved(const char *name)
{
    return strcmp(name, "local") == 0 || strcmp(name, "loketd") == 0;
}

enum users_fault users_may_add(const struct users *users, const struct user *user)
{
    if (!users_name_good(user->name))
        return USERS_BAD_NAME;
    if (is_reserved(user->name))
        return USERS_RESERVED;
    if (find(users, user->name))
        return USERS_EXISTS;
    return users->count < USERS_MAX ? USERS_FINE : USERS_FULL;
}

enum users_fault users_may_change(const struct users *users, const struct user *user)
{
    const struct user *before = find(users, user->name);
    if (!before)
        return USERS_UNKNOWN;
    if (is_admin(before) && !is_admin(user) && !has_other_admin(users, user->name))
        return USERS_LAST_ADMIN;
    return USERS_FINE;
}

void users_put(struct users *users, const struct user *user)
{
    struct user *place = users_find(users, user->name);
    if (!place) {
        int at = users->count++;
        for (; at > 0 && strcmp(users->user[at - 1].name, user->name) > 0; at--)
            users->user[at] = users->user[at - 1];
        place = &users->user[at];
    }
    *place = *user;
}
