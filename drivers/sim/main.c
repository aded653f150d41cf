// SPDX-License-Identifier: MIT
/* loket-sim: a branch in a box, or only its printer. */
#include <stdio.h>
#include <string.h>

#include "drivers/sim/branch_main.h"
#include "drivers/sim/printer_main.h"

static void print_usage(FILE *out)
{
    fprintf(out, "%s\n%s\nloket-sim --help, loket-sim --version: this text; the version.\n",
            sim_branch_usage(), sim_printer_usage());
}

int main(int argc, char **argv)
{
    const char *last = argv[argc > 0 ? argc - 1 : 0];
    if (argc > 1 && argc < 4 && strcmp(last, "--help") == 0) {
        print_usage(stdout);
        return 0;
    }
    if (argc > 1 && argc < 4 && strcmp(last, "--version") == 0) {
        puts("loket-sim " LOKET_VERSION);
        return 0;
    }
    if (argc < 2) {
        print_usage(stderr);
        return 2;
    }
    if (argv[1][0] == '-')
        return sim_branch_main(argc, argv);
    if (strcmp(argv[1], "branch") == 0)
        return sim_branch_main(argc - 1, argv + 1);
    if (strcmp(argv[1], "printer") == 0)
        return sim_printer_main(argc - 1, argv + 1);
    print_usage(stderr);
    return 2;
}
