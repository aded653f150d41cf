// SPDX-License-Identifier: MIT
/* Paper -> bytes. Few bytes are speed here: at 19200 baud a byte costs half a millisecond, so
 * modes are sent only when they change, and always from a state that init has made known. */
#include "drivers/escpos.h"

#include <string.h>

enum {
    LF = 0x0A,
    ESC = 0x1B,
    FS = 0x1C,
    GS = 0x1D,
    LINE_DRAWING = 0xC4, /* the same in code pages 437, 850, 852 and 858 */
    QR_DOTS = 200,       /* about 25 mm: read by any telephone at arm's length */
    SIZE_MAX_TIMES = 8,
    GAP_DOTS = 0x0F
};

struct encoder {
    const struct escpos_profile *profile;
    int width_dots;
    uint8_t *out;
    size_t room, bytes;
    /* what the printer is set to */
    enum paper_align align;
    uint8_t size; /* n of GS ! or ESC ! */
    bool bold;
};

static void put(struct encoder *encoder, const void *data, size_t bytes)
{
    if (encoder->bytes + bytes <= encoder->room)
        memcpy(encoder->out + encoder->bytes, data, bytes);
    encoder->bytes += bytes;
}

static void put_byte(struct encoder *encoder, uint8_t byte)
{
    put(encoder, &byte, 1);
}

static void put3(struct encoder *encoder, uint8_t a, uint8_t b, uint8_t c)
{
    uint8_t command[] = {a, b, c};
    put(encoder, command, sizeof command);
}

static void set_align(struct encoder *encoder, enum paper_align align)
{
    if (align != encoder->align)
        put3(encoder, ESC, 'a', align == PAPER_CENTRE ? 1 : 0);
    encoder->align = align;
}

static uint8_t clamp_times(int times)
{
    return (uint8_t)(times < 1 ? 1 : times > SIZE_MAX_TIMES ? SIZE_MAX_TIMES : times);
}

/* ESC ! sets size and bold at once, so printers that know only it never get ESC E. */
static void set_style(struct encoder *encoder, int wide, int high, bool bold)
{
    if (encoder->profile->size_gs) {
        uint8_t size = (uint8_t)((clamp_times(wide) - 1) << 4 | (clamp_times(high) - 1));
        if (size != encoder->size)
            put3(encoder, GS, '!', size);
        if (bold != encoder->bold)
            put3(encoder, ESC, 'E', bold);
        encoder->size = size;
    } else {
        uint8_t mode = (uint8_t)((wide > 1 ? 0x20 : 0) | (high > 1 ? 0x10 : 0) | (bold ? 0x08 : 0));
        if (mode != encoder->size)
            put3(encoder, ESC, '!', mode);
        encoder->size = mode;
    }
    encoder->bold = bold;
}

/* U+00A0..U+00FF in code page 858. */
static const uint8_t latin1_to_858[96] = {
    0xFF, 0xAD, 0xBD, 0x9C, 0xCF, 0xBE, 0xDD, 0xF5, 0xF9, 0xB8, 0xA6, 0xAE, 0xAA, 0xF0, 0xA9, 0xEE,
    0xF8, 0xF1, 0xFD, 0xFC, 0xEF, 0xE6, 0xF4, 0xFA, 0xF7, 0xFB, 0xA7, 0xAF, 0xAC, 0xAB, 0xF3, 0xA8,
    0xB7, 0xB5, 0xB6, 0xC7, 0x8E, 0x8F, 0x92, 0x80, 0xD4, 0x90, 0xD2, 0xD3, 0xDE, 0xD6, 0xD7, 0xD8,
    0xD1, 0xA5, 0xE3, 0xE0, 0xE2, 0xE5, 0x99, 0x9E, 0x9D, 0xEB, 0xE9, 0xEA, 0x9A, 0xED, 0xE8, 0xE1,
    0x85, 0xA0, 0x83, 0xC6, 0x84, 0x86, 0x91, 0x87, 0x8A, 0x82, 0x88, 0x89, 0x8D, 0xA1, 0x8C, 0x8B,
    0xD0, 0xA4, 0x95, 0xA2, 0x93, 0xE4, 0x94, 0xF6, 0x9B, 0x97, 0xA3, 0x96, 0x81, 0xEC, 0xE7, 0x98};

