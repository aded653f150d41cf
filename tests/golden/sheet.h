// SPDX-License-Identifier: MIT
/* All situations of one size side by side, each with its story. */
#ifndef LOKET_TESTS_GOLDEN_SHEET_H
#define LOKET_TESTS_GOLDEN_SHEET_H

#include "tests/golden/situation.h"

/* picture[SITUATION_COUNT], all of one size. False when the file cannot be written. */
bool sheet_write(const char *path, const struct frame picture[]);

#endif
