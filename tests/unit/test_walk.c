// SPDX-License-Identifier: MIT
#include "firmware/forecast/walk.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdlib.h>

#include <cmocka.h>

enum { SERVICE_S = 600, NOON_S = 43200 };

struct room {
    struct track track;
    struct walk_times times;
};

static int set_up(void **state)
{
    struct room *room = calloc(1, sizeof *room);
    if (!room)
        return -1;
    track_init(&room->track);
    track_new_day(&room->track, 20250301);
    for (int s = 0; s < TRACK_SERVICES_MAX; s++)
        room->times.call_s[s] = SERVICE_S;
    *state = room;
    return 0;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static void queue_up(struct room *room, int service, int count)
{
    for (int i = 0; i < count; i++)
        track_arrive(&room->track, service, (uint32_t)(service * 100 + i + 1), 0, false,
                     NOON_S - 1000 + i);
}

static float middle(struct room *room, int service, int lane)
{
    float out_s[3] = {-1, -1, -1};
    assert_true(walk_wait(&room->track, &room->times, service, lane, NOON_S, out_s));
    assert_true(0 <= out_s[0] && out_s[0] <= out_s[1] && out_s[1] <= out_s[2]);
    return out_s[1];
}

static void nobody_knows_without_a_desk(void **state)
{
    float out_s[3];
    struct room *room = *state;
    queue_up(room, 0, 3);
    assert_false(walk_wait(&room->track, &room->times, 0, 0, NOON_S, out_s));
}

static void a_free_desk_calls_at_once(void **state)
{
    struct room *room = *state;
    track_desk_open(&room->track, 1, true);
    assert_true(middle(room, 0, 0) == 0);
}

static void two_desks_halve_the_wait(void **state)
{
    struct room *room = *state;
    queue_up(room, 0, 20);
    track_desk_open(&room->track, 1, true);
    float one_s = middle(room, 0, 0);
    assert_true(one_s > 0.8F * 20 * SERVICE_S && one_s < 1.2F * 20 * SERVICE_S);
    track_desk_open(&room->track, 2, true);
    float two_s = middle(room, 0, 0);
    assert_true(two_s > 0.4F * one_s && two_s < 0.6F * one_s);
}

static void a_desk_that_never_calls_the_service_is_no_help(void **state)
{
    struct room *room = *state;
    track_desk_open(&room->track, 1, true);
    track_desk_open(&room->track, 2, true);
    for (uint32_t key = 900; key < 920; key++) {
        track_serve(&room->track, key % 2, key, 1, NOON_S - 4000);
        track_end(&room->track, key % 2, key, true, NOON_S - 3000);
        track_serve(&room->track, 1, key + 100, 2, NOON_S - 4000);
        track_end(&room->track, 1, key + 100, true, NOON_S - 3000);
    }
    queue_up(room, 0, 10);
    float own_s = middle(room, 0, 0), other_s = middle(room, 1, 0);
    assert_true(own_s > 0.8F * 10 * SERVICE_S);
    assert_true(other_s == 0);
}

static void a_planned_break_is_waited_out(void **state)
{
    struct room *room = *state;
    queue_up(room, 0, 2);
    track_desk_open(&room->track, 1, true);
    float without_s = middle(room, 0, 0);
    track_plan(&room->track, 1, 28800, NOON_S + 300);
    track_plan(&room->track, 1, NOON_S + 3600, 57600);
    float with_s = middle(room, 0, 0);
    assert_true(with_s > without_s + 1200);
    assert_true(with_s >= 3600);
}

static void priority_passes_those_who_came_a_little_earlier(void **state)
{
    struct room *room = *state;
    queue_up(room, 0, 10);
    track_desk_open(&room->track, 1, true);
    room->track.credit_s = 5000;
    assert_true(middle(room, 0, 1) == 0);
    room->track.credit_s = 0;
    assert_true(middle(room, 0, 1) == middle(room, 0, 0));
}

static void the_same_hall_gives_the_same_answer(void **state)
{
    struct room *room = *state;
    queue_up(room, 0, 15);
    track_desk_open(&room->track, 1, true);
    assert_true(middle(room, 0, 0) == middle(room, 0, 0));
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(nobody_knows_without_a_desk),
        TEST(a_free_desk_calls_at_once),
        TEST(two_desks_halve_the_wait),
        TEST(a_desk_that_never_calls_the_service_is_no_help),
        TEST(a_planned_break_is_waited_out),
        TEST(priority_passes_those_who_came_a_little_earlier),
        TEST(the_same_hall_gives_the_same_answer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
