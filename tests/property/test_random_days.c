// SPDX-License-Identifier: MIT
/* Random days of random branches, against a model that walks over everybody: after every
 * command both agree on whether it was allowed and who was called; nobody is lost, doubled or
 * out of place; nobody is overtaken more than K times; replaying the facts, through their
 * journal text, gives the live state.
 *
 * LOKET_DAYS and LOKET_SEED change the number of days and the first seed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "firmware/core/queue.h"
#include "firmware/core/routing.h"
#include "firmware/journal.h"
#include "tests/property/naive.h"

enum { DAYS = 10000, COMMANDS_PER_DAY = 120 };

struct random {
    uint64_t state;
};

static uint32_t any(struct random *r, uint32_t below) /* splitmix64 */
{
    uint64_t z = r->state += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return (uint32_t)((z ^ (z >> 31)) % below);
}

struct day {
    struct random random;
    struct rules rules;
    int services;
    struct queue live, replayed;
    struct naive naive;
    int64_t now_ms;
    int commands, accepted;
};

static int random_rules(struct random *r, struct rules *rules)
{
    memset(rules, 0, sizeof *rules);
    int services = 1 + (int)any(r, 5);
    for (int i = 0; i < services; i++) {
        rules->services |= service_bit((char)('A' + i));
        rules->service[i].target_wait_s = any(r, 2) ? 1200 : (int32_t)(300 + 300 * any(r, 8));
        rules->service[i].daily_cap = any(r, 5) ? 999 : (uint16_t)(1 + any(r, 8));
    }
    rules->desk_count = 1 + (int)any(r, 5);
    for (int i = 0; i < rules->desk_count; i++) {
        rules->desk[i].number = (uint16_t)(i * 7 + 1);
        rules->desk[i].services = any(r, 2) ? rules->services : 1 + any(r, rules->services);
    }
    rules->lane_rate[LANE_REGULAR] = 1000;
    rules->lane_rate[LANE_PRIORITY] = (int)(1000 + 1000 * any(r, 9));
    rules->lane_rate[LANE_RETURN] = (int)(1000 + 500 * any(r, 9));
    rules->overtake_max = (int)any(r, 5);
    rules->recall_max = (int)any(r, 4);
    rules->recall_pause_ms = 20000;
    rules->return_within_ms = 15 * 60000;
    rules->waiting_cap = any(r, 4) ? TICKETS_MAX : (int)(2 + any(r, 20));
    rules->daily_cap = any(r, 4) ? TICKETS_MAX : (int)(5 + any(r, 40));
    return services;
}

static struct ticket_no any_ticket(struct day *day)
{
    if (day->naive.people == 0 || any(&day->random, 20) == 0)
        return (struct ticket_no){(char)('A' + any(&day->random, 6)),
                                  (uint16_t)any(&day->random, 30)};
    return day->naive.person[any(&day->random, (uint32_t)day->naive.people)].no;
}

static struct command any_command(struct day *day)
{
    static const enum command_kind often[] = {
        CMD_TAKE,       CMD_TAKE,       CMD_TAKE,      CMD_TAKE,     CMD_TAKE,      CMD_TAKE,
        CMD_TAKE,       CMD_NEXT,       CMD_NEXT,      CMD_NEXT,     CMD_NEXT,      CMD_NEXT,
        CMD_NEXT,       CMD_CALL,       CMD_RECALL,    CMD_NO_SHOW,  CMD_NO_SHOW,   CMD_RETURN,
        CMD_FINISH,     CMD_PARK,       CMD_UNPARK,    CMD_TRANSFER, CMD_DESK_OPEN, CMD_DESK_OPEN,
        CMD_DESK_PAUSE, CMD_DESK_CLOSE, CMD_KIOSK_OPEN};
    struct random *r = &day->random;
    day->now_ms += any(r, 3) ? (int64_t)any(r, 240000) : 0;
    struct command c = {.kind = often[any(r, sizeof often / sizeof often[0])]};
    /* Now and then the board's clock is wrong by an hour, backwards. */
    c.at_utc_ms = any(r, 50) ? day->now_ms : day->now_ms - 3600000;
    c.service = (char)('A' + any(r, any(r, 10) ? (uint32_t)day->services : 6));
    c.lane = any(r, 3) ? LANE_REGULAR : LANE_PRIORITY;
    c.desk = (uint16_t)(any(r, any(r, 10) ? (uint32_t)day->rules.desk_count : 6) * 7 + 1);
    c.print = any(r, 2);
    c.outcome = (enum outcome)any(r, OUTCOMES);
    if (c.kind == CMD_KIOSK_OPEN && any(r, 3) == 0)
        c.kind = CMD_KIOSK_CLOSE;
    if (c.kind == CMD_TRANSFER && any(r, 2))
        c.desk = 0;
    if (c.kind == CMD_CALL || c.kind == CMD_RETURN || c.kind == CMD_UNPARK ||
        c.kind == CMD_TRANSFER || (c.kind == CMD_PARK && any(r, 2)))
        c.ticket = any_ticket(day);
    return c;
}

