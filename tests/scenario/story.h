// SPDX-License-Identifier: MIT
/* Sentences that the stories of the branch share. They fail the test when what they wait for
 * does not come. */
#ifndef LOKET_TESTS_STORY_H
#define LOKET_TESTS_STORY_H

#include "tests/scenario/box.h"

enum { STORY_TEXT_BYTES = 65536 };
/* What the last sentence read: a board, a slip, an answer. */
extern char story_text[STORY_TEXT_BYTES];

bool story_board_has(const struct box *box, const char *piece);
void story_await_board(const struct box *box, const char *piece);
void story_await_slip(const struct box *box, int number, const char *piece);
/* HTTP status of a POST of JSON, of GET health. */
int story_post(const struct box *box, const char *path, const char *json);
int story_health(const struct box *box);

/* Set-up and tear-down: *state is a struct box with an idle printer and no daemon yet. */
int story_open(void **state);
int story_close(void **state);

/* One story in a box of its own. */
#define STORY(f) cmocka_unit_test_setup_teardown(f, story_open, story_close)

#endif
