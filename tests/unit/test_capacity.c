// SPDX-License-Identifier: MIT
/* The core built with room for four tickets: a full table is a refusal, nothing worse. */
#define TICKETS_MAX 4
#include "firmware/core/queue.c"
#include "firmware/core/queue_apply.c"
#include "firmware/core/queue_decide.c"
#include "firmware/core/routing.c"

#include "tests/unit/hall.h"

static void a_full_day_refuses_and_forgets_nobody(void **state)
{
    (void)state;
    static struct hall hall;
    hall_open(&hall);
    for (int i = 0; i < 4; i++)
        hall_take(&hall, 'A', LANE_REGULAR);
    hall.rules.daily_cap = hall.rules.waiting_cap = 100;
    struct command take = {.kind = CMD_TAKE, .service = 'A'};
    assert_int_equal(hall_do(&hall, take), REFUSED_DAY_FULL);
    for (int i = 0; i < 4; i++)
        assert_ticket(hall_next(&hall, 1), 'A', 1 + i);
    assert_int_equal(hall_do(&hall, take), REFUSED_DAY_FULL);
}

static void the_desk_table_is_bounded_too(void **state)
{
    (void)state;
    static struct hall hall;
    hall_open(&hall);
    for (uint16_t i = 4; i <= DESKS_MAX; i++) {
        struct event open = {.kind = EV_DESK_OPENED, .day = 20261123, .desk = i};
        assert_true(queue_apply(&hall.queue, &open));
    }
    struct event one_more = {.kind = EV_DESK_OPENED, .day = 20261123, .desk = 900};
    assert_false(queue_apply(&hall.queue, &one_more));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_full_day_refuses_and_forgets_nobody),
        cmocka_unit_test(the_desk_table_is_bounded_too),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
