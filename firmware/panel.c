// SPDX-License-Identifier: MIT
#include "firmware/panel.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>

#include "drivers/buttons.h"
#include "drivers/debounce.h"
#include "firmware/clock.h"

enum {
    SOURCES_MAX = BUTTONS_LINES_MAX,
    EDGES_AT_ONCE = 32,
    READS_AT_ONCE = 8, /* the rest waits for the next turn of the loop */
    RETRY_MIN_MS = 250,
    RETRY_MAX_MS = 5000,
    RELEASE_MS = 50,
    LONG_MS = 2000,
    STUCK_MS = 10000,
    UNSTICK_MS = 1000,
};

_Static_assert((int)CONFIG_LINES_MAX <= (int)BUTTONS_LINES_MAX, "every line fits in a request");

struct panel {
    sd_event *loop;
    const struct config *config;
    struct panel_listener listener;
    struct buttons *buttons; /* NULL: none to open, or gone */
    sd_event_source *source[SOURCES_MAX];
    int source_count;
    sd_event_source *timer; /* the next debounce, or the next attempt to open */
    struct debounce debounce[CONFIG_LINES_MAX];
    bool touched[CONFIG_LINES_MAX]; /* had edges that are not reconciled yet */
    bool stuck[CONFIG_LINES_MAX];
    unsigned lamps; /* services */
    bool lamps_failed;
    int64_t retry_ms, retry_at_ms;
    uint64_t presses;
    struct panel_line line[CONFIG_LINES_MAX];
    char error[BUTTONS_ERROR_BYTES];
};

static bool wanted(const struct panel *panel)
{
    return panel->config->buttons_driver != BUTTONS_NONE &&
           panel->config->line_count + panel->config->lamp_count > 0;
}

static void tell_changed(const struct panel *panel)
{
    if (panel->listener.changed)
        panel->listener.changed(panel->listener.context);
}

static int64_t due_ms(const struct panel *panel)
{
    if (!panel->buttons)
        return wanted(panel) ? panel->retry_at_ms : INT64_MAX;
    if (panel->lamps_failed)
        return 0;
    int64_t first_ms = INT64_MAX;
    for (int i = 0; i < panel->config->line_count; i++) {
        const int64_t line_ms = debounce_due_ms(&panel->debounce[i]);
        if (line_ms < first_ms)
            first_ms = line_ms;
    }
    return first_ms;
}

static void arm(struct panel *panel)
{
    const int64_t at_ms = due_ms(panel);
    if (at_ms == INT64_MAX) {
        sd_event_source_set_enabled(panel->timer, SD_EVENT_OFF);
        return;
    }
    sd_event_source_set_time(panel->timer, at_ms > 0 ? (uint64_t)at_ms * 1000 : 0);
    sd_event_source_set_enabled(panel->timer, SD_EVENT_ONESHOT);
}

static void close_driver(struct panel *panel)
{
    for (int i = 0; i < panel->source_count; i++)
        sd_event_source_disable_unref(panel->source[i]);
    panel->source_count = 0;
    if (panel->buttons)
        panel->buttons->ops->close(panel->buttons);
    panel->buttons = NULL;
    panel->lamps_failed = false;
    memset(panel->stuck, 0, sizeof panel->stuck);
    memset(panel->touched, 0, sizeof panel->touched);
}

static void retry_later(struct panel *panel)
{
    panel->retry_at_ms = clock_mono_ms() + panel->retry_ms;
    panel->retry_ms = panel->retry_ms * 2 < RETRY_MAX_MS ? panel->retry_ms * 2 : RETRY_MAX_MS;
}

static void lose(struct panel *panel)
{
    close_driver(panel);
    snprintf(panel->error, sizeof panel->error,
             "the buttons went away: check the cable or the GPIO driver; trying again");
    panel->retry_ms = RETRY_MIN_MS;
    retry_later(panel);
    tell_changed(panel);
}

static enum button_bias bias(enum line_bias bias)
{
    switch (bias) {
    case BIAS_PULL_UP:
        return BUTTON_PULL_UP;
    case BIAS_PULL_DOWN:
        return BUTTON_PULL_DOWN;
    case BIAS_DISABLED:
        return BUTTON_NO_BIAS;
    }
    return BUTTON_NO_BIAS;
}

