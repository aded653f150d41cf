// SPDX-License-Identifier: MIT
#include "drivers/sim/keeper.h"

#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum {
    PATH_BYTES = 320,
    FIRST_ROLL_SLIPS = 15, /* the first roll is nearly used up, so that a day shows it */
    ROLL_SLIPS = 80,
    REFILL_BRANCH_MS = 120 * 1000,
    REFILL_REAL_MS = 6000,
    FRAME_COLUMNS = 48
};

static void slip_path(const struct branch *branch, int number, char path[PATH_BYTES])
{
    snprintf(path, PATH_BYTES, "%s/slip-%04d.txt", branch->printer_dir, number);
}

static bool slip_exists(const struct branch *branch, int number)
{
    char path[PATH_BYTES];
    slip_path(branch, number, path);
    return access(path, R_OK) == 0;
}

void keeper_init(struct keeper *keeper, const struct branch *branch)
{
    *keeper = (struct keeper){.chance = chance_stream(branch->seed, 3)};
    while (slip_exists(branch, keeper->slips + 1))
        keeper->slips++;
    keeper->seen = keeper->slips;
    keeper->paper_until = keeper->slips + FIRST_ROLL_SLIPS +
                          (int)chance_between(&keeper->chance, 0, FIRST_ROLL_SLIPS);
}

static int columns(const char *utf8)
{
    int count = 0;
    for (; *utf8; utf8++)
        count += ((unsigned char)*utf8 & 0xC0) != 0x80;
    return count;
}

static void frame_edge(const char *left, const char *right)
{
    printf("       %s", left);
    for (int i = 0; i < FRAME_COLUMNS + 2; i++)
        fputs("─", stdout);
    printf("%s\n", right);
}

static void show_slip(const struct branch *branch, int number)
{
    char path[PATH_BYTES], line[512];
    slip_path(branch, number, path);
    FILE *file = fopen(path, "r");
    if (!file)
        return;
    frame_edge("┌", "┐");
    while (fgets(line, sizeof line, file)) {
        line[strcspn(line, "\r\n")] = '\0';
        int fill = FRAME_COLUMNS - columns(line);
        printf("       │ %s%*s │\n", line, fill > 0 ? fill : 0, "");
    }
    frame_edge("└", "┘");
    fflush(stdout);
    fclose(file);
}

static bool tell_printer(const struct branch *branch, const char *order)
{
    char path[PATH_BYTES], text[32];
    snprintf(path, sizeof path, "%s/control", branch->printer_dir);
    int bytes = snprintf(text, sizeof text, "%s\n", order);
    int fd = open(path, O_WRONLY | O_APPEND | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return false;
    bool done = write(fd, text, (size_t)bytes) == bytes;
    close(fd);
    return done;
}

static void look_after_paper(struct keeper *keeper, const struct branch *branch)
{
    if (!keeper->paper_out && keeper->slips >= keeper->paper_until &&
        tell_printer(branch, "paper out")) {
        branch_say(branch, "the paper roll is used up");
        keeper->paper_out = true;
        keeper->refill_utc_ms = branch->now_utc_ms + REFILL_BRANCH_MS;
        keeper->refill_mono_ms = branch->now_mono_ms + REFILL_REAL_MS;
    }
    if (keeper->paper_out && branch->now_utc_ms >= keeper->refill_utc_ms &&
        branch->now_mono_ms >= keeper->refill_mono_ms && tell_printer(branch, "paper ok")) {
        branch_say(branch, "an officer has put a new roll in");
        keeper->paper_out = false;
        keeper->paper_until = keeper->slips + ROLL_SLIPS;
    }
}

void keeper_turn(struct keeper *keeper, const struct branch *branch)
{
    /* A file is read one turn after it was first seen: by then it is complete. */
    if (keeper->seen > keeper->slips)
        show_slip(branch, ++keeper->slips);
    else if (slip_exists(branch, keeper->slips + 1))
        keeper->seen = keeper->slips + 1;
    look_after_paper(keeper, branch);
}
