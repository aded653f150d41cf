// SPDX-License-Identifier: MIT
/* Which desks serve a service: their marks on its card. */
#include <stdio.h>

#include "display/scene_build.h"

void scene_card_desks(struct builder *builder, struct scene_box box,
                      const struct wall_service *service)
{
    int gap = build_px(builder, 8);
    struct text_style style = build_style(builder, SCENE_LABEL, SCENE_BOLD, 22, PALETTE_QUIET);
    int more_w = build_width(builder, style.weight, build_px(builder, style.size), "+32") + gap;
    int fit = (box.w + gap) / (box.h + gap);
    if (fit < service->desk_count) {
        fit = (box.w - more_w + gap) / (box.h + gap);
        fit = fit > 0 ? fit : 0;
    }
    int x = box.x;
    for (int i = 0; i < fit && i < service->desk_count; i++) {
        build_mark(builder, (struct scene_box){x, box.y, box.h, box.h}, builder->input->board,
                   service->desk[i], false);
        x += box.h + gap;
    }
    if (fit < service->desk_count) {
        char more[16];
        snprintf(more, sizeof more, "+%d", service->desk_count - fit);
        build_text(builder, (struct scene_box){x, box.y, box.x + box.w - x, box.h}, style, more);
    }
}

/* The smallest mark, design pixels, in which the numbers of these desks can be read. */
static int least_mark(const struct wall_service *service)
{
    int most = 0;
    for (int i = 0; i < service->desk_count; i++) {
        most = service->desk[i] > most ? service->desk[i] : most;
    }
    return most > 99 ? 60 : 32;
}

int scene_card_desks_beside(struct builder *builder, struct scene_box line, int x,
                            const struct wall_service *service)
{
    int gap = build_px(builder, 8), room = line.x + line.w - x - gap;
    int wanted = service->desk_count * (line.h + gap) - gap;
    int least = service->desk_count > 1 ? 2 * line.h + gap : line.h; /* one, and "+2" */
    if (service->desk_count == 0 || line.h < build_px(builder, least_mark(service)) ||
        room < (wanted < least ? wanted : least)) {
        return 0;
    }
    int w = wanted < room ? wanted : room;
    struct scene_box place = {line.x + line.w - w, line.y, w, line.h};
    scene_card_desks(builder, place, service);
    return w + gap;
}
