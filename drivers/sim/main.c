// SPDX-License-Identifier: MIT
/* loket-sim: a branch in a box, or only its printer. */
#include <stdio.h>
#include <string.h>

#include "drivers/sim/branch_main.h"
#include "drivers/sim/printer_main.h"

int main(int argc, char **argv)
{
    if (argc < 2 || argv[1][0] == '-')
        return sim_branch_main(argc, argv);
    if (strcmp(argv[1], "branch") == 0)
        return sim_branch_main(argc - 1, argv + 1);
    if (strcmp(argv[1], "printer") == 0)
        return sim_printer_main(argc - 1, argv + 1);
    fprintf(stderr,
            "usage: loket-sim [branch] [OPTION...] | loket-sim printer --dir DIR [OPTION...]\n");
    return 2;
}
