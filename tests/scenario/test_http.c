// SPDX-License-Identifier: MIT
/* The HTTP interface of a running loketd, as scripts, consoles and walls use it. */
#include <netinet/in.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>
#include <jansson.h>

#include "tests/scenario/box.h"

enum { ANSWER_BYTES = 1 << 20, PATIENCE_MS = 8000 };

struct hall {
    struct box box;
    int port;
    int status;
    char answer[ANSWER_BYTES]; /* the last one, headers and body */
};

static int connect_unix(const struct hall *hall)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    snprintf(address.sun_path, sizeof address.sun_path, "%.107s", hall->box.socket);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

static int connect_tcp(const struct hall *hall)
{
    struct sockaddr_in address = {.sin_family = AF_INET,
                                  .sin_port = htons((uint16_t)hall->port),
                                  .sin_addr = {htonl(INADDR_LOOPBACK)}};
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(connect(fd, (struct sockaddr *)&address, sizeof address), 0);
    return fd;
}

/* More bytes into answer until it holds `piece` (NULL: until the end), or time is over. */
static bool read_until(struct hall *hall, int fd, size_t *used, const char *piece)
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

static const char *finish_talk(struct hall *hall, int fd)
{
    size_t used = 0;
    hall->answer[0] = '\0';
    assert_true(read_until(hall, fd, &used, NULL));
    close(fd);
    hall->status = used > 12 ? (int)strtol(hall->answer + 9, NULL, 10) : 0;
    char *body = strstr(hall->answer, "\r\n\r\n");
    return body ? body + 4 : "";
}

static void send_text(int fd, const char *text, size_t bytes)
{
    for (size_t sent = 0; sent < bytes;) {
        ssize_t now = send(fd, text + sent, bytes - sent, MSG_NOSIGNAL);
        assert_true(now > 0);
        sent += (size_t)now;
    }
}

static const char *talk(struct hall *hall, int fd, const char *method, const char *path,
                        const char *headers, const char *body)
{
    char head[1024];
    int length = snprintf(head, sizeof head,
                          "%s %s HTTP/1.1\r\nHost: loket\r\nConnection: close\r\n%s"
                          "Content-Length: %zu\r\n\r\n",
                          method, path, headers, strlen(body));
    send_text(fd, head, (size_t)length);
    send_text(fd, body, strlen(body));
    return finish_talk(hall, fd);
}

static const char JSON_TYPE[] = "Content-Type: application/json\r\n";

static const char *post(struct hall *hall, const char *path, const char *body)
{
    return talk(hall, connect_unix(hall), "POST", path, JSON_TYPE, body);
}

static json_t *get_json(struct hall *hall, const char *path)
{
    json_t *json = json_loads(talk(hall, connect_unix(hall), "GET", path, "", ""), 0, NULL);
    assert_non_null(json);
    return json;
}

/* Takes a number without paper; its text in ticket. */
static void take(struct hall *hall, const char *service, char ticket[8])
{
    char body[64];
    snprintf(body, sizeof body, "{\"service\":\"%s\",\"print\":false}", service);
    json_t *json = json_loads(post(hall, "/api/v1/tickets", body), 0, NULL);
    assert_int_equal(hall->status, 201);
    snprintf(ticket, 8, "%s", json_string_value(json_object_get(json, "ticket")));
    json_decref(json);
}

