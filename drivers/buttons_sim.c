// SPDX-License-Identifier: MIT
/* Buttons without a chip: lines of text in a FIFO become edges. The finger is modelled
 * here (hold times, bounces); the debouncing is not, so that it is tested as on a board.
 *
 *   press LINE [HOLD_MS]   down, and up again after 80 ms or HOLD_MS
 *   bounce LINE N          a press whose contact opens N times going down and coming up
 *   stick LINE             down until `release LINE`
 *
 * Actions on one line follow each other with a pause, however fast they are written, so
 * that each press counts. Presses of a stuck line do nothing. */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/timerfd.h>
#include <time.h>
#include <unistd.h>

#include "drivers/buttons.h"

enum {
    HOLD_MS = 80,
    HOLD_MS_MAX = 600000,
    PAUSE_MS = 100, /* between two actions on one line */
    BOUNCES_MAX = 20,
    PLANNED_MAX = 1024,
    COMMAND_BYTES = 64,
    NS_PER_MS = 1000000,
};

struct sim_line {
    int line;
    bool active; /* as told to the reader of edges */
    bool stuck;
    uint64_t free_ns; /* when its last planned action is over */
};

struct sim {
    struct buttons base;
    int fifo_fd, timer_fd;
    struct sim_line line[BUTTONS_LINES_MAX];
    int line_count;
    int lamp[BUTTONS_LINES_MAX];
    int lamp_count;
    struct button_edge planned[PLANNED_MAX]; /* by time */
    int planned_count;
    char command[COMMAND_BYTES];
    size_t command_bytes;
    bool command_too_long;
    unsigned ignored; /* lines that were not understood */
};

static uint64_t now_mono_ns(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (uint64_t)now.tv_sec * 1000 * NS_PER_MS + (uint64_t)now.tv_nsec;
}

static struct sim_line *find(struct sim *self, int line)
{
    for (int i = 0; i < self->line_count; i++)
        if (self->line[i].line == line)
            return &self->line[i];
    return NULL;
}

/* Keeps the plan in the order of time; edges of one moment in the order they came. */
static bool plan(struct sim *self, int line, bool active, uint64_t at_ns)
{
    if (self->planned_count == PLANNED_MAX)
        return false;
    int place = self->planned_count++;
    for (; place > 0 && self->planned[place - 1].at_mono_ns > at_ns; place--)
        self->planned[place] = self->planned[place - 1];
    self->planned[place] = (struct button_edge){line, active, at_ns};
    return true;
}

static void forget_planned(struct sim *self, int line)
{
    int kept = 0;
    for (int i = 0; i < self->planned_count; i++)
        if (self->planned[i].line != line)
            self->planned[kept++] = self->planned[i];
    self->planned_count = kept;
}

/* A contact that closes or opens for good after `bounces` false starts, 2 ms each. */
static uint64_t plan_contact(struct sim *self, int line, bool active, int bounces, uint64_t at_ns)
{
    for (int i = 0; i < bounces; i++, at_ns += 2 * NS_PER_MS) {
        plan(self, line, active, at_ns);
        plan(self, line, !active, at_ns + NS_PER_MS);
    }
    plan(self, line, active, at_ns);
    return at_ns;
}

static bool press(struct sim *self, struct sim_line *line, int hold_ms, int bounces)
{
    if (line->stuck)
        return true;
    if (self->planned_count + 4 * bounces + 2 > PLANNED_MAX)
        return false;
    const uint64_t now_ns = now_mono_ns();
    const uint64_t start_ns = line->free_ns > now_ns ? line->free_ns : now_ns;
    const uint64_t down_ns = plan_contact(self, line->line, true, bounces, start_ns);
    const uint64_t up_ns =
        plan_contact(self, line->line, false, bounces, down_ns + (uint64_t)hold_ms * NS_PER_MS);
    line->free_ns = up_ns + (uint64_t)PAUSE_MS * NS_PER_MS;
    return true;
}

