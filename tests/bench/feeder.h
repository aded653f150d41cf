// SPDX-License-Identifier: MIT
/* A board for walls under test: generated boards at the caller's pace, on a Unix socket and
 * on a port of the loopback, with as much HTTP as a wall or a browser needs. */
#ifndef LOKET_BENCH_FEEDER_H
#define LOKET_BENCH_FEEDER_H

#include <stdint.h>

struct feeder;

/* Serves from a thread of its own: /api/v1/board, /api/v1/board/stream and, when page_path
 * is not NULL, that file at /. Viewers that join get the newest board, and a sign of life
 * every 2 s. NULL when it cannot listen. */
struct feeder *feeder_start(const char *socket_path, const char *page_path);
/* Port on 127.0.0.1. */
int feeder_port(const struct feeder *feeder);
/* Viewers that follow the stream now. */
int feeder_viewers(struct feeder *feeder);
/* Board n (n >= 1, its newest call has seq n) becomes the newest one and goes to every
 * viewer; waits while one of them does not read. Monotonic ns before the first byte. */
int64_t feeder_send(struct feeder *feeder, int n);
/* Hangs up all viewers and removes the socket. NULL is fine. */
void feeder_stop(struct feeder *feeder);

/* Board n as JSON, malloc'd: another call, other waits, 2 s later than the one before. */
char *feeder_board(int n);

#endif
