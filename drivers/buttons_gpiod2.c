// SPDX-License-Identifier: MIT
/* Buttons through libgpiod 2.x (Debian 13). One request and one descriptor for all
 * button lines; the kernel keeps 16 edges per line and drops the oldest. */
#include <errno.h>
#include <gpiod.h>
#include <stdio.h>
#include <stdlib.h>

#include "drivers/buttons.h"
#include "drivers/buttons_text.h"

enum { EDGES_AT_ONCE = 64 };

struct gpiod2 {
    struct buttons base;
    struct gpiod_chip *chip;
    struct gpiod_line_request *input; /* NULL = no buttons */
    struct gpiod_line_request *lamps; /* NULL = no lamps */
    struct gpiod_edge_event_buffer *buffer;
};

static int fds(const struct buttons *buttons, int *fd, int max)
{
    const struct gpiod2 *self = (const struct gpiod2 *)buttons;
    if (!self->input || max < 1)
        return 0;
    fd[0] = gpiod_line_request_get_fd(self->input);
    return 1;
}

static int read_edges(struct buttons *buttons, struct button_edge *edge, int max)
{
    struct gpiod2 *self = (struct gpiod2 *)buttons;
    if (!self->input || max < 1)
        return 0;
    const int ready = gpiod_line_request_wait_edge_events(self->input, 0);
    if (ready <= 0)
        return ready;
    const int wanted = max < EDGES_AT_ONCE ? max : EDGES_AT_ONCE;
    const int got = gpiod_line_request_read_edge_events(self->input, self->buffer, (size_t)wanted);
    if (got < 0)
        return errno == EAGAIN || errno == EINTR ? 0 : -1;
    for (int i = 0; i < got; i++) {
        struct gpiod_edge_event *event =
            gpiod_edge_event_buffer_get_event(self->buffer, (unsigned long)i);
        edge[i] = (struct button_edge){
            .line = (int)gpiod_edge_event_get_line_offset(event),
            .active = gpiod_edge_event_get_event_type(event) == GPIOD_EDGE_EVENT_RISING_EDGE,
            .at_mono_ns = gpiod_edge_event_get_timestamp_ns(event),
        };
    }
    return got;
}

static int level(struct buttons *buttons, int offset)
{
    struct gpiod2 *self = (struct gpiod2 *)buttons;
    if (!self->input)
        return -1;
    return (int)gpiod_line_request_get_value(self->input, (unsigned)offset);
}

static int lamp(struct buttons *buttons, int offset, bool on)
{
    struct gpiod2 *self = (struct gpiod2 *)buttons;
    if (!self->lamps)
        return -1;
    return gpiod_line_request_set_value(self->lamps, (unsigned)offset,
                                        on ? GPIOD_LINE_VALUE_ACTIVE : GPIOD_LINE_VALUE_INACTIVE);
}

static void close_chip(struct buttons *buttons)
{
    struct gpiod2 *self = (struct gpiod2 *)buttons;
    if (self->lamps)
        gpiod_line_request_release(self->lamps);
    if (self->input)
        gpiod_line_request_release(self->input);
    if (self->buffer)
        gpiod_edge_event_buffer_free(self->buffer);
    if (self->chip)
        gpiod_chip_close(self->chip);
    free(self);
}

static const struct buttons_ops OPS = {
    .fds = fds,
    .read = read_edges,
    .level = level,
    .lamp = lamp,
    .close = close_chip,
};

static enum gpiod_line_bias bias_setting(enum button_bias bias)
{
    switch (bias) {
    case BUTTON_PULL_UP:
        return GPIOD_LINE_BIAS_PULL_UP;
    case BUTTON_PULL_DOWN:
        return GPIOD_LINE_BIAS_PULL_DOWN;
    case BUTTON_NO_BIAS:
        return GPIOD_LINE_BIAS_DISABLED;
    }
    return GPIOD_LINE_BIAS_AS_IS;
}

static bool set_input(struct gpiod_line_settings *settings, enum gpiod_line_bias bias,
                      bool active_low)
{
    gpiod_line_settings_set_active_low(settings, active_low);
    return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_INPUT) == 0 &&
           gpiod_line_settings_set_edge_detection(settings, GPIOD_LINE_EDGE_BOTH) == 0 &&
           gpiod_line_settings_set_bias(settings, bias) == 0 &&
           gpiod_line_settings_set_event_clock(settings, GPIOD_LINE_CLOCK_MONOTONIC) == 0;
}

static bool set_lamp(struct gpiod_line_settings *settings)
{
    return gpiod_line_settings_set_direction(settings, GPIOD_LINE_DIRECTION_OUTPUT) == 0 &&
           gpiod_line_settings_set_output_value(settings, GPIOD_LINE_VALUE_INACTIVE) == 0;
}

