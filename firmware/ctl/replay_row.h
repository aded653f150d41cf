// SPDX-License-Identifier: MIT
/* A line of the replay format: branch,day,time_s,event,ticket,service,lane,desk,value.
 * Pure functions of the line; what depends on earlier lines is replay_log's. */
#ifndef LOKET_CTL_REPLAY_ROW_H
#define LOKET_CTL_REPLAY_ROW_H

#include "firmware/forecast/forecast.h"

enum { REPLAY_FIELDS = 9, REPLAY_WINDOWS_MAX = 16, REPLAY_TEXT_BYTES = 64 };
extern const char replay_header[];

struct replay_row {
    const char *branch, *day_text, *ticket, *service, *desk; /* in the line's own memory */
    const char *time_text;
    int32_t day; /* yyyymmdd */
    double at_s;
    enum forecast_kind kind;
    enum forecast_lane lane;
    bool before;
    double number; /* desks, expect */
    int windows;   /* of a plan */
    double from_s[REPLAY_WINDOWS_MAX], to_s[REPLAY_WINDOWS_MAX];
};

/* Takes the line apart; it is written to and must outlive the row. No line end. NULL = fine,
 * else a sentence that says what is wrong (static). */
const char *replay_row_read(char *line, struct replay_row *row);

#endif
