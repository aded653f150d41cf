// SPDX-License-Identifier: MIT
#include "display/options.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "display/board_client.h"
#include "display/pages_model.h"

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
    OPT_TRACE,
    OPT_PAGES_FILE,
    OPT_PAGE,
    OPT_NAME,
    OPT_DISTANCE,
    OPT_SCREEN,
    OPT_VOICE,
    OPT_ANNOUNCE,
    OPT_WAV,
    OPT_STYLE,
    OPT_ENGLISH,
    OPT_RECALL,
    OPT_REPEAT,
    OPT_VOLUME,
    OPT_CACERT,
    OPT_HELP,
    OPT_VERSION,
};

static const struct option table[] = {
    {"board", required_argument, NULL, OPT_BOARD},
    {"cacert", required_argument, NULL, OPT_CACERT},
    {"board-file", required_argument, NULL, OPT_BOARD_FILE},
    {"size", required_argument, NULL, OPT_SIZE},
    {"windowed", no_argument, NULL, OPT_WINDOWED},
    {"rotate", required_argument, NULL, OPT_ROTATE},
    {"mute", no_argument, NULL, OPT_MUTE},
    {"screenshot", required_argument, NULL, OPT_SCREENSHOT},
    {"keep", required_argument, NULL, OPT_KEEP},
    {"at", required_argument, NULL, OPT_AT},
    {"bench", required_argument, NULL, OPT_BENCH},
    {"trace", no_argument, NULL, OPT_TRACE},
    {"pages-file", required_argument, NULL, OPT_PAGES_FILE},
    {"page", required_argument, NULL, OPT_PAGE},
    {"name", required_argument, NULL, OPT_NAME},
    {"distance", required_argument, NULL, OPT_DISTANCE},
    {"screen", required_argument, NULL, OPT_SCREEN},
    {"voice", required_argument, NULL, OPT_VOICE},
    {"announce", required_argument, NULL, OPT_ANNOUNCE},
    {"wav", required_argument, NULL, OPT_WAV},
    {"style", required_argument, NULL, OPT_STYLE},
    {"english", no_argument, NULL, OPT_ENGLISH},
    {"recall", no_argument, NULL, OPT_RECALL},
    {"repeat", required_argument, NULL, OPT_REPEAT},
    {"volume", required_argument, NULL, OPT_VOLUME},
    {"help", no_argument, NULL, OPT_HELP},
    {"version", no_argument, NULL, OPT_VERSION},
    {0},
};

