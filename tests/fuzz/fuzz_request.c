// SPDX-License-Identifier: MIT
/* Bodies and paths from the network: refused with a reason, or a command within its limits. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/api/request.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    struct request_fault fault;
    struct command command = {0};
    struct path_values values = {0};
    char path[128];
    if (request_parse((const char *)bytes, count, ~0u, 0, &command, &fault)) {
        if (command.desk > DESK_NUMBER_MAX || command.lane >= LANES ||
            command.outcome >= OUTCOMES || memchr(command.note, 0, NOTE_BYTES) == NULL)
            abort();
    } else if (!fault.code || !fault.message[0]) {
        abort();
    }
    size_t length = count < sizeof path ? count : sizeof path - 1;
    memcpy(path, bytes, length);
    path[length] = '\0';
    if (request_match("/d/#/next", path, &values) == PATH_MATCHES &&
        (values.desk < 1 || values.desk > DESK_NUMBER_MAX))
        abort();
    request_match("/t/@", path, &values);
    request_match("/c/%", path, &values);
    if (request_match("/v/*/x", path, &values) == PATH_MATCHES && strchr(values.name, '/'))
        abort();
    if (request_match("/f/>", path, &values) == PATH_MATCHES &&
        strcmp(values.rest, path + strlen("/f/")) != 0)
        abort();
    return 0;
}
