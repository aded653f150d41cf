// SPDX-License-Identifier: MIT
#include "tests/scenario/box.h"

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
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

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
    fprintf(file,
            "[branch]\ndata_dir = %s/data\ncontent = assets/branch/jambi.json\n"
            "[buttons]\ndriver = sim\npath = %s\ndebounce_ms = 5\n"
            "line.1 = take A\nline.2 = take B\nline.3 = take K\nline.4 = priority\n"
            "line.11 = desk 1 next\nline.12 = desk 2 next\n"
            "line.13 = desk 1 no-show\nline.14 = desk 2 no-show\n"
            "[printer]\ndriver = sim\npath = %s\nbaud = 19200\nprofile = epson-tm\n"
            "[http]\nlisten =\nsocket = %s\n",
            box->dir, box->fifo, box->printer, box->socket);
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

void box_open(struct box *box)
{
    memset(box, 0, sizeof *box);
    snprintf(box->dir, sizeof box->dir, "/tmp/loket-box-XXXXXX");
    assert_non_null(mkdtemp(box->dir));
    snprintf(box->conf, sizeof box->conf, "%s/loket.conf", box->dir);
    snprintf(box->socket, sizeof box->socket, "%s/sock", box->dir);
    snprintf(box->printer, sizeof box->printer, "%s/printer", box->dir);
    snprintf(box->fifo, sizeof box->fifo, "%s/buttons", box->dir);
    find_programs(box);
    char data[BOX_PATH_BYTES + 16], program[600];
    snprintf(data, sizeof data, "%s/data", box->dir);
    assert_int_equal(mkdir(data, 0755), 0);
    assert_int_equal(mkdir(box->printer, 0755), 0);
    write_conf(box);
    snprintf(program, sizeof program, "%s/loket-sim", box->programs);
    const char *argv[] = {program, "printer", "--dir", box->printer, "--fast", NULL};
    box->printer_pid = spawn(box, "printer.log", argv);
    assert_true(box_wait(box, printer_serves, 5000));
}

static int remove_one(const char *path, const struct stat *stat, int flag, struct FTW *ftw)
{
    (void)stat, (void)flag, (void)ftw;
    return remove(path);
}

static void end(pid_t *pid, int signal, int *status)
{
    if (*pid > 0) {
        kill(*pid, signal);
        assert_int_equal(waitpid(*pid, status, 0), *pid);
    }
    *pid = 0;
}

void box_close(struct box *box)
{
    int status;
    end(&box->daemon_pid, SIGKILL, &status);
    end(&box->printer_pid, SIGKILL, &status);
    nftw(box->dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static bool ready(const struct box *box)
{
    char body[4096];
    int status = 0;
    return box_get(box, "/api/v1/board", &status, body, sizeof body) > 0 && status == 200 &&
           strstr(body, "\"ready\"") != NULL;
}

static bool answers(const struct box *box)
{
    char body[4096];
    int status = 0;
    return box_get(box, "/api/v1/health", &status, body, sizeof body) > 0;
}

void box_start(struct box *box, bool wait_ready)
{
    char program[600];
    snprintf(program, sizeof program, "%s/loketd", box->programs);
    const char *argv[] = {program, "--config", box->conf, NULL, NULL, NULL};
    if (box->clock_start) {
        argv[3] = "--clock-start";
        argv[4] = box->clock_start;
    }
    box->daemon_pid = spawn(box, "loketd.log", argv);
    if (!box_wait(box, wait_ready ? ready : answers, 10000))
        fail_msg("loketd did not become ready; see %s/loketd.log", box->dir);
}

int box_end(struct box *box, int signal)
{
    int status = 0;
    end(&box->daemon_pid, signal, &status);
    return status;
}

static int connect_socket(const char *path)
{
    struct sockaddr_un address = {.sun_family = AF_UNIX};
    assert_true(strlen(path) < sizeof address.sun_path);
    memcpy(address.sun_path, path, strlen(path) + 1);
    int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof address) == 0)
        return fd;
    close(fd);
    return -1;
}

/* HTTP/1.0: the answer ends where the connection ends. */
static int exchange(const struct box *box, const char *request, int *status, char *body, int bytes)
{
    static char answer[1 << 20];
    int fd = connect_socket(box->socket);
    if (fd < 0)
        return -1;
    size_t length = strlen(request), got = 0;
    bool sent = write(fd, request, length) == (ssize_t)length;
    for (ssize_t n; sent && got < sizeof answer - 1 &&
                    (n = read(fd, answer + got, sizeof answer - 1 - got)) > 0;)
        got += (size_t)n;
    close(fd);
    answer[got] = 0;
    char *start = strstr(answer, "\r\n\r\n");
    if (start == NULL || strlen(answer) < 12)
        return -1;
    *status = (int)strtol(answer + 9, NULL, 10);
    return snprintf(body, (size_t)bytes, "%s", start + 4);
}

int box_get(const struct box *box, const char *path, int *status, char *body, int bytes)
{
    char request[512];
    snprintf(request, sizeof request, "GET %s HTTP/1.0\r\nHost: loket\r\n\r\n", path);
    return exchange(box, request, status, body, bytes);
}

int box_post(const struct box *box, const char *path, const char *json, int *status, char *body,
             int bytes)
{
    char request[4096];
    snprintf(request, sizeof request,
             "POST %s HTTP/1.0\r\nHost: loket\r\nContent-Type: application/json\r\n"
             "Content-Length: %zu\r\n\r\n%s",
             path, strlen(json), json);
    return exchange(box, request, status, body, bytes);
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
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return false;
    text[fread(text, 1, (size_t)bytes - 1, file)] = 0;
    fclose(file);
    return true;
}

int box_run(const struct box *box, const char *const argv[], char *text, int bytes)
{
    char path[BOX_PATH_BYTES + 32];
    int status = 0;
    snprintf(path, sizeof path, "%s/run.log", box->dir);
    unlink(path);
    pid_t pid = spawn(box, "run.log", argv);
    assert_int_equal(waitpid(pid, &status, 0), pid);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    text[fread(text, 1, (size_t)bytes - 1, file)] = 0;
    fclose(file);
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
