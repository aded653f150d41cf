// SPDX-License-Identifier: MIT
#include "firmware/api/listen.h"

#include <errno.h>
#include <netdb.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

enum { BACKLOG = 64 };

static int refuse(int fd, char error[CONFIG_ERROR_BYTES], const char *where, const char *why)
{
    snprintf(error, CONFIG_ERROR_BYTES, "%s: %s", where, why);
    if (fd >= 0)
        close(fd);
    return -1;
}

/* True when somebody answers there. */
static bool is_served(const struct sockaddr_un *address)
{
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool served = fd >= 0 && (connect(fd, (const struct sockaddr *)address, sizeof *address) == 0 ||
                              errno == EAGAIN);
    if (fd >= 0)
        close(fd);
    return served;
}

static void make_parent(const char *path)
{
    char parent[CONFIG_PATH_BYTES];
    snprintf(parent, sizeof parent, "%s", path);
    char *slash = strrchr(parent, '/');
    if (slash && slash != parent) {
        *slash = '\0';
        mkdir(parent, 0755); /* there already, or bind says why not */
    }
}

int listen_unix(const char *path, char error[CONFIG_ERROR_BYTES])
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    struct stat found;
    if (snprintf(address.sun_path, sizeof address.sun_path, "%s", path) >=
        (int)sizeof address.sun_path)
        return refuse(-1, error, path, "a socket's path may have at most 107 characters");
    make_parent(path);
    if (lstat(path, &found) == 0) {
        if (!S_ISSOCK(found.st_mode))
            return refuse(-1, error, path,
                          "is there, but is no socket; name another [http] socket");
        if (is_served(&address))
            return refuse(-1, error, path, "another loketd listens here; stop it first");
        unlink(path);
    }
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    mode_t before = umask(0117); /* never wider, not even for a moment */
    int code = fd < 0 ? -1 : bind(fd, (struct sockaddr *)&address, sizeof address);
    int why = errno;
    umask(before);
    if (code == 0 && listen(fd, BACKLOG) == 0)
        return fd;
    return refuse(fd, error, path, strerror(code < 0 ? why : errno));
}

/* "HOST:PORT" in two; the brackets of a v6 address go. */
static bool split_address(const char *address, char host[64], char port[8])
{
    const char *colon = strrchr(address, ':');
    if (!colon || strlen(colon + 1) > 5 || colon - address > 63)
        return false;
    size_t length = (size_t)(colon - address);
    if (length >= 2 && address[0] == '[' && colon[-1] == ']') {
        address++;
        length -= 2;
    }
    memcpy(host, address, length);
    host[length] = '\0';
    snprintf(port, 8, "%s", colon + 1);
    return port[0] != '\0';
}

int listen_tcp(const char *address, char error[CONFIG_ERROR_BYTES])
{
    char host[64], port[8];
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE | AI_NUMERICSERV};
    struct addrinfo *found = NULL;
    if (!split_address(address, host, port))
        return refuse(-1, error, address, "[http] listen is HOST:PORT, like 127.0.0.1:8080");
    int code = getaddrinfo(host[0] ? host : NULL, port, &hints, &found);
    if (code != 0)
        return refuse(-1, error, address, gai_strerror(code));
    int one = 1;
    int fd = socket(found->ai_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    bool good = fd >= 0 && setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one) == 0 &&
                bind(fd, found->ai_addr, found->ai_addrlen) == 0 && listen(fd, BACKLOG) == 0;
    int why = errno;
    freeaddrinfo(found);
    if (good)
        return fd;
    return refuse(fd, error, address,
                  why == EADDRINUSE ? "another program listens here; choose another [http] listen"
                                    : strerror(why));
}