static int waiting(struct hall *hall)
{
    json_t *json = get_json(hall, "/api/v1/tickets?state=waiting");
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

static int open_hall(void **state)
{
    struct hall *hall = calloc(1, sizeof *hall);
    box_open(&hall->box);
    hall->port = free_port();
    set_listen(hall);
    hall->box.clock_start = "1795399200000"; /* a Monday, 09.00 in Jambi */
    box_start(&hall->box, true);
    post(hall, "/api/v1/desks/1/open", "");
    post(hall, "/api/v1/desks/2/open", "");
    *state = hall;
    return 0;
}

static int close_hall(void **state)
{
    struct hall *hall = *state;
    box_close(&hall->box);
    free(hall);
    return 0;
}

static void a_ticket_is_taken_called_finished_and_keeps_its_history(void **state)
{
    struct hall *hall = *state;
    char ticket[8], path[64];
    take(hall, "A", ticket);
    post(hall, "/api/v1/desks/1/next", "{}");
    assert_int_equal(hall->status, 200);
    assert_non_null(strstr(hall->answer, ticket));
    post(hall, "/api/v1/desks/1/finish",
         "{\"outcome\":\"missing_papers\",\"missing\":[\"kk\",\"ktp\"]}");
    assert_int_equal(hall->status, 200);
    snprintf(path, sizeof path, "/api/v1/tickets/%s", ticket);
    json_t *json = get_json(hall, path);
    const json_t *history = json_object_get(json, "history");
    assert_string_equal(json_string_value(json_object_get(json, "state")), "done");
    assert_string_equal(json_string_value(json_object_get(json, "outcome")), "missing_papers");
    assert_int_equal(json_array_size(history), 3);
    const json_t *last = json_array_get(history, 2);
    assert_string_equal(json_string_value(json_object_get(last, "kind")), "TICKET_FINISHED");
    assert_string_equal(json_string_value(json_object_get(json_object_get(last, "data"), "note")),
                        "kk,ktp");
    json_decref(json);
}

static void the_board_has_every_part_and_no_claim_beside_a_number(void **state)
{
    struct hall *hall = *state;
    static const char *const parts[] = {"schema", "clock", "day",      "branch", "kiosk",
                                        "calls",  "desks", "services", "notices"};
    json_t *board = get_json(hall, "/api/v1/board");
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        assert_non_null(json_object_get(board, parts[i]));
    assert_int_equal(json_object_size(board), sizeof parts / sizeof *parts);
    const json_t *call = json_array_get(json_object_get(board, "calls"), 0);
    assert_non_null(call);
    assert_null(json_object_get(call, "service"));
    assert_string_equal(json_string_value(json_object_get(board, "day")), "2026-11-23");
    json_decref(board);
}

static void a_repeated_next_calls_one_visitor(void **state)
{
    struct hall *hall = *state;
    char ticket[8], first[256];
    char headers[] = "Idempotency-Key: press-1\r\n";
    for (int i = 0; i < 3; i++)
        take(hall, "A", ticket);
    int before = waiting(hall);
    snprintf(first, sizeof first, "%.255s",
             talk(hall, connect_unix(hall), "POST", "/api/v1/desks/1/next", headers, ""));
    assert_int_equal(hall->status, 200);
    const char *again = talk(hall, connect_unix(hall), "POST", "/api/v1/desks/1/next", headers, "");
    assert_memory_equal(first, again, strlen(first));
    assert_int_equal(waiting(hall), before - 1);
    talk(hall, connect_unix(hall), "POST", "/api/v1/desks/2/next", headers, "");
    assert_int_equal(hall->status, 422);
}

static void two_requests_with_one_key_at_once_call_one_visitor(void **state)
{
    struct hall *hall = *state;
    static const char request[] = "POST /api/v1/desks/1/next HTTP/1.1\r\nHost: l\r\n"
                                  "Connection: close\r\nIdempotency-Key: press-2\r\n"
                                  "Content-Length: 0\r\n\r\n";
    char first[512];
    int before = waiting(hall), fd[4];
    for (int i = 0; i < 4; i++)
        fd[i] = connect_unix(hall);
    for (int i = 0; i < 4; i++)
        send_text(fd[i], request, sizeof request - 1);
    snprintf(first, sizeof first, "%.511s", finish_talk(hall, fd[0]));
    for (int i = 1; i < 4; i++) {
        assert_string_equal(finish_talk(hall, fd[i]), first);
        assert_int_equal(hall->status, 200);
    }
    assert_int_equal(waiting(hall), before - 1);
}

struct mistake {
    const char *method, *path, *headers, *body;
    int status;
    const char *code, *field;
};

static const struct mistake mistakes[] = {
    {"GET", "/api/v1/nowhere", "", "", 404, "not_found", ""},
    {"GET", "/", "", "", 404, "not_found", ""},
    {"DELETE", "/api/v1/board", "", "", 405, "method_not_allowed", ""},
    {"GET", "/api/v1/desks/1/next", "", "", 405, "method_not_allowed", ""},
    {"POST", "/api/v1/desks/99/next", "", "", 404, "unknown_desk", "desk"},
    {"POST", "/api/v1/desks/x/next", "", "", 404, "unknown_desk", "desk"},
    {"GET", "/api/v1/tickets/K-999", "", "", 404, "unknown_ticket", "ticket"},
    {"GET", "/api/v1/tickets?state=gone", "", "", 400, "invalid_field", "state"},
    {"GET", "/api/v1/report?day=yesterday", "", "", 400, "invalid_field", "day"},
    {"GET", "/api/v1/checklist/Z", "", "", 404, "unknown_service", "service"},
    {"POST", "/api/v1/tickets", JSON_TYPE, "{\"service\":\"Z\"}", 404, "unknown_service",
     "service"},
    {"POST", "/api/v1/tickets", JSON_TYPE, "{\"service\":7}", 400, "invalid_field", "service"},
    {"POST", "/api/v1/tickets", JSON_TYPE, "{}", 400, "missing_field", "service"},
    {"POST", "/api/v1/tickets", JSON_TYPE, "{\"service\":\"A\",\"name\":\"Siti\"}", 400,
     "unknown_field", "name"},
    {"POST", "/api/v1/tickets", JSON_TYPE, "{\"service\":", 400, "malformed", ""},
    {"POST", "/api/v1/tickets", "Content-Type: text/plain\r\n", "{\"service\":\"A\"}", 415,
     "not_json", "Content-Type"},
    {"POST", "/api/v1/tickets", "", "{\"service\":\"A\"}", 415, "not_json", "Content-Type"},
    {"POST", "/api/v1/desks/2/recall", "", "", 409, "desk_idle", ""},
    {"POST", "/api/v1/desks/1/open", "", "", 409, "already", ""},
};

static void every_mistake_has_its_status_code_and_field(void **state)
{
    struct hall *hall = *state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const struct mistake *m = &mistakes[i];
        const char *body = talk(hall, connect_unix(hall), m->method, m->path, m->headers, m->body);
        const char *code = "", *message = "", *field = "-";
        json_t *json = json_loads(body, 0, NULL);
        if (json_unpack(json, "{s:{s:s,s:s,s:s!}!}", "error", "code", &code, "message", &message,
                        "field", &field) < 0 ||
            hall->status != m->status || strcmp(code, m->code) != 0 ||
            strcmp(field, m->field) != 0 || !*message)
            fail_msg("%s %s %s: %d %s", m->method, m->path, m->body, hall->status, body);
        json_decref(json);
    }
    talk(hall, connect_unix(hall), "PUT", "/api/v1/tickets", "", "");
    assert_non_null(strstr(hall->answer, "Allow: GET, HEAD, POST\r\n"));
}