/* The nearest ASCII of U+00A0..U+00FF, one character each. */
static const char latin1_to_ascii[] = " !cLoY|S\"Ca<--R-o+23'uP.,1o>???\?"
                                      "AAAAAAACEEEEIIIIDNOOOOOxOUUUUYTs"
                                      "aaaaaaaceeeeiiiidnooooo/ouuuuyty";

struct fallback {
    uint32_t from;
    const char *to;
};

static const struct fallback fallbacks[] = {
    {0x2010, "-"}, {0x2011, "-"},   {0x2012, "-"},   {0x2013, "-"},  {0x2014, "-"},
    {0x2015, "-"}, {0x2018, "'"},   {0x2019, "'"},   {0x201C, "\""}, {0x201D, "\""},
    {0x2022, "*"}, {0x2026, "..."}, {0x202F, " "},   {0x2009, " "},  {0x20AC, "EUR"},
    {0x2192, ">"}, {0x2190, "<"},   {0x2212, "-"},   {0x2264, "<="}, {0x2265, ">="},
    {0x2500, "-"}, {0x2610, "[ ]"}, {0x2611, "[x]"}, {0x2713, "v"}};

/* The next code point of a UTF-8 string; a broken sequence is U+FFFD, one byte long. */
static uint32_t next_code_point(const char **text)
{
    const uint8_t *s = (const uint8_t *)*text;
    int more = s[0] < 0x80 ? 0 : s[0] >= 0xF0 ? 3 : s[0] >= 0xE0 ? 2 : s[0] >= 0xC0 ? 1 : -1;
    uint32_t code = more <= 0 ? s[0] : s[0] & (0x3F >> more);
    for (int i = 1; i <= more; i++) {
        if ((s[i] & 0xC0) != 0x80)
            more = -1;
        else
            code = code << 6 | (s[i] & 0x3F);
    }
    *text += more < 0 ? 1 : more + 1;
    return more < 0 ? 0xFFFD : code;
}

static void put_character(struct encoder *encoder, uint32_t code)
{
    bool paged = encoder->profile->code_page >= 0;
    if (code < 0x20 || code == 0x7F)
        return; /* text never carries commands */
    if (code < 0x7F) {
        put_byte(encoder, (uint8_t)code);
        return;
    }
    if (code >= 0xA0 && code <= 0xFF) {
        put_byte(encoder,
                 paged ? latin1_to_858[code - 0xA0] : (uint8_t)latin1_to_ascii[code - 0xA0]);
        return;
    }
    for (size_t i = 0; i < sizeof fallbacks / sizeof fallbacks[0]; i++) {
        if (fallbacks[i].from == code) {
            put(encoder, fallbacks[i].to, strlen(fallbacks[i].to));
            return;
        }
    }
    put_byte(encoder, '?');
}

static void encode_text(struct encoder *encoder, const struct paper_line *line)
{
    set_align(encoder, line->align);
    set_style(encoder, line->size, line->size, line->bold);
    for (const char *text = line->text; *text != '\0';)
        put_character(encoder, next_code_point(&text));
    put_byte(encoder, LF);
}

/* A line-drawing character as wide as the printer can make it: about ten bytes, where the
 * same line in normal characters takes 48 and as a raster 80. */
static void encode_rule(struct encoder *encoder)
{
    int columns = escpos_columns(encoder->profile, encoder->width_dots);
    int wide = encoder->profile->size_gs ? SIZE_MAX_TIMES : 2;
    while (columns % wide != 0)
        wide--;
    set_style(encoder, wide, 1, encoder->bold);
    for (int i = 0; i < columns / wide; i++)
        put_byte(encoder, encoder->profile->code_page >= 0 ? LINE_DRAWING : '-');
    put_byte(encoder, LF);
}

