// SPDX-License-Identifier: MIT
/* Who may sign in, and the rules for them. Pure: the table is a value, random numbers and times
 * are arguments. Users stay once they are there (a journal names them); they are disabled. */
#ifndef LOKET_USERS_H
#define LOKET_USERS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/pin.h"

enum {
    USERS_MAX = 64,
    USER_NAME_BYTES = 25, /* 2..24 of a-z 0-9 . _ -, and a 0 */
    USER_PIN_DIGITS_MIN = 6,
    USER_PIN_DIGITS_MAX = PIN_BYTES - 1,
    USER_ONCE_DIGITS = 8, /* of a PIN that is made here and to be changed at once */
    USER_ONCE_HOURS = 24  /* so long it opens a door */
};

enum user_role { ROLE_OFFICER, ROLE_ADMIN, USER_ROLES };

struct user {
    char name[USER_NAME_BYTES];
    enum user_role role;
    bool may_call; /* a given number, out of order; an admin may always */
    bool active;
    bool must_change; /* the PIN was made for her by somebody else */
    char pin_hash[PIN_HASH_BYTES];
    int64_t changed_utc_ms; /* while must_change: when the PIN was made */
    int64_t made_mono_ms;   /* the PIN, in this run of the daemon; 0 = not in this one */
};

struct users {
    struct user user[USERS_MAX]; /* by name */
    int count;
};

enum users_fault {
    USERS_FINE,
    USERS_BAD_NAME,
    USERS_RESERVED, /* the audit means something else by that name */
    USERS_EXISTS,
    USERS_UNKNOWN,
    USERS_FULL,
    USERS_LAST_ADMIN /* nobody would be left to let anybody in */
};

/* 2..24 of a-z 0-9 . _ -, the first a letter or a digit. */
bool users_name_good(const char *name);
const char *user_role_name(enum user_role role); /* "officer" "admin" */
enum user_role user_role_parse(const char *name);

/* NULL, or why the PIN is none to keep: 6..12 digits, not all the same, not a run up or down. */
const char *users_pin_fault(const char *pin);
/* A one-time PIN of 8 digits out of a random number below 100000000; false: take another one,
 * it would be a weak PIN. */
bool users_once_pin(uint32_t random, char pin[PIN_BYTES]);

/* Whether it is one for once and too old by now. A clock that was set meanwhile makes no PIN of
 * this run older. */
bool users_once_over(const struct user *user, int64_t now_utc_ms, int64_t now_mono_ms);

struct user *users_find(struct users *users, const char *name);
/* May `user` be added, or take the place of the one with its name? */
enum users_fault users_may_add(const struct users *users, const struct user *user);
enum users_fault users_may_change(const struct users *users, const struct user *user);
/* Does it; the rule was asked before. */
void users_put(struct users *users, const struct user *user);

#endif
