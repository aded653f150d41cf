// SPDX-License-Identifier: MIT
#include <stdint.h>
#include <stdlib.h>

#include "firmware/content.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

static bool ascends(const struct content_duty *duty)
{
    bool good = duty->span_count >= 0 && duty->span_count <= CONTENT_SPANS_MAX;
    for (int i = 0, end = -1; good && i < duty->span_count; i++) {
        good = duty->span[i].from_min > end && duty->span[i].to_min > duty->span[i].from_min &&
               duty->span[i].to_min <= 1440;
        end = duty->span[i].to_min;
    }
    return good;
}

static bool sound(const struct content *content)
{
    const struct content_wall *wall = &content->wall;
    bool good = content->service_count >= 1 && content->desk_count >= 1 &&
                content->page_count <= CONTENT_PAGES_MAX && wall->volume_count >= 1;
    for (int minute = -1; minute <= 1440; minute += 7) {
        const int percent = content_volume_percent(wall, minute);
        const int opens = content_next_opening_min(content, 20261201 + minute / 60, minute);
        good = good && percent >= 0 && percent <= 100 && opens >= -1 && opens <= 32 * 1440;
    }
    for (int i = 0; i < content->page_count; i++)
        good = good && !(content->page[i].services & ~content->rules.services);
    for (int i = 1; i < content->holiday_count; i++)
        good = good && content->holiday[i - 1].day < content->holiday[i].day;
    for (int i = 0; i < content->desk_count * 7; i++)
        good = good && ascends(&content->desk[i / 7].duty[i % 7]);
    return good;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static struct content content;
    static struct content_faults faults;
    const bool good = content_parse((const char *)data, bytes, &content, &faults);
    if (good != (faults.count == 0)) /* a refusal has a reason */
        abort();
    if (good && !sound(&content))
        abort();
    return 0;
}
