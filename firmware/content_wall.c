// SPDX-License-Identifier: MIT
/* How the walls of the branch behave, and what they show while nobody is called. */
#include "firmware/content_parts.h"

enum {
    TITLE_CHARACTERS = 60,
    LINE_CHARACTERS = 80,
    IDLE_MOST_S = 3600,
    DAY_MIN = 24 * 60,
};

static const struct content_wall DEFAULTS = {.viewing_distance_m = 5,
                                             .screen_inch = 43,
                                             .idle_after_s = 45,
                                             .page_s = 14,
                                             .number_style = NUMBER_DIGITS,
                                             .repeat = 2,
                                             .volume = {{.from_min = 0, .percent = 80}},
                                             .volume_count = 1};

static void read_volume(const struct node *volume, struct content_wall *out)
{
    static const char *const KEYS[] = {"from", "percent", NULL};
    if (!volume->value)
        return;
    const size_t count = node_items(volume, 1, CONTENT_VOLUMES_MAX);
    int before_min = -1;
    for (size_t i = 0; i < count; i++) {
        const struct node row = node_item(volume, i);
        if (!node_object(&row, KEYS))
            continue;
        const struct node from = node_member(&row, "from"), percent = node_member(&row, "percent");
        const int from_min = node_time_of_day(&from);
        if (from_min == DAY_MIN)
            node_fault(&from, "is the next day; the last time of a day is 23:59");
        else if (from_min >= 0 && from_min <= before_min)
            node_fault(&from, "is not after the row before it; sort the rows by time");
        out->volume[i].from_min = before_min = from_min;
        out->volume[i].percent = node_integer(&percent, 0, 100, NODE_REQUIRED);
    }
    out->volume_count = (int)count;
}

static void read_voice(const struct node *voice, struct content_wall *out)
{
    static const char *const KEYS[] = {"style", "english", "repeat", "volume", NULL};
    static const char *const STYLES[] = {
        [NUMBER_DIGITS] = "digits", [NUMBER_CARDINAL] = "cardinal", NULL};
    if (!voice->value || !node_object(voice, KEYS))
        return;
    const struct node style = node_member(voice, "style");
    const struct node english = node_member(voice, "english");
    const struct node repeat = node_member(voice, "repeat");
    const struct node volume = node_member(voice, "volume");

    const int spoken = node_word(&style, STYLES, (int)out->number_style);
    out->number_style = spoken == NUMBER_CARDINAL ? NUMBER_CARDINAL : NUMBER_DIGITS;
    out->english = node_flag(&english, out->english);
    out->repeat = node_integer(&repeat, 1, 3, out->repeat);
    read_volume(&volume, out);
}

static double read_measure(const struct node *node, double low, double high, double fallback)
{
    return node_scaled(node, low, high, fallback, 100) / 100.0;
}

void content_parts_wall(const struct node *wall, struct content_wall *out)
{
    static const char *const KEYS[] = {
        "viewing_distance_m", "screen_inch", "idle_after_s", "page_s", "voice", NULL};
    *out = DEFAULTS;
    if (!wall->value || !node_object(wall, KEYS))
        return;
    const struct node distance = node_member(wall, "viewing_distance_m");
    const struct node screen = node_member(wall, "screen_inch");
    const struct node idle = node_member(wall, "idle_after_s");
    const struct node page = node_member(wall, "page_s"), voice = node_member(wall, "voice");

    out->viewing_distance_m = read_measure(&distance, 0.5, 50, out->viewing_distance_m);
    out->screen_inch = read_measure(&screen, 5, 200, out->screen_inch);
    out->idle_after_s = node_integer(&idle, 0, IDLE_MOST_S, out->idle_after_s);
    out->page_s = node_integer(&page, 5, 120, out->page_s);
    read_voice(&voice, out);
}

int content_volume_percent(const struct content_wall *wall, int minute)
{
    int row = wall->volume_count - 1;
    for (int i = 0; i < wall->volume_count && wall->volume[i].from_min <= minute; i++)
        row = i;
    return row < 0 ? DEFAULTS.volume[0].percent : wall->volume[row].percent;
}

