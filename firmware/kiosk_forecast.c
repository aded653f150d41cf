// SPDX-License-Identifier: MIT
/* What is known of the waits: learned in a child at the start and on each new day, kept up with
 * the facts, told in promises. */
#include "firmware/kiosk_forecast.h"

#include <stdlib.h>

#include "firmware/log.h"

enum {
    CATCH_UP_US = 1000, /* of rows in one slice */
    SETTLE_ACCURACY_US = 5000,
    MINUTE_MS = 60000,
};

static const int retry_min[] = {1, 10, 60};

/* ---- learning ---- */

static void plan_learning(struct kiosk_forecast *f, int64_t in_ms)
{
    f->learning_wanted = true;
    f->learning_due_ms = clock_mono_ms() + in_ms;
}

static void learning_failed(struct kiosk *k)
{
    struct kiosk_forecast *f = k->forecast;
    int most = (int)(sizeof retry_min / sizeof *retry_min) - 1;
    int minutes = retry_min[f->failures < most ? f->failures : most];
    f->failures++;
    log_line(LOG_ERR, "waits: nothing was learned from the journal; %s, tried again in %d min",
             f->known ? "what is known goes on" : "people in front are shown", minutes);
    plan_learning(f, (int64_t)minutes * MINUTE_MS);
}

static void on_learned(void *context, struct learned *learned)
{
    struct kiosk *k = context;
    k->forecast->learning = NULL;
    k->forecast->arrived = learned;
    if (learned)
        kiosk_forecast_soon(k);
    else
        learning_failed(k);
}

static void stop_learning(struct kiosk_forecast *f)
{
    learning_destroy(f->learning);
    free(f->arrived);
    f->learning = NULL;
    f->arrived = NULL;
}

static bool learning_is_due(const struct kiosk_forecast *f)
{
    return f->learning_wanted && clock_mono_ms() >= f->learning_due_ms;
}

static void start_learning(struct kiosk *k)
{
    struct kiosk_forecast *f = k->forecast;
    stop_learning(f);
    f->learning_wanted = false;
    f->learning = learning_start(k->loop, k->config->data_dir, on_learned, k);
    if (f->learning == NULL)
        learning_failed(k);
}

/* ---- what was learned meets what has happened since ---- */

struct catching_up {
    struct learned *learned;
    int64_t until_us;
    bool contradicted;
};

static bool catch_up_one(void *context, int64_t seq, const struct event *event)
{
    struct catching_up *c = context;
    outlook_fact(&c->learned->outlook, &c->learned->queue, event, clock_midnight_utc_ms(event->day),
                 true);
    c->contradicted = !queue_apply(&c->learned->queue, event);
    c->learned->seq = seq;
    return !c->contradicted && clock_mono_us() < c->until_us;
}

static bool is_same_day(const struct queue *a, const struct queue *b)
{
    return a->day == b->day && a->last_at_ms == b->last_at_ms && a->calls == b->calls &&
           a->ticket_count == b->ticket_count && a->waiting_count == b->waiting_count;
}

static void take_over(struct kiosk *k)
{
    struct kiosk_forecast *f = k->forecast;
    bool same = is_same_day(&f->arrived->queue, &k->durable);
    if (same) {
        f->outlook = f->arrived->outlook;
        f->known = true;
        f->failures = 0;
        f->wanted = true;
        log_line(LOG_NOTICE, "waits: learned from the journal up to row %lld",
                 (long long)f->arrived->seq);
    }
    free(f->arrived);
    f->arrived = NULL;
    if (!same)
        learning_failed(k); /* another journal lies there now */
}

/* A slice at a time. No turn is open: its end comes before all slices. */
static void catch_up(struct kiosk *k)
{
    struct kiosk_forecast *f = k->forecast;
    struct catching_up c = {.learned = f->arrived, .until_us = clock_mono_us() + CATCH_UP_US};
    outlook_adopt(&f->arrived->outlook);
    enum journal_fault fault =
        journal_replay_from(k->journal, f->arrived->seq + 1, catch_up_one, &c);
    if (fault || c.contradicted) {
        log_line(LOG_ERR, "waits: %s", fault ? journal_error(k->journal) : "facts do not fit");
        stop_learning(f);
        learning_failed(k);
    } else if (f->arrived->seq >= journal_rows(k->journal)) {
        take_over(k);
    }
}

