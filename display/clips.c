// SPDX-License-Identifier: MIT
#include "display/clips.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "display/voice.h"

enum { CLIPS_MAX = 128, NAME_BYTES = VOICE_CLIP_BYTES + 8, PATH_BYTES = 1024 };

struct named_clip {
    char name[NAME_BYTES];
    struct clip clip;
};

struct clips {
    struct named_clip item[CLIPS_MAX];
    int count;
};

/* One language while it is loaded. */
struct loading {
    struct clips *clips;
    const char *folder[2]; /* the own one, the fallback; NULL = has nothing of this language */
    const char *language;
    int found;
};

static bool make_path(const char *folder, const char *name, const char *end, char path[PATH_BYTES])
{
    return snprintf(path, PATH_BYTES, "%s/%s%s", folder, name, end) < PATH_BYTES;
}

static bool load_from(const char *folder, const char *name, bool quiet, struct clip *clip)
{
    char path[PATH_BYTES], reason[WALL_REASON_BYTES] = "the path is too long";
    if (make_path(folder, name, ".wav", path) && clip_wav_read(path, clip, reason)) {
        return true;
    }
    if (!quiet || access(path, F_OK) == 0) {
        fprintf(stderr, "loket-wall: clip %s/%s.wav: %s\n", folder, name, reason);
    }
    return false;
}

/* `quiet`: the own folder need not have it. */
static bool load(struct clips *clips, const char *const folder[2], const char *name, bool quiet)
{
    struct named_clip *item = &clips->item[clips->count];
    if (clips->count == CLIPS_MAX) {
        return false;
    }
    snprintf(item->name, sizeof item->name, "%s", name);
    bool good = (folder[0] && load_from(folder[0], name, quiet && folder[1], &item->clip)) ||
                (folder[1] && load_from(folder[1], name, false, &item->clip));
    clips->count += good;
    return good;
}

static void load_word(void *context, const char *word)
{
    struct loading *loading = context;
    char name[NAME_BYTES];
    snprintf(name, sizeof name, "%s/%s", loading->language, word);
    loading->found += load(loading->clips, loading->folder, name, false);
}

/* The folder when it has the language, else NULL and a line. */
static const char *with_language(const char *folder, const char *language)
{
    char path[PATH_BYTES];
    if (!folder || (make_path(folder, language, "", path) && access(path, X_OK) == 0)) {
        return folder;
    }
    fprintf(stderr, "loket-wall: %s: no clips in %s\n", folder,
            strcmp(language, "id") == 0 ? "Indonesian" : "English");
    return NULL;
}

static int load_language(struct clips *clips, enum voice_language language, const char *folder,
                         const char *fallback)
{
    static const char *const names[] = {[VOICE_ID] = "id", [VOICE_EN] = "en"};
    struct loading loading = {.clips = clips, .language = names[language]};
    loading.folder[0] = with_language(folder, loading.language);
    loading.folder[1] = with_language(fallback, loading.language);
    if (loading.folder[0] || loading.folder[1]) {
        voice_each_clip(language, load_word, &loading);
    }
    return loading.found;
}

struct clips *clips_load(const char *folder, const char *fallback, char reason[WALL_REASON_BYTES])
{
    struct clips *clips = calloc(1, sizeof *clips);
    if (!clips) {
        snprintf(reason, WALL_REASON_BYTES, "out of memory");
        return NULL;
    }
    const char *const folders[2] = {folder, fallback};
    int found = load_language(clips, VOICE_ID, folder, fallback);
    if (found == 0) {
        snprintf(reason, WALL_REASON_BYTES, "no clips to speak with in %.50s%s%.50s",
                 folder ? folder : "", folder && fallback ? " or " : "", fallback ? fallback : "");
        clips_free(clips);
        return NULL;
    }
    load_language(clips, VOICE_EN, folder, fallback);
    load(clips, folders, "chime", true);
    return clips;
}

const struct clip *clips_find(const struct clips *clips, const char *name)
{
    for (int i = 0; i < clips->count; i++) {
        if (strcmp(clips->item[i].name, name) == 0) {
            return &clips->item[i].clip;
        }
    }
    return NULL;
}

void clips_free(struct clips *clips)
{
    for (int i = 0; clips && i < clips->count; i++) {
        clip_wav_free(&clips->item[i].clip);
    }
    free(clips);
}
