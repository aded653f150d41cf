// SPDX-License-Identifier: MIT
#include "tests/bench/support.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { PATH_BYTES = 256, HEALTH_TRIES_MS = 10000 };

double support_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

static int by_value(const void *a, const void *b)
{
    const double *left = a, *right = b;
    return (*left > *right) - (*left < *right);
}

double support_percentile(double *values, int count, double share)
{
    qsort(values, (size_t)count, sizeof *values, by_value);
    int i = (int)(share * count);
    return values[i < count ? i : count - 1];
}

void support_result(const char *name, double value, const char *unit, double limit,
                    const char *better)
{
    printf("%s %.3f %s %g %s\n", name, value, unit, limit, better);
    fflush(stdout);
}

const char *support_build(void)
{
    const char *build = getenv("BUILD");
    return build && *build ? build : "build/host";
}

void support_fail(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

char support_letter(int i)
{
    return "ABCDEFGHJKLMNPRSTUVWXYZ"[i];
}

void support_rules(struct rules *rules, int services, int desks)
{
    memset(rules, 0, sizeof *rules);
    for (int i = 0; i < services; i++) {
        char letter = support_letter(i);
        rules->services |= service_bit(letter);
        rules->service[letter - 'A'] = (struct service_rules){30 * 60, TICKET_NUMBER_MAX};
    }
    rules->desk_count = desks;
    for (int i = 0; i < desks; i++)
        rules->desk[i] = (struct desk_rules){(uint16_t)(i + 1), rules->services};
    rules->lane_rate[LANE_REGULAR] = 1000;
    rules->lane_rate[LANE_PRIORITY] = 2000;
    rules->lane_rate[LANE_RETURN] = 1500;
    rules->overtake_max = 3;
    rules->recall_max = 2;
    rules->return_within_ms = 15 * 60 * 1000;
    rules->waiting_cap = TICKETS_MAX;
    rules->daily_cap = TICKETS_MAX;
}

bool support_do(struct queue *queue, const struct rules *rules, const struct command *command,
                void (*each)(void *context, const struct event *event), void *context)
{
    struct decision decision = {.count = 0};
    if (queue_decide(queue, rules, command, &decision) != REFUSED_NOT)
        return false;
    for (int i = 0; i < decision.count; i++) {
        if (each)
            each(context, &decision.event[i]);
        if (!queue_apply(queue, &decision.event[i]))
            return false;
    }
    return true;
}

static void write_config(const char *path, const char *text)
{
    FILE *file = fopen(path, "w");
    if (!file || fputs(text, file) < 0 || fclose(file) != 0)
        support_fail("cannot write a loket.conf");
}

pid_t support_daemon_start(const char *dir, const char *config)
{
    return support_daemon_start_at(dir, config, 0);
}

pid_t support_daemon_start_at(const char *dir, const char *config, int64_t start_utc_ms)
{
    char program[PATH_BYTES], conf[PATH_BYTES], log[PATH_BYTES], start[24];
    snprintf(start, sizeof start, "%lld", (long long)start_utc_ms);
    snprintf(program, sizeof program, "%s/loketd", support_build());
    snprintf(conf, sizeof conf, "%s/loket.conf", dir);
    snprintf(log, sizeof log, "%s/loketd.log", dir);
    write_config(conf, config);
    pid_t pid = fork();
    if (pid == 0) {
        int fd = open(log, O_CREAT | O_WRONLY | O_APPEND, 0644);
        dup2(fd, STDOUT_FILENO);
        dup2(fd, STDERR_FILENO);
        execl(program, "loketd", "--config", conf, "--clock-start", start, (char *)NULL);
        _exit(127);
    }
    return pid;
}

/* One request by hand: what is measured is the daemon, not a client library. */
static bool health_answers(const char *socket_path)
{
    static const char request[] =
        "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    char answer[16] = "";
    snprintf(address.sun_path, sizeof address.sun_path, "%s", socket_path);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool up = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0 &&
              write(fd, request, sizeof request - 1) == sizeof request - 1 &&
              read(fd, answer, sizeof answer - 1) > 0 && strncmp(answer, "HTTP/1.1 ", 9) == 0;
    if (fd >= 0)
        close(fd);
    return up;
}

double support_daemon_wait(const char *dir)
{
    char path[108];
    snprintf(path, sizeof path, "%s/loket.sock", dir);
    double start_ms = support_now_ms();
    while (support_now_ms() - start_ms < HEALTH_TRIES_MS) {
        if (health_answers(path))
            return support_now_ms() - start_ms;
        usleep(500);
    }
    return -1;
}

void support_daemon_stop(pid_t pid)
{
    int status;
    kill(pid, SIGTERM);
    for (int i = 0; i < 150; i++) {
        if (waitpid(pid, &status, WNOHANG) == pid)
            return;
        usleep(100 * 1000);
    }
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
}

void support_printer_quit(const char *dir)
{
    char path[PATH_BYTES];
    snprintf(path, sizeof path, "%s/control", dir);
    int fd = open(path, O_WRONLY | O_NONBLOCK | O_CLOEXEC);
    if (fd < 0)
        return;
    if (write(fd, "quit\n", 5) != 5)
        fprintf(stderr, "bench: the simulated printer of %s did not take `quit`\n", dir);
    close(fd);
}
