// SPDX-License-Identifier: MIT
#include "firmware/core/routing.h"

#include <stdlib.h>

#include "tests/unit/hall.h"

static struct hall *open_hall(void)
{
    struct hall *hall = malloc(sizeof *hall);
    hall_open(hall);
    return hall;
}

static void equal_targets_are_first_come_first_served(void **state)
{
    (void)state;
    struct hall *hall = open_hall();
    hall_take(hall, 'B', LANE_REGULAR);
    hall_wait_min(hall, 1);
    hall_take(hall, 'A', LANE_REGULAR);
    hall_take(hall, 'C', LANE_REGULAR);
    assert_ticket(hall_next(hall, 1), 'B', 1);
    assert_ticket(hall_next(hall, 1), 'A', 1);
    assert_ticket(hall_next(hall, 1), 'C', 1);
    free(hall);
}

static void a_service_with_a_shorter_target_ages_faster(void **state)
{
    (void)state;
    struct hall *hall = open_hall();
    hall->rules.service[1].target_wait_s = 300; /* B: 5 minutes, A: 20 */
    hall_take(hall, 'A', LANE_REGULAR);
    hall_wait_min(hall, 3);
    hall_take(hall, 'B', LANE_REGULAR);
    hall_wait_min(hall, 2); /* A 5/20, B 2/5 */
    assert_ticket(hall_next(hall, 1), 'B', 1);
    free(hall);
}

static void priority_passes_but_only_k_times(void **state)
{
    (void)state;
    struct hall *hall = open_hall();
    hall_take(hall, 'A', LANE_REGULAR);
    hall_wait_min(hall, 1);
    for (int i = 0; i < 5; i++)
        hall_take(hall, 'A', LANE_PRIORITY);
    hall_wait_min(hall, 30);
    for (int i = 0; i < 3; i++)
        assert_ticket(hall_next(hall, 1), 'A', 2 + i);
    assert_ticket(hall_next(hall, 1), 'A', 1); /* K = 3: now it is her turn */
    assert_ticket(hall_next(hall, 1), 'A', 5);
    free(hall);
}

static void a_bound_of_zero_is_strict_arrival_order(void **state)
{
    (void)state;
    struct hall *hall = open_hall();
    hall->rules.overtake_max = 0;
    hall_take(hall, 'A', LANE_REGULAR);
    hall_take(hall, 'A', LANE_PRIORITY);
    hall_wait_min(hall, 30);
    assert_ticket(hall_next(hall, 1), 'A', 1);
    free(hall);
}

static void a_visitor_of_another_desk_does_not_hold_priority_back(void **state)
{
    (void)state;
    struct hall *hall = open_hall();
    hall->rules.overtake_max = 0;
    hall_take(hall, 'A', LANE_REGULAR); /* desk 3 cannot serve A */
    hall_take(hall, 'C', LANE_PRIORITY);
    assert_ticket(hall_next(hall, 3), 'C', 1);
    free(hall);
}

static void an_earlier_priority_visitor_overtakes_nobody(void **state)
{
    (void)state;
    struct hall *hall = open_hall();
    hall_take(hall, 'A', LANE_PRIORITY);
    hall_wait_min(hall, 1);
    struct ticket_no regular = hall_take(hall, 'A', LANE_REGULAR);
    hall_next(hall, 1);
    assert_int_equal(hall_find(hall, regular)->overtaken, 0);
    free(hall);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(equal_targets_are_first_come_first_served),
        cmocka_unit_test(a_service_with_a_shorter_target_ages_faster),
        cmocka_unit_test(priority_passes_but_only_k_times),
        cmocka_unit_test(a_bound_of_zero_is_strict_arrival_order),
        cmocka_unit_test(a_visitor_of_another_desk_does_not_hold_priority_back),
        cmocka_unit_test(an_earlier_priority_visitor_overtakes_nobody),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
