// SPDX-License-Identifier: MIT
/* Sentences that the stories of the branch share. They fail the test when what they wait for
 * does not come. */
#ifndef LOKET_TESTS_SCENARIO_STORY_H
#define LOKET_TESTS_SCENARIO_STORY_H

#include <jansson.h>

#include "tests/scenario/box.h"

enum { STORY_TEXT_BYTES = 1 << 20 };
/* What the last sentence read: a slip, or an answer with its headers. */
extern char story_text[STORY_TEXT_BYTES];

bool story_board_has(const struct box *box, const char *piece);
void story_await_board(const struct box *box, const char *piece);
void story_await_slip(const struct box *box, int number, const char *piece);

/* HTTP status; headers = more lines, each with its \r\n. */
int story_ask(const struct box *box, const char *method, const char *path, const char *headers,
              const char *body);
int story_get(const struct box *box, const char *path);
int story_post(const struct box *box, const char *path, const char *json);
/* What a GET tells, whatever its status; the caller lets go of it. */
json_t *story_json(const struct box *box, const char *path);
/* Takes a number without paper; its text in ticket. */
void story_take(const struct box *box, const char *service, char ticket[8]);
/* How many people wait. */
int story_waiting(const struct box *box);

/* Set-up and tear-down: *state is a struct box with an idle printer and no daemon yet. */
int story_open(void **state);
/* The same on a Monday at nine: loketd runs, also on a TCP port, desks 1 and 2 are open. */
int story_open_day(void **state);
int story_close(void **state);

/* One story in a box of its own. */
#define STORY(f) cmocka_unit_test_setup_teardown(f, story_open, story_close)

#endif
