// SPDX-License-Identifier: MIT
#include "tests/scenario/person.h"

#include <arpa/inet.h>
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

#include "tests/scenario/box_http.h"
#include "tests/scenario/story.h"

int person_connect(const struct box *box, const struct person *person)
{
    struct sockaddr_in from = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
    struct sockaddr_in to = from;
    to.sin_port = htons((uint16_t)box->port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (person->from)
        assert_int_equal(inet_pton(AF_INET, person->from, &from.sin_addr), 1);
    if (fd >= 0 && bind(fd, (struct sockaddr *)&from, sizeof from) == 0 &&
        connect(fd, (struct sockaddr *)&to, sizeof to) == 0)
        return fd;
    if (fd >= 0)
        close(fd);
    return -1;
}

int person_ask(const struct box *box, const struct person *person, const char *method,
               const char *path, const char *headers, const char *body)
{
    char all[512];
    snprintf(all, sizeof all, "%s%s%s%s", headers, person->cookie[0] ? "Cookie: " : "",
             person->cookie, person->cookie[0] ? "\r\n" : "");
    struct box_request request = {method, path, all, body};
    int status = box_http_ask(person_connect(box, person), &request, story_text, sizeof story_text);
    if (status <= 0)
        fail_msg("%s %s: no answer", method, path);
    return status;
}

int person_get(const struct box *box, const struct person *person, const char *path)
{
    return person_ask(box, person, "GET", path, "", "");
}

int person_change(const struct box *box, const struct person *person, const char *method,
                  const char *path, const char *body)
{
    return person_ask(box, person, method, path, PERSON_ORIGIN BOX_HTTP_JSON, body);
}

static void keep_cookie(struct person *person)
{
    const char *set = strstr(story_text, "Set-Cookie: loket=");
    assert_non_null(set);
    set += strlen("Set-Cookie: ");
    assert_int_equal(strcspn(set, ";"), strlen("loket=") + 64);
    snprintf(person->cookie, sizeof person->cookie, "%.70s", set);
}

int person_sign_in(const struct box *box, struct person *person, const char *user, const char *pin)
{
    char body[160];
    snprintf(body, sizeof body, "{\"user\":\"%s\",\"pin\":\"%s\"}", user, pin);
    int status = person_change(box, person, "POST", "/api/v1/session", body);
    if (status == 200) {
        keep_cookie(person);
        snprintf(person->user, sizeof person->user, "%s", user);
        snprintf(person->pin, sizeof person->pin, "%s", pin);
    }
    return status;
}

int person_choose_pin(const struct box *box, struct person *person, const char *pin)
{
    char body[96];
    snprintf(body, sizeof body, "{\"pin\":\"%s\",\"new_pin\":\"%s\"}", person->pin, pin);
    int status = person_change(box, person, "PUT", "/api/v1/session/pin", body);
    if (status == 200) {
        keep_cookie(person);
        snprintf(person->pin, sizeof person->pin, "%s", pin);
    }
    return status;
}

void person_read_pin(char pin[16])
{
    json_t *json = json_loads(box_http_body(story_text), 0, NULL);
    const char *text = json_string_value(json_object_get(json, "pin"));
    assert_non_null(text);
    snprintf(pin, 16, "%s", text);
    json_decref(json);
}

void person_make(const struct box *box, struct person *person, const char *user, const char *role,
                 bool may_call)
{
    char body[128], once[16];
    snprintf(body, sizeof body, "{\"user\":\"%s\",\"role\":\"%s\",\"may_call\":%s}", user, role,
             may_call ? "true" : "false");
    assert_int_equal(story_post(box, "/api/v1/users", body), 201);
    person_read_pin(once);
    person->cookie[0] = '\0';
    assert_int_equal(person_sign_in(box, person, user, once), 200);
    assert_int_equal(person_choose_pin(box, person, "246813"), 200);
}
