// SPDX-License-Identifier: MIT
/* Buttons through libgpiod 1.6 (Debian 12). One descriptor per button line; the kernel
 * keeps 16 edges of each and drops the newest, so callers reconcile with the level. */
#include <errno.h>
#include <fcntl.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "drivers/buttons.h"
#include "drivers/buttons_text.h"

enum { KERNEL_EDGES = 16 };
static const char CONSUMER[] = "loket";
static const uint64_t NS_PER_S = 1000000000;
static const uint64_t OLDEST_EDGE_S = 60;

struct gpiod1 {
    struct buttons base;
    struct gpiod_chip *chip;
    struct gpiod_line *input[BUTTONS_LINES_MAX];
    int input_count;
    struct gpiod_line *lamp[BUTTONS_LINES_MAX];
    int lamp_count;
    int next; /* where the next read starts, so that a chattering line starves no other */
};

static uint64_t now_mono_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * NS_PER_S + (uint64_t)now.tv_nsec;
}

static int fds(const struct buttons *buttons, int *fd, int max)
{
    const struct gpiod1 *self = (const struct gpiod1 *)buttons;
    int count = 0;
    for (; count < self->input_count && count < max; count++)
        fd[count] = gpiod_line_event_get_fd(self->input[count]);
    return count;
}

/* Kernels before 5.7 stamp edges with the wall clock and do not say so. */
static uint64_t edge_time_ns(const struct gpiod_line_event *event, uint64_t now_ns)
{
    const uint64_t at_ns = (uint64_t)event->ts.tv_sec * NS_PER_S + (uint64_t)event->ts.tv_nsec;
    const bool plausible = at_ns <= now_ns && now_ns - at_ns < OLDEST_EDGE_S * NS_PER_S;
    return plausible ? at_ns : now_ns;
}

