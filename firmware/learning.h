// SPDX-License-Identifier: MIT
/* Learning from the journal in a child process: what the branch knows of its waits is built anew
 * from the facts at each start and at the beginning of each day, while tickets go on. The child
 * is this very program (loketd --learn DIR), niced, with a read-only view of the journal; its
 * result comes back through a pipe. */
#ifndef LOKET_LEARNING_H
#define LOKET_LEARNING_H

#include <systemd/sd-event.h>

#include "firmware/forecast/outlook.h"

enum {
    LEARNING_DAYS = 60,
    LEARNING_MOST_S = 600, /* a child that takes longer is ended by its own alarm */
};

/* Everything up to journal row `seq`. */
struct learned {
    int64_t seq;
    struct queue queue;
    struct outlook outlook;
};

struct learning;
/* `learned` is NULL when the child failed (it has been logged why); else malloc'd, the callee's,
 * and to be given to outlook_adopt. Called once, from the loop, never inside learning_start; when
 * it returns, the learning is over and gone. */
typedef void (*learning_fn)(void *context, struct learned *learned);

/* NULL when no child can be started. The journal is dir/loket.db; TZ must be set, SIGCHLD
 * blocked. */
struct learning *learning_start(sd_event *loop, const char *dir, learning_fn done, void *context);
/* Before `done`: stops the child, `done` is never called. Accepts NULL; not to be called from
 * `done`, nor after it. */
void learning_destroy(struct learning *learning);

/* The child: replays the last LEARNING_DAYS days of dir/loket.db and writes a struct learned to
 * out_fd; without a journal, or with an empty one, what a new branch knows. Exit status. */
int learning_child(const char *dir, int out_fd);

#endif
