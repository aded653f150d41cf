// SPDX-License-Identifier: MIT
/* The colours of the wall, 0xRRGGBB. Every text keeps at least 7:1 on its ground (WCAG
 * AAA); tests/unit/test_wall.c computes it from this table. */
#ifndef LOKET_DISPLAY_PALETTE_H
#define LOKET_DISPLAY_PALETTE_H

enum palette {
    PALETTE_STAGE = 0x00443B,
    PALETTE_ON_STAGE = 0xFFFFFF,
    PALETTE_STAGE_LABEL = 0xBFE3D6,
    PALETTE_STAGE_BAR = 0x5C9C8D, /* of a chart; no text */
    PALETTE_INK = 0x0E1F1B,
    PALETTE_QUIET = 0x4A5A55,        /* on panels */
    PALETTE_QUIET_GROUND = 0x3D4A46, /* on the ground */
    PALETTE_GROUND = 0xEEF1EC,
    PALETTE_PANEL = 0xFFFFFF,
    PALETTE_RULE = 0xDDE3DE,       /* hair lines */
    PALETTE_MARK_INK = 0x10201C,   /* number inside a desk mark */
    PALETTE_MARK_PLAIN = 0xDDE3DE, /* desk that the board does not list */
    PALETTE_MARK_OFF = 0xCBD3CE,   /* desk that is not open */
    PALETTE_BAR = 0x0E1F1B,
    PALETTE_ON_BAR = 0xFFFFFF,
    PALETTE_BAR_QUIET = 0xC9D6D1,
    PALETTE_BAR_ACCENT = 0xFFD166,
    PALETTE_BAND = 0xFFD166, /* the kiosk cannot give tickets */
    PALETTE_ON_BAND = 0x0E1F1B,
    PALETTE_LOST = 0x6E2314, /* the picture may be old */
    PALETTE_ON_LOST = 0xFFFFFF,
    PALETTE_LOST_QUIET = 0xF6DDD6,
    PALETTE_NIGHT = 0x03100D, /* branch closed: few lit pixels */
    PALETTE_ON_NIGHT = 0xA9C4BA,
    PALETTE_NIGHT_QUIET = 0x8AA89C,
    PALETTE_NIGHT_LOST = 0xD8A08F,
};

#endif
