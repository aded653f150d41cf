// SPDX-License-Identifier: MIT
#include "display/follow.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <time.h>
#include <unistd.h>

#include "display/announce.h"
#include "display/board_client.h"
#include "display/canvas.h"
#include "display/places.h"
#include "display/screen_watch.h"
#include "display/viewer.h"

enum {
    WINDOW_POLL_MS = 200,
    LIFE_POLL_MS = 5000,
    KEEP_EVERY_MS = 1000,
    SPEECH_POLL_MS = 50,
    SCREEN_POLL_MS = 500,
    SCREEN_RETRY_MS = 5000,
};

struct follow {
    const struct options *options;
    struct canvas canvas; /* without a wall in it: no screen is plugged in */
    bool bare;            /* on bare KMS: screens come and go */
    bool said;            /* that there is no screen */
    struct screen_watch screens;
    int64_t open_mono_ms; /* when to try to open the canvas */
    struct board_client *client;
    struct board_client_self self;
    struct announce *announce; /* NULL = a silent wall */
    int64_t spoken_seq;        /* of the last call given to it */
    struct viewer viewer;
    struct scene scene;
    bool quit, again;
    bool unsaved;          /* --keep: the picture is newer than the file */
    int64_t saved_mono_ms; /* 0 = never */
    int signal_fd;
};

static void take_news(struct follow *follow)
{
    struct board_news news;
    char reason[WALL_REASON_BYTES];
    board_client_take(follow->client, &news);
    if (news.pages && !viewer_take_pages(&follow->viewer, news.pages, news.pages_bytes, reason)) {
        fprintf(stderr, "loket-wall: pages not understood, the last ones stay: %s\n", reason);
    }
    if (news.board) {
        if (viewer_take(&follow->viewer, news.board, news.board_bytes, board_client_mono_ms(),
                        reason)) {
            follow->self.shown = news.id;
        } else {
            fprintf(stderr, "loket-wall: board not understood, the last one stays: %s\n", reason);
        }
    }
    free(news.board);
    free(news.pages);
}

/* A call is spoken when it takes the stage, and keeps the stage until it is spoken. True
 * when the speaking began or ended. */
static bool speak(struct follow *follow)
{
    if (!follow->announce) {
        return false;
    }
    bool spoke = follow->viewer.speaking;
    const struct wall_call *call = viewer_live_call(&follow->viewer);
    const struct wall_settings *wall = &follow->viewer.board.wall;
    if (call && call->seq != follow->spoken_seq) {
        struct announce_call spoken = {.desk = call->desk,
                                       .recall = call->recall,
                                       .style = wall->number_style,
                                       .english = wall->english,
                                       .repeat = wall->repeat,
                                       .volume_percent = wall->volume_percent};
        memcpy(spoken.ticket, call->ticket, sizeof spoken.ticket);
        announce_push(follow->announce, &spoken);
        follow->spoken_seq = call->seq;
    }
    if (follow->viewer.calls.pending_count > 0) {
        announce_hurry(follow->announce);
    }
    announce_run(follow->announce, board_client_mono_ms());
    follow->viewer.speaking = announce_busy(follow->announce);
    return follow->viewer.speaking != spoke;
}

static void take_window_events(struct follow *follow)
{
    SDL_Event event;
    char reason[WALL_REASON_BYTES];
    while (follow->canvas.window && SDL_PollEvent(&event)) {
        bool escape = event.type == SDL_KEYDOWN && event.key.keysym.sym == SDLK_ESCAPE;
        if (event.type == SDL_QUIT || (escape && follow->options->windowed)) {
            follow->quit = true;
        } else if (event.type == SDL_RENDER_TARGETS_RESET ||
                   event.type == SDL_RENDER_DEVICE_RESET) {
            wall_forget(follow->canvas.wall);
        } else if (event.type == SDL_WINDOWEVENT) {
            follow->again = true;
            if (event.window.event == SDL_WINDOWEVENT_SIZE_CHANGED &&
                !canvas_resize(&follow->canvas, reason)) {
                fprintf(stderr, "loket-wall: %s\n", reason);
                follow->quit = true;
            }
            follow->self.width = follow->canvas.width;
            follow->self.height = follow->canvas.height;
        }
    }
}

static void save(struct follow *follow, int64_t now_ms)
{
    if (!follow->unsaved ||
        (follow->saved_mono_ms && now_ms - follow->saved_mono_ms < KEEP_EVERY_MS)) {
        return;
    }
    if (!canvas_save(&follow->canvas, follow->options->output)) {
        fprintf(stderr, "loket-wall: %s: %s\n", follow->options->output, strerror(errno));
    }
    follow->saved_mono_ms = now_ms; /* a full disk is tried again with the next picture */
    follow->unsaved = false;
}

