// SPDX-License-Identifier: MIT
#include "display/pages_model.h"

#include <stdio.h>
#include <stdlib.h>

#include "display/json_read.h"

enum { PATH_BYTES = 48 };

/* The list `key` of `json`: its length, at most `most`. */
static int read_list(struct json_reader *reader, json_t *json, const char *where, const char *key,
                     int most, json_t **list)
{
    *list = json_read_need(reader, json, where, key, JSON_ARRAY);
    size_t count = json_array_size(*list);
    return count < (size_t)most ? (int)count : most;
}

static void read_lines(struct json_reader *reader, json_t *json, const char *where,
                       struct wall_page *page)
{
    json_t *list;
    page->line_count = read_list(reader, json, where, "lines", WALL_PAGE_LINES_MAX, &list);
    for (int i = 0; i < page->line_count; i++) {
        struct wall_page_line *line = &page->line[i];
        json_t *item = json_array_get(list, (size_t)i);
        char place[PATH_BYTES];
        snprintf(place, sizeof place, "%.24s.lines[%d]", where, i);
        json_read_text(reader, item, place, "id", line->text_id, sizeof line->text_id);
        json_read_text(reader, item, place, "en", line->text_en, sizeof line->text_en);
    }
}

static void read_documents(struct json_reader *reader, json_t *json, const char *where,
                           struct wall_page *page)
{
    json_t *list;
    page->document_count =
        read_list(reader, json, where, "documents", WALL_PAGE_DOCUMENTS_MAX, &list);
    for (int i = 0; i < page->document_count; i++) {
        struct wall_page_document *document = &page->document[i];
        json_t *item = json_array_get(list, (size_t)i);
        char place[PATH_BYTES];
        snprintf(place, sizeof place, "%.24s.documents[%d]", where, i);
        json_read_text(reader, item, place, "id", document->text_id, sizeof document->text_id);
        json_read_text(reader, item, place, "en", document->text_en, sizeof document->text_en);
        json_read_text(reader, item, place, "when_id", document->when_id, sizeof document->when_id);
        document->optional = json_read_bool(reader, item, place, "optional");
    }
}

static void read_hours(struct json_reader *reader, json_t *json, const char *where,
                       struct wall_page *page)
{
    page->weekday = (int)json_read_integer(reader, json, where, "weekday", 1, 7);
    page->days = (int)json_read_integer(reader, json, where, "days", 0, 9999);
    json_t *list;
    page->hour_count = read_list(reader, json, where, "hours", WALL_PAGE_HOURS_MAX, &list);
    for (int i = 0, next = 0; i < page->hour_count; i++) {
        json_t *item = json_array_get(list, (size_t)i);
        char place[PATH_BYTES];
        snprintf(place, sizeof place, "%.24s.hours[%d]", where, i);
        /* A next above 23 faults before the bounds could cross: there are only 24 hours. */
        page->hour[i].hour = (int)json_read_integer(reader, item, place, "hour", next, 23);
        page->hour[i].visitors = json_read_number(reader, item, place, "visitors", 0, 99999);
        next = page->hour[i].hour + 1;
    }
}

/* False for a kind that this wall does not know. */
static bool read_page(struct json_reader *reader, json_t *json, const char *where,
                      struct wall_page *page)
{
    static const char *const kinds[] = {"text", "documents", "quiet_hours"};
    int kind = json_read_word(reader, json, where, "kind", kinds, 3);
    if (kind < 0) {
        return false;
    }
    page->kind = (enum wall_page_kind)kind;
    switch (page->kind) {
    case WALL_PAGE_TEXT:
        json_read_text(reader, json, where, "title_id", page->title_id, sizeof page->title_id);
        json_read_text(reader, json, where, "title_en", page->title_en, sizeof page->title_en);
        read_lines(reader, json, where, page);
        break;
    case WALL_PAGE_DOCUMENTS:
        json_read_text(reader, json, where, "service", page->letter, sizeof page->letter);
        json_read_text(reader, json, where, "name_id", page->title_id, sizeof page->title_id);
        json_read_text(reader, json, where, "name_en", page->title_en, sizeof page->title_en);
        page->confirmed = json_read_bool(reader, json, where, "confirmed");
        read_documents(reader, json, where, page);
        break;
    case WALL_PAGE_QUIET_HOURS:
        read_hours(reader, json, where, page);
        break;
    }
    return true;
}

static void read_pages(struct json_reader *reader, json_t *root, struct wall_pages *pages)
{
    json_read_integer(reader, root, "pages", "schema", 1, 1);
    json_read_text(reader, root, "pages", "version", pages->version, sizeof pages->version);
    json_t *list = json_read_need(reader, root, "pages", "pages", JSON_ARRAY);
    size_t count = json_array_size(list);
    for (size_t i = 0; i < count && pages->count < WALL_PAGES_MAX && !reader->bad; i++) {
        char where[PATH_BYTES];
        snprintf(where, sizeof where, "pages[%zu]", i);
        pages->count +=
            read_page(reader, json_array_get(list, i), where, &pages->page[pages->count]);
    }
}

bool pages_model_parse(const char *json, size_t bytes, struct wall_pages *pages,
                       char reason[WALL_REASON_BYTES])
{
    struct json_reader reader = {.reason = reason};
    json_t *root = json_read_document(&reader, json, bytes, "pages");
    if (!root) {
        return false;
    }
    struct wall_pages *fresh = calloc(1, sizeof *fresh); /* too large for a stack */
    if (fresh) {
        read_pages(&reader, root, fresh);
    } else {
        json_read_fail(&reader, "pages: out of memory");
    }
    json_decref(root);
    if (!reader.bad) {
        *pages = *fresh;
    }
    free(fresh);
    return !reader.bad;
}
