// SPDX-License-Identifier: MIT
/* Listens to a board from a thread of its own and keeps the newest one for the caller. */
#ifndef LOKET_DISPLAY_BOARD_CLIENT_H
#define LOKET_DISPLAY_BOARD_CLIENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "display/board_model.h"

enum { BOARD_SILENCE_MS = 15000, BOARD_RETRY_MIN_MS = 500, BOARD_RETRY_MAX_MS = 5000 };

struct board_client;

/* True when the text is unix:/PATH, http://... or https://... */
bool board_client_address_ok(const char *address);

/* Starts to follow ADDRESS/api/v1/board/stream; reconnects for ever, 0.5 s to 5 s apart,
 * and drops a connection that was silent for 15 s. NULL when no thread or memory is had.
 * Signals stay blocked in the thread: block what you handle before. */
struct board_client *board_client_start(const char *address);
/* Readable (poll) when something new can be taken; the caller only polls it. */
int board_client_fd(const struct board_client *client);
/* The newest board since the last call, malloc'd and 0-terminated, the caller frees; NULL =
 * none. Boards in between are dropped: each one is whole and carries the recent calls. */
char *board_client_take(struct board_client *client, size_t *bytes);
/* Monotonic time of the last byte heard, 0 = never. */
int64_t board_client_heard_mono_ms(struct board_client *client);
void board_client_stop(struct board_client *client); /* NULL is fine */

/* One GET of ADDRESS/api/v1/board, within 10 s. malloc'd, the caller frees; NULL and a
 * sentence in `reason` when it could not be had. */
char *board_client_fetch(const char *address, size_t *bytes, char reason[WALL_REASON_BYTES]);

int64_t board_client_mono_ms(void);

#endif
