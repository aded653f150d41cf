// SPDX-License-Identifier: MIT
#include "tests/bench/wall_box.h"

#include <fcntl.h>
#include <inttypes.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { START_MS = 10000, REAP_MS = 10000, STEP_MS = 5, ARGUMENTS_MAX = 24 };

void wall_box_sleep_ms(int ms)
{
    struct timespec rest = {ms / 1000, ms % 1000 * 1000000L};
    nanosleep(&rest, NULL);
}

int wall_box_reap(pid_t pid, int signal)
{
    int status = 0;
    if (signal)
        kill(pid, signal);
    for (int waited = 0; waited < REAP_MS; waited += STEP_MS) {
        if (waitpid(pid, &status, WNOHANG) == pid)
            return status;
        wall_box_sleep_ms(STEP_MS);
    }
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return -1;
}

static void redirect(const char *dir, const char *name, int to)
{
    char path[192];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    int fd = open(path, O_CREAT | O_TRUNC | O_WRONLY, 0644);
    if (fd < 0 || dup2(fd, to) < 0)
        _exit(127);
    close(fd);
}

static void become_screen(const char *dir, int width, int height, int tell_fd)
{
    char size[32], fd[12];
    snprintf(size, sizeof size, "%dx%dx24", width, height);
    snprintf(fd, sizeof fd, "%d", tell_fd);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    redirect(dir, "screen.log", STDERR_FILENO);
    execlp("Xvfb", "Xvfb", "-displayfd", fd, "-screen", "0", size, "-nolisten", "tcp", "-noreset",
           (char *)NULL);
    _exit(127);
}

/* Xvfb says the number of its display when it can be used. */
static bool hear_display(int fd, char *text, size_t bytes)
{
    size_t have = 0;
    struct pollfd waits = {.fd = fd, .events = POLLIN};
    while (have < bytes - 1 && poll(&waits, 1, START_MS) > 0) {
        ssize_t more = read(fd, text + have, bytes - 1 - have);
        if (more <= 0)
            break;
        have += (size_t)more;
        text[have] = '\0';
        char *end = strchr(text, '\n');
        if (end) {
            *end = '\0';
            return true;
        }
    }
    return false;
}

bool wall_box_open(struct wall_box *box, const char *dir, int width, int height)
{
    int tell[2];
    char number[12] = "";
    memset(box, 0, sizeof *box);
    snprintf(box->dir, sizeof box->dir, "%s", dir);
    if (pipe(tell) != 0)
        return false;
    box->screen_pid = fork();
    if (box->screen_pid == 0)
        become_screen(dir, width, height, tell[1]);
    close(tell[1]);
    bool up = box->screen_pid > 0 && hear_display(tell[0], number, sizeof number);
    close(tell[0]);
    if (!up) {
        if (box->screen_pid > 0)
            wall_box_reap(box->screen_pid, SIGTERM);
        box->screen_pid = 0;
        return false;
    }
    snprintf(box->display, sizeof box->display, ":%s", number);
    return true;
}

void wall_box_start(struct wall_box *box, const char *const more[])
{
    char program[256];
    const char *build = getenv("BUILD");
    const char *arguments[ARGUMENTS_MAX] = {"loket-wall", "--trace", "--mute"};
    int count = 3;
    for (int i = 0; more[i] && count < ARGUMENTS_MAX - 1; i++)
        arguments[count++] = more[i];
    snprintf(program, sizeof program, "%s/loket-wall", build && *build ? build : "build/host");
    box->wall_pid = fork();
    if (box->wall_pid != 0)
        return;
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    setenv("SDL_VIDEODRIVER", box->display[0] ? "x11" : "dummy", 1);
    setenv("SDL_RENDER_DRIVER", "software", 1);
    setenv("SDL_AUDIODRIVER", "dummy", 1);
    if (box->display[0])
        setenv("DISPLAY", box->display, 1);
    redirect(box->dir, "wall.trace", STDOUT_FILENO);
    redirect(box->dir, "wall.err", STDERR_FILENO);
    execv(program, (char **)(void *)arguments);
    _exit(127);
}

static FILE *open_trace(const struct wall_box *box)
{
    char path[192];
    snprintf(path, sizeof path, "%s/wall.trace", box->dir);
    return fopen(path, "re");
}

/* The next whole frame of the trace. */
static bool next_frame(FILE *trace, struct wall_frame *frame)
{
    char text[96];
    while (fgets(text, sizeof text, trace)) {
        if (strchr(text, '\n') &&
            sscanf(text, "frame %" SCNd64 " %" SCNd64 " %dx%d %7s", &frame->call, &frame->mono_ns,
                   &frame->width, &frame->height, frame->line) == 5)
            return true;
    }
    return false;
}

bool wall_box_frame(const struct wall_box *box, int64_t call, struct wall_frame *frame)
{
    bool found = false;
    FILE *trace = open_trace(box);
    while (trace && !found && next_frame(trace, frame))
        found = frame->call >= call;
    if (trace)
        fclose(trace);
    return found;
}

bool wall_box_line(const struct wall_box *box, const char *line, struct wall_frame *frame)
{
    bool found = false;
    FILE *trace = open_trace(box);
    while (trace && !found && next_frame(trace, frame))
        found = strcmp(frame->line, line) == 0;
    if (trace)
        fclose(trace);
    return found;
}

bool wall_box_last(const struct wall_box *box, struct wall_frame *frame)
{
    struct wall_frame each;
    bool found = false;
    FILE *trace = open_trace(box);
    while (trace && next_frame(trace, &each)) {
        *frame = each;
        found = true;
    }
    if (trace)
        fclose(trace);
    return found;
}

int wall_box_calls_shown(const struct wall_box *box)
{
    struct wall_frame frame;
    int shown = 0;
    int64_t last = 0;
    FILE *trace = open_trace(box);
    while (trace && next_frame(trace, &frame)) {
        shown += frame.call != last;
        last = frame.call;
    }
    if (trace)
        fclose(trace);
    return shown;
}

int wall_box_end(struct wall_box *box, int signal)
{
    int status = wall_box_reap(box->wall_pid, signal);
    box->wall_pid = 0;
    return status;
}

void wall_box_words(const struct wall_box *box, char *text, int bytes)
{
    char path[192], words[256];
    snprintf(path, sizeof path, "%s/wall.err", box->dir);
    FILE *file = fopen(path, "re");
    text[0] = '\0';
    while (file && fgets(words, sizeof words, file))
        snprintf(text, (size_t)bytes, "%s", words);
    if (file)
        fclose(file);
}

void wall_box_close(struct wall_box *box)
{
    if (box->wall_pid > 0)
        wall_box_end(box, SIGTERM);
    if (box->screen_pid > 0)
        wall_box_reap(box->screen_pid, SIGTERM);
    box->screen_pid = 0;
}
