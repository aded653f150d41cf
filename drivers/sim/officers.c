// SPDX-License-Identifier: MIT
#include "drivers/sim/officers.h"

#include <stdio.h>
#include <string.h>

enum {
    MS_PER_MIN = 60 * 1000,
    MIN_PER_DAY = 24 * 60,
    LOOK_MS = 1000, /* real time between two looks at the wall */
    LOOKS_MAX = 5,  /* then the press was lost, or somebody else took the visitor */
    LUNCH_FROM_MIN = 12 * 60,
    LUNCH_MIN = 30,
    LEAVE_AT_MIN = 15 * 60 + 30,
    ARRIVE_AT_MIN = 8 * 60,
    RECALLS = 2,
    RECALL_PAUSE_MS = 65 * 1000 /* branch time */
};
/* Minutes at the desk: papers complete or not (what such branches report: about 5 to 7
 * and up to 20), lognormal. */
static const double complete_min = 6, incomplete_min = 20, service_variation = 0.5;
static const double incomplete_share = 0.2, no_show_share = 0.06;

void officers_init(struct officers *officers, const struct branch *branch)
{
    *officers = (struct officers){.chance = chance_stream(branch->seed, 2)};
    for (int i = 0; i < branch->config.line_count; i++) {
        const struct config_line *line = &branch->config.line[i];
        if (line->action == LINE_DESK_NEXT && officers->count < BOARD_VIEW_DESKS_MAX)
            officers->officer[officers->count++] = (struct officer){.desk = line->desk};
    }
}

static bool press(const struct branch *branch, const struct officer *officer,
                  enum line_action action)
{
    int line = branch_line(branch, action, 0, officer->desk);
    return line >= 0 && branch_press(branch, line, 0);
}

static void call_next(const struct branch *branch, struct officer *officer)
{
    press(branch, officer, LINE_DESK_NEXT);
    officer->state = OFFICER_CALLING;
    officer->looks = 0;
}

static void go_away(const struct branch *branch, struct officer *officer, int64_t until_utc_ms,
                    const char *why)
{
    branch_say(branch, "desk %d: %s", officer->desk, why);
    press(branch, officer, LINE_DESK_PAUSE);
    officer->state = OFFICER_AWAY;
    officer->due_utc_ms = until_utc_ms;
}

/* Lunch is staggered by desk, so that the hall is never without an officer. */
static int64_t lunch_minute(const struct officer *officer)
{
    return LUNCH_FROM_MIN + (officer->desk % 2 ? 0 : LUNCH_MIN);
}

static void idle(const struct branch *branch, struct officer *officer,
                 const struct board_view_desk *desk)
{
    int64_t lunch = lunch_minute(officer);
    if (!officer->had_lunch && branch->minute >= lunch && branch->minute < lunch + LUNCH_MIN) {
        officer->had_lunch = true;
        go_away(branch, officer, branch->now_utc_ms + LUNCH_MIN * MS_PER_MIN, "lunch");
    } else if (branch->minute >= LEAVE_AT_MIN && desk->waiting == 0) {
        int64_t morning = branch->now_utc_ms +
                          (int64_t)(MIN_PER_DAY - branch->minute + ARRIVE_AT_MIN) * MS_PER_MIN;
        go_away(branch, officer, morning, "done for today");
    } else if (!desk->open || desk->waiting > 0) {
        call_next(branch, officer);
    }
}

/* The wall shows another number than before: its visitor comes, or does not. */
static void welcome(struct officers *officers, const struct branch *branch, struct officer *officer,
                    const struct board_view_desk *desk)
{
    struct chance *chance = &officers->chance;
    snprintf(officer->serving, sizeof officer->serving, "%s", desk->serving);
    if (chance_hits(chance, no_show_share)) {
        branch_say(branch, "desk %d calls %s, nobody comes", officer->desk, desk->serving);
        officer->state = OFFICER_EXPECTING;
        officer->recalls = 0;
        officer->due_utc_ms = branch->now_utc_ms + RECALL_PAUSE_MS;
        return;
    }
    bool complete = !chance_hits(chance, incomplete_share);
    double minutes =
        chance_lognormal(chance, complete ? complete_min : incomplete_min, service_variation);
    branch_say(branch, "desk %d serves %s%s", officer->desk, desk->serving,
               complete ? "" : ", papers are missing");
    officer->state = OFFICER_SERVING;
    officer->due_utc_ms = branch->now_utc_ms + (int64_t)(minutes * MS_PER_MIN);
}

static void look_for_number(struct officers *officers, const struct branch *branch,
                            struct officer *officer, const struct board_view_desk *desk)
{
    if (desk->serving[0] && strcmp(desk->serving, officer->serving) != 0) {
        welcome(officers, branch, officer, desk);
    } else if (++officer->looks >= LOOKS_MAX) {
        /* Nobody was there to call; whoever was served before is not served any more. */
        officer->state = OFFICER_IDLE;
        if (!desk->serving[0])
            officer->serving[0] = '\0';
    }
}

static void expect(const struct branch *branch, struct officer *officer)
{
    if (branch->now_utc_ms < officer->due_utc_ms)
        return;
    officer->due_utc_ms = branch->now_utc_ms + RECALL_PAUSE_MS;
    if (officer->recalls++ < RECALLS) {
        press(branch, officer, LINE_DESK_RECALL);
        return;
    }
    branch_say(branch, "desk %d: %s did not come", officer->desk, officer->serving);
    press(branch, officer, LINE_DESK_NO_SHOW);
    officer->state = OFFICER_IDLE;
}

static void serve(const struct branch *branch, struct officer *officer,
                  const struct board_view_desk *desk)
{
    if (branch->now_utc_ms < officer->due_utc_ms)
        return;
    if (desk->waiting > 0 && branch->minute < LEAVE_AT_MIN &&
        (officer->had_lunch || branch->minute < lunch_minute(officer))) {
        call_next(branch, officer); /* finishes this one, too */
        return;
    }
    press(branch, officer, LINE_DESK_FINISH);
    officer->state = OFFICER_IDLE;
}

static void officer_turn(struct officers *officers, const struct branch *branch,
                         struct officer *officer)
{
    const struct board_view_desk *desk = board_view_desk(&branch->board, officer->desk);
    if (!desk || branch->now_mono_ms < officer->look_mono_ms)
        return;
    officer->look_mono_ms = branch->now_mono_ms + LOOK_MS;
    switch (officer->state) {
    case OFFICER_AWAY:
        if (branch->now_utc_ms >= officer->due_utc_ms)
            call_next(branch, officer);
        break;
    case OFFICER_IDLE:
        idle(branch, officer, desk);
        break;
    case OFFICER_CALLING:
        look_for_number(officers, branch, officer, desk);
        break;
    case OFFICER_EXPECTING:
        expect(branch, officer);
        break;
    case OFFICER_SERVING:
        serve(branch, officer, desk);
        break;
    }
}

void officers_turn(struct officers *officers, const struct branch *branch)
{
    int64_t local_min = branch->now_utc_ms / MS_PER_MIN + branch->board.utc_offset_min;
    int32_t day = (int32_t)(local_min / MIN_PER_DAY);
    for (int i = 0; i < officers->count; i++) {
        if (day != officers->day)
            officers->officer[i].had_lunch = false;
        officer_turn(officers, branch, &officers->officer[i]);
    }
    officers->day = day;
}
