// SPDX-License-Identifier: MIT
/* A running branch whose HTTP interface is talked to byte by byte. Asserts. */
#ifndef LOKET_TESTS_SCENARIO_HALL_H
#define LOKET_TESTS_SCENARIO_HALL_H

#include <jansson.h>

#include "tests/scenario/box.h"

enum { ANSWER_BYTES = 1 << 20, PATIENCE_MS = 8000 };

struct hall {
    struct box box;
    int port;
    int status;
    char answer[ANSWER_BYTES]; /* the last one, headers and body */
};

#define JSON_TYPE "Content-Type: application/json\r\n"

/* A connection of one's own. */
int hall_connect(const struct hall *hall);
int hall_connect_tcp(const struct hall *hall);
/* More bytes into answer until it holds `piece` (NULL: until the end), or time is over. */
bool hall_read(struct hall *hall, int fd, size_t *used, const char *piece);
/* Reads the answer to its end and closes; sets status, returns the body. */
const char *hall_finish(struct hall *hall, int fd);
void hall_send(int fd, const char *text, size_t bytes);
/* One request on fd, with extra header lines. */
const char *hall_talk(struct hall *hall, int fd, const char *method, const char *path,
                      const char *headers, const char *body);
const char *hall_post(struct hall *hall, const char *path, const char *body);
json_t *hall_get(struct hall *hall, const char *path);
/* Takes a number without paper; its text in ticket. */
void hall_take(struct hall *hall, const char *service, char ticket[8]);
int hall_waiting(struct hall *hall);
/* cmocka group setup and teardown: *state = struct hall; desks 1 and 2 are open. */
int hall_open(void **state);
int hall_close(void **state);

#endif
