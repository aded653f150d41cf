// SPDX-License-Identifier: MIT
/* What print_job.c and print_recovery.c share; nobody else includes it. */
#ifndef LOKET_DRIVERS_PRINT_INTERNAL_H
#define LOKET_DRIVERS_PRINT_INTERNAL_H

#include "drivers/print_job.h"

enum { PRINT_POLL_JOB_MS = 300 };

/* Milliseconds that so many bytes take on the line. */
int64_t print_line_ms(const struct print_job *job, size_t bytes);
/* Nothing that keeps paper from coming out; low paper is only a warning. */
bool print_facts_clean(const struct escpos_facts *facts);
/* Sends DLE EOT 1..4 when it is time, and gives up on answers that are too late. */
void print_poll_status(struct print_job *job, int64_t now_ms);
bool print_has_status(const struct print_job *job);
/* A job is on its way. */
bool print_is_active(const struct print_job *job);
/* Ends the job; PRINT_UNKNOWN begins the recovery. */
void print_finish(struct print_job *job, enum print_output_kind result, int64_t now_ms);

/* Begins, or goes on with, making the printer ready: ask, clear, reset, cut. */
void print_recovery_begin(struct print_job *job, int64_t now_ms);
void print_recovery_step(struct print_job *job, int64_t now_ms);
/* A round of status answers is complete. */
void print_recovery_on_round(struct print_job *job, int64_t now_ms);
/* 37 25 00 came. */
void print_recovery_on_cleared(struct print_job *job, int64_t now_ms);
/* When the recovery has to be stepped next besides the status poll. */
int64_t print_recovery_due_ms(const struct print_job *job);
/* The recovery may poll the status now. */
bool print_recovery_polls(const struct print_job *job);

/* Appends the profile's fence to out; false when there is none or no room. */
bool print_put_fence(struct print_job *job);

#endif
