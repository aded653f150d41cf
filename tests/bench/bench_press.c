// SPDX-License-Identifier: MIT
/* From the accepted press to the first byte of its slip at the printer, through the real
 * daemon: in a new branch, and in one with a past and a hall full of people, with forecasts of
 * their waits after each turn and without any. This program is the printer at the end of the
 * line, so that it sees the byte when it comes. Accepted: the finger is up and the contact has
 * been quiet for debounce_ms. usage: bench_press DIR */
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
#include "tests/bench/twin_journal.h"

enum {
    PRESSES = 60,
    HOLD_MS = 60,
    DEBOUNCE_MS = 20,
    REST_MS = 150,
    WAIT_MS = 8000,
    ANSWER_US = 2000, /* no printer answers at once */
    WIDTH_DOTS = 576,
    ESC = 0x1B,
    DLE = 0x10,
    PAST_DAYS = 10,
    MORNING_MIN = 10 * 60,
    HALL = 60, /* people wait when the first one presses */
};

/* A branch that is measured. */
struct place {
    char dir[200];
    const char *name; /* of its results */
    char content[240];
    int64_t now_utc_ms; /* 0 = real time */
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

static pid_t start(const struct place *place)
{
    char config[4096];
    const char *dir = place->dir;
    snprintf(config, sizeof config,
             "[branch]\ndata_dir = %s/data\ncontent = %s\n"
             "[buttons]\ndriver = sim\npath = %s/buttons\ndebounce_ms = %d\nline.1 = take A\n"
             "[printer]\ndriver = sim\npath = %s/slips\nprofile = epson-tm\nbaud = 115200\n"
             "[http]\nlisten =\nsocket = %s/loket.sock\n",
             dir, place->content, dir, DEBOUNCE_MS, dir, dir);
    pid_t pid = support_daemon_start_at(dir, config, place->now_utc_ms);
    if (support_daemon_wait(dir) < 0)
        support_fail("loketd did not answer within 10 s");
    return pid;
}

static void init_printer(struct printer *printer)
{
    model_init(printer->model, WIDTH_DOTS);
    printer->model->context = printer;
    printer->model->slip = on_slip;
    printer->model->dots_per_ms = 1e6; /* paper is not what is measured */
    printer->model->cut_ms = 0;
}

/* Times of PRESSES presses. */
static void measure(const struct place *place, double *ms)
{
    char path[256], fifo[256];
    struct printer printer = {.model = calloc(1, sizeof *printer.model)};
    if (!printer.model)
        support_fail("out of memory");
    snprintf(fifo, sizeof fifo, "%s/buttons", place->dir);
    snprintf(path, sizeof path, "%s/slips", place->dir);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/slips/printer.sock", place->dir);
    int listener = listen_at(path);
    init_printer(&printer);
    pid_t pid = start(place);
    printer.fd = accept_daemon(listener);
    serve_for(&printer, 3000);
    for (int i = 0; i < PRESSES; i++) {
        ms[i] = press_ms(&printer, fifo);
        serve_for(&printer, REST_MS);
    }
    support_daemon_stop(pid);
    close(printer.fd);
    close(listener);
    free(printer.model);
}

static void report(const struct place *place, double *ms)
{
    char name[64];
    snprintf(name, sizeof name, "%s_p50_ms", place->name);
    support_result(name, support_percentile(ms, PRESSES, 0.5), "ms", 20, "lower");
    snprintf(name, sizeof name, "%s_p99_ms", place->name);
    support_result(name, support_percentile(ms, PRESSES, 0.99), "ms", 50, "lower");
}

static void make_place(struct place *place, const char *dir, const char *name)
{
    char path[256];
    memset(place, 0, sizeof *place);
    place->name = name;
    snprintf(place->dir, sizeof place->dir, "%.150s/%s", dir, name);
    mkdir(place->dir, 0755);
    snprintf(path, sizeof path, "%s/data", place->dir);
    mkdir(path, 0755);
    snprintf(place->content, sizeof place->content, "assets/branch/jambi.json");
}

/* ---- the branch with a past ---- */

struct hall {
    struct journal *journal;
    struct queue queue;
    int promised; /* tickets of the day with a forecast */
};

static bool see_fact(void *context, int64_t seq, const struct event *event)
{
    (void)seq;
    struct hall *hall = context;
    hall->promised += event->kind == EV_TICKET_ISSUED && event->promise.known;
    return queue_apply(&hall->queue, event);
}

static void keep_fact(void *context, const struct event *event)
{
    if (journal_append(((struct hall *)context)->journal, event) != JOURNAL_OK)
        support_fail("the journal takes no more facts");
}

/* So many wait; their numbers were taken in the last minutes. */
static void fill_hall(struct journal *journal, const struct rules *rules, int64_t now_utc_ms)
{
    static struct hall hall;
    hall.journal = journal;
    queue_init(&hall.queue);
    if (journal_replay(journal, 0, see_fact, &hall) != JOURNAL_OK)
        support_fail(journal_error(journal));
    for (int i = 0; hall.queue.waiting_count < HALL; i++) {
        struct command take = {.kind = CMD_TAKE,
                               .at_utc_ms = now_utc_ms - 60000 + i * 1000,
                               .service = support_letter(i % TWIN_SERVICES)};
        if (!support_do(&hall.queue, rules, &take, keep_fact, &hall))
            support_fail("the core refused a number");
    }
    if (journal_commit(journal) != JOURNAL_OK)
        support_fail(journal_error(journal));
}

static void write_past(struct place *place)
{
    char path[256], error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    snprintf(path, sizeof path, "%s/data", place->dir);
    if (journal_open(path, &journal, error) != JOURNAL_OK)
        support_fail(error);
    struct twin_journal *tj = twin_journal_begin(journal, 7, true);
    while (tj->twin.day < PAST_DAYS)
        twin_journal_day(tj);
    place->now_utc_ms = twin_journal_part(tj, MORNING_MIN);
    fill_hall(journal, &tj->twin.rules, place->now_utc_ms);
    free(tj);
    journal_close(journal);
}

static void put_changed(FILE *out, const char *text, const char *from, const char *to)
{
    const char *found = strstr(text, from);
    if (!found || fprintf(out, "%.*s%s%s", (int)(found - text), text, to, found + strlen(from)) < 0)
        support_fail("the branch document is another one");
}

/* That of the twin, with forecasts or without. */
static void write_content(struct place *place, bool waits)
{
    static char text[16384];
    snprintf(place->content, sizeof place->content, "%s/branch.json", place->dir);
    FILE *in = fopen("tests/golden/branch/twin.json", "r");
    FILE *out = fopen(place->content, "w");
    if (!in || !out)
        support_fail("cannot copy the branch document");
    text[fread(text, 1, sizeof text - 1, in)] = 0;
    put_changed(out, text, "\"waits\": true", waits ? "\"waits\": true" : "\"waits\": false");
    fclose(in);
    if (fclose(out) != 0)
        support_fail("cannot write a branch document");
}

/* Whether forecasts went on, by the promises of the numbers that were pressed for. */
static int count_promises(const struct place *place)
{
    static struct hall hall;
    char path[256], error[JOURNAL_ERROR_BYTES];
    snprintf(path, sizeof path, "%s/data/loket.db", place->dir);
    if (journal_open_read(path, &hall.journal, error) != JOURNAL_OK)
        support_fail(error);
    hall.promised = 0;
    queue_init(&hall.queue);
    if (journal_replay(hall.journal, 0, see_fact, &hall) != JOURNAL_OK)
        support_fail(journal_error(hall.journal));
    journal_close(hall.journal);
    return hall.promised;
}

static void measure_full_hall(const char *dir, const char *name, bool waits)
{
    struct place place;
    double ms[PRESSES];
    make_place(&place, dir, name);
    write_past(&place);
    write_content(&place, waits);
    int before = count_promises(&place);
    measure(&place, ms);
    if (count_promises(&place) - before != (waits ? PRESSES : 0))
        support_fail("there were forecasts where none belong, or none where they do");
    report(&place, ms);
}

int main(int argc, char **argv)
{
    struct place place;
    double ms[PRESSES];
    if (argc != 2)
        support_fail("usage: bench_press DIR");
    make_place(&place, argv[1], "press_to_first_byte");
    measure(&place, ms);
    report(&place, ms);
    double commit_ms = commit_p50_ms(argv[1]);
    support_result("press_to_first_byte_less_commit_p50_ms",
                   support_percentile(ms, PRESSES, 0.5) - commit_ms, "ms", 10, "lower");
    support_result("press_to_first_byte_less_commit_p99_ms",
                   support_percentile(ms, PRESSES, 0.99) - commit_ms, "ms", 40, "lower");
    measure_full_hall(argv[1], "press_forecast", true);
    measure_full_hall(argv[1], "press_plain", false);
    return 0;
}