/* -1 = the chip is gone. */
static int read_line(struct gpiod_line *line, struct button_edge *edge, int max)
{
    struct gpiod_line_event event[KERNEL_EDGES];
    const int wanted = max < KERNEL_EDGES ? max : KERNEL_EDGES;
    const int got = gpiod_line_event_read_multiple(line, event, (unsigned)wanted);
    if (got < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : -1;

    const uint64_t now_ns = now_mono_ns();
    for (int i = 0; i < got; i++)
        edge[i] = (struct button_edge){
            .line = (int)gpiod_line_offset(line),
            .active = event[i].event_type == GPIOD_LINE_EVENT_RISING_EDGE,
            .at_mono_ns = edge_time_ns(&event[i], now_ns),
        };
    return got;
}

/* Stable, because edges of one line may carry the same time. */
static void sort_by_time(struct button_edge *edge, int count)
{
    for (int i = 1; i < count; i++) {
        const struct button_edge moving = edge[i];
        int place = i;
        for (; place > 0 && edge[place - 1].at_mono_ns > moving.at_mono_ns; place--)
            edge[place] = edge[place - 1];
        edge[place] = moving;
    }
}

static int read_edges(struct buttons *buttons, struct button_edge *edge, int max)
{
    struct gpiod1 *self = (struct gpiod1 *)buttons;
    int count = 0;
    for (int i = 0; i < self->input_count && count < max; i++) {
        const int got = read_line(self->input[self->next], edge + count, max - count);
        if (got < 0)
            return -1;
        count += got;
        self->next = (self->next + 1) % self->input_count;
    }
    sort_by_time(edge, count);
    return count;
}

static struct gpiod_line *find(struct gpiod_line *const *line, int count, int offset)
{
    for (int i = 0; i < count; i++)
        if ((int)gpiod_line_offset(line[i]) == offset)
            return line[i];
    return NULL;
}

static int level(struct buttons *buttons, int offset)
{
    struct gpiod1 *self = (struct gpiod1 *)buttons;
    struct gpiod_line *line = find(self->input, self->input_count, offset);
    return line ? gpiod_line_get_value(line) : -1;
}

static int lamp(struct buttons *buttons, int offset, bool on)
{
    struct gpiod1 *self = (struct gpiod1 *)buttons;
    struct gpiod_line *line = find(self->lamp, self->lamp_count, offset);
    return line ? gpiod_line_set_value(line, on) : -1;
}

static void close_chip(struct buttons *buttons)
{
    struct gpiod1 *self = (struct gpiod1 *)buttons;
    if (self->chip)
        gpiod_chip_close(self->chip); /* releases its lines */
    free(self);
}

static const struct buttons_ops OPS = {
    .fds = fds,
    .read = read_edges,
    .level = level,
    .lamp = lamp,
    .close = close_chip,
};

static int bias_flag(enum button_bias bias)
{
    switch (bias) {
    case BUTTON_PULL_UP:
        return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_UP;
    case BUTTON_PULL_DOWN:
        return GPIOD_LINE_REQUEST_FLAG_BIAS_PULL_DOWN;
    case BUTTON_NO_BIAS:
        return GPIOD_LINE_REQUEST_FLAG_BIAS_DISABLE;
    }
    return 0;
}

/* A kernel or chip that knows no bias answers EINVAL: then the resistors must do. */
static int request_edges(struct gpiod_line *line, int flags, int bias)
{
    if (gpiod_line_request_both_edges_events_flags(line, CONSUMER, flags | bias) == 0)
        return 0;
    if (errno != EINVAL || bias == 0)
        return -1;
    return gpiod_line_request_both_edges_events_flags(line, CONSUMER, flags);
}

static void explain_refusal(char error[BUTTONS_ERROR_BYTES], const char *path,
                            struct gpiod_line *line)
{
    const int offset = (int)gpiod_line_offset(line);
    if (errno == EBUSY)
        buttons_text_busy(error, path, offset, gpiod_line_consumer(line));
    else
        buttons_text_line(error, path, offset, errno);
}

static struct gpiod_line *get_line(struct gpiod1 *self, const char *path, int offset,
                                   char error[BUTTONS_ERROR_BYTES])
{
    const int lines = (int)gpiod_chip_num_lines(self->chip);
    if (offset < 0 || offset >= lines) {
        buttons_text_no_line(error, path, offset, lines);
        return NULL;
    }
    struct gpiod_line *line = gpiod_chip_get_line(self->chip, (unsigned)offset);
    if (!line)
        buttons_text_line(error, path, offset, errno);
    return line;
}

static bool add_input(struct gpiod1 *self, const struct buttons_request *request, int offset,
                      char error[BUTTONS_ERROR_BYTES])
{
    struct gpiod_line *line = get_line(self, request->path, offset, error);
    if (!line)
        return false;
    const int flags = request->active_low ? GPIOD_LINE_REQUEST_FLAG_ACTIVE_LOW : 0;
    if (request_edges(line, flags, bias_flag(request->bias)) < 0) {
        explain_refusal(error, request->path, line);
        return false;
    }
    const int fd = gpiod_line_event_get_fd(line);
    if (fd < 0 || fcntl(fd, F_SETFL, fcntl(fd, F_GETFL) | O_NONBLOCK) < 0) {
        buttons_text_line(error, request->path, offset, errno);
        return false;
    }
    self->input[self->input_count++] = line;
    return true;
}

static bool add_lamp(struct gpiod1 *self, const struct buttons_request *request, int offset,
                     char error[BUTTONS_ERROR_BYTES])
{
    struct gpiod_line *line = get_line(self, request->path, offset, error);
    if (!line)
        return false;
    if (gpiod_line_request_output(line, CONSUMER, 0) < 0) {
        explain_refusal(error, request->path, line);
        return false;
    }
    self->lamp[self->lamp_count++] = line;
    return true;
}

static bool open_lines(struct gpiod1 *self, const struct buttons_request *request,
                       char error[BUTTONS_ERROR_BYTES])
{
    self->chip = gpiod_chip_open(request->path);
    if (!self->chip) {
        buttons_text_chip(error, request->path, errno);
        return false;
    }
    for (int i = 0; i < request->line_count; i++)
        if (!add_input(self, request, request->line[i], error))
            return false;
    for (int i = 0; i < request->lamp_count; i++)
        if (!add_lamp(self, request, request->lamp[i], error))
            return false;
    return true;
}

struct buttons *buttons_gpiod_open(const struct buttons_request *request,
                                   char error[BUTTONS_ERROR_BYTES])
{
    error[0] = 0;
    struct gpiod1 *self = calloc(1, sizeof *self);
    if (!self) {
        snprintf(error, BUTTONS_ERROR_BYTES, "out of memory");
        return NULL;
    }
    self->base.ops = &OPS;
    if (open_lines(self, request, error))
        return &self->base;
    close_chip(&self->base);
    return NULL;
}
