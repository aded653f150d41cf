// SPDX-License-Identifier: MIT
/* Where the wall's own files and names are. */
#ifndef LOKET_DISPLAY_PLACES_H
#define LOKET_DISPLAY_PLACES_H

#include "display/board_client.h"

enum { PLACES_PATH_BYTES = 512 };

/* The folder of the synthetic clips: beside the program (a build tree), else the installed one. */
void places_voice(char path[PLACES_PATH_BYTES]);

/* `wanted`, else the computer's name with everything that a wall's name cannot hold as "-". */
void places_name(const char *wanted, char name[BOARD_WALL_NAME_BYTES]);

#endif
