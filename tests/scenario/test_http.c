// SPDX-License-Identifier: MIT
/* The HTTP interface of a running loketd, call by call. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scenario/box_http.h"
#include "tests/scenario/story.h"

static void a_ticket_is_taken_called_finished_and_keeps_its_history(void **state)
{
    struct box *box = *state;
    char ticket[8], path[64];
    story_take(box, "A", ticket);
    assert_int_equal(story_post(box, "/api/v1/desks/1/next", "{}"), 200);
    assert_non_null(strstr(story_text, ticket));
    assert_int_equal(story_post(box, "/api/v1/desks/1/finish",
                                "{\"outcome\":\"missing_papers\",\"missing\":[\"kk\",\"ktp\"]}"),
                     200);
    snprintf(path, sizeof path, "/api/v1/tickets/%s", ticket);
    json_t *json = story_json(box, path);
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
    struct box *box = *state;
    static const char *const parts[] = {"schema",  "clock",   "day",   "branch",
                                        "kiosk",   "calls",   "desks", "services",
                                        "notices", "content", "wall",  "waits"};
    json_t *board = story_json(box, "/api/v1/board");
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
    struct box *box = *state;
    char ticket[8], first[1024];
    char headers[] = "Idempotency-Key: press-1\r\n";
    for (int i = 0; i < 3; i++)
        story_take(box, "A", ticket);
    int before = story_waiting(box);
    assert_int_equal(story_ask(box, "POST", "/api/v1/desks/1/next", headers, ""), 200);
    snprintf(first, sizeof first, "%.1023s", box_http_body(story_text));
    story_ask(box, "POST", "/api/v1/desks/1/next", headers, "");
    assert_string_equal(box_http_body(story_text), first);
    assert_int_equal(story_waiting(box), before - 1);
    assert_int_equal(story_ask(box, "POST", "/api/v1/desks/2/next", headers, ""), 422);
}

static void two_requests_with_one_key_at_once_call_one_visitor(void **state)
{
    struct box *box = *state;
    static const char request[] = "POST /api/v1/desks/1/next HTTP/1.1\r\nHost: l\r\n"
                                  "Connection: close\r\nIdempotency-Key: press-2\r\n"
                                  "Content-Length: 0\r\n\r\n";
    char first[1024];
    int before = story_waiting(box), fd[4];
    for (int i = 0; i < 4; i++)
        fd[i] = box_http_connect(box);
    for (int i = 0; i < 4; i++)
        assert_true(box_http_send(fd[i], request, sizeof request - 1));
    for (int i = 0; i < 4; i++) {
        assert_int_equal(box_http_finish(fd[i], story_text, sizeof story_text), 200);
        if (i == 0)
            snprintf(first, sizeof first, "%.1023s", box_http_body(story_text));
        assert_string_equal(box_http_body(story_text), first);
    }
    assert_int_equal(story_waiting(box), before - 1);
}

struct mistake {
    const char *method, *path, *headers, *body;
    int status;
    const char *code, *field;
};

static const struct mistake mistakes[] = {
    {"GET", "/api/v1/nowhere", "", "", 404, "not_found", ""},
    {"GET", "/nowhere", "", "", 404, "not_found", ""},
    {"DELETE", "/api/v1/board", "", "", 405, "method_not_allowed", ""},
    {"GET", "/api/v1/desks/1/next", "", "", 405, "method_not_allowed", ""},
    {"POST", "/api/v1/desks/99/next", "", "", 404, "unknown_desk", "desk"},
    {"POST", "/api/v1/desks/x/next", "", "", 404, "unknown_desk", "desk"},
    {"GET", "/api/v1/tickets/K-999", "", "", 404, "unknown_ticket", "ticket"},
    {"GET", "/api/v1/tickets?state=gone", "", "", 400, "invalid_field", "state"},
    {"GET", "/api/v1/report?day=yesterday", "", "", 400, "invalid_field", "day"},
    {"GET", "/api/v1/checklist/Z", "", "", 404, "unknown_service", "service"},
    {"POST", "/api/v1/tickets", BOX_HTTP_JSON, "{\"service\":\"Z\"}", 404, "unknown_service",
     "service"},
    {"POST", "/api/v1/tickets", BOX_HTTP_JSON, "{\"service\":7}", 400, "invalid_field", "service"},
    {"POST", "/api/v1/tickets", BOX_HTTP_JSON, "{}", 400, "missing_field", "service"},
    {"POST", "/api/v1/tickets", BOX_HTTP_JSON, "{\"service\":\"A\",\"name\":\"Siti\"}", 400,
     "unknown_field", "name"},
    {"POST", "/api/v1/tickets", BOX_HTTP_JSON, "{\"service\":", 400, "malformed", ""},
    {"POST", "/api/v1/tickets", "Content-Type: text/plain\r\n", "{\"service\":\"A\"}", 415,
     "not_json", "Content-Type"},
    {"POST", "/api/v1/tickets", "", "{\"service\":\"A\"}", 415, "not_json", "Content-Type"},
    {"POST", "/api/v1/desks/2/recall", "", "", 409, "desk_idle", ""},
    {"POST", "/api/v1/desks/1/open", "", "", 409, "already", ""},
};

static void every_mistake_has_its_status_code_and_field(void **state)
{
    struct box *box = *state;
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const struct mistake *m = &mistakes[i];
        int status = story_ask(box, m->method, m->path, m->headers, m->body);
        const char *body = box_http_body(story_text);
        const char *code = "", *message = "", *field = "-";
        json_t *json = json_loads(body, 0, NULL);
        if (json_unpack(json, "{s:{s:s,s:s,s:s!}!}", "error", "code", &code, "message", &message,
                        "field", &field) < 0 ||
            status != m->status || strcmp(code, m->code) != 0 || strcmp(field, m->field) != 0 ||
            !*message)
            fail_msg("%s %s %s: %d %s", m->method, m->path, m->body, status, body);
        json_decref(json);
    }
    story_ask(box, "PUT", "/api/v1/tickets", "", "");
    assert_non_null(strstr(story_text, "Allow: GET, HEAD, POST\r\n"));
}

static void a_body_that_is_too_large_is_refused(void **state)
{
    struct box *box = *state;
    size_t bytes = 300 * 1024;
    char *body = malloc(bytes + 1);
    memset(body, ' ', bytes);
    body[bytes] = '\0';
    assert_int_equal(story_post(box, "/api/v1/tickets", body), 413);
    free(body);
}

static void headers_that_are_too_long_are_refused(void **state)
{
    struct box *box = *state;
    char *headers = malloc(10100);
    int used = snprintf(headers, 100, "X-Long: ");
    memset(headers + used, 'x', 10000);
    snprintf(headers + used + 10000, 8, "\r\n");
    int fd = box_http_connect(box);
    static const char begin[] = "GET /api/v1/board HTTP/1.1\r\nHost: l\r\nConnection: close\r\n";
    assert_true(box_http_send(fd, begin, sizeof begin - 1));
    box_http_send(fd, headers, strlen(headers));
    box_http_send(fd, "\r\n", 2);
    assert_int_equal(box_http_finish(fd, story_text, sizeof story_text), 431);
    free(headers);
}

static int ask_from_the_network(const struct box *box, const char *method, const char *path,
                                const char *headers, const char *body)
{
    struct box_request request = {method, path, headers, body};
    return box_http_ask(box_http_connect_tcp(box), &request, story_text, sizeof story_text);
}

static void from_the_network_the_board_is_all_one_may_have(void **state)
{
    struct box *box = *state;
    assert_int_equal(ask_from_the_network(box, "GET", "/api/v1/board", "", ""), 200);
    assert_int_equal(ask_from_the_network(box, "GET", "/api/v1/health", "", ""), 200);
    int before = story_waiting(box);
    assert_int_equal(
        ask_from_the_network(box, "POST", "/api/v1/tickets", BOX_HTTP_JSON, "{\"service\":\"A\"}"),
        401);
    assert_int_equal(ask_from_the_network(box, "GET", "/api/v1/tickets", "", ""), 401);
    assert_int_equal(story_waiting(box), before);
}

static void a_slip_comes_as_text_and_as_printer_bytes(void **state)
{
    struct box *box = *state;
    char ticket[8], path[64];
    story_take(box, "D", ticket);
    snprintf(path, sizeof path, "/api/v1/tickets/%s/slip?format=text", ticket);
    assert_int_equal(story_get(box, path), 200);
    assert_non_null(strstr(box_http_body(story_text), ticket));
    snprintf(path, sizeof path, "/api/v1/tickets/%s/slip?format=escpos", ticket);
    assert_int_equal(story_get(box, path), 200);
    assert_memory_equal(box_http_body(story_text), "\x1B@", 2);
    snprintf(path, sizeof path, "/api/v1/tickets/%s/slip?format=png", ticket);
    assert_int_equal(story_get(box, path), 400);
}

static void the_day_s_report_counts_what_happened(void **state)
{
    struct box *box = *state;
    json_t *tickets = story_json(box, "/api/v1/tickets");
    json_t *report = story_json(box, "/api/v1/report?day=2026-11-23");
    const json_t *total = json_object_get(report, "total");
    assert_int_equal(json_integer_value(json_object_get(total, "issued")),
                     json_array_size(json_object_get(tickets, "tickets")));
    assert_true(json_integer_value(json_object_get(total, "served")) >= 2);
    json_decref(report);
    json_decref(tickets);
    assert_int_equal(story_get(box, "/api/v1/report.csv"), 200);
    assert_non_null(strstr(box_http_body(story_text), "service,issued,called"));
}

static void a_closed_kiosk_says_so_and_is_healthy(void **state)
{
    struct box *box = *state;
    assert_int_equal(story_post(box, "/api/v1/kiosk/close", "{\"message\":\"Tutup sampai 13.00\"}"),
                     200);
    assert_int_equal(story_post(box, "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"),
                     409);
    json_t *board = story_json(box, "/api/v1/board");
    const json_t *kiosk = json_object_get(board, "kiosk");
    assert_string_equal(json_string_value(json_object_get(kiosk, "state")), "closed");
    assert_string_equal(json_string_value(json_object_get(kiosk, "message_id")),
                        "Tutup sampai 13.00");
    json_decref(board);
    assert_int_equal(story_get(box, "/api/v1/health"), 200);
    assert_non_null(strchr(box_http_body(story_text), '{'));
    assert_int_equal(story_post(box, "/api/v1/kiosk/open", ""), 200);
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
        cmocka_unit_test(a_slip_comes_as_text_and_as_printer_bytes),
        cmocka_unit_test(the_day_s_report_counts_what_happened),
        cmocka_unit_test(a_closed_kiosk_says_so_and_is_healthy),
    };
    return cmocka_run_group_tests(tests, story_open_day, story_close);
}
