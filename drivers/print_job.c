// SPDX-License-Identifier: MIT
#include "drivers/print_job.h"

#include <string.h>

#include "drivers/print_internal.h"

enum {
    STALL_MS = 5000,        /* the line takes nothing for so long: a fault */
    CONFIRM_WAIT_MS = 6000, /* printing and cutting the longest slip at 80 mm/s */
    SILENT_WAIT_MS = 1000,  /* after the last byte to a printer that cannot confirm */
    SLICES_IN_FLIGHT = 2,
    LF = 0x0A
};

void print_job_init(struct print_job *job, const struct escpos_profile *profile, int baud)
{
    memset(job, 0, sizeof *job);
    job->profile = profile;
    job->baud = baud;
    job->state = PRINT_DOWN;
    job->told.offline = true;
}

int64_t print_line_ms(const struct print_job *job, size_t bytes)
{
    return job->baud > 0 ? (int64_t)bytes * 10 * 1000 / job->baud : 0;
}

bool print_facts_clean(const struct escpos_facts *facts)
{
    return !facts->offline && !facts->cover_open && !facts->paper_out && !facts->cutter_error &&
           !facts->fatal_error;
}

bool print_has_status(const struct print_job *job)
{
    return job->profile->status == ESCPOS_STATUS_DLE_EOT;
}

bool print_is_active(const struct print_job *job)
{
    return job->state == PRINT_SENDING || job->state == PRINT_CONFIRMING;
}

static bool is_fresh(const struct print_job *job, int64_t now_ms)
{
    if (!print_has_status(job))
        return true;
    return job->facts_known && now_ms - job->status_at_ms <= PRINT_STATUS_FRESH_MS;
}

bool print_job_ready(const struct print_job *job, int64_t now_ms)
{
    return job->state == PRINT_IDLE && is_fresh(job, now_ms) && print_facts_clean(&job->facts);
}

struct escpos_facts print_job_facts(const struct print_job *job, int64_t now_ms)
{
    struct escpos_facts facts = job->facts;
    bool silent = job->state == PRINT_DOWN || (!print_is_active(job) && !is_fresh(job, now_ms));
    bool unsaid = job->state == PRINT_RECOVERING && print_facts_clean(&facts);
    if (silent || unsaid)
        facts.offline = true;
    return facts;
}

static void drop_job(struct print_job *job)
{
    job->out_bytes = job->out_sent = 0;
    job->data_bytes = job->data_taken = 0;
}

static void drop_all(struct print_job *job)
{
    drop_job(job);
    job->urgent_bytes = job->urgent_sent = 0;
    job->asked = 0;
    job->facts_known = false;
}

void print_job_line_up(struct print_job *job, bool job_in_doubt, int64_t now_ms)
{
    drop_all(job);
    job->parser.held_bytes = 0;
    memset(&job->facts, 0, sizeof job->facts);
    job->in_doubt |= job_in_doubt;
    if (!job->in_doubt)
        job->fences_due = 0;
    job->fence_number ^= (uint32_t)now_ms; /* not the ids of an earlier life */
    print_recovery_begin(job, now_ms);
}

static void fail_job(struct print_job *job)
{
    job->result = PRINT_UNKNOWN;
    job->in_doubt = true;
    drop_job(job);
}

void print_job_line_down(struct print_job *job, int64_t now_ms)
{
    (void)now_ms;
    if (print_is_active(job))
        fail_job(job);
    drop_all(job);
    job->state = PRINT_DOWN;
}

/* Four printable characters, 20..7E, another set for each job. */
static void next_fence_id(struct print_job *job)
{
    uint32_t number = ++job->fence_number;
    for (int i = 3; i >= 0; i--) {
        job->fence_id[i] = (uint8_t)(0x20 + number % 95);
        number /= 95;
    }
}

bool print_put_fence(struct print_job *job)
{
    static const uint8_t processed[] = {0x1D, 0x72, 0x01};
    uint8_t printed[] = {0x1D, 0x28, 0x48, 0x06, 0x00, 0x30, 0x30, 0, 0, 0, 0};
    const uint8_t *fence = printed;
    size_t bytes = sizeof printed;
    switch (job->profile->fence) {
    case ESCPOS_FENCE_PRINTED:
        next_fence_id(job);
        memcpy(printed + 7, job->fence_id, 4);
        break;
    case ESCPOS_FENCE_PROCESSED:
        job->fences_due++;
        fence = processed;
        bytes = sizeof processed;
        break;
    case ESCPOS_FENCE_NONE:
        return false;
    }
    memcpy(job->out + job->out_bytes, fence, bytes);
    job->out_bytes += bytes;
    return true;
}

/* A slice ends after a line feed, where no command is open. Rows with slices have no QR code,
 * so a line feed byte is always a line feed. */
static size_t slice_length(const struct print_job *job)
{
    size_t left = job->data_bytes - job->data_taken;
    size_t most = (size_t)job->profile->slice_bytes;
    if (most == 0 || left <= most || job->profile->fence != ESCPOS_FENCE_PROCESSED)
        return left;
    const uint8_t *data = job->data + job->data_taken;
    for (size_t i = most; i > 0; i--) {
        if (data[i - 1] == LF)
            return i;
    }
    return most;
}

static void take_slice(struct print_job *job, int64_t now_ms)
{
    size_t bytes = slice_length(job);
    memcpy(job->out, job->data + job->data_taken, bytes);
    job->out_bytes = bytes;
    job->out_sent = 0;
    job->data_taken += bytes;
    print_put_fence(job);
    job->deadline_ms = now_ms + STALL_MS;
}

