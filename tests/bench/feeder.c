// SPDX-License-Identifier: MIT
#include "tests/bench/feeder.h"

#include <arpa/inet.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <sys/un.h>
#include <time.h>
#include <unistd.h>

enum { VIEWERS_MAX = 16, PAGE_BYTES_MAX = 64 * 1024, LIFE_MS = 2000, REQUEST_BYTES = 4096 };

struct feeder {
    char socket_path[108];
    int unix_fd, tcp_fd, stop_fd, port;
    char *page;
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows */
    int viewer[VIEWERS_MAX], viewers;
    char *board; /* newest */
};

static bool send_all(int fd, const char *text, size_t bytes)
{
    while (bytes > 0) {
        ssize_t sent = send(fd, text, bytes, MSG_NOSIGNAL);
        if (sent <= 0)
            return false;
        text += sent;
        bytes -= (size_t)sent;
    }
    return true;
}

/* To every viewer; who has gone or does not read for 5 s is hung up. Needs the lock. */
static void send_to_viewers(struct feeder *feeder, const char *text, size_t bytes)
{
    for (int i = feeder->viewers - 1; i >= 0; i--) {
        if (!send_all(feeder->viewer[i], text, bytes)) {
            close(feeder->viewer[i]);
            feeder->viewer[i] = feeder->viewer[--feeder->viewers];
        }
    }
}

static char *as_event(const char *board, size_t *bytes)
{
    char *event = NULL;
    int length = board ? asprintf(&event, "event: board\ndata: %s\n\n", board) : -1;
    *bytes = length > 0 ? (size_t)length : 0;
    return length > 0 ? event : NULL;
}

static void answer(int fd, const char *status, const char *type, const char *text)
{
    char head[256];
    size_t bytes = text ? strlen(text) : 0;
    int length = snprintf(head, sizeof head,
                          "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %zu\r\n"
                          "Cache-Control: no-store\r\nConnection: close\r\n\r\n",
                          status, type, bytes);
    if (send_all(fd, head, (size_t)length) && text)
        send_all(fd, text, bytes);
    close(fd);
}

static void join(struct feeder *feeder, int fd)
{
    static const char head[] = "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
                               "Cache-Control: no-store\r\nConnection: close\r\n\r\n";
    size_t bytes = 0;
    char *event = as_event(feeder->board, &bytes);
    if (feeder->viewers < VIEWERS_MAX && send_all(fd, head, sizeof head - 1) &&
        send_all(fd, event, bytes))
        feeder->viewer[feeder->viewers++] = fd;
    else
        close(fd);
    free(event);
}

/* Reads one request; they are short, come at once and are all GET. */
static void serve(struct feeder *feeder, int listener)
{
    char request[REQUEST_BYTES + 1] = "";
    size_t have = 0;
    int fd = accept4(listener, NULL, NULL, SOCK_CLOEXEC);
    if (fd < 0)
        return;
    struct timeval patience = {.tv_sec = 5};
    setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience);
    setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience);
    while (have < REQUEST_BYTES && !strstr(request, "\r\n\r\n")) {
        ssize_t bytes = recv(fd, request + have, REQUEST_BYTES - have, 0);
        if (bytes <= 0)
            break;
        have += (size_t)bytes;
        request[have] = '\0';
    }
    pthread_mutex_lock(&feeder->lock);
    if (strncmp(request, "GET /api/v1/board/stream ", 25) == 0)
        join(feeder, fd);
    else if (strncmp(request, "GET /api/v1/board ", 18) == 0 && feeder->board)
        answer(fd, "200 OK", "application/json", feeder->board);
    else if (strncmp(request, "GET / ", 6) == 0 && feeder->page)
        answer(fd, "200 OK", "text/html; charset=utf-8", feeder->page);
    else
        answer(fd, "404 Not Found", "text/plain", NULL);
    pthread_mutex_unlock(&feeder->lock);
}

