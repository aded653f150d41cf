// SPDX-License-Identifier: MIT
/* A program with all its children and theirs, for comparing a browser with one process. */
#ifndef LOKET_BENCH_PROCESS_TREE_H
#define LOKET_BENCH_PROCESS_TREE_H

#include <sys/types.h>

struct process_cost {
    double pss_mib; /* proportional share of memory, all processes */
    double cpu_ms;  /* user and system so far, also of children that have ended */
    int processes;
};

/* Starts a program (found in PATH) that keeps its descendants, even those that would leave:
 * the pid is that of a keeper, whose own cost is not counted. Output goes to the file. */
pid_t process_tree_start(const char *const arguments[], const char *output);
/* Of one process and its descendants; of a keeper only the descendants. */
struct process_cost process_tree_cost(pid_t root, int keeper);
/* SIGTERM to the program, then SIGKILL to every descendant of the keeper that stays. */
void process_tree_end(pid_t keeper);

#endif
