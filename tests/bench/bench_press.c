// SPDX-License-Identifier: MIT
/* From the accepted press to the first byte of its slip at the printer, through the real
 * daemon. This program is the printer at the end of the line, so that it sees the byte when
 * it comes. Accepted: the finger is up and the contact has been quiet for debounce_ms.
 * usage: bench_press DIR */
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "drivers/sim/model.h"
#include "firmware/journal.h"
#include "tests/bench/support.h"

enum {
    PRESSES = 60,
    HOLD_MS = 60,
    DEBOUNCE_MS = 20,
    REST_MS = 150,
    WAIT_MS = 8000,
    ANSWER_US = 2000, /* no printer answers at once */
    WIDTH_DOTS = 576,
    ESC = 0x1B,
    DLE = 0x10
};

struct printer {
    struct model *model;
    int fd;
    int realtime_left;    /* bytes of a DLE command still to come; they are no slip */
    double first_byte_ms; /* of the slip since the press, 0 = not yet */
    int slips;
};

static void on_slip(void *context, const struct model_slip *slip)
{
    (void)slip;
    ((struct printer *)context)->slips++;
}

static void note(struct printer *printer, uint8_t byte)
{
    if (printer->realtime_left > 0) {
        if (printer->realtime_left == 2 && byte == 0x14)
            printer->realtime_left = 9; /* DLE DC4 8 and its seven parameters */
        printer->realtime_left--;
    } else if (byte == DLE) {
        printer->realtime_left = 2;
    } else if (byte == ESC && printer->first_byte_ms == 0) {
        printer->first_byte_ms = support_now_ms();
    }
}

/* Moves bytes for at most timeout_ms. */
static void serve(struct printer *printer, int timeout_ms)
{
    uint8_t data[512];
    struct pollfd waits = {.fd = printer->fd, .events = POLLIN};
    if (poll(&waits, 1, timeout_ms) > 0) {
        ssize_t bytes = read(printer->fd, data, sizeof data);
        if (bytes <= 0)
            support_fail("loketd has hung up the printer");
        for (ssize_t i = 0; i < bytes; i++) {
            note(printer, data[i]);
            model_receive(printer->model, data[i]);
            model_run(printer->model, support_now_ms());
        }
    }
    model_run(printer->model, support_now_ms());
    size_t replies = model_take_replies(printer->model, data, sizeof data);
    if (replies)
        usleep(ANSWER_US);
    if (replies && write(printer->fd, data, replies) != (ssize_t)replies)
        support_fail("loketd does not read the printer's answers");
}

static void serve_for(struct printer *printer, double ms)
{
    for (double end_ms = support_now_ms() + ms; support_now_ms() < end_ms;)
        serve(printer, 1);
}

static int listen_at(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int bytes = snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bytes >= (int)sizeof address.sun_path ||
        bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 1) != 0)
        support_fail("cannot be the printer");
    return fd;
}

static int accept_daemon(int listener)
{
    struct pollfd waits = {.fd = listener, .events = POLLIN};
    if (poll(&waits, 1, WAIT_MS) <= 0)
        support_fail("loketd does not open its printer");
    return accept(listener, NULL, NULL);
}

/* One visitor; the time from the accepted press to the first byte. */
static double press_ms(struct printer *printer, const char *fifo)
{
    char line[32];
    int bytes = snprintf(line, sizeof line, "press 1 %d\n", HOLD_MS);
    int slips = printer->slips;
    int fd = open(fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        support_fail("loketd does not read its buttons");
    printer->first_byte_ms = 0;
    double start_ms = support_now_ms();
    if (write(fd, line, (size_t)bytes) != bytes)
        support_fail("cannot press");
    close(fd);
    while (printer->slips == slips) {
        if (support_now_ms() - start_ms > WAIT_MS)
            support_fail("a press led to no slip");
        serve(printer, 1);
    }
    return printer->first_byte_ms - start_ms - HOLD_MS - DEBOUNCE_MS;
}

/* What a commit costs in this folder now, to be taken off. */
static double commit_p50_ms(const char *dir)
{
    enum { ROUNDS = 100 };
    double ms[ROUNDS];
    char path[256], error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    snprintf(path, sizeof path, "%s/commit", dir);
    mkdir(path, 0755);
    if (journal_open(path, &journal, error) != JOURNAL_OK)
        support_fail(error);
    for (int i = 0; i < ROUNDS; i++) {
        struct event event = {.kind = EV_HELP_ASKED, .at_utc_ms = 1795309200000, .day = 20261122};
        double start_ms = support_now_ms();
        if (journal_append(journal, &event) != JOURNAL_OK || journal_commit(journal) != JOURNAL_OK)
            support_fail("the journal cannot commit");
        ms[i] = support_now_ms() - start_ms;
    }
    journal_close(journal);
    return support_percentile(ms, ROUNDS, 0.5);
}

static pid_t start(const char *dir)
{
    char config[2048];
    snprintf(config, sizeof config,
             "[branch]\ndata_dir = %s/data\ncontent = assets/branch/jambi.json\n"
             "[buttons]\ndriver = sim\npath = %s/buttons\ndebounce_ms = %d\nline.1 = take A\n"
             "[printer]\ndriver = sim\npath = %s/slips\nprofile = epson-tm\nbaud = 115200\n"
             "[http]\nlisten =\nsocket = %s/loket.sock\n",
             dir, dir, DEBOUNCE_MS, dir, dir);
    pid_t pid = support_daemon_start(dir, config);
    if (support_daemon_wait(dir) < 0)
        support_fail("loketd did not answer within 10 s");
    return pid;
}

static void report(double *ms, double commit_ms)
{
    double p50 = support_percentile(ms, PRESSES, 0.5), p99 = support_percentile(ms, PRESSES, 0.99);
    support_result("press_to_first_byte_p50_ms", p50, "ms", 20, "lower");
    support_result("press_to_first_byte_p99_ms", p99, "ms", 50, "lower");
    support_result("press_to_first_byte_less_commit_p50_ms", p50 - commit_ms, "ms", 10, "lower");
    support_result("press_to_first_byte_less_commit_p99_ms", p99 - commit_ms, "ms", 40, "lower");
}

int main(int argc, char **argv)
{
    char path[256], fifo[256];
    double ms[PRESSES];
    struct printer printer = {.model = calloc(1, sizeof *printer.model)};
    if (argc != 2 || !printer.model)
        support_fail("usage: bench_press DIR");
    snprintf(fifo, sizeof fifo, "%s/buttons", argv[1]);
    snprintf(path, sizeof path, "%s/data", argv[1]);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/slips", argv[1]);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/slips/printer.sock", argv[1]);
    int listener = listen_at(path);
    model_init(printer.model, WIDTH_DOTS);
    printer.model->context = &printer;
    printer.model->slip = on_slip;
    printer.model->dots_per_ms = 1e6; /* paper is not what is measured */
    printer.model->cut_ms = 0;

    pid_t pid = start(argv[1]);
    printer.fd = accept_daemon(listener);
    serve_for(&printer, 3000);
    for (int i = 0; i < PRESSES; i++) {
        ms[i] = press_ms(&printer, fifo);
        serve_for(&printer, REST_MS);
    }
    support_daemon_stop(pid);
    report(ms, commit_p50_ms(argv[1]));
    close(printer.fd);
    close(listener);
    free(printer.model);
    return 0;
}
