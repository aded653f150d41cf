// SPDX-License-Identifier: MIT
#include "tests/scenario/story.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { PATIENCE_MS = 10000 };

char story_text[STORY_TEXT_BYTES];

bool story_board_has(const struct box *box, const char *piece)
{
    int status;
    return box_get(box, "/api/v1/board", &status, story_text, sizeof story_text) > 0 &&
           strstr(story_text, piece);
}

void story_await_board(const struct box *box, const char *piece)
{
    for (int i = 0; i < PATIENCE_MS / 10; i++, box_sleep_ms(10))
        if (story_board_has(box, piece))
            return;
    fail_msg("the board never said %s; it says %s", piece, story_text);
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

int story_post(const struct box *box, const char *path, const char *json)
{
    int status = 0;
    assert_true(box_post(box, path, json, &status, story_text, sizeof story_text) >= 0);
    return status;
}

int story_health(const struct box *box)
{
    int status = 0;
    assert_true(box_get(box, "/api/v1/health", &status, story_text, sizeof story_text) > 0);
    return status;
}

int story_open(void **state)
{
    struct box *box = malloc(sizeof *box);
    box_open(box);
    *state = box;
    return 0;
}

int story_close(void **state)
{
    box_close(*state);
    free(*state);
    return 0;
}
