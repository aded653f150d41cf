// SPDX-License-Identifier: MIT
/* A log by hand, lived through on the queue, and the twin's days: what the simulation is asked
 * from a log is what it was asked at the kiosk. */
#include "firmware/ctl/replay_hall.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/bench/twin.h"

enum { NINE_S = 9 * 3600, DAY = 20250113 };

struct story {
    struct replay_hall hall;
    int32_t day;
};

static int begin(void **state)
{
    struct story *story = calloc(1, sizeof *story);
    if (!story)
        return -1;
    replay_hall_init(&story->hall);
    story->day = DAY;
    *state = story;
    return 0;
}

static int end(void **state)
{
    free(*state);
    return 0;
}

static struct feature_hint tell(struct story *story, enum forecast_kind kind, int ticket, int desk,
                                double after_s)
{
    struct feature_hint hint;
    struct forecast_event event = {.kind = kind,
                                   .day = story->day,
                                   .at_s = NINE_S + after_s,
                                   .service = ticket % 10,
                                   .desk = desk,
                                   .key = (uint32_t)ticket};
    replay_hall_feed(&story->hall, &event, &hint);
    return hint;
}

static const struct ticket *ticket_of(const struct story *story, int ticket)
{
    ticket_slot slot = queue_find(&story->hall.queue, story->hall.ticket[ticket]);
    assert_int_not_equal(slot, NO_SLOT);
    return &story->hall.queue.ticket[slot];
}

static void a_day_by_hand_gives_its_queue(void **state)
{
    struct story *story = *state;
    const struct queue *queue = &story->hall.queue;
    tell(story, FORECAST_OPEN, 0, 1, 0);
    tell(story, FORECAST_OPEN, 0, 2, 0);
    tell(story, FORECAST_ARRIVE, 11, 0, 10);
    tell(story, FORECAST_CALL, 11, 1, 10);
    tell(story, FORECAST_ARRIVE, 12, 0, 20);
    tell(story, FORECAST_CALL, 12, 2, 25);
    tell(story, FORECAST_ARRIVE, 21, 0, 30);
    tell(story, FORECAST_ARRIVE, 31, 0, 40);
    tell(story, FORECAST_ABANDON, 31, 0, 50);
    tell(story, FORECAST_ABANDON, 12, 2, 60);
    tell(story, FORECAST_PAUSE, 0, 2, 61);
    assert_int_equal(queue->waiting_count, 1);
    assert_int_equal(ticket_of(story, 21)->service, 'B');
    assert_int_equal(ticket_of(story, 11)->state, TICKET_SERVED_NOW);
    assert_int_equal(ticket_of(story, 12)->state, TICKET_ABSENT);
    assert_int_equal(ticket_of(story, 31)->state, TICKET_PARKED);
    assert_int_equal(queue_desk(queue, 1)->state, DESK_OPEN);
    assert_int_equal(queue_desk(queue, 2)->state, DESK_PAUSED);
    tell(story, FORECAST_RESUME, 0, 2, 90);
    tell(story, FORECAST_END, 11, 1, 100);
    tell(story, FORECAST_CLOSE, 0, 1, 110);
    assert_int_equal(ticket_of(story, 11)->state, TICKET_DONE);
    assert_int_equal(queue_desk(queue, 1)->state, DESK_CLOSED);
    assert_int_equal(queue_desk(queue, 2)->state, DESK_OPEN);
}

static void a_call_ends_the_service_before_it(void **state)
{
    struct story *story = *state;
    for (int i = 0; i < 3; i++)
        tell(story, FORECAST_ARRIVE, 11 + 10 * i, 0, i);
    tell(story, FORECAST_CALL, 11, 1, 5);
    tell(story, FORECAST_CALL, 21, 1, 300);
    assert_int_equal(ticket_of(story, 11)->state, TICKET_DONE);
    assert_int_equal(ticket_of(story, 21)->state, TICKET_SERVED_NOW);
    tell(story, FORECAST_END, 11, 1, 310); /* late: says nothing more */
    assert_int_equal(ticket_of(story, 21)->state, TICKET_SERVED_NOW);
    tell(story, FORECAST_CALL, 31, 1, 600);
    assert_int_equal(story->hall.model.branch.count, 2); /* both ends were worth learning */
    tell(story, FORECAST_ARRIVE, 41, 0, 9000);
    tell(story, FORECAST_CALL, 41, 1, 9000); /* when the desk became free nobody knows */
    assert_int_equal(story->hall.model.branch.count, 2);
}

