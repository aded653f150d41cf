// SPDX-License-Identifier: MIT
/* The data column of a journal row: whatever stands there is refused or comes back as it was. */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/journal.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count);

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t count)
{
    char text[1024], data[EVENT_DATA_BYTES], again[EVENT_DATA_BYTES];
    struct event event = {0}, back = {0};
    if (count >= sizeof text)
        return 0;
    memcpy(text, bytes, count);
    text[count] = '\0';
    if (!event_data_parse(text, &event))
        return 0;
    event_data_format(&event, data);
    if (!event_data_parse(data, &back))
        abort();
    event_data_format(&back, again);
    if (strcmp(data, again) != 0)
        abort();
    return 0;
}
