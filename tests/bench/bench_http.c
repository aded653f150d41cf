// SPDX-License-Identifier: MIT
/* Numbers over HTTP as a console takes them (over TCP, signed in, durable before the answer), then
 * counted in the journal; boards beside a server of files; a call to many screens at
 * once. usage: bench_http tickets|boards|streams DIR */
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "firmware/journal.h"
#include "tests/bench/http_branch.h"
#include "tests/bench/http_load.h"
#include "tests/bench/support.h"

enum {
    ROUNDS = 3,
    TICKETS = 990,            /* of one letter there are 999 */
    TICKETS_PER_S_MIN = 4140, /* ten times a small server in Python with eight callers */
    BOARD_CLIENTS = 8,
    BOARD_MS = 1500,
    SCREENS = 200,
    CALLS = 60,
    REQUEST_BYTES = 1024,
    BOARD_BYTES = 64 * 1024
};

/* ---- tickets ---- */

struct count {
    bool answered[1000], written[1000];
    int refused, lost, doubled;
};

static void on_ticket(void *context, int status, const char *body)
{
    struct count *count = context;
    const char *ticket = strstr(body, "\"ticket\":\"A-");
    long number = ticket ? strtol(ticket + strlen("\"ticket\":\"A-"), NULL, 10) : 0;
    if (status != 201 || number < 1 || number > 999)
        count->refused++;
    else if (count->answered[number])
        count->doubled++; /* the same number to two callers */
    else
        count->answered[number] = true;
}

static bool on_fact(void *context, int64_t seq, const struct event *event)
{
    struct count *count = context;
    (void)seq;
    if (event->kind != EV_TICKET_ISSUED)
        return true;
    count->doubled += count->written[event->ticket.number];
    count->written[event->ticket.number] = true;
    return true;
}

/* Every number that was told stands in the journal, and no other. */
static void check_journal(const struct http_branch *branch, struct count *count)
{
    char path[256], error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    snprintf(path, sizeof path, "%s/data/loket.db", branch->dir);
    if (journal_open_read(path, &journal, error) != JOURNAL_OK ||
        journal_replay(journal, 0, on_fact, count) != JOURNAL_OK)
        support_fail("the journal cannot be read");
    journal_close(journal);
    for (int i = 0; i < 1000; i++)
        count->lost += count->answered[i] != count->written[i];
}

struct ticket_figures {
    double ms[ROUNDS * TICKETS];
    double per_s, cpu_ms; /* the latter of one ticket */
    int count, lost, doubled;
};

static void run_tickets(const char *dir, int clients, int round, struct ticket_figures *figures)
{
    char place[256], request[REQUEST_BYTES];
    struct http_branch branch;
    struct count count = {.refused = 0};
    snprintf(place, sizeof place, "%s/%d-%d", dir, clients, round);
    http_branch_start(&branch, place);
    http_branch_request(&branch, "POST", "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}",
                        request, sizeof request);
    struct load load = {.place = branch.tcp,
                        .clients = clients,
                        .request = request,
                        .requests = TICKETS,
                        .answered = on_ticket,
                        .context = &count};
    double before_ms = http_branch_cpu_ms(&branch);
    load_run(&load);
    figures->cpu_ms += (http_branch_cpu_ms(&branch) - before_ms) / TICKETS / ROUNDS;
    figures->per_s += load_per_s(&load) / ROUNDS;
    memcpy(figures->ms + figures->count, load.answer_ms, TICKETS * sizeof *figures->ms);
    figures->count += TICKETS;
    free(load.answer_ms);
    http_branch_stop(&branch);
    check_journal(&branch, &count);
    figures->lost += count.lost + count.refused;
    figures->doubled += count.doubled;
}

static void measure_tickets(const char *dir, int clients, double per_s_min, double cpu_max)
{
    static struct ticket_figures figures;
    char name[64];
    memset(&figures, 0, sizeof figures);
    for (int round = 0; round < ROUNDS; round++)
        run_tickets(dir, clients, round, &figures);
    const struct {
        const char *name, *unit, *better;
        double value, limit;
    } results[] = {
        {"per_s", "1/s", "higher", figures.per_s, per_s_min},
        {"p50_ms", "ms", "lower", support_percentile(figures.ms, figures.count, 0.5), -1},
        {"p99_ms", "ms", "lower", support_percentile(figures.ms, figures.count, 0.99), -1},
        {"cpu_ms", "ms", "lower", figures.cpu_ms, cpu_max},
        {"lost", "-", "lower", figures.lost, 0},
        {"doubled", "-", "lower", figures.doubled, 0},
    };
    for (size_t i = 0; i < sizeof results / sizeof *results; i++) {
        snprintf(name, sizeof name, "http_tickets_%d_%s", clients, results[i].name);
        support_result(name, results[i].value, results[i].unit, results[i].limit,
                       results[i].better);
    }
}

/* ---- boards ---- */

