// SPDX-License-Identifier: MIT
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "drivers/printer.h"

struct file_printer {
    struct printer printer;
    int fd;
};

static int file_fd(const struct printer *printer)
{
    return ((const struct file_printer *)printer)->fd;
}

static ssize_t file_write(struct printer *printer, const void *data, size_t bytes)
{
    ssize_t written = write(file_fd(printer), data, bytes);
    if (written >= 0)
        return written;
    return errno == EAGAIN || errno == EINTR ? 0 : -1;
}

static ssize_t file_read(struct printer *printer, void *data, size_t bytes)
{
    struct pollfd ready = {.fd = file_fd(printer)};
    (void)data;
    (void)bytes;
    return poll(&ready, 1, 0) > 0 && ready.revents & (POLLHUP | POLLERR | POLLNVAL) ? -1 : 0;
}

static int file_unsent(const struct printer *printer)
{
    (void)printer;
    return -1;
}

static void file_close(struct printer *printer)
{
    close(file_fd(printer));
    free(printer);
}

static const struct printer_ops file_ops = {.fd = file_fd,
                                            .write = file_write,
                                            .read = file_read,
                                            .unsent = file_unsent,
                                            .close = file_close};

struct printer *printer_file_open(const char *path, char error[PRINTER_ERROR_BYTES])
{
    struct file_printer *file = calloc(1, sizeof *file);
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND | O_NONBLOCK | O_NOCTTY | O_CLOEXEC, 0640);
    if (!file || fd < 0) {
        snprintf(error, PRINTER_ERROR_BYTES,
                 "%s: cannot be written; check the path and its permissions (%s)", path,
                 strerror(errno));
        if (fd >= 0)
            close(fd);
        free(file);
        return NULL;
    }
    file->printer.ops = &file_ops;
    file->fd = fd;
    return &file->printer;
}
