// SPDX-License-Identifier: MIT
/* The console's files, read into memory once: what is served is exactly what was found then, by
 * its name. A path can lead nowhere else. */
#ifndef LOKET_API_ASSETS_H
#define LOKET_API_ASSETS_H

#include <stddef.h>

#include "firmware/config.h"

enum {
    ASSETS_MAX = 256,
    ASSETS_MAX_BYTES = 4 * 1024 * 1024, /* all together */
    ASSETS_DEPTH_MAX = 4,               /* folders in folders */
    ASSET_NAME_BYTES = 96,
    ASSET_TAG_BYTES = 35 /* with its quotes and its 0 */
};

struct asset {
    char name[ASSET_NAME_BYTES]; /* "officer/main.js" */
    const char *type;            /* Content-Type */
    char tag[ASSET_TAG_BYTES];   /* ETag: "\"0123...\"" */
    char *data;
    size_t bytes;
};

struct assets {
    struct asset *asset;
    int count;
    size_t bytes;
};

/* The folder that config names; else "console" beside this program, where a build puts it, or else
 * that of the installed package. */
void assets_folder(const struct config *config, char folder[CONFIG_PATH_BYTES]);

/* Files whose names begin with a dot are left out. False with "what, where" for a folder without an
 * index.html, one that cannot be read, or holds more than fits; assets is empty then. */
bool assets_load(struct assets *assets, const char *folder, char error[CONFIG_ERROR_BYTES]);
void assets_clear(struct assets *assets);

/* NULL: there is no such file. "" is index.html. */
const struct asset *assets_find(const struct assets *assets, const char *name);

#endif
