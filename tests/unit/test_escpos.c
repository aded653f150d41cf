// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "drivers/escpos.h"

static void add(struct paper *paper, enum paper_kind kind, enum paper_align align, int size,
                bool bold, const char *text)
{
    struct paper_line *line = &paper->line[paper->count++];
    line->kind = kind;
    line->align = align;
    line->size = (uint8_t)size;
    line->bold = bold;
    snprintf(line->text, sizeof line->text, "%s", text);
}

static void add_standard_slip(struct paper *paper)
{
    add(paper, PAPER_TEXT, PAPER_CENTRE, 1, false, "BPJS KETENAGAKERJAAN");
    add(paper, PAPER_TEXT, PAPER_CENTRE, 1, false, "Kantor Cabang Kota Jambi");
    add(paper, PAPER_TEXT, PAPER_CENTRE, 8, true, "A-025");
    add(paper, PAPER_TEXT, PAPER_CENTRE, 2, true, "Klaim JHT");
    add(paper, PAPER_RULE, PAPER_LEFT, 1, false, "");
    add(paper, PAPER_TEXT, PAPER_CENTRE, 1, false, "Perkiraan tunggu");
    add(paper, PAPER_TEXT, PAPER_CENTRE, 2, true, "25–40 menit");
    add(paper, PAPER_TEXT, PAPER_CENTRE, 1, false, "9 orang di depan · Loket 1 atau 2");
    add(paper, PAPER_TEXT, PAPER_CENTRE, 1, false, "Aman ditinggal sampai 10.05");
    add(paper, PAPER_RULE, PAPER_LEFT, 1, false, "");
    add(paper, PAPER_TEXT, PAPER_CENTRE, 1, false, "Gratis. Tanpa perantara.");
    add(paper, PAPER_TEXT, PAPER_CENTRE, 1, false, "22-11-2026 09.42");
}

static size_t encode(const char *profile, const struct paper *paper, uint8_t *out, size_t bytes)
{
    const struct escpos_profile *row = escpos_profile_find(profile);
    assert_non_null(row);
    return escpos_encode(row, 0, paper, out, bytes);
}

static bool contains(const uint8_t *data, size_t bytes, const void *part, size_t part_bytes)
{
    for (size_t i = 0; i + part_bytes <= bytes; i++) {
        if (memcmp(data + i, part, part_bytes) == 0)
            return true;
    }
    return false;
}

static void a_small_slip_is_these_bytes(void **state)
{
    (void)state;
    struct paper paper = {.count = 0};
    add(&paper, PAPER_TEXT, PAPER_CENTRE, 8, true, "A-1");
    add(&paper, PAPER_TEXT, PAPER_CENTRE, 1, false, "é·–");
    add(&paper, PAPER_RULE, PAPER_LEFT, 1, false, "");
    add(&paper, PAPER_GAP, PAPER_LEFT, 1, false, "");
    static const uint8_t golden[] = {
        0x1B, 0x40, 0x1C, 0x2E, 0x1B, 0x74, 0x13, /* init, no Kanji, 858 */
        0x1B, 0x61, 0x01, 0x1D, 0x21, 0x77, 0x1B, 0x45, 0x01, 'A',  '-',  '1',
        0x0A, 0x1D, 0x21, 0x00, 0x1B, 0x45, 0x00, 0x82, 0xFA, '-',  0x0A, /* only what changes */
        0x1D, 0x21, 0x70, 0xC4, 0xC4, 0xC4, 0xC4, 0xC4, 0xC4, 0x0A,       /* rule */
        0x1B, 0x4A, 0x0F,                                                 /* gap */
        0x1D, 0x56, 0x42, 0x00};                                          /* feed and cut */
    uint8_t out[256];
    size_t bytes = encode("epson-tm", &paper, out, sizeof out);
    assert_int_equal(bytes, sizeof golden);
    assert_memory_equal(out, golden, sizeof golden);
}

static void a_standard_slip_takes_at_most_400_bytes(void **state)
{
    (void)state;
    struct paper paper = {.count = 0};
    uint8_t out[1024];
    add_standard_slip(&paper);
    add(&paper, PAPER_QR, PAPER_CENTRE, 1, false, "JMB/20261122/A-025");
    assert_in_range(encode("epson-tm", &paper, out, sizeof out), 200, 400);
}

static void a_slip_with_six_papers_takes_at_most_800_bytes(void **state)
{
    (void)state;
    struct paper paper = {.count = 0};
    uint8_t out[1024];
    add_standard_slip(&paper);
    add(&paper, PAPER_TEXT, PAPER_LEFT, 1, true, "Siapkan berkas (versi 2026-11-01):");
    for (int i = 0; i < 6; i++)
        add(&paper, PAPER_TEXT, PAPER_LEFT, 1, false, "[ ] Surat keterangan berhenti kerja (asli)");
    add(&paper, PAPER_QR, PAPER_CENTRE, 1, false, "JMB/20261122/A-025");
    assert_in_range(encode("epson-tm", &paper, out, sizeof out), 400, 800);
}

