// SPDX-License-Identifier: MIT
/* Bodies. */
#include "tests/scenario/rude_parts.h"

#include <string.h>

void rude_cut_json(struct rude *rude)
{
    const struct rude_change *change = rude_a_change(rude);
    rude_put_line(rude, change->method, change->path);
    rude_put_usual(rude);
    rude_put_body(rude, change->body, 1 + rude_chance(rude, (uint32_t)strlen(change->body) - 1));
}

void rude_noise_json(struct rude *rude)
{
    char body[256];
    const struct rude_change *change = rude_a_change(rude);
    size_t count = strlen(change->body);
    memcpy(body, change->body, count);
    body[rude_chance(rude, (uint32_t)count)] =
        (char)(0x80 + rude_chance(rude, 0x40)); /* no UTF-8 begins so */
    rude_put_line(rude, change->method, change->path);
    rude_put_usual(rude);
    rude_put_body(rude, body, count);
}

void rude_other_json(struct rude *rude)
{
    static const char *const bodies[] = {
        "[]",
        "7",
        "null",
        "true",
        "\"x\"",
        "{}{}",
        "{\"a\":1}",
        "{\"service\":\"\\u0000\"}",
        "{\"service\":[\"A\"]}",
        "{\"service\":{}}",
        "{\"service\":null}",
        "{\"service\":\"AA\"}",
        "{\"service\":\"A\",\"lane\":\"vip\"}",
        "{\"service\":\"A\",\"print\":\"no\"}",
        "{\"service\":\"A\",\"print\":false,\"desk\":1e999}",
        "{\"service\":\"A\",\"x\":0}",
        "{\"ticket\":\"A-0\"}",
        "{\"ticket\":12}",
        "{\"ticket\":\"\\ud800\"}",
        "{\"outcome\":\"\"}",
        "{\"outcome\":1}",
        "{\"missing\":\"kk\"}",
        "{\"missing\":[1,2]}",
        "{\"reason\":{}}",
        "{\"reason\":\"\\ud834\"}",
        "{\"message\":[[]]}",
        "{\"user\":\"../x\",\"role\":\"admin\"}",
        "{\"user\":\"Robert'); DROP TABLE event;--\",\"role\":\"admin\"}",
        "{\"user\":\"tamu\",\"role\":\"king\"}",
        "{\"user\":\"t\",\"role\":\"admin\"}",
        "{service:'A'}",
        "{\"service\":\"A\",}",
        "// A\n{\"service\":\"A\"}",
        "\xef\xbb\xbf{}",
        "{\"service\":NaN}",
        "{\"pin\":\"1\",\"new_pin\":\"2\"}"};
    const char *body = RUDE_PICK(bodies);
    const struct rude_change *change = rude_a_change(rude);
    rude_put_line(rude, change->method, change->path);
    rude_put_usual(rude);
    rude_put_body(rude, body, strlen(body));
}

void rude_deep_json(struct rude *rude)
{
    char body[6000];
    const struct rude_change *change = rude_a_change(rude);
    memset(body, rude_chance(rude, 2) ? '[' : '{', sizeof body);
    memcpy(body, "{\"service\":", strlen("{\"service\":"));
    rude_put_line(rude, change->method, change->path);
    rude_put_usual(rude);
    rude_put_body(rude, body, 100 + rude_chance(rude, 5900));
}

void rude_large_body(struct rude *rude)
{
    const struct rude_change *change = rude_a_change(rude);
    size_t count = 262145 + rude_chance(rude, 30000);
    rude_put_line(rude, change->method, change->path);
    rude_put_usual(rude);
    rude_put(rude, "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n", count);
    rude_put(rude, "%s", change->body);
    rude_put_many(rude, ' ', count - strlen(change->body));
}

void rude_wrong_type(struct rude *rude)
{
    static const char *const types[] = {"text/plain",
                                        "application/jsonp",
                                        "multipart/form-data; boundary=x",
                                        "application/x-www-form-urlencoded",
                                        "",
                                        "json",
                                        "*/*"};
    const struct rude_change *change = rude_a_change(rude);
    rude_put_line(rude, change->method, change->path);
    rude_put_usual(rude);
    rude_put(rude, "Content-Type: %s\r\nContent-Length: %zu\r\n\r\n%s", RUDE_PICK(types),
             strlen(change->body), change->body);
}

void rude_wrong_chunks(struct rude *rude)
{
    static const char *const chunks[] = {"zz\r\n{}\r\n0\r\n\r\n",
                                         "-5\r\n{}\r\n0\r\n\r\n",
                                         "fffffffffffffffffff\r\n{}",
                                         "1d {}\r\n",
                                         "3\r\n{ }x\r\n0\r\n\r\n",
                                         "ffffffff\r\n{ }",
                                         "3"};
    const struct rude_change *change = rude_a_change(rude);
    rude->broken = true;
    rude_put_line(rude, change->method, change->path);
    rude_put_usual(rude);
    rude_put(rude, "Content-Type: application/json\r\nTransfer-Encoding: %s\r\n\r\n%s",
             rude_chance(rude, 4) ? "chunked" : "gzip, chunked", RUDE_PICK(chunks));
}

void rude_short_body(struct rude *rude)
{
    const struct rude_change *change = rude_a_change(rude);
    rude->unfinished = rude->broken = true;
    rude_put_line(rude, change->method, change->path);
    rude_put_usual(rude);
    rude_put(rude, "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
             strlen(change->body) + 1 + rude_chance(rude, 100), change->body);
}
