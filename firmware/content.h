// SPDX-License-Identifier: MIT
/* The branch document: services, desks, papers, texts and hours, as versioned JSON.
 * The only part of the daemon that knows its JSON.
 *
 * {
 *  "version": "2026-11-01",                   letters, digits, . _ - (<= 31)
 *  "branch": {"name": "...",                  <= 40 characters
 *             "line_id": "", "line_en": "",   <= 80 characters; default ""
 *             "time_zone": "Asia/Jakarta"},   a name of tzdata; this is the default
 *  "hours": {"confirmed": false,              default false: open whenever it runs
 *            "week": {"mon": ["08:00", "15:00"], ... "sun": null},
 *                                             a day left out or null: closed. While hours are not
 *                                             confirmed a closing time may be null (taken as 24:00)
 *            "late": "warn",                  a number that may not be served before closing is
 *                                             issued with a warning (default), or "refuse"d
 *            "holidays": [{"day": "2026-12-25",   <= 64, each day once; closed all day, once
 *                          "id": "Natal",     hours are confirmed; <= 40 characters, required
 *                          "en": "Christmas"}]},   <= 40 characters; default ""
 *  "rules": {"overtake_max": 3,               0 to 255; the values here are the defaults
 *            "lane_rate": {"priority": 2.0, "return": 1.5},   0.001 to 10; regular is 1
 *            "recall_max": 2,                 0 to 255
 *            "recall_pause_s": 20,            0 to 600
 *            "return_within_min": 15,         0 to 720
 *            "waiting_cap": 400, "daily_cap": 2000},   1 to 4000
 *  "services": [{"letter": "A",               1 to 16; A to Z without I, O, Q
 *                "name_id": "Klaim JHT", "name_en": "Old-age claim",   <= 22 characters
 *                "target_wait_min": 30,       0.1 to 1440; this is the default
 *                "daily_cap": 999,            1 to 999; this is the default
 *                "confirmed": false,          the branch confirmed this list; default false
 *                "documents": [{"key": "kk",  <= 12; a to z, 0 to 9, _ and - (<= 23), each once
 *                               "id": "Kartu Keluarga", "en": "Family card",   <= 40 characters
 *                               "required": "wajib",    wajib (default) | bersyarat | jika_ada
 *                               "when_id": "bila ...",  <= 40 characters; needed by bersyarat,
 *                                                       "bila ada" by default for jika_ada
 *                               "status": "sourced"}]}], sourced | confirmed | unverified
 *  "desks": [{"number": 1,                    1 to 32 desks; 1 to 999, each once
 *             "services": ["*"],              letters, or "*" for all; every service needs a desk
 *             "hours": {"mon": "08:00-12:00 13:00-15:00", ...},   planned, <= 6 spans a day,
 *                                             ascending; a day left out: not on duty; no hours at
 *                                             all: nothing is planned
 *             "direction": "left",            none (default) left right straight up
 *             "shape": "square",              circle (default) square triangle diamond hexagon
 *                                             pentagon
 *             "colour": "#6CB4EE"}],          this is the default
 *  "notices": [{"id": "...", "en": "...",     <= 8, <= 120 characters
 *               "until": "2026-11-22T15:00"}], local time from which it is no longer shown;
 *                                             default: shown until it is removed
 *  "slip": {"qr": ""},                        <= 159 bytes; default ""
 *  "wall": {                                  the values here are the defaults
 *   "viewing_distance_m": 5,                  of the last row of seats; 0.5 to 50
 *   "screen_inch": 43,                        diagonal; 5 to 200
 *   "idle_after_s": 45,                       no call for so long: pages; 0 to 3600, 0 = never
 *   "page_s": 14,                             how long each page stays; 5 to 120
 *   "voice": {"style": "digits",              or cardinal
 *             "english": false,               the call is spoken in English, too
 *             "repeat": 2,                    times that a call is spoken; 1 to 3
 *             "volume": [{"from": "00:00",    1 to 8 rows, ascending; before the first row of the
 *                         "percent": 80}]}},  day the last one holds; 0 to 100, 0 = silent
 *  "waits": true,                             forecast waits and tell them; default true
 *  "approval": false,                         a change of this document needs a second admin
 *  "pages": [                                 of an idle wall: <= 16 entries that give <= 24 pages;
 *                                             default: the papers of all services
 *   {"kind": "text", "title_id": "...",       <= 60 characters
 *    "title_en": "",                          <= 60 characters; default ""
 *    "lines": [{"id": "...", "en": ""}]},     1 to 8; <= 80 characters; en: default ""
 *   {"kind": "documents",                     a page for each service that has papers to print
 *    "services": ["*"]},                      letters, or "*" for all
 *   {"kind": "quiet_hours"}]                  at most one; visitors by hour on such a weekday,
 *                                             shown once 3 such days are known
 * }
 *
 * A key that is not known is a fault, except where it begins with "_", "note" or "source":
 * remarks for people. A paper whose status is unverified is checked and then left out:
 * it must never be printed as a fact. */
