// SPDX-License-Identifier: MIT
#include "display/board_client.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <time.h>
#include <unistd.h>

#include "display/sse.h"

struct board_client {
    char address[512];
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows, up to `sse` */
    pthread_cond_t wake;
    bool stop;
    char *board; /* newest, not yet taken */
    size_t board_bytes;
    int64_t heard_mono_ms;
    struct sse sse;        /* the thread's own */
    int64_t began_mono_ms; /* this connection */
    bool got_board;        /* on this connection */
    int event_fd;
};

int64_t board_client_mono_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool board_client_address_ok(const char *address)
{
    return strlen(address) < 400 &&
           ((strncmp(address, "unix:/", 6) == 0 && strlen(address) < 100) ||
            (strncmp(address, "http://", 7) == 0 && address[7]) ||
            (strncmp(address, "https://", 8) == 0 && address[8]));
}

/* A handle for the address and path, NULL = out of memory. */
static CURL *open_handle(const char *address, const char *path)
{
    CURL *curl = curl_easy_init();
    if (!curl) {
        return NULL;
    }
    char url[512];
    if (strncmp(address, "unix:", 5) == 0) {
        curl_easy_setopt(curl, CURLOPT_UNIX_SOCKET_PATH, address + 5);
        snprintf(url, sizeof url, "http://localhost%s", path);
    } else {
        size_t length = strlen(address);
        bool slash = address[length - 1] == '/';
        snprintf(url, sizeof url, "%.*s%s", (int)(length - slash), address, path);
    }
    curl_easy_setopt(curl, CURLOPT_URL, url);
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*"); /* the board is next door */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 5000L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "loket-wall");
    return curl;
}

static void on_event(void *context, const char *name, const char *data, size_t bytes)
{
    struct board_client *client = context;
    char *copy = strcmp(name, "board") == 0 ? malloc(bytes + 1) : NULL;
    if (!copy) {
        return;
    }
    memcpy(copy, data, bytes + 1);
    client->got_board = true;
    pthread_mutex_lock(&client->lock);
    free(client->board);
    client->board = copy;
    client->board_bytes = bytes;
    pthread_mutex_unlock(&client->lock);
    eventfd_write(client->event_fd, 1);
}

static size_t on_bytes(char *bytes, size_t size, size_t count, void *context)
{
    struct board_client *client = context;
    pthread_mutex_lock(&client->lock);
    client->heard_mono_ms = board_client_mono_ms();
    pthread_mutex_unlock(&client->lock);
    sse_feed(&client->sse, bytes, size * count);
    return size * count;
}

/* curl calls this at least once a second: the way out of a silent connection. */
static int on_progress(void *context, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d)
{
    (void)a, (void)b, (void)c, (void)d;
    struct board_client *client = context;
    pthread_mutex_lock(&client->lock);
    int64_t heard = client->heard_mono_ms > client->began_mono_ms ? client->heard_mono_ms
                                                                  : client->began_mono_ms;
    bool leave = client->stop || board_client_mono_ms() - heard >= BOARD_SILENCE_MS;
    pthread_mutex_unlock(&client->lock);
    return leave;
}

static void listen_once(struct board_client *client)
{
    CURL *curl = open_handle(client->address, "/api/v1/board/stream");
    if (!curl) {
        return;
    }
    struct curl_slist *headers = curl_slist_append(NULL, "Accept: text/event-stream");
    curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
    curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_bytes);
    curl_easy_setopt(curl, CURLOPT_WRITEDATA, client);
    curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
    curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
    curl_easy_setopt(curl, CURLOPT_XFERINFODATA, client);
    sse_reset(&client->sse);
    client->began_mono_ms = board_client_mono_ms();
    client->got_board = false;
    curl_easy_perform(curl);
    curl_slist_free_all(headers);
    curl_easy_cleanup(curl);
}