static struct buttons *open_buttons(const struct config *config, char error[BUTTONS_ERROR_BYTES])
{
    struct buttons_request request = {
        .path = config->buttons_driver == BUTTONS_SIM ? config->buttons_path : config->chip,
        .line_count = config->line_count,
        .lamp_count = config->lamp_count,
        .bias = bias(config->bias),
        .active_low = config->active_low,
    };
    for (int i = 0; i < config->line_count; i++)
        request.line[i] = config->line[i].line;
    for (int i = 0; i < config->lamp_count; i++)
        request.lamp[i] = config->lamp[i].line;
    return config->buttons_driver == BUTTONS_SIM ? buttons_sim_open(&request, error)
                                                 : buttons_gpiod_open(&request, error);
}

static bool light(struct panel *panel)
{
    for (int i = 0; i < panel->config->lamp_count; i++) {
        const struct config_line *lamp = &panel->config->lamp[i];
        const bool on = (panel->lamps >> (lamp->service - 'A')) & 1u;
        if (panel->buttons->ops->lamp(panel->buttons, lamp->line, on) < 0)
            return false;
    }
    return true;
}

/* Only a take button has a second meaning: held, it prints the list of papers. */
static void start_debouncing(struct panel *panel)
{
    const int64_t now_ms = clock_mono_ms();
    const int64_t stable_ms = panel->config->debounce_ms;
    const struct debounce_times times = {
        .stable_ms = stable_ms,
        .release_ms = stable_ms > RELEASE_MS ? stable_ms : RELEASE_MS,
        .long_ms = LONG_MS,
        .stuck_ms = STUCK_MS,
        .unstick_ms = UNSTICK_MS,
    };
    for (int i = 0; i < panel->config->line_count; i++) {
        const struct config_line *line = &panel->config->line[i];
        const int level = panel->buttons->ops->level(panel->buttons, line->line);
        debounce_init(&panel->debounce[i], &times, line->action == LINE_TAKE, level == 1, now_ms);
    }
}

static int on_input(sd_event_source *source, int fd, uint32_t events, void *userdata);

static bool watch(struct panel *panel)
{
    int fd[SOURCES_MAX];
    const int count = panel->buttons->ops->fds(panel->buttons, fd, SOURCES_MAX);
    for (int i = 0; i < count; i++) {
        if (sd_event_add_io(panel->loop, &panel->source[i], fd[i], EPOLLIN, on_input, panel) < 0)
            return false;
        panel->source_count++;
    }
    return true;
}

static bool open_driver(struct panel *panel)
{
    panel->buttons = open_buttons(panel->config, panel->error);
    if (!panel->buttons) {
        retry_later(panel);
        return false;
    }
    if (!watch(panel) || !light(panel)) {
        close_driver(panel);
        snprintf(panel->error, sizeof panel->error,
                 "the buttons answered when opened but not afterwards; trying again");
        retry_later(panel);
        return false;
    }
    start_debouncing(panel);
    panel->error[0] = 0;
    panel->retry_ms = RETRY_MIN_MS;
    return true;
}

static int index_of(const struct panel *panel, int line)
{
    for (int i = 0; i < panel->config->line_count; i++)
        if (panel->config->line[i].line == line)
            return i;
    return -1;
}

/* False = the chip is gone. */
static bool drain(struct panel *panel)
{
    struct button_edge edge[EDGES_AT_ONCE];
    int count = EDGES_AT_ONCE;
    for (int turn = 0; turn < READS_AT_ONCE && count == EDGES_AT_ONCE; turn++) {
        count = panel->buttons->ops->read(panel->buttons, edge, EDGES_AT_ONCE);
        if (count < 0)
            return false;
        for (int i = 0; i < count; i++) {
            const int line = index_of(panel, edge[i].line);
            if (line < 0)
                continue;
            debounce_level(&panel->debounce[line], edge[i].active,
                           (int64_t)(edge[i].at_mono_ns / 1000000));
            panel->touched[line] = true;
        }
    }
    return true;
}