/* ---- slices ---- */

static void log_state(struct kiosk *k)
{
    enum waits_state state = kiosk_waits_state(k);
    if (state != k->forecast->logged)
        log_line(LOG_NOTICE, "waits: %s", waits_state_name(state));
    k->forecast->logged = state;
}

static const char *do_some(struct kiosk *k)
{
    struct kiosk_forecast *f = k->forecast;
    if (learning_is_due(f)) {
        start_learning(k);
        return "starting a learner";
    }
    if (f->arrived) {
        catch_up(k);
        return "catching up";
    }
    return kiosk_simulate_slice(k) ? "simulating" : NULL;
}

static int on_slice(sd_event_source *source, void *context)
{
    struct kiosk *k = context;
    int64_t began_us = clock_mono_us();
    const char *doing = k->stopping ? NULL : do_some(k);
    int64_t took_us = clock_mono_us() - began_us;
    if (doing && took_us > SLICE_SLOW_US)
        log_line(LOG_NOTICE, "waits: %s took %lld ms", doing, (long long)took_us / 1000);
    if (doing == NULL)
        sd_event_source_set_enabled(source, SD_EVENT_OFF);
    log_state(k);
    return 0;
}

void kiosk_forecast_soon(struct kiosk *k)
{
    sd_event_source_set_enabled(k->forecast->slice, SD_EVENT_ON);
}

static int on_settled(sd_event_source *source, uint64_t usec, void *context)
{
    (void)source, (void)usec;
    kiosk_forecast_soon(context);
    return 0;
}

/* Not put off by the facts that follow: it always comes. */
static void settle(struct kiosk_forecast *f)
{
    if (f->wanted)
        return;
    f->wanted = true;
    f->due_us = clock_mono_us() + SETTLE_US;
    sd_event_source_set_time(f->settled, (uint64_t)f->due_us);
    sd_event_source_set_enabled(f->settled, SD_EVENT_ONESHOT);
}

/* ---- facts and promises ---- */

static bool moves_waits(enum event_kind kind)
{
    bool of_paper = kind == EV_SLIP_WANTED || kind == EV_SLIP_SENT || kind == EV_SLIP_PRINTED ||
                    kind == EV_SLIP_GIVEN_UP;
    bool of_people = kind == EV_HELP_ASKED || kind == EV_HELP_ANSWERED || kind == EV_AUDIT;
    return !of_paper && !of_people;
}

void kiosk_forecast_fact(struct kiosk *k, const struct event *event)
{
    struct kiosk_forecast *f = k->forecast;
    if (f == NULL)
        return;
    if (f->known)
        outlook_fact(&f->outlook, &k->durable, event, clock_midnight_utc_ms(event->day), false);
    if (event->kind == EV_DAY_STARTED) {
        kiosk_simulate_forget(k);
        plan_learning(f, 0); /* of the day before, too; not in this loop, a visitor may wait */
        kiosk_forecast_soon(k);
    }
    if (moves_waits(event->kind))
        settle(f);
}

void kiosk_forecast_rules(struct kiosk *k)
{
    if (!k->content.waits)
        kiosk_forecast_close(k);
    else if (k->forecast == NULL && !kiosk_forecast_open(k))
        log_line(LOG_ERR, "waits: out of memory");
    struct kiosk_forecast *f = k->forecast;
    if (f == NULL)
        return;
    kiosk_simulate_forget(k);
    f->wanted = true;
    if (f->known && f->outlook.midnight_ms != clock_midnight_utc_ms(f->outlook.day))
        plan_learning(f, 0); /* another time zone: all hours were others */
    kiosk_forecast_soon(k);
}