bool print_job_start(struct print_job *job, const uint8_t *data, size_t bytes, int64_t now_ms)
{
    /* The caller asked print_job_ready before it made the job durable; a slow disk in between
     * must not turn it down. */
    if (job->state != PRINT_IDLE || !print_facts_clean(&job->facts) || bytes == 0 ||
        bytes > PRINT_JOB_BYTES_MAX)
        return false;
    memcpy(job->data, data, bytes);
    job->data_bytes = bytes;
    job->data_taken = 0;
    job->fence_seen = false;
    job->state = PRINT_SENDING;
    take_slice(job, now_ms);
    return true;
}

bool print_job_output_is_urgent(const struct print_job *job)
{
    return job->urgent_sent < job->urgent_bytes;
}

size_t print_job_output(const struct print_job *job, const uint8_t **data)
{
    if (job->urgent_sent < job->urgent_bytes) {
        *data = job->urgent + job->urgent_sent;
        return (size_t)(job->urgent_bytes - job->urgent_sent);
    }
    if (job->asked)
        return 0; /* after a query nothing else until its answers are in */
    *data = job->out + job->out_sent;
    return job->out_bytes - job->out_sent;
}

/* In the moment of the last byte, not at the next tick: the answer may be sooner than that,
 * and what it asks for must not be put off again. */
static void begin_confirming(struct print_job *job, int64_t now_ms)
{
    bool can_confirm = job->profile->fence != ESCPOS_FENCE_NONE;
    job->state = PRINT_CONFIRMING;
    job->deadline_ms = now_ms + print_line_ms(job, job->data_bytes) +
                       (can_confirm ? CONFIRM_WAIT_MS : SILENT_WAIT_MS);
    job->ask_at_ms = now_ms + PRINT_POLL_JOB_MS;
}

void print_job_sent(struct print_job *job, size_t bytes, int64_t now_ms)
{
    if (bytes == 0)
        return;
    if (job->urgent_sent < job->urgent_bytes) {
        job->urgent_sent += (int)bytes;
        return;
    }
    job->out_sent += bytes;
    if (job->state != PRINT_SENDING)
        return;
    if (job->out_sent == job->out_bytes && job->data_taken == job->data_bytes)
        begin_confirming(job, now_ms);
    else
        job->deadline_ms = now_ms + STALL_MS + print_line_ms(job, job->out_sent);
}

void print_finish(struct print_job *job, enum print_output_kind result, int64_t now_ms)
{
    if (result == PRINT_UNKNOWN) {
        fail_job(job);
        print_recovery_begin(job, now_ms);
        return;
    }
    job->result = result;
    job->state = PRINT_IDLE;
}

static void on_deadline(struct print_job *job, int64_t now_ms)
{
    bool silent = job->state == PRINT_CONFIRMING && job->profile->fence == ESCPOS_FENCE_NONE;
    bool fine = !print_has_status(job) || print_facts_clean(&job->facts);
    print_finish(job, silent && fine ? PRINT_UNCONFIRMED : PRINT_UNKNOWN, now_ms);
}

static void job_step(struct print_job *job, int64_t now_ms)
{
    bool sent = job->out_sent == job->out_bytes;
    if (job->state == PRINT_SENDING && sent && job->fences_due < SLICES_IN_FLIGHT) {
        take_slice(job, now_ms);
        sent = false;
    }
    if (now_ms >= job->deadline_ms)
        on_deadline(job, now_ms);
    else if (sent || job->asked)
        print_poll_status(job, now_ms);
}

static void step(struct print_job *job, int64_t now_ms)
{
    switch (job->state) {
    case PRINT_DOWN:
        break;
    case PRINT_RECOVERING:
        print_recovery_step(job, now_ms);
        if (job->state == PRINT_RECOVERING && print_recovery_polls(job))
            print_poll_status(job, now_ms);
        break;
    case PRINT_IDLE:
        print_poll_status(job, now_ms);
        break;
    case PRINT_SENDING:
    case PRINT_CONFIRMING:
        job_step(job, now_ms);
        break;
    }
}

enum print_output_kind print_job_tick(struct print_job *job, int64_t now_ms)
{
    step(job, now_ms);
    enum print_output_kind result = job->result;
    job->result = PRINT_NOTHING;
    if (result != PRINT_NOTHING)
        return result;
    struct escpos_facts facts = print_job_facts(job, now_ms);
    bool ready = print_job_ready(job, now_ms);
    if (ready == job->told_ready && memcmp(&facts, &job->told, sizeof facts) == 0)
        return PRINT_NOTHING;
    job->told = facts;
    job->told_ready = ready;
    return PRINT_STATUS;
}

static int64_t sooner(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

int64_t print_job_due_ms(const struct print_job *job)
{
    int64_t poll = job->asked ? job->asked_until_ms : job->ask_at_ms;
    if (!print_has_status(job) || job->urgent_sent < job->urgent_bytes)
        poll = job->asked ? job->asked_until_ms : INT64_MAX;
    switch (job->state) {
    case PRINT_DOWN:
        return INT64_MAX;
    case PRINT_RECOVERING:
        poll = print_recovery_polls(job) ? poll : INT64_MAX;
        return sooner(poll, print_recovery_due_ms(job));
    case PRINT_IDLE:
        return job->told_ready && print_has_status(job)
                   ? sooner(poll, job->status_at_ms + PRINT_STATUS_FRESH_MS + 1)
                   : poll;
    case PRINT_SENDING:
    case PRINT_CONFIRMING:
        return sooner(job->out_sent == job->out_bytes || job->asked ? poll : INT64_MAX,
                      job->deadline_ms);
    }
    return INT64_MAX;
}
