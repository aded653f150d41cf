// SPDX-License-Identifier: MIT
#include <stdio.h>
#include <string.h>

#include "firmware/ctl/ctl.h"

bool words_one_of(const char *what, const char *word, const char *const known[])
{
    for (int i = 0; known[i]; i++)
        if (strcmp(known[i], word) == 0)
            return true;
    fprintf(stderr, "loketctl: \"%s\" is no %s; known:", word, what);
    for (int i = 0; known[i]; i++)
        fprintf(stderr, " %s", known[i]);
    fputc('\n', stderr);
    return false;
}
