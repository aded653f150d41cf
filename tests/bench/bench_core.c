// SPDX-License-Identifier: MIT
/* The core alone: commands decided and applied with a full hall, 300 people waiting for 16
 * services at 8 desks. */
#include <stdlib.h>

#include "tests/bench/support.h"

enum { WAITING = 300, SERVICES = 16, DESKS = 8, RUN_MS = 1000, DAY = 20261122 };
static const int64_t morning_utc_ms = 1795309200000;

static void must(struct queue *queue, const struct rules *rules, struct command command)
{
    if (!support_do(queue, rules, &command, NULL, NULL))
        support_fail("the core refused a command of the benchmark");
}

static struct command take(int i, int64_t at_utc_ms)
{
    return (struct command){.kind = CMD_TAKE,
                            .at_utc_ms = at_utc_ms,
                            .service = support_letter(i % SERVICES),
                            .lane = i % 8 ? LANE_REGULAR : LANE_PRIORITY};
}

static void fill_hall(struct queue *queue, const struct rules *rules)
{
    queue_init(queue);
    must(queue, rules,
         (struct command){.kind = CMD_DAY_START, .at_utc_ms = morning_utc_ms, .day = DAY});
    must(queue, rules, (struct command){.kind = CMD_KIOSK_OPEN, .at_utc_ms = morning_utc_ms});
    for (uint16_t desk = 1; desk <= DESKS; desk++)
        must(queue, rules,
             (struct command){.kind = CMD_DESK_OPEN, .at_utc_ms = morning_utc_ms, .desk = desk});
    for (int i = 0; i < WAITING; i++)
        must(queue, rules, take(i, morning_utc_ms + i * 1000));
}

int main(void)
{
    struct queue *full = malloc(sizeof *full), *queue = malloc(sizeof *queue);
    struct rules rules;
    double spent_ms = 0;
    long commands = 0;
    if (!full || !queue)
        support_fail("out of memory");
    support_rules(&rules, SERVICES, DESKS);
    fill_hall(full, &rules);
    while (spent_ms < RUN_MS) { /* a day at a time: one in, one called */
        *queue = *full;
        int64_t at_utc_ms = morning_utc_ms + WAITING * 1000;
        double start_ms = support_now_ms();
        for (int i = WAITING; i < TICKETS_MAX; i++, at_utc_ms += 1000, commands += 2) {
            must(queue, &rules, take(i, at_utc_ms));
            must(queue, &rules,
                 (struct command){
                     .kind = CMD_NEXT, .at_utc_ms = at_utc_ms, .desk = (uint16_t)(i % DESKS + 1)});
        }
        spent_ms += support_now_ms() - start_ms;
    }
    support_result("core_commands_per_s", (double)commands / spent_ms * 1000, "1/s", 200000,
                   "higher");
    free(full);
    free(queue);
    return 0;
}