/* For tests and benchmarks, when the frame is on the screen. LINE: none, live or lost. */
static void trace(const struct scene_input *input)
{
    struct timespec now;
    const struct wall_board *board = input->board;
    const char *line = !board ? "none" : input->lost_since_utc_ms ? "lost" : "live";
    int64_t call = board && board->call_count > 0 ? board->call[0].seq : 0;
    clock_gettime(CLOCK_MONOTONIC, &now);
    printf("frame %lld %lld %dx%d %s\n", (long long)call,
           (long long)now.tv_sec * 1000000000 + now.tv_nsec, input->width, input->height, line);
    fflush(stdout);
}

static void draw(struct follow *follow)
{
    int width, height;
    canvas_scene_size(&follow->canvas, &width, &height);
    int64_t now_ms = board_client_mono_ms();
    viewer_heard(&follow->viewer, board_client_heard_mono_ms(follow->client));
    struct scene_input input = viewer_input(&follow->viewer, now_ms, width, height);
    struct scene_measure measure = wall_measure(follow->canvas.wall);
    scene_make(&input, &measure, &follow->scene);
    bool changed = canvas_show(&follow->canvas, &follow->scene, follow->again);
    if (follow->options->trace && (changed || follow->again)) {
        trace(&input);
    }
    follow->again = false;
    if (!follow->canvas.window) {
        follow->unsaved = follow->unsaved || changed;
        save(follow, now_ms);
    }
}

static void wait(struct follow *follow)
{
    int64_t now_ms = board_client_mono_ms();
    int64_t due_ms = viewer_due_mono_ms(&follow->viewer, now_ms);
    int64_t rest_ms = due_ms == INT64_MAX ? LIFE_POLL_MS : due_ms - now_ms;
    rest_ms = rest_ms < 1 ? 1 : rest_ms > LIFE_POLL_MS ? LIFE_POLL_MS : rest_ms;
    if (follow->canvas.window && rest_ms > WINDOW_POLL_MS) {
        rest_ms = WINDOW_POLL_MS; /* SDL has no descriptor to wait for */
    }
    if (follow->viewer.speaking && rest_ms > SPEECH_POLL_MS) {
        rest_ms = SPEECH_POLL_MS; /* the next call follows as soon as this one is spoken */
    }
    if (follow->unsaved && rest_ms > KEEP_EVERY_MS) {
        rest_ms = KEEP_EVERY_MS;
    }
    if (follow->bare && rest_ms > SCREEN_POLL_MS) {
        rest_ms = SCREEN_POLL_MS;
    }
    struct pollfd fds[] = {{.fd = board_client_fd(follow->client), .events = POLLIN},
                           {.fd = follow->signal_fd, .events = POLLIN},
                           {.fd = follow->screens.fd, .events = POLLIN}};
    if (poll(fds, 3, (int)rest_ms) > 0 && fds[1].revents) {
        follow->quit = true;
    }
}

/* True when the picture may differ from the one shown. */
static bool is_due(struct follow *follow, int64_t *due_ms)
{
    int64_t now_ms = board_client_mono_ms();
    bool due = now_ms >= *due_ms || follow->again || follow->unsaved || !follow->canvas.wall->drawn;
    return due;
}

static bool open_canvas(struct follow *follow, char reason[WALL_REASON_BYTES])
{
    const struct options *options = follow->options;
    struct canvas_setup setup = {.width = options->width,
                                 .height = options->height,
                                 .rotate = options->rotate,
                                 .windowed = options->windowed};
    return options->mode == WALL_MODE_KEEP ? canvas_open_memory(&follow->canvas, &setup, reason)
                                           : canvas_open_window(&follow->canvas, &setup, reason);
}

/* SDL's name for bare KMS; before its video has started, from what it was told to use. */
static bool is_bare(const struct follow *follow)
{
    const char *driver = SDL_GetCurrentVideoDriver();
    driver = driver ? driver : SDL_getenv("SDL_VIDEODRIVER");
    if (driver) {
        return SDL_strcasecmp(driver, "kmsdrm") == 0;
    }
    return follow->screens.connectors > 0 && !SDL_getenv("DISPLAY") &&
           !SDL_getenv("WAYLAND_DISPLAY");
}

/* Bare KMS: the canvas goes when a cable does, and comes back with it. Until then the wall
 * waits, follows the board and speaks. */
