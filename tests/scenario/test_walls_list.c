// SPDX-License-Identifier: MIT
/* Walls that come, watch and go, and what an admin sees of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scenario/box_http.h"
#include "tests/scenario/story.h"

#define HALL                                                                                       \
    "Loket-Wall: name=hall-1; size=1920x1080; shown=123\r\nUser-Agent: loket-wall/0.3.0\r\n"

enum { FIRST_BYTES = 64 * 1024 };

/* Asks for the stream; headers = more lines, each with its \r\n. */
static int join_with(int fd, const char *headers, size_t bytes)
{
    static const char begin[] = "GET /api/v1/board/stream HTTP/1.1\r\nHost: l\r\n";
    assert_true(fd >= 0);
    assert_true(box_http_send(fd, begin, sizeof begin - 1));
    box_http_send(fd, headers, bytes);
    box_http_send(fd, "\r\n", 2);
    return fd;
}

/* A wall that has its first board. */
static int wall_comes(const struct box *box, const char *headers)
{
    static char text[FIRST_BYTES];
    int fd = join_with(box_http_connect(box), headers, strlen(headers));
    text[0] = '\0';
    assert_true(box_http_read(fd, "event: board\n", text, sizeof text));
    return fd;
}

static json_t *walls_of(const struct box *box)
{
    json_t *hardware = story_json(box, "/api/v1/hardware");
    json_t *walls = json_incref(json_object_get(hardware, "walls"));
    json_decref(hardware);
    assert_non_null(walls);
    return walls;
}

static json_int_t number_of(const json_t *json, const char *key)
{
    return json_integer_value(json_object_get(json, key));
}

static bool says(const json_t *json, const char *key, const char *text)
{
    const char *value = json_string_value(json_object_get(json, key));
    return value && strcmp(value, text) == 0;
}

/* The row of a wall, or NULL; it lives as long as walls. */
static const json_t *row_of(const json_t *walls, const char *name, bool connected)
{
    size_t i;
    json_t *row;
    json_array_foreach(json_object_get(walls, "list"), i,
                       row) if (says(row, "name", name) &&
                                json_is_true(json_object_get(row, "connected")) ==
                                    connected) return row;
    return NULL;
}

/* A new board shows the daemon who is still there; waits until nobody else is. */
static void await_viewers(const struct box *box, int count)
{
    char ticket[8];
    for (int i = 0; i < 400; i++) {
        if (i % 20 < 2)
            story_take(box, "K", ticket);
        json_t *walls = walls_of(box);
        int viewers = (int)number_of(walls, "viewers");
        json_decref(walls);
        if (viewers == count)
            return;
        box_sleep_ms(10);
    }
    fail_msg("there are never %d viewers", count);
}

static void wall_goes(const struct box *box, int fd)
{
    close(fd);
    await_viewers(box, 0);
}

static void a_wall_that_joins_is_listed_with_all_that_it_said(void **state)
{
    struct box *box = *state;
    int fd = wall_comes(box, HALL);
    json_t *walls = walls_of(box);
    const json_t *hall = row_of(walls, "hall-1", true);
    assert_non_null(hall);
    assert_int_equal(number_of(walls, "viewers"), 1);
    assert_int_equal(number_of(walls, "connected"), 1);
    assert_true(says(hall, "size", "1920x1080"));
    assert_true(says(hall, "version", "0.3.0"));
    assert_true(says(hall, "from", "socket"));
    assert_true(json_is_false(json_object_get(hall, "doubled")));
    assert_int_equal(number_of(hall, "shown_before"), 123);
    assert_true(number_of(hall, "since_utc_ms") >= 1795399200000);
    assert_true(number_of(hall, "board_id") > 0);
    assert_true(number_of(hall, "board_utc_ms") >= number_of(hall, "since_utc_ms"));
    json_decref(walls);
    wall_goes(box, fd);
}

static void a_wall_on_the_network_is_listed_with_its_address(void **state)
{
    struct box *box = *state;
    static const char header[] = "Loket-Wall: name=stairs\r\n";
    int fd = join_with(box_http_connect_tcp(box), header, sizeof header - 1);
    story_text[0] = '\0';
    assert_true(box_http_read(fd, "event: board\n", story_text, sizeof story_text));
    json_t *walls = walls_of(box);
    const json_t *row = row_of(walls, "stairs", true);
    assert_non_null(row);
    assert_true(says(row, "from", "127.0.0.1"));
    assert_true(says(row, "size", ""));
    assert_true(says(row, "version", ""));
    assert_true(json_is_null(json_object_get(row, "shown_before")));
    json_decref(walls);
    wall_goes(box, fd);
}