/* ---- pages ---- */

static void read_line(const struct node *node, struct content_page_line *line)
{
    static const char *const KEYS[] = {"id", "en", NULL};
    if (!node_object(node, KEYS))
        return;
    const struct node id = node_member(node, "id"), en = node_member(node, "en");
    node_text(&id, 1, LINE_CHARACTERS, line->text_id, sizeof line->text_id);
    node_text(&en, 0, LINE_CHARACTERS, line->text_en, sizeof line->text_en);
}

static void read_text_page(const struct node *node, struct content_page *page)
{
    static const char *const KEYS[] = {"kind", "title_id", "title_en", "lines", NULL};
    const struct node id = node_member(node, "title_id"), en = node_member(node, "title_en");
    const struct node lines = node_member(node, "lines");
    node_object(node, KEYS);
    node_text(&id, 1, TITLE_CHARACTERS, page->title_id, sizeof page->title_id);
    node_text(&en, 0, TITLE_CHARACTERS, page->title_en, sizeof page->title_en);
    page->line_count = (int)node_items(&lines, 1, CONTENT_PAGE_LINES_MAX);
    for (int i = 0; i < page->line_count; i++) {
        const struct node line = node_item(&lines, (size_t)i);
        read_line(&line, &page->line[i]);
    }
}

static void read_documents_page(const struct node *node, service_set known,
                                struct content_page *page)
{
    static const char *const KEYS[] = {"kind", "services", NULL};
    const struct node services = node_member(node, "services");
    node_object(node, KEYS);
    page->services = content_parts_letters(&services, known);
}

static void read_quiet_page(const struct node *node, const struct content *content)
{
    static const char *const KEYS[] = {"kind", NULL};
    node_object(node, KEYS);
    for (int i = 0; i < content->page_count; i++)
        if (content->page[i].kind == PAGE_QUIET_HOURS)
            node_fault(node, "is the second page of quiet hours; one is enough");
}

/* False when its kind is not known. */
static bool read_page(const struct node *node, const struct content *content,
                      struct content_page *page)
{
    static const char *const KINDS[] = {[PAGE_TEXT] = "text",
                                        [PAGE_DOCUMENTS] = "documents",
                                        [PAGE_QUIET_HOURS] = "quiet_hours",
                                        NULL};
    if (!json_is_object(node->value)) {
        node_fault(node, "is not an object {...}");
        return false;
    }
    const struct node word = node_member(node, "kind");
    const int kind = node_word(&word, KINDS, NODE_REQUIRED);
    page->kind = (enum content_page_kind)(kind < 0 ? 0 : kind);
    if (kind == PAGE_TEXT)
        read_text_page(node, page);
    else if (kind == PAGE_DOCUMENTS)
        read_documents_page(node, content->rules.services, page);
    else if (kind == PAGE_QUIET_HOURS)
        read_quiet_page(node, content);
    return kind >= 0;
}

static int count_shown(const struct content *content, const struct content_page *page)
{
    int count = page->kind == PAGE_DOCUMENTS ? 0 : 1;
    for (int i = 0; page->kind == PAGE_DOCUMENTS && i < content->service_count; i++)
        count += (page->services & service_bit(content->service[i].letter)) &&
                 content->service[i].document_count > 0;
    return count;
}

void content_parts_pages(const struct node *pages, struct content *content)
{
    if (!pages->value) {
        content->page[0] =
            (struct content_page){.kind = PAGE_DOCUMENTS, .services = content->rules.services};
        content->page_count = 1;
        return;
    }
    const size_t count = node_items(pages, 0, CONTENT_PAGES_MAX);
    int shown = 0;
    for (size_t i = 0; i < count; i++) {
        struct content_page *page = &content->page[content->page_count];
        const struct node node = node_item(pages, i);
        if (!read_page(&node, content, page))
            continue;
        content->page_count++;
        shown += count_shown(content, page);
    }
    if (shown > CONTENT_PAGES_SHOWN_MAX)
        node_fault(pages, "give %d pages on the wall, at most %d are shown", shown,
                   CONTENT_PAGES_SHOWN_MAX);
}
