// SPDX-License-Identifier: MIT
/* One full forecast: everybody who waits and a hypothetical visitor per service and lane,
 * 6 desks, 8 services, 200 paths, by the number of people waiting. */
#include <stdio.h>
#include <stdlib.h>

#include "firmware/forecast/simulate.h"
#include "tests/bench/support.h"

enum { SERVICES = 8, DESKS = 6, DAY = 20261122, RUNS = 60 };
static const int64_t morning_utc_ms = 1795309200000;

static void must(struct queue *queue, const struct rules *rules, struct command command)
{
    if (!support_do(queue, rules, &command, NULL, NULL))
        support_fail("the core refused a command of the benchmark");
}

static int64_t fill_hall(struct queue *queue, const struct rules *rules, int waiting)
{
    int64_t at_ms = morning_utc_ms;
    queue_init(queue);
    must(queue, rules, (struct command){.kind = CMD_DAY_START, .at_utc_ms = at_ms, .day = DAY});
    must(queue, rules, (struct command){.kind = CMD_KIOSK_OPEN, .at_utc_ms = at_ms});
    for (uint16_t desk = 1; desk <= DESKS; desk++)
        must(queue, rules,
             (struct command){.kind = CMD_DESK_OPEN, .at_utc_ms = at_ms, .desk = desk});
    for (int i = 0; i < waiting + DESKS; i++, at_ms += 20000) {
        must(queue, rules,
             (struct command){.kind = CMD_TAKE,
                              .at_utc_ms = at_ms,
                              .service = support_letter(i % SERVICES),
                              .lane = i % 8 ? LANE_REGULAR : LANE_PRIORITY});
        if (i < DESKS)
            must(queue, rules,
                 (struct command){.kind = CMD_NEXT, .at_utc_ms = at_ms, .desk = (uint16_t)(i + 1)});
    }
    return at_ms;
}

static double time_one(struct simulation *simulation, const struct simulate_input *input,
                       struct simulate_result *result)
{
    static double took_ms[RUNS];
    for (int i = 0; i < RUNS; i++) {
        double start_ms = support_now_ms();
        simulate_run(simulation, input, result);
        took_ms[i] = support_now_ms() - start_ms;
    }
    return support_percentile(took_ms, RUNS, 0.5);
}

int main(void)
{
    static const int sizes[] = {30, 60, 120, 240};
    struct queue *queue = malloc(sizeof *queue);
    struct simulation *simulation = malloc(sizeof *simulation);
    struct simulate_result *result = malloc(sizeof *result);
    struct rules rules;
    struct pace pace;
    if (!queue || !simulation || !result)
        support_fail("out of memory");
    support_rules(&rules, SERVICES, DESKS);
    pace_init(&pace);
    pace.midnight_ms = morning_utc_ms;
    for (int hour = 0; hour < DAY_HOURS; hour++)
        for (int i = 0; i < SERVICES; i++)
            pace.arrivals_per_h[support_letter(i) - 'A'][LANE_PRIORITY][hour] = 0.6F;
    double of_60_ms = 0;
    for (int i = 0; i < 4; i++) {
        char name[48];
        struct simulate_input input = {
            .queue = queue, .rules = &rules, .pace = &pace, .seed = 1, .paths = SIMULATE_PATHS};
        input.now_ms = fill_hall(queue, &rules, sizes[i]);
        double ms = time_one(simulation, &input, result);
        snprintf(name, sizeof name, "simulate_%d_waiting_ms", sizes[i]);
        support_result(name, ms, "ms", sizes[i] == 60 ? 5 : -1, "lower");
        snprintf(name, sizeof name, "simulate_%d_us_per_ticket", sizes[i]);
        support_result(name, ms * 1000 / sizes[i], "us", -1, "lower");
        of_60_ms = sizes[i] == 60 ? ms : of_60_ms;
        if (sizes[i] == 240) /* four times as many, four times as long */
            support_result("simulate_240_to_60_ratio", ms / of_60_ms, "x", 4.6, "lower");
    }
    free(result);
    free(simulation);
    free(queue);
    return 0;
}