static void a_wall_that_leaves_is_gone_until_it_comes_back(void **state)
{
    struct box *box = *state;
    wall_goes(box, wall_comes(box, HALL));
    json_t *walls = walls_of(box);
    const json_t *gone = row_of(walls, "hall-1", false);
    assert_non_null(gone);
    assert_null(row_of(walls, "hall-1", true));
    assert_int_equal(number_of(walls, "connected"), 0);
    assert_true(number_of(gone, "since_utc_ms") >= 1795399200000);
    json_decref(walls);
    int fd = wall_comes(box, HALL);
    walls = walls_of(box);
    assert_non_null(row_of(walls, "hall-1", true));
    assert_null(row_of(walls, "hall-1", false));
    json_decref(walls);
    wall_goes(box, fd);
}

static void two_walls_of_one_name_are_both_listed_and_said_to_be_doubled(void **state)
{
    struct box *box = *state;
    int one = wall_comes(box, HALL), two = wall_comes(box, HALL);
    json_t *walls = walls_of(box);
    assert_int_equal(number_of(walls, "connected"), 2);
    assert_true(json_is_true(json_object_get(row_of(walls, "hall-1", true), "doubled")));
    assert_null(row_of(walls, "hall-1", false));
    json_decref(walls);
    close(one);
    await_viewers(box, 1);
    walls = walls_of(box);
    assert_true(json_is_false(json_object_get(row_of(walls, "hall-1", true), "doubled")));
    assert_null(row_of(walls, "hall-1", false)); /* the other one still shows what it should */
    json_decref(walls);
    wall_goes(box, two);
}

static void a_browser_is_only_counted(void **state)
{
    struct box *box = *state;
    int fd = wall_comes(box, "User-Agent: Mozilla/5.0\r\n");
    json_t *walls = walls_of(box);
    assert_int_equal(number_of(walls, "viewers"), 1);
    assert_int_equal(number_of(walls, "connected"), 0);
    json_decref(walls);
    wall_goes(box, fd);
}

/* The id of the first board in text, which moves behind it. */
static long long next_id(const char **text)
{
    const char *at = strstr(*text, "id: ");
    const char *board = at ? strstr(at, "\nretry: 1000\nevent: board\ndata: {") : NULL;
    assert_non_null(board);
    *text = board + 1;
    return strtoll(at + strlen("id: "), NULL, 10);
}

static void pages_come_first_and_the_ids_of_boards_rise(void **state)
{
    struct box *box = *state;
    char ticket[8];
    int fd = join_with(box_http_connect(box), HALL, sizeof HALL - 1);
    char *text = calloc(1, STORY_TEXT_BYTES);
    assert_non_null(text);
    assert_true(box_http_read(fd, "event: board\n", text, STORY_TEXT_BYTES));
    for (int i = 0; i < 3; i++) {
        size_t used = strlen(text);
        story_take(box, "C", ticket);
        assert_true(box_http_read(fd, "event: board\ndata: {", text + used, FIRST_BYTES));
    }
    const char *pages = strstr(text, "event: pages\ndata: {\"schema\":1,");
    assert_non_null(pages);
    assert_true(pages < strstr(text, "event: board\n"));
    assert_null(strstr(pages + 1, "event: pages"));
    const char *at = text;
    long long before = next_id(&at);
    for (int i = 0; i < 3; i++) {
        long long id = next_id(&at);
        assert_true(id > before);
        before = id;
    }
    free(text);
    wall_goes(box, fd);
}

static void the_pages_are_for_anyone(void **state)
{
    struct box *box = *state;
    struct box_request request = {"GET", "/api/v1/pages", "", ""};
    static char text[256 * 1024];
    assert_int_equal(box_http_ask(box_http_connect_tcp(box), &request, text, sizeof text), 200);
    int fd = join_with(box_http_connect(box), "", 0);
    story_text[0] = '\0';
    assert_true(box_http_read(fd, "event: board\n", story_text, sizeof story_text));
    const char *data = strstr(story_text, "event: pages\ndata: ");
    assert_non_null(data);
    data += strlen("event: pages\ndata: ");
    assert_memory_equal(data, box_http_body(text), strlen(box_http_body(text)));
    wall_goes(box, fd);
}

static void whatever_a_wall_says_of_itself_it_gets_its_board(void **state)
{
    struct box *box = *state;
    static const char *const headers[] = {
        "Loket-Wall: \r\n",
        "Loket-Wall: name=\xC3\xA9\xFF\x80; size=\xF0\x9F\x98\x80\r\n",
        "Loket-Wall: name=a; name=b; size=1x1; size=2x2\r\n",
        "Loket-Wall: name=\"}],\"x\":[{\r\n",
        "Loket-Wall: ;;;===;;; =; name\r\n",
        "Loket-Wall: name=\x1B[2J\x07\r\nUser-Agent: loket-wall/\x1B[2J\r\n",
        "Loket-Wall: shown=99999999999999999999999; size=99999999999x1\r\n",
    };
    enum { COUNT = sizeof headers / sizeof *headers };
    char longest[1100] = "Loket-Wall: name=";
    int fd[COUNT + 1];
    for (int i = 0; i < COUNT; i++)
        fd[i] = wall_comes(box, headers[i]);
    memset(longest + strlen(longest), 'x', 1000);
    strncat(longest, "\r\n", 3);
    fd[COUNT] = wall_comes(box, longest);
    json_t *walls = walls_of(box);
    size_t i;
    json_t *row;
    int unnamed = 0;
    json_array_foreach(json_object_get(walls, "list"), i, row) unnamed +=
        says(row, "name", "unnamed") && says(row, "size", "") && says(row, "version", "");
    assert_int_equal(number_of(walls, "connected"), COUNT + 1);
    assert_int_equal(unnamed, COUNT + 1);
    json_decref(walls);
    for (int j = 0; j < COUNT + 1; j++)
        close(fd[j]);
    await_viewers(box, 0);
}

