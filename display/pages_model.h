// SPDX-License-Identifier: MIT
/* The information pages of an idle wall: the JSON of /api/v1/pages in bounded C. Pure.
 *
 * {"schema":1,"version":"2026-11-22","pages":[
 *   {"kind":"text","title_id":"..","title_en":"..","lines":[{"id":"..","en":".."}]},
 *   {"kind":"documents","service":"A","name_id":"..","name_en":"..","confirmed":false,
 *    "documents":[{"id":"..","en":"..","when_id":"","optional":false}]},
 *   {"kind":"quiet_hours","weekday":1,"days":8,"hours":[{"hour":8,"visitors":12.5}]}]} */
#ifndef LOKET_DISPLAY_PAGES_MODEL_H
#define LOKET_DISPLAY_PAGES_MODEL_H

#include "display/board_model.h"

enum {
    WALL_PAGES_MAX = 24,
    WALL_PAGE_LINES_MAX = 8,
    WALL_PAGE_DOCUMENTS_MAX = 12,
    WALL_PAGE_HOURS_MAX = 24,
};

/* A page of a kind that this wall does not know is left out. */
enum wall_page_kind { WALL_PAGE_TEXT, WALL_PAGE_DOCUMENTS, WALL_PAGE_QUIET_HOURS };

struct wall_page_line {
    char text_id[WALL_TEXT_BYTES], text_en[WALL_TEXT_BYTES];
};

struct wall_page_document {
    char text_id[WALL_NAME_BYTES], text_en[WALL_NAME_BYTES];
    char when_id[WALL_NAME_BYTES]; /* condition, "" = always */
    bool optional;
};

struct wall_page {
    enum wall_page_kind kind;
    char title_id[WALL_NAME_BYTES], title_en[WALL_NAME_BYTES]; /* DOCUMENTS: name of the service */
    struct wall_page_line line[WALL_PAGE_LINES_MAX];           /* TEXT */
    int line_count;
    char letter[4]; /* DOCUMENTS from here on */
    bool confirmed; /* by the branch */
    struct wall_page_document document[WALL_PAGE_DOCUMENTS_MAX];
    int document_count;
    int weekday, days; /* QUIET_HOURS from here on: 1 = Monday; so many days were counted */
    struct {
        int hour;        /* 0..23, ascending */
        double visitors; /* that came in this hour, on average */
    } hour[WALL_PAGE_HOURS_MAX];
    int hour_count;
};

struct wall_pages {
    char version[32]; /* of the branch document */
    struct wall_page page[WALL_PAGES_MAX];
    int count;
};

/* Same rules as board_model_parse: false, *pages untouched and a sentence with the JSON path;
 * unknown keys and kinds are ignored, lists and texts are cut. */
bool pages_model_parse(const char *json, size_t bytes, struct wall_pages *pages,
                       char reason[WALL_REASON_BYTES]);

#endif
