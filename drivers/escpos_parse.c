// SPDX-License-Identifier: MIT
/* Bytes from the printer -> answers. After Epson's rule for telling streams apart: bits 7, 4
 * and the lowest two of the first byte say what it begins. */
#include "drivers/escpos.h"

#include <string.h>

enum {
    XON = 0x11,
    XOFF = 0x13,
    ASB_BYTES = 4,
    BLOCK_REPLY = 0x37, /* 37 22 printed, 37 23 offline, 37 25 cleared */
    BLOCK_POWER = 0x3B,
    BLOCK_OTHER = 0x3D,
    BLOCK_TEXT = 0x5F
};

static bool is_status(uint8_t byte)
{
    return (byte & 0x93) == 0x12;
}

static bool is_asb_first(uint8_t byte)
{
    return (byte & 0x93) == 0x10;
}

static bool is_plain(uint8_t byte) /* GS r, GS I, and the later bytes of ASB */
{
    return (byte & 0x90) == 0x00;
}

static bool is_block_first(uint8_t byte)
{
    return byte == BLOCK_REPLY || byte == BLOCK_POWER || byte == BLOCK_OTHER || byte == BLOCK_TEXT;
}

static bool finish(struct escpos_parser *parser, struct escpos_answer *answer,
                   enum escpos_answer_kind kind, const uint8_t *bytes, size_t count)
{
    memset(answer, 0, sizeof *answer);
    answer->kind = kind;
    memcpy(answer->byte, bytes, count);
    parser->held_bytes = 0;
    return true;
}

static void hold(struct escpos_parser *parser, uint8_t byte)
{
    parser->held[parser->held_bytes++] = byte;
}

static void drop_held(struct escpos_parser *parser)
{
    parser->garbage_bytes += (uint32_t)parser->held_bytes;
    parser->held_bytes = 0;
}

static bool parse_first(struct escpos_parser *parser, uint8_t byte, struct escpos_answer *answer)
{
    if (byte == XON || byte == XOFF)
        return false;
    if (is_status(byte))
        return finish(parser, answer, ESCPOS_ANSWER_STATUS, &byte, 1);
    if (is_plain(byte))
        return finish(parser, answer, ESCPOS_ANSWER_FENCE, &byte, 1);
    if (is_asb_first(byte) || is_block_first(byte))
        hold(parser, byte);
    else
        parser->garbage_bytes++;
    return false;
}

static bool end_block(struct escpos_parser *parser, struct escpos_answer *answer)
{
    const uint8_t *held = parser->held;
    if (held[0] == BLOCK_REPLY && parser->held_bytes == 6 && held[1] == 0x22)
        return finish(parser, answer, ESCPOS_ANSWER_PRINTED, held + 2, 4);
    if (held[0] == BLOCK_REPLY && parser->held_bytes == 2 && held[1] == 0x25)
        return finish(parser, answer, ESCPOS_ANSWER_CLEARED, held, 0);
    return finish(parser, answer, ESCPOS_ANSWER_OTHER, held, 0);
}

static bool parse_block(struct escpos_parser *parser, uint8_t byte, struct escpos_answer *answer)
{
    if (byte == 0)
        return end_block(parser, answer);
    bool printable = byte >= 0x20 && byte < 0x7F;
    if (printable && parser->held_bytes < (int)sizeof parser->held) {
        hold(parser, byte);
        return false;
    }
    drop_held(parser); /* the block broke off: this byte begins something else */
    return parse_first(parser, byte, answer);
}

static bool parse_asb(struct escpos_parser *parser, uint8_t byte, struct escpos_answer *answer)
{
    if (!is_plain(byte)) {
        drop_held(parser);
        return parse_first(parser, byte, answer);
    }
    hold(parser, byte);
    if (parser->held_bytes < ASB_BYTES)
        return false;
    return finish(parser, answer, ESCPOS_ANSWER_ASB, parser->held, ASB_BYTES);
}

bool escpos_parse(struct escpos_parser *parser, uint8_t byte, struct escpos_answer *answer)
{
    if (parser->held_bytes == 0)
        return parse_first(parser, byte, answer);
    if (byte == XON || byte == XOFF)
        return false; /* may stand between the four bytes of ASB */
    return is_block_first(parser->held[0]) ? parse_block(parser, byte, answer)
                                           : parse_asb(parser, byte, answer);
}

/* Bits rather than whole bytes: printers differ in the fixed bits and in how many of the
 * doubled bits they set. */
void escpos_status_merge(int n, uint8_t status, struct escpos_facts *facts)
{
    switch (n) {
    case 1:
        memset(facts, 0, sizeof *facts);
        facts->offline = status & 0x08;
        break;
    case 2:
        facts->cover_open = status & 0x04;
        facts->paper_out |= (status & 0x20) != 0;
        break;
    case 3:
        facts->cutter_error = status & 0x08;
        facts->fatal_error = status & 0x20;
        break;
    case 4:
        facts->paper_out |= (status & 0x60) != 0;
        facts->paper_low = status & 0x0C;
        break;
    default:
        break;
    }
}

void escpos_asb_merge(const uint8_t asb[4], struct escpos_facts *facts)
{
    facts->offline = asb[0] & 0x08;
    facts->cover_open = asb[0] & 0x20;
    facts->cutter_error = asb[1] & 0x08;
    facts->fatal_error = asb[1] & 0x20;
    facts->paper_low = asb[2] & 0x03;
    facts->paper_out = asb[2] & 0x0C;
}
