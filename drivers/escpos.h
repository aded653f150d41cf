// SPDX-License-Identifier: MIT
/* ESC/POS: paper lines -> bytes; status bytes -> facts; what printers differ in, as a
 * table. Pure. Byte sequences after Epson's ESC/POS reference and the vendors' manuals
 * named beside each row. */
#ifndef LOKET_DRIVERS_ESCPOS_H
#define LOKET_DRIVERS_ESCPOS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "firmware/core/paper.h"

enum escpos_status {                        /* how a printer tells how it is */
                     ESCPOS_STATUS_DLE_EOT, /* real time, 10 04 n */
                     ESCPOS_STATUS_NONE     /* it cannot: assumed ready, jobs end unconfirmed */
};

enum escpos_fence {                         /* how a printer tells that a job is done */
                    ESCPOS_FENCE_PRINTED,   /* GS ( H fn 48: after it was printed */
                    ESCPOS_FENCE_PROCESSED, /* GS r 1: after it was processed */
                    ESCPOS_FENCE_NONE
};

struct escpos_profile {
    const char *name;
    const char *description;
    int width_dots;
    int dots_per_column; /* of the normal character, font A */
    int code_page;       /* n of ESC t for code page 858 or the nearest; -1 = do not send */
    enum escpos_status status;
    enum escpos_fence fence;
    bool size_gs;        /* GS ! (else ESC ! only: double height/width) */
    bool qr;             /* GS ( k */
    bool realtime_clear; /* DLE DC4 fn 8 clears the buffers and answers 37 25 00 */
    const uint8_t *cut;  /* feed to the blade and cut, then present if it has a presenter */
    int cut_bytes;
    int slice_bytes; /* most bytes sent before looking for an answer; 0 = as many as the line takes
                      */
};

/* NULL when there is no such row. */
const struct escpos_profile *escpos_profile_find(const char *name);
/* Row i of the table, NULL past its end. */
const struct escpos_profile *escpos_profile_at(int i);

/* The whole job except the fence: init, code page, lines, cut. Returns the bytes needed;
 * when that exceeds `bytes`, nothing useful is in out. width_dots 0 = the profile's. Characters
 * that the code page lacks become their nearest ASCII. The result contains no DLE EOT,
 * DLE ENQ or DLE DC4 sequence by accident. */
size_t escpos_encode(const struct escpos_profile *profile, int width_dots,
                     const struct paper *paper, uint8_t *out, size_t bytes);

/* Columns of normal characters on that width. */
int escpos_columns(const struct escpos_profile *profile, int width_dots);

/* What the printer says about itself. */
struct escpos_facts {
    bool offline, cover_open, paper_out, paper_low, cutter_error, fatal_error;
};

/* One answer found in the stream. */
enum escpos_answer_kind {
    ESCPOS_ANSWER_STATUS,  /* one DLE EOT byte: status */
    ESCPOS_ANSWER_ASB,     /* four bytes */
    ESCPOS_ANSWER_FENCE,   /* GS r byte */
    ESCPOS_ANSWER_PRINTED, /* 37 22 id id id id 00: id */
    ESCPOS_ANSWER_CLEARED, /* 37 25 00 */
    ESCPOS_ANSWER_OTHER    /* another block: ignored */
};

struct escpos_answer {
    enum escpos_answer_kind kind;
    uint8_t byte[4]; /* status: [0]; ASB: 4; printed: the id */
};

/* Cuts a stream of received bytes into answers; garbage is skipped and counted. Some printers
 * answer DLE EOT without its fixed bits: such a byte comes out as FENCE, and the caller, who
 * knows what was asked, takes it for the status.
 * Zeroed memory is a fresh parser. */
struct escpos_parser {
    uint8_t held[80];
    int held_bytes;
    uint32_t garbage_bytes;
};

/* Consumes one byte; true when *answer is complete. */
bool escpos_parse(struct escpos_parser *parser, uint8_t byte, struct escpos_answer *answer);

/* Merges the answer to DLE EOT n (1..4) into facts. n = 1 begins a new round: it clears
 * what the round before said. */
void escpos_status_merge(int n, uint8_t status, struct escpos_facts *facts);
void escpos_asb_merge(const uint8_t asb[4], struct escpos_facts *facts);

#endif
