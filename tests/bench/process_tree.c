// SPDX-License-Identifier: MIT
#include "tests/bench/process_tree.h"

#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/bench/wall_box.h"

enum { PROCESSES_MAX = 4096, END_MS = 5000, STEP_MS = 50 };

struct process {
    pid_t pid, parent;
    double cpu_ms;
    bool inside;
};

struct table {
    struct process process[PROCESSES_MAX];
    int count;
};

static bool read_process(pid_t pid, struct process *process)
{
    char path[32], text[512] = "";
    unsigned long ticks[4];
    snprintf(path, sizeof path, "/proc/%d/stat", (int)pid);
    FILE *file = fopen(path, "re");
    size_t bytes = file ? fread(text, 1, sizeof text - 1, file) : 0;
    if (file)
        fclose(file);
    const char *after = bytes > 0 ? strrchr(text, ')') : NULL;
    int parent;
    if (!after || sscanf(after, ") %*c %d %*d %*d %*d %*d %*u %*u %*u %*u %*u %lu %lu %lu %lu",
                         &parent, &ticks[0], &ticks[1], &ticks[2], &ticks[3]) != 5)
        return false;
    double all = (double)(ticks[0] + ticks[1] + ticks[2] + ticks[3]);
    *process = (struct process){pid, parent, all * 1000 / (double)sysconf(_SC_CLK_TCK), false};
    return true;
}

/* All processes; those of the tree are marked. */
static struct table *read_table(pid_t root)
{
    struct table *table = calloc(1, sizeof *table);
    DIR *dir = table ? opendir("/proc") : NULL;
    for (struct dirent *entry; dir && (entry = readdir(dir));) {
        pid_t pid = (pid_t)strtol(entry->d_name, NULL, 10);
        if (pid > 0 && table->count < PROCESSES_MAX &&
            read_process(pid, &table->process[table->count])) {
            table->process[table->count].inside = pid == root;
            table->count++;
        }
    }
    if (dir)
        closedir(dir);
    for (bool grew = true; table && grew;) {
        grew = false;
        for (int i = 0; i < table->count; i++) {
            for (int j = 0; j < table->count && !table->process[i].inside; j++) {
                table->process[i].inside =
                    table->process[j].inside && table->process[i].parent == table->process[j].pid;
                grew = grew || table->process[i].inside;
            }
        }
    }
    return table;
}

static double pss_mib(pid_t pid)
{
    char path[48], line[128];
    double kib = 0;
    snprintf(path, sizeof path, "/proc/%d/smaps_rollup", (int)pid);
    FILE *file = fopen(path, "re");
    while (file && fgets(line, sizeof line, file)) {
        if (sscanf(line, "Pss: %lf kB", &kib) == 1)
            break;
    }
    if (file)
        fclose(file);
    return kib / 1024;
}

struct process_cost process_tree_cost(pid_t root, int keeper)
{
    struct process_cost cost = {0};
    struct table *table = read_table(root);
    for (int i = 0; table && i < table->count; i++) {
        const struct process *process = &table->process[i];
        if (process->inside && (!keeper || process->pid != root)) {
            cost.pss_mib += pss_mib(process->pid);
            cost.cpu_ms += process->cpu_ms;
            cost.processes++;
        }
    }
    free(table);
    return cost;
}

/* Waits for whatever is left to it; ends when it has no children any more. */
static void keep(const char *const arguments[], const char *output)
{
    close_range(3, ~0U, 0); /* sockets of the caller */
    prctl(PR_SET_CHILD_SUBREAPER, 1);
    pid_t pid = fork();
    if (pid == 0) {
        int fd = open(output, O_CREAT | O_TRUNC | O_WRONLY, 0644);
        int null = open("/dev/null", O_RDONLY);
        if (fd < 0 || dup2(null, STDIN_FILENO) < 0 || dup2(fd, STDOUT_FILENO) < 0 ||
            dup2(fd, STDERR_FILENO) < 0)
            _exit(127);
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        execvp(arguments[0], (char **)(void *)arguments);
        _exit(127);
    }
    while (wait(NULL) > 0)
        ;
    _exit(0);
}

pid_t process_tree_start(const char *const arguments[], const char *output)
{
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG, SIGKILL);
        keep(arguments, output);
    }
    return pid;
}

static void signal_tree(pid_t keeper, int signal)
{
    struct table *table = read_table(keeper);
    for (int i = 0; table && i < table->count; i++) {
        if (table->process[i].inside && table->process[i].pid != keeper)
            kill(table->process[i].pid, signal);
    }
    free(table);
}

void process_tree_end(pid_t keeper)
{
    int status;
    signal_tree(keeper, SIGTERM);
    for (int waited = 0; waited < 2 * END_MS; waited += STEP_MS) {
        if (waitpid(keeper, &status, WNOHANG) == keeper)
            return;
        if (waited >= END_MS)
            signal_tree(keeper, SIGKILL);
        wall_box_sleep_ms(STEP_MS);
    }
    kill(keeper, SIGKILL);
    waitpid(keeper, &status, 0);
}
