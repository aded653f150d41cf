// SPDX-License-Identifier: MIT
/* How the waits are shown: a card for each service, or one panel for those that share a
 * queue, under a line about the desks. */
#include "display/scene_build.h"

enum { STRIP_TOP = 10, STRIP_GAP = 8, FOOT = 18, MARGIN = 48, ROWS_MAX = 6 };

/* From the best to the last resort. */
struct attempt {
    double share; /* of the room between header and notices */
    double scale; /* < 1 goes below the reading rule */
    enum name_care names;
};

static void list_cards(struct services_plan *plan, const struct wall_board *board)
{
    plan->panels = plan->cards = 0;
    for (int i = 0; i < plan->groups; i++) {
        if (plan->group[i].count == 1) {
            plan->card[plan->cards++] = &board->service[plan->group[i].member[0]];
        } else {
            plan->shown[plan->panels++] = i;
        }
    }
}

/* Panels over each other, then the services that stand alone. */
static bool fit_groups(const struct builder *builder, struct services_plan *plan, int width,
                       int room, int details, struct attempt attempt)
{
    int gap = build_px(builder, 18);
    list_cards(plan, builder->input->board);
    bool alone = plan->panels == 1 && plan->cards == 0;
    int first = attempt.scale < 1 ? PANEL_NO_LAST_WAIT : PANEL_ALL;
    for (int step = first; step < PANEL_STEPS; step++) {
        bool good = true;
        plan->height = -gap;
        for (int i = 0; i < plan->panels && good; i++) {
            good = scene_panel_fit(builder, &plan->panel[i], width, alone, step, attempt.scale,
                                   &plan->group[plan->shown[i]]);
            plan->height += plan->panel[i].height + gap;
        }
        int left = room - plan->height - gap;
        if (good && plan->cards > 0) {
            good = scene_grid_fit(builder, &plan->grid, width, left, details, 3, attempt.scale,
                                  attempt.names, plan->card, plan->cards);
            plan->height += plan->grid.height + gap;
        }
        if (good && plan->height <= room) {
            return true;
        }
    }
    return false;
}

static bool fit_cards(const struct builder *builder, struct services_plan *plan, int width,
                      int room, int details, int rows_max, struct attempt attempt)
{
    const struct wall_board *board = builder->input->board;
    plan->panels = 0;
    plan->cards = board->service_count;
    for (int i = 0; i < plan->cards; i++) {
        plan->card[i] = &board->service[i];
    }
    bool good = scene_grid_fit(builder, &plan->grid, width, room, details, rows_max, attempt.scale,
                               attempt.names, plan->card, plan->cards);
    plan->height = plan->grid.height;
    return good;
}

static void choose(const struct builder *builder, struct services_plan *plan, int width, int room)
{
    static const struct attempt attempts[] = {
        {0.43, 1, NAMES_WHOLE},    {0.54, 1, NAMES_WHOLE},   {0.54, 0.9, NAMES_WHOLE},
        {0.54, 0.8, NAMES_WHOLE},  {0.54, 1, NAMES_WORDS},   {0.54, 0.85, NAMES_WORDS},
        {0.56, 0.72, NAMES_WORDS}, {0.58, 0.6, NAMES_WORDS}, {0.60, 0.6, NAMES_CUT},
        {0.62, 0.45, NAMES_CUT},   {0.65, 0.36, NAMES_CUT},  {0.70, 0.28, NAMES_CUT},
        {0.70, 0.2, NAMES_CUT},
    };
    int roomy_rows = builder->portrait ? 2 : 1, strip = plan->strip_h;
    if (fit_cards(builder, plan, width, (int)(room * attempts[0].share) - strip, CARD_NO_DESKS,
                  roomy_rows, attempts[0])) {
        return;
    }
    for (size_t i = 0; i < sizeof attempts / sizeof attempts[0]; i++) {
        int least = (int)(room * attempts[i].share) - strip;
        /* More room is worth more than a warning without its figure. */
        int details = i == 0 ? CARD_WARNING : CARD_DETAILS;
        if ((plan->groups < builder->input->board->service_count &&
             fit_groups(builder, plan, width, least, details, attempts[i])) ||
            fit_cards(builder, plan, width, least, details, ROWS_MAX, attempts[i])) {
            return;
        }
    }
}

int scene_services_plan(const struct builder *builder, int room, struct services_plan *plan)
{
    const struct wall_board *board = builder->input->board;
    int width = builder->scene->width - 2 * build_px(builder, MARGIN);
    plan->panels = plan->cards = plan->height = 0;
    plan->groups = scene_groups_make(board, plan->group);
    plan->strip_h = build_px(builder, STRIP_TOP + STRIP_GAP + FOOT) + scene_desks_height(builder);
    if (board->service_count > 0) {
        choose(builder, plan, width, room);
    }
    return plan->strip_h + plan->height;
}

void scene_services_draw(struct builder *builder, struct scene_box box,
                         const struct services_plan *plan)
{
    int margin = build_px(builder, MARGIN), gap = build_px(builder, 18);
    int w = box.w - 2 * margin, h = scene_desks_height(builder);
    int y = box.y + build_px(builder, STRIP_TOP);
    /* A figure without a line under it needs the heading that says what it counts. */
    bool together = plan->panels == 1 && plan->cards == 0 && plan->panel[0].look.under > 0;
    scene_desks_draw(builder, (struct scene_box){margin, y, w, h}, together);
    y += h + build_px(builder, STRIP_GAP);
    for (int i = 0; i < plan->panels; i++) {
        struct scene_box place = {margin, y, w, plan->panel[i].height};
        scene_panel_draw(builder, place, &plan->panel[i], &plan->group[plan->shown[i]]);
        y += place.h + gap;
    }
    if (plan->cards > 0) {
        scene_grid_draw(builder, (struct scene_box){margin, y, w, plan->grid.height}, &plan->grid,
                        plan->card, plan->cards);
    }
}
