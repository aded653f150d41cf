// SPDX-License-Identifier: MIT
/* Fifteen situations of a branch as a visitor meets them on the wall, and the studio that
 * draws them in memory with the code of --screenshot. Run from the project's folder. */
#ifndef LOKET_TESTS_GOLDEN_SITUATION_H
#define LOKET_TESTS_GOLDEN_SITUATION_H

#include "display/canvas.h"
#include "tests/golden/frame.h"

enum { SITUATION_COUNT = 15, SITUATION_SIZES = 3, SITUATION_PATH_BYTES = 160 };

struct situation {
    const char *name;          /* of its files */
    const char *story;         /* under its picture */
    const char *board, *pages; /* names in boards/ and pages/; pages NULL = the call */
    enum wall_page_kind kind;  /* the first page of that kind is on the stage */
    int lost_for_ms;           /* the line has been silent since then, 0 = connected */
    bool crowded;              /* more than such a screen carries at the reading rule's sizes: the
                                  calls keep them, the services do not */
};

struct situation_size {
    int width, height;
    int reduction; /* of the golden frame */
};

const struct situation *situation_get(int index);          /* 0 .. SITUATION_COUNT - 1 */
const struct situation *situation_named(const char *name); /* NULL = there is none */
struct situation_size situation_size_get(int index);       /* 0 .. SITUATION_SIZES - 1 */

struct studio {
    struct wall_board board;
    struct wall_pages pages;
    struct scene_input input; /* points into this studio: it must stay at its address */
    struct scene scene;
    struct canvas canvas;
};

/* What cannot be done fails the test. */
struct studio *studio_open(int width, int height);
/* Reads board and page of the situation of that name, and lays out its scene. */
void studio_load(struct studio *studio, const char *name);
/* Lays out the scene anew after a change of the board or of the input. */
void studio_make(struct studio *studio);
/* Draws the scene as it stands, from nothing, into a new frame. */
struct frame studio_draw(struct studio *studio);
/* The same at 1/reduction of the size. */
struct frame studio_draw_reduced(struct studio *studio, int reduction);
/* The picture as it is, into a frame of the canvas's size. */
void studio_copy(const struct studio *studio, struct frame *frame);
void studio_close(struct studio *studio); /* NULL is fine */

/* The whole file in memory, to be freed. */
char *situation_read_file(const char *path, size_t *bytes);

#endif
