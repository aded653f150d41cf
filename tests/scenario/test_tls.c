// SPDX-License-Identifier: MIT
/* A certificate of the board's own: made with loketctl, served by loketd, and trusted by those
 * who were told to. */
#include "tests/scenario/story.h"

#include <curl/curl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "tests/scenario/box_http.h"
#include "tests/scenario/person.h"

enum { DONE, REFUSED, USAGE };

static char answer[1 << 16]; /* headers and body of the last HTTPS answer */

static void path_of(const struct box *box, const char *name, char path[BOX_PATH_BYTES + 32])
{
    snprintf(path, BOX_PATH_BYTES + 32, "%s/%s", box->dir, name);
}

/* loketctl tls init --out DIR ...; its exit code, what it said in story_text. */
static int init(const struct box *box, const char *const more[])
{
    char program[600];
    const char *argv[40] = {program, "tls", "init", "--out", box->dir};
    int count = 5;
    snprintf(program, sizeof program, "%s/loketctl", box->programs);
    for (; *more; more++)
        argv[count++] = *more;
    return box_run(box, argv, story_text, sizeof story_text);
}

#define INIT(box, ...) init(box, (const char *const[]){__VA_ARGS__, NULL})

static bool said(const char *piece)
{
    return strstr(story_text, piece) != NULL;
}

static int read_file(const struct box *box, const char *name, char text[4096])
{
    char path[BOX_PATH_BYTES + 32];
    path_of(box, name, path);
    FILE *file = fopen(path, "r");
    if (!file)
        return 0;
    text[fread(text, 1, 4095, file)] = '\0';
    return fclose(file) == 0;
}

static int mode_of(const struct box *box, const char *name)
{
    char path[BOX_PATH_BYTES + 32];
    struct stat found;
    path_of(box, name, path);
    return stat(path, &found) == 0 ? (int)(found.st_mode & 07777) : -1;
}

static void the_key_is_for_its_owner_only(void **state)
{
    struct box *box = *state;
    char text[4096];
    assert_int_equal(INIT(box, "--host", "loket.example", "--host", "192.0.2.7"), DONE);
    assert_int_equal(mode_of(box, "loket.key"), 0600);
    assert_int_equal(mode_of(box, "loket.crt"), 0644);
    assert_true(said("loket.example 192.0.2.7\n") && said("SHA-256 fingerprint"));
    snprintf(text, sizeof text, "\ntls_cert = %s/loket.crt\ntls_key = %s/loket.key\n", box->dir,
             box->dir);
    assert_true(said(text));
    assert_true(read_file(box, "loket.key", text));
    assert_int_equal(strncmp(text, "-----BEGIN PRIVATE KEY-----", 27), 0);
    assert_true(read_file(box, "loket.crt", text));
    assert_int_equal(strncmp(text, "-----BEGIN CERTIFICATE-----", 27), 0);
}

static void what_is_there_is_replaced_by_force_only(void **state)
{
    struct box *box = *state;
    char key[4096], cert[4096], now[4096], path[BOX_PATH_BYTES + 32];
    assert_int_equal(INIT(box, "--days", "1"), DONE);
    assert_true(said("localhost 127.0.0.1\n"));
    read_file(box, "loket.key", key);
    read_file(box, "loket.crt", cert);
    assert_int_equal(INIT(box, "--days", "1"), REFUSED);
    assert_true(said("loket.key is there already; --force"));
    read_file(box, "loket.key", now);
    assert_string_equal(now, key);
    assert_int_equal(INIT(box, "--force"), DONE);
    read_file(box, "loket.key", now);
    assert_string_not_equal(now, key);
    assert_int_equal(mode_of(box, "loket.key"), 0600);
    read_file(box, "loket.crt", now);
    assert_string_not_equal(now, cert);
    /* A certificate without its key: no half pair comes of it. */
    path_of(box, "loket.key", path);
    unlink(path);
    assert_int_equal(INIT(box, "--days", "1"), REFUSED);
    assert_true(said("loket.crt is there already"));
    assert_int_equal(mode_of(box, "loket.key"), -1);
}

static void what_is_no_name_is_refused(void **state)
{
    struct box *box = *state;
    static const char *const bad[] = {"",      "a b",       "-a",          "a-.b", "a..b", "a.",
                                      "*.b.c", "b\xC3\xA1", "192.0.2.256", "1.2",  "a/b",  "[::1]"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        if (INIT(box, "--host", bad[i]) != USAGE)
            fail_msg("\"%s\" was taken", bad[i]);
        assert_true(said("no host name and no address"));
    }
    const char *many[40] = {NULL};
    for (int i = 0; i < 34; i += 2)
        many[i] = "--host", many[i + 1] = "a";
    assert_int_equal(init(box, many), USAGE);
    assert_true(said("at most 16"));
    static const char *const days[] = {"0", "-1", "7301", "1.5", "ten", "", "99999999999999999999"};
    for (size_t i = 0; i < sizeof days / sizeof *days; i++)
        assert_int_equal(INIT(box, "--days", days[i]), USAGE);
    assert_int_equal(INIT(box, "--out", "/nowhere/at/all"), REFUSED);
    assert_int_equal(mode_of(box, "loket.key"), -1);
    assert_int_equal(INIT(box, "--host", "a-1.B.c9", "--host", "::1", "--host", "x"), DONE);
}

