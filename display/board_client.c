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
    const char *cacert;
    pthread_t thread;
    pthread_mutex_t lock; /* guards what follows, up to `sse` */
    pthread_cond_t wake;
    bool stop;
    struct board_news news; /* newest, not yet taken */
    struct board_client_self self;
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
static CURL *open_handle(const char *address, const char *cacert, const char *path)
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
    if (cacert) {
        curl_easy_setopt(curl, CURLOPT_CAINFO, cacert);
    }
    curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
    curl_easy_setopt(curl, CURLOPT_NOPROXY, "*"); /* the board is next door */
    curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
    curl_easy_setopt(curl, CURLOPT_FAILONERROR, 1L);
    curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, 5000L);
    curl_easy_setopt(curl, CURLOPT_USERAGENT, "loket-wall/" LOKET_VERSION);
    return curl;
}

static void replace(char **text, size_t *bytes, char *copy, size_t copy_bytes)
{
    free(*text);
    *text = copy;
    *bytes = copy_bytes;
}

static void on_event(void *context, const struct sse_event *event)
{
    struct board_client *client = context;
    bool is_board = strcmp(event->name, "board") == 0;
    bool is_pages = strcmp(event->name, "pages") == 0;
    char *copy = is_board || is_pages ? malloc(event->bytes + 1) : NULL;
    if (!copy) {
        return;
    }
    memcpy(copy, event->data, event->bytes + 1);
    client->got_board = client->got_board || is_board;
    pthread_mutex_lock(&client->lock);
    struct board_news *news = &client->news;
    if (is_board) {
        replace(&news->board, &news->board_bytes, copy, event->bytes);
        news->id = strtoll(event->id, NULL, 10);
    } else {
        replace(&news->pages, &news->pages_bytes, copy, event->bytes);
    }
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

static struct curl_slist *make_headers(struct board_client *client)
{
    char wall[128];
    pthread_mutex_lock(&client->lock);
    const struct board_client_self *self = &client->self;
    snprintf(wall, sizeof wall, "Loket-Wall: name=%s; size=%dx%d; shown=%lld", self->name,
             self->width, self->height, (long long)self->shown);
    pthread_mutex_unlock(&client->lock);
    return curl_slist_append(curl_slist_append(NULL, "Accept: text/event-stream"), wall);
}

static void listen_once(struct board_client *client)
{
    CURL *curl = open_handle(client->address, client->cacert, "/api/v1/board/stream");
    if (!curl) {
        return;
    }
    struct curl_slist *headers = make_headers(client);
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
    free(client->news.board);
    free(client->news.pages);
    pthread_cond_destroy(&client->wake);
    pthread_mutex_destroy(&client->lock);
    close(client->event_fd);
    free(client);
}

struct board_client *board_client_start(const char *address, const char *cacert,
                                        const struct board_client_self *self)
{
    struct board_client *client = calloc(1, sizeof *client);
    if (!client || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
        free(client);
        return NULL;
    }
    snprintf(client->address, sizeof client->address, "%s", address);
    client->cacert = cacert;
    client->self = *self;
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

void board_client_tell(struct board_client *client, const struct board_client_self *self)
{
    pthread_mutex_lock(&client->lock);
    client->self = *self;
    pthread_mutex_unlock(&client->lock);
}

void board_client_take(struct board_client *client, struct board_news *news)
{
    eventfd_t ignored;
    eventfd_read(client->event_fd, &ignored);
    pthread_mutex_lock(&client->lock);
    *news = client->news;
    client->news = (struct board_news){0};
    pthread_mutex_unlock(&client->lock);
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

char *board_client_fetch(const char *address, const char *cacert, const char *what, size_t *bytes,
                         char reason[WALL_REASON_BYTES])
{
    char path[32];
    snprintf(path, sizeof path, "/api/v1/%s", what);
    struct answer answer = {0};
    CURLcode status = CURLE_FAILED_INIT;
    CURL *curl = curl_global_init(CURL_GLOBAL_DEFAULT) == CURLE_OK
                     ? open_handle(address, cacert, path)
                     : NULL;
    if (curl) {
        curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, 10000L);
        curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_answer);
        curl_easy_setopt(curl, CURLOPT_WRITEDATA, &answer);
        status = curl_easy_perform(curl);
        curl_easy_cleanup(curl);
    }
    if (status != CURLE_OK || !answer.text) {
        snprintf(reason, WALL_REASON_BYTES, "no %.8s from %.80s: %.50s", what, address,
                 curl_easy_strerror(status));
        free(answer.text);
        answer = (struct answer){0};
    }
    *bytes = answer.bytes;
    return answer.text;
}
