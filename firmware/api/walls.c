// SPDX-License-Identifier: MIT
#include "firmware/api/walls.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGITS "0123456789"
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

static const char UNNAMED[] = "unnamed", AGENT[] = "loket-wall/";

/* Copies a text when it has 1 to room-1 characters, all of them allowed; else "" stays. */
static void keep(const char *text, size_t bytes, const char *allowed, char *out, size_t room)
{
    out[0] = '\0';
    if (bytes == 0 || bytes >= room || strspn(text, allowed) < bytes)
        return;
    memcpy(out, text, bytes);
    out[bytes] = '\0';
}

/* The value of "key=value; key=value" that stands there once; "" when twice: which one holds is
 * not ours to guess. */
static void find(const char *header, const char *key, const char *allowed, char *out, size_t room)
{
    size_t key_bytes = strlen(key), bytes = 0;
    const char *value = NULL;
    int count = 0;
    while (*header) {
        header += strspn(header, "; \t");
        size_t length = strcspn(header, ";");
        if (strncmp(header, key, key_bytes) == 0 && header[key_bytes] == '=') {
            value = header + key_bytes + 1;
            bytes = length - key_bytes - 1;
            while (bytes > 0 && strchr(" \t", value[bytes - 1]))
                bytes--;
            count++;
        }
        header += length;
    }
    if (count == 1)
        keep(value, bytes, allowed, out, room);
    else
        out[0] = '\0';
}

static bool is_size(const char *text)
{
    size_t width = strspn(text, DIGITS), height = 0;
    if (width > 0 && text[width] == 'x')
        height = strspn(text + width + 1, DIGITS);
    return height > 0 && text[width + 1 + height] == '\0';
}

void walls_read(const char *header, const char *agent, struct wall *wall)
{
    char shown[19]; /* what fits is no more than an int64_t holds */
    if (strnlen(header, WALLS_HEADER_MAX_BYTES + 1) > WALLS_HEADER_MAX_BYTES)
        header = "";
    find(header, "name", LETTERS DIGITS "._-", wall->name, sizeof wall->name);
    if (!wall->name[0])
        snprintf(wall->name, sizeof wall->name, "%s", UNNAMED);
    find(header, "size", DIGITS "x", wall->size, sizeof wall->size);
    if (!is_size(wall->size))
        wall->size[0] = '\0';
    find(header, "shown", DIGITS, shown, sizeof shown);
    wall->shown_before = strtoll(shown, NULL, 10);
    wall->version[0] = '\0';
    if (agent && strncmp(agent, AGENT, sizeof AGENT - 1) == 0)
        keep(agent + sizeof AGENT - 1, strcspn(agent + sizeof AGENT - 1, " "),
             LETTERS DIGITS ".+~-", wall->version, sizeof wall->version);
}

static void remove_gone(struct walls *walls, int i)
{
    walls->gone_count--;
    memmove(&walls->gone[i], &walls->gone[i + 1],
            (size_t)(walls->gone_count - i) * sizeof walls->gone[0]);
}

void walls_join(struct walls *walls, struct wall *wall)
{
    wall->previous = walls->last;
    wall->next = NULL;
    if (walls->last)
        walls->last->next = wall;
    else
        walls->first = wall;
    walls->last = wall;
    walls->count++;
    for (int i = walls->gone_count - 1; i >= 0; i--)
        if (strcmp(walls->gone[i].name, wall->name) == 0)
            remove_gone(walls, i);
}

bool walls_doubled(const struct walls *walls, const struct wall *wall)
{
    if (strcmp(wall->name, UNNAMED) == 0)
        return false;
    for (const struct wall *each = walls->first; each; each = each->next)
        if (each != wall && strcmp(each->name, wall->name) == 0)
            return true;
    return false;
}

void walls_leave(struct walls *walls, struct wall *wall, int64_t now_ms)
{
    bool goes = strcmp(wall->name, UNNAMED) != 0 && !walls_doubled(walls, wall);
    *(wall->previous ? &wall->previous->next : &walls->first) = wall->next;
    *(wall->next ? &wall->next->previous : &walls->last) = wall->previous;
    wall->previous = wall->next = NULL;
    walls->count--;
    if (!goes)
        return;
    if (walls->gone_count == WALLS_GONE_MAX)
        remove_gone(walls, WALLS_GONE_MAX - 1);
    memmove(&walls->gone[1], &walls->gone[0], (size_t)walls->gone_count * sizeof walls->gone[0]);
    walls->gone_count++;
    walls->gone[0].since_utc_ms = now_ms;
    memcpy(walls->gone[0].name, wall->name, sizeof wall->name);
}

void walls_forget(struct walls *walls, int64_t now_ms)
{
    for (int i = walls->gone_count - 1; i >= 0; i--)
        if (now_ms - walls->gone[i].since_utc_ms > WALLS_GONE_KEPT_MS)
            remove_gone(walls, i);
}
