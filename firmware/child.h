// SPDX-License-Identifier: MIT
/* Slow work in a child process: this very program with one option, something to read and
 * something to say. The loop never waits for it. Secrets go through standard input only: what
 * stands in argv is for everybody to see. */
#ifndef LOKET_CHILD_H
#define LOKET_CHILD_H

#include <stddef.h>
#include <sys/types.h>
#include <systemd/sd-event.h>

enum { CHILD_IN_MAX_BYTES = 4096, CHILD_OUT_MAX_BYTES = 4096 };

struct child;

/* What became of it. status: its exit status, or -1 when it was killed, took too long or said
 * more than CHILD_OUT_MAX_BYTES. out is what it said, with a 0 behind it, until this returns.
 * Called once, from the loop, never inside child_start. */
typedef void (*child_fn)(void *context, int status, const char *out, size_t bytes);

/* Runs /proc/self/exe with `option` and, unless NULL, `argument` behind it. input is copied and
 * wiped when it has been written. After timeout_ms it is killed. The process must keep SIGCHLD
 * blocked (sd_event_add_child). NULL when no child can be started, or input is too long. */
struct child *child_start(sd_event *loop, const char *option, const char *argument,
                          const char *input, size_t bytes, int timeout_ms, child_fn done,
                          void *context);
/* Kills it if it still runs; `done` is not called. Accepts NULL; not to be called from `done`. */
void child_destroy(struct child *child);

/* Only the start of it, for those who read and wait themselves: this program with argv, in_fd (-1 =
 * /dev/null) and out_fd as its standard input and output, nothing else open but standard error,
 * no signal blocked. -1 when it cannot be started. */
pid_t child_spawn(char *const argv[], int in_fd, int out_fd);

#endif
