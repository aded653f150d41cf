// SPDX-License-Identifier: MIT
/* Crowds that want nothing, and an officer who works beside them: they get no more than their
 * share of the places, and she does not feel them. */
#include <poll.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scenario/box_http.h"
#include "tests/scenario/person.h"
#include "tests/scenario/story.h"

enum {
    CALLS = 100, /* of one story */
    P99_MAX_MS = 50,
    SHARE = 64, /* connections_per_address */
    CROWD = 300,
};

static struct person officer = {.from = "127.0.0.50"};

static double now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000 + (double)now.tv_nsec / 1e6;
}

static int compare(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static double p99(double *ms, int count)
{
    qsort(ms, (size_t)count, sizeof *ms, compare);
    return ms[count * 99 / 100];
}

/* Until the whole answer is there; its status. */
static int read_answer(int fd)
{
    story_text[0] = '\0';
    if (!box_http_read(fd, "\r\n\r\n", story_text, sizeof story_text))
        return -1;
    const char *length = strstr(story_text, "Content-Length: ");
    size_t wanted = length ? strtoul(length + 16, NULL, 10) : 0, used;
    while ((used = strlen(box_http_body(story_text))) < wanted) {
        ssize_t got = read(fd, story_text + strlen(story_text), wanted - used);
        if (got <= 0)
            return -1;
        story_text[strlen(story_text) + (size_t)got] = '\0';
    }
    return (int)strtol(story_text + strlen("HTTP/1.1 "), NULL, 10);
}

/* One "next" of the officer on a connection that stays. */
static int call_next(int fd)
{
    char request[512];
    memset(story_text, 0, 8192); /* what was read is not ended by a 0 */
    int bytes =
        snprintf(request, sizeof request,
                 "POST /api/v1/desks/1/next HTTP/1.1\r\nHost: loket\r\n" PERSON_ORIGIN BOX_HTTP_JSON
                 "Cookie: %s\r\nContent-Length: 2\r\n\r\n{}",
                 officer.cookie);
    return box_http_send(fd, request, (size_t)bytes) ? read_answer(fd) : -1;
}

/* CALLS of them; each round begins with `meanwhile`. */
static double measure(int fd, void (*meanwhile)(void *context), void *context)
{
    double ms[CALLS];
    for (int i = 0; i < CALLS; i++) {
        if (meanwhile)
            meanwhile(context);
        double start_ms = now_ms();
        int status = call_next(fd);
        ms[i] = now_ms() - start_ms;
        if (status != 200)
            fail_msg("next got %d: %s", status, story_text);
    }
    return p99(ms, CALLS);
}

/* She is not held up; a second try, for a machine that was busy with something else. */
static void work(int fd, void (*meanwhile)(void *context), void *context)
{
    double ms = measure(fd, meanwhile, context);
    if (ms > P99_MAX_MS)
        ms = measure(fd, meanwhile, context);
    print_message("# her p99: %.1f ms\n", ms);
    if (ms > P99_MAX_MS)
        fail_msg("her p99 was %.1f ms, %d allowed", ms, P99_MAX_MS);
}

static int come(const struct box *box, int address)
{
    char from[20];
    snprintf(from, sizeof from, "127.0.2.%d", address);
    struct person guest = {.from = from};
    int fd = person_connect(box, &guest);
    assert_true(fd >= 0);
    return fd;
}

static void leave(const int *fd, int count)
{
    for (int i = 0; i < count; i++)
        close(fd[i]);
    box_sleep_ms(100);
}

/* Nothing came, and the other side has not hung up. */
static bool is_in(int fd)
{
    struct pollfd look = {.fd = fd, .events = POLLIN | POLLRDHUP};
    return poll(&look, 1, 0) == 0;
}

static int count_in(const int *fd, int count)
{
    int in = 0;
    for (int i = 0; i < count; i++)
        in += is_in(fd[i]);
    return in;
}

/* People for the officer to call. */
static int fill_hall(void **state)
{
    char ticket[8];
    for (int i = story_waiting(*state); i < 2 * CALLS + 5; i++)
        story_take(*state, "A", ticket);
    return 0;
}

/* ---- stories ---- */

static void one_address_gets_its_share_of_the_places(void **state)
{
    struct box *box = *state;
    int fd[SHARE + 10];
    for (int i = 0; i < SHARE + 10; i++)
        fd[i] = come(box, 1);
    box_sleep_ms(200);
    assert_int_equal(count_in(fd, SHARE + 10), SHARE);
    int hers = person_connect(box, &officer);
    assert_int_equal(call_next(hers), 200);
    close(hers);
    leave(fd, SHARE + 10);
}

struct dribblers {
    int fd[200];
};

static void dribble(void *context)
{
    struct dribblers *all = context;
    for (int i = 0; i < 200; i++)
        box_http_send(all->fd[i], "a", 1); /* whoever was shown out is not missed */
}

static void two_hundred_who_never_end_their_request_do_not_delay_her(void **state)
{
    static const char head[] = "POST /api/v1/tickets HTTP/1.1\r\nHost: loket\r\nX-Slow: ";
    struct box *box = *state;
    struct dribblers all;
    int hers = person_connect(box, &officer);
    for (int i = 0; i < 200; i++) {
        all.fd[i] = come(box, 1 + i / 50);
        assert_true(box_http_send(all.fd[i], head, sizeof head - 1));
    }
    work(hers, dribble, &all);
    close(hers);
    leave(all.fd, 200);
}

static void three_hundred_idle_connections_do_not_delay_her(void **state)
{
    struct box *box = *state;
    int fd[CROWD], hers = person_connect(box, &officer);
    assert_int_equal(call_next(hers), 200);
    for (int i = 0; i < CROWD; i++) /* far more than there are places */
        fd[i] = come(box, 1 + i / 10);
    work(hers, NULL, NULL);
    close(hers);
    leave(fd, CROWD);
}

static void who_comes_after_an_idle_crowd_gets_a_place_soon(void **state)
{
    enum { SOON_MS = 6000 };
    struct box *box = *state;
    int fd[CROWD];
    for (int i = 0; i < CROWD; i++)
        fd[i] = come(box, 1 + i / 10);
    double start_ms = now_ms();
    int hers = person_connect(box, &officer);
    assert_int_equal(call_next(hers), 200);
    print_message("# her place after %.0f ms\n", now_ms() - start_ms);
    assert_true(now_ms() - start_ms < SOON_MS);
    work(hers, NULL, NULL);
    close(hers);
    leave(fd, CROWD);
}

static int open_branch(void **state)
{
    story_open_day(state);
    person_make(*state, &officer, "siti.crowd", "officer", false);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup(one_address_gets_its_share_of_the_places, fill_hall),
        cmocka_unit_test_setup(two_hundred_who_never_end_their_request_do_not_delay_her, fill_hall),
        cmocka_unit_test_setup(three_hundred_idle_connections_do_not_delay_her, fill_hall),
        cmocka_unit_test_setup(who_comes_after_an_idle_crowd_gets_a_place_soon, fill_hall),
    };
    return cmocka_run_group_tests(tests, open_branch, story_close);
}
