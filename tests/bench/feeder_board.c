// SPDX-License-Identifier: MIT
#include <inttypes.h>
#include <stdio.h>

#include "tests/bench/feeder.h"

enum { SERVICES = 5, DESKS = 3, CALLS = 8, STEP_MS = 2000, CALL_EVERY_MS = 240000 };

static const int64_t start_utc_ms = INT64_C(1795315320000);

static void write_head(FILE *out, int64_t utc_ms)
{
    fprintf(out,
            "{\"schema\":1,\"clock\":{\"utc_ms\":%" PRId64 ",\"utc_offset_min\":420,\"speed\":1},"
            "\"day\":\"2026-11-22\",\"content\":\"2026-11-22\","
            "\"branch\":{\"name\":\"Kantor Cabang Kota Jambi\","
            "\"line_id\":\"BPJS Ketenagakerjaan · bukan BPJS Kesehatan\","
            "\"line_en\":\"Employment social security, not health\"},"
            "\"kiosk\":{\"state\":\"ready\",\"message_id\":\"\",\"message_en\":\"\","
            "\"help\":false,\"opens_utc_ms\":null},",
            utc_ms);
}

/* Call n is a function of n alone, so that each board carries the calls of those before. */
static void write_ticket(FILE *out, int n)
{
    fprintf(out, "\"%c-%03d\"", 'A' + n * 7 % SERVICES, (n / 3) % 999 + 1);
}

static void write_calls(FILE *out, int n, int64_t utc_ms)
{
    fprintf(out, "\"calls\":[");
    for (int i = 0; i < CALLS && n - i > 0; i++) {
        fprintf(out, "%s{\"seq\":%d,\"ticket\":", i ? "," : "", n - i);
        write_ticket(out, n - i);
        fprintf(out, ",\"desk\":%d,\"recall\":%s,\"at_utc_ms\":%" PRId64 "}", (n - i) % DESKS + 1,
                (n - i) % 9 == 8 ? "true" : "false", utc_ms - (int64_t)i * CALL_EVERY_MS);
    }
    fprintf(out, "],");
}

static void write_desks(FILE *out, int n)
{
    static const char *const looks[DESKS] = {
        "\"direction\":\"left\",\"shape\":\"square\",\"colour\":\"#6CB4EE\"",
        "\"direction\":\"right\",\"shape\":\"circle\",\"colour\":\"#F0B429\"",
        "\"direction\":\"straight\",\"shape\":\"triangle\",\"colour\":\"#F28C6F\""};
    fprintf(out, "\"desks\":[");
    for (int desk = 1; desk <= DESKS; desk++) {
        int call = n;
        while (call > 0 && call % DESKS + 1 != desk)
            call--; /* the last one to this desk */
        fprintf(out, "%s{\"desk\":%d,\"state\":\"open\",\"serving\":", desk > 1 ? "," : "", desk);
        if (call > 0)
            write_ticket(out, call);
        else
            fprintf(out, "\"\"");
        fprintf(out, ",\"help\":false,%s}", looks[desk - 1]);
    }
    fprintf(out, "],");
}

static void write_services(FILE *out, int n)
{
    static const char *const names[SERVICES][2] = {{"Klaim JHT", "Old-age claim"},
                                                   {"Pendaftaran BPU", "Registration"},
                                                   {"Iuran & data", "Dues and data"},
                                                   {"Klaim JKK / JKM", "Accident, death"},
                                                   {"Info & pengaduan", "Information"}};
    fprintf(out, "\"services\":[");
    for (int i = 0; i < SERVICES; i++) {
        int waiting = (n * 7 + i * 3) % 30, low = (n + i * 5) % 60;
        fprintf(out,
                "%s{\"service\":\"%c\",\"name_id\":\"%s\",\"name_en\":\"%s\",\"waiting\":%d,"
                "\"ahead\":%d,\"free\":false,\"last_wait_min\":%d,",
                i ? "," : "", 'A' + i, names[i][0], names[i][1], waiting, waiting, (n + i) % 90);
        if ((n + i) % 5 == 0)
            fprintf(out, "\"wait\":{\"low_min\":null,\"high_min\":null},");
        else
            fprintf(out, "\"wait\":{\"low_min\":%d,\"high_min\":%d},", low, low + 15);
        fprintf(out, "\"desks\":[1,2,3]}");
    }
    fprintf(out, "],");
}

char *feeder_board(int n)
{
    char *text = NULL;
    size_t bytes = 0;
    FILE *out = open_memstream(&text, &bytes);
    if (!out)
        return NULL;
    int64_t utc_ms = start_utc_ms + (int64_t)n * STEP_MS;
    write_head(out, utc_ms);
    write_calls(out, n, utc_ms);
    write_desks(out, n);
    write_services(out, n);
    fprintf(out, "\"notices\":[{\"id\":\"Semua layanan gratis. Tahan tombol 2 detik untuk mencetak "
                 "daftar berkas tanpa nomor antrean.\",\"en\":\"All services are free. Hold a "
                 "button for 2 seconds to print the list of papers without a number.\"}]}");
    fclose(out);
    return text;
}
