// SPDX-License-Identifier: MIT
/* Request lines and headers, and the choice among all. */
#include "tests/scenario/rude.h"

#include <stdio.h>
#include <string.h>

#include "tests/scenario/rude_parts.h"

static void wrong_path(struct rude *rude)
{
    static const char *const paths[] = {"/api/v1/desks/1/next/",
                                        "/api/v1/desks/1/../2/next",
                                        "/api/v1//desks/1/next",
                                        "/api/v1/desks/1%2fnext%2f",
                                        "/api/v1/desks/1/next%00",
                                        "/api/v1/desks/1/next%",
                                        "/api/v1/desks/-1/next",
                                        "/api/v1/desks/1e0/next",
                                        "/api/v1/desks/+1/next",
                                        "/api/v1/desks/00000001/next",
                                        "/api/v1/desks/65537/next",
                                        "/api/v1/desks/4294967297/next",
                                        "/api/v1/tickets/a-001/transfer",
                                        "/api/v1/tickets/A-1/transfer",
                                        "/api/v1/tickets/A-00x/transfer",
                                        "/api/v1/tickets/%41-0001/print",
                                        "/api/v1/users/../users",
                                        "/api/v1/users/%2e%2e/reset-pin",
                                        "/api/v1/content/versions/%ff/activate",
                                        "/console/../api/v1/tickets",
                                        "/%61pi/v1/tickets%3fservice=A",
                                        "//api/v1/tickets",
                                        "/API/V1/TICKETS",
                                        "http://elsewhere/api/v2/tickets",
                                        "*",
                                        "/api/v1/desks/\xc0\xb1/next"};
    static const char body[] = "{ }";
    rude_put_line(rude, "POST", RUDE_PICK(paths));
    rude_put_usual(rude);
    rude_put_body(rude, body, sizeof body - 1);
}

static void noise_path(struct rude *rude)
{
    rude_put(rude, "POST /");
    for (uint32_t i = 1 + rude_chance(rude, 200); i > 0; i--)
        rude_put(rude, "%c", "abcAB%/.?&=+~;:@!$'()*,_-0123\\\"<>|^`{}"[rude_chance(rude, 38)]);
    rude_put(rude, " HTTP/1.1\r\nConnection: close\r\n");
    rude_put_rest(rude, rude_a_change(rude));
}

/* Just about 32 KiB libmicrohttpd's memory for a connection ends, and it may say nothing. */
static size_t too_long(struct rude *rude)
{
    return 9000 + rude_chance(rude, 20000) + rude_chance(rude, 2) * 27000;
}

static void long_path(struct rude *rude)
{
    rude_put(rude, "GET /api/v1/board?");
    rude_put_many(rude, 'x', too_long(rude));
    rude_put(rude, " HTTP/1.1\r\nConnection: close\r\n");
    rude_put_rest(rude, rude_a_change(rude));
}

static void wrong_method(struct rude *rude)
{
    static const char *const methods[] = {"DELETE", "PATCH",   "TRACE", "OPTIONS", "CONNECT",
                                          "post",   "PUTPOST", "X",     "PROPFIND"};
    const struct rude_change *change = rude_a_change(rude);
    rude_put_line(rude, RUDE_PICK(methods), change->path);
    rude_put_rest(rude, change);
}

/* Through the socket nobody needs an Origin; there it is the type that is wrong. */
static void wrong_origin(struct rude *rude)
{
    static const char *const origins[] = {"",
                                          "Origin: null\r\n",
                                          "Origin: http://evil\r\n",
                                          "Origin: https://loket\r\n",
                                          "Origin: http://loket.evil\r\n",
                                          "Origin: http://loket:81\r\n",
                                          "Origin: loket\r\n",
                                          "Origin: http://loket/\r\n",
                                          "Origin: http://evil http://loket\r\n",
                                          "Origin:\r\n"};
    if (!rude->cookie) {
        rude_wrong_type(rude);
        return;
    }
    const struct rude_change *change = rude_a_change(rude);
    rude_put_line(rude, change->method, change->path);
    rude_put(rude, "Host: loket\r\nCookie: %s\r\n%s", rude->cookie, RUDE_PICK(origins));
    rude_put_body(rude, change->body, strlen(change->body));
}

