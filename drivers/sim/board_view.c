// SPDX-License-Identifier: MIT
#include "drivers/sim/board_view.h"

#include <curl/curl.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ANSWER_BYTES_MAX = 256 * 1024, LOOK_TIMEOUT_MS = 1000 };

struct hall_client {
    CURL *curl;
    char *answer;
    size_t answer_bytes;
};

static bool lists(const json_t *desks, int number)
{
    size_t i;
    json_t *desk;
    json_array_foreach(desks, i, desk) if (json_integer_value(desk) == number) return true;
    return false;
}

static int waiting_for(const json_t *services, int desk)
{
    int waiting = 0;
    size_t i;
    json_t *service;
    json_array_foreach(services, i, service)
    {
        if (desk == 0 || lists(json_object_get(service, "desks"), desk))
            waiting += (int)json_integer_value(json_object_get(service, "waiting"));
    }
    return waiting;
}

static void copy_text(char *out, size_t bytes, const json_t *text)
{
    snprintf(out, bytes, "%s", json_is_string(text) ? json_string_value(text) : "");
}

static void read_desks(const json_t *root, struct board_view *view)
{
    const json_t *services = json_object_get(root, "services");
    size_t i;
    json_t *desk;
    view->desk_count = 0;
    json_array_foreach(json_object_get(root, "desks"), i, desk)
    {
        if (view->desk_count == BOARD_VIEW_DESKS_MAX)
            break;
        struct board_view_desk *seen = &view->desk[view->desk_count++];
        const char *state = json_string_value(json_object_get(desk, "state"));
        seen->number = (int)json_integer_value(json_object_get(desk, "desk"));
        seen->open = state && strcmp(state, "open") == 0;
        seen->waiting = waiting_for(services, seen->number);
        copy_text(seen->serving, sizeof seen->serving, json_object_get(desk, "serving"));
    }
    view->waiting = waiting_for(services, 0);
}

bool board_view_parse(const char *json, size_t bytes, struct board_view *view)
{
    json_t *root = json_loadb(json, bytes, 0, NULL);
    const json_t *clock = json_object_get(root, "clock");
    if (!json_is_integer(json_object_get(clock, "utc_ms"))) {
        json_decref(root);
        return false;
    }
    view->utc_ms = json_integer_value(json_object_get(clock, "utc_ms"));
    view->utc_offset_min = (int)json_integer_value(json_object_get(clock, "utc_offset_min"));
    copy_text(view->state, sizeof view->state,
              json_object_get(json_object_get(root, "kiosk"), "state"));
    view->ready = strcmp(view->state, "ready") == 0;
    read_desks(root, view);
    view->known = true;
    json_decref(root);
    return true;
}

const struct board_view_desk *board_view_desk(const struct board_view *view, int number)
{
    for (int i = 0; i < view->desk_count; i++)
        if (view->desk[i].number == number)
            return &view->desk[i];
    return NULL;
}

static size_t keep(char *data, size_t size, size_t count, void *context)
{
    struct hall_client *client = context;
    size_t bytes = size * count;
    if (bytes > ANSWER_BYTES_MAX - client->answer_bytes)
        return 0;
    memcpy(client->answer + client->answer_bytes, data, bytes);
    client->answer_bytes += bytes;
    return bytes;
}

struct hall_client *hall_client_create(const char *socket_path)
{
    struct hall_client *client = calloc(1, sizeof *client);
    if (!client)
        return NULL;
    client->answer = malloc(ANSWER_BYTES_MAX);
    client->curl = curl_easy_init();
    if (!client->answer || !client->curl) {
        hall_client_destroy(client);
        return NULL;
    }
    curl_easy_setopt(client->curl, CURLOPT_UNIX_SOCKET_PATH, socket_path);
    curl_easy_setopt(client->curl, CURLOPT_URL, "http://localhost/api/v1/board");
    curl_easy_setopt(client->curl, CURLOPT_TIMEOUT_MS, (long)LOOK_TIMEOUT_MS);
    curl_easy_setopt(client->curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(client->curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(client->curl, CURLOPT_WRITEFUNCTION, keep);
    curl_easy_setopt(client->curl, CURLOPT_WRITEDATA, client);
    return client;
}

void hall_client_destroy(struct hall_client *client)
{
    if (!client)
        return;
    if (client->curl)
        curl_easy_cleanup(client->curl);
    free(client->answer);
    free(client);
}

bool hall_client_look(struct hall_client *client, struct board_view *view, int64_t now_mono_ms)
{
    client->answer_bytes = 0;
    if (curl_easy_perform(client->curl) != CURLE_OK)
        return false;
    if (!board_view_parse(client->answer, client->answer_bytes, view))
        return false;
    view->seen_mono_ms = now_mono_ms;
    return true;
}
