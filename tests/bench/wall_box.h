// SPDX-License-Identifier: MIT
/* A real wall on a screen of its own: Xvfb, loket-wall in its window, and what the wall says
 * of every frame (--trace). Both end with the program that started them, however it ends. */
#ifndef LOKET_BENCH_WALL_BOX_H
#define LOKET_BENCH_WALL_BOX_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

struct wall_box {
    char dir[128];
    char display[16]; /* ":7"; "" = no X server */
    pid_t screen_pid, wall_pid;
};

/* One frame that was presented. */
struct wall_frame {
    int64_t call; /* seq of the newest call on the board, 0 = none */
    int64_t mono_ns;
    int width, height; /* of the scene */
    char line[8];      /* none, live or lost */
};

/* Starts Xvfb with a screen of that size; false when there is no Xvfb or it does not start.
 * What the wall says is kept in dir, which must be there. */
bool wall_box_open(struct wall_box *box, const char *dir, int width, int height);
/* Starts loket-wall --trace with more arguments (NULL ends them): the software renderer, in a
 * window of the X server, or without one on SDL's dummy screen. */
void wall_box_start(struct wall_box *box, const char *const more[]);
/* The first frame with this call or a later one; false = not yet. */
bool wall_box_frame(const struct wall_box *box, int64_t call, struct wall_frame *frame);
/* The first frame that says this of the line; false = not yet. */
bool wall_box_line(const struct wall_box *box, const char *line, struct wall_frame *frame);
/* The newest frame; false = none yet. */
bool wall_box_last(const struct wall_box *box, struct wall_frame *frame);
/* Different calls of which a frame was shown. */
int wall_box_calls_shown(const struct wall_box *box);
/* Sends the signal (0 = none) and waits up to 10 s; wait status, -1 = still there, killed. */
int wall_box_end(struct wall_box *box, int signal);
/* The last words of the wall on stderr, "" = none. */
void wall_box_words(const struct wall_box *box, char *text, int bytes);
void wall_box_close(struct wall_box *box);

/* Ends a child of ours: the signal (0 = none), 10 s, then SIGKILL and status -1. */
int wall_box_reap(pid_t pid, int signal);
void wall_box_sleep_ms(int ms);

#endif
