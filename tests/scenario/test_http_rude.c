// SPDX-License-Identifier: MIT
/* Ten thousand malformed requests, through the socket and, signed in, over TCP: each is refused
 * with the right kind of status, nothing changes, the daemon stays what it was. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#include "firmware/journal.h"
#include "tests/scenario/box_http.h"
#include "tests/scenario/person.h"
#include "tests/scenario/rude.h"
#include "tests/scenario/story.h"

enum { ANSWER_MS = 8000, BROKEN_MS = 20 };
enum { REQUESTS = 10000, WARM_UP = 500, GROWTH_MAX_KIB = 4096, SEED = 20261122 };

static bool count_fact(void *rows, int64_t seq, const struct event *event)
{
    (void)seq, (void)event;
    ++*(int *)rows;
    return true;
}

static int count_facts(const struct box *box)
{
    char path[BOX_PATH_BYTES + 32], error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    int rows = 0;
    snprintf(path, sizeof path, "%s/data/loket.db", box->dir);
    assert_int_equal(journal_open_read(path, &journal, error), JOURNAL_OK);
    assert_int_equal(journal_replay(journal, 0, count_fact, &rows), JOURNAL_OK);
    journal_close(journal);
    return rows;
}

static long resident_kib(const struct box *box)
{
    char path[64], line[128];
    long kib = -1;
    snprintf(path, sizeof path, "/proc/%d/status", (int)box->daemon_pid);
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    while (fgets(line, sizeof line, file))
        if (strncmp(line, "VmRSS:", 6) == 0)
            kib = strtol(line + 6, NULL, 10);
    fclose(file);
    return kib;
}

/* Status of the answer, 0 = hung up without one. */
static int send_rude(int fd, const struct rude *rude)
{
    char answer[512] = "", rest[4096];
    assert_true(fd >= 0);
    box_http_send(fd, rude->text, rude->bytes); /* or as much as is wanted */
    size_t used = 0;
    struct pollfd wait = {.fd = fd, .events = POLLIN};
    while (!rude->unfinished) {
        if (poll(&wait, 1, rude->broken ? BROKEN_MS : ANSWER_MS) <= 0) {
            if (rude->broken)
                break;
            fail_msg("%s: neither an answer nor the end within 8 s", rude->kind);
        }
        bool room = used < sizeof answer - 1;
        ssize_t got =
            read(fd, room ? answer + used : rest, room ? sizeof answer - 1 - used : sizeof rest);
        if (got <= 0)
            break;
        used += room ? (size_t)got : 0;
    }
    close(fd);
    return strncmp(answer, "HTTP/1.1 ", 9) == 0 ? (int)strtol(answer + 9, NULL, 10) : 0;
}

static void keep_rude(const struct rude *rude, int i, int status)
{
    char name[64];
    snprintf(name, sizeof name, "build/rude-%d.txt", i);
    FILE *file = fopen(name, "w");
    if (file) {
        fwrite(rude->text, 1, rude->bytes, file);
        fclose(file);
    }
    fail_msg("request %d (%s) got %d; it stands in %s", i, rude->kind, status, name);
}

/* Refused for what the caller did; 501 and 505 are for what is no HTTP of ours. */
static bool is_refusal(const struct rude *rude, int status)
{
    if (status == 0 || status == 501 || status == 505)
        return rude->broken;
    return status >= 400 && status < 500;
}

static void ten_thousand_malformed_requests_change_nothing(void **state)
{
    struct box *box = *state;
    struct person admin = {0};
    char ticket[8], from[20];
    struct rude *rude = calloc(1, sizeof *rude);
    assert_non_null(rude);
    rude->seed = SEED;
    person_make(box, &admin, "rude.admin", "admin", true);
    story_take(box, "A", ticket);
    int before = count_facts(box);
    admin.from = from;
    long warm_kib = 0;
    for (int i = 0; i < REQUESTS; i++) {
        snprintf(from, sizeof from, "127.0.1.%d", i % 200 + 1); /* each may only have so many */
        rude->cookie = i % 2 ? admin.cookie : NULL;
        rude_next(rude);
        int status = send_rude(i % 2 ? person_connect(box, &admin) : box_http_connect(box), rude);
        if (!is_refusal(rude, status))
            keep_rude(rude, i, status);
        if (i == WARM_UP)
            warm_kib = resident_kib(box);
    }
    box_sleep_ms(2500); /* until those who have left are noticed */
    long growth_kib = resident_kib(box) - warm_kib;
    assert_int_equal(count_facts(box), before);
    assert_int_equal(story_get(box, "/api/v1/health"), 200);
    assert_int_equal(person_get(box, &admin, "/api/v1/session"), 200); /* she is signed in still */
#ifndef __SANITIZE_ADDRESS__ /* which keeps what was freed for a while */
    if (growth_kib > GROWTH_MAX_KIB)
        fail_msg("the daemon grew by %ld KiB", growth_kib);
#endif
    print_message("# grew by %ld KiB\n", growth_kib);
    free(rude);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_thousand_malformed_requests_change_nothing),
    };
    return cmocka_run_group_tests(tests, story_open_day, story_close);
}
