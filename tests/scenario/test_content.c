// SPDX-License-Identifier: MIT
/* Admins change the branch document while the branch works. */
#include "tests/scenario/story.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scenario/admin.h"
#include "tests/scenario/box_http.h"

static void start(struct box *box, const char *clock)
{
    box->clock_start = clock;
    box_start(box, true);
}

static void a_third_desk_takes_the_next_visitor(void **state)
{
    struct box *box = *state;
    char first[8], second[8];
    start(box, MONDAY_9);
    story_take(box, "A", first);
    story_take(box, "A", second);
    assert_int_equal(story_post(box, "/api/v1/desks/3/open", "{}"), 404);
    json_t *pages = story_json(box, "/api/v1/pages");
    assert_int_equal(admin_put(box, "", admin_document("three", THREE_DESKS, "")), 200);
    admin_assert_said("\"status\":\"active\"");
    admin_assert_said("\"warnings\":[]");
    assert_int_equal(story_waiting(box), 2); /* nobody lost a place */
    assert_true(story_board_has(box, "\"content\":\"three\""));
    assert_true(story_board_has(box, "\"desk\":3"));
    assert_int_equal(story_post(box, "/api/v1/desks/3/open", "{}"), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/3/next", "{}"), 200);
    admin_assert_said(first);
    json_t *changed = story_json(box, "/api/v1/pages");
    assert_false(json_equal(pages, changed));
    json_decref(pages);
    json_decref(changed);
    assert_int_equal(admin_audit_rows(box, "content put three active"), 1);
    box_end(box, SIGKILL);
    start(box, MONDAY_9); /* it is what the journal says, not the file */
    assert_true(story_board_has(box, "\"content\":\"three\""));
    admin_assert_versions(box, "three:active 2026-11-22:former ");
}

static void a_walls_stream_tells_of_the_change_at_once(void **state)
{
    struct box *box = *state;
    start(box, MONDAY_9);
    int fd = box_http_connect(box);
    static const char ask[] = "GET /api/v1/board/stream HTTP/1.1\r\nHost: loket\r\n\r\n";
    static char text[1 << 18];
    text[0] = 0;
    assert_true(box_http_send(fd, ask, sizeof ask - 1));
    assert_true(box_http_read(fd, "event: board", text, sizeof text));
    assert_int_equal(admin_put(box, "", admin_document("new", TWO_DESKS, "")), 200);
    text[0] = 0;
    assert_true(box_http_read(fd, "\"content\":\"new\"", text, sizeof text));
    if (!strstr(text, "event: pages")) /* before it or right behind it */
        assert_true(box_http_read(fd, "event: pages", text, sizeof text));
    shutdown(fd, SHUT_RDWR);
    close(fd);
}

static void a_document_with_faults_changes_nothing_and_names_them_all(void **state)
{
    struct box *box = *state;
    start(box, MONDAY_9);
    assert_int_equal(
        admin_put(
            box, "",
            "{\"version\":\"bad\",\"branch\":{\"name\":\"\"},\"approval\":1,\"services\":["
            "{\"letter\":\"O\",\"name_id\":\"Satu\",\"name_en\":\"One\"},"
            "{\"letter\":\"A\",\"name_id\":\"Satu\",\"name_en\":\"One\"}],"
            "\"desks\":[{\"number\":0,\"services\":[\"*\"]},{\"number\":1,\"services\":[\"Z\"]}],"
            "\"notices\":[{\"id\":\"x\",\"until\":\"tomorrow\"}]}"),
        422);
    admin_assert_said("\"code\":\"content\"");
    static const char *const paths[] = {"branch.name",          "approval",
                                        "services[0].letter",   "desks[0].number",
                                        "desks[1].services[0]", "notices[0].until"};
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        char piece[64];
        snprintf(piece, sizeof piece, "\"path\":\"%s\"", paths[i]);
        admin_assert_said(piece);
    }
    assert_int_equal(admin_put(box, "", "{\"version\":"), 422);
    admin_assert_said("line 1");
    assert_int_equal(admin_put(box, "", ""), 422);
    assert_int_equal(admin_put(box, "?effective=2026-02-30x", admin_document("x", TWO_DESKS, "")),
                     400);
    assert_int_equal(admin_put(box, "?effective=2026-11-22", admin_document("x", TWO_DESKS, "")),
                     400);
    admin_assert_said("effective");
    assert_int_equal(story_ask(box, "PUT", CONTENT, "Content-Type: text/plain\r\n", "{}"), 415);
    admin_assert_versions(box, "2026-11-22:active ");
    assert_true(story_board_has(box, "\"content\":\"2026-11-22\""));
    json_t *audit = story_json(box, "/api/v1/audit");
    assert_int_equal(json_array_size(json_object_get(audit, "audit")), 0);
    json_decref(audit);
}

