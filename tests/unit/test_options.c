// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "display/options.h"

static bool parse(const char *const words[], struct options *options, char *reason)
{
    char *argv[12] = {(char *)"loket-wall"};
    int argc = 1;
    while (words[argc - 1]) {
        argv[argc] = (char *)words[argc - 1];
        argc++;
    }
    return options_parse(argc, argv, options, reason);
}

#define WORDS(...) ((const char *const[]){__VA_ARGS__, NULL})

static void the_usual_wall_needs_only_its_board(void **state)
{
    (void)state;
    struct options options;
    char reason[WALL_REASON_BYTES];
    assert_true(parse(WORDS("--board", "http://10.0.0.2:8080", "--rotate", "90", "--mute"),
                      &options, reason));
    assert_int_equal(options.mode, WALL_MODE_SHOW);
    assert_string_equal(options.board, "http://10.0.0.2:8080");
    assert_int_equal(options.rotate, 90);
    assert_true(parse(WORDS("--screenshot", "a.png", "--size", "1080x1920", "--at", "5"), &options,
                      reason));
    assert_int_equal(options.width, 1080);
    assert_int_equal(options.height, 1920);
    assert_int_equal(options.at_utc_ms, 5);
    assert_true(parse(WORDS("--board", "https://10.0.0.2:8443", "--cacert", "loket.crt"), &options,
                      reason));
    assert_string_equal(options.cacert, "loket.crt");
    assert_true(parse(WORDS("--version", "--no-such"), &options, reason));
    assert_int_equal(options.mode, WALL_MODE_VERSION);
}

static void a_call_is_spoken_by_ticket_and_desk(void **state)
{
    (void)state;
    struct options options;
    char reason[WALL_REASON_BYTES];
    assert_true(parse(
        WORDS("--announce", "A-007", "2", "--wav", "f.wav", "--style", "cardinal", "--repeat", "2"),
        &options, reason));
    assert_int_equal(options.mode, WALL_MODE_ANNOUNCE);
    assert_string_equal(options.announce.ticket, "A-007");
    assert_int_equal(options.announce.desk, 2);
    assert_string_equal(options.announce.wav, "f.wav");
    assert_int_equal(options.announce.style, WALL_NUMBER_CARDINAL);
    assert_int_equal(options.announce.repeat, 2);
    assert_false(parse(WORDS("--announce", "A-007", "zero"), &options, reason));
    assert_false(parse(WORDS("--announce", "A-007", "2", "3"), &options, reason));
}

static void a_wall_knows_its_name_and_place(void **state)
{
    (void)state;
    struct options options;
    char reason[WALL_REASON_BYTES];
    assert_true(
        parse(WORDS("--name", "hall-1", "--distance", "7.5", "--screen", "55"), &options, reason));
    assert_string_equal(options.name, "hall-1");
    assert_true(options.viewing_distance_m > 7.4 && options.viewing_distance_m < 7.6);
    assert_false(parse(WORDS("--name", "hall 1"), &options, reason));
    assert_false(parse(WORDS("--name", ""), &options, reason));
    assert_false(parse(WORDS("--distance", "nan"), &options, reason));
    assert_false(parse(WORDS("--screen", "1e3"), &options, reason));
    assert_false(parse(WORDS("--page", "1"), &options, reason));
}

static void a_wrong_word_gets_a_sentence(void **state)
{
    (void)state;
    static const char *const wrong[][4] = {
        {"--board", "ftp://x"},
        {"--board", "unix:relative"},
        {"--size", "10x10"},
        {"--size", "1920"},
        {"--size", "1920x1080x3"},
        {"--rotate", "45"},
        {"--bench", "0"},
        {"--bench", "many"},
        {"--announce", "A-001"},
        {"--wav", "x.wav"},
        {"--style", "digits"},
        {"--english"},
        {"--recall"},
        {"--repeat", "2"},
        {"--volume", "50"},
        {"--cacert", "x.crt"},
        {"--board", "http://10.0.0.2:8080", "--cacert", "x.crt"},
        {"--at", "5"},
        {"--board-file", "x.json"},
        {"--screenshot", "a", "--keep", "b"},
        {"--frames", "x"},
        {"stray"},
        {"--board"},
    };
    for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
        const char *words[5] = {wrong[i][0], wrong[i][1], wrong[i][2], wrong[i][3], NULL};
        struct options options;
        char reason[WALL_REASON_BYTES];
        if (parse(words, &options, reason)) {
            fail_msg("%s was accepted", wrong[i][0]);
        }
        assert_true(strlen(reason) > 10);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_usual_wall_needs_only_its_board),
        cmocka_unit_test(a_call_is_spoken_by_ticket_and_desk),
        cmocka_unit_test(a_wall_knows_its_name_and_place),
        cmocka_unit_test(a_wrong_word_gets_a_sentence),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