/* The kernel may have dropped the last edge of a burst: what counts is the level. */
static bool reconcile(struct panel *panel)
{
    for (int i = 0; i < panel->config->line_count; i++) {
        if (!panel->touched[i])
            continue;
        panel->touched[i] = false;
        const int level = panel->buttons->ops->level(panel->buttons, panel->config->line[i].line);
        if (level < 0)
            return false;
        debounce_level(&panel->debounce[i], level == 1, clock_mono_ms());
    }
    return true;
}

static void tell_press(struct panel *panel, int line, bool held)
{
    panel->presses++;
    panel->line[line].presses++;
    panel->line[line].last_mono_ms = clock_mono_ms();
    if (panel->listener.press)
        panel->listener.press(panel->listener.context, &panel->config->line[line], held);
}

static void tell(struct panel *panel, int line, enum debounce_output output)
{
    switch (output) {
    case DEBOUNCE_NOTHING:
        return;
    case DEBOUNCE_PRESS:
        tell_press(panel, line, false);
        return;
    case DEBOUNCE_LONG_PRESS:
        tell_press(panel, line, true);
        return;
    case DEBOUNCE_STUCK:
    case DEBOUNCE_UNSTUCK:
        panel->stuck[line] = output == DEBOUNCE_STUCK;
        tell_changed(panel);
        return;
    }
}

static void tick(struct panel *panel)
{
    const int64_t now_ms = clock_mono_ms();
    for (int i = 0; i < panel->config->line_count; i++) {
        enum debounce_output output;
        while ((output = debounce_tick(&panel->debounce[i], now_ms)) != DEBOUNCE_NOTHING)
            tell(panel, i, output);
    }
}

/* Edges first, then time: an edge that waits in the kernel is older than now. */
static void look(struct panel *panel)
{
    if (!panel->lamps_failed && drain(panel) && reconcile(panel))
        tick(panel);
    else
        lose(panel);
    arm(panel);
}

static int on_input(sd_event_source *source, int fd, uint32_t events, void *userdata)
{
    struct panel *panel = userdata;
    (void)source;
    (void)fd;
    if (events & (EPOLLHUP | EPOLLERR)) {
        lose(panel);
        arm(panel);
    } else {
        look(panel);
    }
    return 0;
}

static int on_timer(sd_event_source *source, uint64_t due_us, void *userdata)
{
    struct panel *panel = userdata;
    (void)source;
    (void)due_us;
    if (panel->buttons) {
        look(panel);
        return 0;
    }
    if (open_driver(panel))
        tell_changed(panel);
    arm(panel);
    return 0;
}

struct panel *panel_create(sd_event *loop, const struct config *config,
                           const struct panel_listener *listener)
{
    struct panel *panel = calloc(1, sizeof *panel);
    if (!panel)
        return NULL;
    panel->loop = sd_event_ref(loop);
    panel->config = config;
    panel->listener = *listener;
    panel->retry_ms = RETRY_MIN_MS;
    if (sd_event_add_time(loop, &panel->timer, CLOCK_MONOTONIC, 0, 1000, on_timer, panel) < 0) {
        panel_destroy(panel);
        return NULL;
    }
    if (wanted(panel))
        open_driver(panel);
    arm(panel);
    return panel;
}

void panel_destroy(struct panel *panel)
{
    if (!panel)
        return;
    close_driver(panel);
    sd_event_source_disable_unref(panel->timer);
    sd_event_unref(panel->loop);
    free(panel);
}

void panel_lamps(struct panel *panel, unsigned services)
{
    panel->lamps = services;
    if (!panel->buttons || light(panel))
        return;
    /* The caller may be a press: the driver is closed on the next turn, not under it. */
    panel->lamps_failed = true;
    arm(panel);
}

void panel_health(const struct panel *panel, struct panel_health *health)
{
    *health = (struct panel_health){.presses = panel->presses};
    memcpy(health->line, panel->line, sizeof health->line);
    health->ok = panel->buttons || !wanted(panel);
    if (!health->ok)
        snprintf(health->error, sizeof health->error, "%s", panel->error);
    for (int i = 0; i < panel->config->line_count; i++)
        if (panel->stuck[i])
            health->stuck[health->stuck_count++] = panel->config->line[i].line;
}
