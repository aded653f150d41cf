// SPDX-License-Identifier: MIT
/* The daemon's side: starts the child, gathers its bytes, sees it end. */
#include "firmware/learning.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "firmware/child.h"
#include "firmware/learning_head.h"
#include "firmware/log.h"

enum {
    READ_BYTES = 64 * 1024, /* in one turn of the loop */
    AFTER_PRESSES = SD_EVENT_PRIORITY_IDLE - 1,
};

struct learning {
    pid_t pid;
    int fd; /* our end of the pipe */
    sd_event_source *input, *child;
    struct learning_head head;
    struct learned *learned;
    size_t bytes; /* of head and learned, so far */
    bool ended;   /* all of it has come, or what came is of no use */
    bool whole;
    bool exited;
    bool well; /* ... with status 0 */
    learning_fn done;
    void *context;
};

static void release(struct learning *l)
{
    if (l->pid > 0 && !l->exited) {
        kill(l->pid, SIGKILL);
        while (waitpid(l->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    sd_event_source_disable_unref(l->input);
    sd_event_source_disable_unref(l->child);
    if (l->fd >= 0)
        close(l->fd);
    free(l->learned);
    free(l);
}

void learning_destroy(struct learning *l)
{
    if (l)
        release(l);
}

static void finish_when_over(struct learning *l)
{
    if (!l->ended || !l->exited)
        return;
    struct learned *learned = NULL;
    if (l->whole && l->well) {
        learned = l->learned;
        l->learned = NULL;
    }
    l->done(l->context, learned);
    release(l);
}

static void end_input(struct learning *l)
{
    l->ended = true;
    sd_event_source_set_enabled(l->input, SD_EVENT_OFF);
}

static void refuse_input(struct learning *l, const char *why)
{
    log_line(LOG_ERR, "learning: %s", why);
    end_input(l);
    if (!l->exited)
        kill(l->pid, SIGKILL); /* not waited for yet: its number is still its own */
}

/* Where the next bytes belong, and how many of them; one more than fits shows what is too long. */
static size_t place(struct learning *l, char **at, char *extra)
{
    size_t of_head = sizeof l->head, all = of_head + sizeof *l->learned;
    *at = extra;
    if (l->bytes < of_head) {
        *at = (char *)&l->head + l->bytes;
        return of_head - l->bytes;
    }
    if (l->bytes == all)
        return 1;
    *at = (char *)l->learned + (l->bytes - of_head);
    return all - l->bytes < READ_BYTES ? all - l->bytes : READ_BYTES;
}

static void take_end(struct learning *l)
{
    l->whole = l->bytes == sizeof l->head + sizeof *l->learned;
    if (!l->whole)
        log_line(LOG_ERR, "learning: the learner stopped after %zu bytes", l->bytes);
    end_input(l);
}

static int on_input(sd_event_source *source, int fd, uint32_t events, void *context)
{
    (void)source, (void)events;
    struct learning *l = context;
    char *at, extra;
    size_t wanted = place(l, &at, &extra);
    ssize_t bytes = read(fd, at, wanted);
    if (bytes < 0 && (errno == EAGAIN || errno == EINTR))
        return 0;
    if (bytes <= 0) {
        take_end(l);
    } else if (at == &extra) {
        refuse_input(l, "the learner says too much");
    } else {
        l->bytes += (size_t)bytes;
        if (l->bytes == sizeof l->head && !learning_head_fits(&l->head))
            refuse_input(l, "what the learner says is no result of this program");
    }
    finish_when_over(l);
    return 0;
}

static int on_exit_of_child(sd_event_source *source, const siginfo_t *info, void *context)
{
    (void)source;
    struct learning *l = context;
    l->exited = true;
    l->well = info->si_code == CLD_EXITED && info->si_status == 0;
    if (info->si_code != CLD_EXITED)
        log_line(LOG_ERR, "learning: the learner was ended by signal %d", info->si_status);
    finish_when_over(l);
    return 0;
}

/* A pipe whose read end does not block; the write end goes to the child alone. */
static bool open_pipe(int fd[2])
{
    if (pipe2(fd, O_CLOEXEC) != 0)
        return false;
    fcntl(fd[1], F_SETPIPE_SZ, 1 << 20); /* fewer turns; works without */
    if (fcntl(fd[0], F_SETFL, O_NONBLOCK) == 0)
        return true;
    close(fd[0]);
    close(fd[1]);
    return false;
}

static pid_t spawn(const char *dir, int out_fd)
{
    char name[] = "loketd", option[] = "--learn", folder[4096];
    char *argv[] = {name, option, folder, NULL};
    size_t length = strlen(dir);
    if (length >= sizeof folder)
        return -1;
    memcpy(folder, dir, length + 1);
    return child_spawn(argv, -1, out_fd);
}

static bool watch(struct learning *l, sd_event *loop)
{
    return sd_event_add_io(loop, &l->input, l->fd, EPOLLIN, on_input, l) >= 0 &&
           sd_event_source_set_priority(l->input, AFTER_PRESSES) >= 0 &&
           sd_event_add_child(loop, &l->child, l->pid, WEXITED, on_exit_of_child, l) >= 0;
}

struct learning *learning_start(sd_event *loop, const char *dir, learning_fn done, void *context)
{
    int fd[2];
    struct learning *l = calloc(1, sizeof *l);
    if (l == NULL || !open_pipe(fd)) {
        free(l);
        return NULL;
    }
    *l = (struct learning){.fd = fd[0], .done = done, .context = context};
    l->learned = malloc(sizeof *l->learned);
    if (l->learned)
        l->pid = spawn(dir, fd[1]);
    close(fd[1]);
    if (l->pid > 0 && watch(l, loop))
        return l;
    release(l);
    return NULL;
}
