// SPDX-License-Identifier: MIT
/* What walls say of themselves, and who of them is there. */
#include "firmware/api/walls.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { MORNING_MS = 1000000 };

static struct wall wall_of(const char *header, const char *agent)
{
    struct wall wall;
    memset(&wall, 0x5A, sizeof wall);
    walls_read(header, agent, &wall);
    return wall;
}

static void a_wall_says_its_name_size_board_and_version(void **state)
{
    (void)state;
    struct wall wall = wall_of("name=hall-1; size=1920x1080; shown=123", "loket-wall/0.3.0");
    assert_string_equal(wall.name, "hall-1");
    assert_string_equal(wall.size, "1920x1080");
    assert_int_equal(wall.shown_before, 123);
    assert_string_equal(wall.version, "0.3.0");
}

static void order_blanks_and_unknown_words_do_not_matter(void **state)
{
    (void)state;
    struct wall wall = wall_of(";;shown=9 ;\tcolour=red;size=1x2;  name=a.b_C-9\t; ;names=x",
                               "loket-wall/0.3.0-rc1+7 libcurl/7.88");
    assert_string_equal(wall.name, "a.b_C-9");
    assert_string_equal(wall.size, "1x2");
    assert_int_equal(wall.shown_before, 9);
    assert_string_equal(wall.version, "0.3.0-rc1+7");
}

static void a_name_that_is_none_leaves_the_wall_unnamed(void **state)
{
    (void)state;
    static const char *const headers[] = {
        "",
        "name",
        "name=",
        "name= ; size=1x1",
        "name=hall 1",
        "name=hall\"1",
        "name=b\xC3\xA9randa",
        "name=\x01",
        "name=../../etc",
        "Name=hall-1",
        "name =hall-1",
        "xname=hall-1",
        "size=name=hall-1",
        "name=hall-1; name=hall-2",
        "name=hall-1; name=hall-1",
        "name=abcdefghijabcdefghijabcdefghijab", /* 32 letters */
    };
    for (size_t i = 0; i < sizeof headers / sizeof *headers; i++) {
        struct wall wall = wall_of(headers[i], NULL);
        assert_string_equal(wall.name, "unnamed");
        assert_string_equal(wall.version, "");
    }
    struct wall longest = wall_of("name=abcdefghijabcdefghijabcdefghija", NULL);
    assert_int_equal(strlen(longest.name), 31);
}

static void a_bad_size_board_or_version_is_as_if_not_said(void **state)
{
    (void)state;
    static const char *const sizes[] = {"1920", "x1080", "1920x", "1920x1080x1", "1920X1080",
                                        "-1x5", "xx",    "x",     "123456x12345"};
    static const char *const boards[] = {"-1", "0x7", "1e3", "", "9999999999999999999", "12 3"};
    static const char *const agents[] = {"curl/7.88",    "loket-wall",
                                         "loket-wall/",  "loket-wall/\x1B[2J",
                                         "Loket-Wall/1", "loket-wall/0123456789012345678901234"};
    char header[96];
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        snprintf(header, sizeof header, "name=hall-1; size=%s", sizes[i]);
        struct wall wall = wall_of(header, NULL);
        assert_string_equal(wall.name, "hall-1");
        assert_string_equal(wall.size, "");
    }
    for (size_t i = 0; i < sizeof boards / sizeof *boards; i++) {
        snprintf(header, sizeof header, "shown=%s; name=hall-1", boards[i]);
        struct wall wall = wall_of(header, NULL);
        assert_int_equal(wall.shown_before, 0);
    }
    for (size_t i = 0; i < sizeof agents / sizeof *agents; i++) {
        struct wall wall = wall_of("name=hall-1", agents[i]);
        assert_string_equal(wall.version, "");
    }
    assert_int_equal(wall_of("shown=999999999999999999", NULL).shown_before, 999999999999999999);
}

static void a_header_that_is_too_long_says_nothing(void **state)
{
    (void)state;
    char header[WALLS_HEADER_MAX_BYTES + 2];
    memset(header, ';', sizeof header);
    memcpy(header, "name=hall-1", strlen("name=hall-1"));
    header[WALLS_HEADER_MAX_BYTES] = '\0';
    assert_string_equal(wall_of(header, NULL).name, "hall-1");
    header[WALLS_HEADER_MAX_BYTES] = ';';
    header[WALLS_HEADER_MAX_BYTES + 1] = '\0';
    assert_string_equal(wall_of(header, NULL).name, "unnamed");
}

static struct wall named(const char *name)
{
    struct wall wall = {0};
    snprintf(wall.name, sizeof wall.name, "%s", name);
    return wall;
}

