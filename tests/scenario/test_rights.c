// SPDX-License-Identifier: MIT
/* What officers and admins may do, and what becomes of those who lose a right. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scenario/box_http.h"
#include "tests/scenario/person.h"
#include "tests/scenario/story.h"

struct call {
    const char *method, *path, *body;
};

static const struct call of_staff[] = {
    {"GET", "/api/v1/tickets", ""},
    {"POST", "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"},
    {"GET", "/api/v1/tickets/A-001", ""},
    {"GET", "/api/v1/hardware", ""},
    {"GET", "/api/v1/content", ""},
    {"GET", "/api/v1/checklist/A", ""},
    {"GET", "/api/v1/session", ""},
    {"POST", "/api/v1/desks/2/help", ""},
    {"POST", "/api/v1/desks/2/help-answer", ""},
    {"POST", "/api/v1/kiosk/help", ""},
    {"POST", "/api/v1/kiosk/help-answer", ""},
};

static const struct call of_admins[] = {
    {"GET", "/api/v1/users", ""},
    {"POST", "/api/v1/users", "{\"user\":\"mallory\",\"role\":\"admin\"}"},
    {"PUT", "/api/v1/users/admin", "{\"active\":false}"},
    {"POST", "/api/v1/users/admin/reset-pin", ""},
    {"PUT", "/api/v1/content", "{}"},
    {"GET", "/api/v1/content/versions", ""},
    {"GET", "/api/v1/content/versions/2026-11-22", ""},
    {"POST", "/api/v1/content/versions/2026-11-22/activate", "{}"},
    {"POST", "/api/v1/content/versions/2026-11-22/approve", "{}"},
    {"POST", "/api/v1/content/versions/2026-11-22/reject", "{}"},
    {"GET", "/api/v1/audit", ""},
    {"POST", "/api/v1/journal/verify", ""},
    {"GET", "/api/v1/journal/verify", ""},
    {"GET", "/api/v1/journal/backup", ""},
    {"GET", "/api/v1/report", ""},
    {"GET", "/api/v1/report.csv", ""},
    {"GET", "/api/v1/tickets.csv", ""},
    {"POST", "/api/v1/kiosk/close", ""},
    {"POST", "/api/v1/kiosk/open", ""},
};

static void expect_all(const struct box *box, const struct person *person,
                       const struct call calls[], size_t count, int status, const char *code)
{
    for (size_t i = 0; i < count; i++) {
        const struct call *c = &calls[i];
        int got = person_change(box, person, c->method, c->path, c->body);
        bool fits = status ? got == status && strstr(story_text, code) : got < 300;
        if (!fits)
            fail_msg("%s %s: %d %.200s", c->method, c->path, got, box_http_body(story_text));
    }
}
#define ALL(list) list, sizeof list / sizeof *list

static int count_users(const struct box *box)
{
    json_t *json = story_json(box, "/api/v1/users");
    int count = (int)json_array_size(json_object_get(json, "users"));
    json_decref(json);
    return count;
}

static void without_signing_in_nothing_but_the_board(void **state)
{
    struct box *box = *state;
    struct person nobody = {.from = NULL}, garbled = {.cookie = "loket=0123"};
    int users = count_users(box);
    expect_all(box, &nobody, ALL(of_staff), 401, "\"sign_in\"");
    expect_all(box, &nobody, ALL(of_admins), 401, "\"sign_in\"");
    expect_all(box, &garbled, ALL(of_admins), 401, "\"sign_in\"");
    assert_int_equal(count_users(box), users);
    assert_int_equal(person_get(box, &nobody, "/api/v1/board"), 200);
    assert_int_equal(person_get(box, &nobody, "/api/v1/health"), 200);
}

static void an_officer_serves_and_administers_nothing(void **state)
{
    struct box *box = *state;
    struct person sari = {.from = NULL};
    person_make(box, &sari, "sari", "officer", false);
    int users = count_users(box);
    expect_all(box, &sari, ALL(of_staff), 0, "");
    expect_all(box, &sari, ALL(of_admins), 403, "\"no_right\"");
    assert_int_equal(count_users(box), users);
    assert_true(story_board_has(box, "\"state\":\"ready\""));
}

static void calling_a_given_number_is_a_right_of_its_own(void **state)
{
    struct box *box = *state;
    struct person budi = {.from = NULL}, dewi = {.from = NULL};
    char ticket[8], body[40];
    person_make(box, &budi, "budi", "officer", false);
    person_make(box, &dewi, "dewi", "officer", true);
    story_take(box, "A", ticket);
    snprintf(body, sizeof body, "{\"ticket\":\"%s\"}", ticket);
    assert_int_equal(person_change(box, &budi, "POST", "/api/v1/desks/2/call", body), 403);
    assert_non_null(strstr(story_text, "\"no_right\""));
    assert_int_equal(person_change(box, &dewi, "POST", "/api/v1/desks/2/call", body), 200);
    assert_int_equal(person_change(box, &budi, "POST", "/api/v1/desks/2/finish", ""), 200);
    assert_int_equal(
        story_ask(box, "PUT", "/api/v1/users/budi", BOX_HTTP_JSON, "{\"may_call\":true}"), 200);
    story_take(box, "A", ticket);
    snprintf(body, sizeof body, "{\"ticket\":\"%s\"}", ticket);
    assert_int_equal(person_change(box, &budi, "POST", "/api/v1/desks/2/call", body), 200);
    assert_int_equal(person_change(box, &budi, "POST", "/api/v1/desks/2/finish", ""), 200);
}

static void whoever_is_disabled_is_out_at_once(void **state)
{
    struct box *box = *state;
    struct person admin = {.from = NULL}, eka = {.from = NULL};
    person_make(box, &admin, "chief", "admin", false);
    person_make(box, &eka, "eka", "officer", false);
    assert_int_equal(person_get(box, &eka, "/api/v1/tickets"), 200);
    assert_int_equal(person_change(box, &admin, "PUT", "/api/v1/users/eka", "{\"active\":false}"),
                     200);
    assert_int_equal(person_get(box, &eka, "/api/v1/tickets"), 401);
    assert_int_equal(person_sign_in(box, &eka, "eka", "246813"), 401);
    assert_int_equal(person_change(box, &admin, "PUT", "/api/v1/users/eka", "{\"active\":true}"),
                     200);
    assert_int_equal(person_get(box, &eka, "/api/v1/tickets"), 401); /* the session stays dead */
    assert_int_equal(person_sign_in(box, &eka, "eka", "246813"), 200);
}

