// SPDX-License-Identifier: MIT
/* HTTP with the loketd of a box: a whole call, or byte by byte on a connection of one's own.
 * `text` takes a whole answer, headers first, and always ends with NUL. */
#ifndef LOKET_TESTS_SCENARIO_BOX_HTTP_H
#define LOKET_TESTS_SCENARIO_BOX_HTTP_H

#include "tests/scenario/box.h"

#define BOX_HTTP_JSON "Content-Type: application/json\r\n"

struct box_request {
    const char *method, *path;
    const char *headers; /* more lines, each with its \r\n */
    const char *body;
};

/* -1 = nobody listens. The caller closes it. */
int box_http_connect(const struct box *box);
int box_http_connect_tcp(const struct box *box);
/* False when the other side has hung up. */
bool box_http_send(int fd, const char *bytes, size_t count);
/* Appends to text until it holds `piece` (NULL: until the connection ends). False when it ends
 * before, text is full, or nothing comes for 8 s. */
bool box_http_read(int fd, const char *piece, char *text, int bytes);
/* Reads the answer to its end and closes fd. HTTP status, or -1 when none came. */
int box_http_finish(int fd, char *text, int bytes);
/* One request on fd (-1 is allowed) and its answer; as box_http_finish. */
int box_http_ask(int fd, const struct box_request *request, char *text, int bytes);
/* One call through the Unix socket. */
int box_http_get(const struct box *box, const char *path, char *text, int bytes);
int box_http_post(const struct box *box, const char *path, const char *json, char *text, int bytes);
/* Where the body begins. */
const char *box_http_body(const char *text);

#endif
