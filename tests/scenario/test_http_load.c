// SPDX-License-Identifier: MIT
/* Streams, slow and rude callers, crowds, a second daemon, the end. */
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scenario/hall.h"

static int open_stream(struct hall *hall, size_t *used)
{
    static const char request[] = "GET /api/v1/board/stream HTTP/1.1\r\nHost: l\r\n\r\n";
    int fd = hall_connect(hall);
    hall_send(fd, request, sizeof request - 1);
    *used = 0;
    hall->answer[0] = '\0';
    assert_true(hall_read(hall, fd, used, "\n\n"));
    return fd;
}

static void a_stream_begins_with_the_board_and_tells_each_call(void **state)
{
    struct hall *hall = *state;
    char ticket[8], piece[40];
    size_t used;
    hall_take(hall, "B", ticket);
    int fd = open_stream(hall, &used);
    assert_non_null(strstr(hall->answer, "text/event-stream"));
    assert_non_null(strstr(hall->answer, "retry: 1000\nevent: board\ndata: {\"schema\":1"));
    struct hall *other = calloc(1, sizeof *other);
    memcpy(&other->box, &hall->box, sizeof other->box);
    char call[64];
    snprintf(call, sizeof call, "{\"ticket\":\"%s\"}", ticket);
    hall_post(other, "/api/v1/desks/2/call", call);
    assert_int_equal(other->status, 200);
    snprintf(piece, sizeof piece, "\"serving\":\"%s\"", ticket);
    assert_true(hall_read(hall, fd, &used, piece));
    hall_post(other, "/api/v1/desks/2/finish", "");
    assert_int_equal(other->status, 200);
    free(other);
    close(fd);
}

static void a_viewer_that_does_not_read_holds_nobody_up(void **state)
{
    struct hall *hall = *state;
    char ticket[8], last[16];
    size_t used;
    int fd = open_stream(hall, &used);
    for (int i = 0; i < 150; i++)
        hall_take(hall, "K", ticket);
    used = 0;
    hall->answer[0] = '\0';
    snprintf(last, sizeof last, "\"waiting\":150");
    assert_true(hall_read(hall, fd, &used, last)); /* the newest board comes in the end */
    close(fd);
}

static void callers_who_hang_up_early_do_no_harm(void **state)
{
    struct hall *hall = *state;
    static const char request[] = "POST /api/v1/tickets HTTP/1.1\r\nHost: l\r\n"
                                  "Content-Type: application/json\r\nContent-Length: 29\r\n\r\n"
                                  "{\"service\":\"C\",\"print\":false}";
    int before = hall_waiting(hall);
    for (int i = 0; i < 40; i++) { /* before, while and after it is carried out */
        int fd = hall_connect(hall);
        hall_send(fd, request, sizeof request - 1);
        box_sleep_ms(i % 4);
        close(fd);
    }
    for (int i = 0; i < 20; i++) { /* and half-sent ones */
        int fd = hall_connect(hall);
        hall_send(fd, request, sizeof request - 2 - (size_t)i * 5);
        close(fd);
    }
    assert_in_range(hall_waiting(hall), before + 1, before + 40);
    hall_talk(hall, hall_connect(hall), "GET", "/api/v1/health", "", "");
    assert_int_equal(hall->status, 200);
}

static void many_takes_at_once_get_numbers_of_their_own(void **state)
{
    enum { TAKERS = 60 };
    struct hall *hall = *state;
    static const char body[] = "{\"service\":\"G\",\"print\":false}";
    char request[256];
    bool seen[TAKERS + 1] = {false};
    int fd[TAKERS];
    int length = snprintf(request, sizeof request,
                          "POST /api/v1/tickets HTTP/1.1\r\nHost: l\r\nConnection: close\r\n"
                          "%sContent-Length: %zu\r\n\r\n%s",
                          JSON_TYPE, sizeof body - 1, body);
    for (int i = 0; i < TAKERS; i++) {
        fd[i] = hall_connect(hall);
        hall_send(fd[i], request, (size_t)length);
    }
    for (int i = 0; i < TAKERS; i++) {
        const char *number = strstr(hall_finish(hall, fd[i]), "\"ticket\":\"G-");
        assert_int_equal(hall->status, 201);
        long n = strtol(number + strlen("\"ticket\":\"G-"), NULL, 10);
        assert_in_range(n, 1, TAKERS);
        assert_false(seen[n]);
        seen[n] = true;
    }
}

static void a_second_daemon_leaves_the_first_alone(void **state)
{
    struct hall *hall = *state;
    char said[4096], program[600];
    snprintf(program, sizeof program, "%s/loketd", hall->box.programs);
    const char *const argv[] = {program, "--config", hall->box.conf, NULL};
    assert_int_not_equal(box_run(&hall->box, argv, said, sizeof said), 0);
    assert_non_null(strstr(said, "another loketd"));
    hall_talk(hall, hall_connect(hall), "GET", "/api/v1/health", "", "");
    assert_int_equal(hall->status, 200);
}

static void stopping_ends_open_streams_and_removes_the_socket(void **state)
{
    struct hall *hall = *state;
    size_t used;
    int fd = open_stream(hall, &used);
    int status = box_end(&hall->box, SIGTERM);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_true(hall_read(hall, fd, &used, NULL));
    close(fd);
    assert_int_equal(access(hall->box.socket, F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stream_begins_with_the_board_and_tells_each_call),
        cmocka_unit_test(a_viewer_that_does_not_read_holds_nobody_up),
        cmocka_unit_test(callers_who_hang_up_early_do_no_harm),
        cmocka_unit_test(many_takes_at_once_get_numbers_of_their_own),
        cmocka_unit_test(a_second_daemon_leaves_the_first_alone),
        cmocka_unit_test(stopping_ends_open_streams_and_removes_the_socket),
    };
    return cmocka_run_group_tests(tests, hall_open, hall_close);
}
