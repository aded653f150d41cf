// SPDX-License-Identifier: MIT
/* What stands before the bytes of a struct learned on their way between two processes of the
 * same program. Shared by learning.c and learning_child.c. */
#ifndef LOKET_LEARNING_HEAD_H
#define LOKET_LEARNING_HEAD_H

#include <stdbool.h>
#include <stdint.h>

struct learning_head {
    char magic[8];
    char version[24];
    uint64_t learned_bytes;
};

void learning_head_fill(struct learning_head *head);
bool learning_head_fits(const struct learning_head *head);

#endif