static void *run(void *context)
{
    struct feeder *feeder = context;
    struct pollfd waits[] = {{.fd = feeder->unix_fd, .events = POLLIN},
                             {.fd = feeder->tcp_fd, .events = POLLIN},
                             {.fd = feeder->stop_fd, .events = POLLIN}};
    while (!waits[2].revents) {
        if (poll(waits, 3, LIFE_MS) == 0) {
            pthread_mutex_lock(&feeder->lock);
            send_to_viewers(feeder, ": here\n\n", 8);
            pthread_mutex_unlock(&feeder->lock);
        }
        for (int i = 0; i < 2; i++) {
            if (waits[i].revents)
                serve(feeder, waits[i].fd);
        }
    }
    return NULL;
}

static int listen_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int bytes = snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    unlink(path);
    bool good = fd >= 0 && bytes < (int)sizeof address.sun_path &&
                bind(fd, (struct sockaddr *)&address, sizeof address) == 0 && listen(fd, 8) == 0;
    return good ? fd : -1;
}

static int listen_tcp(int *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_addr = {.s_addr = htonl(INADDR_LOOPBACK)}};
    socklen_t bytes = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool good = fd >= 0 && bind(fd, (struct sockaddr *)&address, bytes) == 0 &&
                listen(fd, 8) == 0 && getsockname(fd, (struct sockaddr *)&address, &bytes) == 0;
    *port = good ? ntohs(address.sin_port) : 0;
    return good ? fd : -1;
}

static char *read_page(const char *path)
{
    char *text = calloc(1, PAGE_BYTES_MAX + 1);
    FILE *file = path ? fopen(path, "r") : NULL;
    bool good = text && file && fread(text, 1, PAGE_BYTES_MAX, file) > 0;
    if (file)
        fclose(file);
    if (!good) {
        free(text);
        return NULL;
    }
    return text;
}

struct feeder *feeder_start(const char *socket_path, const char *page_path)
{
    struct feeder *feeder = calloc(1, sizeof *feeder);
    if (!feeder)
        return NULL;
    snprintf(feeder->socket_path, sizeof feeder->socket_path, "%s", socket_path);
    feeder->unix_fd = listen_unix(socket_path);
    feeder->tcp_fd = listen_tcp(&feeder->port);
    feeder->stop_fd = eventfd(0, EFD_CLOEXEC);
    feeder->page = read_page(page_path);
    pthread_mutex_init(&feeder->lock, NULL);
    if (feeder->unix_fd < 0 || feeder->tcp_fd < 0 || feeder->stop_fd < 0 ||
        (page_path && !feeder->page) || pthread_create(&feeder->thread, NULL, run, feeder) != 0) {
        close(feeder->unix_fd);
        close(feeder->tcp_fd);
        close(feeder->stop_fd);
        free(feeder->page);
        free(feeder);
        return NULL;
    }
    return feeder;
}

int feeder_port(const struct feeder *feeder)
{
    return feeder->port;
}

int feeder_viewers(struct feeder *feeder)
{
    pthread_mutex_lock(&feeder->lock);
    int viewers = feeder->viewers;
    pthread_mutex_unlock(&feeder->lock);
    return viewers;
}

int64_t feeder_send(struct feeder *feeder, int n)
{
    struct timespec now;
    size_t bytes = 0;
    char *board = feeder_board(n), *event = as_event(board, &bytes);
    pthread_mutex_lock(&feeder->lock);
    free(feeder->board);
    feeder->board = board;
    clock_gettime(CLOCK_MONOTONIC, &now);
    send_to_viewers(feeder, event, bytes);
    pthread_mutex_unlock(&feeder->lock);
    free(event);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

void feeder_stop(struct feeder *feeder)
{
    if (!feeder)
        return;
    eventfd_write(feeder->stop_fd, 1);
    pthread_join(feeder->thread, NULL);
    for (int i = 0; i < feeder->viewers; i++)
        close(feeder->viewer[i]);
    close(feeder->unix_fd);
    close(feeder->tcp_fd);
    close(feeder->stop_fd);
    unlink(feeder->socket_path);
    pthread_mutex_destroy(&feeder->lock);
    free(feeder->board);
    free(feeder->page);
    free(feeder);
}
