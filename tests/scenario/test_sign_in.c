// SPDX-License-Identifier: MIT
/* Signing in over the network, and those who try to without a right to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>
#include <signal.h>
#include <time.h>
#include <unistd.h>

#include "firmware/journal.h"
#include "tests/scenario/box_http.h"
#include "tests/scenario/person.h"
#include "tests/scenario/story.h"

static bool said(const char *piece)
{
    return strstr(story_text, piece) != NULL;
}

/* The eight digits on the first slip, without their space. */
static void read_paper(const struct box *box, char pin[16])
{
    story_await_slip(box, 1, "PIN sekali pakai");
    const char *digits = story_text;
    while (*digits && strspn(digits, "0123456789") != 4)
        digits++;
    assert_true(digits[0] && digits[4] == ' ' && strspn(digits + 5, "0123456789") == 4);
    snprintf(pin, 16, "%.4s%.4s", digits, digits + 5);
}

static void the_first_admin_comes_in_with_the_pin_on_paper(void **state)
{
    struct box *box = *state;
    struct person admin = {.from = NULL}, before;
    char pin[16];
    read_paper(box, pin);
    assert_int_equal(person_sign_in(box, &admin, "admin", pin), 200);
    assert_true(said("\"role\":\"admin\"") && said("\"must_change\":true"));
    assert_true(said("; HttpOnly; SameSite=Strict; Path=/\r\n"));
    assert_int_equal(person_get(box, &admin, "/api/v1/session"), 200);
    assert_int_equal(person_get(box, &admin, "/api/v1/users"), 403);
    assert_true(said("change_pin"));
    assert_int_equal(person_choose_pin(box, &admin, "123456"), 400);
    assert_int_equal(person_choose_pin(box, &admin, pin), 400); /* the old one */
    before = admin;
    assert_int_equal(person_choose_pin(box, &admin, "246813"), 200);
    assert_string_not_equal(before.cookie, admin.cookie);
    assert_int_equal(person_get(box, &before, "/api/v1/session"), 401);
    assert_int_equal(person_get(box, &admin, "/api/v1/users"), 200);
    assert_true(said("\"must_change\":false"));
    assert_int_equal(person_sign_in(box, &before, "admin", pin), 401); /* once */
}

static void the_first_pin_waits_for_paper(void **state)
{
    struct box *box = *state;
    struct person admin = {.from = NULL};
    char pin[16];
    box_listen(box);
    box_printer(box, "paper out");
    box_start(box, false);
    story_await_board(box, "\"state\":\"paper_out\"");
    box_sleep_ms(100);
    assert_false(box_slip(box, 1, story_text, sizeof story_text));
    box_printer(box, "paper ok");
    read_paper(box, pin);
    assert_int_equal(person_sign_in(box, &admin, "admin", pin), 200);
}

static void without_a_network_nobody_needs_a_pin(void **state)
{
    struct box *box = *state;
    box_start(box, true);
    assert_int_equal(story_post(box, "/api/v1/tickets", "{\"service\":\"A\"}"), 201);
    story_await_slip(box, 1, "A-001"); /* not a PIN */
    assert_int_equal(story_get(box, "/api/v1/users"), 200);
    assert_true(said("{\"users\":[]}"));
}

static void whoever_signs_out_is_out(void **state)
{
    struct box *box = *state;
    struct person sari = {.from = NULL};
    person_make(box, &sari, "sari.out", "officer", false);
    assert_int_equal(person_get(box, &sari, "/api/v1/tickets"), 200);
    assert_int_equal(person_change(box, &sari, "DELETE", "/api/v1/session", ""), 200);
    assert_true(said("Set-Cookie: loket=; "));
    assert_int_equal(person_get(box, &sari, "/api/v1/tickets"), 401);
    assert_true(said("sign_in"));
    assert_int_equal(person_change(box, &sari, "DELETE", "/api/v1/session", ""), 200);
}