/* Takes effect at once, whatever was planned. */
static bool hold(struct sim *self, struct sim_line *line, bool stuck)
{
    const uint64_t now_ns = now_mono_ns();
    forget_planned(self, line->line);
    line->stuck = stuck;
    line->free_ns = now_ns + (uint64_t)PAUSE_MS * NS_PER_MS;
    return plan(self, line->line, stuck, now_ns);
}

static bool word_is(const char *word, const char *wanted)
{
    return strcmp(word, wanted) == 0;
}

static bool obey(struct sim *self, const char *text)
{
    char word[8], rest[2];
    int number = 0, amount = HOLD_MS;
    const int fields = sscanf(text, "%7s %9d %9d %1s", word, &number, &amount, rest);
    struct sim_line *line = fields >= 2 && fields <= 3 ? find(self, number) : NULL;
    if (!line)
        return false;
    if (word_is(word, "press"))
        return amount >= 1 && amount <= HOLD_MS_MAX && press(self, line, amount, 0);
    if (word_is(word, "bounce") && fields == 3)
        return amount >= 0 && amount <= BOUNCES_MAX && press(self, line, HOLD_MS, amount);
    if (word_is(word, "stick") && fields == 2)
        return hold(self, line, true);
    if (word_is(word, "release") && fields == 2)
        return hold(self, line, false);
    return false;
}

static void end_command(struct sim *self)
{
    self->command[self->command_bytes] = 0;
    const bool empty = self->command_bytes == 0 && !self->command_too_long;
    if (!empty && (self->command_too_long || !obey(self, self->command)) && self->ignored++ == 0)
        fprintf(stderr,
                "buttons: \"%.40s\" is not understood and ignored; write press LINE [HOLD_MS], "
                "bounce LINE N, stick LINE or release LINE\n",
                self->command);
    self->command_bytes = 0;
    self->command_too_long = false;
}

static void take_bytes(struct sim *self, const char *bytes, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (bytes[i] == '\n')
            end_command(self);
        else if (self->command_bytes + 1 < sizeof self->command)
            self->command[self->command_bytes++] = bytes[i];
        else
            self->command_too_long = true;
    }
}

/* A FIFO that was deleted hears nobody: opened again, it is made anew. */
static bool fifo_gone(const struct sim *self)
{
    struct stat fifo;
    return fstat(self->fifo_fd, &fifo) < 0 || fifo.st_nlink == 0;
}

static bool read_commands(struct sim *self)
{
    char bytes[1024];
    const ssize_t got = read(self->fifo_fd, bytes, sizeof bytes);
    if (got > 0)
        take_bytes(self, bytes, (size_t)got);
    else if (got < 0 && errno != EAGAIN && errno != EINTR)
        return false;
    return !fifo_gone(self);
}

/* Fires at the next planned edge; a time in the past fires at once. */
static void arm_timer(struct sim *self)
{
    struct itimerspec when = {0};
    if (self->planned_count > 0) {
        const uint64_t at_ns = self->planned[0].at_mono_ns;
        when.it_value.tv_sec = (time_t)(at_ns / (1000 * (uint64_t)NS_PER_MS));
        when.it_value.tv_nsec = (long)(at_ns % (1000 * (uint64_t)NS_PER_MS));
    }
    timerfd_settime(self->timer_fd, TFD_TIMER_ABSTIME, &when, NULL);
}

static int take_due(struct sim *self, struct button_edge *edge, int max)
{
    const uint64_t now_ns = now_mono_ns();
    int taken = 0, count = 0;
    while (taken < self->planned_count && count < max &&
           self->planned[taken].at_mono_ns <= now_ns) {
        const struct button_edge due = self->planned[taken++];
        struct sim_line *line = find(self, due.line);
        if (line->active == due.active)
            continue;
        line->active = due.active;
        edge[count++] = due;
    }
    self->planned_count -= taken;
    memmove(self->planned, self->planned + taken,
            (size_t)self->planned_count * sizeof self->planned[0]);
    return count;
}

static int fds(const struct buttons *buttons, int *fd, int max)
{
    const struct sim *self = (const struct sim *)buttons;
    const int both[] = {self->fifo_fd, self->timer_fd};
    int count = 0;
    for (; count < 2 && count < max; count++)
        fd[count] = both[count];
    return count;
}

