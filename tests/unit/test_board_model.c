// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/board_model.h"

static const char *const boards[] = {"busy",      "no_forecast", "empty",     "closed",
                                     "paper_out", "many",        "eight",     "small",
                                     "late",      "late_pooled", "late_eight"};

static size_t read_sample(const char *name, char *text, size_t bytes)
{
    char path[128];
    snprintf(path, sizeof path, "tests/golden/boards/%s.json", name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    size_t length = fread(text, 1, bytes - 1, file);
    fclose(file);
    text[length] = '\0';
    return length;
}

static bool parse(const char *text, struct wall_board *board, char *reason)
{
    return board_model_parse(text, strlen(text), board, reason);
}

/* The busy board with one piece of its text replaced. */
static bool parse_changed(const char *from, const char *to, struct wall_board *board, char *reason)
{
    static char text[32768], changed[65536];
    read_sample("busy", text, sizeof text);
    char *at = strstr(text, from);
    assert_non_null(at);
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return parse(changed, board, reason);
}

static void every_sample_is_a_board(void **state)
{
    (void)state;
    static char text[32768];
    for (size_t i = 0; i < sizeof boards / sizeof boards[0]; i++) {
        struct wall_board board;
        char reason[WALL_REASON_BYTES];
        size_t bytes = read_sample(boards[i], text, sizeof text);
        if (!board_model_parse(text, bytes, &board, reason)) {
            fail_msg("%s: %s", boards[i], reason);
        }
    }
}

static void the_busy_board_reads_as_written(void **state)
{
    (void)state;
    static char text[32768];
    struct wall_board board;
    char reason[WALL_REASON_BYTES];
    read_sample("busy", text, sizeof text);
    assert_true(parse(text, &board, reason));
    assert_string_equal(board.branch_name, "Kantor Cabang Kota Jambi");
    assert_int_equal(board.kiosk, WALL_KIOSK_READY);
    assert_string_equal(board.call[0].ticket, "A-025");
    assert_int_equal(board.call[0].desk, 2);
    assert_int_equal(board.call_count, 8);
    assert_int_equal(board_model_desk(&board, 2)->colour, 0xF0B429);
    assert_int_equal(board_model_desk(&board, 1)->shape, WALL_SHAPE_SQUARE);
    assert_null(board_model_desk(&board, 9));
    assert_int_equal(board.service[0].low_min, 25);
    assert_int_equal(board.service[4].low_min, -1);
    assert_int_equal(board.service[4].last_wait_min, -1);
    assert_int_equal(board.service[3].desk_count, 1);
    assert_int_equal(board.notice_count, 2);
}

static void a_bad_board_is_refused_with_its_place_and_the_old_one_stays(void **state)
{
    (void)state;
    static const struct {
        const char *from, *to, *says;
    } cases[] = {
        {"\"schema\": 1", "\"schema\": 2", "schema"},
        {"\"schema\": 1", "\"other\": 1", "schema"},
        {"\"utc_ms\": 1795315320000", "\"utc_ms\": \"soon\"", "clock.utc_ms"},
        {"\"speed\": 1", "\"speed\": 0", "speed"},
        {"\"seq\": 25", "\"seq\": 2.5", "calls[0].seq"},
        {"\"recall\": false", "\"recall\": 0", "calls[0].recall"},
        {"\"shape\": \"square\"", "\"shape\": \"blob\"", "desks[0].shape"},
        {"#6CB4EE", "#6CB4EG", "desks[0].colour"},
        {"\"waiting\": 9", "\"waiting\": -1", "services[0].waiting"},
        {"\"name_id\": \"Klaim JHT\"", "\"name_id\": null", "services[0].name_id"},
        {"\"waiting\": 9,", "\"waiting\": 9, \"late\": 1,", "services[0].late"},
        {"\"low_min\": 25", "\"low_min\": -1", "services[0].low_min"},
        {"\"id\": \"Semua", "\"xx\": \"Semua", "notices[0].id"},
        {"Klaim JHT", "Klaim \xFF\xC3", "JSON"},
        {"\"schema\": 1,", "\"schema\": 1, \"schema\": 1,", "JSON"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wall_board board, before;
        memset(&board, 0x5A, sizeof board);
        before = board;
        char reason[WALL_REASON_BYTES];
        assert_false(parse_changed(cases[i].from, cases[i].to, &board, reason));
        assert_memory_equal(&board, &before, sizeof board);
        if (!strstr(reason, cases[i].says)) {
            fail_msg("case %zu: \"%s\" does not say %s", i, reason, cases[i].says);
        }
    }
}

static void whoever_comes_too_late_is_known_from_a_board_that_says_so(void **state)
{
    (void)state;
    struct wall_board board;
    char reason[WALL_REASON_BYTES];
    assert_true(
        parse_changed("\"waiting\": 9,", "\"waiting\": 9, \"late\": true,", &board, reason));
    assert_true(board.service[0].late);
    assert_false(board.service[1].late); /* an older daemon says nothing */
    assert_true(parse_changed("\"low_min\": 25", "\"low_min\": 0", &board, reason));
    assert_int_equal(board.service[0].low_min, 0);
}

static void garbage_of_any_kind_is_refused(void **state)
{
    (void)state;
    static const char *const texts[] = {"", "{", "[]", "null", "7", "{\"schema\":1}", "\xFF\xFE"};
    struct wall_board board;
    char reason[WALL_REASON_BYTES];
    for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
        assert_false(parse(texts[i], &board, reason));
        assert_true(reason[0] != '\0');
    }
    char *large = calloc(1, WALL_JSON_BYTES_MAX + 2);
    assert_false(board_model_parse(large, WALL_JSON_BYTES_MAX + 1, &board, reason));
    free(large);
}

static void every_cut_of_a_board_is_refused_and_none_crashes(void **state)
{
    (void)state;
    static char text[32768];
    struct wall_board board;
    char reason[WALL_REASON_BYTES];
    size_t bytes = read_sample("busy", text, sizeof text);
    while (bytes > 0 && text[bytes - 1] != '}') {
        bytes--;
    }
    for (size_t cut = 0; cut < bytes; cut += 7) {
        assert_false(board_model_parse(text, cut, &board, reason));
    }
}

static void a_newer_daemon_may_say_more(void **state)
{
    (void)state;
    struct wall_board board;
    char reason[WALL_REASON_BYTES];
    assert_true(
        parse_changed("\"schema\": 1,", "\"schema\": 1, \"mood\": [1, {}],", &board, reason));
    assert_true(parse_changed("\"ready\"", "\"on_fire\"", &board, reason));
    assert_int_equal(board.kiosk, WALL_KIOSK_OTHER);
}

static void long_and_odd_texts_are_cut_between_characters(void **state)
{
    (void)state;
    struct wall_board board;
    char reason[WALL_REASON_BYTES], long_name[600] = "";
    for (int i = 0; i < 100; i++) {
        memcpy(long_name + i * 3, "–", 4);
    }
    assert_true(parse_changed("Kantor Cabang Kota Jambi", long_name, &board, reason));
    assert_int_equal(strlen(board.branch_name) % 3, 0);
    assert_true(strlen(board.branch_name) < WALL_NAME_BYTES);
    assert_true(parse_changed("Kantor Cabang", "Kantor\\nCabang\\u0007", &board, reason));
    assert_string_equal(board.branch_name, "Kantor Cabang  Kota Jambi");
}

static void a_board_without_wall_settings_gives_the_defaults(void **state)
{
    (void)state;
    struct wall_board board;
    char reason[WALL_REASON_BYTES];
    assert_true(parse_changed("\"schema\": 1,", "\"schema\": 1, \"wall_\": 0,", &board, reason));
    assert_true(board.wall.viewing_distance_m == 5 && board.wall.screen_inch == 43);
    assert_int_equal(board.wall.idle_after_s, 45);
    assert_int_equal(board.wall.page_s, 14);
    assert_int_equal(board.wall.number_style, WALL_NUMBER_DIGITS);
    assert_false(board.wall.english);
    assert_int_equal(board.wall.repeat, 2);
    assert_int_equal(board.wall.volume_percent, 80);
    assert_int_equal(board.opens_utc_ms, 0);
}

static void wall_settings_and_the_next_opening_are_read(void **state)
{
    (void)state;
    struct wall_board board;
    char reason[WALL_REASON_BYTES];
    assert_true(parse_changed("\"schema\": 1,",
                              "\"schema\": 1, \"wall\": {\"viewing_distance_m\": 7.5,"
                              "\"screen_inch\": 55, \"idle_after_s\": 0, \"page_s\": 20,"
                              "\"voice\": {\"style\": \"cardinal\", \"english\": true,"
                              "\"repeat\": 1, \"volume_percent\": 0}},",
                              &board, reason));
    assert_true(board.wall.viewing_distance_m == 7.5 && board.wall.screen_inch == 55);
    assert_int_equal(board.wall.idle_after_s, 0);
    assert_int_equal(board.wall.page_s, 20);
    assert_int_equal(board.wall.number_style, WALL_NUMBER_CARDINAL);
    assert_true(board.wall.english);
    assert_int_equal(board.wall.repeat, 1);
    assert_int_equal(board.wall.volume_percent, 0);
    assert_true(parse_changed("\"state\": \"ready\"",
                              "\"opens_utc_ms\": 1795395600000, \"state\": \"closed\"", &board,
                              reason));
    assert_true(board.opens_utc_ms == INT64_C(1795395600000));
    assert_true(parse_changed("\"state\": \"ready\"",
                              "\"opens_utc_ms\": null, \"state\": \"closed\"", &board, reason));
    assert_int_equal(board.opens_utc_ms, 0);
}

static void wall_settings_out_of_range_are_refused(void **state)
{
    (void)state;
    static const struct {
        const char *wall, *says;
    } cases[] = {
        {"7", "board.wall"},
        {"{\"viewing_distance_m\": 0.4}", "wall.viewing_distance_m"},
        {"{\"viewing_distance_m\": \"5\"}", "wall.viewing_distance_m"},
        {"{\"screen_inch\": 201}", "wall.screen_inch"},
        {"{\"idle_after_s\": -1}", "wall.idle_after_s"},
        {"{\"page_s\": 4}", "wall.page_s"},
        {"{\"page_s\": 14.5}", "wall.page_s"},
        {"{\"voice\": []}", "wall.voice"},
        {"{\"voice\": {\"style\": \"sung\"}}", "wall.voice.style"},
        {"{\"voice\": {\"english\": 1}}", "wall.voice.english"},
        {"{\"voice\": {\"repeat\": 4}}", "wall.voice.repeat"},
        {"{\"voice\": {\"volume_percent\": 101}}", "wall.voice.volume_percent"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
        struct wall_board board;
        char reason[WALL_REASON_BYTES], changed[256];
        snprintf(changed, sizeof changed, "\"schema\": 1, \"wall\": %s,", cases[i].wall);
        assert_false(parse_changed("\"schema\": 1,", changed, &board, reason));
        if (!strstr(reason, cases[i].says)) {
            fail_msg("case %zu: \"%s\" does not say %s", i, reason, cases[i].says);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_sample_is_a_board),
        cmocka_unit_test(the_busy_board_reads_as_written),
        cmocka_unit_test(a_bad_board_is_refused_with_its_place_and_the_old_one_stays),
        cmocka_unit_test(whoever_comes_too_late_is_known_from_a_board_that_says_so),
        cmocka_unit_test(garbage_of_any_kind_is_refused),
        cmocka_unit_test(every_cut_of_a_board_is_refused_and_none_crashes),
        cmocka_unit_test(a_newer_daemon_may_say_more),
        cmocka_unit_test(long_and_odd_texts_are_cut_between_characters),
        cmocka_unit_test(a_board_without_wall_settings_gives_the_defaults),
        cmocka_unit_test(wall_settings_and_the_next_opening_are_read),
        cmocka_unit_test(wall_settings_out_of_range_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