static void a_header_that_is_no_http_does_no_harm(void **state)
{
    struct box *box = *state;
    static const char nul[] = "Loket-Wall: name=a\0b; size=1x1\r\n",
                      cr[] = "Loket-Wall: na\rme=c\r\n";
    int one = join_with(box_http_connect(box), nul, sizeof nul - 1);
    int two = join_with(box_http_connect(box), cr, sizeof cr - 1);
    story_text[0] = '\0'; /* an answer of any kind */
    assert_true(box_http_read(one, "\r\n\r\n", story_text, sizeof story_text));
    story_text[0] = '\0';
    assert_true(box_http_read(two, "\r\n\r\n", story_text, sizeof story_text));
    close(one);
    close(two);
    await_viewers(box, 0);
    assert_int_equal(story_get(box, "/api/v1/health"), 200);
}

static void two_hundred_walls_all_get_the_new_board(void **state)
{
    enum { WALLS = 200 };
    struct box *box = *state;
    char header[64], ticket[8];
    int fd[WALLS];
    static char text[FIRST_BYTES];
    for (int i = 0; i < WALLS; i++) {
        snprintf(header, sizeof header, "Loket-Wall: name=wall-%d\r\n", i);
        fd[i] = wall_comes(box, header);
    }
    story_take(box, "C", ticket);
    assert_int_equal(story_post(box, "/api/v1/kiosk/close", "{\"message\":\"Tutup\"}"), 200);
    for (int i = 0; i < WALLS; i++) {
        text[0] = '\0';
        assert_true(box_http_read(fd[i], "\"message_id\":\"Tutup\"", text, sizeof text));
    }
    json_t *walls = walls_of(box);
    assert_int_equal(number_of(walls, "connected"), WALLS);
    assert_true(says(json_array_get(json_object_get(walls, "list"), 0), "name", "wall-0"));
    json_decref(walls);
    assert_int_equal(story_post(box, "/api/v1/kiosk/open", ""), 200);
    for (int i = 0; i < WALLS; i++)
        close(fd[i]);
    await_viewers(box, 0);
    walls = walls_of(box);
    assert_int_equal(json_array_size(json_object_get(walls, "list")), 16);
    json_decref(walls);
}

static void assert_told(const struct box *box, const char *piece)
{
    char program[600];
    snprintf(program, sizeof program, "%s/loketctl", box->programs);
    const char *argv[] = {program, "--config", box->conf, "hardware", NULL};
    assert_int_equal(box_run(box, argv, story_text, sizeof story_text), 0);
    if (strstr(story_text, piece) == NULL)
        fail_msg("no \"%s\" in: %s", piece, story_text);
}

static void the_command_line_tells_of_walls_in_words(void **state)
{
    struct box *box = *state;
    assert_told(box, "walls    NONE CONNECTED: start loket-wall");
    int browser = wall_comes(box, ""), hall = wall_comes(box, HALL);
    assert_told(box, "walls    1 connected\n         1 other without a name");
    assert_told(box, "wall hall-1: 1920x1080, loket-wall 0.3.0, socket, since 09.");
    assert_told(box, ", has board ");
    int twin = wall_comes(box, HALL);
    assert_told(box, "another wall is called hall-1, too");
    close(browser);
    close(hall);
    close(twin);
    await_viewers(box, 0);
    assert_told(box, "wall hall-1: GONE since 09.");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_wall_that_joins_is_listed_with_all_that_it_said),
        cmocka_unit_test(a_wall_on_the_network_is_listed_with_its_address),
        cmocka_unit_test(a_wall_that_leaves_is_gone_until_it_comes_back),
        cmocka_unit_test(two_walls_of_one_name_are_both_listed_and_said_to_be_doubled),
        cmocka_unit_test(a_browser_is_only_counted),
        cmocka_unit_test(pages_come_first_and_the_ids_of_boards_rise),
        cmocka_unit_test(the_pages_are_for_anyone),
        cmocka_unit_test(whatever_a_wall_says_of_itself_it_gets_its_board),
        cmocka_unit_test(a_header_that_is_no_http_does_no_harm),
        cmocka_unit_test(two_hundred_walls_all_get_the_new_board),
        cmocka_unit_test(the_command_line_tells_of_walls_in_words),
    };
    return cmocka_run_group_tests(tests, story_open_day, story_close);
}
