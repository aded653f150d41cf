// SPDX-License-Identifier: MIT
#include "firmware/core/slip.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "drivers/escpos.h"

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
        .late = "",
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

static struct slip_input promised(int low_min, int high_min)
{
    struct slip_input in = usual();
    in.wait_low_min = low_min;
    in.wait_high_min = high_min;
    in.safe_until = "10.05";
    return in;
}

/* The line that begins with `text`, NULL = none. */
static const struct paper_line *line_of(const struct slip_input *in, const char *text)
{
    static struct paper paper;
    slip_layout(in, &paper);
    for (int i = 0; i < paper.count; i++)
        if (strncmp(paper.line[i].text, text, strlen(text)) == 0)
            return &paper.line[i];
    return NULL;
}

static void must_say(const struct slip_input *in, const char *wanted)
{
    const char *text = text_of(in);
    if (!strstr(text, wanted))
        fail_msg("missing: %s in\n%s", wanted, text);
}

static void a_forecast_takes_the_place_of_the_last_wait(void **state)
{
    (void)state;
    struct slip_input in = promised(25, 40);
    must_say(&in, "Perkiraan tunggu / Expected wait");
    must_say(&in, "25-40 minutes, 9 ahead of you");
    must_say(&in, "Safe to leave until 10.05");
    assert_int_equal(line_of(&in, "25-40 menit")->size, 2);
    assert_int_equal(line_of(&in, "9 orang di depan Anda")->size, 1);
    assert_non_null(line_of(&in, "Aman ditinggal sampai 10.05"));
    assert_null(strstr(text_of(&in), "terakhir"));
    in.safe_until = "";
    assert_null(strstr(text_of(&in), "Aman"));
}

static void an_interval_is_said_as_people_say_it(void **state)
{
    (void)state;
    static const struct {
        int low_min, high_min;
        const char *id, *en;
    } said[] = {
        {5, 10, "5-10 menit", "5-10 minutes,"},
        {0, 10, "s.d. 10 menit", "up to 10 minutes,"},
        {40, 40, "40 menit", "40 minutes,"},
        {60, 90, "60-90 menit", "60-90 minutes,"},
        {60, 120, "1-2 jam", "1-2 hours,"},
        {90, 120, "1,5-2 jam", "1.5-2 hours,"},
        {120, 180, "2-3 jam", "2-3 hours,"},
        {150, 210, "2,5-3,5 jam", "2.5-3.5 hours,"},
        {0, 120, "s.d. 2 jam", "up to 2 hours,"},
        {180, 180, "3 jam", "3 hours,"},
        /* Hours would say something else, or half of one: */
        {100, 150, "100-150 menit", "100-150 minutes,"},
        {137, 210, "137-210 menit", "137-210 minutes,"},
        {90, 125, "90-125 menit", "90-125 minutes,"},
        {30, 120, "30-120 menit", "30-120 minutes,"},
    };
    for (size_t i = 0; i < sizeof said / sizeof said[0]; i++) {
        struct slip_input in = promised(said[i].low_min, said[i].high_min);
        const struct paper_line *line = line_of(&in, said[i].id);
        if (!line)
            fail_msg("no \"%s\" in\n%s", said[i].id, text_of(&in));
        assert_string_equal(line->text, said[i].id);
        must_say(&in, said[i].en);
    }
}

static void the_first_in_line_is_told_so_beside_the_interval(void **state)
{
    (void)state;
    struct slip_input in = promised(0, 10);
    in.ahead = 0;
    assert_int_equal(line_of(&in, "s.d. 10 menit")->size, 2);
    assert_int_equal(line_of(&in, "Giliran berikutnya")->size, 1);
    must_say(&in, "up to 10 minutes, you are next");
}

static void whoever_may_come_too_late_reads_it_before_the_wait(void **state)
{
    (void)state;
    static const int low_min[] = {-1, 150};
    for (int i = 0; i < 2; i++) {
        struct slip_input in = promised(low_min[i], low_min[i] < 0 ? -1 : 210);
        assert_null(strstr(text_of(&in), "Mungkin"));
        in.late = "15.00";
        const struct paper_line *warning = line_of(&in, "Mungkin tidak terlayani");
        assert_true(warning->bold && warning->size == 2);
        assert_string_equal(warning[1].text, "hari ini: tutup 15.00");
        const char *text = text_of(&in);
        assert_non_null(strstr(text, "May not be served today: closes 15.00"));
        assert_true(strstr(text, "Mungkin") < strstr(text, "9 orang"));
    }
    struct slip_input none = usual();
    none.late = NULL;
    assert_null(strstr(text_of(&none), "Mungkin"));
}

