// SPDX-License-Identifier: MIT
#include "firmware/api/slowdown.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

enum { FIRST_WAIT_MS = 1000, DOUBLED_MOST = 20 };

static const struct slowdown_entry *find(const struct slowdown_entry table[SLOWDOWN_ENTRIES_MAX],
                                         const char *text)
{
    for (int i = 0; i < SLOWDOWN_ENTRIES_MAX; i++)
        if (strcmp(table[i].text, text) == 0)
            return &table[i];
    return NULL;
}

/* Its entry, made when there is none: in place of what is free or old, else of the one with the
 * fewest failures, the oldest of them. */
static struct slowdown_entry *take(struct slowdown_entry table[SLOWDOWN_ENTRIES_MAX],
                                   const char *text, int64_t now_ms, int64_t forget_ms)
{
    struct slowdown_entry *place = (struct slowdown_entry *)find(table, text);
    if (place)
        return place;
    place = &table[0];
    for (int i = 0; i < SLOWDOWN_ENTRIES_MAX && place->text[0]; i++) {
        struct slowdown_entry *each = &table[i];
        if (each->text[0] && now_ms - each->last_ms >= forget_ms)
            *each = (struct slowdown_entry){.text = ""};
        if (!each->text[0] || each->failures < place->failures ||
            (each->failures == place->failures && each->last_ms < place->last_ms))
            place = each;
    }
    *place = (struct slowdown_entry){.last_ms = now_ms};
    snprintf(place->text, sizeof place->text, "%s", text);
    return place;
}

static int64_t pause_ms(int failures, int64_t most_ms)
{
    int doubled = failures - SLOWDOWN_FREE_TRIES;
    if (doubled < 0)
        return 0;
    int64_t ms = (int64_t)FIRST_WAIT_MS << (doubled < DOUBLED_MOST ? doubled : DOUBLED_MOST);
    return ms < most_ms ? ms : most_ms;
}

/* Until the next try is accepted. */
static int64_t rest_ms(const struct slowdown_entry table[SLOWDOWN_ENTRIES_MAX], const char *text,
                       int64_t most_ms, int64_t now_ms)
{
    const struct slowdown_entry *entry = find(table, text);
    if (!entry || now_ms - entry->last_ms >= SLOWDOWN_FORGET_MS)
        return 0;
    int64_t rest = entry->last_ms + pause_ms(entry->failures, most_ms) - now_ms;
    return rest > 0 ? rest : 0;
}

static void add_failure(struct slowdown_entry table[SLOWDOWN_ENTRIES_MAX], const char *text,
                        int64_t now_ms)
{
    struct slowdown_entry *entry = take(table, text, now_ms, SLOWDOWN_FORGET_MS);
    if (now_ms - entry->last_ms >= SLOWDOWN_FORGET_MS)
        entry->failures = 0;
    entry->failures++;
    entry->last_ms = now_ms;
}

static void take_back(struct slowdown_entry table[SLOWDOWN_ENTRIES_MAX], const char *text)
{
    struct slowdown_entry *entry = (struct slowdown_entry *)find(table, text);
    if (entry && entry->failures > 0)
        entry->failures--;
}

struct names {
    char user[26], address[50], pair[SLOWDOWN_TEXT_BYTES]; /* a sign before each: none is "" */
};

static struct names names_of(const char *user, const char *address)
{
    struct names n;
    snprintf(n.user, sizeof n.user, "@%.24s", user);
    snprintf(n.address, sizeof n.address, "@%.48s", address);
    snprintf(n.pair, sizeof n.pair, "%.24s %.48s", user, address);
    return n;
}

static int64_t wait_ms(const struct slowdown *s, const struct names *n, int64_t now_ms)
{
    const struct slowdown_entry *known = find(s->known, n->pair);
    bool trusted = known && now_ms - known->last_ms < SLOWDOWN_KNOWN_MS;
    int64_t by_address = rest_ms(s->address, n->address, SLOWDOWN_ADDRESS_MAX_MS, now_ms);
    int64_t by_user = trusted ? 0 : rest_ms(s->user, n->user, SLOWDOWN_USER_MAX_MS, now_ms);
    return by_address > by_user ? by_address : by_user;
}

int64_t slowdown_wait(const struct slowdown *s, const char *user, const char *address,
                      int64_t now_ms)
{
    struct names n = names_of(user, address);
    return wait_ms(s, &n, now_ms);
}

int64_t slowdown_try(struct slowdown *s, const char *user, const char *address, int64_t now_ms)
{
    struct names n = names_of(user, address);
    int64_t wait = wait_ms(s, &n, now_ms);
    if (wait > 0)
        return wait;
    add_failure(s->user, n.user, now_ms);
    add_failure(s->address, n.address, now_ms);
    return 0;
}

void slowdown_undo(struct slowdown *s, const char *user, const char *address)
{
    struct names n = names_of(user, address);
    take_back(s->user, n.user);
    take_back(s->address, n.address);
}

void slowdown_good(struct slowdown *s, const char *user, const char *address, int64_t now_ms)
{
    struct names n = names_of(user, address);
    struct slowdown_entry *entry = (struct slowdown_entry *)find(s->user, n.user);
    if (entry)
        *entry = (struct slowdown_entry){.text = ""};
    /* Only this one: whoever has a PIN of her own does not guess another's any faster for it. */
    take_back(s->address, n.address);
    take(s->known, n.pair, now_ms, SLOWDOWN_KNOWN_MS)->last_ms = now_ms;
}
