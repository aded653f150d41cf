// SPDX-License-Identifier: MIT
#include "firmware/core/slip.h"

#include <stddef.h>
#include <string.h>

/* A line in the making: what does not fit is left out. */
struct text {
    char bytes[PAPER_TEXT_BYTES];
    size_t used;
};

static struct text put(struct text text, const char *piece)
{
    while (*piece && text.used + 1 < sizeof text.bytes)
        text.bytes[text.used++] = *piece++;
    text.bytes[text.used] = 0;
    return text;
}

static struct text put_number(struct text text, int number)
{
    char digits[12];
    size_t at = sizeof digits - 1;
    digits[at] = 0;
    unsigned rest = number < 0 ? 0 : (unsigned)number;
    do
        digits[--at] = (char)('0' + rest % 10);
    while ((rest /= 10) > 0);
    return put(text, digits + at);
}

static struct text start(const char *piece)
{
    struct text text = {.used = 0};
    return put(text, piece);
}

/* "9 orang di depan Anda" */
static struct text sentence(const char *before, int number, const char *after)
{
    return put(put_number(start(before), number), after);
}

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
    static const char white[] = "        ";
    int lead = 0;
    while (*text) {
        char words[PAPER_TEXT_BYTES];
        int bytes = fitting(text, columns / size - lead);
        bytes = bytes < PAPER_TEXT_BYTES ? bytes : PAPER_TEXT_BYTES - 1;
        memcpy(words, text, (size_t)bytes);
        words[bytes] = 0;
        struct text line = put(start(white + sizeof white - 1 - lead), words);
        add_words(paper, align, size, bold, line.bytes, (int)line.used);
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
    struct text text = sentence("Loket ", in->desk[0], "");
    for (int i = 1; i < in->desk_count; i++)
        text = put_number(put(text, i + 1 < in->desk_count ? ", " : " atau "), in->desk[i]);
    add_centred(paper, in->columns, 1, false, text.bytes);
}

/* Two parts on one line where they fit, else over each other. */
static void add_joined(struct paper *paper, int columns, const char *first, const char *joint,
                       const char *second)
{
    struct text both = put(put(start(first), joint), second);
    bool fits = characters(both.bytes) <= columns;
    add_centred(paper, columns, 1, false, fits ? both.bytes : first);
    if (!fits)
        add_centred(paper, columns, 1, false, second);
}

static const char languages[] = " / ";

static void add_ahead(const struct slip_input *in, struct paper *paper)
{
    if (in->ahead > 0) {
        add_prominent(paper, in->columns, sentence("", in->ahead, " orang di depan Anda").bytes);
        add_centred(paper, in->columns, 1, false, sentence("", in->ahead, " ahead of you").bytes);
    } else {
        add_prominent(paper, in->columns, "Giliran berikutnya");
        add_centred(paper, in->columns, 1, false, "You are next");
    }
    if (in->last_wait_min >= 0 && in->ahead > 0)
        add_centred(
            paper, in->columns, 1, false,
            sentence("Yang terakhir dipanggil menunggu ", in->last_wait_min, " menit").bytes);
}

struct wait_words {
    const char *up_to, *minutes, *hours, *half;
};

/* From two hours on, hours are easier to grasp; but only where they say the same. */
static bool in_hours(int low_min, int high_min)
{
    return high_min >= 120 && high_min % 30 == 0 && low_min % 30 == 0 &&
           (low_min == 0 || low_min >= 60);
}

static struct text put_hours(struct text text, int min, const char *half)
{
    return put(put_number(text, min / 60), min % 60 ? half : "");
}

/* "25-40 menit", "s.d. 10 menit", "1,5-2 jam" */
static struct text put_wait(struct text text, const struct slip_input *in,
                            const struct wait_words *words)
{
    int low = in->wait_low_min, high = in->wait_high_min;
    bool hours = in_hours(low, high);
    if (low == 0)
        text = put(text, words->up_to);
    else if (low < high)
        text = put(hours ? put_hours(text, low, words->half) : put_number(text, low), "-");
    text = hours ? put_hours(text, high, words->half) : put_number(text, high);
    return put(text, hours ? words->hours : words->minutes);
}

