// SPDX-License-Identifier: MIT
#include "tests/scenario/rude_parts.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* ---- chance and writing ---- */

uint32_t rude_chance(struct rude *rude, uint32_t below)
{
    rude->seed ^= rude->seed << 13;
    rude->seed ^= rude->seed >> 7;
    rude->seed ^= rude->seed << 17;
    return (uint32_t)((rude->seed >> 16) % below);
}

void rude_put_bytes(struct rude *rude, const void *bytes, size_t count)
{
    if (count > sizeof rude->text - rude->bytes)
        count = sizeof rude->text - rude->bytes;
    memcpy(rude->text + rude->bytes, bytes, count);
    rude->bytes += count;
}

void rude_put(struct rude *rude, const char *format, ...)
{
    char text[4096];
    va_list arguments;
    va_start(arguments, format);
    int count = vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    rude_put_bytes(rude, text, count < (int)sizeof text ? (size_t)count : sizeof text - 1);
}

void rude_put_many(struct rude *rude, char byte, size_t count)
{
    while (count-- > 0)
        rude_put_bytes(rude, &byte, 1);
}

void rude_put_noise(struct rude *rude, size_t count)
{
    while (count-- > 0) {
        char byte = (char)rude_chance(rude, 256);
        rude_put_bytes(rude, &byte, 1);
    }
}

const char *rude_pick(struct rude *rude, const char *const list[], size_t count)
{
    return list[rude_chance(rude, (uint32_t)count)];
}

/* ---- what would be a change, if it were well-formed ---- */

const struct rude_change rude_changes[RUDE_CHANGES] = {
    {"POST", "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"},
    {"POST", "/api/v1/desks/1/next", "{ }"},
    {"POST", "/api/v1/desks/2/call", "{\"ticket\":\"A-001\"}"},
    {"POST", "/api/v1/desks/1/finish", "{\"outcome\":\"done\"}"},
    {"POST", "/api/v1/desks/1/pause", "{\"reason\":\"salat\"}"},
    {"POST", "/api/v1/tickets/A-001/transfer", "{\"service\":\"B\"}"},
    {"POST", "/api/v1/kiosk/close", "{\"message\":\"tutup\"}"},
    {"POST", "/api/v1/users", "{\"user\":\"tamu\",\"role\":\"admin\"}"},
    {"PUT", "/api/v1/users/nobody", "{\"role\":\"admin\"}"},
    {"PUT", "/api/v1/content", "{\"version\":\"x\"}"},
    {"POST", "/api/v1/content/versions/x/activate", "{ }"},
};

const struct rude_change *rude_a_change(struct rude *rude)
{
    return &rude_changes[rude_chance(rude, RUDE_CHANGES)];
}

void rude_put_line(struct rude *rude, const char *method, const char *path)
{
    rude_put(rude, "%s %s HTTP/1.1\r\nConnection: close\r\n", method, path);
}

/* Host, Cookie, Origin, as the console sends them. */
void rude_put_usual(struct rude *rude)
{
    rude_put(rude, "Host: loket\r\nOrigin: http://loket\r\n");
    if (rude->cookie)
        rude_put(rude, "Cookie: %s\r\n", rude->cookie);
}

void rude_put_body(struct rude *rude, const char *body, size_t count)
{
    rude_put(rude, "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n", count);
    rude_put_bytes(rude, body, count);
}

/* A whole good one but for the line and headers before it. */
void rude_put_rest(struct rude *rude, const struct rude_change *change)
{
    rude_put_usual(rude);
    rude_put_body(rude, change->body, strlen(change->body));
}