static void wrong_cookie(struct rude *rude)
{
    static const char *const cookies[] = {
        "loket=",    "loket=0",       "loket=%s; loket=%s", "Loket=%s",  "loket=\"%s\"",
        "loket = x", "x=y; loket=zz", "loket=%sff",         ";;;;loket", "loket"};
    char cookie[400];
    if (!rude->cookie) {
        rude_wrong_type(rude);
        return;
    }
    const char *format = RUDE_PICK(cookies), *token = strchr(rude->cookie, '=') + 1;
    const char *first = strstr(format, "%s"), *second = first ? strstr(first + 2, "%s") : NULL;
    snprintf(cookie, sizeof cookie, "%.*s%s%.*s%s%s", (int)(first ? first - format : 400), format,
             first ? token : "", second ? (int)(second - first - 2) : 0, first ? first + 2 : "",
             second ? token : "",
             second  ? ""
             : first ? first + 2
                     : "");
    const struct rude_change *change = rude_a_change(rude);
    rude_put_line(rude, change->method, change->path);
    rude_put(rude, "Host: loket\r\nOrigin: http://loket\r\nCookie: %s\r\n", cookie);
    rude_put_body(rude, change->body, strlen(change->body));
}

static void wrong_key(struct rude *rude)
{
    rude_put_line(rude, "POST", "/api/v1/tickets");
    rude_put(rude, "Idempotency-Key: ");
    rude_put_many(rude, 'k', 129 + rude_chance(rude, 3000));
    rude_put(rude, "\r\n");
    rude_put_rest(rude, &rude_changes[0]);
}

static void wrong_query(struct rude *rude)
{
    static const char *const paths[] = {"/api/v1/tickets?state=%00",
                                        "/api/v1/tickets?state=asleep",
                                        "/api/v1/report?day=2026-13-01",
                                        "/api/v1/report?day=0000-00-00",
                                        "/api/v1/report.csv?day=x",
                                        "/api/v1/audit?day=9999999999",
                                        "/api/v1/tickets/Z-999/slip?format=exe",
                                        "/api/v1/checklist/A?format=../../etc/passwd",
                                        "/api/v1/content/versions/..%2f..%2fetc",
                                        "/console/..%2f..%2floket.conf",
                                        "/console/%2e%2e/data/loket.db",
                                        "/console/css/../../../data/loket.db"};
    rude_put_line(rude, "GET", RUDE_PICK(paths));
    rude_put_usual(rude);
    rude_put(rude, "\r\n");
}

static void large_headers(struct rude *rude)
{
    const struct rude_change *change = rude_a_change(rude);
    rude_put_line(rude, change->method, change->path);
    if (rude_chance(rude, 2)) {
        rude_put(rude, "X-Long: ");
        rude_put_many(rude, 'x', too_long(rude));
        rude_put(rude, "\r\n");
    } else {
        for (uint32_t i = 700 + rude_chance(rude, 2) * 2500 + rude_chance(rude, 1000); i > 0; i--)
            rude_put(rude, "X-%u: %u\r\n", i, i * 7919);
    }
    rude_put_rest(rude, change);
}

static void wrong_length(struct rude *rude)
{
    static const char *const lengths[] = {"Content-Length: -1\r\n",
                                          "Content-Length: 0x1d\r\n",
                                          "Content-Length: 1e1\r\n",
                                          "Content-Length: 99999999999999999999999\r\n",
                                          "Content-Length: 18446744073709551615\r\n",
                                          "Content-Length: 2 9\r\n",
                                          "Content-Length: ten\r\n"};
    const struct rude_change *change = rude_a_change(rude);
    rude->broken = true;
    rude_put_line(rude, change->method, change->path);
    rude_put_usual(rude);
    rude_put(rude, "Content-Type: application/json\r\n%s\r\n%s", RUDE_PICK(lengths), change->body);
}

