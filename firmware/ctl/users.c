// SPDX-License-Identifier: MIT
/* loketctl user ...: through the daemon's own socket, whoever may open that may do this. */
#include "firmware/ctl/ctl.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char *text_of(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text ? text : "";
}

static bool is_true(const json_t *json, const char *key)
{
    return json_is_true(json_object_get(json, key));
}

static bool is_name(const char *name)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789._-";
    if (strlen(name) >= 2 && strlen(name) <= 24 && strspn(name, letters) == strlen(name))
        return true;
    fprintf(stderr, "loketctl: a user's name has 2 to 24 of a-z, 0-9, '.', '_' and '-'\n");
    return false;
}

static void show_user(const json_t *user)
{
    printf("%-24s %-8s%s%s%s\n", text_of(user, "user"), text_of(user, "role"),
           is_true(user, "active") ? "" : " disabled", is_true(user, "may_call") ? " may-call" : "",
           is_true(user, "must_change") ? " one-time-pin" : "");
}

/* Prints the answer, and the one-time PIN where it holds one. */
static int show(const struct ctl *ctl, struct ctl_answer *answer)
{
    json_t *json = json_loads(answer->body ? answer->body : "", 0, NULL), *user;
    const json_t *list = json_object_get(json, "users");
    size_t i;
    if (ctl->json)
        puts(answer->body ? answer->body : "{}");
    else if (list)
        json_array_foreach(list, i, user) show_user(user);
    else if (*text_of(json, "pin"))
        printf("one-time PIN of %s, valid for 24 hours: %s\n", text_of(json, "user"),
               text_of(json, "pin"));
    else
        show_user(json);
    json_decref(json);
    free(answer->body);
    return CTL_DONE;
}

static int ask(const struct ctl *ctl, const char *method, const char *path, json_t *body)
{
    struct ctl_answer answer;
    int result = client_call(ctl, method, path, body, &answer);
    return result == CTL_DONE ? show(ctl, &answer) : result;
}

int users_list_all(const struct ctl *ctl)
{
    return ask(ctl, "GET", "/api/v1/users", NULL);
}

int users_add_one(const struct ctl *ctl)
{
    static const char *const ROLES[] = {"officer", "admin", NULL};
    if (!is_name(ctl->word[0]) || (ctl->role && !words_one_of("role", ctl->role, ROLES)))
        return CTL_USAGE;
    return ask(ctl, "POST", "/api/v1/users",
               json_pack("{s:s,s:s,s:b}", "user", ctl->word[0], "role",
                         ctl->role ? ctl->role : "officer", "may_call", ctl->may_call));
}

int users_reset(const struct ctl *ctl)
{
    char path[64];
    if (!is_name(ctl->word[0]))
        return CTL_USAGE;
    snprintf(path, sizeof path, "/api/v1/users/%.24s/reset-pin", ctl->word[0]);
    return ask(ctl, "POST", path, json_object());
}

static int set_active(const struct ctl *ctl, bool active)
{
    char path[64];
    if (!is_name(ctl->word[0]))
        return CTL_USAGE;
    snprintf(path, sizeof path, "/api/v1/users/%.24s", ctl->word[0]);
    return ask(ctl, "PUT", path, json_pack("{s:b}", "active", active));
}

int users_disable(const struct ctl *ctl)
{
    return set_active(ctl, false);
}

int users_enable(const struct ctl *ctl)
{
    return set_active(ctl, true);
}