static void the_length_is_told_when_the_room_is_too_small(void **state)
{
    (void)state;
    struct paper paper = {.count = 0};
    uint8_t big[1024], small[16];
    add_standard_slip(&paper);
    size_t needed = encode("epson-tm", &paper, big, sizeof big);
    memset(small, 0xEE, sizeof small);
    assert_int_equal(encode("epson-tm", &paper, small, 12), needed);
    assert_int_equal(small[12], 0xEE);
}

static void no_text_smuggles_a_command_in(void **state)
{
    (void)state;
    static const uint8_t clear[] = {0x10, 0x14};
    for (int i = 0; escpos_profile_at(i); i++) {
        struct paper paper = {.count = 0};
        uint8_t out[1024];
        add(&paper, PAPER_TEXT, PAPER_LEFT, 1, false,
            "a\x10\x04\x01\x10\x14\x08\x01\x03\x14\x1B@b");
        add(&paper, PAPER_QR, PAPER_LEFT, 1, false, "0123456789abc\x10\x05\x02\x10\x14");
        size_t bytes = escpos_encode(escpos_profile_at(i), 1040, &paper, out, sizeof out);
        assert_false(contains(out, bytes, clear, 2));
        assert_false(contains(out, bytes, "\x10\x04", 2));
        assert_false(contains(out, bytes, "\x10\x05", 2));
    }
}

static void without_a_code_page_everything_is_ascii(void **state)
{
    (void)state;
    struct paper paper = {.count = 0};
    uint8_t out[256];
    add(&paper, PAPER_TEXT, PAPER_LEFT, 1, false, "é·–…“x”≥€→\xFF☃");
    add(&paper, PAPER_RULE, PAPER_LEFT, 1, false, "");
    size_t bytes = encode("generic", &paper, out, sizeof out);
    assert_true(contains(out, bytes, "e.-...\"x\">=EUR>??\n", 18));
    for (size_t i = 0; i < bytes; i++)
        assert_true(out[i] < 0x80);
}

static void a_printer_without_qr_gets_none(void **state)
{
    (void)state;
    struct paper paper = {.count = 0};
    uint8_t out[256];
    add(&paper, PAPER_QR, PAPER_CENTRE, 1, false, "ABC");
    assert_false(contains(out, encode("generic", &paper, out, sizeof out), "\x1D(k", 3));
    size_t bytes = encode("epson-tm", &paper, out, sizeof out);
    assert_true(contains(out, bytes, "\x1D(k\x06\x00\x31P0ABC\x1D(k\x03\x00\x31Q0", 19));
}

static void small_printers_are_never_sent_gs_sizes(void **state)
{
    (void)state;
    struct paper paper = {.count = 0};
    uint8_t out[1024];
    add_standard_slip(&paper);
    size_t bytes = encode("ttl-58", &paper, out, sizeof out);
    assert_false(contains(out, bytes, "\x1D!", 2));
    assert_false(contains(out, bytes, "\x1B\x45", 2)); /* ESC ! sets bold; the two do not mix */
    assert_true(contains(out, bytes, "\x1B!\x38", 3));
}

static void profiles_keep_their_own_promises(void **state)
{
    (void)state;
    static const char *const expected[] = {"epson-tm", "citizen", "ttl-58", "kiosk-presenter",
                                           "generic"};
    for (size_t i = 0; i < sizeof expected / sizeof expected[0]; i++)
        assert_non_null(escpos_profile_find(expected[i]));
    assert_null(escpos_profile_find("no-such"));
    assert_null(escpos_profile_at(-1));
    for (int i = 0; escpos_profile_at(i); i++) {
        const struct escpos_profile *row = escpos_profile_at(i);
        assert_ptr_equal(escpos_profile_find(row->name), row);
        assert_true(row->cut_bytes > 0 && row->width_dots >= 384);
        if (row->slice_bytes > 0) /* slices end at a line feed; a QR code may contain one */
            assert_false(row->qr);
    }
    assert_int_equal(escpos_columns(escpos_profile_find("epson-tm"), 0), 48);
    assert_int_equal(escpos_columns(escpos_profile_find("epson-tm"), 384), 32);
}

static struct escpos_facts facts_of(const uint8_t status[4])
{
    struct escpos_facts facts = {.cutter_error = true};
    for (int n = 1; n <= 4; n++)
        escpos_status_merge(n, status[n - 1], &facts);
    return facts;
}

