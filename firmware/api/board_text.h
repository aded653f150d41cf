// SPDX-License-Identifier: MIT
/* The board as the text of an answer. Many may ask for it: it is made after a change, and at least
 * once a second for what changes with time alone; in between only its clock moves on. */
#ifndef LOKET_API_BOARD_TEXT_H
#define LOKET_API_BOARD_TEXT_H

#include "firmware/kiosk.h"

struct board_text {
    char *text; /* malloc'd JSON, NULL = must be made */
    size_t bytes;
    char *clock; /* the digits of utc_ms in it */
    size_t clock_bytes;
    int64_t made_mono_ms;
    uint32_t look; /* kiosk_look it was made at */
};

/* The board of now, until the next call; NULL when out of memory. */
const char *board_text_now(struct board_text *board, const struct kiosk *kiosk, size_t *bytes);
/* Lets go of the text. */
void board_text_forget(struct board_text *board);

#endif
