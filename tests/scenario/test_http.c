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

#include "tests/scenario/hall.h"

static void a_ticket_is_taken_called_finished_and_keeps_its_history(void **state)
{
    struct hall *hall = *state;
    char ticket[8], path[64];
    hall_take(hall, "A", ticket);
    hall_post(hall, "/api/v1/desks/1/next", "{}");
    assert_int_equal(hall->status, 200);
    assert_non_null(strstr(hall->answer, ticket));
    hall_post(hall, "/api/v1/desks/1/finish",
              "{\"outcome\":\"missing_papers\",\"missing\":[\"kk\",\"ktp\"]}");
    assert_int_equal(hall->status, 200);
    snprintf(path, sizeof path, "/api/v1/tickets/%s", ticket);
    json_t *json = hall_get(hall, path);
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
    json_t *board = hall_get(hall, "/api/v1/board");
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
        hall_take(hall, "A", ticket);
    int before = hall_waiting(hall);
    snprintf(first, sizeof first, "%.255s",
             hall_talk(hall, hall_connect(hall), "POST", "/api/v1/desks/1/next", headers, ""));
    assert_int_equal(hall->status, 200);
    const char *again =
        hall_talk(hall, hall_connect(hall), "POST", "/api/v1/desks/1/next", headers, "");
    assert_memory_equal(first, again, strlen(first));
    assert_int_equal(hall_waiting(hall), before - 1);
    hall_talk(hall, hall_connect(hall), "POST", "/api/v1/desks/2/next", headers, "");
    assert_int_equal(hall->status, 422);
}

static void two_requests_with_one_key_at_once_call_one_visitor(void **state)
{
    struct hall *hall = *state;
    static const char request[] = "POST /api/v1/desks/1/next HTTP/1.1\r\nHost: l\r\n"
                                  "Connection: close\r\nIdempotency-Key: press-2\r\n"
                                  "Content-Length: 0\r\n\r\n";
    char first[512];
    int before = hall_waiting(hall), fd[4];
    for (int i = 0; i < 4; i++)
        fd[i] = hall_connect(hall);
    for (int i = 0; i < 4; i++)
        hall_send(fd[i], request, sizeof request - 1);
    snprintf(first, sizeof first, "%.511s", hall_finish(hall, fd[0]));
    for (int i = 1; i < 4; i++) {
        assert_string_equal(hall_finish(hall, fd[i]), first);
        assert_int_equal(hall->status, 200);
    }
    assert_int_equal(hall_waiting(hall), before - 1);
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
        const char *body =
            hall_talk(hall, hall_connect(hall), m->method, m->path, m->headers, m->body);
        const char *code = "", *message = "", *field = "-";
        json_t *json = json_loads(body, 0, NULL);
        if (json_unpack(json, "{s:{s:s,s:s,s:s!}!}", "error", "code", &code, "message", &message,
                        "field", &field) < 0 ||
            hall->status != m->status || strcmp(code, m->code) != 0 ||
            strcmp(field, m->field) != 0 || !*message)
            fail_msg("%s %s %s: %d %s", m->method, m->path, m->body, hall->status, body);
        json_decref(json);
    }
    hall_talk(hall, hall_connect(hall), "PUT", "/api/v1/tickets", "", "");
    assert_non_null(strstr(hall->answer, "Allow: GET, HEAD, POST\r\n"));
}

static void a_body_that_is_too_large_is_refused(void **state)
{
    struct hall *hall = *state;
    size_t bytes = 300 * 1024;
    char *body = malloc(bytes + 1);
    memset(body, ' ', bytes);
    body[bytes] = '\0';
    hall_post(hall, "/api/v1/tickets", body);
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
    int fd = hall_connect(hall);
    static const char begin[] = "GET /api/v1/board HTTP/1.1\r\nHost: l\r\nConnection: close\r\n";
    hall_send(fd, begin, sizeof begin - 1);
    hall_send(fd, headers, strlen(headers));
    hall_send(fd, "\r\n", 2);
    hall_finish(hall, fd);
    assert_int_equal(hall->status, 431);
    free(headers);
}

static void from_the_network_the_board_is_all_one_may_have(void **state)
{
    struct hall *hall = *state;
    hall_talk(hall, hall_connect_tcp(hall), "GET", "/api/v1/board", "", "");
    assert_int_equal(hall->status, 200);
    hall_talk(hall, hall_connect_tcp(hall), "GET", "/api/v1/health", "", "");
    assert_int_equal(hall->status, 200);
    int before = hall_waiting(hall);
    hall_talk(hall, hall_connect_tcp(hall), "POST", "/api/v1/tickets", JSON_TYPE,
              "{\"service\":\"A\"}");
    assert_int_equal(hall->status, 401);
    hall_talk(hall, hall_connect_tcp(hall), "GET", "/api/v1/tickets", "", "");
    assert_int_equal(hall->status, 401);
    assert_int_equal(hall_waiting(hall), before);
}

static void a_slip_comes_as_text_and_as_printer_bytes(void **state)
{
    struct hall *hall = *state;
    char ticket[8], path[64];
    hall_take(hall, "D", ticket);
    snprintf(path, sizeof path, "/api/v1/tickets/%s/slip?format=text", ticket);
    const char *text = hall_talk(hall, hall_connect(hall), "GET", path, "", "");
    assert_int_equal(hall->status, 200);
    assert_non_null(strstr(text, ticket));
    snprintf(path, sizeof path, "/api/v1/tickets/%s/slip?format=escpos", ticket);
    const char *bytes = hall_talk(hall, hall_connect(hall), "GET", path, "", "");
    assert_int_equal(hall->status, 200);
    assert_memory_equal(bytes, "\x1B@", 2);
    snprintf(path, sizeof path, "/api/v1/tickets/%s/slip?format=png", ticket);
    hall_talk(hall, hall_connect(hall), "GET", path, "", "");
    assert_int_equal(hall->status, 400);
}

static void the_day_s_report_counts_what_happened(void **state)
{
    struct hall *hall = *state;
    json_t *tickets = hall_get(hall, "/api/v1/tickets");
    json_t *report = hall_get(hall, "/api/v1/report?day=2026-11-23");
    const json_t *total = json_object_get(report, "total");
    assert_int_equal(json_integer_value(json_object_get(total, "issued")),
                     json_array_size(json_object_get(tickets, "tickets")));
    assert_true(json_integer_value(json_object_get(total, "served")) >= 2);
    json_decref(report);
    json_decref(tickets);
    const char *csv = hall_talk(hall, hall_connect(hall), "GET", "/api/v1/report.csv", "", "");
    assert_non_null(strstr(csv, "service,issued,called"));
}

static void a_closed_kiosk_says_so_and_is_healthy(void **state)
{
    struct hall *hall = *state;
    hall_post(hall, "/api/v1/kiosk/close", "{\"message\":\"Tutup sampai 13.00\"}");
    assert_int_equal(hall->status, 200);
    hall_post(hall, "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}");
    assert_int_equal(hall->status, 409);
    json_t *board = hall_get(hall, "/api/v1/board");
    const json_t *kiosk = json_object_get(board, "kiosk");
    assert_string_equal(json_string_value(json_object_get(kiosk, "state")), "closed");
    assert_string_equal(json_string_value(json_object_get(kiosk, "message_id")),
                        "Tutup sampai 13.00");
    json_decref(board);
    json_decref(hall_get(hall, "/api/v1/health"));
    assert_int_equal(hall->status, 200);
    hall_post(hall, "/api/v1/kiosk/open", "");
    assert_int_equal(hall->status, 200);
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
    return cmocka_run_group_tests(tests, hall_open, hall_close);
}
