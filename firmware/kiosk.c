// SPDX-License-Identifier: MIT
#include "firmware/kiosk.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <systemd/sd-daemon.h>

#include "firmware/kiosk_state.h"
#include "firmware/log.h"

enum { TICK_US = 1000000, TICK_ACCURACY_US = 250000 };

static enum refusal fault_refusal(enum journal_fault fault)
{
    return fault == JOURNAL_FULL ? REFUSED_DISK_FULL : REFUSED_JOURNAL;
}

void kiosk_set_fault(struct kiosk *k, enum journal_fault fault)
{
    if (fault != JOURNAL_OK)
        snprintf(k->fault_text, sizeof k->fault_text, "%s", journal_error(k->journal));
    else
        k->fault_text[0] = 0;
    if (fault != k->fault)
        log_line(fault ? LOG_ERR : LOG_NOTICE, "journal: %s",
                 fault ? k->fault_text : "writable again");
    k->fault = fault;
    k->retry_due_ms = clock_mono_ms() + JOURNAL_RETRY_MS;
}

/* ---- one turn: decide, append ... commit, answer ---- */

static void answer(const struct turn_command *command)
{
    if (command->reply)
        command->reply(command->context, &command->answer);
}

static void refuse(kiosk_reply_fn reply, void *context, enum refusal refusal)
{
    struct turn_command command = {.reply = reply, .context = context};
    command.answer.refusal = refusal;
    answer(&command);
}

/* None of this turn happened. The journal has rolled back already. */
static void fail_turn(struct kiosk *k, enum journal_fault fault)
{
    kiosk_set_fault(k, fault);
    k->turn = k->durable;
    k->first_unprinted = 0;
    for (int i = 0; i < k->command_count; i++) {
        k->command[i].answer.refusal = fault_refusal(fault);
        k->command[i].answer.decision.count = 0;
    }
}

static void adopt_turn(struct kiosk *k)
{
    kiosk_set_fault(k, JOURNAL_OK);
    for (int i = 0; i < k->command_count; i++) {
        const struct decision *d = &k->command[i].answer.decision;
        for (int j = 0; j < d->count; j++) {
            kiosk_forecast_fact(k, &d->event[j]);
            if (!queue_apply(&k->durable, &d->event[j]))
                abort(); /* the same fact fitted the same state a moment ago */
        }
    }
}

static void commit_turn(struct kiosk *k)
{
    int64_t began_ms = clock_mono_ms();
    enum journal_fault fault = journal_commit(k->journal);
    int64_t took_ms = clock_mono_ms() - began_ms;
    if (took_ms > COMMIT_SLOW_MS)
        log_line(LOG_NOTICE, "commit of %d commands took %lld ms", k->command_count,
                 (long long)took_ms);
    if (fault)
        fail_turn(k, fault);
    else
        adopt_turn(k);
}

/* Answers may submit further commands; those belong to the next turn. */
static void answer_turn(struct kiosk *k)
{
    struct turn_command done[TURN_COMMANDS_MAX];
    int count = k->command_count;
    memcpy(done, k->command, (size_t)count * sizeof done[0]);
    k->command_count = 0;
    for (int i = 0; i < count; i++)
        answer(&done[i]);
}

static void tell_change(struct kiosk *k)
{
    enum kiosk_state state = kiosk_state(k);
    if (state != k->told_state) {
        log_line(LOG_NOTICE, "kiosk: %s", kiosk_state_name(state));
        sd_notifyf(0, "STATUS=%s", kiosk_state_name(state));
        k->told_state = state;
    }
    kiosk_press_lamps(k);
    k->change_pending = false;
    k->look++;
    if (k->changed)
        k->changed(k->changed_context);
}

void kiosk_end_turn(struct kiosk *k)
{
    k->turn_wanted = false;
    k->ending = true;
    kiosk_paper_choose(k);
    k->ending = false;
    bool had_facts = k->command_count > 0;
    if (had_facts)
        commit_turn(k);
    kiosk_paper_begin(k, k->fault == JOURNAL_OK);
    answer_turn(k);
    if (had_facts || k->change_pending)
        tell_change(k);
    if (k->stopping && (k->job == PAPER_IDLE || clock_mono_ms() >= k->stop_due_ms) &&
        k->command_count == 0 && k->stopped) {
        void (*stopped)(void *) = k->stopped;
        k->stopped = NULL;
        stopped(k->stopped_context);
    }
}

