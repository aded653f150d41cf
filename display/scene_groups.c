// SPDX-License-Identifier: MIT
/* Which services tell a visitor the same thing. */
#include <string.h>

#include "display/scene_build.h"

static bool has_desk(const struct wall_service *service, int number)
{
    for (int i = 0; i < service->desk_count; i++) {
        if (service->desk[i] == number) {
            return true;
        }
    }
    return false;
}

static bool same_desks(const struct wall_service *a, const struct wall_service *b)
{
    for (int i = 0; i < a->desk_count; i++) {
        if (!has_desk(b, a->desk[i])) {
            return false;
        }
    }
    return a->desk_count == b->desk_count;
}

/* How long the last visitor waited may differ: the group shows the range. */
static bool same_answer(const struct wall_service *a, const struct wall_service *b)
{
    if (a->desk_count == 0 && b->desk_count == 0) {
        return a->late == b->late; /* no desk open: nothing else is known */
    }
    return same_desks(a, b) && a->ahead == b->ahead && a->free == b->free &&
           a->low_min == b->low_min && a->high_min == b->high_min && a->late == b->late;
}

/* Indices of the services by letter; equal letters keep the board's order. */
static void sort_by_letter(const struct wall_board *board, int order[WALL_SERVICES_MAX])
{
    for (int i = 0; i < board->service_count; i++) {
        int at = i;
        while (at > 0 &&
               strcmp(board->service[order[at - 1]].letter, board->service[i].letter) > 0) {
            order[at] = order[at - 1];
            at--;
        }
        order[at] = i;
    }
}

static void join(struct service_group *group, const struct wall_board *board, int index)
{
    const struct wall_service *service = &board->service[index];
    if (group->count == 0) {
        group->shown = *service;
        group->shown.waiting = 0;
        group->wait_from_min = group->wait_to_min = -1;
    }
    group->member[group->count++] = index;
    group->shown.waiting += service->waiting;
    int wait_min = service->last_wait_min;
    if (!scene_card_has_last_wait(service)) {
        return;
    }
    if (group->wait_from_min < 0 || wait_min < group->wait_from_min) {
        group->wait_from_min = wait_min;
    }
    if (wait_min > group->wait_to_min) {
        group->wait_to_min = wait_min;
    }
}

int scene_groups_make(const struct wall_board *board, struct service_group group[WALL_SERVICES_MAX])
{
    int order[WALL_SERVICES_MAX], count = 0;
    sort_by_letter(board, order);
    memset(group, 0, sizeof *group * WALL_SERVICES_MAX);
    for (int i = 0; i < board->service_count; i++) {
        int at = 0;
        while (at < count && !same_answer(&group[at].shown, &board->service[order[i]])) {
            at++;
        }
        count += at == count;
        join(&group[at], board, order[i]);
    }
    return count;
}
