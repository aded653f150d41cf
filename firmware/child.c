// SPDX-License-Identifier: MIT
#include "firmware/child.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sodium.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

struct child {
    pid_t pid; /* 0: none, or waited for */
    int in_fd, out_fd;
    sd_event_source *input, *output, *ended, *late;
    char in[CHILD_IN_MAX_BYTES], out[CHILD_OUT_MAX_BYTES + 1];
    size_t in_bytes, in_sent, out_bytes;
    bool silent; /* its output has ended */
    bool failed;
    int status;
    child_fn done;
    void *context;
};

static void end_input(struct child *c)
{
    c->input = sd_event_source_disable_unref(c->input);
    if (c->in_fd >= 0)
        close(c->in_fd);
    c->in_fd = -1;
    sodium_memzero(c->in, sizeof c->in);
}

static void end_output(struct child *c)
{
    c->output = sd_event_source_disable_unref(c->output);
    if (c->out_fd >= 0)
        close(c->out_fd);
    c->out_fd = -1;
    c->silent = true;
}

void child_destroy(struct child *c)
{
    if (!c)
        return;
    end_input(c);
    end_output(c);
    c->ended = sd_event_source_disable_unref(c->ended);
    c->late = sd_event_source_disable_unref(c->late);
    if (c->pid > 0) {
        kill(c->pid, SIGKILL);
        while (waitpid(c->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    sodium_memzero(c, sizeof *c);
    free(c);
}

static void finish_when_over(struct child *c)
{
    if (c->pid > 0 || !c->silent)
        return;
    c->done(c->context, c->failed ? -1 : c->status, c->out, c->out_bytes);
    child_destroy(c);
}

static void give_up(struct child *c)
{
    c->failed = true;
    end_output(c);
    if (c->pid > 0)
        kill(c->pid, SIGKILL);
}

static int on_input(sd_event_source *source, int fd, uint32_t events, void *context)
{
    (void)source, (void)events;
    struct child *c = context;
    ssize_t sent = write(fd, c->in + c->in_sent, c->in_bytes - c->in_sent);
    if (sent < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (sent > 0)
        c->in_sent += (size_t)sent;
    if (sent <= 0 || c->in_sent == c->in_bytes)
        end_input(c); /* one that does not listen says so with its status */
    return 0;
}

static int on_output(sd_event_source *source, int fd, uint32_t events, void *context)
{
    (void)source, (void)events;
    struct child *c = context;
    ssize_t got = read(fd, c->out + c->out_bytes, sizeof c->out - c->out_bytes);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (got > 0)
        c->out_bytes += (size_t)got;
    if (c->out_bytes > CHILD_OUT_MAX_BYTES) {
        c->out_bytes = 0;
        give_up(c);
    } else if (got <= 0) {
        end_output(c);
    }
    c->out[c->out_bytes] = '\0';
    finish_when_over(c);
    return 0;
}

static int on_end(sd_event_source *source, const siginfo_t *info, void *context)
{
    (void)source;
    struct child *c = context;
    c->pid = 0;
    c->status = info->si_code == CLD_EXITED ? info->si_status : -1;
    finish_when_over(c);
    return 0;
}

static int on_late(sd_event_source *source, uint64_t usec, void *context)
{
    (void)source, (void)usec;
    struct child *c = context;
    give_up(c);
    finish_when_over(c);
    return 0;
}

/* fd[0] is read from; `ours` of the two does not block. */
static bool open_pipe(int fd[2], int ours)
{
    if (pipe2(fd, O_CLOEXEC) == 0 && fcntl(fd[ours], F_SETFL, O_NONBLOCK) == 0)
        return true;
    return false;
}

static void plain_signals(posix_spawnattr_t *attributes)
{
    sigset_t none, all;
    sigemptyset(&none);
    sigfillset(&all);
    posix_spawnattr_setsigmask(attributes, &none);
    posix_spawnattr_setsigdefault(attributes, &all);
    posix_spawnattr_setflags(attributes, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
}

pid_t child_spawn(char *const argv[], int in_fd, int out_fd)
{
    posix_spawn_file_actions_t files;
    posix_spawnattr_t attributes;
    pid_t pid = -1;
    if (posix_spawn_file_actions_init(&files) != 0)
        return -1;
    if (posix_spawnattr_init(&attributes) == 0) {
        plain_signals(&attributes);
        if (in_fd < 0)
            posix_spawn_file_actions_addopen(&files, STDIN_FILENO, "/dev/null", O_RDONLY, 0);
        else
            posix_spawn_file_actions_adddup2(&files, in_fd, STDIN_FILENO);
        posix_spawn_file_actions_adddup2(&files, out_fd, STDOUT_FILENO);
        posix_spawn_file_actions_addclosefrom_np(&files, STDERR_FILENO + 1);
        /* The very file that runs now, also while a newer one is being installed. */
        if (posix_spawn(&pid, "/proc/self/exe", &files, &attributes, argv, environ) != 0)
            pid = -1;
        posix_spawnattr_destroy(&attributes);
    }
    posix_spawn_file_actions_destroy(&files);
    return pid;
}

static bool watch(struct child *c, sd_event *loop, int timeout_ms)
{
    uint64_t now_us;
    if (sd_event_now(loop, CLOCK_MONOTONIC, &now_us) < 0)
        return false;
    return sd_event_add_io(loop, &c->input, c->in_fd, EPOLLOUT, on_input, c) >= 0 &&
           sd_event_add_io(loop, &c->output, c->out_fd, EPOLLIN, on_output, c) >= 0 &&
           sd_event_add_child(loop, &c->ended, c->pid, WEXITED, on_end, c) >= 0 &&
           sd_event_add_time(loop, &c->late, CLOCK_MONOTONIC, now_us + (uint64_t)timeout_ms * 1000,
                             0, on_late, c) >= 0;
}

/* Fills pid, in_fd and out_fd. */
static bool launch(struct child *c, const char *option, const char *argument)
{
    char name[] = "loketd";
    char *words[2] = {strdup(option), argument ? strdup(argument) : NULL};
    char *argv[] = {name, words[0], words[1], NULL};
    int in[2] = {-1, -1}, out[2] = {-1, -1};
    if (words[0] && (words[1] || !argument) && open_pipe(in, 1) && open_pipe(out, 0))
        c->pid = child_spawn(argv, in[0], out[1]);
    c->in_fd = in[1];
    c->out_fd = out[0];
    if (in[0] >= 0)
        close(in[0]);
    if (out[1] >= 0)
        close(out[1]);
    free(words[0]);
    free(words[1]);
    return c->pid > 0;
}

struct child *child_start(sd_event *loop, const char *option, const char *argument,
                          const char *input, size_t bytes, int timeout_ms, child_fn done,
                          void *context)
{
    struct child *c = bytes <= CHILD_IN_MAX_BYTES ? calloc(1, sizeof *c) : NULL;
    if (!c)
        return NULL;
    c->in_fd = c->out_fd = -1;
    c->done = done;
    c->context = context;
    c->in_bytes = bytes;
    if (bytes)
        memcpy(c->in, input, bytes);
    if (launch(c, option, argument) && watch(c, loop, timeout_ms))
        return c;
    child_destroy(c);
    return NULL;
}