static void walls_stand_in_the_order_of_their_coming(void **state)
{
    (void)state;
    struct walls walls = {0};
    struct wall one = named("one"), two = named("two"), three = named("three");
    walls_join(&walls, &one);
    walls_join(&walls, &two);
    walls_join(&walls, &three);
    walls_leave(&walls, &two, MORNING_MS);
    assert_ptr_equal(walls.first, &one);
    assert_ptr_equal(one.next, &three);
    assert_ptr_equal(three.previous, &one);
    walls_leave(&walls, &three, MORNING_MS);
    assert_ptr_equal(walls.last, &one);
    walls_leave(&walls, &one, MORNING_MS);
    assert_null(walls.first);
    assert_null(walls.last);
    assert_int_equal(walls.count, 0);
}

static void a_wall_that_left_is_gone_until_it_comes_back(void **state)
{
    (void)state;
    struct walls walls = {0};
    struct wall hall = named("hall"), stairs = named("stairs");
    walls_join(&walls, &hall);
    walls_join(&walls, &stairs);
    walls_leave(&walls, &hall, MORNING_MS);
    walls_leave(&walls, &stairs, MORNING_MS + 5);
    assert_int_equal(walls.gone_count, 2);
    assert_string_equal(walls.gone[0].name, "stairs");
    assert_int_equal(walls.gone[0].since_utc_ms, MORNING_MS + 5);
    walls_join(&walls, &stairs);
    assert_int_equal(walls.gone_count, 1);
    assert_string_equal(walls.gone[0].name, "hall");
}

static void two_walls_of_one_name_are_doubled_and_one_of_them_is_not_missed(void **state)
{
    (void)state;
    struct walls walls = {0};
    struct wall one = named("hall"), two = named("hall"), other = named("stairs");
    walls_join(&walls, &one);
    walls_join(&walls, &two);
    walls_join(&walls, &other);
    assert_true(walls_doubled(&walls, &one));
    assert_true(walls_doubled(&walls, &two));
    assert_false(walls_doubled(&walls, &other));
    walls_leave(&walls, &one, MORNING_MS);
    assert_false(walls_doubled(&walls, &two));
    assert_int_equal(walls.gone_count, 0);
    walls_leave(&walls, &two, MORNING_MS);
    assert_int_equal(walls.gone_count, 1);
}

static void unnamed_walls_are_neither_doubled_nor_missed(void **state)
{
    (void)state;
    struct walls walls = {0};
    struct wall one = wall_of("", NULL), two = wall_of("name=#", NULL);
    walls_join(&walls, &one);
    walls_join(&walls, &two);
    assert_false(walls_doubled(&walls, &one));
    walls_leave(&walls, &one, MORNING_MS);
    walls_leave(&walls, &two, MORNING_MS);
    assert_int_equal(walls.gone_count, 0);
}

static void of_many_gone_walls_the_newest_are_remembered(void **state)
{
    (void)state;
    struct walls walls = {0};
    char name[24];
    for (int i = 0; i < WALLS_GONE_MAX + 4; i++) {
        snprintf(name, sizeof name, "wall-%d", i);
        struct wall wall = named(name);
        walls_join(&walls, &wall);
        walls_leave(&walls, &wall, MORNING_MS + i);
    }
    assert_int_equal(walls.gone_count, WALLS_GONE_MAX);
    assert_string_equal(walls.gone[0].name, "wall-19");
    assert_string_equal(walls.gone[WALLS_GONE_MAX - 1].name, "wall-4");
}

static void a_wall_gone_for_a_day_is_forgotten(void **state)
{
    (void)state;
    struct walls walls = {0};
    struct wall old = named("old"), young = named("young");
    walls_join(&walls, &old);
    walls_join(&walls, &young);
    walls_leave(&walls, &old, MORNING_MS);
    walls_leave(&walls, &young, MORNING_MS + 1);
    walls_forget(&walls, MORNING_MS + WALLS_GONE_KEPT_MS);
    assert_int_equal(walls.gone_count, 2);
    walls_forget(&walls, MORNING_MS + WALLS_GONE_KEPT_MS + 1);
    assert_int_equal(walls.gone_count, 1);
    assert_string_equal(walls.gone[0].name, "young");
    walls_forget(&walls, 0); /* a clock that was set back takes nothing away */
    assert_int_equal(walls.gone_count, 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wall_says_its_name_size_board_and_version),
        cmocka_unit_test(order_blanks_and_unknown_words_do_not_matter),
        cmocka_unit_test(a_name_that_is_none_leaves_the_wall_unnamed),
        cmocka_unit_test(a_bad_size_board_or_version_is_as_if_not_said),
        cmocka_unit_test(a_header_that_is_too_long_says_nothing),
        cmocka_unit_test(walls_stand_in_the_order_of_their_coming),
        cmocka_unit_test(a_wall_that_left_is_gone_until_it_comes_back),
        cmocka_unit_test(two_walls_of_one_name_are_doubled_and_one_of_them_is_not_missed),
        cmocka_unit_test(unnamed_walls_are_neither_doubled_nor_missed),
        cmocka_unit_test(of_many_gone_walls_the_newest_are_remembered),
        cmocka_unit_test(a_wall_gone_for_a_day_is_forgotten),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
