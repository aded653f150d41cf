// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "drivers/printer.h"
#include "drivers/sim/socket_dir.h"

enum { SMALL_BUFFER_BYTES = 2048, START_TRIES = 50, START_PAUSE_MS = 20 };

struct sim_printer {
    struct printer printer;
    int fd;
};

static int sim_fd(const struct printer *printer)
{
    return ((const struct sim_printer *)printer)->fd;
}

static ssize_t sim_write(struct printer *printer, const void *data, size_t bytes)
{
    ssize_t written = send(sim_fd(printer), data, bytes, MSG_NOSIGNAL | MSG_DONTWAIT);
    if (written >= 0)
        return written;
    return errno == EAGAIN || errno == EINTR ? 0 : -1;
}

static ssize_t sim_read(struct printer *printer, void *data, size_t bytes)
{
    ssize_t got = recv(sim_fd(printer), data, bytes, MSG_DONTWAIT);
    if (got > 0)
        return got;
    return got < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : -1;
}

static int sim_unsent(const struct printer *printer)
{
    (void)printer;
    return -1;
}

static void sim_close(struct printer *printer)
{
    close(sim_fd(printer));
    free(printer);
}

static const struct printer_ops sim_ops = {
    .fd = sim_fd, .write = sim_write, .read = sim_read, .unsent = sim_unsent, .close = sim_close};

static int connect_to(int dir)
{
    struct sockaddr_un address;
    int small = SMALL_BUFFER_BYTES;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return -1;
    /* a cable holds no pages of text */
    setsockopt(fd, SOL_SOCKET, SO_SNDBUF, &small, sizeof small);
    socket_dir_address(dir, "printer.sock", &address);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

/* The process that serves the directory holds a lock on printer.pid, also while its simulated
 * plug is out and it does not listen. */
static bool is_served(int dir)
{
    int fd = openat(dir, "printer.pid", O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool served = flock(fd, LOCK_SH | LOCK_NB) != 0;
    close(fd);
    return served;
}

/* In the grandchild: nothing of the daemon but the log stays open, no signal stays blocked. */
static void become_printer(const char *program, const char *path, int dir)
{
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    int null = open("/dev/null", O_RDWR);
    int log = openat(dir, "printer.log", O_WRONLY | O_CREAT | O_APPEND, 0644);
    if (null < 0 || log < 0)
        _exit(1);
    dup2(null, STDIN_FILENO);
    dup2(log, STDOUT_FILENO);
    dup2(log, STDERR_FILENO);
    close_range(3, ~0U, 0);
    execl(program, "loket-sim", "printer", "--dir", path, (char *)NULL);
    _exit(1);
}

/* Twice forked, so that it outlives the daemon and is nobody's zombie. */
static void start_printer(const char *program, const char *path, int dir)
{
    pid_t child = fork();
    if (child == 0) {
        setsid();
        if (fork() == 0)
            become_printer(program, path, dir);
        _exit(0);
    }
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR)
        ;
}

static int connect_or_start(const char *path, int dir, const char *program,
                            char error[PRINTER_ERROR_BYTES])
{
    int fd = connect_to(dir);
    if (fd >= 0)
        return fd;
    if (is_served(dir)) {
        snprintf(error, PRINTER_ERROR_BYTES,
                 "%s: the simulated printer is unplugged or switched off; plug it in", path);
        return -1;
    }
    if (program)
        start_printer(program, path, dir);
    for (int i = 0; program && i < START_TRIES; i++) {
        struct timespec pause = {.tv_nsec = START_PAUSE_MS * 1000000L};
        nanosleep(&pause, NULL);
        fd = connect_to(dir);
        if (fd >= 0)
            return fd;
    }
    snprintf(error, PRINTER_ERROR_BYTES, "%s: no simulated printer serves it%s", path,
             program ? "; see printer.log there" : "; start loket-sim printer --dir on it");
    return -1;
}

struct printer *printer_sim_open(const char *dir, const char *sim_program,
                                 char error[PRINTER_ERROR_BYTES])
{
    struct sim_printer *sim = calloc(1, sizeof *sim);
    if (sim_program)
        mkdir(dir, 0755);
    int dir_fd = open(dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir_fd < 0)
        snprintf(error, PRINTER_ERROR_BYTES, "%s: cannot be opened; correct the path (%s)", dir,
                 strerror(errno));
    int fd = sim && dir_fd >= 0 ? connect_or_start(dir, dir_fd, sim_program, error) : -1;
    if (dir_fd >= 0)
        close(dir_fd);
    if (fd < 0) {
        free(sim);
        return NULL;
    }
    sim->printer.ops = &sim_ops;
    sim->fd = fd;
    return &sim->printer;
}
