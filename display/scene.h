// SPDX-License-Identifier: MIT
/* What the wall shows: board + size + time -> a list of rectangles, marks, arrows and
 * texts, in painting order. Pure: no SDL, no clock; the width of a text comes in through
 * a function. Equal inputs give byte-equal scenes, so two scenes can be compared. */
#ifndef LOKET_DISPLAY_SCENE_H
#define LOKET_DISPLAY_SCENE_H

#include <stdbool.h>
#include <stdint.h>

#include "display/board_model.h"
#include "display/pages_model.h"
#include "display/reading.h"

enum { SCENE_ITEMS_MAX = 1024, SCENE_TEXT_BYTES = 256, SCENE_ENTER_MS = 300 };

enum scene_kind { SCENE_RECT, SCENE_MARK, SCENE_ARROW, SCENE_TEXT };
enum scene_weight { SCENE_REGULAR, SCENE_BOLD };
/* How far away a text must be read; the rule is in display/reading.h. LABEL: names and
 * Indonesian words, read by somebody who walks up. SECOND: English and lesser lines.
 * ESSENTIAL: called number, desk, recent calls, figures; read from the last row. */
enum scene_role { SCENE_LABEL, SCENE_SECOND, SCENE_ESSENTIAL };

struct scene_box {
    int x, y, w, h; /* pixels */
};

struct scene_item {
    enum scene_kind kind;
    struct scene_box box;          /* a text stays inside, by its advance and its capitals */
    uint32_t colour;               /* 0xRRGGBB */
    int alpha;                     /* 0..255 */
    int radius_px;                 /* SCENE_RECT: rounded corners */
    enum wall_shape shape;         /* SCENE_MARK */
    enum wall_direction direction; /* SCENE_ARROW */
    enum scene_weight weight;      /* SCENE_TEXT from here on */
    enum scene_role role;
    int size_px;       /* em size */
    int x, baseline_y; /* where the text starts */
    int text_w;        /* its advance */
    char text[SCENE_TEXT_BYTES];
};

struct scene {
    int width, height;
    uint32_t ground; /* colour under everything */
    int count;
    bool overflow;          /* more than SCENE_ITEMS_MAX items: the last ones are missing */
    struct reading reading; /* from where it is read: distance and size of a pixel */
    struct scene_item item[SCENE_ITEMS_MAX];
};

/* Width in pixels of `text` (UTF-8) in that weight and em size. */
struct scene_measure {
    int (*width)(void *context, enum scene_weight weight, int size_px, const char *text);
    void *context;
};

struct scene_input {
    int width, height;              /* pixels, both >= 320 */
    const struct wall_board *board; /* NULL before the first one */
    const struct wall_call *stage;  /* NULL = no call yet */
    int64_t stage_age_ms;           /* since the stage began to show it; < SCENE_ENTER_MS moves */
    int64_t branch_utc_ms;          /* branch time now */
    int64_t lost_since_utc_ms;      /* branch time of the last word, 0 = connected */
    const char *address;            /* of the board, shown until the first one arrives */
    const struct wall_page *page;   /* on the stage instead of the call, NULL = none */
    int page_number, page_count;    /* "2 / 5": of the page, from 1 */
    int drift;                      /* steps since the wall began, one a minute: the picture moves
                                       by a few pixels so that nothing burns in; 0 in files */
    double viewing_distance_m;      /* 0 = the board's */
    double screen_inch;             /* 0 = the board's */
};

void scene_make(const struct scene_input *input, const struct scene_measure *measure,
                struct scene *scene);

/* Branch milliseconds that one notice stays: ten real seconds at the board's speed. */
int64_t scene_notice_period_ms(const struct wall_board *board);

#endif