static int read_edges(struct buttons *buttons, struct button_edge *edge, int max)
{
    struct sim *self = (struct sim *)buttons;
    uint64_t expirations;
    if (read(self->timer_fd, &expirations, sizeof expirations) < 0 && errno != EAGAIN)
        return -1;
    if (!read_commands(self))
        return -1;
    const int count = take_due(self, edge, max);
    arm_timer(self);
    return count;
}

static int level(struct buttons *buttons, int line)
{
    const struct sim_line *found = find((struct sim *)buttons, line);
    return found ? found->active : -1;
}

static int lamp(struct buttons *buttons, int line, bool on)
{
    const struct sim *self = (const struct sim *)buttons;
    (void)on;
    for (int i = 0; i < self->lamp_count; i++)
        if (self->lamp[i] == line)
            return fifo_gone(self) ? -1 : 0;
    return -1;
}

static void close_fifo(struct buttons *buttons)
{
    struct sim *self = (struct sim *)buttons;
    if (self->fifo_fd >= 0)
        close(self->fifo_fd);
    if (self->timer_fd >= 0)
        close(self->timer_fd);
    free(self);
}

static const struct buttons_ops OPS = {
    .fds = fds,
    .read = read_edges,
    .level = level,
    .lamp = lamp,
    .close = close_fifo,
};

static bool open_fifo(struct sim *self, const char *path, char error[BUTTONS_ERROR_BYTES])
{
    struct stat fifo;
    if (mkfifo(path, 0660) < 0 && errno != EEXIST) {
        snprintf(error, BUTTONS_ERROR_BYTES,
                 "FIFO %.120s cannot be made: %s; make its folder or change path under [buttons]",
                 path, strerror(errno));
        return false;
    }
    /* Open for writing as well: the last writer that leaves does not end it. */
    self->fifo_fd = open(path, O_RDWR | O_NONBLOCK | O_CLOEXEC);
    if (self->fifo_fd < 0 || fstat(self->fifo_fd, &fifo) < 0) {
        snprintf(error, BUTTONS_ERROR_BYTES,
                 "FIFO %.120s cannot be opened: %s; check its permissions", path, strerror(errno));
        return false;
    }
    if (!S_ISFIFO(fifo.st_mode)) {
        snprintf(error, BUTTONS_ERROR_BYTES,
                 "%.120s is not a FIFO: remove it or change path under [buttons]", path);
        return false;
    }
    return true;
}

static bool open_both(struct sim *self, const struct buttons_request *request,
                      char error[BUTTONS_ERROR_BYTES])
{
    for (int i = 0; i < request->line_count; i++)
        self->line[self->line_count++].line = request->line[i];
    for (int i = 0; i < request->lamp_count; i++)
        self->lamp[self->lamp_count++] = request->lamp[i];
    if (!open_fifo(self, request->path, error))
        return false;
    self->timer_fd = timerfd_create(CLOCK_MONOTONIC, TFD_NONBLOCK | TFD_CLOEXEC);
    if (self->timer_fd < 0)
        snprintf(error, BUTTONS_ERROR_BYTES, "no timer: %s", strerror(errno));
    return self->timer_fd >= 0;
}

/* A `stick` that was written before is a button that is held at start. */
static void take_held(struct sim *self)
{
    read_commands(self);
    for (int i = 0; i < self->line_count; i++)
        self->line[i].active = self->line[i].stuck;
    arm_timer(self);
}

struct buttons *buttons_sim_open(const struct buttons_request *request,
                                 char error[BUTTONS_ERROR_BYTES])
{
    error[0] = 0;
    struct sim *self = calloc(1, sizeof *self);
    if (!self) {
        snprintf(error, BUTTONS_ERROR_BYTES, "out of memory");
        return NULL;
    }
    self->base.ops = &OPS;
    self->fifo_fd = self->timer_fd = -1;
    if (open_both(self, request, error)) {
        take_held(self);
        return &self->base;
    }
    close_fifo(&self->base);
    return NULL;
}
