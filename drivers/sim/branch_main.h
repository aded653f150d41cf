// SPDX-License-Identifier: MIT
/* loket-sim branch: a day of visitors and officers around a real daemon. They press its
 * buttons and look at its board; nothing here reaches into it any other way. */
#ifndef LOKET_SIM_BRANCH_MAIN_H
#define LOKET_SIM_BRANCH_MAIN_H

/* argv[0] = "branch". Returns the exit status: 0 done, 1 failed, 2 usage. */
int sim_branch_main(int argc, char **argv);
const char *sim_branch_usage(void);

#endif
