// SPDX-License-Identifier: MIT
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/config.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    struct config config;
    char error[CONFIG_ERROR_BYTES] = "";
    char *text = malloc(bytes + 1);
    if (!text)
        return 0;
    memcpy(text, data, bytes);
    text[bytes] = 0;
    const bool accepted = config_parse("fuzz", text, &config, error);
    if (accepted != (error[0] == 0)) /* a refusal has a reason */
        abort();
    free(text);
    return 0;
}
