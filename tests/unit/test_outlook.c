// SPDX-License-Identifier: MIT
#include "firmware/forecast/outlook.h"

#include <math.h>
#include <stdlib.h>

#include "tests/unit/fact_log.h"
#include "tests/unit/office.h"

enum { A, B, C };

static void a_promise_meets_its_truth_at_the_first_call(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    o->promise = office_ask(o, 'B', &half_an_hour, 0);
    office_take(o, 'B');
    assert_int_equal(office_written(o).count, 0);
    office_wait_s(o, 500);
    office_next(o, 1);
    assert_int_equal(office_written(o).count, 1);
    assert_float_equal(office_written(o).wait_s, 500, 1e-9);
    struct ledger_sums b;
    ledger_sum(&o->outlook.ledger, 20261123, 20261123, 'B', &b);
    assert_int_equal(b.count, 1);
    office_wait_s(o, 60);
    office_act(o, (struct command){.kind = CMD_RECALL, .desk = 1});
    office_wait_s(o, 60); /* does not come, comes back, is called again: nothing new was promised */
    office_act(o, (struct command){.kind = CMD_NO_SHOW, .desk = 1});
    office_ticket(o, CMD_RETURN, 0, (struct ticket_no){'B', 1});
    office_wait_s(o, 60);
    office_next(o, 1);
    assert_int_equal(office_written(o).count, 1);
    free(o);
}

static void without_a_promise_nothing_is_written(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    office_take(o, 'B');
    office_wait_s(o, 500);
    office_next(o, 1);
    assert_int_equal(office_written(o).count, 0);
    free(o);
}

static void who_did_not_have_to_wait_is_not_counted(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    o->promise = office_ask(o, 'B', &half_an_hour, 0);
    office_take(o, 'B');
    office_next(o, 1); /* in the same moment, as it happened */
    assert_int_equal(office_written(o).count, 0);
    office_take(o, 'B');
    office_take(o, 'B'); /* somebody in front: it might have waited */
    office_next(o, 1);
    office_next(o, 2);
    assert_int_equal(office_written(o).count, 1);
    free(o);
}

static void who_was_moved_about_was_promised_nothing(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    o->promise = office_ask(o, 'B', &half_an_hour, 0);
    struct ticket_no parked = office_take(o, 'B'), moved = office_take(o, 'B'),
                     picked = office_take(o, 'B');
    office_ticket(o, CMD_PARK, 1, parked);
    office_act(o, (struct command){.kind = CMD_TRANSFER, .ticket = moved, .service = 'A'});
    office_wait_s(o, 300);
    office_ticket(o, CMD_CALL, 1, picked); /* out of order */
    office_wait_s(o, 300);
    office_ticket(o, CMD_UNPARK, 0, parked);
    office_next(o, 1);
    office_next(o, 2);
    assert_int_equal(o->hall.queue.waiting_count, 0);
    assert_int_equal(office_written(o).count, 0);
    free(o);
}

static int learned(const struct office *o)
{
    return o->outlook.forecast.ring.count;
}

static int waits_for(const struct office *o, int service)
{
    return o->outlook.forecast.track.service[service].waiting;
}

static void only_honest_waits_are_learned(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    struct ticket_no plain = office_take(o, 'A'), picked = office_take(o, 'A');
    office_wait_s(o, 300);
    office_ticket(o, CMD_CALL, 1, picked);
    assert_int_equal(learned(o), 0); /* out of order: no wait like another's */
    assert_int_equal(waits_for(o, A), 1);
    office_next(o, 2);
    assert_int_equal(hall_find(&o->hall, plain)->state, TICKET_SERVED_NOW);
    assert_int_equal(learned(o), 1);
    office_act(o, (struct command){.kind = CMD_NO_SHOW, .desk = 2});
    office_ticket(o, CMD_RETURN, 0, plain);
    assert_int_equal(waits_for(o, A), 1); /* stands in the line like all others */
    office_wait_s(o, 100);
    office_next(o, 2);
    assert_int_equal(waits_for(o, A), 0);
    assert_int_equal(learned(o), 1);
    free(o);
}