static void a_log_without_names_gives_no_hint(void **state)
{
    struct story *story = *state;
    for (int i = 0; i < 50; i++) {
        assert_false(tell(story, FORECAST_ARRIVE, 10 * i + 11, 0, 60 * i).known);
        tell(story, FORECAST_CALL, 10 * i + 11, 0, 60 * i + 30);
    }
    tell(story, FORECAST_CALL, 501, 7, 3000);
    assert_true(tell(story, FORECAST_ARRIVE, 511, 0, 3001).known);
}

static void more_desks_than_a_kiosk_has_give_no_hint_on_that_day(void **state)
{
    struct story *story = *state;
    for (int i = 0; i < 100; i++)
        tell(story, FORECAST_ARRIVE, 10 * i + 11, 0, i);
    for (int desk = 1; desk <= DESKS_MAX; desk++)
        tell(story, FORECAST_CALL, 10 * desk + 1, desk, 200);
    assert_true(tell(story, FORECAST_ARRIVE, 2001, 0, 201).known);
    tell(story, FORECAST_CALL, 10 * DESKS_MAX + 11, DESKS_MAX + 1, 202);
    assert_false(tell(story, FORECAST_ARRIVE, 2011, 0, 203).known);
    story->day++;
    tell(story, FORECAST_ARRIVE, 11, 0, 0);
    tell(story, FORECAST_CALL, 11, 40, 5);
    assert_true(tell(story, FORECAST_ARRIVE, 21, 0, 10).known);
}

static void more_tickets_than_a_kiosk_issues_give_no_hint_on_that_day(void **state)
{
    struct story *story = *state;
    tell(story, FORECAST_OPEN, 0, 1, 0);
    tell(story, FORECAST_ARRIVE, 1, 0, 0);
    tell(story, FORECAST_CALL, 1, 1, 1);
    for (int i = 1; i <= TICKETS_MAX; i++) {
        tell(story, FORECAST_ARRIVE, 10 * i + 1, 0, i);
        tell(story, FORECAST_ABANDON, 10 * i + 1, 0, i);
    }
    assert_false(tell(story, FORECAST_ARRIVE, 50001, 0, 5000).known);
}

static void who_stands_behind_waits_longer_and_priority_less(void **state)
{
    struct story *story = *state;
    float last_s = -1;
    for (int i = 0; i < 30; i++) {
        tell(story, FORECAST_ARRIVE, 10 * i + 11, 0, 300 * i);
        tell(story, FORECAST_CALL, 10 * i + 11, 1, 300 * i + 10);
        tell(story, FORECAST_END, 10 * i + 11, 1, 300 * i + 290);
    }
    tell(story, FORECAST_ARRIVE, 401, 0, 9000);
    tell(story, FORECAST_CALL, 401, 1, 9000);
    for (int i = 0; i < 5; i++) {
        struct feature_hint hint = tell(story, FORECAST_ARRIVE, 1001 + 10 * i, 0, 9010 + i);
        assert_true(hint.known);
        assert_true(hint.p10_s <= hint.p50_s && hint.p50_s <= hint.p90_s);
        assert_true(hint.p50_s > last_s);
        last_s = hint.p50_s;
    }
    struct feature_hint urgent;
    struct forecast_event event = {.kind = FORECAST_ARRIVE,
                                   .day = DAY,
                                   .at_s = NINE_S + 9020,
                                   .service = 1,
                                   .key = 2001,
                                   .lane = FORECAST_PRIORITY};
    replay_hall_feed(&story->hall, &event, &urgent);
    assert_true(urgent.known && urgent.p50_s < last_s);
}

/* Desk 1 calls priority first, always. */
static void the_log_teaches_who_goes_first(void **state)
{
    struct story *story = *state;
    for (int i = 0; i < 60; i++) {
        int key = 100 * i + 1;
        double at_s = 600 * i;
        for (int k = 0; k < 6; k++) {
            struct forecast_event event = {.kind = FORECAST_ARRIVE,
                                           .day = DAY,
                                           .at_s = NINE_S + at_s + k + (k < 3 ? 0 : 200),
                                           .service = 1,
                                           .key = (uint32_t)(key + 10 * k),
                                           .lane = k < 3 ? FORECAST_REGULAR : FORECAST_PRIORITY};
            replay_hall_feed(&story->hall, &event, NULL);
        }
        for (int k = 0; k < 6; k++)
            tell(story, FORECAST_CALL, key + 10 * ((k + 3) % 6), 1, at_s + 206 + 30 * k);
    }
    tell(story, FORECAST_ARRIVE, 60001, 0, 39000);
    assert_true(story->hall.rules.lane_rate[LANE_PRIORITY] >= 10000);
    assert_true(story->hall.rules.overtake_max >= 3);
}

/* Hints of the kiosk itself, in order of the tickets issued. */
enum { TWIN_DAYS = 7, HINTS_MAX = 4000 };

