// SPDX-License-Identifier: MIT
/* From a request to its command: method and path on the first line, then the body. A path with
 * traps finds at most one call, a body gives at most a command within its limits. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/api/routes.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

enum { LINE_BYTES = 512 };

static void check_values(const struct route_found *found, const struct path_values *values)
{
    if (found->match != PATH_MATCHES)
        return;
    if (values->desk > DESK_NUMBER_MAX || memchr(values->name, 0, NAME_BYTES) == NULL ||
        memchr(values->rest, 0, REST_BYTES) == NULL || strchr(values->name, '/') ||
        values->ticket.number > TICKET_NUMBER_MAX)
        abort();
}

static void parse_body(const struct route *route, const char *body, size_t count)
{
    struct command command = {.kind = route->command};
    struct request_fault fault;
    if (!request_parse(body, count, route->allowed, route->required, &command, &fault))
        return;
    if (command.kind != route->command || command.lane >= LANES || command.outcome >= OUTCOMES ||
        command.desk > DESK_NUMBER_MAX || memchr(command.note, 0, NOTE_BYTES) == NULL)
        abort();
    if ((route->required & FIELD_SERVICE) && !service_bit(command.service))
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    char line[LINE_BYTES];
    struct path_values values = {0};
    struct route_found found;
    const uint8_t *end = memchr(bytes, '\n', count);
    size_t length = end ? (size_t)(end - bytes) : count;
    if (length >= sizeof line)
        return 0;
    memcpy(line, bytes, length);
    line[length] = '\0';
    char *path = strchr(line, ' ');
    if (!path)
        return 0;
    *path++ = '\0';
    routes_find(line, path, &values, &found);
    if (memchr(found.allow, 0, sizeof found.allow) == NULL ||
        (found.match == PATH_OTHER) != (found.allow[0] == '\0') ||
        (found.route && found.match == PATH_OTHER))
        abort();
    if (found.route)
        check_values(&found, &values);
    if (found.route && found.route->handle == route_command && end)
        parse_body(found.route, (const char *)end + 1, count - length - 1);
    return 0;
}