/* As the journal would give it back. */
static struct event through_text(const struct event *event)
{
    char data[EVENT_DATA_BYTES];
    struct event back = {.kind = event_kind_parse(event_kind_name(event->kind)),
                         .at_utc_ms = event->at_utc_ms,
                         .day = event->day,
                         .ticket = event->ticket,
                         .service = event->service,
                         .desk = event->desk};
    event_data_format(event, data);
    assert_true(event_data_parse(data, &back));
    return back;
}

static void adopt(struct day *day, const struct decision *decision)
{
    for (int i = 0; i < decision->count; i++) {
        struct event copy = through_text(&decision->event[i]);
        assert_true(queue_apply(&day->live, &decision->event[i]));
        assert_true(queue_apply(&day->replayed, &copy));
    }
}

static void check_replay(const struct queue *a, const struct queue *b)
{
    assert_int_equal(a->ticket_count, b->ticket_count);
    assert_memory_equal(a->ticket, b->ticket, (size_t)a->ticket_count * sizeof a->ticket[0]);
    assert_int_equal(a->waiting_count, b->waiting_count);
    assert_memory_equal(a->waiting, b->waiting, (size_t)a->waiting_count * sizeof a->waiting[0]);
    assert_memory_equal(a->desk, b->desk, sizeof a->desk);
    assert_memory_equal(a->issued, b->issued, sizeof a->issued);
    assert_memory_equal(a->call, b->call, sizeof a->call);
    assert_memory_equal(a->last_wait_ms, b->last_wait_ms, sizeof a->last_wait_ms);
    assert_int_equal(a->last_at_ms, b->last_at_ms);
    assert_int_equal(a->kiosk_open, b->kiosk_open);
}

static void check_person(const struct person *p, const struct queue *q)
{
    ticket_slot slot = queue_find(q, p->no);
    assert_int_not_equal(slot, NO_SLOT);
    const struct ticket *t = &q->ticket[slot];
    assert_int_equal(t->state, p->state);
    assert_int_equal(t->service, p->service);
    assert_int_equal(t->lane, p->lane);
    assert_int_equal(t->overtaken, p->passed);
    assert_int_equal(t->arrived_at_ms, p->arrived_ms);
    if (p->state == TICKET_WAITING || p->state == TICKET_SERVED_NOW)
        assert_int_equal(t->desk, p->desk);
    if (p->state == TICKET_SERVED_NOW)
        assert_int_equal(queue_desk(q, p->desk)->serving, slot);
}

/* Everybody is in exactly one place, and it is the same place in both branches. */
static void check_everybody(struct day *day)
{
    const struct queue *q = &day->live;
    int waiting = 0, served = 0, at_desks = 0;
    assert_int_equal(q->ticket_count, day->naive.people);
    for (int i = 0; i < day->naive.people; i++) {
        const struct person *p = &day->naive.person[i];
        check_person(p, q);
        waiting += p->state == TICKET_WAITING;
        served += p->state == TICKET_SERVED_NOW;
    }
    assert_int_equal(q->waiting_count, waiting);
    for (int i = 1; i < q->waiting_count; i++)
        assert_true(q->ticket[q->waiting[i - 1]].order < q->ticket[q->waiting[i]].order);
    for (int i = 0; i < q->desk_count; i++)
        at_desks += q->desk[i].serving != NO_SLOT;
    assert_int_equal(at_desks, served);
}

