// SPDX-License-Identifier: MIT
/* Streams, slow and rude callers, crowds, a second daemon, the end. */
#include <poll.h>
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

#include "tests/scenario/box_http.h"
#include "tests/scenario/story.h"

/* A viewer of the board, and what has reached it so far. */
struct viewer {
    int fd;
    char text[STORY_TEXT_BYTES];
};

static bool viewer_reads(struct viewer *viewer, const char *piece)
{
    return box_http_read(viewer->fd, piece, viewer->text, sizeof viewer->text);
}

static struct viewer *viewer_comes(const struct box *box)
{
    static const char request[] = "GET /api/v1/board/stream HTTP/1.1\r\nHost: l\r\n\r\n";
    struct viewer *viewer = calloc(1, sizeof *viewer);
    assert_non_null(viewer);
    viewer->fd = box_http_connect(box);
    assert_true(box_http_send(viewer->fd, request, sizeof request - 1));
    assert_true(viewer_reads(viewer, "event: board\ndata: {\"schema\":1"));
    return viewer;
}

static void viewer_leaves(struct viewer *viewer)
{
    close(viewer->fd);
    free(viewer);
}

static void a_stream_begins_with_the_board_and_tells_each_call(void **state)
{
    struct box *box = *state;
    char ticket[8], piece[40], call[64];
    story_take(box, "B", ticket);
    struct viewer *viewer = viewer_comes(box);
    assert_non_null(strstr(viewer->text, "text/event-stream"));
    assert_non_null(strstr(viewer->text, "retry: 1000\nevent: board\n"));
    snprintf(call, sizeof call, "{\"ticket\":\"%s\"}", ticket);
    assert_int_equal(story_post(box, "/api/v1/desks/2/call", call), 200);
    snprintf(piece, sizeof piece, "\"serving\":\"%s\"", ticket);
    assert_true(viewer_reads(viewer, piece));
    assert_int_equal(story_post(box, "/api/v1/desks/2/finish", ""), 200);
    viewer_leaves(viewer);
}

static void a_viewer_that_does_not_read_holds_nobody_up(void **state)
{
    struct box *box = *state;
    char ticket[8];
    struct viewer *viewer = viewer_comes(box);
    for (int i = 0; i < 150; i++)
        story_take(box, "K", ticket);
    viewer->text[0] = '\0';
    /* the newest board comes in the end, and most of the old ones never */
    assert_true(viewer_reads(viewer, "\"waiting\":150"));
    int boards = 0;
    for (const char *at = viewer->text; (at = strstr(at, "event: board")); at++)
        boards++;
    assert_in_range(boards, 1, 30);
    viewer_leaves(viewer);
}

static void callers_who_hang_up_early_do_no_harm(void **state)
{
    struct box *box = *state;
    static const char request[] = "POST /api/v1/tickets HTTP/1.1\r\nHost: l\r\n"
                                  "Content-Type: application/json\r\nContent-Length: 29\r\n\r\n"
                                  "{\"service\":\"C\",\"print\":false}";
    int before = story_waiting(box);
    for (int i = 0; i < 40; i++) { /* before, while and after it is carried out */
        int fd = box_http_connect(box);
        assert_true(box_http_send(fd, request, sizeof request - 1));
        box_sleep_ms(i % 4);
        close(fd);
    }
    for (int i = 0; i < 20; i++) { /* and half-sent ones */
        int fd = box_http_connect(box);
        assert_true(box_http_send(fd, request, sizeof request - 2 - (size_t)i * 5));
        close(fd);
    }
    assert_in_range(story_waiting(box), before + 1, before + 40);
    assert_int_equal(story_get(box, "/api/v1/health"), 200);
}

static void many_takes_at_once_get_numbers_of_their_own(void **state)
{
    enum { TAKERS = 60 };
    struct box *box = *state;
    static const char body[] = "{\"service\":\"G\",\"print\":false}";
    char request[256];
    bool seen[TAKERS + 1] = {false};
    int fd[TAKERS];
    int length = snprintf(request, sizeof request,
                          "POST /api/v1/tickets HTTP/1.1\r\nHost: l\r\nConnection: close\r\n"
                          "%sContent-Length: %zu\r\n\r\n%s",
                          BOX_HTTP_JSON, sizeof body - 1, body);
    for (int i = 0; i < TAKERS; i++) {
        fd[i] = box_http_connect(box);
        assert_true(box_http_send(fd[i], request, (size_t)length));
    }
    for (int i = 0; i < TAKERS; i++) {
        assert_int_equal(box_http_finish(fd[i], story_text, sizeof story_text), 201);
        const char *number = strstr(story_text, "\"ticket\":\"G-");
        assert_non_null(number);
        long n = strtol(number + strlen("\"ticket\":\"G-"), NULL, 10);
        assert_in_range(n, 1, TAKERS);
        assert_false(seen[n]);
        seen[n] = true;
    }
}

