// SPDX-License-Identifier: MIT
#include "firmware/arguments.h"

#include <errno.h>
#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
    "Usage: loketd [--config FILE]\n"
    "       loketd --check-config FILE\n"
    "The branch daemon: owns queue, journal, buttons, printer and the HTTP interface.\n\n"
    "  --config FILE        hardware and addresses (default /etc/loket/loket.conf)\n"
    "  --check-config FILE  say whether it would start with FILE, then leave (0 or 2)\n"
    "  --help               this text\n"
    "  --version            the version of this program\n\n"
    "What the daemon starts by itself:\n"
    "  --learn DIR          learn the waits from DIR/loket.db and hand them over (learning.h)\n"
    "  --pin                hash or check a PIN, both given on standard input (pin.h)\n"
    "  --verify DIR         recompute the hash chain of DIR/loket.db\n"
    "  --backup DIR         copy DIR/loket.db\n\n"
    "For the branch in a box only:\n"
    "  --speed N            branch seconds per real second, 1..600\n"
    "  --clock-start MS     branch time at start, ms since 1970 UTC\n";

static bool parse_number(const char *text, long long low, long long high, long long *number)
{
    char *end;
    errno = 0;
    *number = strtoll(text, &end, 10);
    return errno == 0 && end != text && *end == 0 && *number >= low && *number <= high;
}

static int usage_error(const char *what)
{
    fprintf(stderr, "loketd: %s; see loketd --help\n", what);
    return 2;
}

int arguments_parse(int argc, char **argv, struct arguments *arguments)
{
    static const struct option table[] = {{"config", required_argument, NULL, 'c'},
                                          {"check-config", required_argument, NULL, 'k'},
                                          {"speed", required_argument, NULL, 's'},
                                          {"clock-start", required_argument, NULL, 't'},
                                          {"learn", required_argument, NULL, 'l'},
                                          {"pin", no_argument, NULL, 'p'},
                                          {"verify", required_argument, NULL, 'v'},
                                          {"backup", required_argument, NULL, 'b'},
                                          {"help", no_argument, NULL, 'h'},
                                          {"version", no_argument, NULL, 'V'},
                                          {NULL, 0, NULL, 0}};
    *arguments = (struct arguments){.config = "/etc/loket/loket.conf", .speed = 1};
    long long number;
    for (int c; (c = getopt_long(argc, argv, "c:h", table, NULL)) != -1;) {
        switch (c) {
        case 'k':
            arguments->check_only = true;
            arguments->config = optarg;
            break;
        case 'c':
            arguments->config = optarg;
            break;
        case 'l':
            arguments->learn = optarg;
            break;
        case 'p':
            arguments->pin = true;
            break;
        case 'v':
            arguments->verify = optarg;
            break;
        case 'b':
            arguments->backup = optarg;
            break;
        case 's':
            if (!parse_number(optarg, 1, 600, &number))
                return usage_error("--speed wants a whole number from 1 to 600");
            arguments->speed = (int)number;
            break;
        case 't':
            if (!parse_number(optarg, 0, 4102444800000LL, &number))
                return usage_error("--clock-start wants ms since 1970");
            arguments->start_utc_ms = number;
            break;
        case 'h':
            fputs(usage, stdout);
            return 0;
        case 'V':
            puts("loketd " LOKET_VERSION);
            return 0;
        default:
            return 2;
        }
    }
    return optind < argc ? usage_error("unexpected argument") : -1;
}
