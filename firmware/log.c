// SPDX-License-Identifier: MIT
#include "firmware/log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

void log_line(int priority, const char *format, ...)
{
    char text[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    if (getenv("JOURNAL_STREAM"))
        fprintf(stderr, "<%d>%s\n", priority, text);
    else
        fprintf(stderr, "%s\n", text);
}
