// SPDX-License-Identifier: MIT
/* The board as a person in the hall sees it: GET /api/v1/board over the daemon's socket. */
#ifndef LOKET_SIM_BOARD_VIEW_H
#define LOKET_SIM_BOARD_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { BOARD_VIEW_DESKS_MAX = 32 };

struct board_view_desk {
    int number;
    bool open;
    char serving[8]; /* "A-007", "" = nobody */
    int waiting;     /* people who wait for a service of this desk; 0 while it is closed */
};

struct board_view {
    bool known; /* the daemon has answered at least once */
    bool ready; /* numbers can be taken */
    char state[24];
    int64_t utc_ms; /* branch time when it answered */
    int utc_offset_min;
    int64_t seen_mono_ms; /* real time when it answered */
    int waiting;          /* all services */
    struct board_view_desk desk[BOARD_VIEW_DESKS_MAX];
    int desk_count;
};

/* Reads one answer. False leaves the view as it is. Pure. */
bool board_view_parse(const char *json, size_t bytes, struct board_view *view);

struct hall_client;
/* NULL when out of memory. */
struct hall_client *hall_client_create(const char *socket_path);
void hall_client_destroy(struct hall_client *client);
/* Asks once, at most a second. False when nobody answers; the view keeps what it had. */
bool hall_client_look(struct hall_client *client, struct board_view *view, int64_t now_mono_ms);

const struct board_view_desk *board_view_desk(const struct board_view *view, int number);

#endif