static void a_token_of_the_caller_s_choice_is_not_taken_over(void **state)
{
    struct box *box = *state;
    struct person planted = {.cookie = "loket=00112233445566778899aabbccddeeff"
                                       "00112233445566778899aabbccddeeff"};
    struct person sari = {.from = "127.0.0.8"};
    person_make(box, &sari, "sari.fix", "officer", false);
    struct person victim = planted;
    assert_int_equal(person_sign_in(box, &victim, "sari.fix", "246813"), 200);
    assert_string_not_equal(victim.cookie, planted.cookie);
    assert_int_equal(person_get(box, &planted, "/api/v1/tickets"), 401);
    assert_int_equal(person_get(box, &victim, "/api/v1/tickets"), 200);
    /* Two cookies of the name: one of them is somebody else's. */
    char two[200];
    snprintf(two, sizeof two, "Cookie: %s; %s\r\n", victim.cookie, planted.cookie);
    struct person plain = {.from = NULL};
    assert_int_equal(person_ask(box, &plain, "GET", "/api/v1/tickets", two, ""), 401);
    snprintf(two, sizeof two, "Cookie: %s\r\nCookie: %s\r\n", victim.cookie, victim.cookie);
    assert_int_equal(person_ask(box, &plain, "GET", "/api/v1/tickets", two, ""), 401);
}

static void wrong_pins_cost_time_and_say_nothing_of_the_user(void **state)
{
    struct box *box = *state;
    struct person thief = {.from = "127.0.0.20"}, other = {.from = "127.0.0.21"};
    char first[256];
    person_make(box, &other, "sari.slow", "officer", false);
    assert_int_equal(person_sign_in(box, &thief, "sari.slow", "135791"), 401);
    snprintf(first, sizeof first, "%.255s", box_http_body(story_text));
    assert_int_equal(person_sign_in(box, &thief, "nobody", "135791"), 401);
    assert_string_equal(box_http_body(story_text), first);
    assert_int_equal(person_sign_in(box, &thief, "sari.slow", "1"), 401);
    assert_string_equal(box_http_body(story_text), first);
    assert_int_equal(person_sign_in(box, &thief, "sari.slow", "246813"), 429); /* even the right */
    assert_true(said("Retry-After: 1\r\n") && said("\"retry_after_s\":1"));
    assert_true(said("slow_down"));
    box_sleep_ms(1050);
    assert_int_equal(person_sign_in(box, &thief, "sari.slow", "135792"), 401);
    assert_int_equal(person_sign_in(box, &thief, "sari.slow", "135792"), 429);
    assert_true(said("Retry-After: 2\r\n"));
    assert_int_equal(person_sign_in(box, &other, "sari.slow", "246813"), 200); /* known there */
    json_t *audit = story_json(box, "/api/v1/audit");
    assert_true(said("sign-in slowed: sari.slow from 127.0.0.20"));
    json_decref(audit);
}

static const char *const foreign[] = {
    "",
    "Origin: null\r\n",
    "Origin: http://evil.example\r\n",
    "Origin: https://loket\r\n",
    "Origin: http://loket.evil.example\r\n",
    "Origin: http://loket:8080\r\n",
    "Origin: http://loke\r\n",
    "Origin: loket\r\n",
};

static void a_page_of_another_site_changes_nothing(void **state)
{
    struct box *box = *state;
    struct person sari = {.from = NULL};
    char headers[160];
    person_make(box, &sari, "sari.csrf", "admin", true);
    int waiting = story_waiting(box);
    for (size_t i = 0; i < sizeof foreign / sizeof *foreign; i++) {
        snprintf(headers, sizeof headers, "%s%s", foreign[i], BOX_HTTP_JSON);
        assert_int_equal(
            person_ask(box, &sari, "POST", "/api/v1/tickets", headers, "{\"service\":\"A\"}"), 403);
        assert_true(said("\"origin\""));
        assert_int_equal(person_ask(box, &sari, "POST", "/api/v1/kiosk/close", headers, "{}"), 403);
        assert_int_equal(person_ask(box, &sari, "PUT", "/api/v1/users/sari.csrf", headers, "{}"),
                         403);
        assert_int_equal(person_ask(box, &sari, "DELETE", "/api/v1/session", headers, ""), 403);
        assert_int_equal(person_ask(box, &sari, "POST", "/api/v1/session", headers,
                                    "{\"user\":\"sari.csrf\",\"pin\":\"246813\"}"),
                         403);
    }
    assert_int_equal(story_waiting(box), waiting);
    assert_int_equal(person_get(box, &sari, "/api/v1/session"), 200);
    assert_int_equal(person_ask(box, &sari, "POST", "/api/v1/tickets",
                                PERSON_ORIGIN "Content-Type: text/plain\r\n",
                                "{\"service\":\"A\",\"print\":false}"),
                     415);
    assert_int_equal(story_waiting(box), waiting);
    assert_int_equal(
        person_change(box, &sari, "POST", "/api/v1/tickets", "{\"service\":\"A\",\"print\":false}"),
        201);
}

