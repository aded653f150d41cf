// SPDX-License-Identifier: MIT
#include "tests/scenario/story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/scenario/box_http.h"

enum { PATIENCE_MS = 10000 };

char story_text[STORY_TEXT_BYTES];

bool story_board_has(const struct box *box, const char *piece)
{
    return box_http_get(box, "/api/v1/board", story_text, sizeof story_text) > 0 &&
           strstr(story_text, piece);
}

void story_await_board(const struct box *box, const char *piece)
{
    for (int i = 0; i < PATIENCE_MS / 10; i++, box_sleep_ms(10))
        if (story_board_has(box, piece))
            return;
    fail_msg("the board never said %s; it says %s", piece, box_http_body(story_text));
}

void story_await_slip(const struct box *box, int number, const char *piece)
{
    for (int i = 0; i < PATIENCE_MS / 10; i++, box_sleep_ms(10))
        if (box_slip(box, number, story_text, sizeof story_text)) {
            if (strstr(story_text, piece) == NULL)
                fail_msg("slip %d lacks %s:\n%s", number, piece, story_text);
            return;
        }
    fail_msg("slip %d (%s) never came", number, piece);
}

int story_ask(const struct box *box, const char *method, const char *path, const char *headers,
              const char *body)
{
    struct box_request request = {method, path, headers, body};
    int status = box_http_ask(box_http_connect(box), &request, story_text, sizeof story_text);
    if (status <= 0)
        fail_msg("%s %s: no answer", method, path);
    return status;
}

int story_get(const struct box *box, const char *path)
{
    return story_ask(box, "GET", path, "", "");
}

int story_post(const struct box *box, const char *path, const char *json)
{
    return story_ask(box, "POST", path, BOX_HTTP_JSON, json);
}

json_t *story_json(const struct box *box, const char *path)
{
    story_get(box, path);
    json_t *json = json_loads(box_http_body(story_text), 0, NULL);
    assert_non_null(json);
    return json;
}

void story_take(const struct box *box, const char *service, char ticket[8])
{
    char body[64];
    snprintf(body, sizeof body, "{\"service\":\"%s\",\"print\":false}", service);
    assert_int_equal(story_post(box, "/api/v1/tickets", body), 201);
    json_t *json = json_loads(box_http_body(story_text), 0, NULL);
    const char *text = json_string_value(json_object_get(json, "ticket"));
    assert_non_null(text);
    snprintf(ticket, 8, "%s", text);
    json_decref(json);
}

int story_waiting(const struct box *box)
{
    json_t *json = story_json(box, "/api/v1/tickets?state=waiting");
    int count = (int)json_array_size(json_object_get(json, "tickets"));
    json_decref(json);
    return count;
}

int story_open(void **state)
{
    struct box *box = *state = calloc(1, sizeof *box);
    assert_non_null(box);
    box_open(box);
    return 0;
}

int story_open_day(void **state)
{
    story_open(state);
    struct box *box = *state;
    box_listen(box);
    box->clock_start = "1795399200000"; /* a Monday, 09.00 in Jambi */
    box_start(box, true);
    assert_int_equal(story_post(box, "/api/v1/desks/1/open", ""), 200);
    assert_int_equal(story_post(box, "/api/v1/desks/2/open", ""), 200);
    return 0;
}

int story_close(void **state)
{
    box_close(*state);
    free(*state);
    return 0;
}
