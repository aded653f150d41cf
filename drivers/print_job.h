// SPDX-License-Identifier: MIT
/* One slip at a time: precheck, send in slices, fence, confirm, recover. A state machine
 * without I/O of its own: the caller moves bytes and passes the time (CLOCK_MONOTONIC, ms).
 *
 * The printer is asked for its status about once a second while idle, so that
 * print_job_ready is never older than STATUS_FRESH_MS; a job that meets a fault, or whose
 * confirmation does not come, ends as UNKNOWN, and the printer's buffer is cleared before
 * anything else is sent, so that nothing is printed twice unseen. */
#ifndef LOKET_DRIVERS_PRINT_JOB_H
#define LOKET_DRIVERS_PRINT_JOB_H

#include "drivers/escpos.h"

enum { PRINT_JOB_BYTES_MAX = 8192, PRINT_STATUS_FRESH_MS = 1500 };

enum print_state {
    PRINT_DOWN,       /* no line to the printer */
    PRINT_RECOVERING, /* line up: clearing what an earlier life may have left, asking for status */
    PRINT_IDLE,
    PRINT_SENDING,
    PRINT_CONFIRMING /* all sent, waiting for the fence */
};

enum print_output_kind {
    PRINT_NOTHING,
    PRINT_STATUS,      /* readiness or facts changed */
    PRINT_CONFIRMED,   /* the job's slip is on paper */
    PRINT_UNCONFIRMED, /* all bytes sent to a printer that cannot confirm: taken as printed */
    PRINT_UNKNOWN      /* the job failed; paper may or may not carry it: print again as a copy */
};

struct print_job {
    const struct escpos_profile *profile;
    int baud; /* to reckon how long bytes may take; 0 = as fast as you like */
    enum print_state state;
    struct escpos_facts facts;
    bool facts_known;
    struct escpos_parser parser;
    uint8_t out[PRINT_JOB_BYTES_MAX + 64]; /* bytes on their way */
    size_t out_bytes, out_sent;

    uint8_t urgent[16]; /* real-time commands on their way, ahead of out */
    int urgent_bytes, urgent_sent;
    int asked;                 /* DLE EOT answer waited for, 1..4; 0 = none */
    bool asked_after_fence;    /* this round began after the fence had come */
    struct escpos_facts round; /* being collected */
    int64_t asked_until_ms, ask_at_ms, status_at_ms;

    uint8_t data[PRINT_JOB_BYTES_MAX]; /* the job; out takes it slice by slice */
    size_t data_bytes, data_taken;
    int fences_due;  /* GS r answers not yet in */
    bool fence_seen; /* the job's, or the recovery's */
    uint8_t fence_id[4];
    uint32_t fence_number;
    int64_t deadline_ms; /* of what the state waits for */

    int recovery;  /* enum recovery, see print_recovery.c */
    bool in_doubt; /* the printer may hold part of a job */
    bool cleared;  /* its buffers are known to be empty */
    int clear_tries;

    enum print_output_kind result; /* of the job, not yet collected */
    struct escpos_facts told;      /* last reported */
    bool told_ready;
};

void print_job_init(struct print_job *job, const struct escpos_profile *profile, int baud);
/* The line came up / went away. job_in_doubt: an earlier life of this program may have left
 * half a slip in the printer; it is cleared and the stub cut off before the next job. */
void print_job_line_up(struct print_job *job, bool job_in_doubt, int64_t now_ms);
void print_job_line_down(struct print_job *job, int64_t now_ms);

/* Idle, status fresh and nothing wrong. */
bool print_job_ready(const struct print_job *job, int64_t now_ms);
/* Why not ready ("" fields false when ready); offline also for a silent printer. */
struct escpos_facts print_job_facts(const struct print_job *job, int64_t now_ms);
/* Starts sending data (already encoded, without fence; not empty). Only when ready; copies. */
bool print_job_start(struct print_job *job, const uint8_t *data, size_t bytes, int64_t now_ms);

/* Bytes to hand to the line now; 0 = none. Then tell how many it took. */
size_t print_job_output(const struct print_job *job, const uint8_t **data);
/* Those bytes are real-time commands, which a printer takes even while it holds the line
 * busy (paper out, buffer full): send them past the flow control if the driver can. */
bool print_job_output_is_urgent(const struct print_job *job);
void print_job_sent(struct print_job *job, size_t bytes, int64_t now_ms);
/* Bytes that came from the line. */
void print_job_input(struct print_job *job, const uint8_t *data, size_t bytes, int64_t now_ms);
/* Time-outs; then collect outputs until PRINT_NOTHING. */
enum print_output_kind print_job_tick(struct print_job *job, int64_t now_ms);
/* When to tick next, INT64_MAX = only after input. */
int64_t print_job_due_ms(const struct print_job *job);

#endif