static void what_is_no_sign_in_is_refused_in_words(void **state)
{
    struct box *box = *state;
    struct person nobody = {.from = "127.0.0.30"};
    static const char *const bad[] = {"",
                                      "{",
                                      "[]",
                                      "\"sari\"",
                                      "{\"user\":\"sari\"}",
                                      "{\"user\":\"sari\",\"pin\":246813}",
                                      "{\"user\":\"sari\",\"pin\":\"246813\",\"role\":\"admin\"}",
                                      "{\"user\":\"sari\",\"user\":\"admin\",\"pin\":\"246813\"}",
                                      "{\"user\":\"sa\\u0000ri\",\"pin\":\"246813\"}"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_int_equal(person_change(box, &nobody, "POST", "/api/v1/session", bad[i]), 400);
        assert_false(said("246813"));
    }
    assert_int_equal(person_ask(box, &nobody, "POST", "/api/v1/session", PERSON_ORIGIN,
                                "{\"user\":\"sari\",\"pin\":\"246813\"}"),
                     415);
    char large[1200];
    snprintf(large, sizeof large, "{\"user\":\"%01100d\",\"pin\":\"246813\"}", 7);
    assert_int_equal(person_change(box, &nobody, "POST", "/api/v1/session", large), 413);
    assert_int_equal(person_change(box, &nobody, "POST", "/api/v1/tickets", large), 413);
    assert_int_equal(person_change(box, &nobody, "GET", "/api/v1/session", ""), 401);
    assert_int_equal(person_change(box, &nobody, "PUT", "/api/v1/session/pin",
                                   "{\"pin\":\"1\",\"new_pin\":\"246813\"}"),
                     401);
}

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

enum { GUESSES = 50, LOOKS = 400, LOOK_MS = 100 };

/* All of them at once, each from an address of its own: as many as can be. */
static void send_guesses(const struct box *box, const char *user, int fd[GUESSES])
{
    char request[512], body[96], from[20];
    for (int i = 0; i < GUESSES; i++) {
        snprintf(from, sizeof from, "127.0.1.%d", i / 2 + 1);
        struct person thief = {.from = from};
        int bytes = snprintf(body, sizeof body, "{\"user\":\"%s\",\"pin\":\"1357%02d\"}", user, i);
        snprintf(
            request, sizeof request,
            "POST /api/v1/session HTTP/1.1\r\nHost: loket\r\nConnection: close\r\n" PERSON_ORIGIN
                BOX_HTTP_JSON "Content-Length: %d\r\n\r\n%s",
            bytes, body);
        fd[i] = person_connect(box, &thief);
        assert_true(box_http_send(fd[i], request, strlen(request)));
    }
}