static void a_transferred_visitor_leaves_one_line_and_joins_the_other(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    struct ticket_no waiting = office_take(o, 'A');
    office_act(o, (struct command){.kind = CMD_TRANSFER, .ticket = waiting, .service = 'B'});
    assert_int_equal(waits_for(o, A), 0);
    assert_int_equal(waits_for(o, B), 1);
    int busy = o->outlook.forecast.track.busy;
    struct ticket_no served = {'A', 1}; /* from desk 1 */
    office_act(o, (struct command){.kind = CMD_TRANSFER, .ticket = served, .service = 'C'});
    assert_int_equal(waits_for(o, C), 1);
    assert_int_equal(o->outlook.forecast.track.busy, busy - 1);
    office_wait_s(o, 60);
    office_next(o, 1);
    office_next(o, 2);
    assert_int_equal(waits_for(o, B) + waits_for(o, C), 0);
    assert_int_equal(learned(o), 0);
    office_act(o, (struct command){.kind = CMD_PARK, .desk = 1});
    office_act(o, (struct command){.kind = CMD_TRANSFER, .ticket = waiting, .service = 'A'});
    assert_int_equal(waits_for(o, A), 1); /* it was parked, or it came from the desk */
    free(o);
}

static void who_is_parked_is_not_in_the_line(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    struct ticket_no ticket = office_take(o, 'A');
    office_ticket(o, CMD_PARK, 1, ticket);
    assert_int_equal(waits_for(o, A), 0);
    office_ticket(o, CMD_UNPARK, 0, ticket);
    assert_int_equal(waits_for(o, A), 1);
    office_ticket(o, CMD_PARK, 1, ticket);
    office_ticket(o, CMD_CALL, 1, ticket); /* straight to the desk */
    assert_int_equal(waits_for(o, A), 0);
    assert_int_equal(o->outlook.forecast.track.busy, 2);
    free(o);
}

/* Every fact of a wild day: the forecast counts whom the queue counts. */
static void the_forecast_sees_the_same_hall(void **state)
{
    (void)state;
    struct office *o = office_open();
    uint32_t random = 7;
    static const enum command_kind kinds[] = {
        CMD_TAKE,       CMD_TAKE,   CMD_NEXT,   CMD_NEXT,     CMD_CALL,     CMD_NO_SHOW,
        CMD_FINISH,     CMD_PARK,   CMD_UNPARK, CMD_TRANSFER, CMD_TRANSFER, CMD_RETURN,
        CMD_DESK_PAUSE, CMD_RECALL, CMD_TAKE,   CMD_DESK_OPEN};
    for (int i = 0; i < 4000; i++) {
        random = random * 1664525 + 1013904223;
        office_act(o,
                   (struct command){.kind = kinds[(random >> 8) % (sizeof kinds / sizeof *kinds)],
                                    .service = (char)('A' + (random >> 12) % 3),
                                    .lane = (random >> 14) % 4 ? LANE_REGULAR : LANE_PRIORITY,
                                    .desk = (uint16_t)(1 + (random >> 16) % 2),
                                    .ticket = {(char)('A' + (random >> 20) % 3),
                                               (uint16_t)(1 + (random >> 22) % 60)}});
        office_wait_s(o, (int)(random >> 28));
        const struct track *track = &o->outlook.forecast.track;
        int busy = 0, open = 0;
        for (int s = 0; s < 3; s++)
            assert_int_equal(waits_for(o, s), queue_waiting(&o->hall.queue, (char)('A' + s)));
        for (int d = 0; d < o->hall.queue.desk_count; d++) {
            busy += o->hall.queue.desk[d].serving != NO_SLOT;
            open += o->hall.queue.desk[d].state == DESK_OPEN;
        }
        assert_int_equal(track->waiting, o->hall.queue.waiting_count);
        assert_int_equal(track->busy, busy);
        assert_int_equal(track->open, open);
    }
    assert_true(o->hall.queue.ticket_count > 300);
    free(o);
}

