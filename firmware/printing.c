// SPDX-License-Identifier: MIT
#include "firmware/printing.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <time.h>

#include "drivers/printer.h"

enum { REOPEN_FIRST_MS = 250, REOPEN_LAST_MS = 5000, READ_BYTES = 256, TIMER_ACCURACY_US = 1000 };

struct printing {
    sd_event *loop;
    const struct config *config;
    const char *sim_program;
    struct printing_listener listener;
    struct escpos_profile profile;
    struct print_job job;
    struct printer *printer; /* NULL = the line is closed */
    sd_event_source *io, *timer;
    bool in_doubt;
    int64_t reopen_at_ms, reopen_after_ms;
    char line_error[PRINTER_LINE_ERROR_BYTES];
    uint32_t jobs_confirmed, jobs_unknown;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum printer_handshake handshake_of(enum printer_flow flow)
{
    switch (flow) {
    case FLOW_RTSCTS:
        return HANDSHAKE_RTSCTS;
    case FLOW_XONXOFF:
        return HANDSHAKE_XONXOFF;
    case FLOW_NONE:
        return HANDSHAKE_NONE;
    }
    return HANDSHAKE_NONE;
}

static struct printer *open_driver(struct printing *printing)
{
    const struct config *config = printing->config;
    char *error = printing->line_error;
    switch (config->printer_driver) {
    case PRINTER_SERIAL: {
        struct printer_serial_request request = {
            .port = config->port, .baud = config->baud, .handshake = handshake_of(config->flow)};
        return printer_serial_open(&request, error);
    }
    case PRINTER_SIM:
        return printer_sim_open(config->port, printing->sim_program, error);
    case PRINTER_FILE:
        return printer_file_open(config->port, error);
    case PRINTER_NONE:
        break;
    }
    snprintf(error, PRINTER_LINE_ERROR_BYTES,
             "no printer is configured; set [printer] driver in loket.conf");
    return NULL;
}

static int on_ready(sd_event_source *source, int fd, uint32_t events, void *context);

static void close_line(struct printing *printing, const char *why)
{
    printing->io = sd_event_source_disable_unref(printing->io);
    if (printing->printer) {
        printing->printer->ops->close(printing->printer);
        printing->printer = NULL;
        snprintf(printing->line_error, sizeof printing->line_error, "%s", why);
        print_job_line_down(&printing->job, now_ms());
    }
    printing->reopen_at_ms = now_ms() + printing->reopen_after_ms;
    printing->reopen_after_ms *= 2;
    if (printing->reopen_after_ms > REOPEN_LAST_MS)
        printing->reopen_after_ms = REOPEN_LAST_MS;
}

/* A file is written only: a device behind it that speaks would wake the loop for ever. */
static uint32_t listening(const struct printing *printing)
{
    return printing->config->printer_driver == PRINTER_FILE ? 0 : EPOLLIN;
}

/* A plain file cannot be polled (EPERM) and need not be. */
static bool watch_line(struct printing *printing)
{
    int fd = printing->printer->ops->fd(printing->printer);
    int result =
        sd_event_add_io(printing->loop, &printing->io, fd, listening(printing), on_ready, printing);
    return result >= 0 || result == -EPERM;
}

static void open_line(struct printing *printing)
{
    printing->printer = open_driver(printing);
    if (!printing->printer || !watch_line(printing)) {
        close_line(printing, "the event loop refuses the line");
        return;
    }
    printing->line_error[0] = '\0';
    print_job_line_up(&printing->job, printing->in_doubt, now_ms());
    printing->in_doubt = false;
}

static void watch_output(struct printing *printing, bool wanted)
{
    if (printing->io)
        sd_event_source_set_io_events(printing->io, listening(printing) | (wanted ? EPOLLOUT : 0));
}

/* Hands over what the line takes; true when something happened. */
static bool pump_output(struct printing *printing)
{
    bool happened = false;
    while (printing->printer) {
        const struct printer_ops *ops = printing->printer->ops;
        const uint8_t *data;
        size_t bytes = print_job_output(&printing->job, &data);
        if (bytes == 0)
            break;
        bool urgent = ops->write_urgent && print_job_output_is_urgent(&printing->job);
        ssize_t sent = (urgent ? ops->write_urgent : ops->write)(printing->printer, data, bytes);
        if (sent < 0) {
            close_line(printing, "the printer's line is gone; check cable and power");
            return true;
        }
        happened |= sent > 0;
        print_job_sent(&printing->job, (size_t)sent, now_ms());
        if ((size_t)sent < bytes) {
            watch_output(printing, true);
            return happened;
        }
    }
    watch_output(printing, false);
    return happened;
}

static void pump_input(struct printing *printing)
{
    uint8_t data[READ_BYTES];
    ssize_t got;
    while ((got = printing->printer->ops->read(printing->printer, data, sizeof data)) > 0) {
        printing->reopen_after_ms = REOPEN_FIRST_MS; /* it lives */
        print_job_input(&printing->job, data, (size_t)got, now_ms());
    }
    if (got < 0)
        close_line(printing, "the printer's line is gone; check cable and power");
}

static void report(struct printing *printing, enum print_output_kind kind)
{
    const struct printing_listener *listener = &printing->listener;
    switch (kind) {
    case PRINT_STATUS:
        listener->status(listener->context);
        break;
    case PRINT_CONFIRMED:
    case PRINT_UNCONFIRMED:
        printing->jobs_confirmed++;
        listener->done(listener->context, true);
        break;
    case PRINT_UNKNOWN:
        printing->jobs_unknown++;
        if (printing->printer && printing->printer->ops->drop)
            printing->printer->ops->drop(printing->printer);
        listener->done(listener->context, false);
        break;
    case PRINT_NOTHING:
        break;
    }
}

static void set_timer(struct printing *printing)
{
    int64_t due_ms = print_job_due_ms(&printing->job);
    if (!printing->printer)
        due_ms = printing->reopen_at_ms;
    bool never = due_ms == INT64_MAX ||
                 (!printing->printer && printing->config->printer_driver == PRINTER_NONE);
    if (!never)
        sd_event_source_set_time(printing->timer, due_ms > 0 ? (uint64_t)due_ms * 1000 : 0);
    sd_event_source_set_enabled(printing->timer, never ? SD_EVENT_OFF : SD_EVENT_ONESHOT);
}

/* One turn: time-outs and outcomes, then bytes, again while bytes went: a tick may want some
 * sent, and nobody else would send them before something times out. */
static void turn(struct printing *printing)
{
    do {
        enum print_output_kind kind;
        while ((kind = print_job_tick(&printing->job, now_ms())) != PRINT_NOTHING)
            report(printing, kind);
    } while (pump_output(printing));
    set_timer(printing);
}

static int on_ready(sd_event_source *source, int fd, uint32_t events, void *context)
{
    struct printing *printing = context;
    (void)source;
    (void)fd;
    if (events & (EPOLLIN | EPOLLHUP | EPOLLERR))
        pump_input(printing);
    if (printing->printer && events & (EPOLLHUP | EPOLLERR))
        close_line(printing, "the printer's line is gone; check cable and power");
    turn(printing);
    return 0;
}

static int on_timer(sd_event_source *source, uint64_t at_us, void *context)
{
    struct printing *printing = context;
    (void)source;
    (void)at_us;
    if (!printing->printer && now_ms() >= printing->reopen_at_ms)
        open_line(printing);
    turn(printing);
    return 0;
}

/* A file never answers, whatever printer it is meant for. */
static void choose_profile(struct printing *printing)
{
    const struct escpos_profile *row = escpos_profile_find(printing->config->profile);
    printing->profile = row ? *row : *escpos_profile_find("generic");
    if (printing->config->printer_driver == PRINTER_FILE) {
        printing->profile.status = ESCPOS_STATUS_NONE;
        printing->profile.fence = ESCPOS_FENCE_NONE;
    }
}

struct printing *printing_create(sd_event *loop, const struct config *config,
                                 const char *sim_program, bool job_in_doubt,
                                 const struct printing_listener *listener)
{
    struct printing *printing = calloc(1, sizeof *printing);
    if (!printing)
        return NULL;
    printing->loop = sd_event_ref(loop);
    printing->config = config;
    printing->sim_program = sim_program;
    printing->listener = *listener;
    printing->in_doubt = job_in_doubt;
    printing->reopen_after_ms = REOPEN_FIRST_MS;
    choose_profile(printing);
    print_job_init(&printing->job, &printing->profile,
                   config->printer_driver == PRINTER_FILE ? 0 : config->baud);
    if (sd_event_add_time(loop, &printing->timer, CLOCK_MONOTONIC, 0, TIMER_ACCURACY_US, on_timer,
                          printing) < 0) {
        printing_destroy(printing);
        return NULL;
    }
    if (config->printer_driver == PRINTER_NONE)
        open_driver(printing); /* for its sentence */
    return printing;
}

void printing_destroy(struct printing *printing)
{
    if (!printing)
        return;
    sd_event_source_disable_unref(printing->io);
    sd_event_source_disable_unref(printing->timer);
    if (printing->printer)
        printing->printer->ops->close(printing->printer);
    sd_event_unref(printing->loop);
    free(printing);
}

bool printing_ready(const struct printing *printing)
{
    return print_job_ready(&printing->job, now_ms());
}

bool printing_start(struct printing *printing, const struct paper *paper)
{
    uint8_t bytes[PRINT_JOB_BYTES_MAX];
    size_t count =
        escpos_encode(&printing->profile, printing->config->width_dots, paper, bytes, sizeof bytes);
    if (count > sizeof bytes || !print_job_start(&printing->job, bytes, count, now_ms()))
        return false;
    pump_output(printing);
    /* outcomes come from the loop, never from within this call */
    sd_event_source_set_time(printing->timer, 0);
    sd_event_source_set_enabled(printing->timer, SD_EVENT_ONESHOT);
    return true;
}

int printing_columns(const struct printing *printing)
{
    return escpos_columns(&printing->profile, printing->config->width_dots);
}

void printing_health(const struct printing *printing, struct printing_health *health)
{
    int64_t now = now_ms();
    memset(health, 0, sizeof *health);
    health->ready = print_job_ready(&printing->job, now);
    health->state = printing->job.state;
    health->facts = print_job_facts(&printing->job, now);
    health->garbage_bytes = printing->job.parser.garbage_bytes;
    health->jobs_confirmed = printing->jobs_confirmed;
    health->jobs_unknown = printing->jobs_unknown;
    snprintf(health->line_error, sizeof health->line_error, "%s", printing->line_error);
}
