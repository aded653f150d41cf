// SPDX-License-Identifier: MIT
#include "firmware/api/assets.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { TAG_HASH_BYTES = 16 };

struct loading {
    struct assets *assets;
    char *error;
};

static const char *type_of(const char *name)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"},
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".mjs", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".woff2", "font/woff2"},
        {".txt", "text/plain; charset=utf-8"},
    };
    const char *ending = strrchr(name, '.');
    for (size_t i = 0; ending && i < sizeof types / sizeof *types; i++)
        if (strcmp(types[i].ending, ending) == 0)
            return types[i].type;
    return "application/octet-stream";
}

static bool fail(const struct loading *loading, const char *name, const char *what)
{
    snprintf(loading->error, CONFIG_ERROR_BYTES, "%.200s: %.200s", name, what);
    return false;
}

static void set_tag(struct asset *asset)
{
    uint8_t hash[TAG_HASH_BYTES];
    char text[2 * TAG_HASH_BYTES + 1];
    crypto_generichash(hash, sizeof hash, (const uint8_t *)asset->data, asset->bytes, NULL, 0);
    sodium_bin2hex(text, sizeof text, hash, sizeof hash);
    snprintf(asset->tag, sizeof asset->tag, "\"%s\"", text);
}

/* Reads fd, which it closes. */
static bool read_data(int fd, struct asset *asset)
{
    FILE *file = fdopen(fd, "rb");
    if (!file) {
        close(fd);
        return false;
    }
    asset->data = malloc(asset->bytes + 1); /* one more shows a file that grew */
    bool good = asset->data && fread(asset->data, 1, asset->bytes + 1, file) == asset->bytes &&
                !ferror(file);
    fclose(file);
    return good;
}

static bool add_file(struct loading *loading, int fd, const char *name, size_t bytes)
{
    struct assets *assets = loading->assets;
    if (assets->count == ASSETS_MAX || bytes > ASSETS_MAX_BYTES - assets->bytes) {
        close(fd);
        return fail(loading, name, "more than 256 files or 4 MiB; remove some");
    }
    struct asset *grown =
        realloc(assets->asset, (size_t)(assets->count + 1) * sizeof *assets->asset);
    if (!grown)
        abort();
    assets->asset = grown;
    struct asset *asset = &grown[assets->count++];
    *asset = (struct asset){.type = type_of(name), .bytes = bytes};
    snprintf(asset->name, sizeof asset->name, "%s", name);
    assets->bytes += bytes;
    if (!read_data(fd, asset))
        return fail(loading, name, "cannot be read");
    set_tag(asset);
    return true;
}

static bool add_folder(struct loading *loading, int fd, const char *prefix, int depth);

/* An entry of the folder fd, called `name` from the top. */
static bool add_entry(struct loading *loading, int fd, const char *entry, const char *name,
                      int depth)
{
    struct stat found;
    int opened = openat(fd, entry, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (opened < 0 || fstat(opened, &found) < 0) {
        const char *why = strerror(errno);
        if (opened >= 0)
            close(opened);
        return fail(loading, name, why);
    }
    if (S_ISREG(found.st_mode))
        return add_file(loading, opened, name, (size_t)found.st_size);
    if (S_ISDIR(found.st_mode) && depth < ASSETS_DEPTH_MAX)
        return add_folder(loading, opened, name, depth + 1);
    close(opened);
    return S_ISDIR(found.st_mode) ? fail(loading, name, "too many folders in each other") : true;
}

/* Reads the folder fd, which it closes. */
static bool add_folder(struct loading *loading, int fd, const char *prefix, int depth)
{
    DIR *folder = fdopendir(fd);
    bool good = true;
    if (!folder) {
        close(fd);
        return fail(loading, prefix, strerror(errno));
    }
    for (struct dirent *entry; good && (entry = readdir(folder));) {
        char name[ASSET_NAME_BYTES];
        if (entry->d_name[0] == '.')
            continue;
        int length =
            snprintf(name, sizeof name, "%s%s%s", prefix, *prefix ? "/" : "", entry->d_name);
        if (length >= (int)sizeof name)
            good = fail(loading, entry->d_name, "its name is too long");
        else
            good = add_entry(loading, dirfd(folder), entry->d_name, name, depth);
    }
    closedir(folder);
    return good;
}

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct asset *)a)->name, ((const struct asset *)b)->name);
}

bool assets_load(struct assets *assets, const char *folder, char error[CONFIG_ERROR_BYTES])
{
    struct loading loading = {assets, error};
    *assets = (struct assets){0};
    int fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool good = fd >= 0 ? add_folder(&loading, fd, "", 0) : fail(&loading, folder, strerror(errno));
    if (good && assets->count > 0)
        qsort(assets->asset, (size_t)assets->count, sizeof *assets->asset, by_name);
    if (good && !assets_find(assets, ""))
        good = fail(&loading, folder, "there is no index.html");
    if (!good)
        assets_clear(assets);
    return good;
}

void assets_clear(struct assets *assets)
{
    for (int i = 0; i < assets->count; i++)
        free(assets->asset[i].data);
    free(assets->asset);
    *assets = (struct assets){0};
}

static int compare_name(const void *name, const void *asset)
{
    return strcmp(name, ((const struct asset *)asset)->name);
}

const struct asset *assets_find(const struct assets *assets, const char *name)
{
    if (assets->count == 0)
        return NULL;
    return bsearch(*name ? name : "index.html", assets->asset, (size_t)assets->count,
                   sizeof *assets->asset, compare_name);
}

/* "console" beside this program. */
static bool beside(char folder[CONFIG_PATH_BYTES])
{
    static const char NAME[] = "console";
    struct stat found;
    ssize_t bytes = readlink("/proc/self/exe", folder, CONFIG_PATH_BYTES);
    if (bytes <= 0 || bytes >= CONFIG_PATH_BYTES)
        return false;
    folder[bytes] = 0;
    char *slash = strrchr(folder, '/');
    if (!slash || (size_t)(slash + 1 - folder) + sizeof NAME > CONFIG_PATH_BYTES)
        return false;
    memcpy(slash + 1, NAME, sizeof NAME);
    return stat(folder, &found) == 0 && S_ISDIR(found.st_mode);
}

void assets_folder(const struct config *config, char folder[CONFIG_PATH_BYTES])
{
    if (config->console[0])
        snprintf(folder, CONFIG_PATH_BYTES, "%s", config->console);
    else if (!beside(folder))
        snprintf(folder, CONFIG_PATH_BYTES, "%s", LOKET_SHARE "/console");
}
