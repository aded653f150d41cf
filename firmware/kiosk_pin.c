// SPDX-License-Identifier: MIT
/* A one-time PIN on paper: whoever stands at the kiosk's printer for the first time is the one
 * who may set it up. Kept in memory until it is printed, and nowhere else. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "firmware/kiosk_state.h"
#include "firmware/log.h"

static void forget(struct kiosk *k)
{
    sodium_memzero(&k->pin_slip, sizeof k->pin_slip);
}

/* At most one of them waits, in the place that is kept for it. */
static void print_soon(struct kiosk *k)
{
    if (!memchr(k->extra, EXTRA_PIN, (size_t)k->extra_count))
        k->extra[k->extra_count++] = EXTRA_PIN;
    kiosk_turn_soon(k);
}

void kiosk_print_pin(struct kiosk *k, const char *user, const char *pin)
{
    bool printing = k->pin_slip.printing;
    forget(k);
    snprintf(k->pin_slip.user, sizeof k->pin_slip.user, "%s", user);
    snprintf(k->pin_slip.pin, sizeof k->pin_slip.pin, "%s", pin);
    if (!printing) /* else it follows when that one is through */
        print_soon(k);
}

void kiosk_forget_pin(struct kiosk *k, const char *user)
{
    if (strcmp(k->pin_slip.user, user) == 0)
        forget(k);
}

static void add(struct paper *paper, int size, bool bold, const char *text)
{
    struct paper_line *line = &paper->line[paper->count++];
    *line = (struct paper_line){
        .kind = PAPER_TEXT, .align = PAPER_CENTRE, .size = (uint8_t)size, .bold = bold};
    snprintf(line->text, sizeof line->text, "%s", text);
}

static void add_gap(struct paper *paper)
{
    paper->line[paper->count++] = (struct paper_line){.kind = PAPER_GAP, .size = 1};
}

bool kiosk_pin_paper(struct kiosk *k, int columns, struct paper *paper)
{
    struct pin_slip *slip = &k->pin_slip;
    char text[64];
    if (!slip->pin[0])
        return false;
    slip->printing = true;
    paper->count = 0;
    add(paper, columns < 44 ? 1 : 2, true, "PIN sekali pakai");
    add(paper, 1, false, "One-time PIN");
    add_gap(paper);
    snprintf(text, sizeof text, "%.4s %.11s", slip->pin, slip->pin + 4);
    add(paper, 3, true, text);
    add_gap(paper);
    snprintf(text, sizeof text, "Pengguna / User: %.14s", slip->user);
    add(paper, 1, true, text);
    add(paper, 1, false, "Masuk di konsol, lalu ganti PIN");
    add(paper, 1, false, "ini. Simpan slip ini baik-baik.");
    add(paper, 1, false, "Berlaku 24 jam.");
    add(paper, 1, false, "Sign in within 24 hours, then");
    add(paper, 1, false, "choose a PIN of your own.");
    return true;
}

void kiosk_pin_done(struct kiosk *k, bool printed)
{
    struct pin_slip *slip = &k->pin_slip;
    if (!slip->printing) {
        if (slip->pin[0]) /* it came while another one was in the printer */
            print_soon(k);
        return;
    }
    slip->printing = false;
    if (printed || ++slip->failures == SLIP_FAILURES_MAX) {
        if (!printed)
            log_line(LOG_ERR, "the slip with the one-time PIN failed; loketctl user reset-pin "
                              "makes a new one");
        forget(k);
        return;
    }
    print_soon(k);
}