static void follow_screens(struct follow *follow)
{
    int64_t now_ms = board_client_mono_ms();
    char reason[WALL_REASON_BYTES];
    if (!follow->bare) {
        return;
    }
    if (screen_watch_changed(&follow->screens, now_ms)) {
        fprintf(stderr, "loket-wall: screens plugged in: %d\n", follow->screens.plugged);
        canvas_close(&follow->canvas);
        follow->open_mono_ms = now_ms;
    }
    if (follow->canvas.wall || now_ms < follow->open_mono_ms) {
        return;
    }
    if (open_canvas(follow, reason)) {
        follow->self.width = follow->canvas.width;
        follow->self.height = follow->canvas.height;
        follow->again = true;
    } else if (!follow->said) {
        fprintf(stderr, "loket-wall: %s; waiting for one\n", reason);
    }
    follow->said = !follow->canvas.wall;
    follow->open_mono_ms = now_ms + SCREEN_RETRY_MS;
}

static void loop(struct follow *follow)
{
    int64_t due_ms = 0, board_mono_ms = -1;
    while (!follow->quit) {
        follow_screens(follow);
        take_window_events(follow);
        take_news(follow);
        bool fresh = follow->viewer.board_mono_ms != board_mono_ms;
        bool silent = follow->viewer.has_board &&
                      board_client_mono_ms() - follow->viewer.heard_mono_ms >= LIFE_POLL_MS;
        if (!follow->quit && follow->canvas.wall && (fresh || silent || is_due(follow, &due_ms))) {
            draw(follow);
            board_client_tell(follow->client, &follow->self);
            board_mono_ms = follow->viewer.board_mono_ms;
            due_ms = viewer_due_mono_ms(&follow->viewer, board_client_mono_ms());
        }
        if (!follow->quit && speak(follow)) {
            due_ms = viewer_due_mono_ms(&follow->viewer, board_client_mono_ms());
        }
        if (!follow->quit) {
            wait(follow);
        }
    }
}

static int open_signals(void)
{
    sigset_t set;
    sigemptyset(&set);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGINT);
    sigprocmask(SIG_BLOCK, &set, NULL); /* inherited by the network thread */
    return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/* A wall without clips is silent and says so once; it shows the calls all the same. */
static void open_sound(struct follow *follow)
{
    const struct options *options = follow->options;
    char folder[PLACES_PATH_BYTES], reason[WALL_REASON_BYTES];
    if (options->mute) {
        return;
    }
    places_voice(folder);
    follow->announce = announce_create(options->voice ? options->voice : folder,
                                       options->voice ? folder : NULL, reason);
    if (!follow->announce) {
        fprintf(stderr, "loket-wall: no spoken calls: %s\n", reason);
    }
}

static bool open_client(struct follow *follow, char reason[WALL_REASON_BYTES])
{
    places_name(follow->options->name, follow->self.name);
    follow->self.width = follow->canvas.width;
    follow->self.height = follow->canvas.height;
    follow->client =
        board_client_start(follow->options->board, follow->options->cacert, &follow->self);
    snprintf(reason, WALL_REASON_BYTES, "no network thread");
    return follow->client != NULL;
}

int follow_run(const struct options *options)
{
    char reason[WALL_REASON_BYTES] = "out of memory";
    struct follow *follow = calloc(1, sizeof *follow);
    if (!follow) {
        fprintf(stderr, "loket-wall: %s\n", reason);
        return 1;
    }
    follow->options = options;
    follow->signal_fd = open_signals();
    viewer_init(&follow->viewer, options->board, BOARD_SILENCE_MS);
    follow->viewer.still = options->mode == WALL_MODE_KEEP;
    follow->viewer.viewing_distance_m = options->viewing_distance_m;
    follow->viewer.screen_inch = options->screen_inch;
    screen_watch_open(&follow->screens, SCREEN_WATCH_FOLDER, board_client_mono_ms());
    bool good = open_canvas(follow, reason);
    follow->bare = options->mode == WALL_MODE_SHOW && is_bare(follow);
    good = (good || follow->bare) && open_client(follow, reason);
    if (good) {
        open_sound(follow);
        loop(follow);
    } else {
        fprintf(stderr, "loket-wall: %s\n", reason);
    }
    announce_destroy(follow->announce);
    board_client_stop(follow->client);
    canvas_close(&follow->canvas);
    screen_watch_close(&follow->screens);
    SDL_Quit();
    close(follow->signal_fd);
    free(follow);
    return good ? 0 : 1;
}
