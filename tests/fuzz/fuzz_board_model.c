// SPDX-License-Identifier: MIT
/* Any bytes in: a board or a reason, and a board never breaks its own limits. */
#include <assert.h>
#include <stdint.h>

#include "display/board_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct wall_board board;
    char reason[WALL_REASON_BYTES];
    if (board_model_parse((const char *)data, size, &board, reason)) {
        assert(board.call_count <= WALL_CALLS_MAX && board.desk_count <= WALL_DESKS_MAX);
        assert(board.service_count <= WALL_SERVICES_MAX && board.speed >= 1);
    } else {
        assert(reason[0] != '\0');
    }
    return 0;
}
