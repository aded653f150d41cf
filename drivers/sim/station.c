// SPDX-License-Identifier: MIT
#include "drivers/sim/station.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#include "drivers/sim/socket_dir.h"

double station_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static void set_line_speed(struct station *station, double bytes_per_s)
{
    station->bytes_per_ms = bytes_per_s / 1000.0;
}

void station_usual_line_speed(struct station *station)
{
    int times = station->options.fast ? STATION_FAST_TIMES : 1;
    set_line_speed(station, station->options.baud / 10.0 * times);
}

void station_hang_up(struct station *station)
{
    if (station->client >= 0) {
        close(station->client);
        station->alone_since_ms = station_now_ms();
    }
    station->client = -1;
    station->changed = true;
}

void station_stop_listening(struct station *station)
{
    station_hang_up(station);
    if (station->listener >= 0) {
        close(station->listener);
        unlinkat(station->dir, "printer.sock", 0);
    }
    station->listener = -1;
}

bool station_start_listening(struct station *station)
{
    struct sockaddr_un address;
    if (station->listener >= 0)
        return true;
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fd < 0)
        return false;
    socket_dir_address(station->dir, "printer.sock", &address);
    unlinkat(station->dir, "printer.sock", 0);
    if (bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 4) != 0) {
        close(fd);
        return false;
    }
    station->listener = fd;
    return true;
}

static void obey_paper(struct station *station, const char *word)
{
    if (strcmp(word, "out") == 0)
        model_set_paper(station->model, MODEL_PAPER_OUT);
    else if (strcmp(word, "near-end") == 0)
        model_set_paper(station->model, MODEL_PAPER_NEAR_END);
    else if (strcmp(word, "ok") == 0)
        model_set_paper(station->model, MODEL_PAPER_OK);
}

static void set_power(struct station *station, bool on)
{
    if (on == station->powered)
        return;
    station->powered = on;
    model_power_cycle(station->model);
    if (!on)
        station_stop_listening(station);
    else if (station->plugged)
        station_start_listening(station);
}

static void set_plugged(struct station *station, bool plugged)
{
    station->plugged = plugged;
    if (!plugged)
        station_stop_listening(station);
    else if (station->powered)
        station_start_listening(station);
}

static void obey(struct station *station, const char *line)
{
    char verb[32] = "", word[32] = "";
    sscanf(line, "%31s %31s", verb, word);
    fprintf(stderr, "control: %s\n", line);
    if (strcmp(verb, "paper") == 0)
        obey_paper(station, word);
    else if (strcmp(verb, "cover") == 0)
        model_set_cover(station->model, strcmp(word, "open") == 0);
    else if (strcmp(verb, "cutter") == 0)
        model_set_cutter(station->model, strcmp(word, "jam") == 0);
    else if (strcmp(verb, "power") == 0)
        set_power(station, strcmp(word, "on") == 0);
    else if (strcmp(verb, "unplug") == 0 || strcmp(verb, "plug") == 0)
        set_plugged(station, verb[0] == 'p');
    else if (strcmp(verb, "slow") == 0 && strtod(word, NULL) > 0)
        set_line_speed(station, strtod(word, NULL));
    else if (strcmp(verb, "slow") == 0)
        station_usual_line_speed(station); /* slow 0: as before */
    else if (strcmp(verb, "quit") == 0)
        station->ending = true;
    else if (verb[0] != '\0')
        fprintf(stderr, "control: unknown command\n");
    station->changed = true;
}

void station_read_control(struct station *station)
{
    char data[STATION_CONTROL_BYTES];
    ssize_t bytes = read(station->control, data, sizeof data);
    for (ssize_t i = 0; i < bytes; i++) {
        if (data[i] == '\n') {
            station->line[station->line_bytes] = '\0';
            station->line_bytes = 0;
            obey(station, station->line);
        } else if (station->line_bytes < STATION_CONTROL_BYTES - 1) {
            station->line[station->line_bytes++] = data[i];
        }
    }
}
