// SPDX-License-Identifier: MIT
#include <stdint.h>
#include <stdlib.h>

#include "firmware/content.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t bytes)
{
    static struct content content;
    static struct content_faults faults;
    const bool good = content_parse((const char *)data, bytes, &content, &faults);
    if (good != (faults.count == 0)) /* a refusal has a reason */
        abort();
    if (good && (content.service_count < 1 || content.desk_count < 1))
        abort();
    return 0;
}