static void fifty_guesses_hold_up_neither_the_board_nor_another_user(void **state)
{
    struct box *box = *state;
    struct person sari = {.from = "127.0.0.40"};
    struct box_request look = {"GET", "/api/v1/board", "", ""};
    static double took_ms[LOOKS];
    int fd[GUESSES], wrong = 0, slowed = 0;
    person_make(box, &sari, "sari.brute", "officer", false);
    person_make(box, &(struct person){.from = "127.0.0.41"}, "budi.brute", "officer", false);
    send_guesses(box, "budi.brute", fd);
    for (int i = 0; i < LOOKS; i++) {
        double began_ms = now_ms();
        assert_int_equal(
            box_http_ask(box_http_connect_tcp(box), &look, story_text, sizeof story_text), 200);
        took_ms[i] = now_ms() - began_ms;
        if (i == LOOKS / 2)
            assert_int_equal(person_sign_in(box, &sari, "sari.brute", "246813"), 200);
    }
    for (int i = 0; i < GUESSES; i++) {
        int status = box_http_finish(fd[i], story_text, sizeof story_text);
        wrong += status == 401;
        slowed += status == 429;
        assert_true(status == 401 || status == 429 || status == 503);
    }
    qsort(took_ms, LOOKS, sizeof *took_ms, compare);
    print_message("# %d guesses: %d computed, %d slowed; GET /board p50 %.1f ms, p99 %.1f ms\n",
                  GUESSES, wrong, slowed, took_ms[LOOKS / 2], took_ms[LOOKS * 99 / 100]);
    assert_true(wrong <= 3);
    assert_true(took_ms[LOOKS * 99 / 100] <= LOOK_MS);
}

static void users_outlive_the_daemon_and_sessions_do_not(void **state)
{
    struct box *box = *state;
    struct person sari = {.from = "127.0.0.50"};
    person_make(box, &sari, "sari.stays", "officer", false);
    assert_int_equal(box_end(box, SIGTERM), 0);
    box_start(box, true);
    assert_int_equal(person_get(box, &sari, "/api/v1/tickets"), 401);
    assert_int_equal(person_sign_in(box, &sari, "sari.stays", "246813"), 200);
}

static void pins_under_way_do_not_keep_the_daemon(void **state)
{
    struct box *box = *state;
    int fd[GUESSES];
    send_guesses(box, "sari.stays", fd);
    assert_int_equal(box_end(box, SIGTERM), 0);
    for (int i = 0; i < GUESSES; i++)
        close(fd[i]);
    box_start(box, true);
}

static bool holds_no_secret(void *context, int64_t seq, const struct event *event)
{
    (void)context, (void)seq;
    if (event->kind != EV_AUDIT)
        return true;
    assert_null(strstr(event->note, "2468"));
    assert_null(strstr(event->note, "1357"));
    assert_null(strstr(event->note, "argon"));
    assert_null(strstr(event->note, "loket="));
    return true;
}

/* After all that was tried above. */
static void neither_log_nor_facts_hold_a_secret(void **state)
{
    struct box *box = *state;
    char path[BOX_PATH_BYTES + 32], error[JOURNAL_ERROR_BYTES];
    struct journal *journal;
    snprintf(path, sizeof path, "%s/loketd.log", box->dir);
    FILE *log = fopen(path, "r");
    assert_non_null(log);
    story_text[fread(story_text, 1, sizeof story_text - 1, log)] = '\0';
    fclose(log);
    assert_false(said("2468") || said("1357") || said("argon") || said("loket="));
    snprintf(path, sizeof path, "%s/data/loket.db", box->dir);
    assert_int_equal(journal_open_read(path, &journal, error), JOURNAL_OK);
    assert_int_equal(journal_replay(journal, 0, holds_no_secret, NULL), JOURNAL_OK);
    journal_close(journal);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_first_admin_comes_in_with_the_pin_on_paper),
        STORY(the_first_pin_waits_for_paper),
        STORY(without_a_network_nobody_needs_a_pin),
        cmocka_unit_test(whoever_signs_out_is_out),
        cmocka_unit_test(a_token_of_the_caller_s_choice_is_not_taken_over),
        cmocka_unit_test(wrong_pins_cost_time_and_say_nothing_of_the_user),
        cmocka_unit_test(a_page_of_another_site_changes_nothing),
        cmocka_unit_test(what_is_no_sign_in_is_refused_in_words),
        cmocka_unit_test(fifty_guesses_hold_up_neither_the_board_nor_another_user),
        cmocka_unit_test(users_outlive_the_daemon_and_sessions_do_not),
        cmocka_unit_test(pins_under_way_do_not_keep_the_daemon),
        cmocka_unit_test(neither_log_nor_facts_hold_a_secret),
    };
    return cmocka_run_group_tests(tests, story_open_day, story_close);
}
