// SPDX-License-Identifier: MIT
/* loket-wall: shows a board. A pure viewer: it never changes the queue. */
#include <stdio.h>

#include "display/follow.h"
#include "display/options.h"
#include "display/picture.h"

int main(int argc, char *argv[])
{
    struct options options;
    char reason[WALL_REASON_BYTES];
    if (!options_parse(argc, argv, &options, reason)) {
        fprintf(stderr, "loket-wall: %s\n", reason);
        return 2;
    }
    switch (options.mode) {
    case WALL_MODE_HELP:
        fputs(options_help(), stdout);
        return 0;
    case WALL_MODE_SCREENSHOT:
        return picture_screenshot(&options);
    case WALL_MODE_BENCH:
        return picture_bench(&options);
    case WALL_MODE_SHOW:
    case WALL_MODE_KEEP:
        break;
    }
    return follow_run(&options);
}
