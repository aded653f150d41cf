// SPDX-License-Identifier: MIT
/* LD_PRELOAD library that lets libserialport open a pseudo-terminal: it gives PTYs the entry
 * in sysfs that serial ports have, and the modem lines that PTYs lack. PTY_SHIM_CTS_FILE names
 * a file; while it exists, CTS is low. All else goes to the real functions. */
#include <dlfcn.h>
#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/stat.h>
#include <unistd.h>

int __lxstat(int version, const char *path, struct stat *status);

static const char entry[] = "/sys/class/tty/pts/";

static int is_pty_entry(const char *path)
{
    return strncmp(path, entry, sizeof entry - 1) == 0 &&
           strchr(path + sizeof entry - 1, '/') == NULL;
}

static int pretend_link(struct stat *status)
{
    memset(status, 0, sizeof *status);
    status->st_mode = S_IFLNK | 0777;
    return 0;
}

int lstat(const char *restrict path, struct stat *restrict status)
{
    int (*real)(const char *, struct stat *);
    *(void **)&real = dlsym(RTLD_NEXT, "lstat");
    return is_pty_entry(path) ? pretend_link(status) : real(path, status);
}

int __lxstat(int version, const char *path, struct stat *status)
{
    int (*real)(int, const char *, struct stat *);
    *(void **)&real = dlsym(RTLD_NEXT, "__lxstat");
    return is_pty_entry(path) ? pretend_link(status) : real(version, path, status);
}

ssize_t readlink(const char *restrict path, char *restrict target, size_t bytes)
{
    static const char devices[] = "../../devices/virtual/tty/pts";
    ssize_t (*real)(const char *, char *, size_t);
    *(void **)&real = dlsym(RTLD_NEXT, "readlink");
    if (!is_pty_entry(path))
        return real(path, target, bytes);
    size_t length = sizeof devices - 1 < bytes ? sizeof devices - 1 : bytes;
    memcpy(target, devices, length);
    return (ssize_t)length;
}

static int modem_lines(void)
{
    const char *low = getenv("PTY_SHIM_CTS_FILE");
    int lines = TIOCM_DSR | TIOCM_CAR | TIOCM_RTS | TIOCM_DTR;
    return low && access(low, F_OK) == 0 ? lines : lines | TIOCM_CTS;
}

int ioctl(int fd, unsigned long request, ...)
{
    int (*real)(int, unsigned long, void *);
    va_list arguments;
    va_start(arguments, request);
    void *argument = va_arg(arguments, void *);
    va_end(arguments);
    *(void **)&real = dlsym(RTLD_NEXT, "ioctl");
    int result = real(fd, request, argument);
    if (result == 0 || (errno != ENOTTY && errno != EINVAL))
        return result;
    if (request == TIOCMGET)
        *(int *)argument = modem_lines();
    else if (request != TIOCMSET && request != TIOCMBIS && request != TIOCMBIC)
        return result;
    return 0;
}