static void a_body_that_is_too_large_is_refused(void **state)
{
    struct hall *hall = *state;
    size_t bytes = 300 * 1024;
    char *body = malloc(bytes + 1);
    memset(body, ' ', bytes);
    body[bytes] = '\0';
    post(hall, "/api/v1/tickets", body);
    assert_int_equal(hall->status, 413);
    free(body);
}

static void headers_that_are_too_long_are_refused(void **state)
{
    struct hall *hall = *state;
    char *headers = malloc(10100);
    int used = snprintf(headers, 100, "X-Long: ");
    memset(headers + used, 'x', 10000);
    snprintf(headers + used + 10000, 8, "\r\n");
    int fd = connect_unix(hall);
    static const char begin[] = "GET /api/v1/board HTTP/1.1\r\nHost: l\r\nConnection: close\r\n";
    send_text(fd, begin, sizeof begin - 1);
    send_text(fd, headers, strlen(headers));
    send_text(fd, "\r\n", 2);
    finish_talk(hall, fd);
    assert_int_equal(hall->status, 431);
    free(headers);
}

static void from_the_network_the_board_is_all_one_may_have(void **state)
{
    struct hall *hall = *state;
    talk(hall, connect_tcp(hall), "GET", "/api/v1/board", "", "");
    assert_int_equal(hall->status, 200);
    talk(hall, connect_tcp(hall), "GET", "/api/v1/health", "", "");
    assert_int_equal(hall->status, 200);
    int before = waiting(hall);
    talk(hall, connect_tcp(hall), "POST", "/api/v1/tickets", JSON_TYPE, "{\"service\":\"A\"}");
    assert_int_equal(hall->status, 401);
    talk(hall, connect_tcp(hall), "GET", "/api/v1/tickets", "", "");
    assert_int_equal(hall->status, 401);
    assert_int_equal(waiting(hall), before);
}