const char *options_help(void)
{
    return "loket-wall: shows a Loket board on a screen and speaks its calls.\n"
           "\n"
           "  --board ADDRESS    unix:/PATH or http(s)://HOST:PORT (unix:/run/loket/loket.sock)\n"
           "  --cacert FILE      of an https board: whom to trust, in PEM (the system's "
           "authorities)\n"
           "  --size WxH         size in pixels; without it the whole screen (files: 1920x1080)\n"
           "  --windowed         a window instead of the whole screen\n"
           "  --rotate DEGREES   0, 90, 180 or 270, clockwise\n"
           "  --name NAME        of this wall, for the list of the hardware (the host name)\n"
           "  --distance M       metres from the screen to the last row (the board's setting)\n"
           "  --screen INCH      diagonal of the screen (the board's setting)\n"
           "  --mute             no chime, no spoken call\n"
           "  --trace            say each frame on stdout: frame CALL MONO_NS WxH LINE\n"
           "  --voice FOLDER     the branch's own recordings; what is missing there is synthetic\n"
           "  --help, --version  this text; the version of this program\n"
           "\n"
           "Without a screen:\n"
           "  --screenshot F.png draw one frame into a file and exit\n"
           "  --board-file F     with --screenshot or --bench: this board instead of asking\n"
           "  --at UTC_MS        with --screenshot: branch time to show\n"
           "  --page N           with --screenshot: information page N instead of the call\n"
           "  --pages-file F     with --page: these pages instead of asking\n"
           "  --keep F.png       follow the board and keep its picture in a file\n"
           "  --bench N          draw N changed frames, print times and memory\n"
           "\n"
           "Without a board:\n"
           "  --announce TICKET DESK   speak one call and exit, for example A-007 2\n"
           "  --wav F            write it as a sound file instead\n"
           "  --style S          digits (nol nol tujuh) or cardinal (tujuh)\n"
           "  --english, --recall, --repeat N, --volume PERCENT\n"
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

static bool read_real(const char *text, double low, double high, double *number)
{
    char *end = NULL;
    *number = strtod(text, &end);
    return end != text && *end == '\0' && *number >= low && *number <= high;
}

/* It travels in a header and stands in a list. */
static bool name_ok(const char *name)
{
    size_t length = strlen(name);
    return length > 0 && length < BOARD_WALL_NAME_BYTES &&
           strspn(name, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-") ==
               length;
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
        return say(reason, "only one of --screenshot, --keep, --bench and --announce");
    }
    options->mode = mode;
    return true;
}

/* What is spoken by --announce. */
static bool take_announce(struct options *options, int key, char reason[WALL_REASON_BYTES])
{
    int64_t number = 0;
    switch (key) {
    case OPT_ANNOUNCE:
        options->announce.ticket = optarg;
        return set_mode(options, WALL_MODE_ANNOUNCE, reason);
    case OPT_WAV:
        options->announce.option = "--wav";
        options->announce.wav = optarg;
        return true;
    case OPT_STYLE:
        options->announce.option = "--style";
        options->announce.style =
            strcmp(optarg, "cardinal") == 0 ? WALL_NUMBER_CARDINAL : WALL_NUMBER_DIGITS;
        return strcmp(optarg, "cardinal") == 0 || strcmp(optarg, "digits") == 0 ||
               say(reason, "--style needs digits or cardinal");
    case OPT_ENGLISH:
        options->announce.option = "--english";
        options->announce.english = true;
        return true;
    case OPT_RECALL:
        options->announce.option = "--recall";
        options->announce.recall = true;
        return true;
    case OPT_REPEAT:
        options->announce.option = "--repeat";
        options->announce.repeat = read_number(optarg, 1, 3, &number) ? (int)number : 0;
        return options->announce.repeat > 0 || say(reason, "--repeat needs 1 to 3");
    case OPT_VOLUME:
        options->announce.option = "--volume";
        if (!read_number(optarg, 0, 100, &number)) {
            return say(reason, "--volume needs 0 to 100");
        }
        options->announce.volume_percent = (int)number;
        return true;
    default:
        return say(reason, "unknown option or missing value; see --help");
    }
}

/* What a wall is: where it hangs and what it shows. */
static bool take_wall(struct options *options, int key, char reason[WALL_REASON_BYTES])
{
    int64_t number = 0;
    switch (key) {
    case OPT_BOARD:
        options->board = optarg;
        return board_client_address_ok(optarg) ||
               say(reason, "--board needs unix:/PATH or http(s)://HOST:PORT");
    case OPT_CACERT:
        options->cacert = optarg;
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
    case OPT_NAME:
        options->name = optarg;
        return name_ok(optarg) ||
               say(reason, "--name needs 1 to 31 letters, digits, dots, dashes or underscores");
    case OPT_DISTANCE:
        return read_real(optarg, 0.5, 50, &options->viewing_distance_m) ||
               say(reason, "--distance needs metres, 0.5 to 50");
    case OPT_SCREEN:
        return read_real(optarg, 5, 200, &options->screen_inch) ||
               say(reason, "--screen needs inches, 5 to 200");
    case OPT_TRACE:
        options->trace = true;
        return true;
    case OPT_MUTE:
        options->mute = true;
        return true;
    case OPT_VOICE:
        options->voice = optarg;
        return true;
    default:
        return take_announce(options, key, reason);
    }
}

static bool take(struct options *options, int key, char reason[WALL_REASON_BYTES])
{
    int64_t number = 0;
    switch (key) {
    case OPT_BOARD_FILE:
        options->board_file = optarg;
        return true;
    case OPT_PAGES_FILE:
        options->pages_file = optarg;
        return true;
    case OPT_PAGE:
        options->page = read_number(optarg, 1, WALL_PAGES_MAX, &number) ? (int)number : 0;
        return options->page > 0 || say(reason, "--page needs a number, 1 to 24");
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
    case OPT_HELP:
        options->mode = WALL_MODE_HELP;
        return true;
    case OPT_VERSION:
        options->mode = WALL_MODE_VERSION;
        return true;
    default:
        return take_wall(options, key, reason);
    }
}

/* --announce TICKET DESK: the desk is a word of its own. */
static bool take_desk(struct options *options, int argc, char *const argv[],
                      char reason[WALL_REASON_BYTES])
{
    int64_t desk = 0;
    if (options->mode != WALL_MODE_ANNOUNCE) {
        return true;
    }
    if (optind >= argc || !read_number(argv[optind], 1, 999, &desk)) {
        return say(reason, "--announce needs a ticket and a desk, for example A-007 2");
    }
    options->announce.desk = (int)desk;
    optind++;
    return true;
}

/* Options that mean nothing in this mode are refused, not ignored. */
static bool fits_mode(const struct options *options, char reason[WALL_REASON_BYTES])
{
    bool picture = options->mode == WALL_MODE_SCREENSHOT || options->mode == WALL_MODE_BENCH;
    if (options->board_file && !picture) {
        return say(reason, "--board-file goes with --screenshot or --bench");
    }
    if (options->has_at && options->mode != WALL_MODE_SCREENSHOT) {
        return say(reason, "--at goes with --screenshot");
    }
    if (options->page && options->mode != WALL_MODE_SCREENSHOT) {
        return say(reason, "--page goes with --screenshot");
    }
    if (options->pages_file && !options->page) {
        return say(reason, "--pages-file goes with --page");
    }
    if (options->announce.option && options->mode != WALL_MODE_ANNOUNCE) {
        snprintf(reason, WALL_REASON_BYTES, "%s goes with --announce", options->announce.option);
        return false;
    }
    if (options->cacert && strncmp(options->board, "https://", 8) != 0) {
        return say(reason, "--cacert goes with --board https://HOST:PORT");
    }
    return true;
}

static bool only_tells(const struct options *options)
{
    return options->mode == WALL_MODE_HELP || options->mode == WALL_MODE_VERSION;
}

bool options_parse(int argc, char *const argv[], struct options *options,
                   char reason[WALL_REASON_BYTES])
{
    *options = (struct options){.board = "unix:/run/loket/loket.sock",
                                .announce = {.repeat = 1, .volume_percent = 80}};
    reason[0] = '\0';
    optind = 0; /* glibc: start anew, for the tests */
    opterr = 0;
    int key;
    while (!only_tells(options) && (key = getopt_long(argc, argv, "", table, NULL)) != -1) {
        if (!take(options, key, reason)) {
            return false;
        }
    }
    if (only_tells(options)) {
        return true;
    }
    if (!take_desk(options, argc, argv, reason)) {
        return false;
    }
    if (optind < argc) {
        snprintf(reason, WALL_REASON_BYTES, "what is \"%.60s\"? See --help", argv[optind]);
        return false;
    }
    return fits_mode(options, reason);
}
