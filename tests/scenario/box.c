// SPDX-License-Identifier: MIT
#include "tests/scenario/box.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scenario/box_http.h"

enum {
    DIR_BYTES_MAX = 80, /* the longest socket below it must fit into a sockaddr_un */
    START_MS = 10000,
    END_MS = 30000
};

void box_sleep_ms(int ms)
{
    struct timespec time = {ms / 1000, (long)(ms % 1000) * 1000000};
    while (nanosleep(&time, &time) < 0 && errno == EINTR)
        ;
}

/* Test programs stand in BUILD/tests/scenario/, the programs in BUILD/. */
static void find_programs(struct box *box)
{
    ssize_t bytes = readlink("/proc/self/exe", box->programs, sizeof box->programs - 1);
    assert_true(bytes > 0);
    box->programs[bytes] = 0;
    for (int i = 0; i < 3; i++)
        *strrchr(box->programs, '/') = 0;
}

static void write_conf(const struct box *box)
{
    FILE *file = fopen(box->conf, "w");
    assert_non_null(file);
    fprintf(
        file,
        "[branch]\ndata_dir = %s/data\ncontent = %s\n"
        "[buttons]\ndriver = sim\npath = %s\ndebounce_ms = 5\n"
        "line.1 = take A\nline.2 = take B\nline.3 = take K\nline.4 = priority\n"
        "line.11 = desk 1 next\nline.12 = desk 2 next\n"
        "line.13 = desk 1 no-show\nline.14 = desk 2 no-show\n"
        "line.15 = desk 2 finish\nline.16 = desk 2 pause\nline.17 = desk 2 help\nline.18 = help\n"
        "[printer]\ndriver = sim\npath = %s\nbaud = 19200\nprofile = epson-tm\n"
        "[http]\nsocket = %s\nlisten =",
        box->dir, box->content ? box->content : "assets/branch/jambi.json", box->fifo, box->printer,
        box->socket);
    if (box->port > 0)
        fprintf(file, " 127.0.0.1:%d", box->port);
    fprintf(file, "\n");
    if (box->tls)
        fprintf(file, "tls_cert = %s/loket.crt\ntls_key = %s/loket.key\n", box->dir, box->dir);
    fclose(file);
}

static pid_t spawn(const struct box *box, const char *log, const char *const argv[])
{
    char path[BOX_PATH_BYTES + 32];
    snprintf(path, sizeof path, "%s/%s", box->dir, log);
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (pid > 0)
        return pid;
    prctl(PR_SET_PDEATHSIG, SIGKILL); /* a test that dies takes its programs along */
    int fd = open(path, O_WRONLY | O_CREAT | O_APPEND, 0644);
    dup2(fd, 1);
    dup2(fd, 2);
    execv(argv[0], (char *const *)argv); /* execv changes nothing */
    _exit(127);
}

static bool printer_serves(const struct box *box)
{
    char path[BOX_PATH_BYTES + 32];
    snprintf(path, sizeof path, "%s/printer.sock", box->printer);
    return access(path, F_OK) == 0;
}

static void make_folder(struct box *box)
{
    const char *parent = getenv("TMPDIR");
    if (parent == NULL || *parent == 0)
        parent = "/tmp";
    int used = snprintf(box->dir, sizeof box->dir, "%s/loket-box-XXXXXX", parent);
    bool made = used <= DIR_BYTES_MAX && mkdtemp(box->dir) != NULL;
    if (!made) {
        box->dir[0] = 0; /* nothing to remove */
        fail_msg("no folder in %s, or its name is too long for sockets", parent);
    }
}

static void start_printer(struct box *box)
{
    char program[600];
    snprintf(program, sizeof program, "%s/loket-sim", box->programs);
    const char *argv[] = {program,  "printer",  "--dir", box->printer,
                          "--fast", "--linger", "5",     NULL};
    box->printer_pid = spawn(box, "printer.log", argv);
    assert_true(box_wait(box, printer_serves, 5000));
}

void box_open(struct box *box)
{
    char data[BOX_PATH_BYTES + 16];
    memset(box, 0, sizeof *box);
    find_programs(box);
    make_folder(box);
    snprintf(box->conf, sizeof box->conf, "%s/loket.conf", box->dir);
    snprintf(box->socket, sizeof box->socket, "%s/sock", box->dir);
    snprintf(box->printer, sizeof box->printer, "%s/printer", box->dir);
    snprintf(box->fifo, sizeof box->fifo, "%s/buttons", box->dir);
    snprintf(data, sizeof data, "%s/data", box->dir);
    assert_int_equal(mkdir(data, 0755), 0);
    assert_int_equal(mkdir(box->printer, 0755), 0);
    write_conf(box);
    start_printer(box);
}