static int open_stream(struct hall *hall, size_t *used)
{
    static const char request[] = "GET /api/v1/board/stream HTTP/1.1\r\nHost: l\r\n\r\n";
    int fd = connect_unix(hall);
    send_text(fd, request, sizeof request - 1);
    *used = 0;
    hall->answer[0] = '\0';
    assert_true(read_until(hall, fd, used, "\n\n"));
    return fd;
}

static void a_stream_begins_with_the_board_and_tells_each_call(void **state)
{
    struct hall *hall = *state;
    char ticket[8], piece[40];
    size_t used;
    take(hall, "B", ticket);
    int fd = open_stream(hall, &used);
    assert_non_null(strstr(hall->answer, "text/event-stream"));
    assert_non_null(strstr(hall->answer, "retry: 1000\nevent: board\ndata: {\"schema\":1"));
    struct hall *other = calloc(1, sizeof *other);
    memcpy(&other->box, &hall->box, sizeof other->box);
    char call[64];
    snprintf(call, sizeof call, "{\"ticket\":\"%s\"}", ticket);
    post(other, "/api/v1/desks/2/call", call);
    assert_int_equal(other->status, 200);
    snprintf(piece, sizeof piece, "\"serving\":\"%s\"", ticket);
    assert_true(read_until(hall, fd, &used, piece));
    post(other, "/api/v1/desks/2/finish", "");
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
        take(hall, "K", ticket);
    used = 0;
    hall->answer[0] = '\0';
    snprintf(last, sizeof last, "\"waiting\":150");
    assert_true(read_until(hall, fd, &used, last)); /* the newest board comes in the end */
    close(fd);
}

static void callers_who_hang_up_early_do_no_harm(void **state)
{
    struct hall *hall = *state;
    static const char request[] = "POST /api/v1/tickets HTTP/1.1\r\nHost: l\r\n"
                                  "Content-Type: application/json\r\nContent-Length: 29\r\n\r\n"
                                  "{\"service\":\"C\",\"print\":false}";
    int before = waiting(hall);
    for (int i = 0; i < 20; i++) {
        int fd = connect_unix(hall);
        send_text(fd, request, sizeof request - 1);
        close(fd);
    }
    for (int i = 0; i < 20; i++) { /* and half-sent ones */
        int fd = connect_unix(hall);
        send_text(fd, request, sizeof request - 2 - (size_t)i * 5);
        close(fd);
    }
    for (int i = 0; i < 200 && waiting(hall) < before + 20; i++)
        box_sleep_ms(10);
    assert_int_equal(waiting(hall), before + 20);
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
        fd[i] = connect_unix(hall);
        send_text(fd[i], request, (size_t)length);
    }
    for (int i = 0; i < TAKERS; i++) {
        const char *number = strstr(finish_talk(hall, fd[i]), "\"ticket\":\"G-");
        assert_int_equal(hall->status, 201);
        long n = strtol(number + strlen("\"ticket\":\"G-"), NULL, 10);
        assert_in_range(n, 1, TAKERS);
        assert_false(seen[n]);
        seen[n] = true;
    }
}

static void a_slip_comes_as_text_and_as_printer_bytes(void **state)
{
    struct hall *hall = *state;
    char ticket[8], path[64];
    take(hall, "D", ticket);
    snprintf(path, sizeof path, "/api/v1/tickets/%s/slip?format=text", ticket);
    const char *text = talk(hall, connect_unix(hall), "GET", path, "", "");
    assert_int_equal(hall->status, 200);
    assert_non_null(strstr(text, ticket));
    snprintf(path, sizeof path, "/api/v1/tickets/%s/slip?format=escpos", ticket);
    const char *bytes = talk(hall, connect_unix(hall), "GET", path, "", "");
    assert_int_equal(hall->status, 200);
    assert_memory_equal(bytes, "\x1B@", 2);
    snprintf(path, sizeof path, "/api/v1/tickets/%s/slip?format=png", ticket);
    talk(hall, connect_unix(hall), "GET", path, "", "");
    assert_int_equal(hall->status, 400);
}

