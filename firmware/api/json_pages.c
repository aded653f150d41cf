// SPDX-License-Identifier: MIT
/* What a wall shows while nobody is called: texts of the branch, papers, quiet hours. */
#include "firmware/api/json.h"

enum { PAGES_SCHEMA = 1 };

/* A text of the branch document, whatever it holds. */
static json_t *words(const char *text)
{
    json_t *json = json_string(text);
    return json ? json : json_string("");
}

static json_t *text_page(const struct content_page *page)
{
    json_t *json = json_object(), *lines = json_array();
    for (int i = 0; i < page->line_count; i++)
        json_array_append_new(lines, json_pack("{s:o,s:o}", "id", words(page->line[i].text_id),
                                               "en", words(page->line[i].text_en)));
    json_object_set_new(json, "kind", json_string("text"));
    json_object_set_new(json, "title_id", words(page->title_id));
    json_object_set_new(json, "title_en", words(page->title_en));
    json_object_set_new(json, "lines", lines);
    return json;
}

static json_t *documents_page(const struct content_service *service)
{
    json_t *json = json_object(), *documents = json_array();
    for (int i = 0; i < service->document_count; i++) {
        const struct content_document *document = &service->document[i];
        json_array_append_new(documents,
                              json_pack("{s:o,s:o,s:o,s:b}", "id", words(document->text_id), "en",
                                        words(document->text_en), "when_id",
                                        words(document->when_id), "optional", document->optional));
    }
    json_object_set_new(json, "kind", json_string("documents"));
    json_object_set_new(json, "service", json_letter(service->letter));
    json_object_set_new(json, "name_id", words(service->name_id));
    json_object_set_new(json, "name_en", words(service->name_en));
    json_object_set_new(json, "confirmed", json_boolean(service->confirmed));
    json_object_set_new(json, "documents", documents);
    return json;
}

static void add_documents(json_t *pages, const struct content *content, service_set services)
{
    for (int i = 0; i < content->service_count; i++) {
        const struct content_service *service = &content->service[i];
        if ((services & service_bit(service->letter)) && service->document_count > 0)
            json_array_append_new(pages, documents_page(service));
    }
}

/* From the first to the last hour in which somebody came. */
static json_t *hours_json(const struct quiet_hours *quiet)
{
    json_t *hours = json_array();
    int first = 0, last = 23;
    while (first < 24 && quiet->visitors[first] == 0)
        first++;
    while (last >= 0 && quiet->visitors[last] == 0)
        last--;
    for (int hour = first; hour <= last; hour++)
        json_array_append_new(hours,
                              json_pack("{s:i,s:f}", "hour", hour, "visitors",
                                        (double)quiet->visitors[hour] / (double)quiet->days));
    return hours;
}

static void add_quiet_hours(json_t *pages, const struct quiet_hours *quiet)
{
    if (quiet_hours_known(quiet))
        json_array_append_new(pages, json_pack("{s:s,s:i,s:i,s:o}", "kind", "quiet_hours",
                                               "weekday", quiet->weekday + 1, "days", quiet->days,
                                               "hours", hours_json(quiet)));
}

json_t *json_pages(const struct kiosk *kiosk)
{
    const struct content *content = kiosk_content(kiosk);
    json_t *json = json_object(), *pages = json_array();
    for (int i = 0; i < content->page_count; i++) {
        const struct content_page *page = &content->page[i];
        switch (page->kind) {
        case PAGE_TEXT:
            json_array_append_new(pages, text_page(page));
            break;
        case PAGE_DOCUMENTS:
            add_documents(pages, content, page->services);
            break;
        case PAGE_QUIET_HOURS:
            add_quiet_hours(pages, kiosk_quiet_hours(kiosk));
            break;
        }
    }
    json_object_set_new(json, "schema", json_integer(PAGES_SCHEMA));
    json_object_set_new(json, "version", words(content->version));
    json_object_set_new(json, "pages", pages);
    return json;
}