static void a_version_has_one_text_and_a_repeated_wish_is_done_once(void **state)
{
    struct box *box = *state;
    start(box, MONDAY_9);
    assert_int_equal(admin_put(box, "", admin_document("two", TWO_DESKS, "")), 200);
    assert_int_equal(admin_put(box, "", admin_document("two", TWO_DESKS, "")),
                     200); /* its answer was lost */
    assert_int_equal(admin_audit_rows(box, "content put two active"), 1);
    assert_int_equal(admin_put(box, "", admin_document("two", THREE_DESKS, "")), 409);
    admin_assert_said("version_exists");
    assert_int_equal(admin_put(box, "?base=2026-11-22", admin_document("three", THREE_DESKS, "")),
                     409);
    admin_assert_said("outdated"); /* somebody else was faster */
    assert_int_equal(admin_put(box, "?base=two", admin_document("three", THREE_DESKS, "")), 200);
    admin_assert_versions(box, "three:active two:former 2026-11-22:former ");
}

static void a_planned_version_begins_with_its_day(void **state)
{
    struct box *box = *state;
    start(box, LATE_MONDAY);
    assert_int_equal(
        admin_put(box, "?effective=2026-11-24", admin_document("tue", THREE_DESKS, "")), 200);
    admin_assert_said("\"status\":\"planned\"");
    admin_assert_said("\"effective\":\"2026-11-24\"");
    assert_true(story_board_has(box, "\"content\":\"2026-11-22\""));
    story_await_board(box, "\"day\":\"2026-11-24\"");
    assert_true(story_board_has(box, "\"content\":\"tue\"")); /* from the day's first board on */
    admin_assert_versions(box, "tue:active 2026-11-22:former ");
    assert_int_equal(admin_audit_rows(box, "content begin tue active"), 1);
}

static void a_planned_version_begins_also_when_nobody_was_there_at_midnight(void **state)
{
    struct box *box = *state;
    start(box, MONDAY_9);
    assert_int_equal(admin_put(box, "?effective=2026-11-24", admin_document("tue", TWO_DESKS, "")),
                     200);
    assert_int_equal(admin_put(box, "?effective=2026-11-25", admin_document("wed", TWO_DESKS, "")),
                     200);
    assert_int_equal(admin_put(box, "?effective=2026-11-24", admin_document("no", TWO_DESKS, "")),
                     200);
    assert_int_equal(admin_post_version(box, "no", "reject"), 200);
    box_end(box, SIGKILL);
    start(box, TUESDAY_9);
    assert_true(story_board_has(box, "\"content\":\"tue\""));
    admin_assert_versions(box, "no:rejected wed:planned tue:active 2026-11-22:former ");
    assert_int_equal(admin_post_version(box, "wed", "activate"), 200); /* earlier than planned */
    assert_true(story_board_has(box, "\"content\":\"wed\""));
}

static void going_back_is_one_step_and_leaves_a_row(void **state)
{
    struct box *box = *state;
    start(box, MONDAY_9);
    assert_int_equal(admin_put(box, "", admin_document("three", THREE_DESKS, "")), 200);
    assert_int_equal(admin_post_version(box, "2026-11-22", "activate"), 200);
    admin_assert_said("\"status\":\"active\"");
    admin_assert_versions(box, "three:former 2026-11-22:active ");
    assert_true(story_board_has(box, "\"content\":\"2026-11-22\""));
    assert_int_equal(admin_audit_rows(box, "content activate 2026-11-22 active"), 1);
    assert_int_equal(story_get(box, VERSIONS "/three"), 200);
    assert_string_equal(box_http_body(story_text), admin_document("three", THREE_DESKS, ""));
    assert_int_equal(story_get(box, VERSIONS "/none"), 404);
    assert_int_equal(story_get(box, VERSIONS "/%2e%2e%2fetc"), 404);
    assert_int_equal(admin_post_version(box, "none", "activate"), 404);
    assert_int_equal(admin_post_version(box, "three", "approve"), 409);
    assert_int_equal(admin_post_version(box, "three", "reject"), 409);
    assert_int_equal(story_post(box, VERSIONS "/three/activate", "{\"now\":true}"), 400);
    admin_assert_versions(box, "three:former 2026-11-22:active ");
}

