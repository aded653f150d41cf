// SPDX-License-Identifier: MIT
/* Any bytes in: pages or a reason, and pages never break their own limits. */
#include <assert.h>
#include <stdint.h>
#include <string.h>

#include "display/pages_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct wall_pages pages;
    char reason[WALL_REASON_BYTES];
    if (!pages_model_parse((const char *)data, size, &pages, reason)) {
        assert(reason[0] != '\0');
        return 0;
    }
    assert(pages.count >= 0 && pages.count <= WALL_PAGES_MAX);
    for (int i = 0; i < pages.count; i++) {
        const struct wall_page *page = &pages.page[i];
        assert(page->line_count <= WALL_PAGE_LINES_MAX);
        assert(page->document_count <= WALL_PAGE_DOCUMENTS_MAX);
        assert(page->hour_count <= WALL_PAGE_HOURS_MAX);
        assert(page->kind != WALL_PAGE_QUIET_HOURS || (page->weekday >= 1 && page->weekday <= 7));
    }
    return 0;
}