static void desks_make_room_for_desks(void **state)
{
    (void)state;
    struct office *o = office_open();
    struct track *track = &o->outlook.forecast.track;
    struct event open = {.kind = EV_DESK_OPENED, .day = 20261123};
    struct event close = {.kind = EV_DESK_CLOSED, .day = 20261123};
    office_make_busy(o);
    office_act(o, (struct command){.kind = CMD_FINISH, .desk = 1});
    office_wait_s(o, 60);
    office_take(o, 'A');
    office_next(o, 2); /* the second is seen at work later than the first */
    open.at_utc_ms = close.at_utc_ms = o->hall.now_ms + 1000;
    for (uint16_t number = 100; number < 100 + OUTLOOK_DESKS - 2; number++) {
        open.desk = close.desk = number;
        outlook_fact(&o->outlook, &o->hall.queue, &open, o->midnight_ms, true);
        outlook_fact(&o->outlook, &o->hall.queue, &close, o->midnight_ms, true);
    }
    assert_int_equal(o->outlook.desk[0], 0);                       /* nobody */
    assert_int_equal(o->outlook.desk[1], 100 + OUTLOOK_DESKS - 3); /* in desk 1's place */
    assert_int_equal(o->outlook.desk[2], 2);
    assert_int_equal(track->open, 1);
    assert_float_equal(track->skill_all[1], 0, 0);
    assert_float_equal(track->skill_all[2], 2, 0);
    assert_int_equal(track->busy, 1);
    free(o);
}

static void time_does_not_run_backwards(void **state)
{
    (void)state;
    struct office *o = office_open();
    office_make_busy(o);
    struct event event = {.kind = EV_TICKET_ISSUED,
                          .day = 20261123,
                          .service = 'A',
                          .ticket = {'A', 3},
                          .at_utc_ms = o->midnight_ms - 5000};
    int64_t last_ms = o->outlook.last_at_ms;
    outlook_fact(&o->outlook, &o->hall.queue, &event, o->midnight_ms, true);
    assert_true(o->outlook.last_at_ms == last_ms);
    assert_float_equal(o->outlook.forecast.track.service[A].tick_s, 8 * 3600, 1e-6);
    event.at_utc_ms = INT64_MAX; /* nor beyond what a day can be */
    outlook_fact(&o->outlook, &o->hall.queue, &event, o->midnight_ms, true);
    assert_true(isfinite(o->outlook.forecast.track.tick_s));
    assert_true(o->outlook.forecast.track.tick_s <= 7 * 86400);
    free(o);
}

static void facts_of_another_day_change_nothing(void **state)
{
    (void)state;
    struct office *o = office_open();
    struct outlook *before = malloc(sizeof *before);
    assert_non_null(before);
    office_make_busy(o);
    *before = o->outlook;
    struct event event = {.kind = EV_DAY_STARTED, .day = 20261122, .at_utc_ms = o->hall.now_ms};
    outlook_fact(&o->outlook, &o->hall.queue, &event, o->midnight_ms, true);
    event.kind = EV_DESK_OPENED;
    event.desk = 3;
    outlook_fact(&o->outlook, &o->hall.queue, &event, o->midnight_ms, true);
    assert_memory_equal(before, &o->outlook, sizeof *before);
    free(before);
    free(o);
}

/* Some days of the twin, with the promises that were made in them. */
struct days {
    struct fact_log log;
    struct fact_reader live, again;
};

static struct days *live_days(uint64_t seed, int days)
{
    struct days *d = malloc(sizeof *d);
    assert_non_null(d);
    memset(d, 0xA5, sizeof *d);
    fact_log_twin(&d->log, seed, days);
    fact_reader_init(&d->live);
    fact_reader_promise(&d->live, &d->log, d->log.count);
    fact_reader_init(&d->again);
    return d;
}

static void the_same_facts_give_the_same_outlook(void **state)
{
    (void)state;
    struct days *d = live_days(11, 3);
    for (int i = 0; i < d->log.count; i++) /* what stands between the fields is no fact */
        ((unsigned char *)&d->log.fact[i].event.promise)[offsetof(struct promise, low_min) - 1] = i;
    fact_reader_read(&d->again, &d->log, d->log.count, true);
    assert_true(d->live.outlook.forecast.ring.count > 200);
    assert_memory_equal(&d->live.outlook, &d->again.outlook, sizeof d->live.outlook);
    free(d);
}

