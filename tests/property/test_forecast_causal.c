// SPDX-License-Identifier: MIT
/* Random days of the twin, cut at random places: what is learned, simulated and promised at the
 * cut is the same, byte for byte, whether the reader knows the rest of the log or not, whether
 * it was asked before or not; and a simulation in slices of any size, with the queue going on
 * meanwhile, says what one in a single piece says.
 *
 * LOKET_LOGS and LOKET_SEED change the number of logs and the first seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/fact_log.h"

enum { LOGS = 4, DAYS = 3, CUTS = 12 };

/* Everything that is said at one moment. */
struct words {
    struct simulate_result result;
    struct promise promise[TWIN_SERVICES][SIMULATE_NEW_LANES];
};

struct world {
    struct fact_log log, cut;
    struct fact_reader whole, other;
    struct outlook at_cut;
    struct words said, again;
};

static uint32_t any(uint64_t *state, uint32_t below) /* splitmix64 */
{
    uint64_t z = *state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) % below);
}

static int set_up(void **state)
{
    *state = malloc(sizeof(struct world));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static uint64_t from_environment(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

/* Each seed its own log; the promises in it were made while it happened. */
static void make_log(struct world *world, uint64_t seed)
{
    memset(world, 0xA5, sizeof *world); /* what is not written must not be read */
    fact_log_twin(&world->log, 1000 + seed, DAYS);
    fact_reader_init(&world->other);
    fact_reader_promise(&world->other, &world->log, world->log.count);
}

static void speak(struct fact_reader *reader, const struct rules *rules, int64_t now_ms,
                  struct words *words)
{
    struct simulate_input input = fact_reader_input(reader, rules, now_ms);
    simulate_run(&reader->simulation, &input, &reader->result);
    words->result = reader->result;
    for (int s = 0; s < TWIN_SERVICES; s++)
        for (int lane = 0; lane < SIMULATE_NEW_LANES; lane++) {
            struct promise promise =
                fact_reader_ask(reader, rules, (char)('A' + s), (enum lane)lane, now_ms);
            memcpy(&words->promise[s][lane], &promise, sizeof promise);
        }
}

/* The facts up to the cut; of those behind it nothing is left. */
static void cut_log(struct world *world, int cut)
{
    memset(&world->cut, 0xA5, sizeof world->cut);
    world->cut.rules = world->log.rules;
    world->cut.count = cut;
    memcpy(world->cut.fact, world->log.fact, (size_t)cut * sizeof world->cut.fact[0]);
}

/* As of the moment of the first fact that the cut takes away. */
static void compare_at(struct world *world, int cut)
{
    int64_t now_ms = world->log.fact[cut].event.at_utc_ms;
    fact_reader_read(&world->whole, &world->log, cut, true);
    memcpy(&world->at_cut, &world->whole.outlook, sizeof world->at_cut);
    speak(&world->whole, &world->log.rules, now_ms, &world->said);
    assert_memory_equal(&world->at_cut, &world->whole.outlook, sizeof world->at_cut);
    cut_log(world, cut);
    memset(&world->other, 0x5A, sizeof world->other);
    fact_reader_init(&world->other);
    fact_reader_read(&world->other, &world->cut, cut, true);
    speak(&world->other, &world->cut.rules, now_ms, &world->again);
    assert_memory_equal(&world->at_cut, &world->other.outlook, sizeof world->at_cut);
    assert_memory_equal(&world->said, &world->again, sizeof world->said);
}

/* What was promised when it happened is what the log up to then says. */
static bool promised_alike(const struct world *world, int cut)
{
    const struct event *event = &world->log.fact[cut].event;
    if (event->kind != EV_TICKET_ISSUED || !event->promise.known)
        return false;
    assert_memory_equal(&event->promise, &world->again.promise[event->service - 'A'][event->lane],
                        sizeof event->promise);
    return true;
}

static void what_comes_later_changes_nothing_that_was_said(void **state)
{
    struct world *world = *state;
    uint64_t first = from_environment("LOKET_SEED", 1);
    uint64_t logs = from_environment("LOKET_LOGS", LOGS);
    for (uint64_t seed = first; seed < first + logs; seed++) {
        uint64_t random = seed;
        int promises = 0, cut = (int)any(&random, 400);
        make_log(world, seed);
        fact_reader_init(&world->whole);
        while (cut < world->log.count) {
            compare_at(world, cut);
            promises += promised_alike(world, cut);
            cut += 1 + (int)any(&random, (uint32_t)(2 * world->log.count / CUTS));
            while (cut < world->log.count && any(&random, 8) > 0 &&
                   world->log.fact[cut].event.kind != EV_TICKET_ISSUED)
                cut++;
        }
        assert_true(promises > 0);
    }
}

static void a_simulation_in_slices_says_what_one_in_a_piece_says(void **state)
{
    struct world *world = *state;
    uint64_t random = from_environment("LOKET_SEED", 1);
    make_log(world, random);
    fact_reader_init(&world->whole);
    int cut = 300, slices = 0;
    while (cut + 40 < world->log.count) {
        fact_reader_read(&world->whole, &world->log, cut, true);
        struct simulate_input input = fact_reader_input(&world->whole, &world->log.rules,
                                                        world->log.fact[cut].event.at_utc_ms);
        input.paths = 1 + (int)any(&random, SIMULATE_PATHS_MAX);
        simulate_run(&world->whole.simulation, &input, &world->whole.result);
        memset(&world->other.simulation, 0x5A, sizeof world->other.simulation);
        simulate_begin(&world->other.simulation, &input);
        for (; simulate_step(&world->other.simulation, 1 + (int)any(&random, 40)); slices++)
            if (any(&random, 2) && world->whole.next < world->log.count) /* life goes on */
                fact_reader_read(&world->whole, &world->log, world->whole.next + 1, true);
        simulate_end(&world->other.simulation, &world->other.result);
        assert_memory_equal(&world->whole.result, &world->other.result, sizeof world->other.result);
        cut = world->whole.next + (int)any(&random, 150);
    }
    assert_true(slices > 100);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(what_comes_later_changes_nothing_that_was_said, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(a_simulation_in_slices_says_what_one_in_a_piece_says,
                                        set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