static void a_new_pin_ends_the_old_one_and_its_sessions(void **state)
{
    struct box *box = *state;
    struct person admin = {.from = NULL}, fitri = {.from = NULL};
    char once[16];
    person_make(box, &admin, "chief2", "admin", false);
    person_make(box, &fitri, "fitri", "officer", false);
    assert_int_equal(person_change(box, &admin, "POST", "/api/v1/users/fitri/reset-pin", ""), 200);
    person_read_pin(once);
    assert_int_equal(strlen(once), 8);
    assert_int_equal(person_get(box, &fitri, "/api/v1/tickets"), 401);
    assert_int_equal(person_sign_in(box, &fitri, "fitri", "246813"), 401);
    assert_int_equal(person_sign_in(box, &fitri, "fitri", once), 200);
    assert_int_equal(person_get(box, &fitri, "/api/v1/tickets"), 403);
    assert_non_null(strstr(story_text, "change_pin"));
}

static void a_demoted_admin_is_an_officer_from_then_on(void **state)
{
    struct box *box = *state;
    struct person gita = {.from = NULL};
    person_make(box, &gita, "gita", "admin", false);
    assert_int_equal(person_get(box, &gita, "/api/v1/users"), 200);
    assert_int_equal(
        story_ask(box, "PUT", "/api/v1/users/gita", BOX_HTTP_JSON, "{\"role\":\"officer\"}"), 200);
    assert_int_equal(person_get(box, &gita, "/api/v1/users"), 403);
    assert_int_equal(person_get(box, &gita, "/api/v1/tickets"), 200);
}

/* All admins but `name` are disabled first. */
static void leave_one_admin(const struct box *box, const char *name)
{
    size_t i;
    char path[64];
    json_t *json = story_json(box, "/api/v1/users"), *user;
    json_array_foreach(json_object_get(json, "users"), i, user)
    {
        const char *each = json_string_value(json_object_get(user, "user"));
        const char *role = json_string_value(json_object_get(user, "role"));
        if (strcmp(each, name) == 0 || strcmp(role, "admin") != 0)
            continue;
        snprintf(path, sizeof path, "/api/v1/users/%s", each);
        assert_int_equal(story_ask(box, "PUT", path, BOX_HTTP_JSON, "{\"active\":false}"), 200);
    }
    json_decref(json);
}

