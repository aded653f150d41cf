// SPDX-License-Identifier: MIT
/* A branch document that asks for two people, and a technician without a browser. */
#include "tests/scenario/admin.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scenario/person.h"

static void start(struct box *box, const char *clock)
{
    box->clock_start = clock;
    box_start(box, true);
}

static void where_approval_is_asked_for_nobody_changes_anything_alone(void **state)
{
    struct box *box = *state;
    struct person ani = {0}, budi = {0};
    box_listen(box);
    start(box, MONDAY_9);
    person_make(box, &ani, "ani", "admin", true);
    person_make(box, &budi, "budi", "admin", true);
    assert_int_equal(person_change(box, &ani, "PUT", CONTENT,
                                   admin_document("a", TWO_DESKS, ",\"approval\":true")),
                     200);
    admin_assert_said("\"status\":\"active\""); /* what it asks for holds from now on */
    assert_int_equal(person_change(box, &ani, "PUT", CONTENT, admin_document("b", THREE_DESKS, "")),
                     200);
    admin_assert_said("\"status\":\"proposed\"");
    assert_true(story_board_has(box, "\"content\":\"a\""));
    assert_int_equal(person_change(box, &ani, "POST", VERSIONS "/b/approve", "{}"), 403);
    admin_assert_said("second_person");
    assert_int_equal(person_change(box, &ani, "POST", VERSIONS "/b/activate", "{}"),
                     409); /* no way round */
    assert_int_equal(person_change(box, &ani, "POST", VERSIONS "/2026-11-22/activate", "{}"), 200);
    admin_assert_said("\"status\":\"proposed\""); /* nor back */
    assert_int_equal(person_change(box, &ani, "POST", VERSIONS "/2026-11-22/approve", "{}"), 403);
    assert_true(story_board_has(box, "\"content\":\"a\""));
    assert_int_equal(person_change(box, &ani, "POST", VERSIONS "/2026-11-22/reject", "{}"), 200);
    admin_assert_versions(box, "b:proposed a:active 2026-11-22:former ");
    assert_int_equal(person_change(box, &budi, "POST", VERSIONS "/b/approve", "{}"), 200);
    admin_assert_said("\"approved_by\":\"budi\"");
    assert_int_equal(person_change(box, &budi, "POST", VERSIONS "/b/approve", "{}"),
                     200); /* repeated */
    assert_true(story_board_has(box, "\"content\":\"b\""));
    assert_int_equal(admin_audit_rows(box, "content approve b active"), 1);
    admin_assert_versions(box, "b:active a:former 2026-11-22:former ");
}

static void an_approved_plan_waits_for_its_day_and_a_refused_one_never_comes(void **state)
{
    struct box *box = *state;
    struct person ani = {0};
    box_listen(box);
    start(box, LATE_MONDAY);
    assert_int_equal(admin_put(box, "", admin_document("a", TWO_DESKS, ",\"approval\":true")), 200);
    assert_int_equal(admin_put(box, "?effective=2026-11-24", admin_document("b", TWO_DESKS, "")),
                     200);
    assert_int_equal(admin_put(box, "?effective=2026-11-24", admin_document("c", TWO_DESKS, "")),
                     200);
    assert_int_equal(admin_put(box, "?effective=2026-11-24", admin_document("d", TWO_DESKS, "")),
                     200);
    person_make(box, &ani, "ani", "admin", true);
    assert_int_equal(person_change(box, &ani, "POST", VERSIONS "/b/approve", "{}"), 200);
    assert_int_equal(person_change(box, &ani, "POST", VERSIONS "/c/reject", "{}"), 200);
    story_await_board(box, "\"day\":\"2026-11-24\"");
    assert_true(story_board_has(box, "\"content\":\"b\""));
    admin_assert_versions(box, "d:proposed c:rejected b:active a:former 2026-11-22:former ");
    assert_int_equal(person_change(box, &ani, "POST", VERSIONS "/d/approve", "{}"),
                     200); /* late, so at once */
    assert_true(story_board_has(box, "\"content\":\"d\""));
}

/* ---- at the command line ---- */

static int ctl(const struct box *box, const char *a, const char *b, const char *c, const char *d)
{
    char program[600];
    snprintf(program, sizeof program, "%s/loketctl", box->programs);
    const char *argv[] = {program, "--config", box->conf, "content", a, b, c, d, NULL};
    return box_run(box, argv, story_text, sizeof story_text);
}

static void a_technician_takes_a_document_out_and_in(void **state)
{
    struct box *box = *state;
    char file[BOX_PATH_BYTES + 32];
    start(box, MONDAY_9);
    snprintf(file, sizeof file, "%s/new.json", box->dir);
    FILE *out = fopen(file, "w");
    assert_non_null(out);
    fputs(admin_document("ctl", THREE_DESKS, ""), out);
    fclose(out);
    assert_int_equal(ctl(box, "import", file, "--effective", "2026-11-30"), 0);
    admin_assert_said("ctl: planned for 2026-11-30");
    assert_int_equal(ctl(box, "activate", "ctl", NULL, NULL), 0);
    admin_assert_said("ctl: active");
    assert_int_equal(ctl(box, "versions", NULL, NULL, NULL), 0);
    admin_assert_said("former");
    assert_int_equal(ctl(box, "export", NULL, NULL, NULL), 0);
    admin_assert_said("Cabang ctl");
    assert_int_equal(ctl(box, "activate", "none", NULL, NULL), 1);
    admin_assert_said("unknown_version");
    assert_int_equal(ctl(box, "import", "README.md", NULL, NULL), 1);
    assert_int_equal(ctl(box, "import", file, "--effective", "1999-01-01"), 1);
    assert_int_equal(ctl(box, "import", file, "--effective", "to/day"), 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(where_approval_is_asked_for_nobody_changes_anything_alone),
        STORY(an_approved_plan_waits_for_its_day_and_a_refused_one_never_comes),
        STORY(a_technician_takes_a_document_out_and_in),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
