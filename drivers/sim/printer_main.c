// SPDX-License-Identifier: MIT
#include "drivers/sim/printer_main.h"

#include <errno.h>
#include <fcntl.h>
#include <getopt.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "drivers/sim/station.h"

enum {
    DEFAULT_WIDTH_DOTS = 576,
    DEFAULT_BAUD = 19200,
    CHUNK_BYTES = 512,
    CREDIT_MS = 20, /* of line time may be made up for after a late turn */
    STATE_EVERY_MS = 100,
    ALIVE_EVERY_MS = 1000
};

static bool parse_options(int argc, char **argv, struct station_options *options)
{
    static const struct option names[] = {
        {"dir", required_argument, NULL, 'd'},    {"fast", no_argument, NULL, 'f'},
        {"width", required_argument, NULL, 'w'},  {"baud", required_argument, NULL, 'b'},
        {"linger", required_argument, NULL, 'l'}, {NULL, 0, NULL, 0}};
    *options = (struct station_options){
        .width_dots = DEFAULT_WIDTH_DOTS, .baud = DEFAULT_BAUD, .linger_s = -1};
    optind = 1;
    for (int c; (c = getopt_long(argc, argv, "", names, NULL)) != -1;) {
        if (c == 'd')
            options->dir = optarg;
        else if (c == 'f')
            options->fast = true;
        else if (c == 'w')
            options->width_dots = (int)strtol(optarg, NULL, 10);
        else if (c == 'b')
            options->baud = (int)strtol(optarg, NULL, 10);
        else if (c == 'l')
            options->linger_s = strtod(optarg, NULL);
        else
            return false;
    }
    return options->dir && optind == argc && options->width_dots >= 96 &&
           options->width_dots <= 1200 && options->baud >= 300;
}

static void on_slip(void *context, const struct model_slip *slip)
{
    struct station *station = context;
    tray_put_slip(&station->tray, slip);
}

static void accept_client(struct station *station)
{
    int fd = accept4(station->listener, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
        station->client = fd;
        station->credit_at_ms = station_now_ms();
        station->credit_bytes = 0;
        station->changed = true;
    }
}

/* Bytes come at the speed of the line, and only while the printer does not hold it. */
static size_t may_read(struct station *station, double now)
{
    double gained = (now - station->credit_at_ms) * station->bytes_per_ms;
    station->credit_at_ms = now;
    station->credit_bytes += gained;
    /* A line that was idle does not carry more for it afterwards. */
    double most = station->bytes_per_ms * CREDIT_MS + 1;
    if (station->credit_bytes > most)
        station->credit_bytes = most;
    if (station->credit_bytes > CHUNK_BYTES)
        station->credit_bytes = CHUNK_BYTES;
    size_t room = model_room(station->model);
    size_t credit = (size_t)station->credit_bytes;
    return room < credit ? room : credit;
}

static void read_client(struct station *station, size_t bytes)
{
    uint8_t data[CHUNK_BYTES];
    ssize_t got = read(station->client, data, bytes);
    if (got == 0 || (got < 0 && errno != EAGAIN && errno != EINTR)) {
        station_hang_up(station);
        return;
    }
    if (got <= 0)
        return;
    station->credit_bytes -= (double)got;
    tray_log_bytes(&station->tray, data, (size_t)got);
    for (ssize_t i = 0; i < got; i++)
        model_receive(station->model, data[i]);
    station->changed = true;
}

