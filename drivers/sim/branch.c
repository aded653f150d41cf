// SPDX-License-Identifier: MIT
#include "drivers/sim/branch.h"

#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <unistd.h>

enum { HOLD_MS = 120 };

bool branch_press(const struct branch *branch, int line, int hold_ms)
{
    char text[48];
    int bytes = snprintf(text, sizeof text, "press %d %d\n", line, hold_ms > 0 ? hold_ms : HOLD_MS);
    /* Opened each time: the daemon may have been started anew. */
    int fd = open(branch->fifo, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool done = write(fd, text, (size_t)bytes) == bytes;
    close(fd);
    return done;
}

int branch_line(const struct branch *branch, enum line_action action, char service, uint16_t desk)
{
    for (int i = 0; i < branch->config.line_count; i++) {
        const struct config_line *line = &branch->config.line[i];
        if (line->action == action && (!service || line->service == service) &&
            (!desk || line->desk == desk))
            return line->line;
    }
    return -1;
}

void branch_say(const struct branch *branch, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    printf("%02d.%02d  ", branch->minute / 60, branch->minute % 60);
    vprintf(format, arguments);
    putchar('\n');
    va_end(arguments);
    fflush(stdout);
}
