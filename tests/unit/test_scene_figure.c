// SPDX-License-Identifier: MIT
/* What a service tells whoever thinks of taking its number. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "display/scene_build.h"

static struct wall_service waited(int low_min, int high_min)
{
    return (struct wall_service){.waiting = 9,
                                 .ahead = 9,
                                 .last_wait_min = 12,
                                 .low_min = low_min,
                                 .high_min = high_min,
                                 .desk = {1, 2},
                                 .desk_count = 2};
}

static void expect(const struct wall_service *service, const char *lead, const char *big,
                   const char *unit)
{
    struct wall_board board = {.kiosk = WALL_KIOSK_READY};
    struct figure figure;
    scene_figure_of(&board, service, &figure);
    assert_string_equal(figure.lead, lead);
    assert_string_equal(figure.big, big);
    assert_string_equal(figure.unit, unit);
}

static void an_interval_is_said_as_on_the_slip(void **state)
{
    (void)state;
    static const struct {
        int low_min, high_min;
        const char *lead, *big, *unit;
    } said[] = {
        {25, 40, "", "25–40", "menit"},     {0, 10, "s.d.", "10", "menit"},
        {40, 40, "", "40", "menit"},        {60, 120, "", "1–2", "jam"},
        {150, 210, "", "2,5–3,5", "jam"},   {0, 120, "s.d.", "2", "jam"},
        {100, 150, "", "100–150", "menit"}, {30, 120, "", "30–120", "menit"},
        {137, 210, "", "137–210", "menit"}, {90, 125, "", "90–125", "menit"},
        {9999, 9999, "", "9999", "menit"},
    };
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        struct wall_service service = waited(said[i].low_min, said[i].high_min);
        expect(&service, said[i].lead, said[i].big, said[i].unit);
    }
}

static void without_an_interval_the_people_count(void **state)
{
    (void)state;
    struct wall_service service = waited(-1, -1);
    expect(&service, "", "9", "orang");
    service = waited(10, -1); /* half of one */
    expect(&service, "", "9", "orang");
}

static void a_free_desk_and_a_closed_one_need_no_figure(void **state)
{
    (void)state;
    struct wall_service service = waited(0, 10);
    service.free = true;
    expect(&service, "", "Langsung", "");
    service.desk_count = 0;
    expect(&service, "", "Belum buka", "");
}

static void coming_too_late_is_told_while_numbers_are_given(void **state)
{
    (void)state;
    struct wall_board board = {.kiosk = WALL_KIOSK_READY};
    struct wall_service service = waited(150, 210);
    assert_false(scene_late_told(&board, &service));
    service.late = true;
    assert_true(scene_late_told(&board, &service));
    board.kiosk = WALL_KIOSK_PAPER_OUT; /* an officer can still give one */
    assert_true(scene_late_told(&board, &service));
    board.kiosk = WALL_KIOSK_CLOSED;
    assert_false(scene_late_told(&board, &service));
    board.kiosk = WALL_KIOSK_READY;
    service.desk_count = 0; /* "Belum buka": its button may be refused all the same */
    assert_true(scene_late_told(&board, &service));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_interval_is_said_as_on_the_slip),
        cmocka_unit_test(without_an_interval_the_people_count),
        cmocka_unit_test(a_free_desk_and_a_closed_one_need_no_figure),
        cmocka_unit_test(coming_too_late_is_told_while_numbers_are_given),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
