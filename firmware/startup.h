// SPDX-License-Identifier: MIT
/* What the daemon needs before it can run: loket.conf, journal and branch document. */
#ifndef LOKET_STARTUP_H
#define LOKET_STARTUP_H

#include "firmware/arguments.h"
#include "firmware/kiosk.h"

struct startup {
    struct config config;
    struct content content;
    const char *config_path;
    char *content_text;                     /* of the file; owned, NULL: content_error says why */
    char content_error[CONFIG_ERROR_BYTES]; /* of the file, "" = none */
    struct journal *journal;
    char sim_program[CONFIG_PATH_BYTES];
};

/* Reads and checks loket.conf and the branch document it names. False with file, line and
 * reason in error when loket.conf has a fault. A fault of the document's file, or between the
 * two, stands in content_error: that file is needed only where the journal has no version. */
bool startup_read(struct startup *startup, const char *path, char error[CONFIG_ERROR_BYTES]);

/* For --check-config, after startup_read: what would be missing, though numbers would be issued. */
bool startup_check(const struct startup *startup, char error[CONFIG_ERROR_BYTES]);

/* Opens the journal, takes the branch document that is active in it (the file's at first
 * start), sets the time zone and makes the kiosk. A journal with a fault still gives a
 * kiosk: one that issues nothing and says why, with the document of the file. NULL with error
 * when even that fails, or when neither journal nor file has a document to use. */
struct kiosk *startup_kiosk(struct startup *startup, sd_event *loop,
                            const struct arguments *arguments, char error[CONFIG_ERROR_BYTES]);
void startup_close(struct startup *startup);

#endif
