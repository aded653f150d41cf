// SPDX-License-Identifier: MIT
/* A model of an ESC/POS printer: receive buffer, command parser, paper, cover, cutter and
 * status replies. Written from the printer's side of the reference, independently of the
 * encoder in drivers/escpos.c. Pure: the caller moves bytes and passes the time
 * (CLOCK_MONOTONIC, ms). Harsh where real printers are: wakes up in Kanji mode, obeys
 * real-time commands inside image data, stops processing (but not answering) when offline. */
#ifndef LOKET_DRIVERS_SIM_MODEL_H
#define LOKET_DRIVERS_SIM_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    MODEL_BUFFER_BYTES = 4096,
    MODEL_BUSY_BYTES = 128, /* room left at which the printer holds the line */
    MODEL_REPLY_BYTES = 512,
    MODEL_CELLS_MAX = 96,
    MODEL_ROWS_MAX = 320,
    MODEL_ARENA_BYTES = 65536, /* images and QR payloads of one slip */
    MODEL_ARGS_MAX = 8
};

enum { CELL_BOLD = 1, CELL_UNDERLINE = 2, CELL_REVERSE = 4, CELL_FONT_B = 8 };

struct model_cell {
    uint16_t code;      /* Unicode */
    uint8_t wide, high; /* 1..8 */
    uint8_t flags;
};

enum model_row_kind { ROW_TEXT, ROW_FEED, ROW_IMAGE, ROW_QR };

/* One thing on the paper, from top to bottom. */
struct model_row {
    enum model_row_kind kind;
    uint8_t align;      /* 0 left, 1 centre, 2 right */
    uint16_t feed_dots; /* height on the paper */
    uint16_t cells;     /* ROW_TEXT */
    struct model_cell cell[MODEL_CELLS_MAX];
    uint32_t arena_at, arena_bytes; /* ROW_IMAGE: rows of width_bytes; ROW_QR: payload */
    uint16_t width_bytes, image_rows;
    uint8_t wide, high; /* image: dots per dot; QR: dots per module (wide), level 0..3 (high) */
};

struct model_slip {
    int rows;
    struct model_row row[MODEL_ROWS_MAX];
    uint8_t arena[MODEL_ARENA_BYTES];
    size_t arena_bytes;
};

enum model_paper { MODEL_PAPER_OK, MODEL_PAPER_NEAR_END, MODEL_PAPER_OUT };

struct model_style {
    uint8_t wide, high, flags, align, line_dots, code_page;
    bool kanji;
};

struct model {
    int width_dots;
    double dots_per_ms; /* print speed */
    double cut_ms;
    void *context;
    void (*slip)(void *context, const struct model_slip *slip); /* a slip was cut off */

    enum model_paper paper;
    bool cover_open, cutter_jammed;

    uint8_t buffer[MODEL_BUFFER_BYTES];
    size_t head, used;
    uint8_t held[10]; /* the beginning of what may be a real-time command */
    int held_bytes;
    uint8_t reply[MODEL_REPLY_BYTES];
    size_t replies;
    double busy_until_ms;

    /* command parser */
    uint8_t command[3 + MODEL_ARGS_MAX];
    int command_bytes;
    uint32_t payload_left, payload_bytes; /* of the block being read */
    uint8_t payload_head[4];              /* its first bytes: function and options */
    uint8_t fence_id[4];
    uint16_t kanji_lead;

    struct model_style style;
    uint8_t asb;
    uint8_t qr_module_dots, qr_level;
    uint8_t qr[512];
    size_t qr_bytes;
    struct model_row line;  /* not yet printed */
    uint16_t line_x;        /* dots */
    struct model_slip page; /* printed, not yet cut */
    bool inked;
    bool cutting; /* the blade moves until busy_until_ms */

    uint32_t unknown_bytes, bytes_received, slips, realtime_commands;
};

/* Fills zeroed memory: powered on, paper in, online. */
void model_init(struct model *model, int width_dots);
/* As switching it off and on: buffer, modes and replies are gone, paper stays. */
void model_power_cycle(struct model *model);
/* Bytes the printer takes before it holds the line. */
size_t model_room(const struct model *model);
/* One byte arrives. Real-time commands are obeyed here. */
void model_receive(struct model *model, uint8_t byte);
/* Works through the buffer until it is empty, the mechanism is busy or the printer offline. */
void model_run(struct model *model, double now_ms);
/* When model_run has something to do next; a negative value: nothing to do. */
double model_due_ms(const struct model *model);
/* Takes up to `bytes` replies; returns how many. */
size_t model_take_replies(struct model *model, uint8_t *data, size_t bytes);

void model_set_paper(struct model *model, enum model_paper paper);
void model_set_cover(struct model *model, bool open);
void model_set_cutter(struct model *model, bool jammed);
bool model_offline(const struct model *model);

/* The slip as plain text, `columns` normal characters wide; returns the length that was
 * needed, as snprintf does. Images as "[image WxH]", QR codes as "[QR] payload". */
size_t model_slip_text(const struct model_slip *slip, int columns, char *text, size_t bytes);

#endif
