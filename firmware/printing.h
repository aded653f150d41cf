// SPDX-License-Identifier: MIT
/* The printer on the loop: opens the line (again and again, 250 ms to 5 s apart),
 * moves bytes between it and one print_job, reports what came of it. Knows no tickets. */
#ifndef LOKET_PRINTING_H
#define LOKET_PRINTING_H

#include <systemd/sd-event.h>

#include "drivers/print_job.h"
#include "firmware/config.h"

enum { PRINTER_LINE_ERROR_BYTES = 256 };

struct printing;

struct printing_listener {
    void *context;
    void (*status)(void *context); /* readiness or facts changed */
    /* The job given to printing_start is over: true = on paper, false = unknown,
     * print it again as a copy. */
    void (*done)(void *context, bool printed);
};

struct printing_health {
    bool ready;
    enum print_state state;
    struct escpos_facts facts;
    char line_error[PRINTER_LINE_ERROR_BYTES]; /* why the line cannot be opened, "" = open */
    uint32_t garbage_bytes;
    uint32_t jobs_confirmed, jobs_unknown;
};

/* config is borrowed for the life of the object. sim_program: path of loket-sim, or NULL.
 * job_in_doubt: see print_job_line_up. NULL only when out of memory. */
struct printing *printing_create(sd_event *loop, const struct config *config,
                                 const char *sim_program, bool job_in_doubt,
                                 const struct printing_listener *listener);
void printing_destroy(struct printing *printing);

bool printing_ready(const struct printing *printing);
/* Sends the paper now; false when not ready. Exactly one `done` follows a true. */
bool printing_start(struct printing *printing, const struct paper *paper);
int printing_columns(const struct printing *printing);
void printing_health(const struct printing *printing, struct printing_health *health);

#endif