static void bytes_handed_over_go_on_like_the_original(void **state)
{
    (void)state;
    struct days *d = live_days(12, 3);
    int half = d->log.count / 2;
    fact_reader_read(&d->again, &d->log, half, true);
    struct outlook *bytes = malloc(sizeof *bytes);
    assert_non_null(bytes);
    memcpy(bytes, &d->again.outlook, sizeof *bytes);
    memset(&d->again.outlook, 0xA5, sizeof d->again.outlook);
    bytes->forecast.priors = NULL; /* an address of another process */
    outlook_adopt(bytes);
    memcpy(&d->again.outlook, bytes, sizeof *bytes);
    fact_reader_read(&d->again, &d->log, d->log.count, true);
    assert_memory_equal(&d->live.outlook, &d->again.outlook, sizeof d->live.outlook);
    free(bytes);
    free(d);
}

static int day_start(const struct fact_log *log, int days)
{
    int i = 0;
    while (log->fact[i].event.kind != EV_DAY_STARTED || --days > 0)
        i++;
    return i;
}

static void a_night_without_study_differs_by_what_it_would_have_taught(void **state)
{
    (void)state;
    struct days *d = live_days(13, 2);
    struct outlook *a = &d->live.outlook, *b = &d->again.outlook;
    int second = day_start(&d->log, 2);
    fact_reader_init(&d->live);
    fact_reader_read(&d->live, &d->log, second + 1, true);
    fact_reader_read(&d->again, &d->log, second, true);
    fact_reader_read(&d->again, &d->log, second + 1, false);
    assert_memory_not_equal(&a->forecast.model, &b->forecast.model, sizeof a->forecast.model);
    assert_int_equal(a->forecast.fresh, 0);
    assert_true(b->forecast.fresh > 100);
    b->forecast.center = a->forecast.center;
    b->forecast.model = a->forecast.model;
    b->forecast.mix = a->forecast.mix;
    b->forecast.calibrate = a->forecast.calibrate;
    b->forecast.fresh = 0;
    b->forecast.nights = a->forecast.nights;
    assert_memory_equal(a, b, sizeof *a);
    free(d);
}

static void after_a_few_days_the_promises_are_better_than_the_formulas(void **state)
{
    (void)state;
    struct days *d = live_days(14, 8);
    const struct ledger *ledger = &d->live.outlook.ledger;
    struct ledger_sums s;
    ledger_sum(ledger, d->log.fact[day_start(&d->log, 3)].event.day, 99991231, 0, &s);
    double within = (double)s.within / s.count;
    assert_true(s.count > 700);
    assert_true(within > 0.84 && within < 0.97);
    assert_true(ledger_coverage(ledger) > 0.7);
    for (int method = LEDGER_LES; method < LEDGER_METHODS; method++) {
        assert_true(s.absolute_s[LEDGER_OURS] < 0.75 * s.absolute_s[method]);
        assert_true(s.pinball90_s[LEDGER_OURS] < 0.85 * s.pinball90_s[method]);
    }
    assert_true(s.said > s.count / 2);
    assert_true((double)s.kept / s.said >= 0.85);
    free(d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_promise_meets_its_truth_at_the_first_call),
        cmocka_unit_test(without_a_promise_nothing_is_written),
        cmocka_unit_test(who_did_not_have_to_wait_is_not_counted),
        cmocka_unit_test(who_was_moved_about_was_promised_nothing),
        cmocka_unit_test(only_honest_waits_are_learned),
        cmocka_unit_test(a_transferred_visitor_leaves_one_line_and_joins_the_other),
        cmocka_unit_test(who_is_parked_is_not_in_the_line),
        cmocka_unit_test(the_forecast_sees_the_same_hall),
        cmocka_unit_test(desks_make_room_for_desks),
        cmocka_unit_test(time_does_not_run_backwards),
        cmocka_unit_test(facts_of_another_day_change_nothing),
        cmocka_unit_test(the_same_facts_give_the_same_outlook),
        cmocka_unit_test(bytes_handed_over_go_on_like_the_original),
        cmocka_unit_test(a_night_without_study_differs_by_what_it_would_have_taught),
        cmocka_unit_test(after_a_few_days_the_promises_are_better_than_the_formulas),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