static void the_last_admin_cannot_saw_off_her_branch(void **state)
{
    struct box *box = *state;
    struct person last = {.from = NULL};
    person_make(box, &last, "last", "admin", false);
    leave_one_admin(box, "last");
    assert_int_equal(person_change(box, &last, "PUT", "/api/v1/users/last", "{\"active\":false}"),
                     409);
    assert_non_null(strstr(story_text, "last_admin"));
    assert_int_equal(
        person_change(box, &last, "PUT", "/api/v1/users/last", "{\"role\":\"officer\"}"), 409);
    assert_int_equal(person_get(box, &last, "/api/v1/users"), 200);
}

struct mistake {
    const char *method, *path, *body;
    int status;
    const char *code;
};

static const struct mistake mistakes[] = {
    {"POST", "/api/v1/users", "{}", 400, "missing_field"},
    {"POST", "/api/v1/users", "{\"user\":\"x\",\"role\":\"officer\"}", 400, "invalid_field"},
    {"POST", "/api/v1/users", "{\"user\":\"Xena\",\"role\":\"officer\"}", 400, "invalid_field"},
    {"POST", "/api/v1/users", "{\"user\":\"<script>\",\"role\":\"officer\"}", 400, "invalid_field"},
    {"POST", "/api/v1/users", "{\"user\":\"abcdefghijklmnopqrstuvwxyz\",\"role\":\"officer\"}", 400,
     "invalid_field"},
    {"POST", "/api/v1/users", "{\"user\":\"xena\",\"role\":\"root\"}", 400, "invalid_field"},
    {"POST", "/api/v1/users", "{\"user\":\"xena\",\"role\":\"officer\",\"pin\":\"246813\"}", 400,
     "unknown_field"},
    {"POST", "/api/v1/users", "{\"user\":\"admin\",\"role\":\"officer\"}", 409, "user_exists"},
    {"PUT", "/api/v1/users/nobody", "{\"active\":false}", 404, "unknown_user"},
    {"PUT", "/api/v1/users/admin", "{\"active\":1}", 400, "invalid_field"},
    {"PUT", "/api/v1/users/admin", "{\"name\":\"root\"}", 400, "unknown_field"},
    {"POST", "/api/v1/users/nobody/reset-pin", "", 404, "unknown_user"},
    {"POST", "/api/v1/users/admin/reset-pin", "{\"pin\":\"246813\"}", 400, "unknown_field"},
    {"DELETE", "/api/v1/users/admin", "", 405, "method_not_allowed"},
};

static void every_mistake_with_users_has_its_words(void **state)
{
    struct box *box = *state;
    int users = count_users(box);
    for (size_t i = 0; i < sizeof mistakes / sizeof *mistakes; i++) {
        const struct mistake *m = &mistakes[i];
        int status = story_ask(box, m->method, m->path, BOX_HTTP_JSON, m->body);
        if (status != m->status || !strstr(story_text, m->code))
            fail_msg("%s %s %s: %d %s", m->method, m->path, m->body, status,
                     box_http_body(story_text));
    }
    assert_int_equal(count_users(box), users);
}

static void every_change_of_a_user_is_on_record(void **state)
{
    struct box *box = *state;
    struct person hana = {.from = NULL};
    person_make(box, &hana, "hana", "officer", false);
    story_ask(box, "PUT", "/api/v1/users/hana", BOX_HTTP_JSON, "{\"active\":false}");
    json_decref(story_json(box, "/api/v1/audit"));
    assert_non_null(strstr(story_text, "user add hana"));
    assert_non_null(strstr(story_text, "\"who\":\"hana\",\"kind\":\"pin\""));
    assert_non_null(strstr(story_text, "user change hana: officer, disabled"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(without_signing_in_nothing_but_the_board),
        cmocka_unit_test(an_officer_serves_and_administers_nothing),
        cmocka_unit_test(calling_a_given_number_is_a_right_of_its_own),
        cmocka_unit_test(whoever_is_disabled_is_out_at_once),
        cmocka_unit_test(a_new_pin_ends_the_old_one_and_its_sessions),
        cmocka_unit_test(a_demoted_admin_is_an_officer_from_then_on),
        cmocka_unit_test(the_last_admin_cannot_saw_off_her_branch),
        cmocka_unit_test(every_mistake_with_users_has_its_words),
        cmocka_unit_test(every_change_of_a_user_is_on_record),
    };
    return cmocka_run_group_tests(tests, story_open_day, story_close);
}
