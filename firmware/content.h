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
 *            "week": {"mon": ["08:00", "15:00"], ... "sun": null}},
 *                                             a day left out or null: closed. While hours are not
 *                                             confirmed a closing time may be null (taken as 24:00)
 *  "rules": {"overtake_max": 3,               the values here are the defaults
 *            "lane_rate": {"priority": 2.0, "return": 1.5},   0.001 to 10; regular is 1
 *            "recall_max": 2, "recall_pause_s": 20, "return_within_min": 15,
 *            "waiting_cap": 400, "daily_cap": 2000},
 *  "services": [{"letter": "A",               1 to 16; A to Z without I, O, Q
 *                "name_id": "Klaim JHT", "name_en": "Old-age claim",   <= 22 characters
 *                "target_wait_min": 30,       > 0, <= 1440; this is the default
 *                "daily_cap": 999,            default 999
 *                "confirmed": false,          the branch confirmed this list; default false
 *                "documents": [{"key": "kk", "id": "Kartu Keluarga", "en": "Family card",
 *                               "required": "wajib",    wajib (default) | bersyarat | jika_ada
 *                               "when_id": "bila ...",  <= 40 characters; needed by bersyarat,
 *                                                       "bila ada" by default for jika_ada
 *                               "status": "sourced"}]}], sourced | confirmed | unverified
 *  "desks": [{"number": 1, "services": ["*"], letters, or "*" for all; every service needs a desk
 *             "direction": "left",            none (default) left right straight up
 *             "shape": "square",              circle (default) square triangle diamond hexagon
 *                                             pentagon
 *             "colour": "#6CB4EE"}],          this is the default
 *  "notices": [{"id": "...", "en": "..."}],   <= 8, <= 120 characters
 *  "slip": {"qr": ""}                         <= 200 characters; default ""
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

struct content_desk {
    uint16_t number;
    service_set services;
    enum desk_direction direction;
    char shape[16]; /* circle square triangle diamond hexagon pentagon */
    char colour[8]; /* "#F0B429" */
};

struct content_notice {
    char text_id[CONTENT_TEXT_BYTES], text_en[CONTENT_TEXT_BYTES];
};

struct content_hours {         /* minutes after local midnight; opens == closes: closed that day */
    int opens_min, closes_min; /* closes_min up to 1440 */
};

struct content {
    char version[32]; /* "2026-11-01" or the branch's own */
    char branch_name[CONTENT_NAME_BYTES];
    char branch_line_id[CONTENT_TEXT_BYTES], branch_line_en[CONTENT_TEXT_BYTES];
    char time_zone[48];  /* "Asia/Jakarta" */
    bool hours_enforced; /* false until the branch has confirmed them: then open whenever it runs */
    struct content_hours hours[7];                /* Monday first */
    struct content_service service[SERVICES_MAX]; /* ascending letter */
    int service_count;
    struct content_desk desk[DESKS_MAX]; /* ascending number */
    int desk_count;
    struct content_notice notice[CONTENT_NOTICES_MAX];
    int notice_count;
    char qr_text[CONTENT_TEXT_BYTES]; /* on every slip, "" = none */
    struct rules rules;               /* the same services and desks, as the core wants them */
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

#endif