void kiosk_forecast_tick(struct kiosk *k)
{
    if (k->forecast == NULL || k->stopping)
        return;
    kiosk_simulate_tick(k);
    if (learning_is_due(k->forecast))
        kiosk_forecast_soon(k);
}

/* When the branch closes after `at_ms`; 0 = not known, or a person keeps it open. */
static int64_t closes_utc_ms(const struct kiosk *k, int64_t at_ms)
{
    const struct content_hours hours = content_hours_on(&k->content, clock_day(at_ms));
    if (!k->content.hours_enforced || hours.opens_min >= hours.closes_min)
        return 0;
    int64_t closes_ms = clock_local_minute_utc_ms(at_ms, hours.closes_min);
    return at_ms < closes_ms ? closes_ms : 0;
}

void kiosk_forecast_make(const struct kiosk *k, char service, enum lane lane, int64_t at_ms,
                         struct promise *promise)
{
    struct kiosk_forecast *f = k->forecast;
    *promise = (struct promise){.known = false};
    if (f == NULL || !f->known || f->outlook.day != k->turn.day ||
        (service_bit(service) & k->content.rules.services) == 0)
        return;
    int simulated_lane = lane == LANE_PRIORITY ? LANE_PRIORITY : LANE_REGULAR;
    const struct wait_range *simulated =
        f->finished ? &f->result.fresh[service - 'A'][simulated_lane] : NULL;
    outlook_promise(&f->outlook, &k->turn, &k->content.rules, service, lane, at_ms, simulated,
                    closes_utc_ms(k, at_ms), promise);
}

void kiosk_forecast_promise(const struct kiosk *k, struct command *take)
{
    kiosk_forecast_make(k, take->service, take->lane, take->at_utc_ms, &take->promise);
}

enum waits_state kiosk_waits_state(const struct kiosk *k)
{
    const struct kiosk_forecast *f = k->forecast;
    if (f == NULL)
        return WAITS_OFF;
    if (!f->known)
        return WAITS_LEARNING;
    if (ledger_trusted(&f->outlook.ledger))
        return WAITS_TOLD;
    return f->outlook.ledger.recent_count < LEDGER_LEAST ? WAITS_EARNING : WAITS_WITHHELD;
}

const char *waits_state_name(enum waits_state state)
{
    static const char *const names[] = {
        [WAITS_OFF] = "off",           [WAITS_LEARNING] = "learning", [WAITS_EARNING] = "earning",
        [WAITS_WITHHELD] = "withheld", [WAITS_TOLD] = "told",
    };
    return names[state];
}

const struct ledger *kiosk_ledger(const struct kiosk *k)
{
    return k->forecast && k->forecast->known ? &k->forecast->outlook.ledger : NULL;
}

/* ---- life ---- */

bool kiosk_forecast_open(struct kiosk *k)
{
    if (k->journal == NULL || !k->content.waits)
        return true;
    /* Large and filled late: nothing of it is touched before it is needed. */
    struct kiosk_forecast *f = k->forecast = calloc(1, sizeof *f);
    bool open = f != NULL && sd_event_add_defer(k->loop, &f->slice, on_slice, k) >= 0 &&
                sd_event_source_set_priority(f->slice, SD_EVENT_PRIORITY_IDLE) >= 0 &&
                sd_event_source_set_enabled(f->slice, SD_EVENT_ON) >= 0 &&
                sd_event_add_time(k->loop, &f->settled, CLOCK_MONOTONIC, 0, SETTLE_ACCURACY_US,
                                  on_settled, k) >= 0 &&
                sd_event_source_set_enabled(f->settled, SD_EVENT_OFF) >= 0;
    if (open)
        plan_learning(f, 0);
    else
        kiosk_forecast_close(k);
    return open;
}

void kiosk_forecast_close(struct kiosk *k)
{
    struct kiosk_forecast *f = k->forecast;
    if (f == NULL)
        return;
    stop_learning(f);
    sd_event_source_disable_unref(f->settled);
    sd_event_source_disable_unref(f->slice);
    free(f);
    k->forecast = NULL;
}
