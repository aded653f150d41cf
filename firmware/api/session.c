// SPDX-License-Identifier: MIT
#include "firmware/api/session.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

static const char DIGITS[] = "0123456789abcdef";

static bool is_over(const struct session *session, int64_t now_ms)
{
    return !session->user[0] || now_ms >= session->ends_ms ||
           now_ms - session->acted_ms >= SESSION_IDLE_MS;
}

static bool is_of(const struct session *session, const char *user)
{
    return strcmp(session->user, user) == 0;
}

/* The bytes of a token; false: its text is none. */
static bool read_token(const char *text, uint8_t token[SESSION_TOKEN_BYTES])
{
    size_t bytes = 0;
    return strlen(text) == SESSION_TEXT_BYTES - 1 &&
           strspn(text, DIGITS) == SESSION_TEXT_BYTES - 1 &&
           sodium_hex2bin(token, SESSION_TOKEN_BYTES, text, SESSION_TEXT_BYTES - 1, NULL, &bytes,
                          NULL) == 0 &&
           bytes == SESSION_TOKEN_BYTES;
}

static void hash_token(const uint8_t token[SESSION_TOKEN_BYTES], uint8_t hash[SESSION_HASH_BYTES])
{
    crypto_generichash(hash, SESSION_HASH_BYTES, token, SESSION_TOKEN_BYTES, NULL, 0);
}

/* The user's oldest when she has too many, else a free one, else the one idle longest. */
static struct session *choose(struct sessions *sessions, const char *user, int64_t now_ms)
{
    struct session *own = NULL, *spare = NULL;
    int owns = 0;
    for (int i = 0; i < SESSIONS_MAX; i++) {
        struct session *each = &sessions->session[i];
        if (is_over(each, now_ms))
            session_close(each);
        if (is_of(each, user)) {
            owns++;
            if (!own || each->ends_ms < own->ends_ms)
                own = each;
        }
        if (!spare || (spare->user[0] && (!each->user[0] || each->acted_ms < spare->acted_ms)))
            spare = each;
    }
    return owns >= SESSIONS_USER_MAX ? own : spare;
}

void session_open(struct sessions *sessions, const char *user,
                  const uint8_t random[SESSION_TOKEN_BYTES], int64_t now_ms,
                  char token[SESSION_TEXT_BYTES])
{
    struct session *session = choose(sessions, user, now_ms);
    *session = (struct session){.acted_ms = now_ms, .ends_ms = now_ms + SESSION_ENDS_MS};
    snprintf(session->user, sizeof session->user, "%s", user);
    hash_token(random, session->hash);
    sodium_bin2hex(token, SESSION_TEXT_BYTES, random, SESSION_TOKEN_BYTES);
}

struct session *session_find(struct sessions *sessions, const char *token, int64_t now_ms)
{
    uint8_t bytes[SESSION_TOKEN_BYTES], hash[SESSION_HASH_BYTES];
    if (!read_token(token, bytes))
        return NULL;
    hash_token(bytes, hash);
    for (int i = 0; i < SESSIONS_MAX; i++) {
        struct session *each = &sessions->session[i];
        if (each->user[0] && sodium_memcmp(each->hash, hash, sizeof hash) == 0)
            return is_over(each, now_ms) ? NULL : each;
    }
    return NULL;
}

void session_act(struct session *session, int64_t now_ms)
{
    session->acted_ms = now_ms;
}

void session_close(struct session *session)
{
    *session = (struct session){.user = ""};
}

void sessions_close_user(struct sessions *sessions, const char *user)
{
    for (int i = 0; i < SESSIONS_MAX; i++)
        if (!user || is_of(&sessions->session[i], user))
            session_close(&sessions->session[i]);
}

int sessions_count(const struct sessions *sessions, int64_t now_ms)
{
    int count = 0;
    for (int i = 0; i < SESSIONS_MAX; i++)
        count += !is_over(&sessions->session[i], now_ms);
    return count;
}

bool session_cookie(const char *header, char token[SESSION_TEXT_BYTES])
{
    static const char name[] = "loket=";
    int found = 0;
    bool good = false;
    token[0] = '\0';
    while (*header) {
        header += strspn(header, "; \t");
        size_t length = strcspn(header, "; \t");
        if (length >= sizeof name - 1 && strncmp(header, name, sizeof name - 1) == 0) {
            const char *value = header + sizeof name - 1;
            size_t digits = length - (sizeof name - 1);
            found++;
            good = digits == SESSION_TEXT_BYTES - 1 && strspn(value, DIGITS) == digits;
            if (good)
                snprintf(token, SESSION_TEXT_BYTES, "%s", value);
        }
        header += length;
    }
    return found == 1 && good;
}
