// SPDX-License-Identifier: MIT
#include "firmware/core/slip.h"

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

/* UTF-8 text measured in characters: every byte that does not continue one. */
static int characters(const char *text)
{
    int count = 0;
    for (; *text; text++)
        count += ((unsigned char)*text & 0xC0) != 0x80;
    return count;
}

static struct paper_line *add_line(struct paper *paper, enum paper_kind kind)
{
    /* A slip that is too long loses lines at its end, never its number. */
    int at = paper->count < PAPER_LINES_MAX ? paper->count++ : PAPER_LINES_MAX - 1;
    struct paper_line *line = &paper->line[at];
    memset(line, 0, sizeof *line);
    line->kind = kind;
    line->size = 1;
    return line;
}

static void add_words(struct paper *paper, enum paper_align align, int size, bool bold,
                      const char *text, int bytes)
{
    struct paper_line *line = add_line(paper, PAPER_TEXT);
    line->align = align;
    line->size = (uint8_t)size;
    line->bold = bold;
    if (bytes >= PAPER_TEXT_BYTES)
        bytes = PAPER_TEXT_BYTES - 1;
    memcpy(line->text, text, (size_t)bytes);
}

/* Bytes of the longest beginning of `text` of at most `columns` characters that ends at
 * a word's end, or at a character's end when one word alone is longer. */
static int fitting(const char *text, int columns)
{
    int count = 0, at = 0, word_end = 0;
    while (text[at] && count < columns) {
        if (text[at] == ' ')
            word_end = at;
        for (at++; ((unsigned char)text[at] & 0xC0) == 0x80; at++)
            ;
        count++;
    }
    if (text[at] == 0 || text[at] == ' ')
        return at;
    return word_end > 0 ? word_end : at;
}

/* Text over as many lines as it needs; further lines are indented by `indent`. */
static void add_wrapped(struct paper *paper, enum paper_align align, int size, bool bold,
                        int columns, int indent, const char *text)
{
    char line[PAPER_TEXT_BYTES];
    int lead = 0;
    while (*text) {
        int bytes = fitting(text, columns / size - lead);
        int used = snprintf(line, sizeof line, "%*s%.*s", lead, "", bytes, text);
        add_words(paper, align, size, bold, line,
                  used < (int)sizeof line ? used : (int)sizeof line - 1);
        text += bytes;
        while (*text == ' ')
            text++;
        lead = indent;
    }
}

static void add_centred(struct paper *paper, int columns, int size, bool bold, const char *text)
{
    add_wrapped(paper, PAPER_CENTRE, size, bold, columns, 0, text);
}

__attribute__((format(printf, 5, 6))) static void add_format(struct paper *paper, int columns,
                                                             int size, bool bold,
                                                             const char *format, ...)
{
    char text[PAPER_TEXT_BYTES];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof text, format, arguments);
    va_end(arguments);
    add_centred(paper, columns, size, bold, text);
}

/* Twice the size when it fits on one line, else normal and bold. */
static void add_prominent(struct paper *paper, int columns, const char *text)
{
    int size = characters(text) * 2 <= columns ? 2 : 1;
    add_centred(paper, columns, size, true, text);
}

static void add_head(const struct slip_input *in, struct paper *paper)
{
    if (in->ticket.letter == 0) {
        add_prominent(paper, in->columns, "DAFTAR BERKAS");
        add_prominent(paper, in->columns, in->service_name);
        add_centred(paper, in->columns, 1, false, "Ini bukan nomor antrean / Not a number");
        return;
    }
    /* Before the number: a copy that is torn off half-way must not pass for the first. */
    if (in->copy)
        add_prominent(paper, in->columns, "SALINAN");
    char number[TICKET_TEXT_BYTES];
    ticket_no_format(in->ticket, number);
    int size = in->columns / 6;
    add_centred(paper, in->columns, size > 8 ? 8 : size, true, number);
    add_prominent(paper, in->columns, in->service_name);
    if (in->lane == LANE_PRIORITY)
        add_centred(paper, in->columns, 1, true, "PRIORITAS / PRIORITY");
}

static void add_desks(const struct slip_input *in, struct paper *paper)
{
    if (in->desk_count == 0)
        return;
    char text[PAPER_TEXT_BYTES];
    int used = snprintf(text, sizeof text, "Loket %u", in->desk[0]);
    for (int i = 1; i < in->desk_count && used < (int)sizeof text; i++)
        used += snprintf(text + used, sizeof text - (size_t)used, "%s%u",
                         i + 1 < in->desk_count ? ", " : " atau ", in->desk[i]);
    add_centred(paper, in->columns, 1, false, text);
}

