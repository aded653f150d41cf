// SPDX-License-Identifier: MIT
#include "firmware/core/slip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static struct slip_input usual(void)
{
    return (struct slip_input){
        .columns = 48,
        .branch_name = "Kantor Cabang Kota Jambi",
        .ticket = {'A', 25},
        .service_name = "Klaim JHT",
        .issued_text = "22-11-2026 09.42",
        .ahead = 9,
        .last_wait_min = 12,
        .wait_low_min = -1,
        .wait_high_min = -1,
        .safe_until = "",
        .desk = {1, 2},
        .desk_count = 2,
        .document = {{"Kartu Keluarga (KK)", ""}, {"NPWP", "bila saldo > Rp50 juta"}},
        .document_count = 2,
        .documents_confirmed = true,
        .content_version = "2026-11-01",
        .qr_text = "",
    };
}

static const char *text_of(const struct slip_input *in)
{
    static char text[4096];
    static struct paper paper;
    slip_layout(in, &paper);
    assert_true(paper_to_text(&paper, in->columns, text, sizeof text) < (int)sizeof text);
    return text;
}

static void the_number_comes_first_and_is_the_largest(void **state)
{
    (void)state;
    struct slip_input in = usual();
    struct paper paper;
    slip_layout(&in, &paper);
    assert_string_equal(paper.line[0].text, "A-025");
    for (int i = 1; i < paper.count; i++)
        assert_true(paper.line[i].size < paper.line[0].size);
}

static void a_slip_says_what_the_visitor_needs(void **state)
{
    (void)state;
    struct slip_input in = usual();
    const char *text = text_of(&in);
    static const char *const wanted[] = {
        "Klaim JHT",        "9 orang di depan Anda",    "Yang terakhir dipanggil menunggu 12 menit",
        "Loket 1 atau 2",   "[ ] Kartu Keluarga (KK)",  "[ ] NPWP, bila saldo > Rp50 juta",
        "versi 2026-11-01", "Gratis. Tanpa perantara.", "22-11-2026 09.42"};
    for (size_t i = 0; i < sizeof wanted / sizeof wanted[0]; i++)
        if (!strstr(text, wanted[i]))
            fail_msg("missing: %s in\n%s", wanted[i], text);
    assert_null(strstr(text, "SALINAN"));
    assert_null(strstr(text, "konfirmasi"));
    assert_null(strstr(text, "Perkiraan")); /* nothing is promised without a forecast */
}

static void a_forecast_takes_the_place_of_the_last_wait(void **state)
{
    (void)state;
    struct slip_input in = usual();
    in.wait_low_min = 25;
    in.wait_high_min = 40;
    in.safe_until = "10.05";
    const char *text = text_of(&in);
    assert_non_null(strstr(text, "25-40 menit"));
    assert_non_null(strstr(text, "Aman ditinggal sampai 10.05"));
    assert_null(strstr(text, "terakhir"));
}

static void a_copy_says_so_and_an_open_list_says_so(void **state)
{
    (void)state;
    struct slip_input in = usual();
    in.copy = true;
    in.documents_confirmed = false;
    in.lane = LANE_PRIORITY;
    const char *text = text_of(&in);
    assert_non_null(strstr(text, "SALINAN"));
    assert_non_null(strstr(text, "konfirmasi cabang"));
    assert_non_null(strstr(text, "PRIORITAS"));
}

static void a_checklist_carries_no_number(void **state)
{
    (void)state;
    struct slip_input in = usual();
    in.ticket.letter = 0;
    const char *text = text_of(&in);
    assert_non_null(strstr(text, "Ini bukan nomor antrean"));
    assert_non_null(strstr(text, "[ ] Kartu Keluarga (KK)"));
    assert_null(strstr(text, "A-025"));
    assert_null(strstr(text, "di depan Anda"));
}

static int width(const struct paper_line *line)
{
    int count = 0;
    for (const char *p = line->text; *p; p++)
        count += ((unsigned char)*p & 0xC0) != 0x80;
    return count * line->size;
}

static void every_line_fits_every_paper(void **state)
{
    (void)state;
    static const int widths[] = {48, 42, 32};
    for (size_t w = 0; w < 3; w++) {
        struct slip_input in = usual();
        struct paper paper;
        in.columns = widths[w];
        in.service_name = "Kecelakaan Kerja (JKK)";
        in.ahead = 999;
        in.copy = true;
        in.desk_count = 8;
        in.branch_name = "Kantor Cabang Kota Sungai Penuh dan Kabupaten Kerinci";
        in.document[0].text = "Kartu peserta (KPJ) / kartu digital JMO";
        in.document[1].condition = "bila pernah mengajukan klaim sebagian sebelum tahun ini";
        slip_layout(&in, &paper);
        for (int i = 0; i < paper.count; i++)
            if (paper.line[i].kind == PAPER_TEXT && width(&paper.line[i]) > widths[w])
                fail_msg("too wide for %d: %s", widths[w], paper.line[i].text);
    }
}

static void long_words_are_cut_not_lost(void **state)
{
    (void)state;
    struct slip_input in = usual();
    in.columns = 32;
    in.document_count = 1;
    in.document[0].text = "Suratketeranganyangtidakmengenalspasisamasekalidanterus";
    const char *text = text_of(&in);
    assert_non_null(strstr(text, "Suratketerangan"));
    assert_non_null(strstr(text, "terus"));
}

static void text_never_leaves_its_buffer(void **state)
{
    (void)state;
    struct slip_input in = usual();
    struct paper paper;
    char small[16];
    slip_layout(&in, &paper);
    int needed = paper_to_text(&paper, 48, small, sizeof small);
    assert_true(needed > (int)sizeof small);
    assert_int_equal(strlen(small), sizeof small - 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_number_comes_first_and_is_the_largest),
        cmocka_unit_test(a_slip_says_what_the_visitor_needs),
        cmocka_unit_test(a_forecast_takes_the_place_of_the_last_wait),
        cmocka_unit_test(a_copy_says_so_and_an_open_list_says_so),
        cmocka_unit_test(a_checklist_carries_no_number),
        cmocka_unit_test(every_line_fits_every_paper),
        cmocka_unit_test(long_words_are_cut_not_lost),
        cmocka_unit_test(text_never_leaves_its_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
