// SPDX-License-Identifier: MIT
/* The branch document and its versions, through the daemon. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "firmware/content.h"
#include "firmware/ctl/ctl.h"

static const char *text_of(const json_t *json, const char *key)
{
    const char *text = json_string_value(json_object_get(json, key));
    return text ? text : "";
}

static void show_result(const json_t *json)
{
    const char *status = text_of(json, "status");
    size_t i;
    json_t *warning;
    printf("%s: %s", text_of(json, "version"), status);
    if (strcmp(status, "planned") == 0)
        printf(" for %s", text_of(json, "effective"));
    if (strcmp(status, "proposed") == 0)
        printf("; somebody else must approve it");
    putchar('\n');
    json_array_foreach(json_object_get(json, "warnings"), i, warning)
        fprintf(stderr, "loketctl: mind: %s\n", json_string_value(warning));
}

static void show_faults(const json_t *error)
{
    size_t i;
    json_t *fault;
    fprintf(stderr, "loketctl: %s (%s)\n", text_of(error, "message"), text_of(error, "code"));
    json_array_foreach(json_object_get(error, "faults"), i, fault)
        fprintf(stderr, "%s: %s\n", text_of(fault, "path"), text_of(fault, "reason"));
}

/* Takes the answer. */
static int show(const struct ctl *ctl, int result, struct ctl_answer *answer)
{
    if (result != CTL_DONE)
        return result;
    json_t *json = json_loads(answer->body ? answer->body : "", 0, NULL);
    const json_t *error = json_object_get(json, "error");
    if (answer->status >= 300 && error)
        show_faults(error);
    else if (answer->status >= 300)
        fprintf(stderr, "loketctl: the daemon answered with status %ld\n", answer->status);
    else if (ctl->json)
        printf("%s\n", answer->body ? answer->body : "");
    else
        show_result(json);
    result = answer->status >= 300 ? CTL_REFUSED : CTL_DONE;
    json_decref(json);
    free(answer->body);
    return result;
}

/* Names of versions and days go into an address as they are. */
static bool is_plain(const char *text)
{
    static const char KNOWN[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    if (*text && strlen(text) < 32 && !text[strspn(text, KNOWN)])
        return true;
    fprintf(stderr, "loketctl: \"%s\" is not understood here\n", text);
    return false;
}

int content_import(const struct ctl *ctl)
{
    char path[96] = "/api/v1/content", *text = NULL;
    struct ctl_answer answer;
    struct content *content = malloc(sizeof *content);
    struct content_faults *faults = calloc(1, sizeof *faults);
    if (!content || !faults)
        abort();
    if (ctl->effective && !is_plain(ctl->effective)) {
        free(content);
        free(faults);
        return CTL_USAGE;
    }
    if (ctl->effective)
        snprintf(path, sizeof path, "/api/v1/content?effective=%s", ctl->effective);
    bool good = content_load(ctl->word[0], content, faults, &text);
    for (int i = 0; i < faults->count && i < CONTENT_FAULTS_MAX; i++)
        fprintf(stderr, "%s: %s\n", faults->fault[i].path, faults->fault[i].reason);
    free(content);
    free(faults);
    int result = good ? client_send(ctl, "PUT", path, text, &answer) : CTL_REFUSED;
    free(text);
    return good ? show(ctl, result, &answer) : result;
}

int content_activate_one(const struct ctl *ctl)
{
    char path[96];
    struct ctl_answer answer;
    if (!is_plain(ctl->word[0]))
        return CTL_USAGE;
    snprintf(path, sizeof path, "/api/v1/content/versions/%s/activate", ctl->word[0]);
    int result = client_send(ctl, "POST", path, "{}", &answer);
    return show(ctl, result, &answer);
}

int content_list_all(const struct ctl *ctl)
{
    struct ctl_answer answer;
    int result = client_call(ctl, "GET", "/api/v1/content/versions", NULL, &answer);
    if (result != CTL_DONE)
        return result;
    json_t *list = json_loads(answer.body ? answer.body : "", 0, NULL), *version;
    size_t i;
    if (ctl->json)
        printf("%s\n", answer.body ? answer.body : "");
    json_array_foreach(ctl->json ? NULL : list, i, version) printf(
        "%-31s %-9s %-10s %s%s%s\n", text_of(version, "version"), text_of(version, "status"),
        text_of(version, "effective"), text_of(version, "who"),
        *text_of(version, "approved_by") ? ", approved by " : "", text_of(version, "approved_by"));
    json_decref(list);
    free(answer.body);
    return CTL_DONE;
}
