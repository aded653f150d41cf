// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "display/places.h"

static void a_wall_without_a_name_takes_the_computers(void **state)
{
    (void)state;
    char name[BOARD_WALL_NAME_BYTES];
    places_name(NULL, name);
    assert_true(strlen(name) > 0);
    assert_null(strpbrk(name, " ;=,/\r\n"));
    places_name("hall-1", name);
    assert_string_equal(name, "hall-1");
    places_name("a wall; with=odd\nletters", name);
    assert_string_equal(name, "a-wall--with-odd-letters");
    places_name("a-name-that-is-much-longer-than-a-list-has-room-for", name);
    assert_int_equal(strlen(name), BOARD_WALL_NAME_BYTES - 1);
}

static void without_clips_beside_the_program_the_installed_ones_are_named(void **state)
{
    (void)state;
    char path[PLACES_PATH_BYTES];
    places_voice(path); /* this test stands in a folder of tests */
    assert_string_equal(path, LOKET_SHARE "/voice");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wall_without_a_name_takes_the_computers),
        cmocka_unit_test(without_clips_beside_the_program_the_installed_ones_are_named),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
