// SPDX-License-Identifier: MIT
/* The board as the wall knows it: the public JSON of /api/v1/board in bounded C. Pure. */
#ifndef LOKET_DISPLAY_BOARD_MODEL_H
#define LOKET_DISPLAY_BOARD_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum {
    WALL_SERVICES_MAX = 16,
    WALL_DESKS_MAX = 32,
    WALL_CALLS_MAX = 8,
    WALL_NOTICES_MAX = 8,
    WALL_TICKET_BYTES = 12,
    WALL_NAME_BYTES = 96,
    WALL_TEXT_BYTES = 256,
    WALL_JSON_BYTES_MAX = 256 * 1024,
    WALL_REASON_BYTES = 160,
};

/* OTHER: a state of a newer daemon; its message is shown, nothing is assumed. */
enum wall_kiosk_state {
    WALL_KIOSK_READY,
    WALL_KIOSK_CLOSED,
    WALL_KIOSK_PAPER_OUT,
    WALL_KIOSK_COVER_OPEN,
    WALL_KIOSK_CUTTER,
    WALL_KIOSK_PRINTER_OFFLINE,
    WALL_KIOSK_DISK_FULL,
    WALL_KIOSK_JOURNAL,
    WALL_KIOSK_STOPPING,
    WALL_KIOSK_OTHER,
};
enum wall_desk_state { WALL_DESK_OPEN, WALL_DESK_PAUSED, WALL_DESK_CLOSED };
enum wall_direction {
    WALL_DIRECTION_NONE,
    WALL_DIRECTION_LEFT,
    WALL_DIRECTION_RIGHT,
    WALL_DIRECTION_STRAIGHT,
    WALL_DIRECTION_UP,
};
enum wall_shape {
    WALL_SHAPE_CIRCLE,
    WALL_SHAPE_SQUARE,
    WALL_SHAPE_TRIANGLE,
    WALL_SHAPE_DIAMOND,
    WALL_SHAPE_HEXAGON,
    WALL_SHAPE_PENTAGON,
};

struct wall_call {
    int64_t seq; /* > 0, grows with every call */
    char ticket[WALL_TICKET_BYTES];
    int desk;
    bool recall;
    int64_t at_utc_ms;
};

struct wall_desk {
    int number;
    enum wall_desk_state state;
    char serving[WALL_TICKET_BYTES]; /* "" = nobody */
    bool help;
    enum wall_direction direction;
    enum wall_shape shape;
    uint32_t colour; /* 0xRRGGBB */
};

struct wall_service {
    char letter[4];
    char name_id[WALL_NAME_BYTES], name_en[WALL_NAME_BYTES];
    int waiting;                          /* people with its letter, >= 0 */
    int ahead;                            /* in front of a new visitor, any letter, >= 0 */
    bool free;                            /* no wait: a desk that serves it is free */
    int last_wait_min;                    /* -1 = nobody called yet today */
    int low_min, high_min;                /* told wait; low 0 = up to high; -1 = no forecast */
    bool late;                            /* who comes now may not be served today */
    int desk[WALL_DESKS_MAX], desk_count; /* open desks that serve it */
};

struct wall_notice {
    char text_id[WALL_TEXT_BYTES], text_en[WALL_TEXT_BYTES];
};

enum wall_number_style { WALL_NUMBER_DIGITS, WALL_NUMBER_CARDINAL };

/* How the walls of this branch behave: "wall" of the board. A board without it, or without
 * one of its keys, gives the defaults named here. */
struct wall_settings {
    double viewing_distance_m; /* of the last row; 0.5 to 50, default 5 */
    double screen_inch;        /* diagonal; 5 to 200, default 43 */
    int idle_after_s;          /* no call for so long: information pages; 0 = never; default 45 */
    int page_s;                /* each page stays; 5 to 120, default 14 */
    enum wall_number_style number_style; /* of the spoken number, default digits */
    bool english;                        /* the call is spoken in English, too; default false */
    int repeat;                          /* times that a call is spoken, 1 to 3, default 2 */
    int volume_percent;                  /* at this time of the day, 0 = silent, default 80 */
};

struct wall_board {
    int64_t utc_ms; /* branch time when sent */
    int utc_offset_min;
    int speed; /* branch seconds per real second, 1 on a real board */
    char branch_name[WALL_NAME_BYTES];
    char line_id[WALL_TEXT_BYTES], line_en[WALL_TEXT_BYTES];
    enum wall_kiosk_state kiosk;
    char message_id[WALL_TEXT_BYTES], message_en[WALL_TEXT_BYTES];
    bool noted;           /* closed: the message says why, so it is shown in any case */
    bool help;            /* a visitor asked for staff */
    int64_t opens_utc_ms; /* closed: when it opens again, 0 = not known */
    struct wall_settings wall;
    struct wall_call call[WALL_CALLS_MAX]; /* newest first */
    int call_count;
    struct wall_desk desk[WALL_DESKS_MAX];
    int desk_count;
    struct wall_service service[WALL_SERVICES_MAX];
    int service_count;
    struct wall_notice notice[WALL_NOTICES_MAX];
    int notice_count;
};

/* True and *board filled. False, *board untouched, and a sentence with the JSON path in
 * `reason` when a needed key is missing, a type or range is wrong or a word is unknown.
 * Unknown keys are ignored; lists longer than the limits above are cut, texts are cut
 * between characters, control characters become spaces. */
bool board_model_parse(const char *json, size_t bytes, struct wall_board *board,
                       char reason[WALL_REASON_BYTES]);

/* The desk with that number, or NULL. */
const struct wall_desk *board_model_desk(const struct wall_board *board, int number);

#endif
