// SPDX-License-Identifier: MIT
#include "tests/scenario/hall.h"

#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <cmocka.h>

int hall_connect(const struct hall *hall)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%.107s", hall->box.socket);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

int hall_connect_tcp(const struct hall *hall)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)hall->port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

bool hall_read(struct hall *hall, int fd, size_t *used, const char *piece)
{
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (*used < ANSWER_BYTES - 1 && poll(&wait, 1, PATIENCE_MS) > 0) {
        ssize_t got = read(fd, hall->answer + *used, ANSWER_BYTES - 1 - *used);
        if (got <= 0)
            return piece == NULL;
        *used += (size_t)got;
        hall->answer[*used] = '\0';
        if (piece && strstr(hall->answer, piece))
            return true;
    }
    return false;
}

const char *hall_finish(struct hall *hall, int fd)
{
    size_t used = 0;
    hall->answer[0] = '\0';
    assert_true(hall_read(hall, fd, &used, NULL));
    close(fd);
    hall->status = used > 12 ? (int)strtol(hall->answer + 9, NULL, 10) : 0;
    char *body = strstr(hall->answer, "\r\n\r\n");
    return body ? body + 4 : "";
}

void hall_send(int fd, const char *text, size_t bytes)
{
    for (size_t sent = 0; sent < bytes;) {
        ssize_t now = send(fd, text + sent, bytes - sent, MSG_NOSIGNAL);
        assert_true(now > 0);
        sent += (size_t)now;
    }
}

const char *hall_talk(struct hall *hall, int fd, const char *method, const char *path,
                      const char *headers, const char *body)
{
    char head[1024];
    int length = snprintf(head, sizeof head,
                          "%s %s HTTP/1.1\r\nHost: loket\r\nConnection: close\r\n%s"
                          "Content-Length: %zu\r\n\r\n",
                          method, path, headers, strlen(body));
    hall_send(fd, head, (size_t)length);
    hall_send(fd, body, strlen(body));
    return hall_finish(hall, fd);
}

const char *hall_post(struct hall *hall, const char *path, const char *body)
{
    return hall_talk(hall, hall_connect(hall), "POST", path, JSON_TYPE, body);
}

json_t *hall_get(struct hall *hall, const char *path)
{
    json_t *json = json_loads(hall_talk(hall, hall_connect(hall), "GET", path, "", ""), 0, NULL);
    assert_non_null(json);
    return json;
}

void hall_take(struct hall *hall, const char *service, char ticket[8])
{
    char body[64];
    snprintf(body, sizeof body, "{\"service\":\"%s\",\"print\":false}", service);
    json_t *json = json_loads(hall_post(hall, "/api/v1/tickets", body), 0, NULL);
    assert_int_equal(hall->status, 201);
    snprintf(ticket, 8, "%s", json_string_value(json_object_get(json, "ticket")));
    json_decref(json);
}

int hall_waiting(struct hall *hall)
{
    json_t *json = hall_get(hall, "/api/v1/tickets?state=waiting");
    int count = (int)json_array_size(json_object_get(json, "tickets"));
    json_decref(json);
    return count;
}

static int free_port(void)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t bytes = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &bytes), 0);
    close(fd);
    return ntohs(address.sin_port);
}

static void set_listen(struct hall *hall)
{
    char text[2048] = "";
    FILE *conf = fopen(hall->box.conf, "r");
    size_t bytes = fread(text, 1, sizeof text - 1, conf);
    fclose(conf);
    char *line = strstr(text, "listen =");
    assert_non_null(line);
    conf = fopen(hall->box.conf, "w");
    fwrite(text, 1, (size_t)(line - text), conf);
    fprintf(conf, "listen = 127.0.0.1:%d", hall->port);
    line += strcspn(line, "\n");
    fwrite(line, 1, bytes - (size_t)(line - text), conf);
    fclose(conf);
}

int hall_open(void **state)
{
    struct hall *hall = *state = calloc(1, sizeof *hall);
    box_open(&hall->box);
    hall->port = free_port();
    set_listen(hall);
    hall->box.clock_start = "1795399200000"; /* a Monday, 09.00 in Jambi */
    box_start(&hall->box, true);
    hall_post(hall, "/api/v1/desks/1/open", "");
    hall_post(hall, "/api/v1/desks/2/open", "");
    return 0;
}

int hall_close(void **state)
{
    struct hall *hall = *state;
    box_close(&hall->box);
    free(hall);
    return 0;
}