static int on_turn_end(sd_event_source *source, void *context)
{
    (void)source;
    kiosk_end_turn(context);
    return 0;
}

void kiosk_turn_soon(struct kiosk *k)
{
    k->change_pending = true;
    k->look++;
    if (!k->turn_wanted)
        k->turn_since_ms = clock_mono_ms();
    k->turn_wanted = true;
    sd_event_source_set_enabled(k->turn_end, SD_EVENT_ONESHOT);
}

void kiosk_flush_overdue(struct kiosk *k)
{
    if (k->turn_wanted && clock_mono_ms() - k->turn_since_ms >= COMMIT_OVERDUE_MS)
        kiosk_end_turn(k);
}

/* Time of the next fact. A clock that was set back does not hold branch time still: it goes
 * on from the last fact, so that waits and pauses still grow. */
int64_t kiosk_fact_time_ms(const struct kiosk *k)
{
    int64_t utc_ms = kiosk_now_ms(k);
    int64_t passed_ms = (clock_mono_ms() - k->fact_mono_ms) * k->clock.speed;
    int64_t least_ms = k->turn.last_at_ms + passed_ms;
    return utc_ms > least_ms ? utc_ms : least_ms;
}

static enum refusal gate(const struct kiosk *k, const struct command *command)
{
    bool of_paper = command->kind == CMD_SLIP_SENT || command->kind == CMD_SLIP_PRINTED ||
                    command->kind == CMD_SLIP_GIVE_UP;
    if (k->journal == NULL)
        return fault_refusal(k->fault);
    if (k->stopping && !of_paper)
        return REFUSED_STOPPING;
    if (command->kind == CMD_TAKE && command->print)
        return kiosk_paper_refusal(k);
    return REFUSED_NOT;
}

static enum refusal decide(struct kiosk *k, struct command *command, struct decision *decision)
{
    enum refusal refusal = gate(k, command);
    if (refusal)
        return refusal;
    if (command->kind == CMD_TAKE)
        kiosk_forecast_promise(k, command);
    refusal = queue_decide(&k->turn, &k->content.rules, command, decision);
    bool late = k->content.late_refused && command->promise.late && !command->accept_late;
    return refusal == REFUSED_NOT && command->kind == CMD_TAKE && late ? REFUSED_LATE : refusal;
}

/* Appends the facts and makes them part of the turn. */
static enum journal_fault record(struct kiosk *k, const struct decision *decision)
{
    for (int i = 0; i < decision->count; i++) {
        enum journal_fault fault = journal_append(k->journal, &decision->event[i]);
        if (fault)
            return fault;
        if (!queue_apply(&k->turn, &decision->event[i]))
            abort(); /* decided on this very state */
        kiosk_paper_note(k, &decision->event[i]);
    }
    k->fact_mono_ms = clock_mono_ms();
    return JOURNAL_OK;
}

void kiosk_submit(struct kiosk *k, const struct command *command, kiosk_reply_fn reply,
                  void *context)
{
    if (k->command_count >= TURN_COMMANDS_MAX - TURN_OWN_COMMANDS && !k->ending)
        kiosk_end_turn(k);
    if (k->command_count == TURN_COMMANDS_MAX) {
        refuse(reply, context, REFUSED_QUEUE_FULL);
        return;
    }
    struct turn_command *slot = &k->command[k->command_count];
    struct command timed = *command;
    timed.at_utc_ms = kiosk_fact_time_ms(k);
    enum refusal refusal = decide(k, &timed, &slot->answer.decision);
    if (refusal) {
        refuse(reply, context, refusal);
        return;
    }
    *slot = (struct turn_command){reply, context, slot->answer};
    slot->answer.refusal = REFUSED_NOT;
    k->command_count++;
    enum journal_fault fault = record(k, &slot->answer.decision);
    if (fault) {
        journal_rollback(k->journal);
        fail_turn(k, fault);
        kiosk_paper_begin(k, false);
        answer_turn(k);
    }
    kiosk_turn_soon(k);
}

/* ---- life ---- */

static bool replay_one(void *context, int64_t seq, const struct event *event)
{
    struct kiosk *k = context;
    if (queue_apply(&k->durable, event))
        return true;
    snprintf(k->fault_text, sizeof k->fault_text,
             "row %lld (%s) contradicts the rows before it; run `loketctl journal verify` and "
             "restore a backup",
             (long long)seq, event_kind_name(event->kind));
    return false;
}

