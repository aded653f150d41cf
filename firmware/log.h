// SPDX-License-Identifier: MIT
/* One line to standard error. Under systemd it carries its priority for journald; on a
 * terminal it is plain text. */
#ifndef LOKET_LOG_H
#define LOKET_LOG_H

#include <syslog.h> /* LOG_ERR, LOG_WARNING, LOG_NOTICE */

void log_line(int priority, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
