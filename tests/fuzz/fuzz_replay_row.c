// SPDX-License-Identifier: MIT
/* Any line in: a row within its limits or a reason. */
#include <assert.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/ctl/replay_row.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct replay_row row;
    char *line = malloc(size + 1);
    if (!line)
        return 0;
    memcpy(line, data, size);
    line[size] = '\0';
    const char *fault = replay_row_read(line, &row);
    assert(fault ? fault[0] != '\0' : row.at_s >= 0 && row.windows <= REPLAY_WINDOWS_MAX);
    if (!fault)
        assert(strlen(row.branch) < REPLAY_TEXT_BYTES && strlen(row.service) < REPLAY_TEXT_BYTES);
    free(line);
    return 0;
}