static FILE *create(const char *dir, const char *name)
{
    char path[PATH_MAX];
    int bytes = snprintf(path, sizeof path, "%s/%s", dir, name);
    FILE *file = bytes < (int)sizeof path ? fopen(path, "w") : NULL;
    if (!file)
        support_fail("cannot write what nginx reads");
    return file;
}

/* One process and no log, as loketd. dir: without a relative part. */
static pid_t start_nginx(const char *dir, int port, const char *board)
{
    FILE *file = create(dir, "board.json");
    fputs(board, file);
    fclose(file);
    file = create(dir, "nginx.conf");
    fprintf(file,
            "daemon off; master_process off; pid nginx.pid; error_log nginx.log;\n"
            "events { worker_connections 512; }\n"
            "http { access_log off; sendfile on; tcp_nodelay on; keepalive_requests 100000000;\n"
            " default_type application/json; client_body_temp_path t1; proxy_temp_path t2;\n"
            " fastcgi_temp_path t3; uwsgi_temp_path t4; scgi_temp_path t5;\n"
            " server { listen 127.0.0.1:%d; root .; } }\n",
            port);
    fclose(file);
    pid_t pid = fork();
    if (pid == 0) {
        char program[PATH_MAX];
        if (!realpath("build/nginx/usr/sbin/nginx", program))
            snprintf(program, sizeof program, "nginx");
        if (chdir(dir) == 0)
            execlp(program, "nginx", "-e", "nginx.log", "-p", dir, "-c", "nginx.conf",
                   (char *)NULL);
        _exit(127);
    }
    return pid;
}

static bool nginx_is_up(const struct load_place *place)
{
    for (int i = 0; i < 100; i++) {
        int fd = load_connect(place);
        if (fd >= 0) {
            close(fd);
            return true;
        }
        usleep(20 * 1000);
    }
    return false;
}

static void on_board(void *bad, int status, const char *body)
{
    *(int *)bad += status != 200 || body[0] != '{';
}

struct pace {
    double per_s[ROUNDS], p99_ms[ROUNDS];
};

static void run_boards(const struct load_place *place, const char *path, struct pace *pace, int i)
{
    char request[REQUEST_BYTES];
    int bad = 0;
    snprintf(request, sizeof request, "GET %s HTTP/1.1\r\nHost: loket\r\n\r\n", path);
    struct load load = {.place = *place,
                        .clients = BOARD_CLIENTS,
                        .request = request,
                        .ms = BOARD_MS,
                        .answered = on_board,
                        .context = &bad};
    load_run(&load);
    pace->per_s[i] = load_per_s(&load);
    pace->p99_ms[i] = support_percentile(load.answer_ms, load.answers, 0.99);
    free(load.answer_ms);
    if (bad)
        support_fail("some answers were no boards");
}

/* In turns, so that what else the machine does is felt by both. */
static void measure_boards(const char *dir)
{
    static char board[BOARD_BYTES];
    char place[256], full[PATH_MAX];
    struct http_branch branch;
    struct load_place files = {.port = load_free_port()};
    struct pace loket, nginx;
    if (!realpath(dir, full))
        support_fail("no folder");
    snprintf(place, sizeof place, "%s/boards", dir);
    http_branch_start(&branch, place);
    load_ask(&branch.tcp, "GET /api/v1/board HTTP/1.1\r\nHost: loket\r\n\r\n", NULL, board,
             sizeof board);
    pid_t pid = start_nginx(full, files.port, board);
    bool beside = nginx_is_up(&files);
    for (int i = 0; i < ROUNDS; i++) {
        run_boards(&branch.tcp, "/api/v1/board", &loket, i);
        if (beside)
            run_boards(&files, "/board.json", &nginx, i);
    }
    kill(pid, SIGTERM);
    waitpid(pid, NULL, 0);
    http_branch_stop(&branch);
    double per_s = support_percentile(loket.per_s, ROUNDS, 0.5);
    support_result("http_board_bytes", (double)strlen(board), "B", -1, "lower");
    support_result("http_board_per_s", per_s, "1/s", -1, "higher");
    support_result("http_board_p99_ms", support_percentile(loket.p99_ms, ROUNDS, 0.5), "ms", -1,
                   "lower");
    if (!beside)
        support_fail("no nginx to compare with");
    double nginx_per_s = support_percentile(nginx.per_s, ROUNDS, 0.5);
    support_result("nginx_file_per_s", nginx_per_s, "1/s", -1, "higher");
    support_result("nginx_file_p99_ms", support_percentile(nginx.p99_ms, ROUNDS, 0.5), "ms", -1,
                   "lower");
    support_result("http_board_vs_nginx_ratio", per_s / nginx_per_s, "x", 0.3, "higher");
}

/* ---- streams ---- */

struct screen {
    int fd;
    bool has_it; /* the call that is waited for */
    size_t used;
    char text[BOARD_BYTES];
};

