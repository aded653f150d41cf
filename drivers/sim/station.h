// SPDX-License-Identifier: MIT
/* The simulated printer as a process: its socket, its control FIFO, its switches. */
#ifndef LOKET_DRIVERS_SIM_STATION_H
#define LOKET_DRIVERS_SIM_STATION_H

#include <stdbool.h>
#include <stddef.h>

#include "drivers/sim/model.h"
#include "drivers/sim/tray.h"

enum { STATION_CONTROL_BYTES = 256, STATION_FAST_TIMES = 50 };

struct station_options {
    const char *dir;
    bool fast;
    int width_dots, baud;
    double linger_s; /* < 0 = for ever */
};

struct station {
    struct station_options options;
    struct model *model;
    struct tray tray;
    int dir, lock, listener, client, control, signals;
    bool powered, plugged, ending, changed;
    double bytes_per_ms, credit_bytes, credit_at_ms;
    double state_at_ms, alone_since_ms, alive_at_ms;
    char line[STATION_CONTROL_BYTES]; /* of the control FIFO, not yet ended */
    size_t line_bytes;
};

double station_now_ms(void);
/* The line speed of the options. */
void station_usual_line_speed(struct station *station);
/* Listens on DIR/printer.sock; false with errno. */
bool station_start_listening(struct station *station);
/* Closes the line and the socket, as a pulled plug does. */
void station_stop_listening(struct station *station);
void station_hang_up(struct station *station);
/* Reads the FIFO and obeys the lines that are complete. */
void station_read_control(struct station *station);

#endif
