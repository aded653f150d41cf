// SPDX-License-Identifier: MIT
/* Who watches: the walls that named themselves, and those that went away lately. Pure.
 *
 * When a wall asks for the stream it says of itself
 *     Loket-Wall: name=hall-1; size=1920x1080; shown=123
 *     User-Agent: loket-wall/0.3.0
 * where `shown` is the id of the last board that it showed before (0 = none). Nobody is
 * refused for it: what is missing, doubled or cannot be read counts as not said. */
#ifndef LOKET_API_WALLS_H
#define LOKET_API_WALLS_H

#include <stdbool.h>
#include <stdint.h>

enum {
    WALLS_NAME_BYTES = 32, /* letters, digits, '.', '_' and '-' */
    WALLS_SIZE_BYTES = 12,
    WALLS_VERSION_BYTES = 24,
    WALLS_FROM_BYTES = 48,
    WALLS_HEADER_MAX_BYTES = 256, /* a longer one says nothing */
    WALLS_GONE_MAX = 16,
    WALLS_GONE_KEPT_MS = 24 * 60 * 60 * 1000
};

/* A wall that is connected. */
struct wall {
    struct wall *previous, *next;      /* in the order of their coming */
    char name[WALLS_NAME_BYTES];       /* "unnamed" for one that did not say */
    char size[WALLS_SIZE_BYTES];       /* "1920x1080", "" = not said */
    char version[WALLS_VERSION_BYTES]; /* "" = not said */
    char from[WALLS_FROM_BYTES];       /* "socket" or an IP address */
    int64_t since_utc_ms;
    int64_t shown_before;           /* id of a board, 0 = none */
    int64_t board_id, board_utc_ms; /* the last one that was handed to its connection, 0 = none */
};

struct walls_gone {
    char name[WALLS_NAME_BYTES];
    int64_t since_utc_ms;
};

struct walls {
    struct wall *first, *last;
    int count;
    struct walls_gone gone[WALLS_GONE_MAX]; /* newest first; when it is full the oldest goes */
    int gone_count;
};

/* Fills name, size, version and shown_before. agent may be NULL. */
void walls_read(const char *header, const char *agent, struct wall *wall);
/* The caller keeps *wall where it is until it leaves. A wall that comes back is no longer gone. */
void walls_join(struct walls *walls, struct wall *wall);
/* Its name is gone from now_ms on, unless another wall has it, too, or it had none. */
void walls_leave(struct walls *walls, struct wall *wall, int64_t now_ms);
/* Another connected wall has the same name: somebody set up two alike. */
bool walls_doubled(const struct walls *walls, const struct wall *wall);
/* Drops names that have been gone for more than a day. */
void walls_forget(struct walls *walls, int64_t now_ms);

#endif
