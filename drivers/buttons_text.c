// SPDX-License-Identifier: MIT
#include "drivers/buttons_text.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

void buttons_text_chip(char error[BUTTONS_ERROR_BYTES], const char *path, int error_number)
{
    if (error_number == ENOENT)
        snprintf(error, BUTTONS_ERROR_BYTES,
                 "GPIO chip %.80s does not exist: run gpiodetect and set chip under [buttons]",
                 path);
    else if (error_number == EACCES || error_number == EPERM)
        snprintf(error, BUTTONS_ERROR_BYTES,
                 "no permission for GPIO chip %.80s: add the user of loketd to the group gpio "
                 "and start it again",
                 path);
    else if (error_number == ENOTTY || error_number == ENODEV)
        snprintf(error, BUTTONS_ERROR_BYTES,
                 "%.80s is not a GPIO chip: run gpiodetect and set chip under [buttons]", path);
    else
        snprintf(error, BUTTONS_ERROR_BYTES, "GPIO chip %.80s cannot be opened: %s", path,
                 strerror(error_number));
}

void buttons_text_line(char error[BUTTONS_ERROR_BYTES], const char *path, int line,
                       int error_number)
{
    if (error_number == EBUSY) {
        buttons_text_busy(error, path, line, NULL);
        return;
    }
    snprintf(error, BUTTONS_ERROR_BYTES,
             "line %d of GPIO chip %.80s cannot be used: %s; choose another line or check gpioinfo",
             line, path, strerror(error_number));
}

void buttons_text_busy(char error[BUTTONS_ERROR_BYTES], const char *path, int line,
                       const char *user)
{
    const bool known = user && user[0];
    snprintf(error, BUTTONS_ERROR_BYTES,
             "line %d of GPIO chip %.80s is in use by %s%.40s%s: stop that user (see gpioinfo) or "
             "choose another line",
             line, path, known ? "\"" : "", known ? user : "another program", known ? "\"" : "");
}

void buttons_text_no_line(char error[BUTTONS_ERROR_BYTES], const char *path, int line, int lines)
{
    snprintf(
        error, BUTTONS_ERROR_BYTES,
        "GPIO chip %.80s has no line %d, only 0 to %d: correct line.%d or lamp.%d in loket.conf",
        path, line, lines - 1, line, line);
}