static void add_wait(const struct slip_input *in, struct paper *paper)
{
    int columns = in->columns;
    char text[PAPER_TEXT_BYTES];
    add_line(paper, PAPER_RULE);
    if (in->wait_low_min >= 0) {
        add_centred(paper, columns, 1, false, "Perkiraan tunggu / Expected wait");
        snprintf(text, sizeof text, "%d-%d menit", in->wait_low_min, in->wait_high_min);
        add_prominent(paper, columns, text);
    }
    if (in->ahead > 0) {
        snprintf(text, sizeof text, "%d orang di depan Anda", in->ahead);
        add_prominent(paper, columns, text);
        add_format(paper, columns, 1, false, "%d ahead of you", in->ahead);
    } else {
        add_prominent(paper, columns, "Giliran berikutnya");
        add_centred(paper, columns, 1, false, "You are next");
    }
    if (in->wait_low_min < 0 && in->last_wait_min >= 0)
        add_format(paper, columns, 1, false, "Yang terakhir dipanggil menunggu %d menit",
                   in->last_wait_min);
    if (in->safe_until[0])
        add_format(paper, columns, 1, false, "Aman ditinggal sampai %s", in->safe_until);
    add_desks(in, paper);
}

static void add_documents(const struct slip_input *in, struct paper *paper)
{
    if (in->document_count == 0)
        return;
    char text[PAPER_TEXT_BYTES];
    add_line(paper, PAPER_RULE);
    snprintf(text, sizeof text, "Siapkan berkas (versi %s):", in->content_version);
    add_wrapped(paper, PAPER_LEFT, 1, true, in->columns, 0, text);
    for (int i = 0; i < in->document_count; i++) {
        const struct slip_document *d = &in->document[i];
        snprintf(text, sizeof text, "[ ] %s%s%s", d->text, d->condition[0] ? ", " : "",
                 d->condition);
        add_wrapped(paper, PAPER_LEFT, 1, false, in->columns, 4, text);
    }
    if (!in->documents_confirmed)
        add_wrapped(paper, PAPER_LEFT, 1, false, in->columns, 0,
                    "Daftar menunggu konfirmasi cabang.");
}

static void add_foot(const struct slip_input *in, struct paper *paper)
{
    add_line(paper, PAPER_RULE);
    if (in->qr_text[0]) {
        struct paper_line *qr = add_line(paper, PAPER_QR);
        qr->align = PAPER_CENTRE;
        snprintf(qr->text, sizeof qr->text, "%s", in->qr_text);
    }
    add_centred(paper, in->columns, 1, false, "Gratis. Tanpa perantara.");
    add_format(paper, in->columns, 1, false, "%s %s", in->branch_name, in->issued_text);
    if (in->document_count == 0)
        add_format(paper, in->columns, 1, false, "Versi %s", in->content_version);
}

void slip_layout(const struct slip_input *in, struct paper *paper)
{
    paper->count = 0;
    add_head(in, paper);
    if (in->ticket.letter != 0)
        add_wait(in, paper);
    add_documents(in, paper);
    add_foot(in, paper);
}

static int append(char *text, int text_bytes, int used, const char *piece, int bytes)
{
    if (used < text_bytes && text_bytes > 0) {
        int room = text_bytes - 1 - used;
        int fits = bytes < room ? bytes : room;
        memcpy(text + used, piece, (size_t)fits);
        text[used + fits] = 0;
    }
    return used + bytes;
}

static int append_repeated(char *text, int text_bytes, int used, char c, int count)
{
    for (int i = 0; i < count; i++)
        used = append(text, text_bytes, used, &c, 1);
    return used;
}

int paper_to_text(const struct paper *paper, int columns, char *text, int text_bytes)
{
    int used = 0;
    for (int i = 0; i < paper->count; i++) {
        const struct paper_line *line = &paper->line[i];
        if (line->kind == PAPER_RULE)
            used = append_repeated(text, text_bytes, used, '-', columns);
        if (line->kind == PAPER_QR)
            used = append(text, text_bytes, used, "[QR] ", 5);
        if (line->kind == PAPER_TEXT || line->kind == PAPER_QR) {
            int white = columns - characters(line->text) * (line->size > 2 ? 1 : line->size);
            if (line->align == PAPER_CENTRE && line->kind == PAPER_TEXT)
                used = append_repeated(text, text_bytes, used, ' ', white > 0 ? white / 2 : 0);
            used = append(text, text_bytes, used, line->text, (int)strlen(line->text));
        }
        used = append(text, text_bytes, used, "\n", 1);
    }
    return used;
}