static void the_interval_of_a_copy_is_that_of_the_first_slip_the_people_are_those_of_now(
    void **state)
{
    (void)state;
    struct slip_input in = promised(25, 40);
    in.copy = true;
    in.ahead = 3;
    must_say(&in, "Perkiraan saat diambil 09.42");
    must_say(&in, "Expected wait as of 09.42");
    must_say(&in, "Sekarang 3 orang di depan Anda");
    must_say(&in, "now 3 ahead of you");
    assert_null(strstr(text_of(&in), "Perkiraan tunggu"));
    in.issued_text = "09.42"; /* without a date */
    must_say(&in, "Perkiraan saat diambil 09.42");
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

static void expect_all_fit(const struct slip_input *in)
{
    struct paper paper;
    slip_layout(in, &paper);
    for (int i = 0; i < paper.count; i++)
        if (paper.line[i].kind == PAPER_TEXT && width(&paper.line[i]) > in->columns)
            fail_msg("too wide for %d: %s", in->columns, paper.line[i].text);
}

static void every_line_fits_every_paper(void **state)
{
    (void)state;
    static const int widths[] = {48, 42, 32};
    static const int waits[][2] = {{-1, -1}, {0, 10}, {137, 210}, {150, 210}, {995, 1000}};
    for (size_t w = 0; w < 15; w++) {
        struct slip_input in = promised(waits[w / 3][0], waits[w / 3][1]);
        in.columns = widths[w % 3];
        in.late = "15.00";
        in.service_name = "Kecelakaan Kerja (JKK)";
        in.ahead = 999;
        in.copy = true;
        in.desk_count = 8;
        in.branch_name = "Kantor Cabang Kota Sungai Penuh dan Kabupaten Kerinci";
        in.document[0].text = "Kartu peserta (KPJ) / kartu digital JMO";
        in.document[1].condition = "bila pernah mengajukan klaim sebagian sebelum tahun ini";
        expect_all_fit(&in);
        in.copy = false;
        expect_all_fit(&in);
    }
}

static void twelve_long_papers_leave_the_foot_on_the_slip(void **state)
{
    (void)state;
    struct slip_input in = promised(137, 210);
    in.columns = 32;
    in.copy = true;
    in.lane = LANE_PRIORITY;
    in.late = "15.00";
    in.desk_count = 8;
    in.documents_confirmed = false;
    in.branch_name = "Kantor Cabang Kota Sungai Penuh dan Kab.";
    for (in.document_count = 0; in.document_count < SLIP_DOCUMENTS_MAX;)
        in.document[in.document_count++] =
            (struct slip_document){"Surat keterangan dari kelurahan setempat",
                                   "bila belum pernah mengajukan klaim apapun"};
    must_say(&in, "22-11-2026 09.42");
    must_say(&in, "Gratis. Tanpa perantara.");
}

static size_t job_bytes(const struct slip_input *in)
{
    struct paper paper;
    uint8_t out[4096];
    slip_layout(in, &paper);
    return escpos_encode(escpos_profile_find("epson-tm"), in->columns * 12, &paper, out,
                         sizeof out);
}

/* At 19200 baud 400 bytes are 0.2 s. */
static void a_promise_costs_few_bytes(void **state)
{
    (void)state;
    static const int widths[] = {48, 42, 32};
    for (size_t w = 0; w < 3; w++) {
        struct slip_input in = promised(25, 40);
        in.columns = widths[w];
        in.qr_text = "JMB/20261122/A-025";
        in.document_count = 0;
        assert_in_range(job_bytes(&in), 300, 400);
        for (; in.document_count < 6; in.document_count++)
            in.document[in.document_count] =
                (struct slip_document){"Surat keterangan berhenti kerja (asli)", ""};
        assert_in_range(job_bytes(&in), 500, 800);
        in.late = "15.00";
        in.qr_text = "";
        assert_in_range(job_bytes(&in), 500, 800);
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
        cmocka_unit_test(an_interval_is_said_as_people_say_it),
        cmocka_unit_test(the_first_in_line_is_told_so_beside_the_interval),
        cmocka_unit_test(whoever_may_come_too_late_reads_it_before_the_wait),
        cmocka_unit_test(
            the_interval_of_a_copy_is_that_of_the_first_slip_the_people_are_those_of_now),
        cmocka_unit_test(a_copy_says_so_and_an_open_list_says_so),
        cmocka_unit_test(a_checklist_carries_no_number),
        cmocka_unit_test(every_line_fits_every_paper),
        cmocka_unit_test(twelve_long_papers_leave_the_foot_on_the_slip),
        cmocka_unit_test(a_promise_costs_few_bytes),
        cmocka_unit_test(long_words_are_cut_not_lost),
        cmocka_unit_test(text_never_leaves_its_buffer),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