/* False = the client is to stop. */
static bool rest(struct board_client *client, int64_t rest_ms)
{
    struct timespec until;
    clock_gettime(CLOCK_MONOTONIC, &until);
    int64_t nanoseconds = until.tv_nsec + rest_ms % 1000 * 1000000;
    until.tv_sec += rest_ms / 1000 + nanoseconds / 1000000000;
    until.tv_nsec = nanoseconds % 1000000000;
    pthread_mutex_lock(&client->lock);
    int status = 0;
    while (!client->stop && status == 0) {
        status = pthread_cond_timedwait(&client->wake, &client->lock, &until);
    }
    bool go_on = !client->stop;
    pthread_mutex_unlock(&client->lock);
    return go_on;
}

static void *run(void *context)
{
    struct board_client *client = context;
    int64_t rest_ms = BOARD_RETRY_MIN_MS;
    do {
        listen_once(client);
        if (client->got_board) {
            rest_ms = BOARD_RETRY_MIN_MS;
        } else if (rest_ms < BOARD_RETRY_MAX_MS) {
            rest_ms = rest_ms * 2 < BOARD_RETRY_MAX_MS ? rest_ms * 2 : BOARD_RETRY_MAX_MS;
        }
    } while (rest(client, rest_ms));
    return NULL;
}

static void dispose(struct board_client *client)
{
    sse_finish(&client->sse);
    free(client->board);
    pthread_cond_destroy(&client->wake);
    pthread_mutex_destroy(&client->lock);
    close(client->event_fd);
    free(client);
}

struct board_client *board_client_start(const char *address)
{
    struct board_client *client = calloc(1, sizeof *client);
    if (!client || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(client);
        return NULL;
    }
    snprintf(client->address, sizeof client->address, "%s", address);
    sse_init(&client->sse, on_event, client);
    pthread_mutex_init(&client->lock, NULL);
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_cond_init(&client->wake, &attributes);
    pthread_condattr_destroy(&attributes);
    client->event_fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (client->event_fd < 0 || pthread_create(&client->thread, NULL, run, client) != 0) {
        dispose(client);
        return NULL;
    }
    return client;
}

int board_client_fd(const struct board_client *client)
{
    return client->event_fd;
}

char *board_client_take(struct board_client *client, size_t *bytes)
{
    eventfd_t ignored;
    eventfd_read(client->event_fd, &ignored);
    pthread_mutex_lock(&client->lock);
    char *board = client->board;
    *bytes = client->board_bytes;
    client->board = NULL;
    pthread_mutex_unlock(&client->lock);
    return board;
}

int64_t board_client_heard_mono_ms(struct board_client *client)
{
    pthread_mutex_lock(&client->lock);
    int64_t heard = client->heard_mono_ms;
    pthread_mutex_unlock(&client->lock);
    return heard;
}

void board_client_stop(struct board_client *client)
{
    if (!client) {
        return;
    }
    pthread_mutex_lock(&client->lock);
    client->stop = true;
    pthread_cond_signal(&client->wake);
    pthread_mutex_unlock(&client->lock);
    pthread_join(client->thread, NULL);
    dispose(client);
    curl_global_cleanup();
}

struct answer {
    char *text;
    size_t bytes;
};

static size_t on_answer(char *bytes, size_t size, size_t count, void *context)
{
    struct answer *answer = context;
    size_t more = size * count;
    char *larger = answer->bytes + more <= WALL_JSON_BYTES_MAX
                       ? realloc(answer->text, answer->bytes + more + 1)
                       : NULL;
    if (!larger) {
        return 0;
    }
    memcpy(larger + answer->bytes, bytes, more);
    answer->text = larger;
    answer->bytes += more;
    answer->text[answer->bytes] = '\0';
    return more;
}

char *board_client_fetch(const char *address, size_t *bytes, char reason[WALL_REASON_BYTES])
{
    struct answer answer = {0};
    CURLcode status = CURLE_FAILED_INIT;
    CURL *curl = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK
                     ? open_handle(address, "/api/v1/board")
                     : NULL;
    if (curl) {
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 10000L);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_answer);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
        status = curl_easy_perform(curl);
        curl_easy_cleanup(curl);
    }
    if (status != CURLE_OK || !answer.text) {
        snprintf(reason, WALL_REASON_BYTES, "no board from %.80s: %.50s", address,
                 curl_easy_strerror(status));
        free(answer.text);
        answer = (struct answer){0};
    }
    *bytes = answer.bytes;
    return answer.text;
}
