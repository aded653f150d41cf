// SPDX-License-Identifier: MIT
#include "tests/bench/http_load.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/bench/support.h"

enum { ANSWER_BYTES = 64 * 1024, SILENCE_MS = 10000 };

struct client {
    int fd;
    double sent_ms;
    size_t used;
    char answer[ANSWER_BYTES];
};

static int connect_tcp(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int one = 1, fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
        setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

static int connect_unix(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    snprintf(address.sun_path, sizeof address.sun_path, "%s", path);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

int load_connect(const struct load_place *place)
{
    return place->port ? connect_tcp(place->port) : connect_unix(place->socket);
}

int load_free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t bytes = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd < 0 || bind(fd, (struct sockaddr *)&address, sizeof address) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &bytes) != 0)
        support_fail("no free port");
    close(fd);
    return ntohs(address.sin_port);
}

static void send_request(struct client *client, const char *request)
{
    size_t bytes = strlen(request);
    client->used = 0;
    client->sent_ms = support_now_ms();
    if (send(client->fd, request, bytes, MSG_NOSIGNAL) != (ssize_t)bytes)
        support_fail("the server hung up on a request");
}

/* The whole answer, cut into its parts; NULL = there is more to come. */
static char *body_of(struct client *client, int *status)
{
    char *head_end = strstr(client->answer, "\r\n\r\n");
    char *length = head_end ? strcasestr(client->answer, "\r\nContent-Length:") : NULL;
    if (!head_end)
        return NULL;
    if (!length || length > head_end)
        support_fail("an answer without its length");
    char *body = head_end + 4;
    if (client->used < (size_t)(body - client->answer) + strtoul(length + 17, NULL, 10))
        return NULL;
    *status = (int)strtol(client->answer + strlen("HTTP/1.1 "), NULL, 10);
    return body;
}

/* True when an answer is whole. */
static bool receive(struct client *client)
{
    size_t room = sizeof client->answer - 1 - client->used;
    ssize_t got = recv(client->fd, client->answer + client->used, room, 0);
    if (got <= 0)
        support_fail("the server hung up before its answer");
    client->used += (size_t)got;
    client->answer[client->used] = '\0';
    int status;
    return body_of(client, &status) != NULL;
}

static void take_answer(struct load *load, struct client *client)
{
    int status = 0;
    const char *body = body_of(client, &status);
    if (load->answers < LOAD_ANSWERS_MAX)
        load->answer_ms[load->answers++] = support_now_ms() - client->sent_ms;
    if (load->answered)
        load->answered(load->context, status, body);
}

static int open_clients(const struct load *load, struct client *clients)
{
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < load->clients; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &clients[i]};
        clients[i].fd = load_connect(&load->place);
        if (clients[i].fd < 0 || epoll_ctl(epoll, EPOLL_CTL_ADD, clients[i].fd, &event) != 0)
            support_fail("the server does not take a connection");
    }
    return epoll;
}

static bool wants_more(const struct load *load, int sent, double start_ms)
{
    return load->requests ? sent < load->requests : support_now_ms() - start_ms < load->ms;
}

void load_run(struct load *load)
{
    struct epoll_event ready[LOAD_CLIENTS_MAX];
    struct client *clients = calloc((size_t)load->clients, sizeof *clients);
    load->answers = 0;
    load->answer_ms = malloc(LOAD_ANSWERS_MAX * sizeof *load->answer_ms);
    if (!clients || !load->answer_ms)
        support_fail("out of memory");
    int epoll = open_clients(load, clients), sent = 0, open = 0;
    double start_ms = support_now_ms();
    for (int i = 0; i < load->clients; i++, sent++, open++)
        send_request(&clients[i], load->request);
    while (open > 0) {
        int count = epoll_wait(epoll, ready, LOAD_CLIENTS_MAX, SILENCE_MS);
        if (count <= 0 && errno != EINTR)
            support_fail("the server does not answer any more");
        for (int i = 0; i < count; i++) {
            struct client *client = ready[i].data.ptr;
            if (!receive(client))
                continue;
            take_answer(load, client);
            open--;
            if (!wants_more(load, sent, start_ms))
                continue;
            send_request(client, load->request);
            sent++;
            open++;
        }
    }
    load->took_ms = support_now_ms() - start_ms;
    for (int i = 0; i < load->clients; i++)
        close(clients[i].fd);
    close(epoll);
    free(clients);
}

double load_per_s(const struct load *load)
{
    return load->answers * 1000 / load->took_ms;
}

static void copy(char *to, size_t bytes, const char *from, size_t count)
{
    size_t fits = count < bytes - 1 ? count : bytes - 1;
    memcpy(to, from, fits);
    to[fits] = '\0';
}

int load_ask(const struct load_place *place, const char *request, char *head, char *body,
             size_t bytes)
{
    struct client *client = calloc(1, sizeof *client);
    int status = 0;
    if (!client)
        support_fail("out of memory");
    client->fd = load_connect(place);
    if (client->fd >= 0) {
        send_request(client, request);
        while (!receive(client))
            ;
        const char *found = body_of(client, &status);
        if (head)
            copy(head, bytes, client->answer, (size_t)(found - client->answer));
        if (body)
            copy(body, bytes, found, strlen(found));
        close(client->fd);
    }
    free(client);
    return status;
}
