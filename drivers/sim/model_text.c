// SPDX-License-Identifier: MIT
/* A slip as plain text. */
#include <stdio.h>
#include <string.h>

#include "drivers/sim/model.h"

enum { BLANK_LINE_DOTS = 24, LINE_DRAWING = 0x2500 };

struct writer {
    char *text;
    size_t room, length;
};

static void put(struct writer *writer, const char *data, size_t bytes)
{
    for (size_t i = 0; i < bytes; i++, writer->length++) {
        if (writer->length + 1 < writer->room)
            writer->text[writer->length] = data[i];
    }
}

static void put_code(struct writer *writer, uint16_t code)
{
    char utf8[3];
    if (code < 0x80) {
        utf8[0] = (char)code;
        put(writer, utf8, 1);
    } else if (code < 0x800) {
        utf8[0] = (char)(0xC0 | code >> 6);
        utf8[1] = (char)(0x80 | (code & 0x3F));
        put(writer, utf8, 2);
    } else {
        utf8[0] = (char)(0xE0 | code >> 12);
        utf8[1] = (char)(0x80 | (code >> 6 & 0x3F));
        utf8[2] = (char)(0x80 | (code & 0x3F));
        put(writer, utf8, 3);
    }
}

/* A line of one drawing character is a rule: shown as wide as it is on paper. */
static bool is_rule(const struct model_row *row)
{
    uint16_t code = row->cell[0].code;
    if (row->cells < 4 || (code != LINE_DRAWING && code != '-' && code != '_' && code != '='))
        return false;
    for (int i = 1; i < row->cells; i++) {
        if (row->cell[i].code != code)
            return false;
    }
    return true;
}

static void put_text_row(struct writer *writer, const struct model_row *row, int columns)
{
    int cells = row->cells;
    while (cells > 0 && row->cell[cells - 1].code == ' ')
        cells--;
    int times = is_rule(row) ? row->cell[0].wide : 1;
    int pad = row->align == 0 ? 0 : columns - cells * times;
    if (row->align == 1)
        pad /= 2;
    for (int i = 0; i < pad; i++)
        put(writer, " ", 1);
    for (int i = 0; i < cells; i++) {
        for (int k = 0; k < times; k++)
            put_code(writer, row->cell[i].code);
    }
}

size_t model_slip_text(const struct model_slip *slip, int columns, char *text, size_t bytes)
{
    struct writer writer = {.text = text, .room = bytes};
    for (int i = 0; i < slip->rows; i++) {
        const struct model_row *row = &slip->row[i];
        char image[64];
        switch (row->kind) {
        case ROW_TEXT:
            put_text_row(&writer, row, columns);
            break;
        case ROW_FEED:
            if (row->feed_dots < BLANK_LINE_DOTS)
                continue;
            break;
        case ROW_IMAGE:
            snprintf(image, sizeof image, "[image %dx%d]", row->width_bytes * 8, row->image_rows);
            put(&writer, image, strlen(image));
            break;
        case ROW_QR:
            put(&writer, "[QR] ", 5);
            put(&writer, (const char *)slip->arena + row->arena_at, row->arena_bytes);
            break;
        }
        put(&writer, "\n", 1);
    }
    if (bytes > 0)
        text[writer.length < bytes ? writer.length : bytes - 1] = '\0';
    return writer.length;
}
