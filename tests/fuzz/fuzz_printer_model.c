// SPDX-License-Identifier: MIT
/* The model prints whatever bytes come, as text at least. */
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "drivers/sim/model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void on_slip(void *context, const struct model_slip *slip)
{
    model_slip_text(slip, 48, context, 4096);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct model model;
    static char text[4096];
    uint8_t reply[16];
    memset(&model, 0, sizeof model);
    model.context = text;
    model.slip = on_slip;
    model_init(&model, 576);
    for (size_t i = 0; i < size; i++) {
        model_receive(&model, data[i]);
        model_run(&model, (double)i * 1000);
        model_take_replies(&model, reply, sizeof reply);
    }
    return 0;
}
