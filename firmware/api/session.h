// SPDX-License-Identifier: MIT
/* Who is signed in: a table of tokens, each of 32 random bytes. Only hashes of them are kept, so
 * that the memory of the daemon opens no door. Pure but for the hash: times and random bytes are
 * arguments. Times are monotonic.
 *
 * A session ends half an hour after its user last did something, and 12 hours after it began in
 * any case. Screens ask by themselves all the time: what counts is what a person did (every change,
 * and a read with the header "Loket-Person: acted"). */
#ifndef LOKET_API_SESSION_H
#define LOKET_API_SESSION_H

#include <stdbool.h>
#include <stdint.h>

#include "firmware/users.h"

enum {
    SESSIONS_MAX = 64,
    SESSIONS_USER_MAX = 8, /* of one user; the next one ends her oldest */
    SESSION_TOKEN_BYTES = 32,
    SESSION_TEXT_BYTES = 2 * SESSION_TOKEN_BYTES + 1, /* as hexadecimal digits, with its 0 */
    SESSION_HASH_BYTES = 32,
    SESSION_IDLE_MS = 30 * 60 * 1000,
    SESSION_ENDS_MS = 12 * 60 * 60 * 1000
};

struct session {
    uint8_t hash[SESSION_HASH_BYTES];
    char user[USER_NAME_BYTES]; /* "" = free */
    int64_t acted_ms, ends_ms;
};

struct sessions {
    struct session session[SESSIONS_MAX];
};

/* Signs in. The token is always made here, out of `random`: one that a caller brought along is
 * never taken over. When the table is full, the session that was idle longest ends. */
void session_open(struct sessions *sessions, const char *user,
                  const uint8_t random[SESSION_TOKEN_BYTES], int64_t now_ms,
                  char token[SESSION_TEXT_BYTES]);
/* NULL: no such token, or its time is over. */
struct session *session_find(struct sessions *sessions, const char *token, int64_t now_ms);
/* A person did something. */
void session_act(struct session *session, int64_t now_ms);
void session_close(struct session *session);
/* All of the user; NULL: of everybody. */
void sessions_close_user(struct sessions *sessions, const char *user);
/* Those that are not over. */
int sessions_count(const struct sessions *sessions, int64_t now_ms);

/* The token in a Cookie header: the value of `loket`, 64 hexadecimal digits. False when there is
 * none, when it is malformed, or when there are two: somebody else may have set one of them. */
bool session_cookie(const char *header, char token[SESSION_TEXT_BYTES]);

#endif