/* Its clock time: what stands behind the date. */
static const char *issued_time(const struct slip_input *in)
{
    const char *space = strrchr(in->issued_text, ' ');
    return space ? space + 1 : in->issued_text;
}

static void add_wait_heading(const struct slip_input *in, struct paper *paper)
{
    if (!in->copy) {
        add_joined(paper, in->columns, "Perkiraan tunggu", languages, "Expected wait");
        return;
    }
    struct text id = put(start("Perkiraan saat diambil "), issued_time(in));
    struct text en = put(start("Expected wait as of "), issued_time(in));
    add_joined(paper, in->columns, id.bytes, languages, en.bytes);
}

/* The interval, then how many are in front: of a copy those of now, since the interval is older. */
static void add_interval(const struct slip_input *in, struct paper *paper)
{
    static const struct wait_words id = {"s.d. ", " menit", " jam", ",5"};
    static const struct wait_words en = {"up to ", " minutes", " hours", ".5"};
    add_wait_heading(in, paper);
    add_prominent(paper, in->columns, put_wait(start(""), in, &id).bytes);
    add_line(paper, PAPER_GAP);
    struct text also = put(put_wait(start(""), in, &en), in->copy ? ";" : ",");
    struct text people = start("Giliran berikutnya"), ahead = start("you are next");
    if (in->ahead > 0) {
        people = sentence(in->copy ? "Sekarang " : "", in->ahead, " orang di depan Anda");
        ahead = sentence(in->copy ? "now " : "", in->ahead, " ahead of you");
    }
    add_centred(paper, in->columns, 1, false, people.bytes);
    add_joined(paper, in->columns, also.bytes, " ", ahead.bytes);
}

/* Before all else about the wait: whoever reads only one line reads this one. */
static void add_late(const struct slip_input *in, struct paper *paper)
{
    struct text id = put(start("Mungkin tidak terlayani hari ini: tutup "), in->late);
    add_wrapped(paper, PAPER_CENTRE, 2, true, in->columns, 0, id.bytes);
    add_joined(paper, in->columns, "May not be served today:", " ",
               put(start("closes "), in->late).bytes);
    add_line(paper, PAPER_GAP);
}

static void add_wait(const struct slip_input *in, struct paper *paper)
{
    add_line(paper, PAPER_RULE);
    if (in->late && in->late[0])
        add_late(in, paper);
    if (in->wait_low_min >= 0)
        add_interval(in, paper);
    else
        add_ahead(in, paper);
    if (in->safe_until[0]) {
        add_line(paper, PAPER_GAP);
        struct text id = put(start("Aman ditinggal sampai "), in->safe_until);
        struct text en = put(start("Safe to leave until "), in->safe_until);
        add_joined(paper, in->columns, id.bytes, languages, en.bytes);
    }
    add_desks(in, paper);
}

static void add_documents(const struct slip_input *in, struct paper *paper)
{
    if (in->document_count == 0)
        return;
    add_line(paper, PAPER_RULE);
    struct text title = put(put(start("Siapkan berkas (versi "), in->content_version), "):");
    add_wrapped(paper, PAPER_LEFT, 1, true, in->columns, 0, title.bytes);
    for (int i = 0; i < in->document_count; i++) {
        const struct slip_document *d = &in->document[i];
        struct text item = put(put(start("[ ] "), d->text), d->condition[0] ? ", " : "");
        add_wrapped(paper, PAPER_LEFT, 1, false, in->columns, 4, put(item, d->condition).bytes);
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
        memcpy(qr->text, start(in->qr_text).bytes, sizeof qr->text);
    }
    add_centred(paper, in->columns, 1, false, "Gratis. Tanpa perantara.");
    struct text place = put(put(start(in->branch_name), " "), in->issued_text);
    add_centred(paper, in->columns, 1, false, place.bytes);
    if (in->document_count == 0)
        add_centred(paper, in->columns, 1, false, put(start("Versi "), in->content_version).bytes);
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
            int white = columns - characters(line->text);
            if (line->align == PAPER_CENTRE && line->kind == PAPER_TEXT)
                used = append_repeated(text, text_bytes, used, ' ', white > 0 ? white / 2 : 0);
            used = append(text, text_bytes, used, line->text, (int)strlen(line->text));
        }
        used = append(text, text_bytes, used, "\n", 1);
    }
    return used;
}