static void check_called(const struct decision *decision, const struct person *called)
{
    const struct event *call = NULL;
    for (int i = 0; i < decision->count; i++)
        if (decision->event[i].kind == EV_TICKET_CALLED)
            call = &decision->event[i];
    assert_int_equal(call != NULL, called != NULL);
    if (call)
        assert_true(ticket_no_equal(call->ticket, called->no));
}

/* Only an officer who names a number may go past the bound; routing never does. */
static void check_bound(struct day *day, const struct command *c)
{
    if (c->kind != CMD_NEXT)
        return;
    struct naive before = day->naive;
    struct person *pick = naive_pick(&before, c->desk);
    for (int i = 0; pick && pick->lane != LANE_REGULAR && i < before.people; i++) {
        const struct person *r = &before.person[i];
        bool same_desk = r->desk == 0 || r->desk == c->desk;
        if (r->lane == LANE_REGULAR && r->state == TICKET_WAITING && r->place < pick->place &&
            r->service == pick->service && same_desk)
            assert_true(r->passed < day->rules.overtake_max);
    }
}

static void one_command(struct day *day)
{
    struct command c = any_command(day);
    struct decision decision;
    struct person *called;
    naive_time(&day->naive, c.at_utc_ms);
    check_bound(day, &c);
    enum refusal refusal = queue_decide(&day->live, &day->rules, &c, &decision);
    bool allowed = naive_do(&day->naive, &c, &called);
    assert_int_equal(refusal == REFUSED_NOT, allowed);
    assert_int_equal(decision.count > 0, allowed);
    check_called(&decision, called);
    adopt(day, &decision);
    check_replay(&day->live, &day->replayed);
    check_everybody(day);
    day->commands++;
    day->accepted += allowed;
}

static void start_day(struct day *day)
{
    struct decision decision;
    struct command start = {.kind = CMD_DAY_START, .day = 20261123, .at_utc_ms = day->now_ms};
    struct command open = {.kind = CMD_KIOSK_OPEN, .at_utc_ms = day->now_ms};
    queue_init(&day->live);
    queue_init(&day->replayed);
    assert_int_equal(queue_decide(&day->live, &day->rules, &open, &decision), REFUSED_NO_DAY);
    assert_int_equal(queue_decide(&day->live, &day->rules, &start, &decision), REFUSED_NOT);
    adopt(day, &decision);
    assert_int_equal(queue_decide(&day->live, &day->rules, &start, &decision), REFUSED_OLD_DAY);
    assert_int_equal(queue_decide(&day->live, &day->rules, &open, &decision), REFUSED_NOT);
    adopt(day, &decision);
}

static uint64_t setting(const char *name, uint64_t otherwise)
{
    const char *text = getenv(name);
    return text ? strtoull(text, NULL, 10) : otherwise;
}

static void random_days_agree_with_the_naive_branch(void **state)
{
    (void)state;
    struct day *day = calloc(1, sizeof *day);
    assert_non_null(day);
    uint64_t days = setting("LOKET_DAYS", DAYS), seed = setting("LOKET_SEED", 1);
    long commands = 0, accepted = 0;
    for (uint64_t i = 0; i < days; i++) {
        memset(day, 0, sizeof *day);
        day->random.state = seed + i;
        day->now_ms = 1795395600000;
        day->services = random_rules(&day->random, &day->rules);
        naive_init(&day->naive, &day->rules);
        day->naive.last_fact_ms = day->now_ms;
        start_day(day);
        int count = COMMANDS_PER_DAY / 2 + (int)any(&day->random, COMMANDS_PER_DAY);
        while (day->commands < count)
            one_command(day);
        commands += day->commands;
        accepted += day->accepted;
    }
    print_message("# %lu days, %ld commands, %ld of them done\n", (unsigned long)days, commands,
                  accepted);
    assert_true(accepted * 4 > commands); /* the days are busy, not rows of refusals */
    free(day);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(random_days_agree_with_the_naive_branch)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
