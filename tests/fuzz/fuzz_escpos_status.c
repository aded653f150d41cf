// SPDX-License-Identifier: MIT
/* Anything may come from the line, at any time of a job. */
#include <stddef.h>
#include <stdint.h>

#include "drivers/print_job.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct print_job job;
    int64_t now_ms = 0;
    print_job_init(&job, escpos_profile_at(size > 0 ? data[0] % 7 : 0), 19200);
    print_job_line_up(&job, size & 1, now_ms);
    for (size_t i = 1; i < size; i++) {
        const uint8_t *out;
        now_ms += data[i] == 0xFF ? 700 : 3;
        print_job_input(&job, data + i, 1, now_ms);
        print_job_start(&job, data, size < 200 ? size : 200, now_ms);
        while (print_job_tick(&job, now_ms) != PRINT_NOTHING)
            ;
        size_t ready = print_job_output(&job, &out);
        print_job_sent(&job, ready < 64 ? ready : 64, now_ms);
    }
    return 0;
}