void box_listen(struct box *box)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    socklen_t bytes = sizeof address;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof address), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &bytes), 0);
    close(fd);
    box->port = ntohs(address.sin_port);
    write_conf(box);
}

static int remove_one(const char *path, const struct stat *stat, int flag, struct FTW *ftw)
{
    (void)stat, (void)flag, (void)ftw;
    return remove(path);
}

/* The wait status; what does not end by itself is killed. Never fails: tear-down relies on it. */
static int await_end(pid_t pid)
{
    int status = 0;
    for (int ms = 0; ms < END_MS; ms++) {
        if (waitpid(pid, &status, WNOHANG) != 0)
            return status;
        box_sleep_ms(1);
    }
    kill(pid, SIGKILL);
    waitpid(pid, &status, 0);
    return status;
}

static int end(pid_t *pid, int signal)
{
    int status = 0;
    if (*pid > 0) {
        kill(*pid, signal);
        status = await_end(*pid);
    }
    *pid = 0;
    return status;
}

void box_close(struct box *box)
{
    end(&box->daemon_pid, SIGKILL);
    end(&box->printer_pid, SIGKILL);
    if (box->dir[0])
        nftw(box->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static bool ready(const struct box *box)
{
    char text[8192];
    return box_http_get(box, "/api/v1/board", text, sizeof text) == 200 &&
           strstr(text, "\"ready\"") != NULL;
}

static bool answers(const struct box *box)
{
    char text[4096];
    return box_http_get(box, "/api/v1/health", text, sizeof text) > 0;
}

static void read_file(const char *path, char *text, int bytes)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, (size_t)bytes - 1, file)] = 0;
    fclose(file);
}

void box_start(struct box *box, bool wait_ready)
{
    write_conf(box);
    char program[600], log[BOX_PATH_BYTES + 16], said[4096];
    snprintf(program, sizeof program, "%s/loketd", box->programs);
    const char *argv[] = {program, "--config", box->conf, NULL, NULL, NULL};
    if (box->clock_start) {
        argv[3] = "--clock-start";
        argv[4] = box->clock_start;
    }
    box->daemon_pid = spawn(box, "loketd.log", argv);
    if (!box_wait(box, wait_ready ? ready : answers, START_MS)) {
        snprintf(log, sizeof log, "%s/loketd.log", box->dir);
        read_file(log, said, sizeof said);
        fail_msg("loketd did not become ready; it said:\n%s", said);
    }
}

int box_end(struct box *box, int signal)
{
    return end(&box->daemon_pid, signal);
}

static void write_line(const char *path, const char *line)
{
    int fd = open(path, O_WRONLY | O_NONBLOCK);
    assert_true(fd >= 0);
    assert_int_equal(write(fd, line, strlen(line)), (ssize_t)strlen(line));
    close(fd);
}

void box_buttons(const struct box *box, const char *order)
{
    char line[64];
    snprintf(line, sizeof line, "%s\n", order);
    write_line(box->fifo, line);
}

void box_press(const struct box *box, int line)
{
    char order[32];
    snprintf(order, sizeof order, "press %d 10", line);
    box_buttons(box, order);
}

bool box_slip(const struct box *box, int number, char *text, int bytes)
{
    char path[BOX_PATH_BYTES + 48];
    snprintf(path, sizeof path, "%s/slip-%04d.txt", box->printer, number);
    if (access(path, F_OK) != 0)
        return false;
    read_file(path, text, bytes);
    return true;
}

int box_run(const struct box *box, const char *const argv[], char *text, int bytes)
{
    char path[BOX_PATH_BYTES + 32];
    snprintf(path, sizeof path, "%s/run.log", box->dir);
    unlink(path);
    int status = await_end(spawn(box, "run.log", argv));
    read_file(path, text, bytes);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

void box_printer(const struct box *box, const char *order)
{
    char path[BOX_PATH_BYTES + 32], line[64];
    snprintf(path, sizeof path, "%s/control", box->printer);
    snprintf(line, sizeof line, "%s\n", order);
    write_line(path, line);
}

bool box_wait(const struct box *box, bool (*holds)(const struct box *box), int timeout_ms)
{
    for (int waited = 0; waited < timeout_ms; waited += 5) {
        if (holds(box))
            return true;
        box_sleep_ms(5);
    }
    return holds(box);
}