/* A desk that is gone serves to the end, and nobody is lost with it. */
static void a_desk_that_vanishes_finishes_its_visitor(void **state)
{
    struct box *box = *state;
    char first[8], second[8];
    start(box, MONDAY_9);
    story_take(box, "A", first);
    story_take(box, "A", second);
    assert_int_equal(story_post(box, "/api/v1/desks/1/open", "{}"), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/2/open", "{}"), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/2/next", "{}"), 200);
    assert_int_equal(
        admin_put(box, "", admin_document("one", "{\"number\":1,\"services\":[\"*\"]}", "")), 200);
    admin_assert_said("desk 2 still serves A-001");
    admin_assert_said("loket.conf:"); /* buttons of desk 2 */
    assert_false(story_board_has(box, "\"desk\":2,\"state\""));
    assert_int_equal(story_post(box, "/api/v1/desks/2/recall", "{}"),
                     409); /* too soon, not unknown */
    assert_int_equal(story_post(box, "/api/v1/desks/2/next", "{}"), 200);
    json_t *ticket = story_json(box, "/api/v1/tickets/A-001");
    json_t *inner = json_object_get(ticket, "ticket");
    const json_t *told = json_is_object(inner) ? inner : ticket;
    assert_string_equal(json_string_value(json_object_get(told, "state")), "done");
    json_decref(ticket);
    assert_int_equal(story_waiting(box), 1); /* desk 2 has called nobody else */
    for (int i = 0; i < 300; i++, box_sleep_ms(10)) {
        assert_int_equal(story_post(box, "/api/v1/desks/2/next", "{}"), 409);
        if (strstr(story_text, "desk_closed"))
            break;
    }
    admin_assert_said("desk_closed"); /* without anybody's doing */
    assert_int_equal(story_post(box, "/api/v1/desks/1/next", "{}"), 200);
    admin_assert_said(second);
}

static void who_waits_for_a_service_that_is_gone_can_be_called(void **state)
{
    struct box *box = *state;
    char ticket[8];
    start(box, MONDAY_9);
    story_take(box, "D", ticket);
    assert_int_equal(admin_put(box, "", admin_document("abk", TWO_DESKS, "")), 200);
    admin_assert_said("1 waiting for service D");
    assert_int_equal(story_waiting(box), 1);
    assert_int_equal(story_post(box, "/api/v1/tickets", "{\"service\":\"D\"}"), 404);
    assert_int_equal(story_post(box, "/api/v1/tickets/D-001/transfer", "{\"service\":\"A\"}"), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/1/open", "{}"), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/1/next", "{}"), 200);
    admin_assert_said("D-001");
}

/* The walls hear of it when it happens: a board of the heartbeat would come two seconds later. */
static void a_notice_ends_by_itself(void **state)
{
    struct box *box = *state;
    const int64_t ends_ms = 1795399260000; /* Monday, 09:01 */
    static const char ask[] = "GET /api/v1/board/stream HTTP/1.1\r\nHost: loket\r\n\r\n";
    static char text[1 << 18];
    start(box, "1795399253000"); /* seven seconds before */
    assert_int_equal(
        admin_put(box, "",
                  admin_document("n", TWO_DESKS,
                                 ",\"notices\":[{\"id\":\"Gangguan\",\"until\":"
                                 "\"2026-11-23T09:01\"},{\"id\":\"Gratis\"},"
                                 "{\"id\":\"Kemarin\",\"until\":\"2026-11-22T23:00\"}]")),
        200);
    assert_true(story_board_has(box, "Gangguan"));
    assert_non_null(strstr(story_text, "Gratis"));
    assert_null(strstr(story_text, "Kemarin"));
    int fd = box_http_connect(box);
    text[0] = 0;
    assert_true(box_http_send(fd, ask, sizeof ask - 1));
    assert_true(box_http_read(fd, "Gangguan", text, sizeof text));
    assert_true(box_http_read(fd, "\"notices\":[{\"id\":\"Gratis\"", text, sizeof text));
    close(fd);
    char *board = text; /* the last one */
    for (char *next; (next = strstr(board + 1, "event: board"));)
        board = next;
    const char *clock = strstr(board, "\"utc_ms\":");
    assert_non_null(clock);
    const int64_t at_ms = strtoll(clock + strlen("\"utc_ms\":"), NULL, 10);
    assert_in_range(at_ms, ends_ms, ends_ms + 2000);
    assert_false(story_board_has(box, "Gangguan"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(a_third_desk_takes_the_next_visitor),
        STORY(a_walls_stream_tells_of_the_change_at_once),
        STORY(a_document_with_faults_changes_nothing_and_names_them_all),
        STORY(a_version_has_one_text_and_a_repeated_wish_is_done_once),
        STORY(a_planned_version_begins_with_its_day),
        STORY(a_planned_version_begins_also_when_nobody_was_there_at_midnight),
        STORY(going_back_is_one_step_and_leaves_a_row),
        STORY(a_desk_that_vanishes_finishes_its_visitor),
        STORY(who_waits_for_a_service_that_is_gone_can_be_called),
        STORY(a_notice_ends_by_itself),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
