// SPDX-License-Identifier: MIT
/* loket-wall: shows a board. A pure viewer: it never changes the queue. */
#include <malloc.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "display/announce.h"
#include "display/follow.h"
#include "display/options.h"
#include "display/picture.h"
#include "display/places.h"

/* Speaks one call to its end or writes it into a file; returns the exit status. */
static int announce_call(const struct options *options)
{
    char folder[PLACES_PATH_BYTES], reason[WALL_REASON_BYTES];
    struct announce_call call = {.desk = options->announce.desk,
                                 .recall = options->announce.recall,
                                 .style = options->announce.style,
                                 .english = options->announce.english,
                                 .repeat = options->announce.repeat,
                                 .volume_percent = options->announce.volume_percent};
    if (strlen(options->announce.ticket) >= sizeof call.ticket) {
        fprintf(stderr, "loket-wall: %.40s is no ticket number\n", options->announce.ticket);
        return 2;
    }
    memcpy(call.ticket, options->announce.ticket, strlen(options->announce.ticket) + 1);
    places_voice(folder);
    struct announce *announce = announce_create(options->voice ? options->voice : folder,
                                                options->voice ? folder : NULL, reason);
    bool good = announce && announce_once(announce, &call, options->announce.wav, reason);
    if (!good) {
        fprintf(stderr, "loket-wall: %s\n", reason);
    }
    announce_destroy(announce);
    return good ? 0 : 1;
}

int main(int argc, char *argv[])
{
    struct options options;
    char reason[WALL_REASON_BYTES];
    /* Large pictures of texts come and go for months: each in pages of its own, given back
     * when it goes, instead of a heap that grows by its gaps. */
    mallopt(M_MMAP_THRESHOLD, 64 * 1024);
    if (!options_parse(argc, argv, &options, reason)) {
        fprintf(stderr, "loket-wall: %s\n", reason);
        return 2;
    }
    if (options.cacert && access(options.cacert, R_OK) != 0) { /* else it would try for ever */
        fprintf(stderr, "loket-wall: cannot read %s\n", options.cacert);
        return 2;
    }
    switch (options.mode) {
    case WALL_MODE_HELP:
        fputs(options_help(), stdout);
        return 0;
    case WALL_MODE_VERSION:
        puts("loket-wall " LOKET_VERSION);
        return 0;
    case WALL_MODE_SCREENSHOT:
        return picture_screenshot(&options);
    case WALL_MODE_BENCH:
        return picture_bench(&options);
    case WALL_MODE_ANNOUNCE:
        return announce_call(&options);
    case WALL_MODE_SHOW:
    case WALL_MODE_KEEP:
        break;
    }
    return follow_run(&options);
}