static void send_replies(struct station *station)
{
    uint8_t data[MODEL_REPLY_BYTES];
    size_t bytes = model_take_replies(station->model, data, sizeof data);
    if (bytes > 0 && station->client >= 0)
        (void)!send(station->client, data, bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
}

static bool directory_is_there(const struct station *station)
{
    struct stat now, then;
    return stat(station->options.dir, &now) == 0 && fstat(station->dir, &then) == 0 &&
           now.st_ino == then.st_ino && now.st_dev == then.st_dev;
}

static void keep_house(struct station *station, double now)
{
    double linger_ms = station->options.linger_s * 1000;
    if (linger_ms >= 0 && station->client < 0 && now - station->alone_since_ms >= linger_ms)
        station->ending = true;
    if (now - station->alive_at_ms >= ALIVE_EVERY_MS) {
        station->alive_at_ms = now;
        station->ending |= !directory_is_there(station);
    }
    if (station->changed && now - station->state_at_ms >= STATE_EVERY_MS && !station->ending) {
        station->state_at_ms = now;
        station->changed = false;
        tray_put_state(&station->tray, station->model, station->powered, station->plugged,
                       station->client >= 0);
    }
}

static int wait_ms(const struct station *station, double now, bool starved)
{
    double wait = station->changed ? STATE_EVERY_MS : ALIVE_EVERY_MS;
    double due = model_due_ms(station->model);
    if (due >= 0 && due - now < wait)
        wait = due - now;
    if (starved && wait > 4)
        wait = 4;
    return wait < 0 ? 0 : (int)wait + 1;
}

static void turn(struct station *station)
{
    double now = station_now_ms();
    size_t bytes = station->client >= 0 ? may_read(station, now) : 0;
    bool starved = station->client >= 0 && bytes == 0;
    struct pollfd fds[] = {{.fd = station->signals, .events = POLLIN},
                           {.fd = station->control, .events = POLLIN},
                           {.fd = station->client < 0 ? station->listener : -1, .events = POLLIN},
                           {.fd = station->client, .events = bytes > 0 ? POLLIN : 0}};
    if (poll(fds, 4, wait_ms(station, now, starved)) < 0)
        return;
    if (fds[0].revents)
        station->ending = true;
    if (fds[1].revents & POLLIN)
        station_read_control(station);
    if (fds[2].revents & POLLIN && station->listener >= 0)
        accept_client(station);
    if (fds[3].revents && station->client >= 0 &&
        (bytes > 0 || fds[3].revents & (POLLHUP | POLLERR)))
        read_client(station, bytes > 0 ? bytes : 1);
    size_t used = station->model->used;
    model_run(station->model, station_now_ms());
    station->changed |= used != station->model->used;
    send_replies(station);
    keep_house(station, station_now_ms());
}

static bool take_lock(struct station *station)
{
    char pid[32];
    station->lock = openat(station->dir, "printer.pid", O_RDWR | O_CREAT | O_CLOEXEC, 0644);
    if (station->lock < 0 || flock(station->lock, LOCK_EX | LOCK_NB) != 0) {
        fprintf(stderr, "loket-sim: another printer serves %s\n", station->options.dir);
        return false;
    }
    int bytes = snprintf(pid, sizeof pid, "%d\n", (int)getpid());
    return ftruncate(station->lock, 0) == 0 && write(station->lock, pid, (size_t)bytes) == bytes;
}

static bool open_control(struct station *station)
{
    struct stat status;
    bool there = fstatat(station->dir, "control", &status, 0) == 0;
    if (there && !S_ISFIFO(status.st_mode))
        unlinkat(station->dir, "control", 0);
    if (mkfifoat(station->dir, "control", 0600) != 0 && errno != EEXIST)
        return false;
    /* for writing, too: so that the end of one writer is not the end of the file */
    station->control = openat(station->dir, "control", O_RDWR | O_NONBLOCK | O_CLOEXEC);
    return station->control >= 0;
}

static bool open_signals(struct station *station)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL);
    station->signals = signalfd(-1, &set, SFD_NONBLOCK | SFD_CLOEXEC);
    return station->signals >= 0;
}

static bool open_station(struct station *station)
{
    const struct station_options *options = &station->options;
    if (mkdir(options->dir, 0755) != 0 && errno != EEXIST)
        return false;
    station->dir = open(options->dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (station->dir < 0 || !take_lock(station))
        return false;
    station->model = calloc(1, sizeof *station->model);
    if (!station->model)
        return false;
    model_init(station->model, options->width_dots);
    station->model->context = station;
    station->model->slip = on_slip;
    if (options->fast) {
        station->model->dots_per_ms *= STATION_FAST_TIMES;
        station->model->cut_ms /= STATION_FAST_TIMES;
    }
    station_usual_line_speed(station);
    return tray_open(&station->tray, station->dir, options->dir, options->width_dots) &&
           open_control(station) && open_signals(station) && station_start_listening(station);
}

static void close_station(struct station *station)
{
    station_stop_listening(station);
    if (station->model && station->tray.render)
        tray_close(&station->tray);
    free(station->model);
    if (station->model)
        (void)!ftruncate(station->lock, 0); /* no process behind the number any more */
    int fds[] = {station->control, station->signals, station->lock, station->dir};
    for (size_t i = 0; i < sizeof fds / sizeof fds[0]; i++) {
        if (fds[i] >= 0)
            close(fds[i]);
    }
}

const char *sim_printer_usage(void)
{
    return "usage: loket-sim printer --dir DIR [--fast] [--width DOTS] [--baud N] [--linger "
           "SECONDS]\n"
           "One simulated thermal printer; loketd starts it by itself.\n";
}

int sim_printer_main(int argc, char **argv)
{
    struct station station = {.dir = -1,
                              .lock = -1,
                              .listener = -1,
                              .client = -1,
                              .control = -1,
                              .signals = -1,
                              .powered = true,
                              .plugged = true,
                              .changed = true};
    if (!parse_options(argc, argv, &station.options)) {
        fputs(sim_printer_usage(), stderr);
        return 2;
    }
    bool open = open_station(&station);
    if (!open)
        fprintf(stderr, "loket-sim: cannot serve %s: %m\n", station.options.dir);
    station.alone_since_ms = station.alive_at_ms = station_now_ms();
    while (open && !station.ending)
        turn(&station);
    close_station(&station);
    return open ? 0 : 1;
}