static void the_day_s_report_counts_what_happened(void **state)
{
    struct hall *hall = *state;
    json_t *tickets = get_json(hall, "/api/v1/tickets");
    json_t *report = get_json(hall, "/api/v1/report?day=2026-11-23");
    const json_t *total = json_object_get(report, "total");
    assert_int_equal(json_integer_value(json_object_get(total, "issued")),
                     json_array_size(json_object_get(tickets, "tickets")));
    assert_true(json_integer_value(json_object_get(total, "served")) >= 2);
    json_decref(report);
    json_decref(tickets);
    const char *csv = talk(hall, connect_unix(hall), "GET", "/api/v1/report.csv", "", "");
    assert_non_null(strstr(csv, "service,issued,called"));
}

static void a_closed_kiosk_says_so_and_is_healthy(void **state)
{
    struct hall *hall = *state;
    post(hall, "/api/v1/kiosk/close", "{\"message\":\"Tutup sampai 13.00\"}");
    assert_int_equal(hall->status, 200);
    post(hall, "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}");
    assert_int_equal(hall->status, 409);
    json_t *board = get_json(hall, "/api/v1/board");
    const json_t *kiosk = json_object_get(board, "kiosk");
    assert_string_equal(json_string_value(json_object_get(kiosk, "state")), "closed");
    assert_string_equal(json_string_value(json_object_get(kiosk, "message_id")),
                        "Tutup sampai 13.00");
    json_decref(board);
    json_decref(get_json(hall, "/api/v1/health"));
    assert_int_equal(hall->status, 200);
    post(hall, "/api/v1/kiosk/open", "");
    assert_int_equal(hall->status, 200);
}

static void a_second_daemon_leaves_the_first_alone(void **state)
{
    struct hall *hall = *state;
    char said[4096], program[600];
    snprintf(program, sizeof program, "%s/loketd", hall->box.programs);
    char *argv[] = {program, (char[]){"--config"}, hall->box.conf, NULL};
    assert_int_not_equal(box_run(&hall->box, argv, said, sizeof said), 0);
    assert_non_null(strstr(said, "another loketd"));
    json_decref(get_json(hall, "/api/v1/health"));
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
    assert_true(read_until(hall, fd, &used, NULL));
    close(fd);
    assert_int_equal(access(hall->box.socket, F_OK), -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_ticket_is_taken_called_finished_and_keeps_its_history),
        cmocka_unit_test(the_board_has_every_part_and_no_claim_beside_a_number),
        cmocka_unit_test(a_repeated_next_calls_one_visitor),
        cmocka_unit_test(two_requests_with_one_key_at_once_call_one_visitor),
        cmocka_unit_test(every_mistake_has_its_status_code_and_field),
        cmocka_unit_test(a_body_that_is_too_large_is_refused),
        cmocka_unit_test(headers_that_are_too_long_are_refused),
        cmocka_unit_test(from_the_network_the_board_is_all_one_may_have),
        cmocka_unit_test(a_stream_begins_with_the_board_and_tells_each_call),
        cmocka_unit_test(a_viewer_that_does_not_read_holds_nobody_up),
        cmocka_unit_test(callers_who_hang_up_early_do_no_harm),
        cmocka_unit_test(many_takes_at_once_get_numbers_of_their_own),
        cmocka_unit_test(a_slip_comes_as_text_and_as_printer_bytes),
        cmocka_unit_test(the_day_s_report_counts_what_happened),
        cmocka_unit_test(a_closed_kiosk_says_so_and_is_healthy),
        cmocka_unit_test(a_second_daemon_leaves_the_first_alone),
        cmocka_unit_test(stopping_ends_open_streams_and_removes_the_socket),
    };
    return cmocka_run_group_tests(tests, open_hall, close_hall);
}
