// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/forecast/forecast.h"
#include "tests/unit/forecast_log.h"

struct room {
    struct forecast_log log;
    struct forecast forecast, other;
    struct forecast_wait wait[FORECAST_LOG_MAX], again[FORECAST_LOG_MAX];
};

static int set_up(void **state)
{
    *state = calloc(1, sizeof(struct room));
    return *state ? 0 : -1;
}

static int tear_down(void **state)
{
    free(*state);
    return 0;
}

static void replay(struct forecast *forecast, const struct forecast_log *log, int count,
                   struct forecast_wait *wait)
{
    forecast_init(forecast, NULL);
    for (int i = 0; i < count; i++)
        forecast_feed(forecast, &log->event[i], NULL, &wait[i]);
}

static void assert_sane(const struct forecast_wait *wait)
{
    assert_true(isfinite(wait->p10_s) && isfinite(wait->p50_s) && isfinite(wait->p90_s));
    assert_true(wait->p10_s >= 0);
    assert_true(wait->p10_s <= wait->p50_s);
    assert_true(wait->p50_s <= wait->p90_s);
}

/* A log cut anywhere gives the same forecasts up to the cut: nothing later was read. */
static void what_comes_later_changes_no_forecast(void **state)
{
    struct room *room = *state;
    for (uint32_t seed = 1; seed <= 4; seed++) {
        forecast_log_make(&room->log, seed, 4, seed % 2);
        replay(&room->forecast, &room->log, room->log.count, room->wait);
        for (int part = 1; part < 4; part++) {
            int cut = room->log.count * part / 4 + (int)seed;
            replay(&room->other, &room->log, cut, room->again);
            for (int i = 0; i < cut; i++)
                if (room->log.event[i].kind == FORECAST_ARRIVE)
                    assert_memory_equal(&room->wait[i], &room->again[i], sizeof *room->wait);
        }
    }
}

static void replaying_the_journal_rebuilds_the_same_state(void **state)
{
    struct room *room = *state;
    forecast_log_make(&room->log, 9, 5, true);
    replay(&room->forecast, &room->log, room->log.count, room->wait);
    replay(&room->other, &room->log, room->log.count, room->again);
    assert_memory_equal(&room->forecast.model, &room->other.model, sizeof room->other.model);
    assert_memory_equal(&room->forecast.ring, &room->other.ring, sizeof room->other.ring);
    assert_memory_equal(&room->forecast.calibrate, &room->other.calibrate,
                        sizeof room->other.calibrate);
    assert_memory_equal(&room->forecast.track, &room->other.track, sizeof room->other.track);
}

static void the_first_visitor_of_a_new_branch_hears_minutes_not_days(void **state)
{
    struct room *room = *state;
    struct forecast_wait wait;
    struct forecast_event first = {
        .kind = FORECAST_ARRIVE, .day = 20250301, .at_s = 28800, .key = 1};
    forecast_init(&room->forecast, NULL);
    forecast_feed(&room->forecast, &first, NULL, &wait);
    assert_sane(&wait);
    assert_int_equal(wait.ahead, 0);
    assert_true(wait.p50_s > 10 && wait.p50_s < 1800);
    assert_true(wait.p90_s > wait.p50_s && wait.p90_s < 3 * 3600);
}

static void on_day_one_a_longer_queue_means_a_longer_wait(void **state)
{
    struct room *room = *state;
    struct forecast_wait wait, earlier = {0};
    forecast_init(&room->forecast, NULL);
    for (uint32_t key = 1; key <= 40; key++) {
        struct forecast_event arrival = {
            .kind = FORECAST_ARRIVE, .day = 20250301, .at_s = 28800 + key, .key = key};
        forecast_feed(&room->forecast, &arrival, NULL, &wait);
        assert_sane(&wait);
        assert_int_equal(wait.ahead, key - 1);
        if (key % 10 == 0) {
            assert_true(wait.p50_s > earlier.p50_s);
            earlier = wait;
        }
    }
}

/* Its true arrival is unknown, so its wait is a lower bound only. */
static void a_ticket_from_before_the_log_is_not_learned(void **state)
{
    struct room *room = *state;
    forecast_init(&room->forecast, NULL);
    for (uint32_t key = 1; key <= 5; key++) {
        struct forecast_event event = {
            .kind = FORECAST_ARRIVE, .day = 20250301, .at_s = 28800, .key = key, .before = key < 5};
        forecast_feed(&room->forecast, &event, NULL, NULL);
    }
    for (uint32_t key = 1; key <= 5; key++) {
        struct forecast_event event = {
            .kind = FORECAST_CALL, .day = 20250301, .at_s = 29000 + key, .key = key, .desk = 1};
        forecast_feed(&room->forecast, &event, NULL, NULL);
        assert_int_equal(room->forecast.ring.count, key == 5);
    }
}

