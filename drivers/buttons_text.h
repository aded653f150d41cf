// SPDX-License-Identifier: MIT
/* The sentences of the GPIO drivers: what is wrong and what to do. Shared by the two
 * libgpiod generations. */
#ifndef LOKET_DRIVERS_BUTTONS_TEXT_H
#define LOKET_DRIVERS_BUTTONS_TEXT_H

#include "drivers/buttons.h"

/* error_number: errno of the failed call. */
void buttons_text_chip(char error[BUTTONS_ERROR_BYTES], const char *path, int error_number);
void buttons_text_line(char error[BUTTONS_ERROR_BYTES], const char *path, int line,
                       int error_number);
/* user: the name its holder gave, "" or NULL = unknown. */
void buttons_text_busy(char error[BUTTONS_ERROR_BYTES], const char *path, int line,
                       const char *user);
void buttons_text_no_line(char error[BUTTONS_ERROR_BYTES], const char *path, int line, int lines);

#endif