static bool replay(struct kiosk *k)
{
    queue_init(&k->durable);
    enum journal_fault fault = JOURNAL_OK;
    if (k->journal)
        fault = journal_replay(k->journal, 0, replay_one, k);
    if (fault)
        snprintf(k->fault_text, sizeof k->fault_text, "%s", journal_error(k->journal));
    k->turn = k->durable;
    k->fact_mono_ms = clock_mono_ms();
    return k->fault_text[0] == 0;
}

/* A damaged journal needs a person; any other fault of the start may have passed. */
static void look_for_journal(struct kiosk *k)
{
    char error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    if (k->journal || k->fault == JOURNAL_DAMAGED || clock_mono_ms() < k->retry_due_ms)
        return;
    k->retry_due_ms = clock_mono_ms() + JOURNAL_RETRY_MS;
    if (journal_open(k->config->data_dir, &journal, error))
        return;
    /* What kept it from use may stand behind its door. */
    char *content = NULL;
    enum journal_fault fault = journal_content_active(journal, &content);
    free(content);
    journal_close(journal);
    if (fault)
        return;
    log_line(LOG_NOTICE, "journal: can be opened now; starting anew");
    sd_event_exit(k->loop, KIOSK_START_ANEW);
}

static int on_tick(sd_event_source *source, uint64_t usec, void *context)
{
    struct kiosk *k = context;
    kiosk_day_tick(k);
    kiosk_forecast_tick(k);
    look_for_journal(k);
    bool retry = k->fault && k->journal && clock_mono_ms() >= k->retry_due_ms;
    if (retry)
        kiosk_set_fault(k, journal_probe(k->journal));
    if (k->stopping || retry)
        kiosk_turn_soon(k);
    else if (k->journal && k->command_count == 0)
        journal_idle(k->journal);
    sd_event_source_set_time(source, usec + TICK_US);
    sd_event_source_set_enabled(source, SD_EVENT_ONESHOT);
    return 0;
}

static bool start_sources(struct kiosk *k)
{
    if (sd_event_add_defer(k->loop, &k->turn_end, on_turn_end, k) < 0)
        return false;
    /* After everything else that is ready in this turn, so that it shares the commit. */
    sd_event_source_set_priority(k->turn_end, SD_EVENT_PRIORITY_NORMAL + 10);
    sd_event_source_set_enabled(k->turn_end, SD_EVENT_OFF);
    uint64_t now_us;
    sd_event_now(k->loop, CLOCK_MONOTONIC, &now_us);
    return sd_event_add_time(k->loop, &k->tick, CLOCK_MONOTONIC, now_us + TICK_US, TICK_ACCURACY_US,
                             on_tick, k) >= 0;
}

struct kiosk *kiosk_create(sd_event *loop, const struct kiosk_options *options,
                           char error[JOURNAL_ERROR_BYTES])
{
    struct kiosk *k = calloc(1, sizeof *k);
    if (k == NULL) {
        snprintf(error, JOURNAL_ERROR_BYTES, "out of memory");
        return NULL;
    }
    k->loop = loop;
    k->config = options->config;
    k->content = *options->content;
    k->pages_version = 1;
    k->clock = options->clock;
    k->journal = options->journal;
    if (!replay(k)) {
        snprintf(error, JOURNAL_ERROR_BYTES, "%s", k->fault_text);
        kiosk_destroy(k);
        return NULL;
    }
    k->fault = options->journal_fault;
    if (options->journal_error)
        snprintf(k->fault_text, sizeof k->fault_text, "%s", options->journal_error);
    if (!start_sources(k) || !kiosk_paper_open(k, options->sim_program) || !kiosk_press_open(k) ||
        !kiosk_forecast_open(k)) {
        snprintf(error, JOURNAL_ERROR_BYTES, "out of memory");
        kiosk_destroy(k);
        return NULL;
    }
    kiosk_day_tick(k);
    kiosk_turn_soon(k);
    return k;
}

void kiosk_destroy(struct kiosk *k)
{
    if (k == NULL)
        return;
    kiosk_forecast_close(k);
    panel_destroy(k->panel);
    printing_destroy(k->printing);
    sd_event_source_disable_unref(k->tick);
    sd_event_source_disable_unref(k->turn_end);
    free(k);
}

void kiosk_stop(struct kiosk *k, void (*done)(void *context), void *context)
{
    if (k->stopping)
        return;
    k->stopping = true;
    k->stopped = done;
    k->stopped_context = context;
    k->stop_due_ms = clock_mono_ms() + STOP_PATIENCE_MS;
    kiosk_turn_soon(k);
}