/* NULL with errno. */
static struct gpiod_line_request *request_lines(struct gpiod_chip *chip,
                                                struct gpiod_line_settings *settings,
                                                const int *line, int count)
{
    unsigned offset[BUTTONS_LINES_MAX];
    for (int i = 0; i < count; i++)
        offset[i] = (unsigned)line[i];

    struct gpiod_line_request *request = NULL;
    struct gpiod_line_config *lines = gpiod_line_config_new();
    struct gpiod_request_config *consumer = gpiod_request_config_new();
    if (lines && consumer &&
        gpiod_line_config_add_line_settings(lines, offset, (size_t)count, settings) == 0) {
        gpiod_request_config_set_consumer(consumer, "loket");
        request = gpiod_chip_request_lines(chip, consumer, lines);
    }
    const int error_number = errno;
    gpiod_request_config_free(consumer);
    gpiod_line_config_free(lines);
    errno = error_number;
    return request;
}

/* A request names many lines; the kernel does not say which one was taken. */
static void explain_refusal(struct gpiod_chip *chip, const char *path, const int *line, int count,
                            char error[BUTTONS_ERROR_BYTES])
{
    const int error_number = errno;
    buttons_text_line(error, path, line[0], error_number);
    for (int i = 0; i < count && error_number == EBUSY; i++) {
        struct gpiod_line_info *info = gpiod_chip_get_line_info(chip, (unsigned)line[i]);
        if (!info)
            continue;
        if (gpiod_line_info_is_used(info)) {
            buttons_text_busy(error, path, line[i], gpiod_line_info_get_consumer(info));
            count = 0;
        }
        gpiod_line_info_free(info);
    }
}

static bool lines_exist(struct gpiod_chip *chip, const char *path, const int *line, int count,
                        char error[BUTTONS_ERROR_BYTES])
{
    struct gpiod_chip_info *info = gpiod_chip_get_info(chip);
    if (!info) {
        buttons_text_chip(error, path, errno);
        return false;
    }
    const int lines = (int)gpiod_chip_info_get_num_lines(info);
    gpiod_chip_info_free(info);
    for (int i = 0; i < count; i++) {
        if (line[i] < 0 || line[i] >= lines) {
            buttons_text_no_line(error, path, line[i], lines);
            return false;
        }
    }
    return true;
}

static bool open_inputs(struct gpiod2 *self, const struct buttons_request *request,
                        struct gpiod_line_settings *settings, char error[BUTTONS_ERROR_BYTES])
{
    if (request->line_count == 0)
        return true;
    if (!lines_exist(self->chip, request->path, request->line, request->line_count, error))
        return false;
    errno = EINVAL;
    if (set_input(settings, bias_setting(request->bias), request->active_low))
        self->input = request_lines(self->chip, settings, request->line, request->line_count);
    /* A chip that knows no bias may answer EINVAL: then the resistors must do. */
    if (!self->input && errno == EINVAL &&
        set_input(settings, GPIOD_LINE_BIAS_AS_IS, request->active_low))
        self->input = request_lines(self->chip, settings, request->line, request->line_count);
    if (!self->input)
        explain_refusal(self->chip, request->path, request->line, request->line_count, error);
    return self->input != NULL;
}

static bool open_lamps(struct gpiod2 *self, const struct buttons_request *request,
                       struct gpiod_line_settings *settings, char error[BUTTONS_ERROR_BYTES])
{
    if (request->lamp_count == 0)
        return true;
    if (!lines_exist(self->chip, request->path, request->lamp, request->lamp_count, error))
        return false;
    gpiod_line_settings_reset(settings);
    errno = EINVAL;
    if (set_lamp(settings))
        self->lamps = request_lines(self->chip, settings, request->lamp, request->lamp_count);
    if (!self->lamps)
        explain_refusal(self->chip, request->path, request->lamp, request->lamp_count, error);
    return self->lamps != NULL;
}

static bool open_lines(struct gpiod2 *self, const struct buttons_request *request,
                       char error[BUTTONS_ERROR_BYTES])
{
    self->chip = gpiod_chip_open(request->path);
    if (!self->chip) {
        buttons_text_chip(error, request->path, errno);
        return false;
    }
    self->buffer = gpiod_edge_event_buffer_new(EDGES_AT_ONCE);
    struct gpiod_line_settings *settings = gpiod_line_settings_new();
    if (!self->buffer || !settings)
        snprintf(error, BUTTONS_ERROR_BYTES, "out of memory");
    const bool opened = self->buffer && settings && open_inputs(self, request, settings, error) &&
                        open_lamps(self, request, settings, error);
    gpiod_line_settings_free(settings);
    return opened;
}

struct buttons *buttons_gpiod_open(const struct buttons_request *request,
                                   char error[BUTTONS_ERROR_BYTES])
{
    error[0] = 0;
    struct gpiod2 *self = calloc(1, sizeof *self);
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
