// SPDX-License-Identifier: MIT
/* Texts of several lines. */
#include <stdio.h>
#include <string.h>

#include "display/scene_build.h"

static size_t character_bytes(const char *text)
{
    size_t bytes = 1;
    while (((unsigned char)text[bytes] & 0xC0) == 0x80) {
        bytes++;
    }
    return bytes;
}

/* Bytes of a word that fit in the width, at least one character. */
static size_t piece_bytes(const struct builder *builder, enum scene_weight weight, int size_px,
                          int width, const char *text)
{
    char piece[SCENE_TEXT_BYTES];
    size_t good = 0;
    while (text[good]) {
        size_t next = good + character_bytes(text + good);
        if (next >= sizeof piece) {
            break;
        }
        memcpy(piece, text, next);
        piece[next] = '\0';
        if (good > 0 && build_width(builder, weight, size_px, piece) > width) {
            break;
        }
        good = next;
    }
    return good;
}

/* Bytes of text that fit in the width, cut at a space when there is one. */
static size_t line_bytes(const struct builder *builder, enum scene_weight weight, int size_px,
                         int width, const char *text)
{
    char line[SCENE_TEXT_BYTES];
    size_t good = 0;
    for (size_t at = 0; at < sizeof line - 1; at++) {
        if (text[at] == ' ' || text[at] == '\0') {
            line[at] = '\0';
            if (at > 0 && build_width(builder, weight, size_px, line) > width) {
                break;
            }
            good = at;
        }
        if (text[at] == '\0') {
            break;
        }
        line[at] = text[at];
    }
    return good > 0 ? good : piece_bytes(builder, weight, size_px, width, text);
}

int build_line_count(const struct builder *builder, int width, struct text_style style,
                     const char *text, int lines_max)
{
    int lines = 0;
    while (text[0] && lines < lines_max) {
        text += line_bytes(builder, style.weight, build_px(builder, style.size), width, text);
        text += strspn(text, " ");
        lines++;
    }
    return lines > 0 ? lines : 1;
}

bool build_lines_fit(const struct builder *builder, int width, struct text_style style,
                     const char *text, int lines_max)
{
    int lines = 0;
    while (text[0]) {
        size_t bytes =
            line_bytes(builder, style.weight, build_px(builder, style.size), width, text);
        text += bytes;
        if (++lines > lines_max || (text[0] && text[0] != ' ')) {
            return false;
        }
        text += strspn(text, " ");
    }
    return true;
}

int build_lines(struct builder *builder, struct scene_box box, struct text_style style,
                const char *text, int lines_max)
{
    /* All lines in one size: the largest at which nothing has to be cut. */
    while (style.size > style.size_min && style.size_min > 0 &&
           !build_lines_fit(builder, box.w, style, text, lines_max)) {
        style.size--;
    }
    style.size_min = lines_max > 1 ? style.size : style.size_min;
    int lines = build_line_count(builder, box.w, style, text, lines_max);
    int line_h = box.h / lines;
    for (int i = 0; i < lines && text[0]; i++) {
        char line[SCENE_TEXT_BYTES];
        size_t bytes = i == lines - 1 ? strlen(text)
                                      : line_bytes(builder, style.weight,
                                                   build_px(builder, style.size), box.w, text);
        snprintf(line, sizeof line, "%.*s", (int)bytes, text);
        struct scene_box place = {box.x, box.y + i * line_h, box.w, line_h};
        build_text(builder, place, style, line);
        text += bytes;
        text += strspn(text, " ");
    }
    return lines;
}

struct message_shape {
    int id_lines, en_lines, id_h, en_h;
};

static struct message_shape shape_of(const struct builder *builder, int width,
                                     const struct message *message, struct words words)
{
    struct message_shape shape = {.id_h = build_px(builder, build_line_height(message->id.size)),
                                  .en_h = build_px(builder, build_line_height(message->en.size))};
    shape.id_lines =
        words.id[0] ? build_line_count(builder, width, message->id, words.id, message->lines_max)
                    : 0;
    shape.en_lines =
        words.en[0] ? build_line_count(builder, width, message->en, words.en, message->lines_max)
                    : 0;
    int h = shape.id_lines * shape.id_h + shape.en_lines * shape.en_h;
    if (shape.id_lines > 0 && (shape.id_lines + shape.en_lines > message->lines_max + 1 ||
                               (message->height_max > 0 && h > message->height_max))) {
        shape.en_lines = 0; /* the room belongs to Indonesian first */
    }
    return shape;
}

int build_message_height(const struct builder *builder, int width, const struct message *message,
                         struct words words)
{
    struct message_shape shape = shape_of(builder, width, message, words);
    return shape.id_lines * shape.id_h + shape.en_lines * shape.en_h;
}

void build_message(struct builder *builder, struct scene_box box, const struct message *message,
                   struct words words)
{
    struct message_shape shape = shape_of(builder, box.w, message, words);
    int id_h = shape.id_lines * shape.id_h, en_h = shape.en_lines * shape.en_h;
    int y = box.y + (box.h - id_h - en_h) / 2;
    if (id_h > 0) {
        build_lines(builder, (struct scene_box){box.x, y, box.w, id_h}, message->id, words.id,
                    shape.id_lines);
    }
    if (en_h > 0) {
        build_lines(builder, (struct scene_box){box.x, y + id_h, box.w, en_h}, message->en,
                    words.en, shape.en_lines);
    }
}