/* Keeps the end of what came, so that a piece that was cut in two is found. */
static void read_screen(struct screen *screen, const char *piece)
{
    size_t tail = 64;
    if (screen->used > sizeof screen->text / 2) {
        memmove(screen->text, screen->text + screen->used - tail, tail);
        screen->used = tail;
    }
    ssize_t got =
        read(screen->fd, screen->text + screen->used, sizeof screen->text - 1 - screen->used);
    if (got <= 0)
        support_fail("a stream ended");
    screen->used += (size_t)got;
    screen->text[screen->used] = '\0';
    if (piece && strstr(screen->text, piece))
        screen->has_it = true;
}

/* Reads all until each has the piece (NULL: until it is quiet); ms it took. */
static double read_screens(int epoll, struct screen *screens, const char *piece)
{
    struct epoll_event ready[SCREENS];
    double start_ms = support_now_ms();
    int left = SCREENS;
    for (int i = 0; i < SCREENS; i++)
        screens[i].has_it = false;
    while (left > 0) {
        int count = epoll_wait(epoll, ready, SCREENS, piece ? 5000 : 300);
        if (count <= 0 && !piece)
            return 0;
        if (count <= 0)
            support_fail("a call did not reach every screen");
        for (int i = 0; i < count; i++) {
            struct screen *screen = ready[i].data.ptr;
            bool had_it = screen->has_it;
            read_screen(screen, piece);
            left -= screen->has_it && !had_it;
        }
    }
    return support_now_ms() - start_ms;
}

static int open_screens(const struct http_branch *branch, struct screen *screens)
{
    static const char request[] = "GET /api/v1/board/stream HTTP/1.1\r\nHost: loket\r\n\r\n";
    int epoll = epoll_create1(EPOLL_CLOEXEC);
    for (int i = 0; i < SCREENS; i++) {
        struct epoll_event event = {.events = EPOLLIN, .data.ptr = &screens[i]};
        screens[i].fd = load_connect(&branch->tcp);
        if (screens[i].fd < 0 ||
            write(screens[i].fd, request, sizeof request - 1) != (ssize_t)(sizeof request - 1) ||
            epoll_ctl(epoll, EPOLL_CTL_ADD, screens[i].fd, &event) != 0)
            support_fail("no stream");
    }
    return epoll;
}

static void post(const struct http_branch *branch, const char *path, const char *body, int wanted)
{
    char request[REQUEST_BYTES];
    http_branch_request(branch, "POST", path, body, request, sizeof request);
    if (load_ask(&branch->tcp, request, NULL, NULL, 0) != wanted)
        support_fail("a command was refused");
}

static void measure_streams(const char *dir)
{
    char place[256], piece[40], request[REQUEST_BYTES];
    static double ms[CALLS];
    struct http_branch branch;
    struct screen *screens = calloc(SCREENS, sizeof *screens);
    if (!screens)
        support_fail("out of memory");
    snprintf(place, sizeof place, "%s/streams", dir);
    http_branch_start(&branch, place);
    post(&branch, "/api/v1/desks/1/open", "", 200);
    for (int i = 0; i < CALLS; i++)
        post(&branch, "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}", 201);
    double before_mib = http_branch_resident_mib(&branch);
    int epoll = open_screens(&branch, screens);
    http_branch_request(&branch, "POST", "/api/v1/desks/1/next", "", request, sizeof request);
    for (int i = 0; i < CALLS; i++) {
        read_screens(epoll, screens, NULL);
        snprintf(piece, sizeof piece, "\"serving\":\"A-%03d\"", i + 1);
        int fd = load_connect(&branch.tcp);
        double start_ms = support_now_ms();
        if (write(fd, request, strlen(request)) != (ssize_t)strlen(request))
            support_fail("a call was not sent");
        read_screens(epoll, screens, piece);
        ms[i] = support_now_ms() - start_ms;
        close(fd);
    }
    double growth_mib = http_branch_resident_mib(&branch) - before_mib;
    support_result("http_streams_200_call_p50_ms", support_percentile(ms, CALLS, 0.5), "ms", -1,
                   "lower");
    support_result("http_streams_200_call_p99_ms", support_percentile(ms, CALLS, 0.99), "ms", 100,
                   "lower");
    support_result("http_streams_200_growth_mib", growth_mib, "MiB", -1, "lower");
    support_result("http_streams_200_rss_mib", before_mib + growth_mib, "MiB", -1, "lower");
    http_branch_stop(&branch);
    for (int i = 0; i < SCREENS; i++)
        close(screens[i].fd);
    close(epoll);
    free(screens);
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    if (argc != 3)
        support_fail("usage: bench_http tickets|boards|streams DIR");
    mkdir(argv[2], 0755);
    if (strcmp(argv[1], "tickets") == 0) {
        measure_tickets(argv[2], 1, -1, -1);
        measure_tickets(argv[2], 8, TICKETS_PER_S_MIN, 0.12);
    } else if (strcmp(argv[1], "boards") == 0) {
        measure_boards(argv[2]);
    } else {
        measure_streams(argv[2]);
    }
    return 0;
}