static void known_status_vectors_mean_what_vendors_say(void **state)
{
    (void)state;
    static const uint8_t idle[] = {0x12, 0x12, 0x12, 0x12}, drawer[] = {0x16, 0x12, 0x12, 0x12};
    static const uint8_t cover[] = {0x1A, 0x16, 0x12, 0x12}, out[] = {0x1A, 0x32, 0x12, 0x7E};
    static const uint8_t out_t20[] = {0x1A, 0x32, 0x12, 0x72}, low[] = {0x12, 0x12, 0x12, 0x1E};
    static const uint8_t phoenix_out[] = {0x12, 0x12, 0x00, 0x72},
                         cutter[] = {0x1A, 0x52, 0x1A, 0x12};
    struct escpos_facts none = {.offline = false};
    struct escpos_facts facts = facts_of(idle);
    assert_memory_equal(&facts, &none, sizeof none);
    facts = facts_of(drawer);
    assert_memory_equal(&facts, &none, sizeof none);
    facts = facts_of(cover);
    assert_true(facts.offline && facts.cover_open && !facts.paper_out);
    facts = facts_of(out);
    assert_true(facts.offline && facts.paper_out && facts.paper_low && !facts.cover_open);
    assert_true(facts_of(out_t20).paper_out);
    assert_true(facts_of(phoenix_out).paper_out);
    facts = facts_of(low);
    assert_true(facts.paper_low && !facts.paper_out && !facts.offline);
    assert_true(facts_of(cutter).cutter_error);
}

static void asb_vectors_mean_the_same(void **state)
{
    (void)state;
    struct escpos_facts facts = {.offline = true};
    escpos_asb_merge((const uint8_t[]){0x10, 0, 0, 0}, &facts);
    assert_false(facts.offline || facts.cover_open || facts.paper_out);
    escpos_asb_merge((const uint8_t[]){0x38, 0, 0, 0}, &facts);
    assert_true(facts.offline && facts.cover_open);
    escpos_asb_merge((const uint8_t[]){0x18, 0, 0x0C, 0}, &facts);
    assert_true(facts.paper_out && !facts.cover_open);
}

static int parse_all(struct escpos_parser *parser, const void *data, size_t bytes,
                     struct escpos_answer *answers)
{
    const uint8_t *next = data;
    int count = 0;
    for (size_t i = 0; i < bytes; i++)
        count += escpos_parse(parser, next[i], &answers[count]);
    return count;
}

static void streams_of_answers_are_told_apart(void **state)
{
    (void)state;
    struct escpos_parser parser = {.held_bytes = 0};
    struct escpos_answer answer[16];
    static const uint8_t stream[] = {0x12, 0x10, 0x00, 0x13, 0x0C, 0x11, 0x00, 0x37,
                                     0x22, 'a',  'b',  'c',  'd',  0x00, 0x37, 0x25,
                                     0x00, 0x00, 0x5F, 'T',  'M',  0x00, 0x0F};
    assert_int_equal(parse_all(&parser, stream, sizeof stream, answer), 7);
    assert_int_equal(answer[0].kind, ESCPOS_ANSWER_STATUS);
    assert_int_equal(answer[1].kind, ESCPOS_ANSWER_ASB);
    assert_memory_equal(answer[1].byte, "\x10\x00\x0C\x00", 4);
    assert_int_equal(answer[2].kind, ESCPOS_ANSWER_PRINTED);
    assert_memory_equal(answer[2].byte, "abcd", 4);
    assert_int_equal(answer[3].kind, ESCPOS_ANSWER_CLEARED);
    assert_int_equal(answer[4].kind, ESCPOS_ANSWER_FENCE);
    assert_int_equal(answer[5].kind, ESCPOS_ANSWER_OTHER);
    assert_int_equal(answer[6].kind, ESCPOS_ANSWER_FENCE);
    assert_int_equal(parser.garbage_bytes, 0);
}

static void a_broken_answer_does_not_swallow_the_next(void **state)
{
    (void)state;
    struct escpos_parser parser = {.held_bytes = 0};
    struct escpos_answer answer[16];
    static const uint8_t stream[] = {0xFF, 0x37, 0x22, 'a', 0x12, 0x10, 0x12, 0x91, 0x12};
    assert_int_equal(parse_all(&parser, stream, sizeof stream, answer), 3);
    for (int i = 0; i < 3; i++)
        assert_int_equal(answer[i].kind, ESCPOS_ANSWER_STATUS);
    assert_int_equal(parser.garbage_bytes, 6);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_slip_is_these_bytes),
        cmocka_unit_test(a_standard_slip_takes_at_most_400_bytes),
        cmocka_unit_test(a_slip_with_six_papers_takes_at_most_800_bytes),
        cmocka_unit_test(the_length_is_told_when_the_room_is_too_small),
        cmocka_unit_test(no_text_smuggles_a_command_in),
        cmocka_unit_test(without_a_code_page_everything_is_ascii),
        cmocka_unit_test(a_printer_without_qr_gets_none),
        cmocka_unit_test(small_printers_are_never_sent_gs_sizes),
        cmocka_unit_test(profiles_keep_their_own_promises),
        cmocka_unit_test(known_status_vectors_mean_what_vendors_say),
        cmocka_unit_test(asb_vectors_mean_the_same),
        cmocka_unit_test(streams_of_answers_are_told_apart),
        cmocka_unit_test(a_broken_answer_does_not_swallow_the_next),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