struct kiosk {
    struct branch_model model;
    struct simulation simulation;
    struct simulate_result result;
    struct wait_range said[HINTS_MAX];
    int count;
    FILE *log;
};

static void on_fact(void *context, const struct twin *twin, const struct event *event)
{
    struct kiosk *kiosk = context;
    struct pace pace;
    if (event->kind == EV_DAY_STARTED) {
        branch_model_day(&kiosk->model, twin->midnight_ms);
        twin_write_plan(kiosk->log, twin);
    }
    if (event->kind == EV_TICKET_ISSUED && twin->day == TWIN_DAYS - 1 && kiosk->count < HINTS_MAX) {
        branch_model_pace(&kiosk->model, &twin->rules, &pace);
        simulate_run(&kiosk->simulation,
                     &(struct simulate_input){.queue = &twin->queue,
                                              .rules = &twin->rules,
                                              .pace = &pace,
                                              .plan = &twin->plan,
                                              .now_ms = event->at_utc_ms,
                                              .seed = 1,
                                              .paths = 64},
                     &kiosk->result);
        kiosk->said[kiosk->count++] = kiosk->result.fresh[event->service - 'A'][event->lane];
    }
    branch_model_event(&kiosk->model, &twin->queue, event);
    twin_write_fact(kiosk->log, twin, event);
}

/* Sum over the last day of what the kiosk said, and of how far the log's hint is from it. */
static void compare(struct kiosk *kiosk, struct replay_hall *hall, double *said_s, double *off_s)
{
    struct replay_log *log = calloc(1, sizeof *log);
    char line[512], last_day[16];
    int at = 0;
    assert_non_null(log);
    snprintf(last_day, sizeof last_day, "2026-01-%02d", TWIN_DAYS);
    rewind(kiosk->log);
    while (fgets(line, sizeof line, kiosk->log)) {
        struct replay_row row;
        struct forecast_event event;
        struct feature_hint hint;
        bool fresh_branch = false;
        line[strcspn(line, "\n")] = '\0';
        assert_null(replay_row_read(line, &row));
        assert_null(replay_log_add(log, &row, &event, &fresh_branch));
        for (int i = 0; i < row.windows; i++) {
            event.from_s = row.from_s[i];
            event.to_s = row.to_s[i];
            replay_hall_feed(hall, &event, NULL);
        }
        if (row.kind == FORECAST_PLAN)
            continue;
        replay_hall_feed(hall, &event, &hint);
        bool came_back = strchr(row.ticket, 'r') != NULL;
        if (row.kind != FORECAST_ARRIVE || came_back || strcmp(row.day_text, last_day) != 0)
            continue;
        const struct wait_range *said = &kiosk->said[at++];
        if (!hint.known || said->p90_s >= SIMULATE_NEVER_S)
            continue;
        *said_s += (double)said->p50_s;
        *off_s += fabs((double)(hint.p50_s - said->p50_s));
    }
    assert_int_equal(at, kiosk->count);
    free(log);
}

static void a_log_of_the_kiosk_says_what_the_kiosk_said(void **state)
{
    struct story *story = *state;
    struct kiosk *kiosk = calloc(1, sizeof *kiosk);
    struct twin *twin = calloc(1, sizeof *twin);
    double said_s = 0, off_s = 0;
    assert_true(kiosk && twin && (kiosk->log = tmpfile()));
    branch_model_init(&kiosk->model);
    twin_init(twin, 5);
    twin->fact = on_fact;
    twin->context = kiosk;
    while (twin->day < TWIN_DAYS)
        twin_day(twin);
    compare(kiosk, &story->hall, &said_s, &off_s);
    assert_true(kiosk->count > 100 && said_s > 100 * 60);
    assert_true(off_s < 0.1 * said_s);
    fclose(kiosk->log);
    free(twin);
    free(kiosk);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_day_by_hand_gives_its_queue, begin, end),
        cmocka_unit_test_setup_teardown(a_call_ends_the_service_before_it, begin, end),
        cmocka_unit_test_setup_teardown(a_log_without_names_gives_no_hint, begin, end),
        cmocka_unit_test_setup_teardown(more_desks_than_a_kiosk_has_give_no_hint_on_that_day, begin,
                                        end),
        cmocka_unit_test_setup_teardown(more_tickets_than_a_kiosk_issues_give_no_hint_on_that_day,
                                        begin, end),
        cmocka_unit_test_setup_teardown(who_stands_behind_waits_longer_and_priority_less, begin,
                                        end),
        cmocka_unit_test_setup_teardown(the_log_teaches_who_goes_first, begin, end),
        cmocka_unit_test_setup_teardown(a_log_of_the_kiosk_says_what_the_kiosk_said, begin, end),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
