// SPDX-License-Identifier: MIT
#include "firmware/api/board_text.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/api/json.h"

enum { AGE_MAX_MS = 1000 };

static void make(struct board_text *board, const struct kiosk *kiosk)
{
    static const char clock[] = "\"clock\":{\"utc_ms\":";
    json_t *json = json_board(kiosk);
    board->text = json_dumps(json, JSON_COMPACT);
    json_decref(json);
    if (!board->text)
        return;
    char *found = strstr(board->text, clock);
    board->bytes = strlen(board->text);
    board->clock = found ? found + strlen(clock) : board->text;
    board->clock_bytes = strspn(board->clock, "0123456789");
    board->made_mono_ms = clock_mono_ms();
    board->look = kiosk_look(kiosk);
}

const char *board_text_now(struct board_text *board, const struct kiosk *kiosk, size_t *bytes)
{
    char digits[24];
    int count = snprintf(digits, sizeof digits, "%lld", (long long)kiosk_now_ms(kiosk));
    bool good = board->text && board->look == kiosk_look(kiosk) &&
                clock_mono_ms() - board->made_mono_ms < AGE_MAX_MS &&
                (size_t)count == board->clock_bytes;
    if (good) {
        memcpy(board->clock, digits, board->clock_bytes);
    } else {
        board_text_forget(board);
        make(board, kiosk);
    }
    *bytes = board->bytes;
    return board->text;
}

void board_text_forget(struct board_text *board)
{
    free(board->text);
    *board = (struct board_text){.text = NULL};
}
