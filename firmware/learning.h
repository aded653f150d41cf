// SPDX-License-Identifier: MIT
/* Learning from the journal in a child process: what the branch knows of its waits is built anew
 * from the facts at each start and at the beginning of each day, while tickets go on. The child
 * is this very program (loketd --learn DIR), niced, with a read-only view of the journal; its
 * result comes back through a pipe. */
#ifndef LOKET_LEARNING_H
#define LOKET_LEARNING_H

#include <systemd/sd-event.h>

#include "firmware/forecast/outlook.h"

enum { LEARNING_DAYS = 60 };

/* Everything up to journal row `seq`. */
struct learned {
    int64_t seq;
    struct queue queue;
    struct outlook outlook;
};

struct learning;
/* `learned` is NULL when the child failed (it has logged why); else malloc'd, the callee's. Called
 * once, from the loop, never inside learning_start. */
typedef void (*learning_fn)(void *context, struct learned *learned);

/* NULL when no child can be started. The journal is dir/loket.db; TZ must be set. */
struct learning *learning_start(sd_event *loop, const char *dir, learning_fn done, void *context);
/* Stops the child if it still runs. Accepts NULL; not to be called from `done`. */
void learning_destroy(struct learning *learning);

/* The child: replays the last LEARNING_DAYS days of dir/loket.db and writes a struct learned to
 * out_fd. Exit status. */
int learning_child(const char *dir, int out_fd);

#endif
