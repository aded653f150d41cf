// SPDX-License-Identifier: MIT
/* After a fault, a time-out or a restart nobody knows what the printer still holds. Ask how
 * it is; clear its buffers in real time where it can; then initialise it, cut off what hangs
 * out, and wait until it has really done so. Only then may the next slip follow. */
#include "drivers/print_internal.h"

#include <string.h>

enum recovery {
    RECOVERY_ASK,   /* until it answers and, for a reset, until nothing is wrong */
    RECOVERY_CLEAR, /* DLE DC4 fn 8 sent, nothing else until 37 25 00 */
    RECOVERY_RESET  /* NULs, ESC @, cut, fence on their way */
};

enum {
    CLEAR_WAIT_MS = 3000,
    CLEAR_TRIES_MAX = 2,
    RESET_WAIT_MS = 6000,
    SILENT_RETRY_MS = 10000, /* between resets of a printer that tells nothing but its fence */
    /* Longer than the longest command of our encoder (a QR code of 160 bytes), so that they
     * complete one that was cut off in the middle; a NUL between commands does nothing. */
    FLUSH_NULS = 1024
};

static const uint8_t clear_buffers[] = {0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08};

static void enter_idle(struct print_job *job, int64_t now_ms)
{
    job->state = PRINT_IDLE;
    job->in_doubt = false;
    if (!job->asked)
        job->ask_at_ms = now_ms;
}

static void enter_ask(struct print_job *job, int64_t ask_at_ms)
{
    job->recovery = RECOVERY_ASK;
    job->out_bytes = job->out_sent = 0;
    job->ask_at_ms = ask_at_ms;
}

static void enter_clear(struct print_job *job, int64_t now_ms)
{
    job->recovery = RECOVERY_CLEAR;
    job->clear_tries++;
    job->deadline_ms = now_ms + CLEAR_WAIT_MS;
    memcpy(job->urgent, clear_buffers, sizeof clear_buffers);
    job->urgent_bytes = (int)sizeof clear_buffers;
    job->urgent_sent = 0;
}

static void put(struct print_job *job, const uint8_t *data, size_t bytes)
{
    memcpy(job->out + job->out_bytes, data, bytes);
    job->out_bytes += bytes;
}

static void enter_reset(struct print_job *job, int64_t now_ms)
{
    static const uint8_t init[] = {0x1B, 0x40};
    const struct escpos_profile *profile = job->profile;
    job->recovery = RECOVERY_RESET;
    job->out_sent = 0;
    job->out_bytes = job->cleared ? 0 : FLUSH_NULS;
    memset(job->out, 0, job->out_bytes);
    put(job, init, sizeof init);
    put(job, profile->cut, (size_t)profile->cut_bytes);
    job->fence_seen = false;
    print_put_fence(job);
    job->deadline_ms = now_ms + print_line_ms(job, job->out_bytes) + RESET_WAIT_MS;
}

void print_recovery_begin(struct print_job *job, int64_t now_ms)
{
    job->state = PRINT_RECOVERING;
    job->cleared = false;
    job->clear_tries = 0;
    enter_ask(job, job->asked ? job->ask_at_ms : now_ms);
}

static bool reset_is_done(const struct print_job *job)
{
    if (job->out_sent < job->out_bytes)
        return false;
    return job->profile->fence == ESCPOS_FENCE_NONE || job->fence_seen;
}

/* A fence that did not come: its printer was switched off, or holds the line. Answers that
 * are still due will never come, or come while nobody minds; start over. */
static void give_up_reset(struct print_job *job, int64_t now_ms)
{
    job->fences_due = 0;
    job->cleared = false;
    job->clear_tries = 0;
    enter_ask(job, print_has_status(job) ? now_ms : now_ms + SILENT_RETRY_MS);
}

static void finish_reset(struct print_job *job, int64_t now_ms)
{
    if (!print_has_status(job) && !print_facts_clean(&job->facts))
        give_up_reset(job, now_ms); /* its fence told of no paper */
    else
        enter_idle(job, now_ms);
}

void print_recovery_step(struct print_job *job, int64_t now_ms)
{
    switch ((enum recovery)job->recovery) {
    case RECOVERY_ASK:
        if (!print_has_status(job) && !job->in_doubt)
            enter_idle(job, now_ms);
        else if (!print_has_status(job) && now_ms >= job->ask_at_ms)
            enter_reset(job, now_ms);
        break;
    case RECOVERY_CLEAR:
        if (now_ms >= job->deadline_ms)
            enter_ask(job, now_ms);
        break;
    case RECOVERY_RESET:
        if (reset_is_done(job))
            finish_reset(job, now_ms);
        else if (now_ms >= job->deadline_ms)
            give_up_reset(job, now_ms);
        break;
    }
}

void print_recovery_on_round(struct print_job *job, int64_t now_ms)
{
    if (job->recovery != RECOVERY_ASK)
        return;
    bool may_clear = job->profile->realtime_clear && job->clear_tries < CLEAR_TRIES_MAX;
    if (!job->in_doubt)
        enter_idle(job, now_ms + 1000);
    else if (!job->cleared && may_clear)
        enter_clear(job, now_ms);
    else if (print_facts_clean(&job->facts))
        enter_reset(job, now_ms);
}

void print_recovery_on_cleared(struct print_job *job, int64_t now_ms)
{
    if (job->state != PRINT_RECOVERING || job->recovery != RECOVERY_CLEAR)
        return;
    job->cleared = true;
    job->fences_due = 0; /* cleared data answers never */
    enter_ask(job, now_ms);
}

int64_t print_recovery_due_ms(const struct print_job *job)
{
    if (job->recovery == RECOVERY_ASK)
        return print_has_status(job) ? INT64_MAX : job->ask_at_ms;
    return job->deadline_ms;
}

bool print_recovery_polls(const struct print_job *job)
{
    if (job->recovery == RECOVERY_CLEAR)
        return false;
    return job->out_sent == job->out_bytes; /* never in the middle of other bytes */
}
