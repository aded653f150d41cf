// SPDX-License-Identifier: MIT
#include "drivers/sim/visitors.h"

#include <math.h>
#include <stdlib.h>

enum {
    OPENS_MIN = 8 * 60,
    CLOSES_MIN = 15 * 60,
    OPEN_FOR_MIN = CLOSES_MIN - OPENS_MIN,
    PEAK_MIN = 60,   /* after opening */
    CROWD_MIN = 10,  /* in which the crowd before the door has passed the kiosk */
    KIOSK_MS = 1500, /* real time a person needs at the kiosk, at least */
    SECOND_PRESS_MS = 900,
    LONG_HOLD_MS = 2300,
    MS_PER_MIN = 60 * 1000,
    MIN_PER_DAY = 24 * 60
};
static const double crowd_share = 0.25;
static const double arrival_sigma = 0.7; /* of the logarithm of minutes after opening */

void visitors_init(struct visitors *visitors, const struct branch *branch)
{
    *visitors = (struct visitors){.chance = chance_stream(branch->seed, 1), .pending_line = -1};
    for (int i = 0; i < branch->config.line_count; i++) {
        const struct config_line *line = &branch->config.line[i];
        if (line->action != LINE_TAKE)
            continue;
        visitors->take_line[visitors->take_count] = line->line;
        visitors->take_service[visitors->take_count++] = line->service;
    }
}

/* Minutes after opening of one visitor. The mode of a lognormal is exp(mu - sigma^2). */
static double draw_minute(struct chance *chance)
{
    if (chance_hits(chance, crowd_share))
        return chance_between(chance, 0, CROWD_MIN);
    double mu = log(PEAK_MIN) + arrival_sigma * arrival_sigma;
    double minute;
    do
        minute = exp(mu + arrival_sigma * chance_normal(chance));
    while (minute >= OPEN_FOR_MIN);
    return minute;
}

/* The first services are asked for most: weights 1, 1/2, 1/3 ... */
static int draw_service(struct chance *chance, int count)
{
    double total = 0;
    for (int i = 0; i < count; i++)
        total += 1.0 / (i + 1);
    double left = total * chance_unit(chance);
    for (int i = 0; i < count; i++) {
        left -= 1.0 / (i + 1);
        if (left < 0)
            return i;
    }
    return 0;
}

static enum visit_kind draw_kind(struct chance *chance)
{
    double share = chance_unit(chance);
    if (share < 0.10)
        return VISIT_PRIORITY;
    if (share < 0.13)
        return VISIT_CHECKLIST;
    if (share < 0.16)
        return VISIT_TWICE;
    if (share < 0.18)
        return VISIT_HELP;
    return VISIT_TAKE;
}

static int by_time(const void *a, const void *b)
{
    const struct visit *left = a, *right = b;
    return (left->at_utc_ms > right->at_utc_ms) - (left->at_utc_ms < right->at_utc_ms);
}

void visitors_plan(struct visitors *visitors, int count, int64_t opens_utc_ms)
{
    visitors->count = count < VISITORS_MAX ? count : VISITORS_MAX;
    visitors->next = 0;
    for (int i = 0; i < visitors->count; i++) {
        double minute = draw_minute(&visitors->chance);
        visitors->visit[i] = (struct visit){
            .at_utc_ms = opens_utc_ms + (int64_t)(minute * MS_PER_MIN),
            .service = draw_service(&visitors->chance, visitors->take_count),
            .kind = draw_kind(&visitors->chance),
        };
    }
    qsort(visitors->visit, (size_t)visitors->count, sizeof visitors->visit[0], by_time);
}

/* The first day begins when the box is switched on, every later one at opening time. */
static void plan_when_due(struct visitors *visitors, const struct branch *branch)
{
    int64_t local_min = branch->now_utc_ms / MS_PER_MIN + branch->board.utc_offset_min;
    int32_t day = (int32_t)(local_min / MIN_PER_DAY);
    if (visitors->planned_day == day || visitors->take_count == 0)
        return;
    bool first = visitors->planned_day == 0;
    if (!first && branch->minute < OPENS_MIN)
        return;
    visitors->planned_day = day;
    visitors_plan(visitors, branch->visitors_per_day, branch->now_utc_ms);
    branch_say(branch, "the doors open, %d visitors will come today", visitors->count);
}

static void press_later(struct visitors *visitors, const struct branch *branch, int line)
{
    visitors->pending_line = line;
    visitors->pending_mono_ms = branch->now_mono_ms + SECOND_PRESS_MS;
}

static void act(struct visitors *visitors, const struct branch *branch, const struct visit *visit)
{
    int take = visitors->take_line[visit->service];
    char service = visitors->take_service[visit->service];
    int priority = branch_line(branch, LINE_PRIORITY, 0, 0);
    int help = branch_line(branch, LINE_HELP, 0, 0);
    switch (visit->kind) {
    case VISIT_PRIORITY:
        if (priority < 0)
            break;
        branch_say(branch, "visitor presses priority, then %c", service);
        branch_press(branch, priority, 0);
        press_later(visitors, branch, take);
        return;
    case VISIT_TWICE:
        branch_say(branch, "visitor presses %c, and again", service);
        branch_press(branch, take, 0);
        press_later(visitors, branch, take);
        return;
    case VISIT_CHECKLIST:
        branch_say(branch, "visitor holds %c: the list of papers, no number", service);
        branch_press(branch, take, LONG_HOLD_MS);
        visitors->kiosk_free_mono_ms += LONG_HOLD_MS;
        return;
    case VISIT_HELP:
        if (help < 0)
            break;
        branch_say(branch, "visitor asks for help, then presses %c", service);
        branch_press(branch, help, 0);
        press_later(visitors, branch, take);
        return;
    case VISIT_TAKE:
        break;
    }
    branch_say(branch, "visitor presses %c", service);
    branch_press(branch, take, 0);
}

/* True while the person at the kiosk has not finished. */
static bool finish_pending(struct visitors *visitors, const struct branch *branch)
{
    if (visitors->pending_line < 0)
        return false;
    if (branch->now_mono_ms >= visitors->pending_mono_ms) {
        branch_press(branch, visitors->pending_line, 0);
        visitors->pending_line = -1;
    }
    return true;
}

void visitors_turn(struct visitors *visitors, const struct branch *branch)
{
    plan_when_due(visitors, branch);
    if (finish_pending(visitors, branch) || visitors->next >= visitors->count ||
        branch->now_mono_ms < visitors->kiosk_free_mono_ms ||
        branch->now_utc_ms < visitors->visit[visitors->next].at_utc_ms)
        return;
    if (!branch->board.ready) { /* they read the wall and wait */
        if (!visitors->told_closed)
            branch_say(branch, "no numbers now (%s), visitors wait", branch->board.state);
        visitors->told_closed = true;
        return;
    }
    visitors->told_closed = false;
    visitors->kiosk_free_mono_ms =
        branch->now_mono_ms + KIOSK_MS + (int64_t)chance_between(&visitors->chance, 0, KIOSK_MS);
    act(visitors, branch, &visitors->visit[visitors->next++]);
}
