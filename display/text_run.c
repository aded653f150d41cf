// SPDX-License-Identifier: MIT
#include "display/text_run.h"

#include <string.h>

uint32_t text_run_next(const char **text)
{
    const unsigned char *at = (const unsigned char *)*text;
    if (at[0] == 0) {
        return 0;
    }
    int more = at[0] >= 0xF0 ? 3 : at[0] >= 0xE0 ? 2 : at[0] >= 0xC0 ? 1 : 0;
    uint32_t character = more == 0 ? at[0] : at[0] & (0x3Fu >> more);
    int used = 1;
    for (; used <= more && (at[used] & 0xC0) == 0x80; used++) {
        character = character << 6 | (at[used] & 0x3F);
    }
    *text += used;
    return character;
}

struct range {
    uint32_t first, last;
};

bool text_run_is_ignorable(uint32_t character)
{
    static const struct range ranges[] = {{0x00AD, 0x00AD}, {0x034F, 0x034F}, {0x061C, 0x061C},
                                          {0x200B, 0x200F}, {0x202A, 0x202E}, {0x2060, 0x206F},
                                          {0xFE00, 0xFE0F}, {0xFEFF, 0xFEFF}, {0xE0000, 0xE01EF}};
    for (size_t i = 0; i < sizeof ranges / sizeof ranges[0]; i++) {
        if (character >= ranges[i].first && character <= ranges[i].last) {
            return true;
        }
    }
    return false;
}

/* The scripts that a shaper must be told; Han and Kana need no shaping. */
static const char *script_of(uint32_t character)
{
    static const struct {
        uint32_t first, last;
        const char *tag;
    } scripts[] = {{0x0041, 0x024F, "Latn"}, {0x0370, 0x03FF, "Grek"}, {0x0400, 0x052F, "Cyrl"},
                   {0x0590, 0x05FF, "Hebr"}, {0x0600, 0x06FF, "Arab"}, {0x0750, 0x077F, "Arab"},
                   {0x08A0, 0x08FF, "Arab"}, {0x0900, 0x097F, "Deva"}, {0x0980, 0x09FF, "Beng"},
                   {0x0B80, 0x0BFF, "Taml"}, {0x0E00, 0x0E7F, "Thai"}, {0x1000, 0x109F, "Mymr"},
                   {0x1780, 0x17FF, "Khmr"}, {0x1A00, 0x1A1F, "Bugi"}, {0x1B00, 0x1B7F, "Bali"},
                   {0x1B80, 0x1BBF, "Sund"}, {0x1BC0, 0x1BFF, "Batk"}, {0x3040, 0x30FF, "Kana"},
                   {0x3400, 0x9FFF, "Hani"}, {0xA980, 0xA9DF, "Java"}, {0xAC00, 0xD7AF, "Hang"},
                   {0xFB1D, 0xFB4F, "Hebr"}, {0xFB50, 0xFDFF, "Arab"}, {0xFE70, 0xFEFC, "Arab"}};
    bool letter = character >= 0xC0 || (character | 0x20) - 'a' < 26;
    for (size_t i = 0; letter && i < sizeof scripts / sizeof scripts[0]; i++) {
        if (character >= scripts[i].first && character <= scripts[i].last) {
            return scripts[i].tag;
        }
    }
    return NULL;
}

const char *text_run_script(const char *text)
{
    uint32_t character;
    while ((character = text_run_next(&text)) != 0) {
        const char *tag = script_of(character);
        if (tag) {
            return tag;
        }
    }
    return "Latn";
}

bool text_run_is_rtl(const char *text)
{
    const char *tag = text_run_script(text);
    return strcmp(tag, "Arab") == 0 || strcmp(tag, "Hebr") == 0;
}

static bool is_digit(uint32_t character)
{
    return character - '0' < 10 || character - 0x660 < 10 || character - 0x6F0 < 10;
}

bool text_run_is_figure(const char *text)
{
    bool digits = false;
    for (; *text; text++) {
        digits = digits || (*text >= '0' && *text <= '9');
        if (*text >= 'a' && *text <= 'z') {
            return false;
        }
    }
    return digits;
}

/* Part of a number or of a word that runs from left to right. */
static bool runs_left_to_right(uint32_t character)
{
    const char *tag = script_of(character);
    return is_digit(character) || (tag && strcmp(tag, "Arab") != 0 && strcmp(tag, "Hebr") != 0);
}

/* "08.30", "A-025", "BPJS Kesehatan": what stands between belongs to it. */
static bool joins(uint32_t character)
{
    return character != 0 && strchr(" .,:-/+%&'", (int)character) && character < 0x80;
}

/* End of the left-to-right run that begins at text. */
static const char *run_end(const char *text)
{
    const char *end = text, *at = text;
    uint32_t character;
    while ((character = text_run_next(&at)) != 0) {
        if (runs_left_to_right(character)) {
            end = at;
        } else if (!joins(character)) {
            break;
        }
    }
    return end;
}

void text_run_order(const char *text, char ordered[TEXT_RUN_BYTES])
{
    size_t used = 0;
    bool rtl = text_run_is_rtl(text);
    while (*text) {
        const char *next = text;
        uint32_t character = text_run_next(&next);
        const char *end = rtl && runs_left_to_right(character) ? run_end(text) : next;
        size_t bytes = (size_t)(end - text);
        if (used + bytes >= TEXT_RUN_BYTES) {
            break;
        }
        size_t at = used + bytes; /* filled from its end, character by character */
        while (text < end) {
            next = text;
            text_run_next(&next);
            at -= (size_t)(next - text);
            memcpy(ordered + at, text, (size_t)(next - text));
            text = next;
        }
        used += bytes;
    }
    ordered[used] = '\0';
}
