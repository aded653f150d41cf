// SPDX-License-Identifier: MIT
#include "drivers/escpos.h"

#include <string.h>

/* Bytes that feed the slip to the blade, cut it and, where there is a presenter, hand it out. */
static const uint8_t cut_feed_partial[] = {0x1D, 0x56, 0x42, 0x00}; /* GS V 66 0 */
/* Custom KPM150 / Pyramid Reliance: ESC i cuts and adds the missing paper itself; GS e 5 lets
 * the presenter push the slip out. */
static const uint8_t cut_then_eject[] = {0x1B, 0x69, 0x1D, 0x65, 0x05};
/* No blade: four lines carry the last text over the tear bar. */
static const uint8_t feed_to_tear_bar[] = {0x1B, 0x64, 0x04};

static const struct escpos_profile table[] = {
    {
        /* Epson ESC/POS reference: DLE EOT, GS ( H fn 48, DLE DC4 fn 8 (TM-T88IV and later,
         * T20, T70, T82, m-series, P-series); ESC t 19 = PC858. */
        .name = "epson-tm",
        .description = "Epson TM-T88IV and later, TM-T20/T70/T82/m30/m50, 80 mm",
        .width_dots = 576,
        .dots_per_column = 12,
        .code_page = 0x13,
        .status = ESCPOS_STATUS_DLE_EOT,
        .fence = ESCPOS_FENCE_PRINTED,
        .size_gs = true,
        .qr = true,
        .realtime_clear = true,
        .cut = cut_feed_partial,
        .cut_bytes = sizeof cut_feed_partial,
    },
    {
        /* Epson TM-T88III specification: 512 dots at 180 dpi, no GS ( H, no GS ( k. */
        .name = "epson-tm-old",
        .description = "Epson TM-T88III and older, 80 mm at 180 dpi",
        .width_dots = 512,
        .dots_per_column = 12,
        .code_page = 0x13,
        .status = ESCPOS_STATUS_DLE_EOT,
        .fence = ESCPOS_FENCE_PROCESSED,
        .size_gs = true,
        .cut = cut_feed_partial,
        .cut_bytes = sizeof cut_feed_partial,
    },
    {
        /* Citizen CT-S280/CT-S2000 command reference: ESC t 2 = 858, GS r, GS ( k. */
        .name = "citizen",
        .description = "Citizen CT-S series, 80 mm",
        .width_dots = 576,
        .dots_per_column = 12,
        .code_page = 0x02,
        .status = ESCPOS_STATUS_DLE_EOT,
        .fence = ESCPOS_FENCE_PROCESSED,
        .size_gs = true,
        .qr = true,
        .cut = cut_feed_partial,
        .cut_bytes = sizeof cut_feed_partial,
    },
    {
        /* CSN-A2 family as driven by Adafruit's and edrosten's open drivers: receive buffer of
         * 256 bytes and no way to hold the host, so GS r after each slice is the credit. Two
         * slices are on their way at most. No DLE EOT, ESC ! sizes only, no blade. */
        .name = "ttl-58",
        .description = "58 mm TTL panel printers (CSN-A2 and kin), 384 dots, tear bar",
        .width_dots = 384,
        .dots_per_column = 12,
        .code_page = 0x13,
        .status = ESCPOS_STATUS_NONE,
        .fence = ESCPOS_FENCE_PROCESSED,
        .cut = feed_to_tear_bar,
        .cut_bytes = sizeof feed_to_tear_bar,
        .slice_bytes = 112,
    },
    {
        /* Custom KPM150/KPM216 and VKP80 command references, Pyramid Reliance manual: DLE EOT,
         * GS r, GS !, ESC i total cut, GS e presenter. Their QR command is another one. */
        .name = "kiosk-presenter",
        .description = "Custom KPM/VKP and alike kiosk printers with a presenter, 80 mm",
        .width_dots = 576,
        .dots_per_column = 12,
        .code_page = 0x13,
        .status = ESCPOS_STATUS_DLE_EOT,
        .fence = ESCPOS_FENCE_PROCESSED,
        .size_gs = true,
        .cut = cut_then_eject,
        .cut_bytes = sizeof cut_then_eject,
    },
    {
        /* Only what nearly every ESC/POS printer of the last twenty years does; ASCII only,
         * because the number of a code page is each vendor's own. */
        .name = "generic",
        .description = "any 80 mm ESC/POS printer with status replies",
        .width_dots = 576,
        .dots_per_column = 12,
        .code_page = -1,
        .status = ESCPOS_STATUS_DLE_EOT,
        .fence = ESCPOS_FENCE_PROCESSED,
        .size_gs = true,
        .cut = cut_feed_partial,
        .cut_bytes = sizeof cut_feed_partial,
    },
    {
        /* One-way lines: USB printer nodes, files, cables without a way back. */
        .name = "generic-silent",
        .description = "any 80 mm ESC/POS printer that cannot answer",
        .width_dots = 576,
        .dots_per_column = 12,
        .code_page = -1,
        .status = ESCPOS_STATUS_NONE,
        .fence = ESCPOS_FENCE_NONE,
        .size_gs = true,
        .cut = cut_feed_partial,
        .cut_bytes = sizeof cut_feed_partial,
    },
};

enum { ROWS = sizeof table / sizeof table[0] };

const struct escpos_profile *escpos_profile_at(int i)
{
    return i >= 0 && i < ROWS ? &table[i] : NULL;
}

const struct escpos_profile *escpos_profile_find(const char *name)
{
    for (int i = 0; i < ROWS; i++) {
        if (strcmp(table[i].name, name) == 0)
            return &table[i];
    }
    return NULL;
}

int escpos_columns(const struct escpos_profile *profile, int width_dots)
{
    return (width_dots > 0 ? width_dots : profile->width_dots) / profile->dots_per_column;
}
