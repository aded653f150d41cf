// SPDX-License-Identifier: MIT
#include "display/text_face.h"

#include <fontconfig/fontconfig.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "display/text_run.h"

static FcPattern *pattern_of(const char *family, enum scene_weight weight)
{
    FcPattern *wanted = FcPatternCreate();
    FcPatternAddString(wanted, FC_FAMILY, (const FcChar8 *)family);
    FcPatternAddInteger(wanted, FC_WEIGHT,
                        weight == SCENE_BOLD ? FC_WEIGHT_BOLD : FC_WEIGHT_REGULAR);
    FcPatternAddInteger(wanted, FC_SLANT, FC_SLANT_ROMAN);
    FcPatternAddInteger(wanted, FC_WIDTH, FC_WIDTH_NORMAL);
    return wanted;
}

static bool take_file(FcPattern *found, struct text_file *file)
{
    FcChar8 *path = NULL;
    int index = 0;
    if (FcPatternGetString(found, FC_FILE, 0, &path) != FcResultMatch ||
        strlen((const char *)path) >= TEXT_PATH_BYTES) {
        return false;
    }
    FcPatternGetInteger(found, FC_INDEX, 0, &index);
    snprintf(file->path, TEXT_PATH_BYTES, "%s", (const char *)path);
    file->index = index & 0xFFFF; /* the upper half names a variable font's instance */
    return true;
}

/* True when fontconfig has a file for it; `exact`: only of that very family. */
static bool find(const char *family, enum scene_weight weight, bool exact, struct text_file *file)
{
    FcPattern *wanted = pattern_of(family, weight);
    FcConfigSubstitute(NULL, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    FcResult result = FcResultNoMatch;
    FcPattern *found = FcFontMatch(NULL, wanted, &result);
    FcChar8 *name = NULL;
    bool good = found && FcPatternGetString(found, FC_FAMILY, 0, &name) == FcResultMatch &&
                (!exact || strcasecmp((const char *)name, family) == 0) && take_file(found, file);
    if (found) {
        FcPatternDestroy(found);
    }
    FcPatternDestroy(wanted);
    return good;
}

bool text_face_find(struct text_file file[2])
{
    static const struct {
        const char *family;
        bool exact;
    } choices[] = {{"Noto Sans", true}, {"DejaVu Sans", true}, {"sans-serif", false}};
    bool found = false;
    for (size_t i = 0; i < sizeof choices / sizeof choices[0] && !found; i++) {
        found = find(choices[i].family, SCENE_REGULAR, choices[i].exact, &file[0]) &&
                find(choices[i].family, SCENE_BOLD, choices[i].exact, &file[1]);
    }
    FcFini(); /* its caches are megabytes and rarely needed again */
    return found;
}

static FcCharSet *characters_of(const char *text)
{
    FcCharSet *set = FcCharSetCreate();
    uint32_t character;
    while ((character = text_run_next(&text)) != 0) {
        if (character > ' ' && !text_run_is_ignorable(character)) {
            FcCharSetAddChar(set, character);
        }
    }
    return set;
}

/* Colour bitmaps and fixed sizes cannot be scaled to the scene. */
static bool is_usable(FcPattern *font)
{
    FcBool scalable = FcFalse, colour = FcFalse;
    FcPatternGetBool(font, FC_SCALABLE, 0, &scalable);
    FcPatternGetBool(font, FC_COLOR, 0, &colour);
    return scalable && !colour;
}

/* The first of the list that lacks fewest of the characters. */
static FcPattern *best_of(const FcFontSet *list, const FcCharSet *needed)
{
    FcPattern *best = NULL;
    FcChar32 fewest = FcCharSetCount(needed);
    for (int i = 0; i < list->nfont && fewest > 0; i++) {
        FcCharSet *has = NULL;
        if (!is_usable(list->fonts[i]) ||
            FcPatternGetCharSet(list->fonts[i], FC_CHARSET, 0, &has) != FcResultMatch) {
            continue;
        }
        FcChar32 lacks = FcCharSetSubtractCount(needed, has);
        if (lacks < fewest) {
            fewest = lacks;
            best = list->fonts[i];
        }
    }
    return best;
}

bool text_face_for(const char *text, enum scene_weight weight, struct text_file *file)
{
    FcPattern *wanted = pattern_of("Noto Sans", weight);
    FcCharSet *needed = characters_of(text);
    FcPatternAddCharSet(wanted, FC_CHARSET, needed);
    FcConfigSubstitute(NULL, wanted, FcMatchPattern);
    FcDefaultSubstitute(wanted);
    FcResult result = FcResultNoMatch;
    FcFontSet *list = FcFontSort(NULL, wanted, FcFalse, NULL, &result);
    FcPattern *best = list ? best_of(list, needed) : NULL;
    bool good = best && take_file(best, file);
    if (list) {
        FcFontSetDestroy(list);
    }
    FcCharSetDestroy(needed);
    FcPatternDestroy(wanted);
    FcFini();
    return good;
}
