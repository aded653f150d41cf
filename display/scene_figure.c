// SPDX-License-Identifier: MIT
/* What a service tells a visitor, in words: pure of any layout. */
#include <stdio.h>
#include <string.h>

#include "display/scene_build.h"

bool scene_card_has_last_wait(const struct wall_service *service)
{
    return service->low_min < 0 && service->last_wait_min >= 0 && service->desk_count > 0 &&
           service->ahead > 0;
}

static void say_under(struct figure *figure, const char *id, const char *shorter, const char *en)
{
    snprintf(figure->under_id, sizeof figure->under_id, "%s", id);
    snprintf(figure->short_id, sizeof figure->short_id, "%s", shorter);
    snprintf(figure->under_en, sizeof figure->under_en, "%s", en);
}

static void say_no_desk(const struct wall_board *board, const struct wall_service *service,
                        struct figure *figure)
{
    bool closed = board->kiosk == WALL_KIOSK_CLOSED;
    char waiting[32] = "";
    if (service->waiting > 0) {
        snprintf(waiting, sizeof waiting, "%d menunggu", service->waiting);
    }
    snprintf(figure->big, sizeof figure->big, closed ? "Tutup" : "Belum buka");
    say_under(figure, waiting, waiting, closed ? "closed" : "no desk open");
}

/* From two hours on hours are easier to grasp; but only where they say the same. As on slips. */
static bool in_hours(int low_min, int high_min)
{
    return high_min >= 120 && high_min % 30 == 0 && low_min % 30 == 0 &&
           (low_min == 0 || low_min >= 60);
}

/* "25", or in hours "1,5" */
static void write_time(char text[12], int min, bool hours)
{
    snprintf(text, 12, "%d%s", hours ? min / 60 : min, hours && min % 60 ? ",5" : "");
}

static void say_interval(const struct wall_service *service, struct figure *figure)
{
    char people[40], shorter[32], low[12], high[12];
    bool hours = in_hours(service->low_min, service->high_min);
    write_time(low, service->low_min, hours);
    write_time(high, service->high_min, hours);
    bool one = service->low_min == 0 || service->low_min == service->high_min;
    snprintf(figure->big, sizeof figure->big, "%s%s%s", one ? "" : low, one ? "" : "–", high);
    figure->lead = service->low_min == 0 ? "s.d." : "";
    figure->unit = hours ? "jam" : "menit";
    snprintf(people, sizeof people, "%d orang di depan", service->ahead);
    snprintf(shorter, sizeof shorter, "%d orang", service->ahead);
    say_under(figure, people, shorter, "ahead");
}

void scene_figure_of(const struct wall_board *board, const struct wall_service *service,
                     struct figure *figure)
{
    memset(figure, 0, sizeof *figure);
    figure->unit = figure->lead = "";
    if (service->desk_count == 0) {
        say_no_desk(board, service, figure);
    } else if (service->free) {
        snprintf(figure->big, sizeof figure->big, "Langsung");
        say_under(figure, "tanpa antre", "tanpa antre", "no queue");
    } else if (service->ahead == 0) {
        snprintf(figure->big, sizeof figure->big, "Berikutnya");
        say_under(figure, "belum ada yang menunggu", "belum ada antrean", "next");
    } else if (service->low_min >= 0 && service->high_min >= service->low_min) {
        say_interval(service, figure);
    } else {
        snprintf(figure->big, sizeof figure->big, "%d", service->ahead);
        figure->unit = "orang";
        say_under(figure, "menunggu di depan", "di depan", "ahead");
    }
}
