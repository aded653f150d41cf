// SPDX-License-Identifier: MIT
#include "display/scene_report.h"

#include <string.h>

static const double cap_share = 0.714; /* capitals of Noto Sans */
static const double rounding = 0.05;   /* minutes of arc that a rounded pixel may cost */

double scene_report_arcmin(const struct scene *scene, const struct scene_item *text)
{
    struct reading reading = scene->reading;
    if (text->role != SCENE_ESSENTIAL) {
        reading.distance_m /= 2;
    }
    return reading_arcmin(reading, text->size_px * cap_share);
}

double scene_report_needed(enum scene_role role)
{
    return role == SCENE_SECOND ? READING_SECOND_ARCMIN : READING_LEGIBLE_ARCMIN;
}

static bool is_cut(const char *text)
{
    static const char ellipsis[] = "…";
    size_t length = strlen(text), tail = sizeof ellipsis - 1;
    return length >= tail && strcmp(text + length - tail, ellipsis) == 0;
}

void scene_report_make(const struct scene *scene, struct scene_report *report)
{
    memset(report, 0, sizeof *report);
    for (int i = 0; i < scene->count; i++) {
        const struct scene_item *item = &scene->item[i];
        if (item->kind != SCENE_TEXT) {
            continue;
        }
        double arcmin = scene_report_arcmin(scene, item);
        report->role[item->role].texts++;
        report->role[item->role].missing += arcmin + rounding < scene_report_needed(item->role);
        if (!report->role[item->role].lowest || arcmin < report->role[item->role].least_arcmin) {
            report->role[item->role].lowest = item;
            report->role[item->role].least_arcmin = arcmin;
        }
        report->cut += is_cut(item->text);
    }
}
