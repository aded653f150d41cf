// SPDX-License-Identifier: MIT
/* What the tests of the wall's pictures share: an invented typeface, the sample boards and
 * pages, and the rules that every picture keeps. */
#ifndef LOKET_TESTS_SCENE_CHECK_H
#define LOKET_TESTS_SCENE_CHECK_H

#include "display/scene.h"

extern const struct scene_measure scene_check_measure;

void scene_check_load_board(const char *name, struct wall_board *board);
void scene_check_load_pages(const char *name, struct wall_pages *pages);
/* The board's newest call on the stage, long enough to rest. */
struct scene_input scene_check_input(const struct wall_board *board, int width, int height);

const struct scene_item *scene_check_find(const struct scene *scene, const char *text);
bool scene_check_contains(const struct scene *scene, const char *part);
/* Fails when something leaves the screen, a text its box, or two texts overlap. */
void scene_check_rules(const struct scene *scene, const char *where);

#endif
