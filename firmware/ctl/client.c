// SPDX-License-Identifier: MIT
#include "firmware/ctl/ctl.h"

#include <curl/curl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "firmware/config.h"

enum { CONNECT_MS = 3000, ANSWER_MS = 30000 };

static const char DEFAULT_SOCKET[] = "/run/loket/loket.sock";

static size_t keep(char *data, size_t size, size_t count, void *context)
{
    struct ctl_answer *answer = context;
    size_t bytes = size * count;
    char *grown = realloc(answer->body, answer->bytes + bytes + 1);
    if (!grown)
        return 0;
    memcpy(grown + answer->bytes, data, bytes);
    answer->body = grown;
    answer->bytes += bytes;
    grown[answer->bytes] = '\0';
    return bytes;
}

/* The socket of --socket, of --config, or the usual one. False: the config is bad. */
static bool find_socket(const struct ctl *ctl, char path[108])
{
    struct config config;
    char error[CONFIG_ERROR_BYTES];
    snprintf(path, 108, "%s", ctl->socket ? ctl->socket : DEFAULT_SOCKET);
    if (ctl->socket || !ctl->config)
        return true;
    if (!config_load(ctl->config, &config, error)) {
        fprintf(stderr, "loketctl: %s\n", error);
        return false;
    }
    memcpy(path, config.socket, sizeof config.socket);
    return true;
}

/* An authority is for HTTPS only, and must be there: curl's words name no file. */
static bool authority_fits(const struct ctl *ctl)
{
    if (!ctl->cacert)
        return true;
    if (!ctl->url || strncmp(ctl->url, "https://", 8) != 0) {
        fprintf(stderr, "loketctl: --cacert goes with --url https://HOST:PORT\n");
        return false;
    }
    if (access(ctl->cacert, R_OK) == 0)
        return true;
    fprintf(stderr, "loketctl: cannot read %s\n", ctl->cacert);
    return false;
}

static CURLcode perform(CURL *curl, const char *url, const char *method, const char *body,
                        struct ctl_answer *answer)
{
    struct curl_slist *headers = curl_slist_append(NULL, "Content-Type: application/json");
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)CONNECT_MS);
    curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)ANSWER_MS);
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*"); /* the branch's own network only */
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, answer);
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, method);
    if (strcmp(method, "GET") != 0)
        curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body ? body : "");
    CURLcode code = curl_easy_perform(curl);
    curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &answer->status);
    curl_slist_free_all(headers);
    return code;
}

int client_send(const struct ctl *ctl, const char *method, const char *path, const char *text,
                struct ctl_answer *answer)
{
    char socket[108] = "", url[1024];
    *answer = (struct ctl_answer){0};
    if (!authority_fits(ctl) || (!ctl->url && !find_socket(ctl, socket)))
        return CTL_USAGE;
    snprintf(url, sizeof url, "%s%s", ctl->url ? ctl->url : "http://loket", path);
    CURL *curl = curl_easy_init();
    if (curl && socket[0])
        curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, socket);
    if (curl && ctl->cacert)
        curl_easy_setopt(curl, CURLOPT_CAINFO, ctl->cacert);
    CURLcode code = curl ? perform(curl, url, method, text, answer) : CURLE_FAILED_INIT;
    curl_easy_cleanup(curl);
    if (code == CURLE_OK)
        return CTL_DONE;
    fprintf(stderr, "loketctl: cannot reach loketd at %s: %s\n", ctl->url ? ctl->url : socket,
            curl_easy_strerror(code));
    free(answer->body);
    *answer = (struct ctl_answer){0};
    return CTL_UNREACHED;
}

int client_ask(const struct ctl *ctl, const char *method, const char *path, json_t *body,
               struct ctl_answer *answer)
{
    char *text = body ? json_dumps(body, JSON_COMPACT) : NULL;
    json_decref(body);
    int result = client_send(ctl, method, path, text, answer);
    free(text);
    return result;
}

static void say_refusal(const struct ctl_answer *answer)
{
    const char *message = NULL, *code = "", *field = "";
    json_t *json = answer->body ? json_loads(answer->body, 0, NULL) : NULL;
    json_unpack(json, "{s:{s:s,s:s,s:s}}", "error", "code", &code, "message", &message, "field",
                &field);
    if (message)
        fprintf(stderr, "loketctl: %s%s%s (%s)\n", message, field[0] ? " Field: " : "", field,
                code);
    else
        fprintf(stderr, "loketctl: the daemon answered with status %ld\n", answer->status);
    json_decref(json);
}

int client_call(const struct ctl *ctl, const char *method, const char *path, json_t *body,
                struct ctl_answer *answer)
{
    int result = client_ask(ctl, method, path, body, answer);
    if (result == CTL_DONE && answer->status >= 300) {
        say_refusal(answer);
        result = CTL_REFUSED;
    }
    if (result != CTL_DONE) {
        free(answer->body);
        *answer = (struct ctl_answer){0};
    }
    return result;
}