/* Modules along one side of the QR code that holds so many bytes at level M (ISO 18004). */
static int qr_modules(size_t bytes)
{
    static const uint8_t capacity[] = {14, 26, 42, 62, 84, 106, 122, 152, 180};
    int version = 1;
    while (version <= (int)sizeof capacity && bytes > capacity[version - 1])
        version++;
    return 17 + 4 * version;
}

/* GS ( k: model 2, module size, level M, store, print. */
static void encode_qr(struct encoder *encoder, const struct paper_line *line)
{
    uint8_t data[PAPER_TEXT_BYTES];
    size_t bytes = 0;
    for (const char *text = line->text; *text != '\0'; text++) {
        if ((uint8_t)*text >= 0x20) /* nothing here may look like a real-time command */
            data[bytes++] = (uint8_t)*text;
    }
    if (!encoder->profile->qr || bytes == 0)
        return;
    int module_dots = QR_DOTS / qr_modules(bytes);
    const uint8_t before[] = {GS,
                              '(',
                              'k',
                              4,
                              0,
                              '1',
                              'A',
                              '2',
                              0,
                              GS,
                              '(',
                              'k',
                              3,
                              0,
                              '1',
                              'C',
                              clamp_times(module_dots),
                              GS,
                              '(',
                              'k',
                              3,
                              0,
                              '1',
                              'E',
                              '1',
                              GS,
                              '(',
                              'k',
                              (uint8_t)(bytes + 3),
                              0,
                              '1',
                              'P',
                              '0'};
    const uint8_t after[] = {GS, '(', 'k', 3, 0, '1', 'Q', '0'};
    set_align(encoder, line->align);
    put(encoder, before, sizeof before);
    put(encoder, data, bytes);
    put(encoder, after, sizeof after);
}

static void encode_line(struct encoder *encoder, const struct paper_line *line)
{
    switch (line->kind) {
    case PAPER_TEXT:
        encode_text(encoder, line);
        break;
    case PAPER_RULE:
        encode_rule(encoder);
        break;
    case PAPER_GAP:
        put3(encoder, ESC, 'J', GAP_DOTS);
        break;
    case PAPER_QR:
        encode_qr(encoder, line);
        break;
    }
}

/* Init forgets every mode but neither Kanji mode (Chinese printers wake up in it) nor, on
 * some printers, the code page: both are always sent. */
static void encode_start(struct encoder *encoder)
{
    const uint8_t start[] = {ESC, '@', FS, '.'};
    put(encoder, start, sizeof start);
    if (encoder->profile->code_page >= 0)
        put3(encoder, ESC, 't', (uint8_t)encoder->profile->code_page);
    if (encoder->width_dots != encoder->profile->width_dots) {
        put3(encoder, GS, 'W', (uint8_t)encoder->width_dots);
        put_byte(encoder, (uint8_t)(encoder->width_dots >> 8));
    }
}

size_t escpos_encode(const struct escpos_profile *profile, int width_dots,
                     const struct paper *paper, uint8_t *out, size_t bytes)
{
    struct encoder encoder = {.profile = profile, .out = out, .room = bytes};
    encoder.width_dots = width_dots > 0 ? width_dots : profile->width_dots;
    if ((encoder.width_dots & 0xFF) == 0x10)
        encoder.width_dots--; /* 10 04 or 10 05 in GS W would be a real-time command */
    encode_start(&encoder);
    for (int i = 0; i < paper->count && i < PAPER_LINES_MAX; i++)
        encode_line(&encoder, &paper->line[i]);
    put(&encoder, profile->cut, (size_t)profile->cut_bytes);
    return encoder.bytes;
}