/* ---- served ---- */

static size_t keep(char *bytes, size_t size, size_t count, void *context)
{
    (void)context;
    size_t used = strlen(answer), room = sizeof answer - 1 - used;
    size_t now = size * count < room ? size * count : room;
    memcpy(answer + used, bytes, now);
    answer[used + now] = '\0';
    return size * count;
}

struct call {
    const char *scheme, *host, *path;
    const char *origin, *body; /* NULL = a GET */
    bool trusting;             /* loket.crt */
};

/* HTTP status, or minus libcurl's code. */
static int ask(const struct box *box, const struct call *call)
{
    char url[256], trust[BOX_PATH_BYTES + 32], origin[300];
    long status = 0;
    CURL *curl = curl_easy_init();
    path_of(box, "loket.crt", trust);
    snprintf(url, sizeof url, "%s://%s:%d%s", call->scheme, call->host, box->port, call->path);
    snprintf(origin, sizeof origin, "Origin: %s", call->origin ? call->origin : url);
    struct curl_slist *lines = curl_slist_append(NULL, origin);
    lines = curl_slist_append(lines, "Content-Type: application/json");
    answer[0] = '\0';
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROXY, "");
    if (call->trusting)
        curl_easy_setopt(curl, CURLOPT_CAINFO, trust);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 8000L);
    curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    if (call->body) {
        curl_easy_setopt(curl, CURLOPT_HTTPHEADER, lines);
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, call->body);
    }
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status);
    curl_slist_free_all(lines);
    curl_easy_cleanup(curl);
    return code == CURLE_OK ? (int)status : -(int)code;
}

static void serve(struct box *box)
{
    assert_int_equal(INIT(box, "--host", "127.0.0.1"), DONE);
    box_listen(box);
    box->tls = true;
    box_start(box, true);
}

static void only_who_trusts_it_and_asks_by_its_name_is_answered(void **state)
{
    struct box *box = *state;
    struct call call = {.scheme = "https", .host = "127.0.0.1", .path = "/api/v1/board"};
    serve(box);
    call.trusting = true;
    assert_int_equal(ask(box, &call), 200);
    assert_non_null(strstr(answer, "\"schema\":1"));
    call.host = "localhost"; /* the certificate names the address only */
    assert_int_equal(ask(box, &call), -CURLE_PEER_FAILED_VERIFICATION);
    call.host = "127.0.0.1";
    call.trusting = false;
    assert_int_equal(ask(box, &call), -CURLE_PEER_FAILED_VERIFICATION);
    call.scheme = "http"; /* nothing is told in the clear */
    assert_true(ask(box, &call) < 0);
    call.scheme = "https";
    assert_int_equal(INIT(box, "--host", "127.0.0.1", "--force"), DONE);
    call.trusting = true; /* another pair of the same names */
    assert_int_equal(ask(box, &call), -CURLE_PEER_FAILED_VERIFICATION);
}

static void a_cookie_of_https_is_never_sent_without_it(void **state)
{
    struct box *box = *state;
    char pin[16], body[96], origin[64];
    struct call call = {.scheme = "https",
                        .host = "127.0.0.1",
                        .path = "/api/v1/session",
                        .origin = origin,
                        .body = body,
                        .trusting = true};
    serve(box);
    assert_int_equal(story_post(box, "/api/v1/users", "{\"user\":\"sari\",\"role\":\"officer\"}"),
                     201);
    person_read_pin(pin);
    snprintf(body, sizeof body, "{\"user\":\"sari\",\"pin\":\"%s\"}", pin);
    snprintf(origin, sizeof origin, "http://127.0.0.1:%d", box->port);
    assert_int_equal(ask(box, &call), 403); /* not the pages that it serves */
    snprintf(origin, sizeof origin, "https://127.0.0.1:%d", box->port);
    assert_int_equal(ask(box, &call), 200);
    const char *cookie = strstr(answer, "Set-Cookie: loket=");
    assert_non_null(cookie);
    const char *end = strstr(cookie, "\r\n"), *secure = strstr(cookie, "; Secure");
    assert_true(secure && secure < end);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        STORY(the_key_is_for_its_owner_only),
        STORY(what_is_there_is_replaced_by_force_only),
        STORY(what_is_no_name_is_refused),
        STORY(only_who_trusts_it_and_asks_by_its_name_is_answered),
        STORY(a_cookie_of_https_is_never_sent_without_it),
    };
    curl_global_init(CURL_GLOBAL_DEFAULT);
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    curl_global_cleanup();
    return failed;
}
