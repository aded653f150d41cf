// SPDX-License-Identifier: MIT
#include "tests/scenario/box_http.h"

#include <arpa/inet.h>
#include <poll.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

enum { PATIENCE_MS = 8000 };

static int connect_to(const struct sockaddr *address, socklen_t bytes)
{
    int fd = socket(address->sa_family, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, address, bytes) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

int box_http_connect(const struct box *box)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%.107s", box->socket);
    return connect_to((struct sockaddr *)&address, sizeof address);
}

int box_http_connect_tcp(const struct box *box)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)box->port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    return connect_to((struct sockaddr *)&address, sizeof address);
}

bool box_http_send(int fd, const char *bytes, size_t count)
{
    for (size_t sent = 0; sent < count;) {
        ssize_t now = send(fd, bytes + sent, count - sent, MSG_NOSIGNAL);
        if (now <= 0)
            return false;
        sent += (size_t)now;
    }
    return true;
}

bool box_http_read(int fd, const char *piece, char *text, int bytes)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    size_t used = strlen(text), room = (size_t)bytes - 1;
    while (used < room && poll(&wait, 1, PATIENCE_MS) > 0) {
        ssize_t got = read(fd, text + used, room - used);
        if (got <= 0)
            return piece == NULL;
        used += (size_t)got;
        text[used] = '\0';
        if (piece && strstr(text, piece))
            return true;
    }
    return false;
}

int box_http_finish(int fd, char *text, int bytes)
{
    text[0] = '\0';
    if (fd < 0)
        return -1;
    box_http_read(fd, NULL, text, bytes);
    close(fd);
    bool whole = strncmp(text, "HTTP/1.", 7) == 0 && strstr(text, "\r\n\r\n");
    return whole ? (int)strtol(text + strlen("HTTP/1.1 "), NULL, 10) : -1;
}

int box_http_ask(int fd, const struct box_request *request, char *text, int bytes)
{
    char head[1024];
    int length = snprintf(head, sizeof head,
                          "%s %s HTTP/1.1\r\nHost: loket\r\nConnection: close\r\n%s"
                          "Content-Length: %zu\r\n\r\n",
                          request->method, request->path, request->headers, strlen(request->body));
    /* Who is refused in the middle of a long body still gets an answer to read. */
    if (fd >= 0 && box_http_send(fd, head, (size_t)length))
        box_http_send(fd, request->body, strlen(request->body));
    return box_http_finish(fd, text, bytes);
}

int box_http_get(const struct box *box, const char *path, char *text, int bytes)
{
    struct box_request request = {"GET", path, "", ""};
    return box_http_ask(box_http_connect(box), &request, text, bytes);
}

int box_http_post(const struct box *box, const char *path, const char *json, char *text, int bytes)
{
    struct box_request request = {"POST", path, BOX_HTTP_JSON, json};
    return box_http_ask(box_http_connect(box), &request, text, bytes);
}

const char *box_http_body(const char *text)
{
    const char *end = strstr(text, "\r\n\r\n");
    return end ? end + 4 : "";
}