/* All of it reaches a daemon that stood still, so it is read in one go: the commit is overdue
 * before the last page is made, and nothing comes after it that would wake the daemon. */
static void a_take_before_many_long_pages_is_answered(void **state)
{
    enum { PAGES = 40 };
    struct box *box = *state;
    static const char take[] =
        "POST /api/v1/tickets HTTP/1.1\r\nHost: l\r\nConnection: close\r\n" BOX_HTTP_JSON
        "Content-Length: 29\r\n\r\n"
        "{\"service\":\"D\",\"print\":false}";
    static const char page[] =
        "GET /api/v1/tickets HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n";
    int fd[1 + PAGES], status;
    for (int i = 0; i <= PAGES; i++)
        fd[i] = box_http_connect(box);
    assert_int_equal(story_get(box, "/api/v1/health"), 200); /* so the others have been let in */
    assert_int_equal(kill(box->daemon_pid, SIGSTOP), 0);
    assert_int_equal(waitpid(box->daemon_pid, &status, WUNTRACED), box->daemon_pid);
    assert_true(box_http_send(fd[0], take, sizeof take - 1));
    for (int i = 1; i <= PAGES; i++)
        assert_true(box_http_send(fd[i], page, sizeof page - 1));
    assert_int_equal(kill(box->daemon_pid, SIGCONT), 0);
    assert_int_equal(box_http_finish(fd[0], story_text, sizeof story_text), 201);
    for (int i = 1; i <= PAGES; i++)
        assert_int_equal(box_http_finish(fd[i], story_text, sizeof story_text), 200);
}

static void a_full_house_lets_the_next_one_in_when_somebody_leaves(void **state)
{
    enum { SEATS = 256, QUIET_MS = 50 };
    struct box *box = *state;
    static const char request[] =
        "GET /api/v1/health HTTP/1.1\r\nHost: l\r\nConnection: close\r\n\r\n";
    int seated[SEATS];
    for (int i = 0; i < SEATS; i++)
        seated[i] = box_http_connect(box);
    struct pollfd next = {.fd = box_http_connect(box), .events = POLLIN};
    assert_true(box_http_send(next.fd, request, sizeof request - 1));
    assert_int_equal(poll(&next, 1, QUIET_MS), 0);
    close(seated[0]);
    assert_int_equal(box_http_finish(next.fd, story_text, sizeof story_text), 200);
    for (int i = 1; i < SEATS; i++)
        close(seated[i]);
}

static void a_second_daemon_leaves_the_first_alone(void **state)
{
    struct box *box = *state;
    char said[4096], program[600];
    snprintf(program, sizeof program, "%s/loketd", box->programs);
    const char *const argv[] = {program, "--config", box->conf, NULL};
    assert_int_not_equal(box_run(box, argv, said, sizeof said), 0);
    assert_non_null(strstr(said, "another loketd"));
    assert_int_equal(story_get(box, "/api/v1/health"), 200);
}

static void stopping_ends_open_streams_and_removes_the_socket(void **state)
{
    struct box *box = *state;
    struct viewer *viewer = viewer_comes(box);
    int status = box_end(box, SIGTERM);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), 0);
    assert_true(viewer_reads(viewer, NULL));
    viewer_leaves(viewer);
    assert_int_equal(access(box->socket, F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_stream_begins_with_the_board_and_tells_each_call),
        cmocka_unit_test(a_viewer_that_does_not_read_holds_nobody_up),
        cmocka_unit_test(callers_who_hang_up_early_do_no_harm),
        cmocka_unit_test(many_takes_at_once_get_numbers_of_their_own),
        cmocka_unit_test(a_take_before_many_long_pages_is_answered),
        cmocka_unit_test(a_full_house_lets_the_next_one_in_when_somebody_leaves),
        cmocka_unit_test(a_second_daemon_leaves_the_first_alone),
        cmocka_unit_test(stopping_ends_open_streams_and_removes_the_socket),
    };
    return cmocka_run_group_tests(tests, story_open_day, story_close);
}
