// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/users.h"

static struct users users;

static int clear(void **state)
{
    (void)state;
    users.count = 0;
    return 0;
}

static struct user make(const char *name, enum user_role role)
{
    struct user user = {.role = role, .active = true};
    snprintf(user.name, sizeof user.name, "%s", name);
    return user;
}

static void put(const char *name, enum user_role role)
{
    struct user user = make(name, role);
    users_put(&users, &user);
}

static void names_are_short_and_plain(void **state)
{
    (void)state;
    static const char *const good[] = {"sari",   "a1",    "0x",
                                       "budi.s", "b-b_b", "abcdefghijklmnopqrstuvwx"};
    static const char *const bad[] = {"",
                                      "a",
                                      "Sari",
                                      ".a",
                                      "..",
                                      "-a",
                                      "_a",
                                      "a b",
                                      "a/b",
                                      "s\xC3\xA1ri",
                                      "abcdefghijklmnopqrstuvwxy"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_true(users_name_good(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_false(users_name_good(bad[i]));
}

static void weak_pins_are_named_as_such(void **state)
{
    (void)state;
    static const char *const good[] = {"246813", "112233", "012346", "135790", "902817365510"};
    static const char *const bad[] = {"",       "12345",     "12345a",  "1234567890123",
                                      "000000", "777777777", "123456",  "654321",
                                      "567890", "098765",    " 246813", "-246813"};
    for (size_t i = 0; i < sizeof good / sizeof *good; i++)
        assert_null(users_pin_fault(good[i]));
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
        assert_non_null(users_pin_fault(bad[i]));
}

static void a_one_time_pin_has_eight_digits_and_is_no_weak_one(void **state)
{
    (void)state;
    char pin[PIN_BYTES];
    assert_true(users_once_pin(907, pin));
    assert_string_equal(pin, "00000907");
    assert_false(users_once_pin(12345678, pin));
    assert_false(users_once_pin(11111111, pin));
    assert_true(users_once_pin(99999998, pin));
}

static void users_stand_by_name(void **state)
{
    (void)state;
    put("sari", ROLE_OFFICER);
    put("admin", ROLE_ADMIN);
    put("budi", ROLE_OFFICER);
    put("budi", ROLE_ADMIN); /* takes the place of the first */
    assert_int_equal(users.count, 3);
    assert_string_equal(users.user[0].name, "admin");
    assert_string_equal(users.user[1].name, "budi");
    assert_int_equal(users.user[1].role, ROLE_ADMIN);
    assert_string_equal(users.user[2].name, "sari");
}

static void a_name_is_given_once(void **state)
{
    (void)state;
    put("sari", ROLE_OFFICER);
    struct user again = make("sari", ROLE_ADMIN), bad = make("Sari", ROLE_ADMIN);
    assert_int_equal(users_may_add(&users, &again), USERS_EXISTS);
    assert_int_equal(users_may_add(&users, &bad), USERS_BAD_NAME);
}

static void names_of_the_board_itself_are_not_given(void **state)
{
    (void)state;
    struct user local = make("local", ROLE_ADMIN), daemon = make("loketd", ROLE_OFFICER);
    assert_int_equal(users_may_add(&users, &local), USERS_RESERVED);
    assert_int_equal(users_may_add(&users, &daemon), USERS_RESERVED);
    struct user near = make("local1", ROLE_OFFICER);
    assert_int_equal(users_may_add(&users, &near), USERS_FINE);
    assert_true(users_name_good("local")); /* one that is there already can be read and disabled */
}

static void a_pin_for_once_is_over_after_a_day(void **state)
{
    enum { DAY_MS = 86400000 };
    (void)state;
    struct user user = make("sari", ROLE_OFFICER);
    user.must_change = true;
    user.changed_utc_ms = 1000;
    assert_false(users_once_over(&user, 1000 + DAY_MS, 7));
    assert_true(users_once_over(&user, 1001 + DAY_MS, 7));
    assert_false(users_once_over(&user, 0, 7)); /* the clock went back */
    user.made_mono_ms = 5; /* made a moment ago: the clock was set, no day has passed */
    assert_false(users_once_over(&user, 1001 + 300 * (int64_t)DAY_MS, 7));
    assert_false(users_once_over(&user, 0, 5 + DAY_MS));
    assert_true(users_once_over(&user, 0, 6 + DAY_MS));
    user.must_change = false; /* her own */
    assert_false(users_once_over(&user, 1001 + 300 * (int64_t)DAY_MS, 6 + DAY_MS));
}

static void the_last_active_admin_stays_one(void **state)
{
    (void)state;
    put("admin", ROLE_ADMIN);
    put("sari", ROLE_OFFICER);
    struct user demoted = make("admin", ROLE_OFFICER), disabled = make("admin", ROLE_ADMIN);
    disabled.active = false;
    assert_int_equal(users_may_change(&users, &demoted), USERS_LAST_ADMIN);
    assert_int_equal(users_may_change(&users, &disabled), USERS_LAST_ADMIN);
    struct user second = make("budi", ROLE_ADMIN);
    second.active = false;
    users_put(&users, &second);
    assert_int_equal(users_may_change(&users, &demoted), USERS_LAST_ADMIN); /* she cannot help */
    second.active = true;
    users_put(&users, &second);
    assert_int_equal(users_may_change(&users, &demoted), USERS_FINE);
    struct user nobody = make("nobody", ROLE_OFFICER);
    assert_int_equal(users_may_change(&users, &nobody), USERS_UNKNOWN);
}

static void a_full_table_takes_no_more(void **state)
{
    (void)state;
    char name[16];
    for (int i = 0; i < USERS_MAX; i++) {
        snprintf(name, sizeof name, "u%d", i);
        put(name, ROLE_ADMIN);
    }
    struct user one_more = make("more", ROLE_OFFICER);
    assert_int_equal(users_may_add(&users, &one_more), USERS_FULL);
    assert_non_null(users_find(&users, "u63"));
    assert_null(users_find(&users, "u64"));
}

static void roles_have_names(void **state)
{
    (void)state;
    assert_int_equal(user_role_parse("officer"), ROLE_OFFICER);
    assert_int_equal(user_role_parse(user_role_name(ROLE_ADMIN)), ROLE_ADMIN);
    assert_int_equal(user_role_parse("root"), USER_ROLES);
}

#define TEST(name) cmocka_unit_test_setup(name, clear)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(names_are_short_and_plain),
        TEST(weak_pins_are_named_as_such),
        TEST(a_one_time_pin_has_eight_digits_and_is_no_weak_one),
        TEST(users_stand_by_name),
        TEST(a_name_is_given_once),
        TEST(names_of_the_board_itself_are_not_given),
        TEST(a_pin_for_once_is_over_after_a_day),
        TEST(the_last_active_admin_stays_one),
        TEST(a_full_table_takes_no_more),
        TEST(roles_have_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
