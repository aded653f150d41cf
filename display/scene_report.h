// SPDX-License-Identifier: MIT
/* Which texts of a scene miss the reading rule, and by how much. Pure. */
#ifndef LOKET_DISPLAY_SCENE_REPORT_H
#define LOKET_DISPLAY_SCENE_REPORT_H

#include "display/scene.h"

enum { SCENE_ROLES = 3 };

struct scene_report {
    struct {
        int texts, missing;              /* drawn, and below the rule */
        double least_arcmin;             /* of the smallest one; 0 = no text of that role */
        const struct scene_item *lowest; /* in the scene, NULL = none */
    } role[SCENE_ROLES];
    int cut; /* texts that end in an ellipsis */
};

/* The angle under which the capitals of a text are seen: from the last row (ESSENTIAL) or
 * from half that distance. */
double scene_report_arcmin(const struct scene *scene, const struct scene_item *text);
/* What the rule asks for at least, in the same measure. */
double scene_report_needed(enum scene_role role);
void scene_report_make(const struct scene *scene, struct scene_report *report);

#endif
