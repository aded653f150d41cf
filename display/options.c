// SPDX-License-Identifier: MIT
#include "display/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/board_client.h"

enum option_key {
    OPT_BOARD = 256,
    OPT_BOARD_FILE,
    OPT_SIZE,
    OPT_WINDOWED,
    OPT_ROTATE,
    OPT_MUTE,
    OPT_SCREENSHOT,
    OPT_KEEP,
    OPT_AT,
    OPT_BENCH,
    OPT_ANNOUNCE,
    OPT_WAV,
    OPT_HELP,
};

static const struct option table[] = {
    {"board", required_argument, NULL, OPT_BOARD},
    {"board-file", required_argument, NULL, OPT_BOARD_FILE},
    {"size", required_argument, NULL, OPT_SIZE},
    {"windowed", no_argument, NULL, OPT_WINDOWED},
    {"rotate", required_argument, NULL, OPT_ROTATE},
    {"mute", no_argument, NULL, OPT_MUTE},
    {"screenshot", required_argument, NULL, OPT_SCREENSHOT},
    {"keep", required_argument, NULL, OPT_KEEP},
    {"at", required_argument, NULL, OPT_AT},
    {"bench", required_argument, NULL, OPT_BENCH},
    {"announce", required_argument, NULL, OPT_ANNOUNCE},
    {"wav", required_argument, NULL, OPT_WAV},
    {"help", no_argument, NULL, OPT_HELP},
    {0},
};

const char *options_help(void)
{
    return "loket-wall: shows a Loket board on a screen.\n"
           "\n"
           "  --board ADDRESS    unix:/PATH or http://HOST:PORT (unix:/run/loket/loket.sock)\n"
           "  --size WxH         size in pixels; without it the whole screen (files: 1920x1080)\n"
           "  --windowed         a window instead of the whole screen\n"
           "  --rotate DEGREES   0, 90, 180 or 270, clockwise\n"
           "  --mute             no sound (there is no sound yet: spoken calls come later)\n"
           "\n"
           "Without a screen:\n"
           "  --screenshot F.png draw one frame into a file and exit\n"
           "  --board-file F     with --screenshot or --bench: this board instead of asking\n"
           "  --at UTC_MS        with --screenshot: branch time to show\n"
           "  --keep F.png       follow the board and keep its picture in a file\n"
           "  --bench N          draw N changed frames, print times and memory\n"
           "\n"
           "Exit status: 0 done, 1 failed (reason on stderr), 2 usage.\n";
}

static bool read_number(const char *text, int64_t low, int64_t high, int64_t *number)
{
    char *end = NULL;
    errno = 0;
    long long value = strtoll(text, &end, 10);
    *number = value;
    return errno == 0 && end != text && *end == '\0' && value >= low && value <= high;
}

static bool read_size(const char *text, struct options *options)
{
    char left[8] = "";
    const char *cross = strchr(text, 'x');
    size_t length = cross ? (size_t)(cross - text) : sizeof left;
    int64_t width, height;
    if (length >= sizeof left) {
        return false;
    }
    memcpy(left, text, length);
    if (!read_number(left, 320, 7680, &width) || !read_number(cross + 1, 320, 7680, &height)) {
        return false;
    }
    options->width = (int)width;
    options->height = (int)height;
    return true;
}

static bool say(char reason[WALL_REASON_BYTES], const char *sentence)
{
    snprintf(reason, WALL_REASON_BYTES, "%s", sentence);
    return false;
}

static bool set_mode(struct options *options, enum wall_mode mode, char reason[WALL_REASON_BYTES])
{
    if (options->mode != WALL_MODE_SHOW) {
        return say(reason, "only one of --screenshot, --keep and --bench");
    }
    options->mode = mode;
    return true;
}

static bool take(struct options *options, int key, char reason[WALL_REASON_BYTES])
{
    int64_t number = 0;
    switch (key) {
    case OPT_BOARD:
        options->board = optarg;
        return board_client_address_ok(optarg) ||
               say(reason, "--board needs unix:/PATH or http://HOST:PORT");
    case OPT_BOARD_FILE:
        options->board_file = optarg;
        return true;
    case OPT_SIZE:
        return read_size(optarg, options) || say(reason, "--size needs WxH, 320x320 to 7680x7680");
    case OPT_WINDOWED:
        options->windowed = true;
        return true;
    case OPT_ROTATE:
        if (!read_number(optarg, 0, 270, &number) || number % 90 != 0) {
            return say(reason, "--rotate needs 0, 90, 180 or 270");
        }
        options->rotate = (int)number;
        return true;
    case OPT_MUTE:
        options->mute = true;
        return true;
    case OPT_SCREENSHOT:
        options->output = optarg;
        return set_mode(options, WALL_MODE_SCREENSHOT, reason);
    case OPT_KEEP:
        options->output = optarg;
        return set_mode(options, WALL_MODE_KEEP, reason);
    case OPT_AT:
        options->has_at = true;
        return read_number(optarg, 0, INT64_C(253402300799000), &options->at_utc_ms) ||
               say(reason, "--at needs milliseconds since 1970, UTC");
    case OPT_BENCH:
        if (!read_number(optarg, 1, 1000000, &number)) {
            return say(reason, "--bench needs a number of frames, 1 to 1000000");
        }
        options->frames = (int)number;
        return set_mode(options, WALL_MODE_BENCH, reason);
    case OPT_ANNOUNCE:
    case OPT_WAV:
        return say(reason, "--announce and --wav are not built in yet");
    case OPT_HELP:
        options->mode = WALL_MODE_HELP;
        return true;
    default:
        return say(reason, "unknown option or missing value; see --help");
    }
}

bool options_parse(int argc, char *const argv[], struct options *options,
                   char reason[WALL_REASON_BYTES])
{
    *options = (struct options){.board = "unix:/run/loket/loket.sock"};
    reason[0] = '\0';
    optind = 0; /* glibc: start anew, for the tests */
    opterr = 0;
    int key;
    while (options->mode != WALL_MODE_HELP &&
           (key = getopt_long(argc, argv, "", table, NULL)) != -1) {
        if (!take(options, key, reason)) {
            return false;
        }
    }
    if (options->mode == WALL_MODE_HELP) {
        return true;
    }
    if (optind < argc) {
        snprintf(reason, WALL_REASON_BYTES, "what is \"%.60s\"? See --help", argv[optind]);
        return false;
    }
    bool picture = options->mode == WALL_MODE_SCREENSHOT || options->mode == WALL_MODE_BENCH;
    if (options->board_file && !picture) {
        return say(reason, "--board-file goes with --screenshot or --bench");
    }
    if (options->has_at && options->mode != WALL_MODE_SCREENSHOT) {
        return say(reason, "--at goes with --screenshot");
    }
    return true;
}