static void noise_line(struct rude *rude)
{
    rude->broken = true;
    rude_put_noise(rude, 1 + rude_chance(rude, 400));
    rude_put(rude, "\r\n\r\n");
}

static void wrong_line(struct rude *rude)
{
    static const char *const lines[] = {"POST\r\n",
                                        "POST  /api/v1/desks/1/next\r\n",
                                        "POST /api/v1/desks/1 /next HTTP/1.1\r\n",
                                        "POST /api/v1/desks/1/next HTTP/9.9\r\n",
                                        "POST /api/v1/desks/1/next HTTP/1.1.1\r\n",
                                        "POST /api/v1/desks/1/next FTP/1.1\r\n",
                                        "POST /api/v1/desks/1/next HTTP/2.0\r\n",
                                        "\r\r\r\n",
                                        "PRI * HTTP/2.0\r\n",
                                        "\x16\x03\x01\x02\x01\xfc\x03\x03\r\n",
                                        "POST /api/v1/desks/1/next\tHTTP/1.1 x\r\n",
                                        "GET /\r\n",
                                        "HTTP/1.1 200 OK\r\n",
                                        "POST /api/v1/desks/1/next HTTP/\r\n"};
    rude->broken = true;
    rude_put(rude, "%s", RUDE_PICK(lines));
    rude_put_rest(rude, &rude_changes[1]);
}

/* In HTTP/1.1 a request names its host, once. */
static void wrong_host(struct rude *rude)
{
    const struct rude_change *change = rude_a_change(rude);
    rude->broken = true;
    rude_put_line(rude, change->method, change->path);
    rude_put(rude, "Origin: http://loket\r\nCookie: %s\r\n", rude->cookie ? rude->cookie : "");
    rude_put_body(rude, change->body, strlen(change->body));
}

static void half_headers(struct rude *rude)
{
    const struct rude_change *change = rude_a_change(rude);
    rude->unfinished = rude->broken = true;
    rude_put_line(rude, change->method, change->path);
    rude_put_usual(rude);
    rude->bytes -= 1 + rude_chance(rude, (uint32_t)rude->bytes - 1);
}

static const struct {
    const char *name;
    void (*write)(struct rude *rude);
} kinds[] = {
    {"wrong path", wrong_path},
    {"noise in the path", noise_path},
    {"long path", long_path},
    {"wrong method", wrong_method},
    {"cut JSON", rude_cut_json},
    {"noise in the JSON", rude_noise_json},
    {"other JSON", rude_other_json},
    {"deep JSON", rude_deep_json},
    {"large body", rude_large_body},
    {"wrong type", rude_wrong_type},
    {"wrong Origin", wrong_origin},
    {"wrong cookie", wrong_cookie},
    {"wrong key", wrong_key},
    {"wrong query", wrong_query},
    {"large headers", large_headers},
    {"wrong length", wrong_length},
    {"wrong chunks", rude_wrong_chunks},
    {"short body", rude_short_body},
    {"noise", noise_line},
    {"wrong line", wrong_line},
    {"no host", wrong_host},
    {"half a request", half_headers},
};

void rude_next(struct rude *rude)
{
    uint32_t kind = rude_chance(rude, sizeof kinds / sizeof *kinds);
    /* Large ones take long to send: not so many of them. */
    if (kinds[kind].write == rude_large_body && rude_chance(rude, 8))
        kind = 0;
    rude->bytes = 0;
    rude->unfinished = rude->broken = false;
    rude->kind = kinds[kind].name;
    kinds[kind].write(rude);
}
