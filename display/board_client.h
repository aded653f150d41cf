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

enum { BOARD_WALL_NAME_BYTES = 32 };

/* What a wall says of itself when it connects. */
struct board_client_self {
    char name[BOARD_WALL_NAME_BYTES]; /* letters, digits, . _ - */
    int width, height;                /* pixels */
    int64_t shown;                    /* id of the last board on the screen, 0 = none */
};

/* What came since the last look. Both texts are malloc'd, 0-terminated and the taker's. */
struct board_news {
    char *board; /* NULL = none; boards in between are dropped: each one is whole */
    size_t board_bytes;
    int64_t id;  /* of that board, 0 = it has none */
    char *pages; /* NULL = none */
    size_t pages_bytes;
};

/* True when the text is unix:/PATH, http://... or https://... */
bool board_client_address_ok(const char *address);

/* Starts to follow ADDRESS/api/v1/board/stream; reconnects for ever, 0.5 s to 5 s apart,
 * and drops a connection that was silent for 15 s. NULL when no thread or memory is had.
 * cacert: file of the authorities that an https address may have, NULL = the system's.
 * Signals stay blocked in the thread: block what you handle before. */
struct board_client *board_client_start(const char *address, const char *cacert,
                                        const struct board_client_self *self);
/* Said at the next connection. */
void board_client_tell(struct board_client *client, const struct board_client_self *self);
/* Readable (poll) when something new can be taken; the caller only polls it. */
int board_client_fd(const struct board_client *client);
void board_client_take(struct board_client *client, struct board_news *news);
/* Monotonic time of the last byte heard, 0 = never. */
int64_t board_client_heard_mono_ms(struct board_client *client);
void board_client_stop(struct board_client *client); /* NULL is fine */

/* One GET of ADDRESS/api/v1/WHAT ("board", "pages"), within 10 s. malloc'd, the caller frees;
 * NULL and a sentence in `reason` when it could not be had. */
char *board_client_fetch(const char *address, const char *cacert, const char *what, size_t *bytes,
                         char reason[WALL_REASON_BYTES]);

int64_t board_client_mono_ms(void);

#endif
