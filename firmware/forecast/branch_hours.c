// SPDX-License-Identifier: MIT
/* When a desk is usually there: how often, per five minutes of the day, lately. */
#include <stddef.h>
#include <string.h>

#include "firmware/forecast/branch_parts.h"

/* A desk that never says when it opens is there while it works, with gaps up to this. */
enum { QUIET_MS = 20 * 60000, DAYS_NEEDED = 3, GAP_SLOTS = 2, HALF = 128 };

static void mark(const struct branch_model *model, struct branch_desk *desk, int64_t to_ms)
{
    /* A slot counts when its middle does. */
    int64_t from = (desk->on_since_ms - model->midnight_ms + BRANCH_SLOT_MS / 2) / BRANCH_SLOT_MS;
    int64_t to = (to_ms - model->midnight_ms + BRANCH_SLOT_MS / 2) / BRANCH_SLOT_MS;
    for (int64_t slot = from < 0 ? 0 : from; slot < to && slot < BRANCH_SLOTS; slot++)
        desk->today[slot / 8] |= (uint8_t)(1U << slot % 8);
    desk->on_since_ms = to_ms;
}

void branch_hours_on(const struct branch_model *model, struct branch_desk *desk, int64_t at_ms,
                     bool says)
{
    if (desk->on && (desk->named_hours || at_ms - desk->on_since_ms < QUIET_MS))
        mark(model, desk, at_ms);
    desk->on = true;
    desk->named_hours = desk->named_hours || says;
    desk->on_since_ms = at_ms;
}

void branch_hours_off(const struct branch_model *model, struct branch_desk *desk, int64_t at_ms)
{
    if (desk->on)
        mark(model, desk, at_ms);
    desk->on = false;
}

void branch_hours_day(struct branch_model *model)
{
    for (int i = 0; i < BRANCH_DESKS && model->first_at_ms != 0; i++) {
        struct branch_desk *desk = &model->desk[i];
        bool came = false;
        for (int slot = 0; slot < BRANCH_SLOTS / 8; slot++)
            came = came || desk->today[slot];
        if (desk->number == 0)
            continue;
        desk->attendance += (came - desk->attendance) / (desk->days < 5 ? desk->days + 1 : 6);
        for (int slot = 0; came && slot < BRANCH_SLOTS; slot++) {
            int there = desk->today[slot / 8] >> slot % 8 & 1 ? 255 : 0;
            int step = (there - desk->usual[slot]) / (desk->days < 5 ? desk->days + 1 : 6);
            desk->usual[slot] = (uint8_t)(desk->usual[slot] + step);
        }
        desk->days += came && desk->days < UINT16_MAX;
        memset(desk->today, 0, sizeof desk->today);
    }
}

static void add_spans(const struct branch_model *model, const struct branch_desk *desk,
                      struct duty *duty)
{
    int last_end = -GAP_SLOTS - 1;
    for (int slot = 0; slot < BRANCH_SLOTS; slot++) {
        if (desk->usual[slot] < HALF)
            continue;
        if (slot - last_end >= GAP_SLOTS || duty->span_count == 0) {
            if (duty->span_count == SPANS_MAX)
                return;
            duty->span[duty->span_count++].from_ms =
                model->midnight_ms + (int64_t)slot * BRANCH_SLOT_MS;
        }
        last_end = slot + 1;
        duty->span[duty->span_count - 1].to_ms =
            model->midnight_ms + (int64_t)last_end * BRANCH_SLOT_MS;
    }
}

bool branch_model_plan(const struct branch_model *model, const struct rules *rules,
                       struct duty_plan *plan)
{
    memset(plan, 0, sizeof *plan);
    plan->serves_out = true;
    for (int i = 0; i < rules->desk_count && model->days >= DAYS_NEEDED; i++)
        for (int j = 0; j < BRANCH_DESKS; j++) {
            const struct branch_desk *desk = &model->desk[j];
            if (desk->number != rules->desk[i].number || desk->number == 0 ||
                desk->days < DAYS_NEEDED || desk->attendance < 0.5F || plan->count == DESKS_MAX)
                continue;
            struct duty *duty = &plan->duty[plan->count++];
            *duty = (struct duty){.desk = desk->number};
            add_spans(model, desk, duty);
        }
    return plan->count > 0;
}