#ifndef LOKET_CONTENT_H
#define LOKET_CONTENT_H

#include <stdbool.h>
#include <stddef.h>

#include "firmware/core/types.h"

enum {
    CONTENT_NAME_BYTES = 96,
    CONTENT_TEXT_BYTES = 256,
    CONTENT_DOCUMENTS_MAX = 12,
    CONTENT_NOTICES_MAX = 8,
    CONTENT_VOLUMES_MAX = 8,
    CONTENT_SPANS_MAX = 6,
    CONTENT_PAGES_MAX = 16,
    CONTENT_PAGE_LINES_MAX = 8,
    CONTENT_PAGES_SHOWN_MAX = 24,
    CONTENT_HOLIDAYS_MAX = 64,
    CONTENT_OPENING_DAYS_MAX = 31, /* an opening further away is not told */
    CONTENT_FAULTS_MAX = 64,
    CONTENT_FILE_BYTES_MAX = 256 * 1024,
};

struct content_document {
    char key[24]; /* "kk": what an officer names as missing */
    char text_id[CONTENT_NAME_BYTES], text_en[CONTENT_NAME_BYTES]; /* <= 40 characters */
    char when_id[CONTENT_NAME_BYTES];                              /* condition, "" = always */
    bool optional;                                                 /* "bring it if you have it" */
    bool confirmed; /* by the branch; only confirmed or sourced ones are printed */
};

struct content_service {
    char letter;
    char name_id[CONTENT_NAME_BYTES], name_en[CONTENT_NAME_BYTES]; /* short, <= 22 characters */
    bool confirmed; /* the branch confirmed the list of papers */
    struct content_document document[CONTENT_DOCUMENTS_MAX]; /* printed on the slip */
    int document_count;
};

enum desk_direction {
    DIRECTION_NONE,
    DIRECTION_LEFT,
    DIRECTION_RIGHT,
    DIRECTION_STRAIGHT,
    DIRECTION_UP
};

/* Minutes after local midnight, ascending, apart; none: not on duty that day. */
struct content_duty {
    int span_count;
    struct {
        int16_t from_min, to_min;
    } span[CONTENT_SPANS_MAX];
};

struct content_desk {
    uint16_t number;
    service_set services;
    bool planned;                /* duty is known */
    struct content_duty duty[7]; /* Monday first */
    enum desk_direction direction;
    char shape[16]; /* circle square triangle diamond hexagon pentagon */
    char colour[8]; /* "#F0B429" */
};

struct content_notice {
    char text_id[CONTENT_TEXT_BYTES], text_en[CONTENT_TEXT_BYTES];
    int32_t until_day; /* yyyymmdd, local; 0 = until it is removed */
    int until_min;     /* of that day */
};

struct content_hours {         /* minutes after local midnight; opens == closes: closed that day */
    int opens_min, closes_min; /* closes_min up to 1440 */
};

struct content_holiday {
    int32_t day;                                                   /* yyyymmdd */
    char name_id[CONTENT_NAME_BYTES], name_en[CONTENT_NAME_BYTES]; /* <= 40 characters */
};

struct content_volume {
    int from_min; /* minutes after local midnight, 0 to 1439 */
    int percent;
};

enum number_style { NUMBER_DIGITS, NUMBER_CARDINAL };

