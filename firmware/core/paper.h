// SPDX-License-Identifier: MIT
/* What stands on a piece of paper, line by line, in words that neither a queue nor
 * a printer would have to translate: the one type that slips (core) and printer
 * encoders (drivers) share. Pure data. */
#ifndef LOKET_CORE_PAPER_H
#define LOKET_CORE_PAPER_H

#include <stdbool.h>
#include <stdint.h>

enum { PAPER_LINES_MAX = 80, PAPER_TEXT_BYTES = 160 };

enum paper_kind {
    PAPER_TEXT, /* text, in size, weight and place */
    PAPER_RULE, /* a line across the paper */
    PAPER_GAP,  /* half a text line of white */
    PAPER_QR    /* text as a QR code */
};

enum paper_align { PAPER_LEFT, PAPER_CENTRE };

struct paper_line {
    enum paper_kind kind;
    enum paper_align align;
    uint8_t size; /* 1..8: times the printer's normal character, both ways */
    bool bold;
    char text[PAPER_TEXT_BYTES]; /* UTF-8, already fits: columns / size characters */
};

struct paper {
    struct paper_line line[PAPER_LINES_MAX];
    int count;
};

#endif
