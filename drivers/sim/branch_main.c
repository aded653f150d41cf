// SPDX-License-Identifier: MIT
#include "drivers/sim/branch_main.h"

#include <curl/curl.h>
#include <errno.h>
#include <getopt.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "drivers/sim/branch.h"
#include "drivers/sim/keeper.h"
#include "drivers/sim/officers.h"
#include "drivers/sim/visitors.h"

enum { TURN_MS = 100, LOOK_MS = 1000, MS_PER_MIN = 60 * 1000, MIN_PER_DAY = 24 * 60 };

struct options {
    const char *config, *socket;
    long run_for_s; /* 0 = until a signal comes */
};

const char *sim_branch_usage(void)
{
    return "usage: loket-sim [branch] --config FILE --socket PATH --printer-dir DIR --buttons "
           "FIFO\n"
           "                 [--speed N] [--seed S] [--visitors-per-day N] [--run-for S]\n"
           "Visitors and officers of one branch: presses the buttons of a running loketd.\n";
}

static bool read_number(const char *text, long low, long high, long *number)
{
    char *end;
    errno = 0;
    *number = strtol(text, &end, 10);
    return errno == 0 && end != text && *end == '\0' && *number >= low && *number <= high;
}

static bool read_option(int option, const char *value, struct branch *branch,
                        struct options *options)
{
    long number = 0;
    switch (option) {
    case 'c':
        options->config = value;
        return true;
    case 's':
        options->socket = value;
        return true;
    case 'p':
        branch->printer_dir = value;
        return true;
    case 'b':
        branch->fifo = value;
        return true;
    case 'x':
        if (!read_number(value, 1, 3600, &number))
            return false;
        branch->speed = (int)number;
        return true;
    case 'e':
        if (!read_number(value, 0, LONG_MAX, &number))
            return false;
        branch->seed = (uint64_t)number;
        return true;
    case 'v':
        if (!read_number(value, 0, VISITORS_MAX, &number))
            return false;
        branch->visitors_per_day = (int)number;
        return true;
    case 'r':
        return read_number(value, 0, LONG_MAX / 1000, &options->run_for_s);
    default:
        return false;
    }
}

static bool read_options(int argc, char **argv, struct branch *branch, struct options *options)
{
    static const struct option known[] = {
        {"config", required_argument, NULL, 'c'},
        {"socket", required_argument, NULL, 's'},
        {"printer-dir", required_argument, NULL, 'p'},
        {"buttons", required_argument, NULL, 'b'},
        {"speed", required_argument, NULL, 'x'},
        {"seed", required_argument, NULL, 'e'},
        {"visitors-per-day", required_argument, NULL, 'v'},
        {"run-for", required_argument, NULL, 'r'},
        {NULL, 0, NULL, 0},
    };
    int option;
    optind = 0; /* the program's main may have used getopt before */
    while ((option = getopt_long(argc, argv, "", known, NULL)) != -1)
        if (!read_option(option, optarg, branch, options))
            return false;
    return optind == argc && options->config && options->socket && branch->printer_dir &&
           branch->fifo;
}

static int64_t mono_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Branch time goes on between two looks at the wall. */
static void read_clock(struct branch *branch)
{
    branch->now_mono_ms = mono_ms();
    branch->now_utc_ms =
        branch->board.utc_ms + (branch->now_mono_ms - branch->board.seen_mono_ms) * branch->speed;
    int64_t local_min = branch->now_utc_ms / MS_PER_MIN + branch->board.utc_offset_min;
    branch->minute = (int)(local_min % MIN_PER_DAY);
}

/* Waits one turn; true when a signal asks to stop. */
static bool stop_wanted(void)
{
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    sigprocmask(SIG_BLOCK, &signals, NULL);
    struct timespec turn = {.tv_nsec = TURN_MS * 1000000L};
    return sigtimedwait(&signals, NULL, &turn) > 0;
}

static void run(struct branch *branch, struct hall_client *client, long run_for_s)
{
    struct visitors *visitors = malloc(sizeof *visitors);
    struct officers officers;
    struct keeper keeper;
    if (!visitors)
        return;
    visitors_init(visitors, branch);
    officers_init(&officers, branch);
    keeper_init(&keeper, branch);
    int64_t end_mono_ms = run_for_s ? mono_ms() + run_for_s * 1000 : INT64_MAX;
    int64_t look_mono_ms = 0;
    while (!stop_wanted() && mono_ms() < end_mono_ms) {
        if (mono_ms() >= look_mono_ms) {
            hall_client_look(client, &branch->board, mono_ms());
            look_mono_ms = mono_ms() + LOOK_MS;
        }
        if (!branch->board.known)
            continue;
        read_clock(branch);
        visitors_turn(visitors, branch);
        officers_turn(&officers, branch);
        keeper_turn(&keeper, branch);
    }
    free(visitors);
}

int sim_branch_main(int argc, char **argv)
{
    struct branch branch = {.speed = 1, .seed = 1, .visitors_per_day = 90};
    struct options options = {0};
    char error[CONFIG_ERROR_BYTES];
    if (!read_options(argc, argv, &branch, &options)) {
        fputs(sim_branch_usage(), stderr);
        return 2;
    }
    if (!config_load(options.config, &branch.config, error)) {
        fprintf(stderr, "loket-sim: %s\n", error);
        return 1;
    }
    signal(SIGPIPE, SIG_IGN);
    curl_global_init(CURL_GLOBAL_DEFAULT);
    struct hall_client *client = hall_client_create(options.socket);
    if (client)
        run(&branch, client, options.run_for_s);
    hall_client_destroy(client);
    curl_global_cleanup();
    return client ? 0 : 1;
}
