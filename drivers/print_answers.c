// SPDX-License-Identifier: MIT
/* What the printer says, and what a job makes of it: status rounds and fences. */
#include <string.h>

#include "drivers/print_internal.h"

enum {
    POLL_IDLE_MS = 1000,
    POLL_RECOVERING_MS = 500,
    ANSWER_WAIT_MS = 500, /* DLE EOT is answered at once, even offline */
    QUERY_BYTES = 3
};

void print_poll_status(struct print_job *job, int64_t now_ms)
{
    static const uint8_t query[] = {0x10, 0x04, 1, 0x10, 0x04, 2, 0x10, 0x04, 3, 0x10, 0x04, 4};
    if (job->asked && now_ms >= job->asked_until_ms) {
        job->asked = 0;
        job->ask_at_ms = now_ms + ANSWER_WAIT_MS; /* late answers run out before the next query */
    }
    if (!print_has_status(job) || job->asked || now_ms < job->ask_at_ms ||
        job->urgent_sent < job->urgent_bytes)
        return;
    memcpy(job->urgent, query, sizeof query);
    job->urgent_bytes = (int)sizeof query;
    job->urgent_sent = 0;
    job->asked = 1;
    job->asked_after_fence = job->fence_seen;
    job->asked_until_ms = now_ms + ANSWER_WAIT_MS + print_line_ms(job, sizeof query + 4);
}

/* Printed is proven by GS ( H even if the paper ended right after it; GS r proves only that
 * the bytes were read. */
static void judge_confirmed(struct print_job *job, int64_t now_ms)
{
    struct escpos_facts facts = job->facts;
    if (job->profile->fence == ESCPOS_FENCE_PRINTED && facts.paper_out)
        facts.paper_out = facts.offline = false;
    print_finish(job, print_facts_clean(&facts) ? PRINT_CONFIRMED : PRINT_UNKNOWN, now_ms);
}

static void on_job_round(struct print_job *job, int64_t now_ms)
{
    struct escpos_facts facts = job->facts;
    if (job->fence_seen && job->asked_after_fence) {
        judge_confirmed(job, now_ms);
        return;
    }
    if (job->fence_seen) {
        job->ask_at_ms = now_ms;
        return;
    }
    facts.offline = false; /* alone it may pass: the feed button, heat */
    if (!print_facts_clean(&facts))
        print_finish(job, PRINT_UNKNOWN, now_ms);
}

static int64_t poll_interval_ms(const struct print_job *job)
{
    if (print_is_active(job))
        return PRINT_POLL_JOB_MS;
    return job->state == PRINT_RECOVERING ? POLL_RECOVERING_MS : POLL_IDLE_MS;
}

static void on_status(struct print_job *job, uint8_t status, int64_t now_ms)
{
    if (!job->asked || job->urgent_sent < job->asked * QUERY_BYTES)
        return; /* nobody asked: a late answer */
    escpos_status_merge(job->asked, status, &job->round);
    if (++job->asked <= 4)
        return;
    job->asked = 0;
    job->facts = job->round;
    job->facts_known = true;
    job->status_at_ms = now_ms;
    job->ask_at_ms = now_ms + poll_interval_ms(job);
    if (print_is_active(job))
        on_job_round(job, now_ms);
    else if (job->state == PRINT_RECOVERING)
        print_recovery_on_round(job, now_ms);
}

static void on_fence(struct print_job *job, int64_t now_ms)
{
    bool all_taken = job->data_taken == job->data_bytes && job->out_sent == job->out_bytes;
    if (job->fence_seen || !all_taken || (!print_is_active(job) && job->state != PRINT_RECOVERING))
        return;
    job->fence_seen = true;
    if (!print_is_active(job))
        return;
    if (!print_has_status(job))
        judge_confirmed(job, now_ms);
    else if (!job->asked)
        job->ask_at_ms = now_ms;
}

/* GS r: bits 2 and 3 say that the paper ended, bits 0 and 1 that it soon will. */
static void on_processed(struct print_job *job, uint8_t byte, int64_t now_ms)
{
    job->fences_due--;
    if (!print_has_status(job)) {
        job->facts.paper_out = byte & 0x0C;
        job->facts.paper_low = byte & 0x03;
    }
    if (job->fences_due == 0)
        on_fence(job, now_ms);
}

static void on_answer(struct print_job *job, const struct escpos_answer *answer, int64_t now_ms)
{
    switch (answer->kind) {
    case ESCPOS_ANSWER_STATUS:
        on_status(job, answer->byte[0], now_ms);
        break;
    case ESCPOS_ANSWER_FENCE:
        if (job->fences_due > 0)
            on_processed(job, answer->byte[0], now_ms);
        else
            on_status(job, answer->byte[0], now_ms);
        break;
    case ESCPOS_ANSWER_PRINTED:
        if (memcmp(answer->byte, job->fence_id, 4) == 0)
            on_fence(job, now_ms);
        break;
    case ESCPOS_ANSWER_CLEARED:
        print_recovery_on_cleared(job, now_ms);
        break;
    case ESCPOS_ANSWER_ASB:
        if (job->state != PRINT_DOWN)
            escpos_asb_merge(answer->byte, &job->facts);
        break;
    case ESCPOS_ANSWER_OTHER:
        break;
    }
}

void print_job_input(struct print_job *job, const uint8_t *data, size_t bytes, int64_t now_ms)
{
    for (size_t i = 0; i < bytes; i++) {
        struct escpos_answer answer;
        if (escpos_parse(&job->parser, data[i], &answer))
            on_answer(job, &answer, now_ms);
    }
}
