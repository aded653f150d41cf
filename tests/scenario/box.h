// SPDX-License-Identifier: MIT
/* A branch of real programs in a folder of its own: loketd, the simulated printer, a FIFO
 * of buttons. Tests start it, press, kill, look at paper and journal; box_http.h talks to it.
 * The programs end with the test program, however it ends. */
#ifndef LOKET_TESTS_SCENARIO_BOX_H
#define LOKET_TESTS_SCENARIO_BOX_H

#include <stdbool.h>
#include <sys/types.h>

enum { BOX_PATH_BYTES = 128 };

struct box {
    char dir[BOX_PATH_BYTES];
    char conf[BOX_PATH_BYTES + 16];
    char socket[BOX_PATH_BYTES + 16];
    char printer[BOX_PATH_BYTES + 16];
    char fifo[BOX_PATH_BYTES + 16];
    char programs[512];      /* folder of loketd */
    const char *content;     /* branch document for the next start, NULL = that of Jambi */
    const char *clock_start; /* --clock-start for the next start, NULL = real time */
    int port;                /* of loketd on the loopback, 0 = Unix socket only */
    bool tls;                /* there with loket.crt and loket.key of dir, from the next start on */
    pid_t daemon_pid, printer_pid;
};

/* Lines of the box: 1..3 take A, B, K; 4 priority; 11 and 12 "next" of desks 1 and 2,
 * 13 and 14 their "no-show", 15 to 17
 * finish, pause and help of desk 2, 18 help for visitors. */
enum {
    BOX_TAKE_A = 1,
    BOX_TAKE_B,
    BOX_TAKE_K,
    BOX_PRIORITY,
    BOX_NEXT_1 = 11,
    BOX_NEXT_2,
    BOX_NO_SHOW_1,
    BOX_NO_SHOW_2,
    BOX_FINISH_2,
    BOX_PAUSE_2,
    BOX_DESK_HELP_2,
    BOX_HELP,
};

/* Makes the folder (in TMPDIR, else /tmp) and loket.conf, starts a fast printer. Asserts. */
void box_open(struct box *box);
/* From the next start on, loketd also listens on a TCP port of the loopback. */
void box_listen(struct box *box);
/* Ends what still runs and removes the folder; also after a box_open that failed. */
void box_close(struct box *box);

/* Starts loketd and returns when its socket answers (ready to take: also the printer). */
void box_start(struct box *box, bool wait_ready);
/* Sends the signal, waits for the end (SIGKILL after 30 s), returns the wait status. */
int box_end(struct box *box, int signal);

/* Runs a program to its end; exit status (-1 = killed, also after 30 s), what it said in text. */
int box_run(const struct box *box, const char *const argv[], char *text, int bytes);

void box_press(const struct box *box, int line);
/* Any order of the simulated buttons. */
void box_buttons(const struct box *box, const char *order);
/* "paper out" and so on, to the printer. */
void box_printer(const struct box *box, const char *order);
/* Text of slip N (1, 2 ...), or false while it is not there. */
bool box_slip(const struct box *box, int number, char *text, int bytes);
/* Waits until the predicate holds or the time is over; false = it never did. */
bool box_wait(const struct box *box, bool (*holds)(const struct box *box), int timeout_ms);
void box_sleep_ms(int ms);

#endif
