// SPDX-License-Identifier: MIT
#include "tests/bench/http_branch.h"

#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "tests/bench/support.h"

enum { DAY_TICKETS = 4000, ANSWER_BYTES = 4096 };

static const int64_t MONDAY_NINE_UTC_MS = 1795399200000; /* in Jambi */

/* Jambi's, with room for the tickets of a benchmark. */
static void write_content(const char *path)
{
    json_t *content = json_load_file("assets/branch/jambi.json", 0, NULL);
    json_t *rules = json_object_get(content, "rules");
    json_object_set_new(rules, "waiting_cap", json_integer(DAY_TICKETS));
    json_object_set_new(rules, "daily_cap", json_integer(DAY_TICKETS));
    if (!content || json_dump_file(content, path, JSON_INDENT(1)) != 0)
        support_fail("cannot write a branch document");
    json_decref(content);
}

void http_branch_request(const struct http_branch *branch, const char *method, const char *path,
                         const char *body, char *text, size_t bytes)
{
    snprintf(text, bytes,
             "%s %s HTTP/1.1\r\nHost: loket\r\nOrigin: http://loket\r\nCookie: %s\r\n"
             "Content-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
             method, path, branch->cookie, strlen(body), body);
}

/* Asks and takes the cookie that is set, if any; the body in answer. */
static int ask(struct http_branch *branch, const struct load_place *place, const char *method,
               const char *path, const char *body, char answer[ANSWER_BYTES])
{
    char request[1024], head[ANSWER_BYTES];
    http_branch_request(branch, method, path, body, request, sizeof request);
    int status = load_ask(place, request, head, answer, ANSWER_BYTES);
    const char *cookie = strstr(head, "Set-Cookie: loket=");
    if (cookie)
        snprintf(branch->cookie, sizeof branch->cookie, "%.70s", cookie + strlen("Set-Cookie: "));
    return status;
}

static void sign_in(struct http_branch *branch)
{
    char answer[ANSWER_BYTES], body[128];
    int made = ask(branch, &branch->socket, "POST", "/api/v1/users",
                   "{\"user\":\"teller\",\"role\":\"officer\"}", answer);
    const char *pin = strstr(answer, "\"pin\":\"");
    if (made != 201 || !pin)
        support_fail("loketd made no user");
    pin += strlen("\"pin\":\"");
    snprintf(body, sizeof body, "{\"user\":\"teller\",\"pin\":\"%.8s\"}", pin);
    char once[16];
    snprintf(once, sizeof once, "%.8s", pin);
    if (ask(branch, &branch->tcp, "POST", "/api/v1/session", body, answer) != 200)
        support_fail("the officer cannot sign in");
    snprintf(body, sizeof body, "{\"pin\":\"%s\",\"new_pin\":\"246813\"}", once);
    if (ask(branch, &branch->tcp, "PUT", "/api/v1/session/pin", body, answer) != 200)
        support_fail("the officer cannot choose a PIN");
}

void http_branch_start(struct http_branch *branch, const char *dir)
{
    char config[2048], path[256];
    memset(branch, 0, sizeof *branch);
    snprintf(branch->dir, sizeof branch->dir, "%.199s", dir);
    mkdir(dir, 0755);
    snprintf(path, sizeof path, "%s/data", branch->dir);
    mkdir(path, 0755);
    snprintf(path, sizeof path, "%s/branch.json", branch->dir);
    write_content(path);
    branch->tcp.port = load_free_port();
    snprintf(branch->socket.socket, sizeof branch->socket.socket, "%.90s/loket.sock", dir);
    snprintf(config, sizeof config,
             "[branch]\ndata_dir = %s/data\ncontent = %s\n[buttons]\ndriver = none\n"
             "[printer]\ndriver = none\n[http]\nlisten = 127.0.0.1:%d\nsocket = %s\n"
             "connections = 400\nconnections_per_address = 400\n",
             branch->dir, path, branch->tcp.port, branch->socket.socket);
    branch->pid = support_daemon_start_at(dir, config, MONDAY_NINE_UTC_MS);
    if (support_daemon_wait(dir) < 0)
        support_fail("loketd did not answer within 10 s");
    sign_in(branch);
}

void http_branch_stop(struct http_branch *branch)
{
    support_daemon_stop(branch->pid);
}

double http_branch_cpu_ms(const struct http_branch *branch)
{
    char path[64];
    unsigned long long ns = 0;
    snprintf(path, sizeof path, "/proc/%d/schedstat", (int)branch->pid);
    FILE *file = fopen(path, "r");
    if (!file || fscanf(file, "%llu", &ns) != 1)
        support_fail("the kernel does not tell processor times");
    fclose(file);
    return (double)ns / 1e6;
}

double http_branch_resident_mib(const struct http_branch *branch)
{
    char path[64], line[128];
    double kib = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)branch->pid);
    FILE *file = fopen(path, "r");
    while (file && fgets(line, sizeof line, file))
        if (strncmp(line, "VmRSS:", 6) == 0)
            kib = strtod(line + 6, NULL);
    if (file)
        fclose(file);
    return kib / 1024;
}