static void learned_forecasts_are_better_than_a_constant_and_keep_their_upper_end(void **state)
{
    struct room *room = *state;
    double error_s = 0, constant_s = 0, sum_s = 0;
    int count = 0, covered = 0;
    forecast_log_make(&room->log, 77, 25, true);
    replay(&room->forecast, &room->log, room->log.count, room->wait);
    for (int pass = 0; pass < 2; pass++) {
        double mean_s = count ? sum_s / count : 0;
        count = covered = 0;
        for (int i = room->log.count / 3; i < room->log.count; i++) {
            const struct forecast_event *event = &room->log.event[i];
            for (int k = i; event->kind == FORECAST_ARRIVE && k < room->log.count; k++) {
                const struct forecast_event *call = &room->log.event[k];
                if (call->kind != FORECAST_CALL || call->key != event->key)
                    continue;
                double wait_s = call->at_s - event->at_s;
                if (wait_s < 0.5)
                    break;
                count++;
                sum_s += pass == 0 ? wait_s : 0;
                covered += wait_s <= (double)room->wait[i].p90_s;
                error_s += pass * fabs(wait_s - (double)room->wait[i].p50_s);
                constant_s += pass * fabs(wait_s - mean_s);
                break;
            }
        }
    }
    assert_true(count > 500);
    assert_true(error_s < 0.7 * constant_s);
    assert_in_range(100 * covered / count, 84, 96);
}

static void asking_changes_nothing_that_is_told_later(void **state)
{
    struct room *room = *state;
    struct forecast_wait asked;
    forecast_log_make(&room->log, 5, 3, true);
    replay(&room->forecast, &room->log, room->log.count, room->wait);
    forecast_init(&room->other, NULL);
    for (int i = 0; i < room->log.count; i++) {
        const struct forecast_event *event = &room->log.event[i];
        if (event->kind == FORECAST_ARRIVE && event->day == room->other.track.day) {
            forecast_ask(&room->other, event->service, event->lane, event->at_s, NULL, &asked);
            assert_sane(&asked);
            assert_memory_equal(&asked, &room->wait[i], sizeof asked);
        }
        forecast_feed(&room->other, event, NULL, &room->again[i]);
        if (event->kind == FORECAST_ARRIVE)
            assert_memory_equal(&room->again[i], &room->wait[i], sizeof *room->wait);
    }
}

static void nonsense_changes_nothing_and_a_full_hall_still_gets_answers(void **state)
{
    struct room *room = *state;
    struct forecast_wait wait = {0};
    const struct forecast_event nonsense[] = {
        {.kind = FORECAST_ARRIVE, .day = 1, .service = -1},
        {.kind = FORECAST_ARRIVE, .day = 1, .service = TRACK_SERVICES_MAX},
        {.kind = FORECAST_CALL, .day = 1, .desk = TRACK_DESKS_MAX},
        {.kind = FORECAST_DESKS, .day = 1, .number = NAN},
        {.kind = FORECAST_ARRIVE, .day = 1, .at_s = INFINITY},
        {.kind = FORECAST_CALL, .day = 1, .key = 12345},
        {.kind = FORECAST_END, .day = 1, .key = 12345},
    };
    forecast_init(&room->forecast, NULL);
    for (size_t i = 0; i < sizeof nonsense / sizeof *nonsense; i++)
        forecast_feed(&room->forecast, &nonsense[i], NULL, &wait);
    assert_int_equal(room->forecast.ring.count, 0);
    for (uint32_t key = 1; key <= TRACK_WAITING_MAX + 10; key++) {
        struct forecast_event arrival = {.kind = FORECAST_ARRIVE, .day = 2, .at_s = 1, .key = key};
        forecast_feed(&room->forecast, &arrival, NULL, &wait);
        assert_sane(&wait);
    }
    assert_int_equal(wait.ahead, TRACK_WAITING_MAX);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_comes_later_changes_no_forecast),
        cmocka_unit_test(replaying_the_journal_rebuilds_the_same_state),
        cmocka_unit_test(the_first_visitor_of_a_new_branch_hears_minutes_not_days),
        cmocka_unit_test(on_day_one_a_longer_queue_means_a_longer_wait),
        cmocka_unit_test(a_ticket_from_before_the_log_is_not_learned),
        cmocka_unit_test(learned_forecasts_are_better_than_a_constant_and_keep_their_upper_end),
        cmocka_unit_test(asking_changes_nothing_that_is_told_later),
        cmocka_unit_test(nonsense_changes_nothing_and_a_full_hall_still_gets_answers),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