struct content_wall {
    double viewing_distance_m, screen_inch;
    int idle_after_s, page_s;
    enum number_style number_style; /* of the spoken number */
    bool english;                   /* calls are spoken in English, too */
    int repeat;
    struct content_volume volume[CONTENT_VOLUMES_MAX]; /* ascending, at least one */
    int volume_count;
};

enum content_page_kind { PAGE_TEXT, PAGE_DOCUMENTS, PAGE_QUIET_HOURS };

struct content_page_line {
    char text_id[CONTENT_TEXT_BYTES], text_en[CONTENT_TEXT_BYTES];
};

struct content_page {
    enum content_page_kind kind;
    char title_id[CONTENT_NAME_BYTES], title_en[CONTENT_NAME_BYTES]; /* TEXT */
    struct content_page_line line[CONTENT_PAGE_LINES_MAX];
    int line_count;
    service_set services; /* DOCUMENTS */
};

struct content {
    char version[32]; /* "2026-11-01" or the branch's own */
    char branch_name[CONTENT_NAME_BYTES];
    char branch_line_id[CONTENT_TEXT_BYTES], branch_line_en[CONTENT_TEXT_BYTES];
    char time_zone[48];  /* "Asia/Jakarta" */
    bool hours_enforced; /* false until the branch has confirmed them: then open whenever it runs */
    bool late_refused;   /* no number that may not be served before closing */
    bool waits;          /* forecast and told */
    bool approval;       /* a change of this document needs a second admin */
    struct content_hours hours[7];                        /* Monday first; see content_hours_on */
    struct content_holiday holiday[CONTENT_HOLIDAYS_MAX]; /* ascending day */
    int holiday_count;
    struct content_service service[SERVICES_MAX]; /* ascending letter */
    int service_count;
    struct content_desk desk[DESKS_MAX]; /* ascending number */
    int desk_count;
    struct content_notice notice[CONTENT_NOTICES_MAX];
    int notice_count;
    char qr_text[CONTENT_TEXT_BYTES]; /* on every slip, "" = none */
    struct content_wall wall;
    struct content_page page[CONTENT_PAGES_MAX]; /* of an idle wall, in the order of the document */
    int page_count;
    struct rules rules; /* the same services and desks, as the core wants them */
};

/* One fault of a document, by its JSON path ("services[2].letter"). */
struct content_fault {
    char path[96];
    char reason[160];
};

struct content_faults {
    struct content_fault fault[CONTENT_FAULTS_MAX];
    int count; /* further ones are counted, not kept: count may exceed CONTENT_FAULTS_MAX */
};

/* Parses and checks text[bytes]. True and `content` filled when there is no fault;
 * otherwise false, every fault found, `content` unspecified. */
bool content_parse(const char *text, size_t bytes, struct content *content,
                   struct content_faults *faults);
/* Reads a file (at most 256 KiB). A file that cannot be read is one fault with path "". On
 * success and when text is not NULL, *text is the file's bytes (malloc, 0-terminated,
 * the caller frees). */
bool content_load(const char *path, struct content *content, struct content_faults *faults,
                  char **text);

const struct content_service *content_service(const struct content *content, char letter);
const struct content_desk *content_desk(const struct content *content, uint16_t number);

/* Pure, local time: minute of the day 0 to 1439, weekday 0 = Monday. */
int content_volume_percent(const struct content_wall *wall, int minute);
/* Whether a notice is still to be shown at that local date and minute. */
bool content_notice_shown(const struct content_notice *notice, int32_t day, int minute);
/* What the branch is closed for on that day (yyyymmdd); NULL = nothing, or hours are not
 * enforced: then it is open whenever it runs. */
const struct content_holiday *content_holiday(const struct content *content, int32_t day);
/* The hours of that day (yyyymmdd): of its weekday, closed on a holiday. Whether hours are
 * enforced is the caller's question here and below. */
struct content_hours content_hours_on(const struct content *content, int32_t day);
/* Minutes from the midnight that begins this day to the first opening after `minute`, at most
 * 31 days later; -1 = no such opening. */
int content_next_opening_min(const struct content *content, int32_t day, int minute);

#endif
