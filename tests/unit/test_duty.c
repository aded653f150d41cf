// SPDX-License-Identifier: MIT
#include "firmware/duty.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

enum { MONDAY = 20261123, SUNDAY = 20261122 };
static const int64_t midnight_ms = 1795280400000, hour_ms = 3600000;

/* Desk 7 with two spans on Mondays, desk 9 without a plan. */
static void two_desks(struct content *content)
{
    memset(content, 0, sizeof *content);
    content->desk_count = 2;
    content->desk[0].number = 7;
    content->desk[0].planned = true;
    struct content_duty *monday = &content->desk[0].duty[0];
    monday->span_count = 2;
    monday->span[0].from_min = 8 * 60;
    monday->span[0].to_min = 12 * 60;
    monday->span[1].from_min = 13 * 60;
    monday->span[1].to_min = 15 * 60;
    content->desk[1].number = 9;
}

static void planned_hours_become_times_of_that_day(void **state)
{
    (void)state;
    static struct content content;
    struct duty_plan plan;
    two_desks(&content);
    assert_true(duty_planned(&content, MONDAY, midnight_ms, &plan));
    assert_int_equal(plan.count, 2);
    assert_true(plan.serves_out);
    assert_int_equal(plan.duty[0].desk, 7);
    assert_int_equal(plan.duty[0].span_count, 2);
    assert_int_equal(plan.duty[0].span[0].from_ms, midnight_ms + 8 * hour_ms);
    assert_int_equal(plan.duty[0].span[0].to_ms, midnight_ms + 12 * hour_ms);
    assert_int_equal(plan.duty[0].span[1].from_ms, midnight_ms + 13 * hour_ms);
    assert_int_equal(plan.duty[0].span[1].to_ms, midnight_ms + 15 * hour_ms);
}

static void a_desk_without_a_plan_beside_others_stays_as_it_is(void **state)
{
    (void)state;
    static struct content content;
    struct duty_plan plan;
    two_desks(&content);
    assert_true(duty_planned(&content, MONDAY, midnight_ms, &plan));
    assert_int_equal(plan.duty[1].desk, 9);
    assert_int_equal(plan.duty[1].span_count, 0);
}

static void a_day_that_the_plan_leaves_out_has_no_spans(void **state)
{
    (void)state;
    static struct content content;
    struct duty_plan plan;
    two_desks(&content);
    assert_true(duty_planned(&content, SUNDAY, midnight_ms, &plan));
    assert_int_equal(plan.count, 2);
    assert_int_equal(plan.duty[0].span_count, 0);
}

static void a_holiday_has_no_spans_once_hours_are_enforced(void **state)
{
    (void)state;
    static struct content content;
    struct duty_plan plan;
    two_desks(&content);
    content.holiday[content.holiday_count++].day = MONDAY;
    assert_true(duty_planned(&content, MONDAY, midnight_ms, &plan));
    assert_int_equal(plan.duty[0].span_count, 2);
    content.hours_enforced = true;
    assert_true(duty_planned(&content, MONDAY, midnight_ms, &plan));
    assert_int_equal(plan.count, 2);
    assert_int_equal(plan.duty[0].span_count, 0);
    assert_true(duty_planned(&content, MONDAY + 7, midnight_ms, &plan));
    assert_int_equal(plan.duty[0].span_count, 2);
}

static void spans_that_touch_are_one(void **state)
{
    (void)state;
    static struct content content;
    struct duty_plan plan;
    two_desks(&content);
    content.desk[0].duty[0].span[1].from_min = 12 * 60;
    assert_true(duty_planned(&content, MONDAY, midnight_ms, &plan));
    assert_int_equal(plan.duty[0].span_count, 1);
    assert_int_equal(plan.duty[0].span[0].to_ms, midnight_ms + 15 * hour_ms);
}

static void a_document_that_plans_nothing_is_no_plan(void **state)
{
    (void)state;
    static struct content content;
    struct duty_plan plan;
    two_desks(&content);
    content.desk[0].planned = false;
    assert_false(duty_planned(&content, MONDAY, midnight_ms, &plan));
    assert_int_equal(plan.count, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(planned_hours_become_times_of_that_day),
        cmocka_unit_test(a_desk_without_a_plan_beside_others_stays_as_it_is),
        cmocka_unit_test(a_day_that_the_plan_leaves_out_has_no_spans),
        cmocka_unit_test(a_holiday_has_no_spans_once_hours_are_enforced),
        cmocka_unit_test(spans_that_touch_are_one),
        cmocka_unit_test(a_document_that_plans_nothing_is_no_plan),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
