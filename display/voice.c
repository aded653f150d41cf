// SPDX-License-Identifier: MIT
#include "display/voice.h"

#include <stdio.h>
#include <string.h>

enum { NUMBER_MAX = 999, DIGITS = 3 };

/* Silence after a clip. A listener waits for what comes: none is longer than 400 ms, also
 * with the quiet end of a recording added. */
enum {
    PAUSE_WORD_MS = 40,
    PAUSE_DIGIT_MS = 90,
    PAUSE_LETTER_MS = 160,
    PAUSE_SENTENCE_MS = 240,
};

/* What differs between two languages, apart from the grammar of numbers. */
struct wording {
    const char *ticket, *priority, *priority_ticket, *recall, *desk;
    const char *unit[20]; /* 10 to 19 only where they are words of their own */
};

static const struct wording WORDING[] = {
    [VOICE_ID] = {.ticket = "nomor-antrean",
                  .priority = "antrean-prioritas",
                  .priority_ticket = "nomor",
                  .recall = "panggilan-ulang",
                  .desk = "silakan-menuju-loket",
                  .unit = {"nol", "satu", "dua", "tiga", "empat", "lima", "enam", "tujuh",
                           "delapan", "sembilan", "sepuluh", "sebelas"}},
    [VOICE_EN] = {.ticket = "number",
                  .priority = "priority-queue",
                  .priority_ticket = "number",
                  .recall = "called-again",
                  .desk = "please-go-to-desk",
                  .unit = {"zero",    "one",     "two",       "three",    "four",
                           "five",    "six",     "seven",     "eight",    "nine",
                           "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                           "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"}},
};

static const char *const TENS_EN[] = {
    [2] = "twenty", [3] = "thirty",  [4] = "forty",  [5] = "fifty",
    [6] = "sixty",  [7] = "seventy", [8] = "eighty", [9] = "ninety",
};

/* All letters that a service may have. */
static const char LETTERS[] = "ABCDEFGHJKLMNPRSTUVWXYZ";

static void add(struct voice_phrase *phrase, const char *clip, int pause_ms)
{
    if (phrase->count < VOICE_CLIPS_MAX) {
        struct voice_part *part = &phrase->part[phrase->count++];
        snprintf(part->clip, sizeof part->clip, "%s", clip);
        part->pause_ms = pause_ms;
    }
}

static void set_pause(struct voice_phrase *phrase, int pause_ms)
{
    phrase->part[phrase->count - 1].pause_ms = pause_ms;
}

static void add_units(struct voice_phrase *phrase, enum voice_language language, int n)
{
    add(phrase, WORDING[language].unit[n], PAUSE_WORD_MS);
}

/* 1 to 99 */
static void add_tens_id(struct voice_phrase *phrase, int n)
{
    if (n <= 11) {
        add_units(phrase, VOICE_ID, n);
        return;
    }
    add_units(phrase, VOICE_ID, n < 20 ? n - 10 : n / 10);
    add(phrase, n < 20 ? "belas" : "puluh", PAUSE_WORD_MS);
    if (n >= 20 && n % 10) {
        add_units(phrase, VOICE_ID, n % 10);
    }
}

static void add_tens_en(struct voice_phrase *phrase, int n)
{
    if (n < 20) {
        add_units(phrase, VOICE_EN, n);
        return;
    }
    add(phrase, TENS_EN[n / 10], PAUSE_WORD_MS);
    if (n % 10) {
        add_units(phrase, VOICE_EN, n % 10);
    }
}

static void add_hundreds(struct voice_phrase *phrase, enum voice_language language, int hundreds)
{
    if (language == VOICE_ID && hundreds == 1) {
        add(phrase, "seratus", PAUSE_WORD_MS); /* never "satu ratus" */
        return;
    }
    add_units(phrase, language, hundreds);
    add(phrase, language == VOICE_ID ? "ratus" : "hundred", PAUSE_WORD_MS);
}

static void add_cardinal(struct voice_phrase *phrase, enum voice_language language, int n)
{
    if (n == 0) {
        add_units(phrase, language, 0);
    }
    if (n >= 100) {
        add_hundreds(phrase, language, n / 100);
    }
    if (n % 100 && language == VOICE_ID) {
        add_tens_id(phrase, n % 100);
    } else if (n % 100) {
        add_tens_en(phrase, n % 100);
    }
}

static void add_digits(struct voice_phrase *phrase, enum voice_language language, int n)
{
    static const int place[DIGITS] = {100, 10, 1};
    for (int i = 0; i < DIGITS; i++) {
        add(phrase, WORDING[language].unit[n / place[i] % 10], PAUSE_DIGIT_MS);
    }
}

/* The name of a letter's clip: its small form. */
static void letter_clip(char letter, char clip[2])
{
    clip[0] = (char)(letter - 'A' + 'a');
    clip[1] = '\0';
}

/* "A-007": the letter and 7; false when it is none. */
static bool read_ticket(const char *ticket, char *letter, int *number)
{
    if (!ticket[0] || !strchr(LETTERS, ticket[0]) || ticket[1] != '-' || !ticket[2]) {
        return false;
    }
    *letter = ticket[0];
    *number = 0;
    for (const char *digit = ticket + 2; *digit; digit++) {
        if (*digit < '0' || *digit > '9') {
            return false;
        }
        *number = *number * 10 + (*digit - '0');
        if (*number > NUMBER_MAX) {
            return false;
        }
    }
    return true;
}

static void add_opening(struct voice_phrase *phrase, const struct wording *words, char letter,
                        bool recall)
{
    if (recall) {
        add(phrase, words->recall, PAUSE_SENTENCE_MS);
    }
    if (letter == 'P') {
        add(phrase, words->priority, PAUSE_SENTENCE_MS);
    }
    add(phrase, letter == 'P' ? words->priority_ticket : words->ticket, PAUSE_DIGIT_MS);
}

bool voice_phrase(enum voice_language language, enum wall_number_style style, const char *ticket,
                  int desk, bool recall, struct voice_phrase *phrase)
{
    char letter, clip[2];
    int number;
    phrase->count = 0;
    if (!read_ticket(ticket, &letter, &number) || desk < 1 || desk > NUMBER_MAX) {
        return false;
    }
    const struct wording *words = &WORDING[language];
    add_opening(phrase, words, letter, recall);
    letter_clip(letter, clip);
    add(phrase, clip, PAUSE_LETTER_MS);
    switch (style) {
    case WALL_NUMBER_DIGITS:
        add_digits(phrase, language, number);
        break;
    case WALL_NUMBER_CARDINAL:
        add_cardinal(phrase, language, number);
        break;
    }
    set_pause(phrase, PAUSE_SENTENCE_MS);
    add(phrase, words->desk, PAUSE_WORD_MS);
    add_cardinal(phrase, language, desk);
    set_pause(phrase, 0);
    return true;
}

static void each_number(enum voice_language language, void (*take)(void *context, const char *clip),
                        void *context)
{
    for (int n = 0; n < 20 && WORDING[language].unit[n]; n++) {
        take(context, WORDING[language].unit[n]);
    }
    switch (language) {
    case VOICE_ID:
        take(context, "belas");
        take(context, "puluh");
        take(context, "seratus");
        take(context, "ratus");
        break;
    case VOICE_EN:
        for (int tens = 2; tens < 10; tens++) {
            take(context, TENS_EN[tens]);
        }
        take(context, "hundred");
        break;
    }
}

void voice_each_clip(enum voice_language language, void (*take)(void *context, const char *clip),
                     void *context)
{
    const struct wording *words = &WORDING[language];
    take(context, words->ticket);
    take(context, words->priority);
    if (strcmp(words->ticket, words->priority_ticket) != 0) {
        take(context, words->priority_ticket);
    }
    take(context, words->recall);
    take(context, words->desk);
    for (const char *letter = LETTERS; *letter; letter++) {
        char clip[2];
        letter_clip(*letter, clip);
        take(context, clip);
    }
    each_number(language, take, context);
}
