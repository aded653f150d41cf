// SPDX-License-Identifier: MIT
#include "display/places.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

void places_voice(char path[PLACES_PATH_BYTES])
{
    ssize_t bytes = readlink("/proc/self/exe", path, PLACES_PATH_BYTES - sizeof "/voice");
    char *slash = bytes > 0 ? memrchr(path, '/', (size_t)bytes) : NULL;
    if (slash) {
        memcpy(slash, "/voice", sizeof "/voice");
    }
    if (!slash || access(path, R_OK | X_OK) != 0) {
        snprintf(path, PLACES_PATH_BYTES, "%s/voice", LOKET_SHARE);
    }
}

void places_name(const char *wanted, char name[BOARD_WALL_NAME_BYTES])
{
    char host[256] = "";
    if (!wanted && gethostname(host, sizeof host - 1) != 0) {
        host[0] = '\0';
    }
    snprintf(name, BOARD_WALL_NAME_BYTES, "%.*s", BOARD_WALL_NAME_BYTES - 1,
             wanted    ? wanted
             : host[0] ? host
                       : "wall");
    for (char *c = name; *c; c++) {
        if (!isalnum((unsigned char)*c) && !strchr("._-", *c)) {
            *c = '-';
        }
    }
}
